"""Slack, natively: carries what is said, knows nothing of any feature."""
