"""Reading papers and templates; what both sides of a deal may know; what has changed since a paper was made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from heliu.accounts.choices import Verification
from heliu.accounts.models import User
from heliu.catalog.access.models import AccessRequest
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Record
from heliu.deals.models import Deal
from heliu.deals.papers.fields import read_values
from heliu.deals.papers.kinds import Kind, kinds
from heliu.deals.papers.models import Enclosure, Paper, PaperTemplate
from heliu.deals.selectors import get_visible_deal

_SHOWN = (State.PUBLISHED, State.EXPIRED, State.CLOSED)
"""States whose text was shown to others: what is being written anew was not."""


# -- what both sides may know ---------------------------------------------------------------------


def title_known_to_both(record: Record) -> bool:
    """Whether a paper may carry the title: never that of a confidential record, nor one that is being written."""
    state = record.state_before_merging if record.is_merged else record.state
    return record.tier != Tier.CONFIDENTIAL and state in _SHOWN


def content_known_to_both(deal: Deal, record: Record) -> bool:
    """Whether a paper may carry more than the title: the side that does not own the record may read it as well."""
    if not title_known_to_both(record):
        return False
    if record.tier == Tier.PUBLIC:
        return True
    other = deal.recipient if record.organisation_id == deal.provider_id else deal.provider
    if other.verification != Verification.VERIFIED or not other.is_active:
        return False
    granted = AccessRequest.objects.in_force().filter(kind=record.kind, record_id=record.pk, organisation=other)
    return record.tier == Tier.MEMBERS or granted.exists()


# -- templates ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TemplateText:
    """The Word file that the next paper of a kind and language is made from."""

    kind: Kind
    language: str
    template: PaperTemplate | None
    """None for the draft that comes with the software."""
    content: bytes

    @property
    def content_hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def template_in_force(kind: Kind, language: str) -> TemplateText:
    """The version that an administrator has put in force, else the draft that comes with the software."""
    found = PaperTemplate.objects.filter(kind=kind.name, language=language, in_force=True).first()
    if found is None:
        return TemplateText(kind, language, None, kind.draft(language))
    with found.file.open("rb") as stream:
        return TemplateText(kind, language, found, stream.read())


def template_versions() -> QuerySet[PaperTemplate]:
    """Those that were uploaded, of each kind the newest first; the caller asks whether the person may see them."""
    return PaperTemplate.objects.select_related("created_by").order_by("kind", "language", "-number")


def get_template_version(pk: int) -> PaperTemplate:
    found = template_versions().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_kind(name: str) -> Kind:
    """The kind of paper, or "not found"."""
    if name not in kinds():
        raise Http404
    return kinds()[name]


# -- papers ---------------------------------------------------------------------------------------


def papers_of(user: Any, deal: Deal) -> QuerySet[Paper]:
    """The papers of a deal that the person has fetched with ``get_visible_deal``, of each sort the newest first."""
    return Paper.objects.filter(deal=get_visible_deal(user, deal.pk)).select_related("deal", "made_by", "template")


def get_visible_paper(user: Any, deal_pk: int, pk: int) -> Paper:
    """The paper, or "not found" for whoever may not see its deal."""
    found = papers_of(user, get_visible_deal(user, deal_pk)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_visible_enclosure(user: Any, deal_pk: int, pk: int) -> Enclosure:
    """The file, or "not found" for whoever may not see its deal."""
    found = Enclosure.objects.filter(deal=get_visible_deal(user, deal_pk), pk=pk).select_related("deal").first()
    if found is None:
        raise Http404
    return found


def enclosures_of(deal: Deal) -> dict[str, Enclosure]:
    """Item → its newest file."""
    newest: dict[str, Enclosure] = {}
    for one in Enclosure.objects.filter(deal=deal).select_related("added_by").order_by("-added_at", "-pk"):
        newest.setdefault(one.item, one)
    return newest


def personal_papers(user: User) -> dict[str, Any]:
    """What papers and enclosures hold about a person, for the copy of their data."""
    papers = Paper.objects.filter(made_by=user).select_related("deal").order_by("made_at")
    enclosures = Enclosure.objects.filter(added_by=user).order_by("added_at")
    return {
        "papers": [{"file": paper.file_name, "made_at": paper.made_at} for paper in papers],
        "enclosures": [{"deal": one.deal_id, "file": one.name, "added_at": one.added_at} for one in enclosures],
        "paper_templates": [
            {"kind": one.kind, "version": one.number, "created_at": one.created_at}
            for one in PaperTemplate.objects.filter(created_by=user)
        ],
    }  # fmt: skip


# -- what has changed since -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A field whose value in the record differs from the one in the paper."""

    name: str
    label: str
    old: str
    new: str


class CurrentValues:
    """What the record of one deal says now, read once for each field and language."""

    def __init__(self, deal: Deal) -> None:
        self._deal = deal
        self._known: dict[tuple[str, str, str], str] = {}

    def of(self, kind: Kind, names: Iterable[str], language: str) -> dict[str, str]:
        """Name → value for those of the names that are known; a field that no longer exists is left out."""
        known = kind.known_fields()
        wanted = [known[name] for name in names if name in known]
        # A field of a kind's own may have the name of one of another kind.
        new = [field for field in wanted if (kind.name, field.name, language) not in self._known]
        for name, value in read_values(self._deal, new, language).items():
            self._known[kind.name, name, language] = value
        return {field.name: self._known[kind.name, field.name, language] for field in wanted}


def changes_since(paper: Paper, current: CurrentValues) -> list[Change]:
    """The fields of a paper that the record fills otherwise by now; empty where it is up to date."""
    kind = kinds().get(paper.kind)
    if kind is None:
        return []
    now = current.of(kind, paper.values, paper.language)
    known = kind.known_fields()
    return [
        Change(name, str(known[name].label), old, now[name])
        for name, old in paper.values.items()
        if name in now and now[name] != old
    ]


def newest_papers(deal: Deal) -> list[Paper]:
    """Of each kind and language the newest paper, in the order in which the kinds were registered."""
    newest: dict[tuple[str, str], Paper] = {}
    for paper in Paper.objects.filter(deal=deal).select_related("deal", "made_by", "template").order_by("-number"):
        newest.setdefault((paper.kind, paper.language), paper)
    order = list(kinds())
    return sorted(
        newest.values(),
        key=lambda paper: (order.index(paper.kind) if paper.kind in order else len(order), paper.language),
    )
