"""What is said in mails and calls.

One rule holds for everything that leaves the platform: of a record only a title that everybody may read is named. Mail
and chat pass through other hands, so of any other record the message says that there is something, and the platform
says what to whoever may see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heliu.accounts.models import User
from heliu.activity.delivery.choices import NoticeClass
from heliu.activity.delivery.links import absolute, mail_domain
from heliu.activity.delivery.models import Channel, Delivery
from heliu.activity.delivery.planning import agenda_items, preferences_of
from heliu.activity.delivery.times import zone_of
from heliu.activity.delivery.unsubscribing import DIGEST, stop_link
from heliu.activity.models import Event, Notice
from heliu.activity.selectors import visible_records
from heliu.activity.verbs import class_of, event_link, verb_label
from heliu.agenda.sources import Item

_WIDE = str.maketrans("\\`*[]<>#", "＼｀＊［］＜＞＃")
MOST_ITEMS = 20
MOST_NOTICES = 50
"""In one digest; the rest is counted and found on the platform."""


def public_titles(events: Iterable[Event]) -> dict[int, str]:
    """Event id → title of its record, of those records that everybody may see, in the language in force."""
    events = list(events)
    found = visible_records(AnonymousUser(), events)
    keys = {event.pk: (event.content_type_id, event.object_id) for event in events}
    return {pk: str(found[key]) for pk, key in keys.items() if key in found}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a mail."""

    what: str
    title: str
    """Empty where not everybody may read it."""
    url: str
    at: datetime | None = None
    due_on: date | None = None


@dataclass(slots=True)
class Group:
    """Things of one class, with how many more there are."""

    label: str
    lines: list[Line] = field(default_factory=list)
    more: int = 0


# -- mail -----------------------------------------------------------------------------------------


def notice_mail(delivery: Delivery, user: User, notice: Notice) -> EmailMultiAlternatives:
    """The mail about one notice, in the person's language and time zone."""
    with _persons(user):
        [line] = _lines([notice])
        subject = f"{line.what} · {line.title}" if line.title else line.what
        of = class_of(notice.event.verb)
        return _mail(delivery, user, subject, "notice", {"line": line, "group": of.label}, stop=of.value)


def digest_mail(delivery: Delivery, user: User) -> EmailMultiAlternatives | None:
    """The digest of a day: what the person has to do, then what happened; None where nothing is left to tell."""
    notices = Notice.objects.filter(digest=delivery, read_at=None).select_related("event__content_type")
    with _persons(user):
        items = agenda_items(user, MOST_ITEMS)
        groups = _groups(list(notices.order_by("-pk")))
        if not groups and not (items and preferences_of(user).agenda):
            return None
        count = sum(len(group.lines) + group.more for group in groups)
        words = []
        if items:
            words.append(
                ngettext("%(number)d thing to do", "%(number)d things to do", len(items)) % {"number": len(items)}
            )
        if count:
            words.append(ngettext("%(number)d notice", "%(number)d notices", count) % {"number": count})
        values = {"agenda": [_agenda_line(item) for item in items], "groups": groups}
        return _mail(delivery, user, _(", ").join(words), "digest", values, stop=DIGEST)


@contextmanager
def _persons(user: User) -> Iterator[None]:
    """Language and time zone of a person, for as long as something is written to them."""
    with translation.override(user.language or settings.LANGUAGE_CODE), timezone.override(zone_of(user)):
        yield


def _lines(notices: Sequence[Notice]) -> list[Line]:
    titles = public_titles(notice.event for notice in notices)
    return [
        Line(
            verb_label(notice.event.verb), titles.get(notice.event_id, ""),
            absolute(reverse("notice_open", args=[notice.pk])), at=notice.event.at,
        )
        for notice in notices
    ]  # fmt: skip


