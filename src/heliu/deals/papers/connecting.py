"""What papers tell the rest of the platform: their fields and kinds, verbs, links and the panel on a deal's page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from heliu.accounts.models import User
from heliu.accounts.signals import personal_data_requested
from heliu.activity.models import Event
from heliu.activity.verbs import register_link, register_verbs
from heliu.deals.papers import kinds, permissions, record_fields  # noqa: F401 - the rules are registered by importing them
from heliu.deals.papers.actions.making import VERBS
from heliu.deals.papers.models import Paper
from heliu.deals.papers.panels import papers_panel, templates_menu
from heliu.deals.papers.selectors import personal_papers
from heliu.deals.selectors import visible_deals
from heliu.kit.panels import register_panel


def paper_link(event: Event, user: Any) -> str | None:
    """A notice leads to the paper that was made."""
    paper = Paper.objects.filter(pk=event.data.get("paper", 0), deal__in=visible_deals(user)).first()
    return paper.get_absolute_url() if paper else None


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_papers(user)


def register() -> None:
    """Called once, when the application is ready."""
    record_fields.register()
    kinds.register()
    register_verbs(VERBS)
    register_link("paper_made", paper_link)
    register_panel(
        "deal.detail", "deals/papers/panel.html", papers_panel, order=40,
        anchor="papers", title=gettext_lazy("Papers"),
    )  # fmt: skip
    personal_data_requested.connect(on_personal_data, dispatch_uid="deals.papers.personal_data")
    register_panel("account.menu", "deals/papers/menu.html", templates_menu, order=26)
