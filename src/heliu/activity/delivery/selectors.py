"""Reads of channels and deliveries, each for somebody."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import Http404

from heliu.accounts.models import Organisation, User
from heliu.accounts.selectors import get_visible_organisation
from heliu.activity.delivery.choices import OPEN_STATES, TROUBLED_STATES, DeliveryState, Medium
from heliu.activity.delivery.models import Channel, Delivery, NoticePreferences
from heliu.kit.permissions import allowed


def has_confirmed_address(user: User) -> bool:
    """Whether the person has shown that they read what is sent to their address."""
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


def troubled_mails(user: User) -> QuerySet[Delivery]:
    """Mails to a person that did not arrive, or of which nobody knows; the latest first."""
    found = Delivery.objects.filter(recipient=user, state__in=TROUBLED_STATES)
    return found.select_related("notice__event__content_type")


def personal_deliveries(user: User) -> dict[str, Any]:
    """How a person is told and what was sent to them, for the copy of their data."""
    preferences = NoticePreferences.objects.filter(user=user).first()
    names = ("answer", "records", "access", "platform", "agenda", "rhythm", "weekday", "hour", "refused_address")
    sent = Delivery.objects.filter(recipient=user).order_by("created_at", "pk")
    return {
        "notice_preferences": {name: getattr(preferences, name) for name in names} if preferences else None,
        "mails": list(sent.values("medium", "state", "created_at", "sent_at", "attempts", "problem")),
    }


# -- organisations --------------------------------------------------------------------------------


def get_managed_organisation(user: Any, pk: int) -> Organisation:
    """The organisation, or 404 where the person does not decide what is sent on for it."""
    organisation = get_visible_organisation(user, pk)
    if not allowed(user, "activity.manage_channels", organisation):
        raise Http404
    return organisation


def channels_of(organisation: Organisation) -> QuerySet[Channel]:
    """An organisation's channels with how much waits and how much was not delivered, for its owners."""
    return organisation.channels.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state__in=OPEN_STATES)),
        undelivered=Count("deliveries", filter=Q(deliveries__state=DeliveryState.FAILED)),
        last_sent_at=Max("deliveries__sent_at"),
    )


def managed_channels(user: Any) -> QuerySet[Channel]:
    """The channels of the organisations of which the person is an owner."""
    owned = [
        organisation.pk
        for organisation in Organisation.objects.of_member(user).visible_to(user)
        if allowed(user, "activity.manage_channels", organisation)
    ]
    return Channel.objects.filter(organisation__in=owned).select_related("organisation")


def get_managed_channel(user: Any, pk: int) -> Channel:
    """A channel of an organisation of which the person is an owner, or 404."""
    channel = managed_channels(user).filter(pk=pk).first()
    if channel is None:
        raise Http404
    return channel


def deliveries_of(channel: Channel) -> QuerySet[Delivery]:
    """What was sent to a channel, the latest first; for owners of its organisation."""
    return channel.deliveries.select_related("event__content_type").order_by("-created_at", "-pk")


def get_channel_delivery(channel: Channel, pk: int) -> Delivery:
    """One delivery of a channel, or 404."""
    delivery = deliveries_of(channel).filter(pk=pk).first()
    if delivery is None:
        raise Http404
    return delivery


# -- the installation -----------------------------------------------------------------------------


def all_deliveries() -> QuerySet[Delivery]:
    """What goes out of the installation, the latest first; for administrators, who see that it fails and where."""
    return Delivery.objects.select_related("recipient", "channel__organisation").order_by("-created_at", "-pk")


def counts_by_medium() -> list[dict[str, Any]]:
    """For each medium how much waits, since when, how much failed of what is kept, and what was sent last."""
    open_ = Q(state__in=OPEN_STATES)
    rows = Delivery.objects.values("medium").annotate(
        waiting=Count("pk", filter=open_),
        failing=Count("pk", filter=open_ & ~Q(problem="")),
        failed=Count("pk", filter=Q(state=DeliveryState.FAILED)),
        unclear=Count("pk", filter=Q(state=DeliveryState.UNCLEAR)),
        sent=Count("pk", filter=Q(state=DeliveryState.SENT)),
        oldest=Min("created_at", filter=open_),
        last_sent=Max("sent_at"),
    )
    found = {row["medium"]: row for row in rows}
    nothing = dict.fromkeys(("waiting", "failing", "failed", "unclear", "sent"), 0) | {
        "oldest": None,
        "last_sent": None,
    }
    return [
        {**nothing, **found.get(medium.value, {}), "label": medium.label, "medium": medium.value} for medium in Medium
    ]
