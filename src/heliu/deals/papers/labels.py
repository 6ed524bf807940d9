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


def item_label(answer: bool | None) -> str:
    """Whether something that the package needs is there."""
    if answer is None:
        return pgettext("item of a package", "yours to add")
    return pgettext("item of a package", "there") if answer else pgettext("item of a package", "missing or stale")


def rule_verified_label(verified: bool) -> str:
    """Whether somebody compared the rule as a whole with what its issuer has published."""
    return _("compared with the text of the issuer") if verified else _("not compared with the text of the issuer")


def clause_verified_label(verified: bool) -> str:
    """Whether somebody read the clause at all; a copy counts, memory does not."""
    return _("read in the rule or in a copy of it") if verified else _("not read in the rule")
