"""What is kept of failures, in words of the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext


def problem_label(problem: str) -> str:
    """A sentence of this program in the language of the page; what another server said as it said it."""
    return gettext(problem) if problem else ""
