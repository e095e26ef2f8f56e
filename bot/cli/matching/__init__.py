"""`match`: an organiser's spreadsheets in, an explained and proven plan out."""
