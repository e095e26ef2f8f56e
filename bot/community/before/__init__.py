"""What organisers may prepare of a meetup, all of it optional: its thread before it begins, who brings what, its programme and speakers."""
