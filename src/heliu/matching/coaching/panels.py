"""The coach beside the form of a demand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.catalog.spreadsheets.cells import text_language
from heliu.kit.panels import register_panel
from heliu.matching.coaching.adapters.coach import SHOWN, coach
from heliu.matching.coaching.adapters.values import Written
from heliu.matching.coaching.forms import READ, written_demand, written_need
from heliu.matching.coaching.labels import change_label
from heliu.matching.errors import NeedError
from heliu.matching.forms import NeedForm


def said(written: Written, user: Any) -> dict[str, Any]:
    """Context of what the coach says; of an empty text nothing, and of one it cannot read, why."""
    context: dict[str, Any] = {"field": written.field}
    if not written.document.text.strip():
        return context
    try:
        coaching = coach(written, user=user)
    except NeedError as error:
        return context | {"refused": str(error)}
    return context | {
        "coaching": coaching,
        "compared": coaching.before != coaching.sheet.text,
        "change": change_label(coaching.moved, SHOWN),
        "shown": SHOWN,
        "answer_lang": text_language(written.document.text),
    }


def said_of_need(form: NeedForm, user: Any) -> dict[str, Any]:
    """The same for the home page, with the way to a demand."""
    return said(written_need(form.data), user) | {"publish": form.publish, "publish_empty": not form.publishes_text}


def demand_panel(request: HttpRequest, record: Any) -> dict[str, Any]:
    """Loaded when the page is there; at once where the person asked for it by its button, without JavaScript."""
    asked = request.method == "POST" and "look" in request.POST
    context = said(written_demand(request.POST, record and record.pk), request.user) if asked else {}
    return {"reads": READ, "asked": asked, **context}


def register_panels() -> None:
    register_panel("demand.form", "matching/coaching/panel.html", demand_panel, order=50)
