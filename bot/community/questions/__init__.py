"""Questions to the group: posted where everybody sees them, and put quietly to up to three people who said that they know.

Whoever is asked was found by what they let others find (their topics), is asked three times a month at most, and the one asked longest ago
comes first. A question nobody answers in three days comes back to a person: the organisers hear, and so does the asker.
"""
