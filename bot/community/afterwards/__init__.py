"""What follows a meetup: how it was, what is written of it, the links, and what each takes home."""
