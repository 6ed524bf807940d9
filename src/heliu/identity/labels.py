"""What this area's events and reasons are called, and where notices lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from heliu.activity.models import Event
from heliu.identity.models import Duplicate

VERBS = {
    "merge_proposed": gettext_lazy("Merge with another record proposed"),
    "merge_refused": gettext_lazy("Proposed merge refused"),
}
NAME_VERBS = {
    "name_added": gettext_lazy("Another name added"),
    "name_edited": gettext_lazy("Another name changed"),
    "name_removed": gettext_lazy("Another name taken away"),
}


GROUNDS = {
    "code": gettext_lazy("The same code: %(left)s"),
    "ror": gettext_lazy("The same ROR id: %(left)s"),
    "official": gettext_lazy("The same name: %(left)s and %(right)s"),
    "short": gettext_lazy("One is called what is a short name of the other: %(left)s and %(right)s"),
    "former": gettext_lazy("One is called what the other was called before: %(left)s and %(right)s"),
    "english": gettext_lazy("The same English name: %(left)s and %(right)s"),
    "form": gettext_lazy("The same name but for the legal form: %(left)s and %(right)s"),
    "place": gettext_lazy("The same name but for the place: %(left)s and %(right)s"),
    "abbreviation": gettext_lazy("One name is short for the other: %(left)s and %(right)s"),
    "unusual": gettext_lazy("One name may be short for the other: %(left)s and %(right)s"),
    "part": gettext_lazy("One is a part of the other: %(left)s and %(right)s"),
}
"""Why a name is taken for an organisation, by the words of the engine."""


def link_of_notice(event: Event, user: Any) -> str | None:
    """A notice about a pair leads to the pair, where its reader may see it."""
    pk = event.data.get("duplicate")
    seen = pk is not None and Duplicate.objects.visible_to(user).filter(pk=pk).exists()
    return reverse("duplicate_detail", args=[pk]) if seen else None


def reason_text(reason: Mapping[str, Any]) -> str:
    """A reason of the engine as a sentence in the reader's language."""
    nature, agrees = reason["nature"], bool(reason["agrees"])
    share = reason.get("share")
    if nature in ("title", "body"):
        return _likeness(nature, agrees, share)
    if nature in GROUNDS:
        return str(GROUNDS[nature]) % {"left": reason["left"], "right": reason["right"]}
    values = {"value": reason["left"], "left": reason["left"] or "—", "right": reason["right"] or "—"}
    sentences = {
        ("codes", True): _("The same identifier: %(value)s"),
        ("codes", False): _("Different identifiers: %(left)s and %(right)s"),
        ("numbers", True): _("The same figures: %(value)s"),
        ("numbers", False): _("Different figures: %(left)s and %(right)s"),
        ("models", True): _("The same types or grades: %(value)s"),
        ("models", False): _("Different types or grades: %(left)s and %(right)s"),
        ("owner", True): _("The same organisation: %(value)s"),
        ("owner", False): _("Different organisations: %(left)s and %(right)s"),
        ("names", True): _("The same persons: %(value)s"),
        ("names", False): _("Different persons: %(left)s and %(right)s"),
        ("year", True): _("The same year: %(value)s"),
        ("year", False): _("Different years: %(left)s and %(right)s"),
        ("kind", False): _("Different sorts of records"),
    }
    return sentences.get((nature, agrees), pgettext("reason", "Something else")) % values


def _likeness(nature: str, agrees: bool, share: float | None) -> str:
    if share is None:
        sentences = {
            ("title", True): _("The titles are alike"),
            ("title", False): _("The titles differ"),
            ("body", True): _("The descriptions are alike"),
            ("body", False): _("The descriptions differ"),
        }
        return sentences[nature, agrees]
    percent = {"percent": round(share * 100)}
    if nature == "title":
        return _("%(percent)d %% of the shorter title is in the other one") % percent
    return _("%(percent)d %% of the shorter description is in the other one") % percent
