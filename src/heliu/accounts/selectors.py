"""Reads of the accounts area: whoever fetches something here gets it only where they may see it."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from heliu.accounts.choices import ClaimState, MemberRole, OrganisationKind, PlatformRole
from heliu.accounts.models import ApiToken, Claim, Invitation, Mandate, Membership, Organisation, Tenancy, User
from heliu.accounts.permissions import entitled_to_sign
from heliu.accounts.signals import personal_data_requested
from heliu.kit.identifiers import identifier_warnings, normalise_ror, normalise_uscc
from heliu.kit.permissions import allowed

_HALF_WIDTH = str.maketrans("（）", "()")
_FULL_WIDTH = str.maketrans("()", "（）")


def get_visible_organisation(user: Any, pk: int) -> Organisation:
    """The organisation, or 404 where this person may not know of it."""
    organisation = Organisation.objects.visible_to(user).filter(pk=pk).first()
    if organisation is None:
        raise Http404
    return organisation


def get_members_organisation(user: Any, pk: int) -> Organisation:
    """The organisation, or 404 where this person may not see who its members are."""
    organisation = get_visible_organisation(user, pk)
    if not allowed(user, "accounts.view_members", organisation):
        raise Http404
    return organisation


def get_membership(organisation: Organisation, pk: int) -> Membership:
    """A membership of an organisation whose members the person may see."""
    membership = members_of(organisation).filter(pk=pk).first()
    if membership is None:
        raise Http404
    return membership


def get_invitation(organisation: Organisation, pk: int) -> Invitation:
    """An invitation of an organisation whose members the person may see."""
    invitation = organisation.invitations.filter(pk=pk).first()
    if invitation is None:
        raise Http404
    return invitation


def get_visible_claim(user: Any, pk: int) -> Claim:
    """The claim, or 404 where this person is neither its author nor a reviewer."""
    claim = Claim.objects.select_related("organisation", "user", "decided_by").filter(pk=pk).first()
    if claim is None or not allowed(user, "accounts.view_claim", claim):
        raise Http404
    return claim


def hash_secret(secret: str) -> str:
    """What is kept of an invitation's secret. It has 256 random bits, so one round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_invitation(secret: str) -> Invitation | None:
    """The invitation with this secret; whoever knows it has read the mail it was sent in."""
    found = Invitation.objects.filter(secret_hash=hash_secret(secret))
    return found.select_related("organisation", "invited_by").first()


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """The memberships, owners first."""
    return organisation.memberships.select_related("user").order_by("-role", "user__name", "user__email")


def owners_of(organisation: Organisation) -> QuerySet[User]:
    """The people who decide for an organisation."""
    return User.objects.filter(
        memberships__organisation=organisation, memberships__role=MemberRole.OWNER, is_active=True
    )  # fmt: skip


def signatories_of(organisation: Organisation) -> QuerySet[User]:
    """The people who may bind an organisation by an agreement: its owners, and whom an owner named."""
    memberships = Membership.objects.filter(entitled_to_sign(), organisation=organisation)
    return User.objects.filter(pk__in=memberships.values("user"), is_active=True).order_by("pk")


def reviewers() -> QuerySet[User]:
    """The people who review."""
    return User.objects.filter(role_grants__role=PlatformRole.REVIEWER, is_active=True)


def keepers_of_park(park: Organisation) -> QuerySet[User]:
    """The people who act for a park: its owners, and its members who are park operators."""
    operators = Q(role_grants__role=PlatformRole.PARK_OPERATOR)
    owners = Q(memberships__organisation=park, memberships__role=MemberRole.OWNER)
    found = User.objects.filter(memberships__organisation=park, is_active=True).filter(operators | owners)
    return found.distinct()


def mandates_with(organisation: Organisation) -> QuerySet[Mandate]:
    """The standing mandates of an organisation, for its members."""
    return Mandate.objects.standing().filter(organisation=organisation).select_related("manager", "organisation")


def parks_with(organisation: Organisation) -> QuerySet[Tenancy]:
    """The parks an organisation is in or shall be, for its members."""
    return Tenancy.objects.standing().filter(organisation=organisation).select_related("park", "organisation")


