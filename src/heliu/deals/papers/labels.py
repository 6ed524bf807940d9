"""Papers in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heliu.agreements.choices import Language
from heliu.deals.papers.kinds import kinds


def kind_label(name: str) -> str:
    """What a kind is called; its name where no part of the platform knows it any more."""
    found = kinds().get(name)
    return str(found.label) if found else name


def language_label(language: str) -> str:
    return str(Language(language).label)


def answer_label(answer: bool | None) -> str:
    """One of the three answers of a rule."""
    if answer is None:
        return pgettext("answer of a rule", "unknown")
    return pgettext("answer of a rule", "met") if answer else pgettext("answer of a rule", "not met")


def verified_label(verified: bool) -> str:
    """How well it is known what a rule says."""
    return _("compared with the text of the issuer") if verified else _("not compared with the text of the issuer")
