"""Profiles in, explained matches out: pure functions, with no storage, no chat and no clock, usable alone.

Nothing is imported here: numpy, OR-Tools and rustworkx come in only where they are used, which for the bot is inside a worker
(`bot.matching.worker`). `assignment.assign` matches mentees with mentors, `certificate.verify` proves it, `changes` prices what one
might do instead, `rounds.round_of` makes coffee rounds, `scoring.Scoring` turns profiles into scores and reasons.
"""