def portfolio_of(manager: User) -> QuerySet[Mandate]:
    """A manager's standing mandates, with shown organisations."""
    found = Mandate.objects.standing().filter(manager=manager, organisation__is_active=True)
    return found.select_related("organisation").order_by("organisation__name_zh", "organisation__name_en", "pk")


def tenants_in(park: Organisation) -> QuerySet[Tenancy]:
    """The standing tenancies of a park, for those who act for it."""
    found = Tenancy.objects.standing().filter(park=park, organisation__is_active=True)
    return found.select_related("organisation", "park").order_by("organisation__name_zh", "organisation__name_en", "pk")


def may_offer_mandate(user: Any, organisation: Organisation) -> bool:
    """Whether the person is a technology manager without a standing mandate of the organisation."""
    return allowed(user, "accounts.see_portfolio") and not mandates_with(organisation).filter(manager=user).exists()


def parks_to_offer(user: Any, organisation: Organisation) -> list[Organisation]:
    """The parks this person acts for that could take the organisation in."""
    parks = Organisation.objects.of_member(user).filter(kind=OrganisationKind.PARK, is_active=True)
    taken = parks_with(organisation).values("park")
    found = parks.exclude(pk=organisation.pk).exclude(pk__in=taken)
    return [park for park in found if allowed(user, "accounts.run_park", park)]


def get_mandate(user: Any, pk: int) -> Mandate:
    """A standing mandate of which the person is one side, or 404."""
    found = Mandate.objects.standing().filter(pk=pk).select_related("organisation", "manager").first()
    if found is None or not allowed(user, "accounts.end_mandate", found):
        raise Http404
    return found


def get_tenancy(user: Any, pk: int) -> Tenancy:
    """A standing tenancy of which the person is one side, or 404."""
    found = Tenancy.objects.standing().filter(pk=pk).select_related("organisation", "park").first()
    if found is None or not allowed(user, "accounts.end_tenancy", found):
        raise Http404
    return found


def get_run_park(user: Any, pk: int) -> Organisation:
    """A park that the person acts for, or 404."""
    park = get_visible_organisation(user, pk)
    if not allowed(user, "accounts.run_park", park):
        raise Http404
    return park


def open_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """Invitations that are neither accepted nor withdrawn; expired ones too, since they can be sent again."""
    return organisation.invitations.filter(accepted_at=None, withdrawn_at=None).select_related("invited_by")


def pending_claims() -> QuerySet[Claim]:
    """What waits for a reviewer, the oldest first."""
    return Claim.objects.filter(state=ClaimState.PENDING).select_related("organisation", "user")


def own_memberships(user: User) -> QuerySet[Membership]:
    """The person's organisations, those they own first."""
    counted = Membership.objects.filter(user=user, organisation__is_active=True).select_related("organisation")
    return counted.annotate(member_count=Count("organisation__memberships")).order_by(
        "-role", "organisation__name_zh", "organisation__name_en"
    )


def own_claims(user: User) -> QuerySet[Claim]:
    """The person's claims, the latest first."""
    return user.claims.select_related("organisation").order_by("-created_at", "-pk")


def own_tokens(user: User) -> QuerySet[ApiToken]:
    """The person's API tokens, the latest first."""
    return ApiToken.objects.filter(user=user)


def get_own_token(user: User, key: str) -> ApiToken:
    """One of the person's tokens by the beginning of its secret."""
    token = own_tokens(user).filter(token_key=key).first()
    if token is None:
        raise Http404
    return token


def organisations_left_to(user: User) -> list[Organisation]:
    """Organisations whose only owner is this person while they have other members."""
    owned = Organisation.objects.filter(memberships__user=user, memberships__role=MemberRole.OWNER)
    others = Membership.objects.filter(organisation__in=owned).exclude(user=user)
    with_owner = set(others.filter(role=MemberRole.OWNER).values_list("organisation_id", flat=True))
    left = set(others.values_list("organisation_id", flat=True)) - with_owner
    return list(owned.filter(pk__in=left))


