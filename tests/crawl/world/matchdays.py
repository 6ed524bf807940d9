"""Matchmaking days: one that took place, and one to which only invited organisations come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from heliu.accounts.tests.factories import fresh
from heliu.catalog.choices import Tier
from heliu.catalog.tests.factories import make_record
from heliu.kit.workdays import local_day
from heliu.matchdays import actions
from heliu.matchdays.choices import Admission, AvoidReason, RulingKind, Verdict
from heliu.matchdays.models import Entry, MatchDay, Meeting, Registration
from heliu.matchdays.tests.factories import close, make_day, matched

from .setting import ACTING, GUEST, REVIEWERS, Part, Setting

ORGANISER = frozenset({"technology manager"})


def published_day(setting: Setting) -> Part:
    """The owner and another organisation met, said how it went, and each wrote what the other does not read."""
    organiser = setting.one(ORGANISER)
    day = make_day(organiser, title_zh="qzday 对接会", title_en="")
    ours = _coming(setting.author, day, setting.owner)
    theirs = _coming(setting.one(GUEST), day, setting.home(GUEST))
    supply = actions.enter_record(
        actor=setting.author, registration=ours, record=setting.records["achievement", Tier.PUBLIC]
    )
    demand = make_record("demand", organisation=setting.home(GUEST), created_by=setting.one(GUEST))
    wanted = actions.enter_record(actor=setting.one(GUEST), registration=theirs, record=demand)
    day = close(day)
    matched(day, {(wanted, supply): 3.0})
    actions.rule_pair(actor=organiser, day=day, demand=wanted, supply=supply, kind=RulingKind.LOCKED)
    proposals = {one.variant: one for one in actions.propose(actor=organiser, day=day)}
    day = actions.choose_proposal(actor=organiser, proposal=proposals["optimal"])
    day = actions.publish_schedule(actor=organiser, day=day)
    MatchDay.objects.filter(pk=day.pk).update(date=local_day() - timedelta(days=1))
    actions.run_days()
    meeting = Meeting.objects.get(day=day)
    for actor, note in ((setting.author, "qzreportours"), (setting.one(GUEST), "qzreporttheirs")):
        actions.report_meeting(actor=fresh(actor), meeting=meeting, verdict=Verdict.CONTINUE, note=note)
    return Part(
        {"qzday": setting.people, "qzreportours": ACTING, "qzreporttheirs": GUEST},
        _places(day, [ours, theirs], [supply, wanted])
        | {
            "/matchdays/{}/meetings/": [meeting.pk], "/matchdays/{}/meetings/{}/": ["decline", "report", "introduce"],
            "/matchdays/{}/assignment/": [proposals["optimal"].pk],
            "/matchdays/{}/proposals/": [proposals["optimal"].pk],
        },
    )  # fmt: skip


def open_day(setting: Setting) -> Part:
    """The owner and another organisation were invited and have registered; the owner does not want to meet somebody."""
    organiser = setting.one(ORGANISER)
    day = make_day(organiser, title_zh="qzbyinvitation 闭门对接会", title_en="", admission=Admission.INVITED)
    for organisation in (setting.owner, setting.home(GUEST)):
        actions.invite_organisation(actor=organiser, day=day, organisation=organisation)
    ours = _coming(setting.author, day, setting.owner)
    theirs = _coming(setting.one(GUEST), day, setting.home(GUEST))
    supply = actions.enter_record(
        actor=setting.author, registration=ours, record=setting.records["achievement", Tier.ON_REQUEST]
    )
    actions.avoid_organisation(
        actor=setting.author, registration=ours, organisation=setting.home(GUEST), reason=AvoidReason.OTHER,
        note="qzavoid",
    )  # fmt: skip
    return Part(
        {"qzbyinvitation": ACTING | GUEST | REVIEWERS | ORGANISER, "qzavoid": ACTING | ORGANISER | REVIEWERS},
        _places(day, [ours, theirs], [supply]),
    )


def _coming(actor: Any, day: MatchDay, organisation: Any) -> Registration:
    return actions.register(actor=fresh(actor), day=day, organisation=organisation)


def _places(day: MatchDay, registrations: list[Registration], entries: list[Entry]) -> dict[str, list[Any]]:
    registration = "/matchdays/{}/registrations/"
    return {
        "/matchdays/": [day.pk], "/matchdays/{}/invitations/": [registrations[0].organisation_id],
        "/matchdays/{}/step/": ["open", "close", "publish", "hold", "cancel", "take-back"],
        registration: [one.pk for one in registrations],
        f"{registration}{{}}/": ["change", "withdraw", "enter", "avoid"],
        f"{registration}{{}}/entries/": [one.pk for one in entries],
        f"{registration}{{}}/entries/{{}}/": ["change", "withdraw", "wishes"],
    }  # fmt: skip
