"""What the benefit split has to say before the benefit counts as distributed."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heliu.deals.benefit.choices import VersionState
from heliu.deals.benefit.selectors import split_of, version_in
from heliu.deals.guards import register_guard
from heliu.deals.models import Deal


def distributed(deal: Deal) -> Iterator[str]:
    """An approved split whose list is all paid, or an owner's statement that nothing is due.

    Only who may take the step reads these sentences: owners of the provider.
    """
    split = split_of(deal)
    if split is not None and split.none_due_reason:
        return
    if split is None or version_in(split, VersionState.APPROVED) is None:
        yield _("No benefit split is approved, and no owner has said that no reward is due.")
        return
    if version_in(split, VersionState.DRAFT) is not None:
        yield _("A new version of the benefit split waits for approval.")
    if split.unpaid:
        yield ngettext(
            "%(number)d person has not got their reward yet.", "%(number)d people have not got their reward yet.",
            split.unpaid,
        ) % {"number": split.unpaid}  # fmt: skip


def register() -> None:
    """Called once, when the application is ready."""
    register_guard("distribute", distributed)
