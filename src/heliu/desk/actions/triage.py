"""Deciding about a new demand, and asking its organisation back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.activity.actions import record_event
from heliu.catalog.actions import edit_record
from heliu.catalog.actions.steps import locked, people_behind
from heliu.catalog.choices import Tier
from heliu.catalog.models import Demand
from heliu.catalog.selectors import visible_records
from heliu.desk.choices import TriageOutcome
from heliu.desk.errors import Answered
from heliu.desk.models import AskBack, Triage
from heliu.desk.selectors.triage import managers_of
from heliu.kit.permissions import allowed, require
from heliu.matching.sheets.choices import ELEMENTS

VERBS = {
    "triaged": gettext_lazy("Looked through by a technology manager"),
    "asked_back": gettext_lazy("Question of your technology manager"),
    "ask_back_answered": gettext_lazy("Question of the technology manager answered"),
}
"""What the events recorded here are called; registered with the timeline."""


@transaction.atomic
def triage_demand(
    *, actor: Any, demand: Demand, outcome: str, note: str = "", duplicate_of: int | None = None,
    questions: Iterable[str] = (), message: str = "",
) -> Triage:  # fmt: skip
    """Decide what becomes of a demand. With ``ASK_BACK`` its organisation gets the message and the questions."""
    demand = locked(demand)
    require(actor, "desk.work_case", demand)
    triage = Triage(
        demand=demand, manager=actor, outcome=outcome, note=note.strip(), demand_version=demand.version,
        duplicate_of=_duplicate(actor, duplicate_of) if outcome == TriageOutcome.DUPLICATE else None,
    )  # fmt: skip
    triage.full_clean()
    triage.save()
    record_event(demand, "triaged", actor=actor, data={"outcome": outcome})
    if outcome == TriageOutcome.ASK_BACK:
        ask_back(actor=actor, demand=demand, questions=questions, message=message)
    return triage


@transaction.atomic
def ask_back(
    *, actor: Any, demand: Demand, questions: Iterable[str] = (), message: str = "", proposed_tier: str = ""
) -> AskBack:
    """Ask the demand's organisation something; whoever wrote the demand has a notice, and it waits for all members."""
    require(actor, "desk.work_case", demand)
    chosen = list(dict.fromkeys(questions))
    if unknown := [name for name in chosen if name not in ELEMENTS]:
        raise ValidationError({"questions": _("No element is called %(name)s.") % {"name": unknown[0]}})
    asked = AskBack(
        demand=demand, manager=actor, questions=chosen, message=message.strip(), proposed_tier=proposed_tier,
        demand_version=demand.version,
    )  # fmt: skip
    asked.full_clean()
    asked.save()
    record_event(demand, "asked_back", actor=actor, data={"ask_back": asked.pk}, notify=people_behind(demand))
    return asked


@transaction.atomic
def answer_ask_back(*, actor: Any, ask_back: AskBack, answer: str = "", take_tier: bool = False) -> AskBack:
    """Answer for the organisation; with ``take_tier`` the demand gets the tier that was proposed."""
    ask_back = (
        AskBack.objects.select_for_update(of=("self",)).select_related("demand__organisation").get(pk=ask_back.pk)
    )
    require(actor, "desk.answer_ask_back", ask_back)
    if not ask_back.is_open:
        raise Answered
    demand = locked(ask_back.demand)
    if take_tier and ask_back.proposed_tier:
        edit_record(actor=actor, record=demand, version=demand.version, fields={"tier": ask_back.proposed_tier})
    elif not answer.strip() and demand.version == ask_back.demand_version:
        raise ValidationError({"answer": _("Answer in a sentence, or change the demand first.")})
    ask_back.answer, ask_back.answered_at, ask_back.answered_by = answer.strip(), timezone.now(), actor
    ask_back.full_clean()
    ask_back.save()
    record_event(
        demand, "ask_back_answered", actor=actor, data={"ask_back": ask_back.pk}, notify=managers_of(demand)
    )  # fmt: skip
    return ask_back


@transaction.atomic
def change_tier(*, actor: Any, demand: Demand, tier: str, message: str = "") -> AskBack | None:
    """Change the disclosure tier where the person may; otherwise propose it to the organisation, and give the question.

    Only a word of the organisation opens or closes its records: a mandate alone changes none.
    """
    demand = locked(demand)
    require(actor, "desk.work_case", demand)
    if tier not in Tier.values or tier == demand.tier:
        raise ValidationError({"tier": _("Choose another tier than the present one.")})
    if allowed(actor, "catalog.edit_record", demand):
        edit_record(actor=actor, record=demand, version=demand.version, fields={"tier": tier})
        return None
    return ask_back(actor=actor, demand=demand, message=message, proposed_tier=tier)


def _duplicate(actor: Any, pk: int | None) -> Demand | None:
    """The other demand, as far as the person may know of it."""
    if pk is None:
        return None
    found: Demand | None = visible_records(actor, "demand").filter(pk=pk).first()
    if found is None:
        raise ValidationError({"duplicate_of": _("There is no such demand.")})
    return found