def _groups(notices: Sequence[Notice]) -> list[Group]:
    shown = dict(zip((notice.pk for notice in notices[:MOST_NOTICES]), _lines(notices[:MOST_NOTICES]), strict=True))
    groups = {of: Group(str(of.label)) for of in NoticeClass}
    for notice in notices:
        group = groups[class_of(notice.event.verb)]
        if notice.pk in shown:
            group.lines.append(shown[notice.pk])
        else:
            group.more += 1
    return [group for group in groups.values() if group.lines or group.more]


def _agenda_line(item: Item) -> Line:
    return Line(str(item.what), item.about if item.public else "", absolute(item.url), due_on=item.due_on)


def _mail(
    delivery: Delivery, user: User, subject: str, template: str, values: dict[str, Any], *, stop: str
) -> EmailMultiAlternatives:
    link = stop_link(user, stop)
    values |= {
        "person": user, "stop_url": link, "choose_url": absolute(reverse("notice_preferences")),
        "notices_url": absolute(reverse("notice_list")), "site": absolute("/"), "subject": subject,
    }  # fmt: skip
    headers = {
        # The same for every try, so that a mail server can tell a second copy.
        "Message-ID": f"<{delivery.token}@{mail_domain()}>",
        "List-Id": f"<notices.{mail_domain()}>",
        # RFC 8058: one click, without signing in.
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        # RFC 3834: no automatic answers to this.
        "Auto-Submitted": "auto-generated",
    }
    message = EmailMultiAlternatives(
        f"[{_('Heliu')}] {' '.join(subject.split())}", render_to_string(f"activity/email/{template}.txt", values),
        to=[user.email], headers=headers,
    )  # fmt: skip
    message.attach_alternative(render_to_string(f"activity/email/{template}.html", values), "text/html")
    return message


# -- calls ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """An event as an organisation's channel is told of it."""

    what: str
    title: str
    url: str
    event: Event | None


def told_of(delivery: Delivery, channel: Channel) -> Told:
    """What a call says, in the channel's language. The link is that of a member who was told."""
    with translation.override(channel.language):
        event = delivery.event
        if event is None:
            return Told(_("Test of the channel “%(name)s”") % {"name": channel.name}, "", absolute("/"), None)
        title = public_titles([event]).get(event.pk, "")
        return Told(verb_label(event.verb), title, absolute(_link(event, channel)), event)


def _link(event: Event, channel: Channel) -> str:
    """Where a member of the organisation who got a notice of it finds it; the list of notices where nobody may."""
    members = User.objects.filter(
        notices__event=event, memberships__organisation=channel.organisation_id, is_active=True
    )  # fmt: skip
    for member in members.order_by("pk")[:5]:
        record = visible_records(member, [event]).get((event.content_type_id, event.object_id))
        if record is not None and (link := event_link(event, record, member)):
            return link
    return reverse("notice_list")


def webhook_body(delivery: Delivery, channel: Channel) -> dict[str, Any]:
    """The JSON of a webhook: what happened to which record, and where to read on."""
    told = told_of(delivery, channel)
    data: dict[str, Any] = {"organisation": channel.organisation_id, "label": told.what, "url": told.url}
    if told.event is None:
        return {"type": "test", "timestamp": _utc(delivery.created_at), "data": data}
    event = told.event
    data |= {
        "event": event.pk, "class": class_of(event.verb).value,
        "record": {"kind": event.content_type.model, "id": event.object_id, "title": told.title or None},
    }  # fmt: skip
    return {"type": event.verb, "timestamp": _utc(event.at), "data": data}


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def robot_text(delivery: Delivery, channel: Channel) -> tuple[str, str]:
    """Title and Markdown for a chat group."""
    told = told_of(delivery, channel)
    with translation.override(channel.language):
        about = _plain(told.title) or _("Details are on the platform.")
        rows = [f"**{_plain(told.what)}**", about, f"[{_('Open')}]({told.url})"]
        if delivery.repeated:
            rows.append(_("(Sent again: the first message may not have arrived.)"))
        return told.what, "\n\n".join(rows)


def _plain(text: str) -> str:
    """A title that a chat shows as it is: what would be a link, a mention or a heading becomes its wide form."""
    return " ".join(text.split()).translate(_WIDE)
