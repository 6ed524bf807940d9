"""What this area shows on pages of the rows below it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.safestring import mark_safe

from heliu.accounts.models import Organisation
from heliu.exchange.linked import address_of, as_script, linked_data
from heliu.exchange.selectors import ORGANISATION, is_withheld
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed
from heliu.kit.site import absolute


def record_head(request: HttpRequest, record: Any) -> dict[str, Any]:
    """The address of the page, and the record for machines; of what does not go out only that it is not to be kept."""
    kind = ORGANISATION if isinstance(record, Organisation) else record.kind
    data = linked_data(kind, record.pk)
    return {
        "canonical": absolute(record.get_absolute_url()),
        "given": data is not None,
        "linked": address_of(kind, record.pk) if data else "",
        # Every character that could end the script element is escaped.
        "data": mark_safe(as_script(data)) if data else "",  # noqa: S308
    }


def organisation_action(request: HttpRequest, organisation: Organisation) -> dict[str, Any] | None:
    """For whoever decides for an organisation: what is given out of it."""
    if not allowed(request.user, "exchange.choose_open_data", organisation):
        return None
    return {"organisation": organisation, "withheld": is_withheld(organisation)}


def footer(request: HttpRequest, record: Any) -> dict[str, Any]:
    """The way to the page Open data."""
    return {}


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("record.head", "exchange/panels/head.html", record_head)
    register_panel("organisation.actions", "exchange/panels/choice.html", organisation_action, order=80)
    register_panel("footer", "exchange/panels/footer.html", footer, order=60)
