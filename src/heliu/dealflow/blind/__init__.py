"""Blind matches: a record that nobody may see is matched all the same, and both sides must say yes.

The worker compares confidential records with all others once a week, away from everything that a person can ask.
Of a credible match each side is told that there is one, and nothing of the other; two yeses introduce them.
``docs/explanation/blind.md`` says attack by attack what somebody could try and what stands in the way.

``rounds`` is the calendar, ``choosing`` decides which of the credible matches are told, ``adapters`` asks the engine,
``actions`` finds, tells, answers and reveals.
"""
