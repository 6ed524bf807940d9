"""What pages and exports call things: confidence, relations, terms."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as _

SURE, LIKELY = 0.85, 0.6
"""From which confidence on a mention counts as nearly sure, and as likely."""

RELATIONS = {
    "holds_office": _("holds an office at"),
    "visited": _("visited"),
    "leads": _("leads"),
    "funds": _("funds"),
    "part_of": _("is part of"),
    "located_in": _("lies in"),
    "issued": _("issued"),
    "numbered": _("has the number"),
    "cooperates_with": _("works with"),
}
TERMS = {
    "reserved": _("All rights are reserved."),
    "open": _("It is under an open licence."),
    "attributed": _("It may be reprinted with its source named."),
    "unstated": _("It says nothing of rights; the law protects it all the same."),
}
SIGNS = {
    "unrelated": _("The headline has almost no words in common with the article."),
    "foreign": _("The headline is a sentence or more whose words stand nowhere else on the page."),
    "script": _("The headline escaped the damage of the other lines: it was put there afterwards."),
    "strung": _("The headline strings phrases together that have nothing to do with each other or with the article."),
    "vocabulary": _("The headline is made of words that search spam is made of."),
    "other_headline": _("Another line of the page fits the article as its title."),
}
"""The engine's signs of a planted headline, to be translated."""


def confidence_in_words(confidence: float) -> str:
    """How sure the rules are."""
    if confidence >= SURE:
        return pgettext("confidence", "nearly sure")
    return pgettext("confidence", "likely") if confidence >= LIKELY else pgettext("confidence", "uncertain")


def relation_in_words(kind: str, label: str) -> str:
    """What one does with the other; ``label`` is the office, or the word of the text."""
    said = gettext(RELATIONS[kind]) if kind in RELATIONS else kind
    if not label:
        return said
    return gettext("%(relation)s (%(word)s)") % {"relation": said, "word": label}


def terms_in_words(terms: str) -> str:
    return gettext(TERMS.get(terms, TERMS["unstated"]))


def sign_in_words(sign: str) -> str:
    """Why a headline counts as planted."""
    return gettext(SIGNS[sign]) if sign in SIGNS else sign
