"""What blind matches show on pages of the rows below: on the owner's record alone, and in what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import User
from heliu.accounts.permissions import acts_for, trusted_by
from heliu.activity.verbs import register_verbs
from heliu.agenda.sources import Item, Source, register_source
from heliu.catalog.choices import Tier
from heliu.dealflow.blind.actions.steps import VERBS
from heliu.dealflow.blind.selectors import is_kept_out, sides_of_record, waiting_sides, with_records
from heliu.dealflow.pairs import SUPPLY_MODELS
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed

MOST_ON_A_RECORD = 10


def account_menu(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The way to the list, for whoever could have any."""
    user = request.user
    return {} if trusted_by(user) else None


def record_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """On a record's own page, for its own people: whether it takes part, and what it was told of."""
    user = request.user
    if not acts_for(user, record.organisation_id, confidential=True):
        return None
    sides = list(sides_of_record(user, record)[:MOST_ON_A_RECORD])
    left_out = is_kept_out(record.kind, record.pk)
    if record.tier != Tier.CONFIDENTIAL and not sides and not left_out:
        return None
    return {"sides": sides, "left_out": left_out, "may_keep_out": allowed(user, "dealflow.keep_out", record)}


def items(user: User, most: int) -> Sequence[Item]:
    """What waits for an answer of the person's side; every one is due on the last day of its round."""
    return [
        Item(
            what=_("A credible match exists: say yes or no"), about=str(side), url=side.get_absolute_url(),
            due_on=side.match.answer_by,
        )
        for side in with_records(waiting_sides(user)[:most])
    ]  # fmt: skip


def count(user: User) -> int:
    return waiting_sides(user).count()


def register() -> None:
    """Called once, when the application is ready."""
    register_verbs(VERBS)
    register_panel("account.menu", "dealflow/blind/panels/menu.html", account_menu, order=31)
    for kind in ("demand", *SUPPLY_MODELS):
        register_panel(f"{kind}.detail", "dealflow/blind/panels/record.html", record_panel, order=46)
    register_source(Source("blind_matches", _("Blind matches"), items=items, count=count))
