"""The core: what can be said, what is true, and the one door between them."""
