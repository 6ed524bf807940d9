"""Merging records of two organisations: their owners agree, and a reviewer carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from heliu.accounts.actors import Actor, person
from heliu.accounts.choices import MemberRole
from heliu.accounts.models import Organisation
from heliu.accounts.permissions import memberships_of
from heliu.accounts.selectors import owners_of
from heliu.activity.actions import record_event
from heliu.identity.actions.merging import merge_held
from heliu.identity.actions.steps import Versions, hold, refuse_changed
from heliu.identity.choices import Side
from heliu.identity.errors import NotAgreed, NotMergeable
from heliu.identity.models import Consent, Merge, Proposal
from heliu.identity.selectors import Pair, agreed_by, proposal_of
from heliu.kit.permissions import require


@transaction.atomic
def propose_merge(*, actor: Actor, pair: Pair, keep: Side, choices: Mapping[str, str], versions: Versions) -> Proposal:
    """Put to the owners of both records how they shall be merged; an owner who proposes agrees for their own side.

    A new proposal takes the place of the last, with all that was agreed to it.
    """
    pair = hold(pair)
    require(actor, "identity.propose_merge", pair)
    refuse_changed(pair, versions)
    Proposal.objects.filter(duplicate=pair.duplicate).delete()
    made = Proposal.objects.create(
        duplicate=pair.duplicate, keep=keep, choices=dict(choices), left_version=pair.left.version,
        right_version=pair.right.version, proposed_by=person(actor),
    )  # fmt: skip
    proposer = person(actor)
    for organisation in pair.organisations:
        if proposer is not None and memberships_of(proposer).get(organisation.pk) == MemberRole.OWNER:
            Consent.objects.create(proposal=made, organisation=organisation, given_by=proposer)
    for record in (pair.left, pair.right):
        record_event(
            record, "merge_proposed", actor=person(actor), data={"duplicate": pair.duplicate.pk},
            notify=owners_of(record.organisation),
        )  # fmt: skip
    return made


@transaction.atomic
def agree_to_merge(*, actor: Actor, pair: Pair, organisation: Organisation, versions: Versions) -> Consent:
    """Say yes for an organisation to what is proposed. Raises NotAgreed where it is proposed no more."""
    pair = hold(pair)
    require(actor, "identity.agree_to_merge", organisation)
    if organisation not in pair.organisations:
        raise NotMergeable
    refuse_changed(pair, versions)
    proposal, giver = _standing(pair), person(actor)
    if giver is None:
        raise NotAgreed  # An agreement is a person's word, never the installation's.
    given, _made = Consent.objects.update_or_create(
        proposal=proposal, organisation=organisation, defaults={"given_by": giver}
    )
    return given


@transaction.atomic
def refuse_merge(*, actor: Actor, pair: Pair, note: str = "") -> None:
    """Say no to what is proposed: the proposal is gone with all that was agreed to it, and the pair stays open."""
    pair = hold(pair)
    require(actor, "identity.refuse_merge", pair)
    _standing(pair).delete()
    for record in (pair.left, pair.right):
        record_event(
            record, "merge_refused", actor=person(actor), note=note.strip(), data={"duplicate": pair.duplicate.pk},
            notify=owners_of(record.organisation),
        )  # fmt: skip


@transaction.atomic
def carry_out_merge(*, actor: Actor, pair: Pair, versions: Versions) -> Merge:
    """Merge the two just as their owners have agreed, each of them an owner still."""
    pair = hold(pair)
    require(actor, "identity.carry_out_merge", pair)
    proposal = _standing(pair)
    if len(agreed_by(proposal, pair)) < len(pair.organisations):
        raise NotAgreed
    return merge_held(actor, pair, Side(proposal.keep), proposal.choices, versions)


def _standing(pair: Pair) -> Any:
    proposal = proposal_of(pair)
    if proposal is None:
        raise NotAgreed
    return proposal
