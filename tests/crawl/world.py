"""A small region in which every text of a record, and what people wrote each other, bears a mark of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import OrganisationFactory, member
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Attachment, Record
from heliu.catalog.tests.factories import make_record
from heliu.catalog.tests.promises import make_people, promised
from heliu.dealflow.actions import introduce
from heliu.dealflow.pairs import Pair
from heliu.readiness.tests.factories import drafted, signed
from heliu.valuation.tests.factories import valued

KINDS = ("demand", "achievement")
"""Experts follow the rules of achievements, by the same code."""
READ = {"pk": range(1, 6), "id": range(1, 6), "kind": ("achievement",), "format": ("json",)}
"""What is tried in addresses that are read: the first ids of anything, among them all records with a mark.

Where an address takes any kind of record, one kind is enough; demands have addresses of their own besides.
"""
WRITTEN = {"pk": (3, 4), "id": (3, 4), "kind": ("achievement",)}
"""The same for addresses that are written to: records on request and confidential ones."""


@dataclass(frozen=True, slots=True)
class World:
    """Who there is, and who may read which mark."""

    people: Mapping[str, Any]
    """Sort of person of docs/reference/tiers.md → somebody."""
    open_to: Mapping[str, frozenset[str]]
    """Mark → the sorts of people to whom it may be told."""


def mark_of(kind: str, tier: str, group: str) -> str:
    return f"qz{kind}{tier}{group}".replace("_", "")


def make_world() -> World:
    """Records of every kind and tier of one owner, assessed and valued, the people of the table, an introduction."""
    owner = OrganisationFactory(verified=True)
    author = member(owner)
    records = {
        (kind, tier): _record(owner, author, kind, tier) for kind in KINDS for tier in Tier.values
    }  # fmt: skip
    draft = make_record("demand", organisation=owner, state=State.DRAFT, title_zh="qzdraft 草稿", title_en="")
    people = make_people(owner, records.values())
    table = promised()
    open_to = {
        mark_of(kind, tier, group): frozenset(name for name, tiers in table.items() if group in tiers[tier])
        for kind, tier in records
        for group in ("title", "text", "contact")
    }
    managers = {"technology manager with a mandate of the owner", "the same, confidential records too"}
    open_to["qzdraft"] = frozenset({"member of the owner", *managers})
    valued(author, records["achievement", Tier.PUBLIC], "cost", name="qzvaluation")
    open_to["qzvaluation"] = frozenset({"member of the owner", *managers})
    for tier in Tier.values:
        mark = mark_of("achievement", tier, "readiness")
        signed(author, records["achievement", tier], note=mark)
        open_to[mark] = open_to[mark_of("achievement", tier, "text")]
    drafted(author, records["achievement", Tier.PUBLIC], note="qzassessment")
    open_to["qzassessment"] = frozenset({"member of the owner", *managers})
    _introduce(people["the same, granted access"], records)
    parties = {"member of the owner", "the same, granted access", *managers}
    open_to["qzmessage"] = frozenset(parties)
    assert draft.pk in READ["pk"]
    assert all(
        records[kind, tier].pk in WRITTEN["pk"] for kind in KINDS for tier in (Tier.ON_REQUEST, Tier.CONFIDENTIAL)
    )
    return World(people, open_to)


def _record(owner: Organisation, author: Any, kind: str, tier: str) -> Record:
    title, text, contact = (mark_of(kind, tier, group) for group in ("title", "text", "contact"))
    record = make_record(
        kind, organisation=owner, created_by=author, tier=tier, title_zh=f"{title} 低温韧性铸件", title_en="",
        summary_zh=f"{title} 摘要", description_zh=f"{text} 铸件在低温下开裂，抗冲击韧性≥67 J。", description_en="",
        keywords_zh=[text], contact_name=contact, contact_email=f"{contact}@example.org",
    )  # fmt: skip
    file = default_storage.save(f"{text}.txt", ContentFile(text.encode()))
    Attachment.objects.create(
        record=record, kind="file", name="a.txt", media_type="text/plain", size=len(text), file=file
    )  # fmt: skip
    return record


def _introduce(guest: Any, records: Mapping[tuple[str, str], Record]) -> None:
    """A member of another organisation puts a demand of theirs to the owner's public achievement."""
    [membership] = guest.memberships.all()
    demand = make_record("demand", organisation=membership.organisation, created_by=guest)
    introduce(actor=guest, pair=Pair(demand, records["achievement", Tier.PUBLIC]), message="qzmessage 您好")  # type: ignore[arg-type]
