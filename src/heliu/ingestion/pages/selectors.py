"""Reading pages, each time for somebody."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import acting_for
from heliu.catalog.selectors import record_model, seen_titles, visible_organisations
from heliu.ingestion.pages.choices import TARGETS, Decision, PageState
from heliu.ingestion.pages.models import DraftedRecord, Mention, Page, PageQuerySet, PageVersion
from heliu.kit.language import localised
from heliu.kit.permissions import allowed

MOST_LINES = 3_000
"""Lines of a version that are compared with those of another."""
MOST_CANDIDATES = 20
"""Of the catalog, that are offered to tie a mention to."""


class Unchanged:
    """Says that something is to stay as it is, where None has a meaning of its own."""


def visible_pages(user: Any) -> PageQuerySet:
    """What a person may know of, with what a list shows of it."""
    return Page.objects.visible_to(user).select_related("organisation", "added_by")


def get_visible_page(user: Any, pk: int) -> Page:
    """The page, or "not found"."""
    found = visible_pages(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_readable_page(user: Any, pk: int) -> Page:
    """A page that the person may read whole, or "not found"."""
    found = Page.objects.readable_by(user).select_related("organisation", "added_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_version(page: Page, number: int) -> PageVersion:
    """A version of a page, or "not found"."""
    found = page.versions.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def current_version(page: Page) -> PageVersion | None:
    """The newest version that was read; None where nothing was so far."""
    return page.versions.filter(number=page.latest).first() if page.latest else None


def mentions_of(page: Page) -> Any:
    """What the newest version speaks of."""
    return Mention.objects.filter(version__page=page, version__number=page.latest).select_related("decided_by")


def get_mention(page: Page, pk: int) -> Mention:
    """A mention of a page, or "not found"."""
    found = mentions_of(page).select_related("version__page__organisation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def pages_to_look_at(user: Any) -> PageQuerySet:
    """Pages that the person handed in, that were read, and of which nobody has said that they are done with."""
    mine = Page.objects.readable_by(user).filter(added_by=user, state=PageState.READ, looked_at=None)
    return mine.order_by("created_at", "pk")


def organisations_to_add_for(user: Any) -> Any:
    """Those that a page may belong to: where the person is a member, or has a mandate."""
    return Organisation.objects.filter(pk__in=acting_for(user), is_active=True)


# -- what it is in the catalog ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Target:
    """What a mention is in the catalog, for somebody who may know of it."""

    kind: str
    pk: int
    name: str
    url: str


def target_for(user: Any, mention: Mention) -> Target | None:
    """What a mention is tied to, where the person may know of that."""
    return targets_for(user, [mention]).get(mention.pk)


def targets_for(user: Any, mentions: Iterable[Mention]) -> Mapping[int, Target]:
    """Mention → what it is tied to, of those that the person may know of; a query for each kind."""
    tied = [one for one in mentions if one.target_kind and one.target_id]
    titles = _titles(user, {(one.target_kind, int(one.target_id or 0)) for one in tied})
    found = {}
    for one in tied:
        key = one.target_kind, int(one.target_id or 0)
        if key in titles:
            found[one.pk] = Target(*key, titles[key], reverse(f"{key[0]}_detail", args=[key[1]]))
    return found


def _titles(user: Any, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], str]:
    bodies = {pk for kind, pk in wanted if kind == "organisation"}
    found = seen_titles(user, [key for key in wanted if key[0] != "organisation"])
    if bodies:
        shown = visible_organisations(user).filter(pk__in=bodies)
        found |= {("organisation", one.pk): one.name for one in shown}
    return found


def candidates(user: Any, kind: str, text: str) -> list[Target]:
    """What a mention of this kind may be tied to whose name holds the words, of what the person may know of."""
    target = TARGETS.get(kind)
    words = text.split()[:5]
    if target is None or not words:
        return []
    name = "name" if target == "organisation" else "title"
    found = (
        visible_organisations(user) if target == "organisation" else record_model(target).objects.visible_to(user)
    )  # fmt: skip
    for word in words:
        found = found.filter(Q(**{f"{name}_zh__icontains": word}) | Q(**{f"{name}_en__icontains": word}))
    return [
        Target(target, one.pk, localised(one, name), reverse(f"{target}_detail", args=[one.pk]))
        for one in found.order_by("pk")[:MOST_CANDIDATES]
    ]


# -- what became of it ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Drafted:
    """A record that was made from a page, for somebody who may know of it."""

    row: DraftedRecord
    title: str
    url: str
    state: str
    """In words."""


def drafted_from(user: Any, page: Page) -> list[Drafted]:
    """Records that were made from a page, of those that the person may know of."""
    rows = list(DraftedRecord.objects.filter(version__page=page).select_related("version", "made_by"))
    found = []
    for kind in dict.fromkeys(row.kind for row in rows):
        ids = [row.object_id for row in rows if row.kind == kind]
        records = {one.pk: one for one in record_model(kind).objects.visible_to(user).filter(pk__in=ids)}
        found += [
            Drafted(row, one.title, one.get_absolute_url(), one.get_state_display())
            for row in rows
            if row.kind == kind and (one := records.get(row.object_id))
        ]
    return sorted(found, key=lambda one: -one.row.pk)


def pages_of_record(user: Any, kind: str, pk: int) -> list[DraftedRecord]:
    """The pages that a record was made from, of those that the person may read."""
    rows = DraftedRecord.objects.filter(kind=kind, object_id=pk, version__page__in=Page.objects.readable_by(user))
    return list(rows.select_related("version__page", "made_by"))


def may_draft(user: Any, page: Page) -> bool:
    return bool(page.latest) and allowed(user, "ingestion.draft_record", page)


# -- what changed -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """A paragraph that one of two versions has and the other has not."""

    before: str
    after: str


def changes_since(before: PageVersion, after: PageVersion) -> list[Difference] | None:
    """Paragraphs that differ, in order; None where a version is too long to be compared."""
    old, new = before.body.split("\n"), after.body.split("\n")
    if max(len(old), len(new)) > MOST_LINES:
        return None
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [
        Difference("\n".join(old[low:high]), "\n".join(new[first:last]))
        for tag, low, high, first, last in matcher.get_opcodes()
        if tag != "equal"
    ]


def read_versions(page: Page) -> Sequence[PageVersion]:
    """Versions of which something was read, the newest first, without their texts."""
    return list(page.versions.exclude(rule="").defer("body", "reading", "relations"))


def personal_pages(user: Any) -> dict[str, Any]:
    """What a person handed in and decided, for the copy of their data."""
    decided = Mention.objects.filter(decided_by=user).exclude(decision=Decision.PROPOSED)
    return {
        "pages": [
            {"address": one.url, "file": one.name, "title": one.title, "added_at": one.created_at, "shared": one.shared}
            for one in Page.objects.filter(added_by=user).order_by("created_at", "pk")
        ],
        "decisions_on_pages": [
            {"name": one.name, "kind": one.kind, "decision": one.decision, "decided_at": one.decided_at}
            for one in decided.order_by("decided_at", "pk")
        ],
        "records_from_pages": [
            {"kind": one.kind, "record": one.object_id, "made_at": one.made_at}
            for one in DraftedRecord.objects.filter(made_by=user).order_by("made_at", "pk")
        ],
    }  # fmt: skip
