"""Where requests and the log show on other pages, and what they answer when asked about a person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heliu.accounts.signals import personal_data_requested
from heliu.activity.delivery.choices import NoticeClass
from heliu.activity.models import Event
from heliu.activity.verbs import register_class, register_link, register_verbs
from heliu.agreements.models import Agreement
from heliu.agreements.signals import agreement_ended, agreement_in_force
from heliu.catalog.access.grants import granted_by_owners, granted_under_agreements
from heliu.catalog.access.models import AccessRequest
from heliu.catalog.access.protecting import end_grants, redeem_promises
from heliu.catalog.access.selectors import may_ask, personal_access, requests_for_record, waiting_requests_to
from heliu.catalog.choices import Tier
from heliu.catalog.models import RECORD_MODELS, register_confidential_grant, register_content_grant
from heliu.catalog.selectors import published_records, visible_records
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed

VERBS = {
    "access_asked": _("Access asked for"),
    "access_granted": _("Access granted"),
    "access_promised": _("Access granted, once an agreement is in force"),
    "access_opened": _("Opened under a confidentiality agreement"),
    "access_closed": _("Closed: the confidentiality agreement has ended"),
    "access_refused": _("Access refused"),
    "access_revoked": _("Access revoked"),
    "access_withdrawn": _("Request for access withdrawn"),
}
LISTED = 10
REQUESTED_TIERS = (Tier.ON_REQUEST, Tier.CONFIDENTIAL)


def account_menu(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The way to the requests, with how many wait for this person's organisations, and to what a role opens."""
    return {
        "waiting": waiting_requests_to(request.user).count(),
        "sees_log": allowed(request.user, "catalog.see_whole_access_log"),
    }


def record_access(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """Beside a record: asking for it, what was asked, and who has read it."""
    user: Any = request.user
    if not user.is_authenticated or getattr(record, "kind", "") not in RECORD_MODELS or not hasattr(record, "tier"):
        return None
    context = {
        "may_ask": may_ask(user, record),
        "requests": requests_for_record(user, record) if record.tier in REQUESTED_TIERS else [],
        "is_own": allowed(user, "catalog.close_record", record),
        "sees_log": allowed(user, "catalog.see_access_log", record.organisation),
    }
    return context if any(context[name] for name in ("may_ask", "requests", "sees_log")) else None


def organisation_log(request: HttpRequest, organisation: Any) -> dict[str, Any] | None:
    """The way to the log, beside an organisation."""
    is_organisation = hasattr(organisation, "verification")
    return {} if is_organisation and allowed(request.user, "catalog.see_access_log", organisation) else None


def portfolio_records(request: HttpRequest, organisation: Any) -> dict[str, Any]:
    """The records of an organisation that the person sees, in every state that is theirs to see."""
    groups = []
    for kind in RECORD_MODELS:
        records = visible_records(request.user, kind).filter(organisation=organisation)
        if not allowed(request.user, "accounts.see_portfolio"):
            records = (
                published_records(request.user, kind).filter(organisation=organisation).exclude(tier=Tier.ON_REQUEST)
            )
        if count := records.count():
            groups.append({"kind": kind, "count": count, "records": records.order_by("-updated_at", "-pk")[:LISTED]})
    return {"groups": groups}


def request_link(event: Event, user: Any) -> str | None:
    """A notice leads to the request it is about."""
    asked = AccessRequest.objects.filter(pk=event.data.get("request", 0)).first()
    if asked is None:
        return None
    side = allowed(user, "catalog.decide_access", asked) or allowed(user, "catalog.withdraw_access", asked)
    return reverse("access_request", args=[asked.pk]) if side else None


def on_personal_data(sender: Any, user: Any, **_: Any) -> dict[str, Any]:
    return personal_access(user)


def on_agreement_in_force(sender: Any, agreement: Agreement, **_: Any) -> None:
    redeem_promises(agreement)


def on_agreement_ended(sender: Any, agreement: Agreement, **_: Any) -> None:
    end_grants(agreement)


def connect() -> None:
    """Called once, when the application is ready."""
    register_content_grant(granted_by_owners)
    register_confidential_grant(granted_under_agreements)
    agreement_in_force.connect(on_agreement_in_force, dispatch_uid="catalog.access.agreement_in_force")
    agreement_ended.connect(on_agreement_ended, dispatch_uid="catalog.access.agreement_ended")
    register_verbs(VERBS)
    register_class(NoticeClass.ACCESS, *VERBS)
    register_class(NoticeClass.ANSWER, "access_asked")
    for verb in VERBS:
        register_link(verb, request_link)
    register_panel("account.menu", "catalog/access/menu.html", account_menu, order=30)
    register_panel("record.aside", "catalog/access/aside.html", record_access, order=20)
    register_panel("record.aside", "catalog/access/organisation.html", organisation_log, order=90)
    register_panel("portfolio.organisation", "catalog/access/portfolio.html", portfolio_records)
    personal_data_requested.connect(on_personal_data, dispatch_uid="catalog.access.personal_data")
