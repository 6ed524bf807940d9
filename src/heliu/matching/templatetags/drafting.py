"""Asking for a wording."""

from __future__ import annotations

from django import template

from heliu.matching.drafting.settings import DrafterInfo, drafter_info

register = template.Library()


@register.simple_tag
def drafter() -> DrafterInfo | None:
    """The chat server that may be asked; None where there is none."""
    return drafter_info()
