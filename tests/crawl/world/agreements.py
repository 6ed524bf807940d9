"""Confidentiality agreements in their states, and the template they are made of."""

from __future__ import annotations

from heliu.accounts.tests.factories import member, owner
from heliu.agreements.actions import terminate_agreement
from heliu.agreements.models import Agreement, AgreementTemplate
from heliu.agreements.tests.factories import Sides, accept, code

from .setting import ALLY, GUEST, MEMBERS, OWNERS, Part, Setting


def agreements(setting: Setting) -> Part:
    """One that was proposed, one of the uploaded kind, one that was ended, and the one in force of the table."""
    guest = setting.home(GUEST)
    guest.uscc = code()
    guest.save(update_fields=["uscc"])
    two = Sides(setting.owner, guest, setting.one(OWNERS), setting.author, owner(guest), member(guest))
    ended = two.in_force(purpose="qzended 洽谈")
    terminate_agreement(actor=setting.one(OWNERS), agreement=ended, note="qzwhyended")
    uploaded = accept(two.upload(purpose="qzuploaded 洽谈"), two.owner_b)
    other_way = Sides(guest, setting.owner, two.owner_b, two.member_b, two.owner_a, two.member_a)
    proposed = other_way.propose(purpose="qzproposed 洽谈")
    in_force = Agreement.objects.get(party_b=setting.home(ALLY))
    marks = ("qzproposed", "qzuploaded", "qzended", "qzwhyended")
    return Part(
        dict.fromkeys(marks, MEMBERS | GUEST) | {in_force.reference: MEMBERS | ALLY},
        {
            "/agreements/": [one.pk for one in (proposed, uploaded, ended, in_force)],
            "/agreements/{}/": ["accept", "decline", "withdraw", "terminate"],
        },
        starts=[f"/agreements/{what}/?with={guest.pk}" for what in ("new", "upload")],
    )  # fmt: skip


def templates(setting: Setting) -> Part:
    """The one that comes with the software."""
    ids = list(AgreementTemplate.objects.values_list("pk", flat=True))
    return Part(places={"/agreements/templates/": ids, "/agreement-templates/": ids})