def name_variants(name: str) -> set[str]:
    """Spellings of a name that mean the same: Chinese company names carry brackets of either width."""
    plain = " ".join(unicodedata.normalize("NFKC", name).split())
    return {name.strip(), plain, plain.translate(_FULL_WIDTH), plain.translate(_HALF_WIDTH)} - {""}


def same_codes(uscc: str | None, ror: str | None, *, but: int | None = None) -> QuerySet[Organisation]:
    """Other organisations that carry one of these codes."""
    condition = Q(pk__in=[])
    if code := normalise_uscc(uscc):
        condition |= Q(uscc=code)
    if code := normalise_ror(ror):
        condition |= Q(ror=code)
    return Organisation.objects.filter(condition).exclude(pk__in=[] if but is None else [but])


def same_names(*names: str, but: int | None = None) -> QuerySet[Organisation]:
    """Other shown organisations with one of these names, whatever the width of their brackets or the case."""
    condition = Q(pk__in=[])
    for variant in {variant for name in names for variant in name_variants(name)}:
        condition |= Q(name_zh__iexact=variant) | Q(name_en__iexact=variant)
    return Organisation.objects.filter(condition, is_active=True).exclude(pk__in=[] if but is None else [but])


def code_warnings(organisation: Organisation) -> list[str]:
    """What looks wrong with its codes, for those who can mend it."""
    return identifier_warnings(organisation.uscc, organisation.ror)


def is_last_administrator(user: User) -> bool:
    """Whether nobody else could administer the installation."""
    administrators = User.objects.filter(is_superuser=True, is_active=True)
    return user.is_superuser and not administrators.exclude(pk=user.pk).exists()


def ended_invitations(before: Any) -> QuerySet[Invitation]:
    """Invitations that have been over since ``before``."""
    return Invitation.objects.filter(
        Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=min(before, timezone.now()))
    )


def personal_data(user: User) -> dict[str, Any]:
    """A copy of everything stored about a person that fits JSON; higher features add their sections.

    Secrets and hashes are left out: they say nothing about the person and would weaken the account.
    """
    data: dict[str, Any] = {
        "exported_at": timezone.now(),
        "account": {
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "time_zone": user.time_zone,
            "joined": user.date_joined,
            "last_login": user.last_login,
            "active": user.is_active,
            "administrator": user.is_superuser,
            "privacy_notice": {"version": user.consent_version, "agreed_at": user.consented_at},
        },
        "email_addresses": list(user.emailaddress_set.values("email", "verified", "primary")),  # type: ignore[attr-defined]
        "roles": list(user.role_grants.values("role", "granted_at")),
        "memberships": [
            {
                "organisation": str(row.organisation), "id": row.organisation_id, "role": row.role,
                "may_sign": row.may_sign, "since": row.created_at,
            }
            for row in user.memberships.select_related("organisation")
        ],
        "claims": [
            {
                "organisation": str(claim.organisation), "evidence": claim.evidence, "state": claim.state,
                "reason": claim.reason, "created_at": claim.created_at, "decided_at": claim.decided_at,
            }
            for claim in user.claims.select_related("organisation")
        ],
        "invitations_received": _invitations(Invitation.objects.filter(email__iexact=user.email)),
        "invitations_sent": _invitations(Invitation.objects.filter(invited_by=user)),
        "mandates": [
            {
                "organisation": str(tie.organisation), "asked_at": tie.asked_at, "accepted_at": tie.accepted_at,
                "ended_at": tie.ended_at, "confidential": tie.confidential,
            }
            for tie in Mandate.objects.filter(manager=user).select_related("organisation")
        ],
        "api_tokens": list(own_tokens(user).values("name", "created", "expiry")),
    }  # fmt: skip
    answers: list[tuple[Any, Any]] = personal_data_requested.send(sender=User, user=user)
    for _receiver, sections in answers:
        data |= sections
    return data


def _invitations(found: QuerySet[Invitation]) -> list[dict[str, Any]]:
    return [
        {
            "organisation": str(one.organisation), "email": one.email, "role": one.role, "created_at": one.created_at,
            "expires_at": one.expires_at, "accepted_at": one.accepted_at, "withdrawn_at": one.withdrawn_at,
        }
        for one in found.select_related("organisation")
    ]  # fmt: skip
