"""What pages showed and what became of it: the log, learning from it, and drift.

The log names no person and holds no text; ``docs/explanation/learning.md`` says what is kept and why.
"""
