"""Refusals of the protocol; each is an answer with a code that OAI-PMH names.

Refused
"""

from __future__ import annotations


class Refused(Exception):
    """``code`` is one of the protocol's, ``str()`` says in English what is wrong."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
