"""Tasks of a deal in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heliu.deals.work.models import DealTask


def owner_label(task: DealTask, *, unattended: bool) -> str:
    """Who does it; whoever has left both organisations does not."""
    return _("Nobody's") if unattended or task.owner is None else str(task.owner)
