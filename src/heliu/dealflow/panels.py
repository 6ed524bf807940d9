"""What the desk shows on pages of the rows below it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import acting_for, memberships_of
from heliu.agreements.models import Agreement
from heliu.agreements.selectors import in_force_between, proposed_between
from heliu.catalog.models import Achievement, Demand, Expert
from heliu.dealflow.choices import State
from heliu.dealflow.labels import purpose_of
from heliu.dealflow.models import Introduction
from heliu.dealflow.openings import sides_of
from heliu.dealflow.pairs import SUPPLY_MODELS, pair_of
from heliu.dealflow.selectors import (
    count_waiting,
    introductions_between,
    introductions_of,
    own_candidates,
    reply_record,
)
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed
from heliu.matching.cards import Card

MOST_ON_A_RECORD = 10


def navigation(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The way to the list, with how many wait for a reply of the person's organisations."""
    if not acting_for(request.user):
        return None
    address = reverse("introduction_list")
    return {"address": address, "waiting": count_waiting(request.user), "current": request.path.startswith(address)}


def address_for(one: Any, other: Any = None, mark: str = "") -> str:
    """The form, with what is known of the pair filled in."""
    known = {record.kind: record.pk for record in (one, other) if record is not None}
    return f"{reverse('introduction_create')}?{urlencode(known | ({'match': mark} if mark else {}))}"


def card_panel(request: HttpRequest, card: Card) -> dict[str, Any] | None:
    """A button on a match, or how the introduction that there is already stands."""
    found = card.result.record
    if not acting_for(request.user) or not isinstance(found, Demand | Achievement | Expert):
        return None
    if card.asked is None:
        # A need that was typed: which record it becomes is chosen in the form.
        if not card.result.readable or found.organisation_id in acting_for(request.user):
            return None
        return {"address": address_for(found, mark=card.result.mark), "result": card.result}
    pair = pair_of(card.asked, found)
    if pair is None:
        return None
    introduction = _by_partner(request, card.asked).get((found.kind, found.pk))
    if introduction is not None and introduction.state in ("sent", "accepted"):
        return {"introduction": introduction, "result": card.result}
    if not allowed(request.user, "dealflow.introduce", pair):
        return None
    return {"address": address_for(card.asked, found, card.result.mark), "result": card.result}


def _by_partner(request: HttpRequest, record: Any) -> dict[tuple[str, int], Introduction]:
    """The latest introduction of a record with each other record; read once for all cards of a page."""
    kept: dict[Any, dict[tuple[str, int], Introduction]] = request.__dict__.setdefault("_introductions", {})
    key = (type(record), record.pk)
    if key not in kept:
        kept[key] = {}
        for one in reversed(introductions_of(request.user, record)):
            partner = one.supply if isinstance(record, Demand) else one.demand
            kept[key][partner.kind, partner.pk] = one
    return kept[key]


def matches_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """Below the matches of a record: what was introduced, with what was declined and so left out above."""
    found = list(introductions_of(request.user, record)[:MOST_ON_A_RECORD])
    return {"introductions": found} if found else None


def record_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """On a record's page: a button for the other side, and the introductions there are."""
    if not acting_for(request.user):
        return None
    introductions = list(introductions_of(request.user, record)[:MOST_ON_A_RECORD])
    own = record.organisation_id in acting_for(request.user)
    kinds = list(SUPPLY_MODELS) if isinstance(record, Demand) else ["demand"]
    offers = (
        not own
        and record.is_published
        and allowed(request.user, "catalog.view_content", record)
        and any(own_candidates(request.user, kind).exists() for kind in kinds)
    )
    if not introductions and not offers:
        return None
    return {"introductions": introductions, "address": address_for(record) if offers else ""}


def organisation_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """How an organisation answers, once there is enough to tell."""
    found = reply_record(record) if isinstance(record, Organisation) else None
    return {"replies": found} if found else None


def exchange_panel(request: HttpRequest, introduction: Introduction) -> dict[str, Any] | None:
    """On an accepted introduction: the agreement of the two, and who has opened their record."""
    if introduction.state != State.ACCEPTED:
        return None
    sides = sides_of(introduction)
    own = [side for side in sides if side.organisation.pk in memberships_of(request.user)]
    first = own[0] if own else sides[0]
    agreement = in_force_between(first.organisation, first.other)
    query = {"with": first.other.pk, "purpose": purpose_of(introduction)}
    return {
        "introduction": introduction,
        # A manager sees how it stands; agreements themselves are known to members alone.
        "member": bool(own),
        "agreement": agreement,
        "proposal": proposed_between(first.organisation, first.other),
        "propose": f"{reverse('agreement_create')}?{urlencode(query)}",
        "closed": [side for side in sides if side.is_closed],
        "may_open": any(one.can_be_opened_by(request.user) for one in own),
        "may_close": any(one.opening is not None and one.is_bound_by(request.user) for one in own),
    }


def agreement_panel(request: HttpRequest, agreement: Agreement) -> dict[str, Any] | None:
    """Beside an agreement: the introductions of the two, where their records are opened."""
    found = introductions_between(*agreement.parties()) & Introduction.objects.visible_to(request.user)
    introductions = list(found.select_related("from_organisation", "to_organisation")[:MOST_ON_A_RECORD])
    return {"introductions": introductions} if introductions else None


def pair_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """How many introductions of a record its reader may see, beside a record that looks the same."""
    number = Introduction.objects.visible_to(request.user).filter(**{record.kind: record.pk}).count()
    return {"number": number} if number else None


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("navigation", "dealflow/panels/navigation.html", navigation, order=30)
    register_panel("match.card", "dealflow/panels/card.html", card_panel, order=10)
    register_panel("record.matches", "dealflow/panels/introductions.html", matches_panel, order=10)
    for kind in ("demand", *SUPPLY_MODELS):
        register_panel(f"{kind}.detail", "dealflow/panels/record.html", record_panel, order=45)
    register_panel("duplicate.record", "dealflow/panels/number.html", pair_panel, order=10)
    register_panel("introduction.detail", "dealflow/panels/exchange.html", exchange_panel, order=20)
    register_panel("agreement.aside", "dealflow/panels/agreement.html", agreement_panel, order=20)
    register_panel("record.aside", "dealflow/panels/replies.html", organisation_panel, order=10)
