"""Suggested wordings: a person asks, a chat server that the operator named answers, the engine checks, nothing is kept.

Off unless ``HELIU_DRAFTER_URL`` is set. ``docs/howto/drafter.md`` says what is sent.
"""
