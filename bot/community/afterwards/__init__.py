"""What follows a meetup: how it was for whoever had a seat."""
