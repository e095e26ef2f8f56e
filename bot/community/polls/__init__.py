"""Which date suits: dates put to a group, each member's answer to each, and what is best."""
