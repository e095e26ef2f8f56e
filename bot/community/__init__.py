"""What is true: groups, members, meetups, seats, and the rules between them.

A rule is a plain function of an `Act` (who, in which group, when, on which connection); it runs whole in one transaction, and what is
to be said about it is written to the outbox in that same transaction. A query is a plain function of a connection.
"""
