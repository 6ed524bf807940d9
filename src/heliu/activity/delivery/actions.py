"""What people decide about what is sent to them and to their organisations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from heliu.accounts.models import Organisation, User
from heliu.accounts.selectors import owners_of
from heliu.activity.actions import record_event
from heliu.activity.delivery.choices import ChannelKind, DeliveryState, NoticeClass, Way
from heliu.activity.delivery.errors import ChannelOff, StillOpen, TooManyChannels
from heliu.activity.delivery.models import Channel, Delivery, NoticePreferences, new_secret
from heliu.activity.delivery.planning import set_next_digest
from heliu.activity.delivery.unsubscribing import DIGEST, Wish
from heliu.kit.permissions import require

MOST_CHANNELS = 20
OLD_SECRET_HOURS = 24
"""How long a secret that was replaced signs beside the new one."""
SWITCHED_OFF = gettext_noop("The channel was switched off.")
CHOICES = ("answer", "records", "access", "platform", "agenda", "rhythm", "weekday", "hour")


# -- people ---------------------------------------------------------------------------------------


@transaction.atomic
def choose_notices(*, actor: User, **choices: Any) -> NoticePreferences:
    """Say how one wants to be told; what is not named stays as it is. Raises ValidationError."""
    unknown = set(choices) - set(CHOICES)
    if unknown:
        raise TypeError(f"no choices: {sorted(unknown)}")
    preferences = _locked_preferences(actor)
    for name, value in choices.items():
        setattr(preferences, name, value)
    preferences.full_clean()
    set_next_digest(preferences, timezone.now())
    preferences.save()
    return preferences


@transaction.atomic
def stop_mails(wish: Wish) -> NoticePreferences:
    """End mails of a class, or the digest, as a link in a mail asks. Doing it again changes nothing."""
    preferences = _locked_preferences(wish.user)
    if wish.what == DIGEST:
        for name in NoticeClass.values:
            if preferences.way(name) == Way.DIGEST:
                setattr(preferences, name, Way.NONE)
        preferences.agenda = False
    else:
        setattr(preferences, wish.what, Way.NONE)
    preferences.save()
    return preferences


@transaction.atomic
def use_address_again(*, actor: User) -> None:
    """Send to the person's address again, although a mail server did not know it."""
    preferences = _locked_preferences(actor)
    preferences.refused_address, preferences.refused_because, preferences.refused_at = "", "", None
    preferences.save(update_fields=["refused_address", "refused_because", "refused_at"])


def _locked_preferences(user: User) -> NoticePreferences:
    """The person's row, made where there is none."""
    NoticePreferences.objects.get_or_create(user=user)
    return NoticePreferences.objects.select_for_update(of=("self",)).select_related("user").get(user=user)


# -- channels -------------------------------------------------------------------------------------


