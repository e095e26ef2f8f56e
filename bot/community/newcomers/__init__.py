"""Newcomers: a hello that somebody answers, one light question later on, and a buddy at the first meetup."""
