"""Members, invitations, claims, mandates, parks, and what belongs to one account."""

from __future__ import annotations

from heliu.accounts.actions import (
    claim_organisation,
    create_token,
    invite_member,
    offer_mandate,
    offer_tenancy,
    refuse_claim,
)
from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, member
from heliu.activity.delivery.unsubscribing import stop_link
from heliu.activity.tests.factories import confirmed
from heliu.agenda.actions import make_feed

from .setting import ADMINISTRATORS, MEMBERS, OWNERS, REVIEWERS, Part, Setting

STRANGER = frozenset({"signed in"})


def people(setting: Setting) -> Part:
    """A colleague who never acts, somebody who was invited, and the person of the table who was."""
    colleague = member(setting.owner, name="qzcolleague", email="qzcolleague@example.org")
    decides = setting.one(OWNERS)
    first = invite_member(actor=decides, organisation=setting.owner, email="qzinvited@example.org")
    second = invite_member(actor=decides, organisation=setting.owner, email=confirmed(setting.one(STRANGER)).email)
    return Part(
        {"qzcolleague": MEMBERS | REVIEWERS | ADMINISTRATORS, "qzinvited": OWNERS | ADMINISTRATORS},
        {
            "/organisations/": [setting.owner.pk, setting.home(MEMBERS - OWNERS).pk],
            "/organisations/{}/members/": [colleague.memberships.get().pk],
            "/organisations/{}/invitations/": [first.pk], "/account/invitations/": [first.pk, second.pk],
        },
    )  # fmt: skip


def claims(setting: Setting) -> Part:
    """One that waits and one that was refused, of an organisation that nobody has verified."""
    claimed, stranger = OrganisationFactory(), setting.one(STRANGER)
    waiting = claim_organisation(actor=stranger, organisation=claimed, evidence="qzevidence")
    other = claim_organisation(actor=stranger, organisation=OrganisationFactory(), evidence="qzweak")
    refuse_claim(actor=setting.one(REVIEWERS), claim=other, reason="qzwhyrefused")
    return Part(
        dict.fromkeys(("qzevidence", "qzweak", "qzwhyrefused"), STRANGER | REVIEWERS | ADMINISTRATORS),
        {"/claims/": [waiting.pk, other.pk], "/organisations/": [claimed.pk]},
    )


def ties(setting: Setting) -> Part:
    """Offers that wait, and what is in force with the people of the table."""
    mandate = offer_mandate(actor=setting.one({"technology manager"}), organisation=setting.owner)
    operator = {"park operator"}
    park = setting.home(operator)
    tenancy = offer_tenancy(actor=setting.one(operator), organisation=setting.owner, park=park)
    mandates = [*setting.owner.mandates.values_list("pk", flat=True)]
    tenancies = [*setting.owner.parks.values_list("pk", flat=True)]
    assert mandate.pk in mandates
    assert tenancy.pk in tenancies
    return Part(
        places={
            "/mandates/": mandates, "/mandates/{}/": ["accept", "end", "change"], "/organisations/": [park.pk],
            "/tenancies/": tenancies, "/tenancies/{}/": ["accept", "end"],
        }
    )  # fmt: skip


def own_account(setting: Setting) -> Part:
    """A token of the API and the calendar of one person, and the link of a mail to another one."""
    keeper = MEMBERS - OWNERS
    token, _secret = create_token(actor=setting.one(keeper), name="qztoken")
    _feed, address = make_feed(actor=setting.one(keeper))
    link = stop_link(UserFactory(), "digest")
    return Part(
        {"qztoken": keeper},
        {"/tokens/": [token.token_key], "/account/tokens/": [token.token_key]},
        secrets={
            "/calendar/": [address.rsplit("/", 1)[1].removesuffix(".ics")],
            "/notices/stop/": [link.rstrip("/").rsplit("/", 1)[1]],
        },
    )  # fmt: skip
