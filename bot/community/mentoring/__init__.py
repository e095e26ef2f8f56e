"""Mentoring: who offers, who would like one, how two people come together, and how it goes from there to its end.

`offers` and `wishes` are the two sides; `people` shows them to the matching; `asking` is one person asking another; `beginning.begin`
brings two together, whoever planned it; `check_ins` and `matches` are the rest of its life.
"""
