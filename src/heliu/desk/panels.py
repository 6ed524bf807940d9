"""What the desk shows on pages of the rows below it, and tells the agenda."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.activity.models import Event
from heliu.agenda.sources import Item, Source, never_due, register_source
from heliu.catalog.models import Demand
from heliu.deals.models import Deal
from heliu.desk.models import AskBack
from heliu.desk.selectors.cases import demands_to_triage
from heliu.desk.selectors.ledger import contribution_to
from heliu.desk.selectors.triage import answers_to, open_ask_backs
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed


def navigation(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The way to the desk, with how many demands wait to be looked through."""
    if not allowed(request.user, "desk.use_desk"):
        return None
    address = reverse("desk")
    waiting = demands_to_triage(request.user).count()
    return {"address": address, "waiting": waiting, "current": request.path.startswith(address)}


def record_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """On a record's page, for its manager: the way to the case; for its organisation: open questions."""
    works = allowed(request.user, "desk.work_case", record)
    asked: list[AskBack] = []
    if isinstance(record, Demand) and request.user.is_authenticated:
        asked = list(open_ask_backs(request.user).filter(demand=record))
    return {"works": works, "asked": asked, "kind": record.kind} if works or asked else None


def introduction_panel(request: HttpRequest, introduction: Any) -> dict[str, Any] | None:
    """On an introduction's page, for its manager: the way to the case."""
    return {"kind": "introduction"} if allowed(request.user, "desk.work_case", introduction) else None


def deal_panel(request: HttpRequest, deal: Deal) -> dict[str, Any] | None:
    """On a deal's page, for its technology manager: what they did for it and their hours, which nobody else reads."""
    found = contribution_to(request.user, deal)
    if found is None:
        return None
    # The sentence tells of all the hours, not only of those at the introduction.
    return {"statement": replace(found.statement, minutes=found.minutes), "cases": found.cases}


def ask_back_link(event: Event, user: Any) -> str | None:
    """A notice leads to the question."""
    found = AskBack.objects.filter(pk=event.data.get("ask_back", 0)).select_related("demand__organisation").first()
    return found.get_absolute_url() if found and allowed(user, "desk.read_ask_back", found) else None


# -- the agenda -----------------------------------------------------------------------------------


def triage_items(user: Any, most: int) -> Sequence[Item]:
    """Demands to look through; an answer to a question makes one of it as well, so that is left to the other source."""
    waiting = demands_to_triage(user).exclude(pk__in=answers_to(user).values("demand"))
    return [
        Item(
            what=_("Triage a demand"), about=one.title, url=reverse("desk_triage", args=[one.pk]), due_on=None,
            key=str(one.pk), step=_("Look through"),
        )
        for one in waiting[:most]
    ]  # fmt: skip


def count_triage(user: Any) -> int:
    return demands_to_triage(user).exclude(pk__in=answers_to(user).values("demand")).count()


def answer_items(user: Any, most: int) -> Sequence[Item]:
    """Answers to the manager's own questions."""
    return [
        Item(
            what=_("Read an answer to your question"), about=one.demand.title,
            url=reverse("desk_triage", args=[one.demand_id]), due_on=None, key=str(one.pk),
            step=_("Read"),
        )
        for one in answers_to(user)[:most]
    ]  # fmt: skip


def count_answers(user: Any) -> int:
    return answers_to(user).count()


def question_items(user: Any, most: int) -> Sequence[Item]:
    """What technology managers ask the person's organisations."""
    return [
        Item(
            what=_("Answer your technology manager"), about=one.demand.title, url=one.get_absolute_url(), due_on=None,
            key=str(one.pk), step=_("Answer it"),
        )
        for one in open_ask_backs(user)[:most]
    ]  # fmt: skip


def count_questions(user: Any) -> int:
    return open_ask_backs(user).count()


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("navigation", "desk/panels/navigation.html", navigation, order=35)
    for kind in ("demand", "achievement"):
        register_panel(f"{kind}.detail", "desk/panels/record.html", record_panel, order=15)
    register_panel("introduction.detail", "desk/panels/introduction.html", introduction_panel, order=50)
    register_panel("deal.aside", "desk/panels/deal.html", deal_panel, order=20)
    register_source(
        Source("desk_triage", gettext_lazy("Triage"), items=triage_items, count=count_triage, due=never_due)
    )
    register_source(
        Source(
            "desk_answers",
            gettext_lazy("Answers to your questions"),
            items=answer_items,
            count=count_answers,
            due=never_due,
        )
    )
    register_source(
        Source(
            "desk_questions", gettext_lazy("Questions of technology managers"), items=question_items,
            count=count_questions, due=never_due,
        )
    )  # fmt: skip
