"""Coffee rounds: whoever joins meets somebody new, as often as they like.

`days` says when; `people` who is in, and why not; `company` what a round is worked out from; `rounds` what was worked out;
`drawing` and `sending` are a round's two moments, `together` what becomes of each table, `afterwards` whether people met.
`editing` is what organisers may do in between.
"""