@transaction.atomic
def add_channel(
    *, actor: Any, organisation: Organisation, kind: str, name: str, url: str, classes: list[str],
    language: str = "zh-hans", secret: str = "",
) -> Channel:  # fmt: skip
    """Send an organisation's notices to a webhook or a chat robot as well.

    The secret of a webhook is made here; that of a DingTalk robot is given. Raises TooManyChannels, ValidationError.
    """
    require(actor, "activity.manage_channels", organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.channels.count() >= MOST_CHANNELS:
        raise TooManyChannels
    channel = Channel(
        organisation=organisation, kind=kind, name=name.strip(), url=url.strip(), classes=classes, language=language,
        secret=_secret(kind, secret), created_by=actor,
    )  # fmt: skip
    channel.full_clean()
    channel.save()
    record_event(organisation, "channel_added", actor=actor, data={"kind": kind}, notify=owners_of(organisation))
    return channel


def _secret(kind: str, given: str) -> str:
    if kind == ChannelKind.WEBHOOK:
        return new_secret()
    return given.strip() if kind == ChannelKind.DINGTALK else ""


@transaction.atomic
def change_channel(*, actor: Any, channel: Channel, **values: Any) -> Channel:
    """Change name, address, language, what it is told, or a DingTalk secret; an empty secret stays the one it is."""
    channel = _locked(actor, channel)
    for name in ("name", "url", "language", "classes"):
        if name in values:
            value = values[name]
            setattr(channel, name, value.strip() if isinstance(value, str) else value)
    if channel.kind == ChannelKind.DINGTALK and values.get("secret"):
        channel.secret = values["secret"].strip()
    channel.full_clean()
    channel.save()
    # What waits goes to the new address.
    channel.deliveries.open().update(lane=channel.lane)
    return channel


@transaction.atomic
def renew_secret(*, actor: Any, channel: Channel) -> Channel:
    """Give a webhook a new secret. The old one signs beside it for a day, so that the receiver can change over."""
    channel = _locked(actor, channel)
    channel.old_secret = channel.secret
    channel.old_secret_until = timezone.now() + timedelta(hours=OLD_SECRET_HOURS)
    channel.secret = new_secret()
    channel.save(update_fields=["secret", "old_secret", "old_secret_until"])
    return channel


@transaction.atomic
def switch_channel(*, actor: Any, channel: Channel, on: bool) -> Channel:
    """Switch a channel off, or on again; what was not delivered meanwhile can be sent again from its page."""
    channel = _locked(actor, channel)
    if on:
        channel.active, channel.disabled_at, channel.disabled_because, channel.failing_since = True, None, "", None
        channel.save(update_fields=["active", "disabled_at", "disabled_because", "failing_since"])
    else:
        _switch_off(channel, "")
    return channel


@transaction.atomic
def switch_off_failing(channel: Channel, because: str) -> None:
    """Send nothing more to a channel that has failed for long or asked for it, and tell the owners."""
    stored = (
        Channel.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=channel.pk).first()
    )
    if stored is None or not stored.active:
        return
    _switch_off(stored, because)
    record_event(
        stored.organisation, "channel_switched_off", data={"channel": stored.pk, "kind": stored.kind},
        notify=owners_of(stored.organisation),
    )  # fmt: skip


def _switch_off(channel: Channel, because: str) -> None:
    channel.active, channel.disabled_at, channel.disabled_because = False, timezone.now(), because[:300]
    channel.save(update_fields=["active", "disabled_at", "disabled_because"])
    waiting = channel.deliveries.filter(state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.FAILED, problem=SWITCHED_OFF)


@transaction.atomic
def delete_channel(*, actor: Any, channel: Channel) -> None:
    """Delete a channel with the log of its deliveries."""
    channel = _locked(actor, channel)
    record_event(
        channel.organisation, "channel_deleted", actor=actor, data={"kind": channel.kind},
        notify=owners_of(channel.organisation),
    )  # fmt: skip
    channel.delete()


@transaction.atomic
def send_test(*, actor: Any, channel: Channel) -> Delivery:
    """Send a test to a channel, on or off; the log of its deliveries says how it went."""
    channel = _locked(actor, channel)
    return Delivery.objects.create(medium=channel.kind, channel=channel, is_test=True, lane=channel.lane)


@transaction.atomic
def send_again(*, actor: Any, delivery: Delivery) -> Delivery:
    """Send something again to a channel, under the same id. Raises ChannelOff, StillOpen."""
    found = Delivery.objects.select_for_update(of=("self",)).select_related("channel__organisation")
    stored = found.get(pk=delivery.pk, channel__isnull=False)
    channel = stored.channel
    assert channel is not None  # noqa: S101 - the filter saw to it
    require(actor, "activity.manage_channels", channel.organisation)
    if not channel.active:
        raise ChannelOff
    if stored.state in (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.HANDED):
        raise StillOpen
    stored.repeated = stored.repeated or stored.state == DeliveryState.SENT
    stored.state, stored.next_at, stored.attempts = DeliveryState.WAITING, timezone.now(), 0
    stored.claim = stored.lease_until = stored.status = stored.sent_at = None
    stored.problem, stored.lane = "", channel.lane
    stored.save()
    return stored


def _locked(actor: Any, channel: Channel) -> Channel:
    stored = Channel.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=channel.pk)
    require(actor, "activity.manage_channels", stored.organisation)
    return stored


# -- regular work ---------------------------------------------------------------------------------


def purge_deliveries(now: datetime | None = None) -> int:
    """Delete the log of what was sent, or given up, longer ago than the setting keeps; how many rows went."""
    before = (now or timezone.now()) - timedelta(days=settings.HELIU_DELIVERY_DAYS)
    over = Delivery.objects.filter(created_at__lt=before).exclude(pk__in=Delivery.objects.open().values("pk"))
    return over.delete()[1].get("activity.Delivery", 0)
