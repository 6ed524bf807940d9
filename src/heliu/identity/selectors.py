"""Reading pairs that may be one, merges, and names of organisations, each time for somebody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from heliu.accounts.choices import MemberRole, PlatformRole
from heliu.accounts.models import Organisation
from heliu.accounts.permissions import has_role, memberships_of
from heliu.catalog.models import RECORD_MODELS, Record
from heliu.identity.choices import ORGANISATION, Side
from heliu.identity.models import Duplicate, DuplicateQuerySet, Merge, MergeQuerySet, OrganisationName, Proposal


@dataclass(frozen=True, slots=True)
class Pair:
    """A likely duplicate with its two records, or organisations."""

    duplicate: Duplicate
    left: Any
    right: Any

    @property
    def kind(self) -> str:
        return self.duplicate.kind

    @property
    def is_of_records(self) -> bool:
        """Whether the two can be merged at all."""
        return self.kind != ORGANISATION

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """The owners of the two, each once."""
        both = (self.left.organisation, self.right.organisation)
        return both[:1] if both[0].pk == both[1].pk else both

    @property
    def is_within_one(self) -> bool:
        return self.is_of_records and len(self.organisations) == 1

    def on(self, side: Side) -> Any:
        return self.left if side == Side.LEFT else self.right


def models_of(kind: str) -> Any:
    """The model of a kind of pairs."""
    return Organisation if kind == ORGANISATION else RECORD_MODELS[kind]


def load_pairs(duplicates: Iterable[Duplicate]) -> list[Pair]:
    """The pairs whose two are still there, in their order; one query a kind."""
    duplicates = list(duplicates)
    found: dict[tuple[str, int], Any] = {}
    for kind in {one.kind for one in duplicates}:
        ids = {pk for one in duplicates if one.kind == kind for pk in (one.left_id, one.right_id)}
        rows = models_of(kind)._default_manager.filter(pk__in=ids)
        rows = rows if kind == ORGANISATION else rows.select_related("organisation")
        found |= {(kind, row.pk): row for row in rows}
    return [
        Pair(one, found[one.kind, one.left_id], found[one.kind, one.right_id])
        for one in duplicates
        if (one.kind, one.left_id) in found and (one.kind, one.right_id) in found
    ]


def visible_duplicates(user: Any) -> DuplicateQuerySet:
    """Pairs that the person may see: both records in full."""
    return Duplicate.objects.visible_to(user).select_related("decided_by")


def get_visible_pair(user: Any, pk: int) -> Pair:
    """The pair, or "not found"."""
    pairs = load_pairs(visible_duplicates(user).filter(pk=pk))
    if not pairs:
        raise Http404
    return pairs[0]


def next_open(user: Any, duplicate: Duplicate) -> Duplicate | None:
    """The pair that comes after this one among those that wait, the likeliest first; else the first of all."""
    waiting = visible_duplicates(user).open().exclude(pk=duplicate.pk).order_by("-score", "pk")
    later = [one for one in waiting[:200] if (-one.score, one.pk) > (-duplicate.score, duplicate.pk)]
    return later[0] if later else waiting.first()


# -- what a person has to do ------------------------------------------------------------------------


def owned_by(user: Any) -> list[int]:
    """Ids of the organisations that the person is an owner of."""
    return [pk for pk, role in memberships_of(user).items() if role == MemberRole.OWNER]


def waiting_for(user: Any) -> DuplicateQuerySet:
    """Open pairs that the person can decide: a reviewer all they see, members those within their own organisations, and
    owners those for which a proposal waits for their word.
    """
    found = visible_duplicates(user).open()
    if has_role(user, PlatformRole.REVIEWER):
        return found
    if not memberships_of(user):
        return found.none()
    return found.filter(pk__in=_within_own(user)) | found.filter(pk__in=_asked_of(user))


def _within_own(user: Any) -> list[int]:
    own = memberships_of(user)
    pairs = load_pairs(Duplicate.objects.visible_to(user).open())
    return [
        one.duplicate.pk for one in pairs if one.is_of_records and all(each.pk in own for each in one.organisations)
    ]


def _asked_of(user: Any) -> list[int]:
    owned = set(owned_by(user))
    if not owned:
        return []
    proposed = Duplicate.objects.visible_to(user).open().filter(proposal__isnull=False)
    pairs = load_pairs(proposed.select_related("proposal").prefetch_related("proposal__consents"))
    found = []
    for pair in pairs:
        given = {one.organisation_id for one in pair.duplicate.proposal.consents.all()}
        if any(one.pk in owned - given for one in pair.organisations):
            found.append(pair.duplicate.pk)
    return found


# -- proposals --------------------------------------------------------------------------------------


def proposal_of(pair: Pair) -> Proposal | None:
    """What was proposed, while both records are as they were then."""
    found = Proposal.objects.select_related("proposed_by").filter(duplicate=pair.duplicate).first()
    return found if found is not None and holds_for(found, pair) else None


def holds_for(proposal: Proposal, pair: Pair) -> bool:
    return (proposal.left_version, proposal.right_version) == (pair.left.version, pair.right.version)


def agreed_by(proposal: Proposal, pair: Pair) -> list[Organisation]:
    """Organisations whose owner has said yes and is an owner still."""
    given = {
        one.organisation_id
        for one in proposal.consents.all()
        if one.organisation.memberships.filter(user_id=one.given_by_id, role=MemberRole.OWNER).exists()
    }
    return [one for one in pair.organisations if one.pk in given]


# -- merges -----------------------------------------------------------------------------------------


def visible_merges(user: Any) -> MergeQuerySet:
    """What was merged, for whoever may see both records."""
    return Merge.objects.visible_to(user).select_related("merged_by", "undone_by")


def get_visible_merge(user: Any, pk: int) -> Merge:
    """The merge, or "not found"."""
    found = visible_merges(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def records_of(merge: Merge) -> tuple[Record, Record]:
    """The record that stayed, and the one that was merged into it."""
    rows: Any = RECORD_MODELS[merge.kind]._default_manager.select_related("organisation")
    found = rows.in_bulk([merge.kept_id, merge.merged_id])
    if len(found) < 2:
        raise Http404
    return found[merge.kept_id], found[merge.merged_id]


def merges_about(user: Any, record: Any) -> Sequence[Merge]:
    """The merges into a record that stand, for its page."""
    found = visible_merges(user).filter(kind=record.kind, kept_id=record.pk, undone_at=None)
    return list(found)


# -- names ------------------------------------------------------------------------------------------


def names_of(organisation: Organisation) -> QuerySet[OrganisationName]:
    """What else an organisation is called: public facts, as it is one itself."""
    return OrganisationName.objects.filter(organisation=organisation).select_related("added_by")


def visible_names(user: Any) -> QuerySet[OrganisationName]:
    """Names of the organisations that are shown."""
    return OrganisationName.objects.filter(organisation__in=Organisation.objects.visible_to(user).values("pk"))


def get_visible_name(user: Any, pk: int) -> OrganisationName:
    """The name, or "not found"."""
    found = visible_names(user).select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


# -- the copy of a person's data --------------------------------------------------------------------


def personal_decisions(user: Any) -> dict[str, Any]:
    """What a person decided about likely duplicates and which names they added, for the copy of their data."""
    return {
        "duplicates_decided": [
            {"kind": one.kind, "records": [one.left_id, one.right_id], "state": one.state, "note": one.note,
             "decided_at": one.decided_at}
            for one in Duplicate.objects.filter(decided_by=user).order_by("decided_at", "pk")
        ],
        "merges": [
            {"kind": one.kind, "kept": one.kept_id, "merged": one.merged_id, "merged_at": one.merged_at,
             "undone_at": one.undone_at}
            for one in Merge.objects.filter(merged_by=user).order_by("merged_at", "pk")
        ],
        "organisation_names": [
            {"name": one.name, "added_at": one.added_at}
            for one in OrganisationName.objects.filter(added_by=user).order_by("added_at", "pk")
        ],
    }  # fmt: skip
