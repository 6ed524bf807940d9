"""What the actions share: the lock, the state machine, who is told, what is wrong with the two sides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy
from django_fsm import TransitionNotAllowed

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation
from heliu.activity.actions import record_event
from heliu.agreements.choices import State
from heliu.agreements.errors import NotPossible, NotVerified
from heliu.agreements.models import Agreement
from heliu.agreements.selectors import people_to_tell

VERBS = {
    "agreement_proposed": gettext_lazy("Confidentiality agreement proposed"),
    "agreement_accepted": gettext_lazy("Confidentiality agreement accepted by one side"),
    "agreement_in_force": gettext_lazy("Confidentiality agreement in force"),
    "agreement_declined": gettext_lazy("Confidentiality agreement declined"),
    "agreement_withdrawn": gettext_lazy("Confidentiality agreement withdrawn"),
    "agreement_expiring": gettext_lazy("Confidentiality agreement about to expire"),
    "agreement_expired": gettext_lazy("Confidentiality agreement expired"),
    "agreement_terminated": gettext_lazy("Confidentiality agreement terminated"),
    "template_written": gettext_lazy("Version of the agreement template written"),
    "template_in_force": gettext_lazy("Version of the agreement template put in force"),
}
"""What the events recorded here are called; registered with the timeline."""
ASKS = ("agreement_proposed", "agreement_accepted")
"""Those that ask somebody for an answer."""


def locked(agreement: Agreement | int) -> Agreement:
    """The agreement as it is now, held until the transaction ends (in SQLite the whole database is)."""
    pk = agreement if isinstance(agreement, int) else agreement.pk
    found = Agreement.objects.select_for_update(of=("self",)).select_related("party_a", "party_b", "template")
    return found.get(pk=pk)


def transit(agreement: Agreement, step: Callable[[], None]) -> None:
    """Take a step of the state machine, or say which state forbids it."""
    try:
        step()
    except TransitionNotAllowed:
        raise NotPossible(State(agreement.state).label) from None


def refuse_closed(agreement: Agreement) -> None:
    """For steps that are no transition: only a proposal can be accepted."""
    if not agreement.is_open:
        raise NotPossible(State(agreement.state).label)


def refuse_unverified(*organisations: Organisation) -> None:
    """Nobody is bound by the name of an organisation that no reviewer has seen."""
    for organisation in organisations:
        if not (organisation.is_verified and organisation.is_active):
            raise NotVerified(organisation)


def tell(agreement: Agreement, verb: str, actor: Actor, *, note: str = "", data: dict[str, Any] | None = None) -> None:
    """Write it into the timeline and give notice to those of both sides who may sign."""
    record_event(
        agreement, verb, actor=person(actor), note=note, data=data or {}, notify=people_to_tell(agreement)
    )  # fmt: skip
