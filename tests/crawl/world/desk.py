"""What a technology manager with a mandate for confidential records keeps, decides, asks and sends."""

from __future__ import annotations

from uuid import UUID

from heliu.catalog.choices import Tier
from heliu.catalog.tests.factories import make_record
from heliu.desk.actions import answer_ask_back, ask_back, keep_hours, keep_note, send_introductions, triage_demand
from heliu.desk.actions.sending import Wanted
from heliu.desk.choices import Activity, TriageOutcome
from heliu.kit.workdays import local_day

from .setting import ACTING, GUEST, TRUSTED, Part, Setting

MANAGER = frozenset({"the same, confidential records too"})


def ledger(setting: Setting) -> Part:
    """Notes and hours, of an open case and of a confidential one."""
    actor = setting.one(MANAGER)
    cases = [setting.records["demand", tier] for tier in (Tier.PUBLIC, Tier.CONFIDENTIAL)]
    notes = [keep_note(actor=actor, case=case, text=f"qznote{case.tier}") for case in cases]
    facts = {"actor": actor, "day": local_day(), "minutes": 45, "activity": Activity.FINDING}
    hours = [keep_hours(case=case, note=f"qzhours{case.tier}", **facts) for case in cases]  # type: ignore[arg-type]
    return Part(
        {f"qz{what}{case.tier}": MANAGER for what in ("note", "hours") for case in cases},
        {
            "/desk/notes/": [one.pk for one in notes], "/desk/hours/": [one.pk for one in hours],
            "/desk/cases/": ["demand"], "/desk/cases/{}/": [case.pk for case in cases],
        },
    )  # fmt: skip


def triage(setting: Setting) -> Part:
    """A demand that was decided about, one question that waits and one that was answered, one about a secret."""
    actor, record = setting.one(MANAGER), setting.records["demand", Tier.PUBLIC]
    triage_demand(actor=actor, demand=record, outcome=TriageOutcome.NOT_FOR_US, note="qztriage")
    waiting = ask_back(actor=actor, demand=record, message="qzquestion")
    answered = ask_back(actor=actor, demand=record, message="qzsecond")
    answer_ask_back(actor=setting.author, ask_back=answered, answer="qzanswered")
    secret_demand = setting.records["demand", Tier.CONFIDENTIAL]
    secret = ask_back(actor=actor, demand=secret_demand, message="qzsecretquestion", proposed_tier=Tier.MEMBERS)
    demands = [setting.records["demand", tier].pk for tier in Tier.values]
    questions = [one.pk for one in (waiting, answered, secret)]
    return Part(
        {
            "qztriage": MANAGER, "qzquestion": ACTING, "qzsecond": ACTING, "qzanswered": ACTING,
            "qzsecretquestion": TRUSTED,
        },
        {
            "/desk/triage/": demands, "/desk/demands/": demands, "/questions/": questions,
            "/desk/questions/": questions,
        },
    )  # fmt: skip


def sending(setting: Setting) -> Part:
    """A demand that was put to a record of the other organisation."""
    guest = setting.one(GUEST)
    supply = make_record("achievement", organisation=setting.home(GUEST), created_by=guest)
    token = UUID(int=7)
    send_introductions(
        actor=setting.one(MANAGER), demand=setting.records["demand", Tier.PUBLIC], token=token,
        wanted=[Wanted("achievement", supply.pk, "qzsent 您好")], next_step="talk",
    )  # fmt: skip
    compose = f"/desk/triage/{setting.records['demand', Tier.MEMBERS].pk}/introduce/?to=achievement:{supply.pk}"
    return Part({"qzsent": ACTING | GUEST}, {"/desk/sent/": [token]}, starts=[compose])
