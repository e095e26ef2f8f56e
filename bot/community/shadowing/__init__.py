"""Shadowing: a host offers days, a visitor asks for one, both say yes; then the day, what each took from it, and a line for their CPD log.

`hosting` is the host's side, `looking` finds days and ranks them, `asking` is the life of a request, `afterwards` the day and what follows,
`placing` a round that places everyone who waits, `going` what it means to others when somebody leaves.
"""
