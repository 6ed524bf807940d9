"""Introductions in their states, meetings, and blind matches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from heliu.catalog.choices import Tier
from heliu.catalog.tests.factories import make_record
from heliu.dealflow.actions import accept_introduction, introduce, pause_introduction, refuse_introduction
from heliu.dealflow.blind.actions import answer_blind_match
from heliu.dealflow.blind.choices import MatchState
from heliu.dealflow.blind.models import BlindMatch, BlindSide
from heliu.dealflow.choices import RefusalReason, Side
from heliu.dealflow.meetings.actions import Appointment, cancel_meeting, note_meeting_outcome, propose_meeting
from heliu.dealflow.meetings.choices import MeetingOutcome
from heliu.dealflow.meetings.models import Meeting
from heliu.dealflow.models import Introduction
from heliu.dealflow.pairs import Pair
from heliu.kit.workdays import local_day

from .setting import ACTING, ALLY, GUEST, REVIEWERS, TRUSTED, Part, Setting

STEPS = ["accept", "refuse", "withdraw", "pause", "resume", "open-record", "close-record"]


def asked(setting: Setting, by: frozenset[str], record: Any, message: str) -> Introduction:
    """A demand of another organisation's member, put to a record of the owner."""
    actor = setting.one(by)
    demand = make_record("demand", organisation=setting.home(by), created_by=actor)
    return introduce(actor=actor, pair=Pair(demand, record), message=message)  # type: ignore[arg-type]


def introductions(setting: Setting) -> Part:
    """One that waits, one that is paused, one that was accepted, one that was declined."""
    records = setting.records
    waiting = asked(setting, GUEST, records["achievement", Tier.PUBLIC], "qzmessage 您好")
    paused = asked(setting, GUEST, records["expert", Tier.PUBLIC], "qztoexpert 您好")
    pause_introduction(
        actor=setting.author, introduction=paused, until=local_day() + timedelta(days=14), note="qzpause"
    )  # fmt: skip
    accepted = asked(setting, GUEST, records["achievement", Tier.MEMBERS], "qzasked 您好")
    accept_introduction(actor=setting.author, introduction=accepted, note="qzreply")
    declined = asked(setting, GUEST, records["achievement", Tier.ON_REQUEST], "qzdeclined 您好")
    refuse_introduction(
        actor=setting.author, introduction=declined, reason=RefusalReason.PARAMETER, parameter="qzparameter",
        note="qzrefusal",
    )  # fmt: skip
    names = (
        "qzmessage", "qztoexpert", "qzpause", "qzasked", "qzreply", "qzdeclined", "qzparameter", "qzrefusal",
    )  # fmt: skip
    return Part(
        dict.fromkeys(names, ACTING | GUEST),
        {"/introductions/": [one.pk for one in (waiting, paused, accepted, declined)], "/introductions/{}/": STEPS},
        starts=[f"/introductions/new/?demand={records['demand', tier].pk}" for tier in (Tier.PUBLIC, Tier.MEMBERS)],
    )


def confidential_introduction(setting: Setting) -> Part:
    """One about a record that is open to the other side under an agreement alone."""
    record = setting.records["achievement", Tier.CONFIDENTIAL]
    introduction = asked(setting, ALLY, record, "qzsecretmessage 您好")
    accept_introduction(actor=setting.author, introduction=introduction, note="qzsecretreply")
    return Part(
        dict.fromkeys(("qzsecretmessage", "qzsecretreply"), TRUSTED | ALLY), {"/introductions/": [introduction.pk]}
    )


def meetings(setting: Setting) -> Part:
    """One to come, one that was called off, one that took place."""
    introduction = Introduction.objects.get(message__startswith="qzasked")
    actor = setting.author

    def meeting(days: int, word: str) -> Meeting:
        starts = timezone.now() + timedelta(days=days)
        when = Appointment(starts, starts + timedelta(hours=1), place=f"{word}place", note=f"{word}note")
        return propose_meeting(actor=actor, introduction=introduction, appointment=when)

    coming, off, held = meeting(3, "qzcoming"), meeting(4, "qzoff"), meeting(5, "qzheld")
    cancel_meeting(actor=actor, meeting=off, note="qzcancelled")
    before = timezone.now() - timedelta(days=1)
    Meeting.objects.filter(pk=held.pk).update(starts_at=before, ends_at=before + timedelta(hours=1))
    note_meeting_outcome(actor=actor, meeting=held, outcome=MeetingOutcome.GOES_ON, note="qzoutcome")
    names = ("qzcomingplace", "qzcomingnote", "qzheldplace", "qzcancelled", "qzoutcome")
    return Part(dict.fromkeys(names, ACTING | GUEST), {"/meetings/": [coming.pk, off.pk, held.pk]})


def blind_matches(setting: Setting) -> Part:
    """One to which both said no, each with a reason of its own, and one to which both said yes."""
    guest = setting.one(GUEST)

    def match(ours: str, theirs: str) -> tuple[BlindSide, BlindSide]:
        secret: dict[str, Any] = {"tier": Tier.CONFIDENTIAL, "title_en": ""}
        demand = make_record(
            "demand", organisation=setting.owner, created_by=setting.author, title_zh=ours, **secret
        )  # fmt: skip
        supply = make_record(
            "achievement", organisation=setting.home(GUEST), created_by=guest, title_zh=theirs, **secret
        )  # fmt: skip
        found = BlindMatch.objects.create(
            level=4, state=MatchState.OPEN, opens_on=local_day(), answer_by=local_day() + timedelta(days=18)
        )
        sides = [
            BlindSide.objects.create(
                match=found, side=side, organisation=record.organisation, kind=record.kind, record_id=record.pk,
                version=record.version,
            )
            for side, record in ((Side.DEMAND, demand), (Side.SUPPLY, supply))
        ]  # fmt: skip
        return sides[0], sides[1]

    own, other = match("qzblindown 暗中", "qzblindother 暗中")
    answer_blind_match(actor=setting.author, side=own, answer="no", reason="qzourno")
    answer_blind_match(actor=guest, side=other, answer="no", reason="qztheirno")
    both = match("qzrevealedown 揭晓", "qzrevealedother 揭晓")
    answer_blind_match(actor=setting.author, side=both[0], answer="yes")
    answer_blind_match(actor=guest, side=both[1], answer="yes")
    told = TRUSTED | GUEST | REVIEWERS
    return Part(
        {
            "qzblindown": TRUSTED | REVIEWERS, "qzblindother": GUEST | REVIEWERS,
            "qzourno": TRUSTED, "qztheirno": GUEST, "qzrevealedown": told, "qzrevealedother": told,
        },
        {
            "/blind-matches/": [side.pk for side in (own, other, *both)], "/blind-matches/{}/": ["answer", "take-back"],
            "/blind-matching/{}/{}/": ["out", "in"],
        },
    )  # fmt: skip
