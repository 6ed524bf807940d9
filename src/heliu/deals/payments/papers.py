"""What papers say of the plan: its milestones and its payments, each a line."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from heliu.deals.labels import yuan
from heliu.deals.models import Deal
from heliu.deals.papers.fields import Field, register_field
from heliu.deals.payments.choices import MilestoneState
from heliu.deals.payments.labels import agreed_label, base_label, due_label
from heliu.deals.payments.models import Payment
from heliu.deals.payments.selectors import milestones_of, payments_of
from heliu.kit.workdays import iso_day


def milestone_lines(deal: Deal) -> str:
    """Name, day, what is delivered and how it is accepted; "none" where the plan has none."""
    found = [one for one in milestones_of(deal) if one.state != MilestoneState.DROPPED]
    return _numbered([_line(one.name, iso_day(one.due_on), one.deliverable, one.criteria) for one in found])


def payment_lines(deal: Deal) -> str:
    """Kind, amount and when it is due; "none" where the plan has none."""
    found = [one for one in payments_of(deal) if not one.is_void]
    return _numbered(
        [_line(str(one.get_kind_display()), yuan(one.amount), _due(one), base_label(one)) for one in found]
    )


def _due(payment: Payment) -> str:
    # A day that was moved was agreed on anew.
    return due_label(payment) if payment.moves.all() else agreed_label(payment)


def _line(*parts: str) -> str:
    return pgettext("between the parts of a line", "; ").join(part for part in parts if part)


def _numbered(lines: list[str]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)) or _("none")


def register() -> None:
    """Called once, when the application is ready."""
    register_field(
        Field(
            "milestones", gettext_lazy("Milestones of the plan"),
            ("1. 样机；2027-03-31；一台样机", "1. Prototype; 2027-03-31; one prototype"), milestone_lines,
        )
    )  # fmt: skip
    register_field(
        Field(
            "payment_plan", gettext_lazy("Payments of the plan"),
            ("1. 首付款；¥240,000.00；2026-12-31", "1. Upfront; ¥240,000.00; 2026-12-31"), payment_lines,
        )
    )  # fmt: skip
