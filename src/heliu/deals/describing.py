"""The way of a deal as the table of ``docs/reference/deals.md``, made from the steps themselves.

``tools/write_tables.py`` puts it there; a test compares the page with it.
"""

from __future__ import annotations

from django.utils.translation import override

from heliu.deals.choices import ACTIVE, BEFORE_CONTRACT, UNDER_CONTRACT, Stage
from heliu.deals.stages import DECIDES, EITHER, PROVIDER, PROVIDER_DECIDES, STEPS, Step

_WHO = {
    EITHER: "whoever acts for either side", DECIDES: "owners of either side",
    PROVIDER: "whoever acts for the provider", PROVIDER_DECIDES: "owners of the provider",
}  # fmt: skip
_GROUPS = {
    ACTIVE: "every stage that is neither over nor on hold",
    (*BEFORE_CONTRACT, Stage.ON_HOLD): "every stage before the contract, on hold too",
    (*UNDER_CONTRACT, Stage.ON_HOLD): "every stage under a contract, on hold too",
}


def steps_table() -> str:
    """Markdown: step, label, from, by a skip from, to, who."""
    with override("en"):
        rows = [
            ["step", "on the page", "usually from", "by a skip from", "to", "who"],
            ["---"] * 6,
            *(_row(step) for step in STEPS.values()),
        ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(step: Step) -> list[str]:
    target = f"`{step.target}`" if step.target else "where it was held"
    return [f"`{step.name}`", str(step.label), *_sources(step), target, _WHO[step.who]]


def _sources(step: Step) -> list[str]:
    if step.sources in _GROUPS:
        return [_GROUPS[step.sources], "–"]
    first, *others = step.sources
    return [f"`{first}`", ", ".join(f"`{one}`" for one in others) or "–"]
