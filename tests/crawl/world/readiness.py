"""Assessments of readiness: signed ones of every tier, a draft with what shows it, and one asked of a third party."""

from __future__ import annotations

from heliu.accounts.tests.factories import fresh, reviewer
from heliu.catalog.choices import Tier
from heliu.catalog.tests.promises import promised
from heliu.readiness.actions import NewEvidence, edit_assessment, invite_reviewer
from heliu.readiness.tests.factories import drafted, signed, text_file

from .setting import ACTING, MEMBERS, OWNERS, REVIEWERS, Part, Setting


def assessments(setting: Setting) -> Part:
    """What is signed is read by whoever reads the achievement in full, a draft by those who act for the owner."""
    table, author = promised(), setting.author
    made = {tier: signed(author, setting.records["achievement", tier], note=_mark("qzsigned", tier)) for tier in Tier}
    draft = drafted(author, setting.records["achievement", Tier.PUBLIC], note="qzassessmentdraft")
    shown = NewEvidence("1.1", upload=text_file("qzproofname.txt", "qzproofbytes"))
    draft = edit_assessment(actor=fresh(author), assessment=draft, version=draft.version, fields={}, add=[shown])
    ids = [one.pk for one in (*made.values(), draft)]
    pieces = [one.pk for one in draft.evidence.all()]
    readers = {tier: OWNERS | {name for name, tiers in table.items() if "text" in tiers[tier]} for tier in Tier}
    return Part(
        {_mark("qzsigned", tier): who for tier, who in readers.items()}
        | dict.fromkeys(("qzassessmentdraft", "qzproofname", "qzproofbytes"), ACTING),
        {
            "/readiness/": ids, "/assessments/": ids, "/readiness/evidence/": pieces,
            "/assessments/{}/evidence/": pieces,
        },
    )  # fmt: skip


def third_parties(setting: Setting) -> Part:
    """A reviewer who was asked and has begun, and one who is asked of the confidential achievement."""
    asked = [
        invite_reviewer(actor=fresh(setting.author), achievement=record, email=person.email, note=note)
        for record, person, note in (
            (setting.records["achievement", Tier.PUBLIC], setting.one(REVIEWERS), "qzinvitation"),
            (setting.records["achievement", Tier.CONFIDENTIAL], reviewer(), "qzsecretinvitation"),
        )
    ]
    begun = drafted(fresh(setting.one(REVIEWERS)), setting.records["achievement", Tier.PUBLIC], note="qzthirdparty")
    ids = [one.pk for one in asked]
    return Part(
        {"qzinvitation": MEMBERS | REVIEWERS, "qzsecretinvitation": MEMBERS | REVIEWERS, "qzthirdparty": REVIEWERS},
        {
            "/readiness/": [begun.pk], "/assessments/": [begun.pk],
            "/readiness/invitations/": ids, "/assessment-invitations/": ids,
        },
    )  # fmt: skip


def _mark(word: str, tier: str) -> str:
    return f"{word}{tier}".replace("_", "")
