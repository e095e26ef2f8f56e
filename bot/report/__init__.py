"""Pages to read, print and keep: plain data in, one HTML file out, with nothing in it fetched from anywhere."""
