"""The way of a deal as a table: which step leads from where to where, and who takes it.

``docs/reference/deals.md`` shows it; the state machine of the model is built from it. What else has to be there before
a step is asked of the guards (``heliu.deals.guards``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext_lazy

from heliu.deals.choices import ACTIVE, BEFORE_CONTRACT, UNDER_CONTRACT, Stage

EITHER, DECIDES, PROVIDER, PROVIDER_DECIDES = "either", "decides", "provider", "provider_decides"
"""Who takes a step: whoever acts for one of the two; owners of one of the two; whoever acts for the provider; owners
of the provider."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way."""

    name: str
    label: Any
    sources: tuple[Stage, ...]
    """The first one is the usual way; from the others it is an allowed skip."""
    target: Stage | None
    """None where it is known only from the deal: back to where it was held."""
    who: str = EITHER


_STEPS = (
    Step(
        "agree_nda", pgettext_lazy("step of a deal", "Take up the confidentiality agreement"),
        (Stage.CONTACT,), Stage.NDA,
    ),
    Step(
        "evaluate", pgettext_lazy("step of a deal", "Begin the evaluation"),
        (Stage.NDA, Stage.CONTACT), Stage.EVALUATION,
    ),
    Step(
        "agree_terms", pgettext_lazy("step of a deal", "Agree on a term sheet"),
        (Stage.EVALUATION, Stage.NDA, Stage.CONTACT), Stage.TERM_SHEET,
    ),
    Step(
        "price", pgettext_lazy("step of a deal", "Set the price"),
        (Stage.TERM_SHEET,), Stage.PRICED, DECIDES,
    ),
    Step(
        "announce", pgettext_lazy("step of a deal", "Begin the public notice"),
        (Stage.PRICED,), Stage.NOTICE, PROVIDER,
    ),
    Step(
        "contract", pgettext_lazy("step of a deal", "Enter the signed contract"),
        (Stage.NOTICE, Stage.PRICED), Stage.CONTRACTED, DECIDES,
    ),
    Step(
        "register", pgettext_lazy("step of a deal", "Enter the registration"),
        (Stage.CONTRACTED,), Stage.REGISTERED, PROVIDER,
    ),
    Step(
        "perform", pgettext_lazy("step of a deal", "Begin to perform"),
        (Stage.REGISTERED, Stage.CONTRACTED), Stage.PERFORMING,
    ),
    Step(
        "settle", pgettext_lazy("step of a deal", "Confirm that all is paid"),
        (Stage.PERFORMING,), Stage.PAID, PROVIDER,
    ),
    Step(
        "distribute", pgettext_lazy("step of a deal", "Confirm that the benefit is distributed"),
        (Stage.PAID,), Stage.DISTRIBUTED, PROVIDER_DECIDES,
    ),
    Step(
        "close", pgettext_lazy("step of a deal", "Close"),
        (Stage.DISTRIBUTED, Stage.PAID), Stage.CLOSED,
    ),
    Step(
        "hold", pgettext_lazy("step of a deal", "Put on hold"),
        ACTIVE, Stage.ON_HOLD,
    ),
    Step(
        "resume", pgettext_lazy("step of a deal", "Go on"),
        (Stage.ON_HOLD,), None,
    ),
    Step(
        "lose", pgettext_lazy("step of a deal", "Give up"),
        (*BEFORE_CONTRACT, Stage.ON_HOLD), Stage.LOST, DECIDES,
    ),
    Step(
        "terminate", pgettext_lazy("step of a deal", "Terminate"),
        (*UNDER_CONTRACT, Stage.ON_HOLD), Stage.TERMINATED, DECIDES,
    ),
)  # fmt: skip

STEPS: Mapping[str, Step] = {step.name: step for step in _STEPS}
