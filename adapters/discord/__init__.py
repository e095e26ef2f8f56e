"""Discord: interactions in, cards out. Thin, with nothing of any feature in it."""
