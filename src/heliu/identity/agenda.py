"""What likely duplicates give a person to do: pairs to decide, and proposals that wait for an owner's word."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from heliu.accounts.models import User
from heliu.agenda.sources import Item, Source, never_due, register_source
from heliu.identity.selectors import load_pairs, waiting_for


def duplicate_items(user: User, limit: int) -> Sequence[Item]:
    """The likeliest first."""
    pairs = load_pairs(waiting_for(user).order_by("-score", "pk")[:limit])
    return [
        Item(
            what=_("Decide whether two are one"), about=f"{pair.left} · {pair.right}",
            url=pair.duplicate.get_absolute_url(), due_on=None, key=str(pair.duplicate.pk),
            step=pgettext("agenda", "Compare"),
        )
        for pair in pairs
    ]  # fmt: skip


def count_duplicates(user: User) -> int:
    return waiting_for(user).count()


def register() -> None:
    """Called once, when the application is ready."""
    register_source(
        Source(
            "duplicates", gettext_lazy("Likely duplicates"), duplicate_items, count_duplicates, due=never_due,
            all_url=lambda user: reverse("duplicate_list"),
        )
    )  # fmt: skip
