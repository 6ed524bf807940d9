"""Reading records, each time for somebody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Q, QuerySet, Value
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst

from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import Organisation
from heliu.accounts.permissions import has_role, memberships_of
from heliu.activity.models import Event
from heliu.activity.selectors import timeline_of
from heliu.catalog.choices import CHOICE_LISTS, ReadinessScale, State, Tier
from heliu.catalog.models import RECORD_MODELS, Attachment, Expert, Record
from heliu.kit.language import localised
from heliu.kit.permissions import allowed
from heliu.kit.vocabularies import industries, regions


def record_model(kind: str) -> type[Record]:
    """The model of a kind; an unknown kind is not found."""
    try:
        return RECORD_MODELS[kind]
    except KeyError:
        raise Http404(kind) from None


def visible_records(user: Any, kind: str) -> QuerySet[Any]:
    """Records of a kind this person may know of, with their organisations."""
    model = record_model(kind)
    return model.objects.visible_to(user).select_related(*model.joined)


def readable_records(user: Any, kind: str) -> QuerySet[Any]:
    """Records of a kind this person may read in full."""
    model = record_model(kind)
    return model.objects.content_visible_to(user).select_related(*model.joined)


def published_records(user: Any, kind: str) -> QuerySet[Any]:
    """What the list of a kind shows: published records only, also to those who may see others."""
    return visible_records(user, kind).filter(state=State.PUBLISHED)


def own_records(user: Any, kind: str) -> QuerySet[Any]:
    """Records of the organisations the person acts for, in any state."""
    return visible_records(user, kind).filter(organisation__in=list(memberships_of(user)))


def own_record_counts(user: Any) -> dict[str, int]:
    """Kind → number of the person's own records."""
    return {kind: own_records(user, kind).count() for kind in RECORD_MODELS}


def get_visible_record(user: Any, kind: str, pk: int) -> Any:
    """The record, or "not found" for an outsider."""
    return get_object_or_404(visible_records(user, kind), pk=pk)


def standing_for(user: Any, kind: str, pk: int) -> Any | None:
    """The record that stands for a merged one, for whoever may know of it and could know of the merged one.

    That is asked of the merged one as it stood before, so that nobody learns of a draft that it existed.
    """
    found = record_model(kind)._default_manager.filter(pk=pk, state=State.MERGED)
    record: Any = found.select_related("organisation").first()
    if record is None or record.merged_into_id is None:
        return None
    state = record.state_before_merging
    before = type(record)(pk=record.pk, organisation=record.organisation, tier=record.tier, state=state)
    if not (allowed(user, "catalog.view_record", record) or allowed(user, "catalog.view_record", before)):
        return None
    while record.merged_into_id is not None:
        record = record.merged_into
    return record if allowed(user, "catalog.view_record", record) else None


def merged_ids(kind: str, ids: Iterable[int]) -> list[int]:
    """Which of these records were merged into others; what stands for them says ``standing_for``."""
    return list(record_model(kind)._default_manager.filter(pk__in=ids, state=State.MERGED).values_list("pk", flat=True))


def merged_records(record: Any) -> list[Any]:
    """All records that this one stands for, however many steps back; one query where there are none."""
    found: list[Any] = []
    level = [record.pk]
    while level:
        rows = type(record)._default_manager.filter(merged_into__in=level).select_related("organisation").order_by("pk")
        level = [one.pk for one in rows]
        found += rows
    return found


def whole_timeline(user: Any, record: Any) -> QuerySet[Event]:
    """The timeline of a record with those of the records merged into it whose history the person may see."""
    merged = [one.pk for one in merged_records(record) if allowed(user, "catalog.view_history", one)]
    content_type = ContentType.objects.get_for_model(record)
    found = Event.objects.filter(content_type=content_type, object_id__in=[record.pk, *merged])
    return found.select_related("actor")


def own_organisations(user: Any) -> QuerySet[Organisation]:
    """Organisations for which the person may write records."""
    return Organisation.objects.filter(pk__in=list(memberships_of(user)), is_active=True)


def visible_organisations(user: Any) -> QuerySet[Organisation]:
    """Organisations that are shown."""
    return Organisation.objects.visible_to(user)


def get_visible_organisation(user: Any, pk: int) -> Organisation:
    """The organisation, or "not found"."""
    return get_object_or_404(visible_organisations(user), pk=pk)


def records_of_organisation(user: Any, organisation: Organisation, kind: str) -> QuerySet[Any]:
    """Published records that an organisation's page lists.

    Of *on request* records not even the owner is told, so its page leaves them out for outsiders.
    """
    return readable_records(user, kind).filter(organisation=organisation, state=State.PUBLISHED)


# -- review ---------------------------------------------------------------------------------------


def records_to_review(user: Any) -> QuerySet[Any, dict[str, Any]]:
    """Kind, id and submission time of what waits for this reviewer, longest waiting first."""
    queues = []
    for kind in RECORD_MODELS:
        waiting = reviewable_records(user, kind).select_related(None)
        row_kind = Value(kind, output_field=CharField())
        queues.append(waiting.order_by().annotate(row_kind=row_kind).values("row_kind", "pk", "submitted_at"))
    first, *others = queues
    return first.union(*others, all=True).order_by("submitted_at", "row_kind", "pk")


def reviewable_records(user: Any, kind: str) -> QuerySet[Any]:
    """Records of one kind that wait for this reviewer."""
    if not has_role(user, PlatformRole.REVIEWER):
        return visible_records(user, kind).none()
    waiting = visible_records(user, kind).filter(state=State.IN_REVIEW)
    return waiting.exclude(organisation__in=list(memberships_of(user)))


def fetch_records(user: Any, rows: Iterable[dict[str, Any]]) -> list[Any]:
    """The records of rows with ``row_kind`` and ``pk``, in their order, one query a kind."""
    rows = list(rows)
    found: dict[tuple[str, int], Any] = {}
    for kind in {row["row_kind"] for row in rows}:
        wanted = [row["pk"] for row in rows if row["row_kind"] == kind]
        for record in visible_records(user, kind).filter(pk__in=wanted):
            found[kind, record.pk] = record
    return [found[row["row_kind"], row["pk"]] for row in rows if (row["row_kind"], row["pk"]) in found]


def seen_titles(user: Any, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Titles in the page's language of those records, by kind and id, that the person may know of; one query a kind."""
    ids: dict[str, set[int]] = {}
    for kind, pk in wanted:
        ids.setdefault(kind, set()).add(pk)
    found: dict[tuple[str, int], str] = {}
    for kind, some in ids.items():
        records = record_model(kind).objects.visible_to(user).filter(pk__in=some).order_by()
        rows = records.values_list("pk", "title_zh", "title_en", named=True)
        found |= {(kind, row.pk): localised(row, "title") for row in rows}
    return found


# -- what changed ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs between two versions, as a person reads it."""

    name: str
    label: str
    before: str
    after: str


def field_label(model: type[Record], name: str) -> str:
    """What a page calls a field."""
    field = model._meta.get_field(name)
    related = getattr(field, "related_model", None)
    label = getattr(field, "verbose_name", None) or related._meta.verbose_name_plural  # type: ignore[union-attr]
    return capfirst(str(label))


def display_value(record: Any, name: str) -> str:
    """A field's value in words."""
    value = getattr(record, name)
    if value in (None, "", []):
        return ""
    if name == "region":
        return f"{value} {regions().full_name(value)}"
    if name == "industry":
        return f"{value} {industries().full_name(value)}"
    if name in CHOICE_LISTS:
        choices = CHOICE_LISTS[name]
        return ", ".join(str(choices(each).label) if each in choices.values else each for each in value)
    if name in ("tier", "readiness_scale"):
        choices = Tier if name == "tier" else ReadinessScale
        return str(choices(value).label) if value in choices.values else str(value)
    if isinstance(value, list):
        return ", ".join(value)
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)


def differences(before: Any, after: Any, model: type[Record]) -> list[Change]:
    """The fields in which two versions of a record differ."""
    return [
        Change(name, field_label(model, name), display_value(before, name), display_value(after, name))
        for name in model.editable_fields()
        if getattr(before, name) != getattr(after, name)
    ]


def changes_since_version(record: Any, version: int) -> list[Change]:
    """What others changed after ``version``; of works, rights and team only that they did."""
    before = record.history.filter(version=version).order_by("history_date", "history_id").last()
    changes = differences(before, record, type(record)) if before else []
    return changes + _changed_parts(record, after_version=version)


def changes_to_review(record: Any) -> tuple[Any | None, list[Change]]:
    """The version last approved or given back, and what was changed after it; None where there is none."""
    decided = Q(history_change_reason__in=["published", "returned"]) | Q(history_type="+", state=State.PUBLISHED)
    before = record.history.filter(decided).order_by("history_date", "history_id").last()
    if before is None:
        return None, []
    return before, differences(before, record, type(record)) + _changed_parts(record, after_version=before.version)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record, who wrote it, and what it changed."""

    number: int
    at: Any
    by: Any
    changes: list[Change]


def version_history(record: Any) -> list[Version]:
    """Every version, newest first; the first one has no changes."""
    rows = list(record.history.select_related("history_user").order_by("history_date", "history_id"))
    model = type(record)
    versions = []
    for before, after in pairwise([None, *rows]):
        if before is None or after.version != before.version:
            changes = differences(before, after, model) if before else []
            parts = _changed_parts(record, after_version=after.version - 1, up_to=after.version) if before else []
            versions.append(Version(after.version, after.history_date, after.history_user, changes + parts))
    return versions[::-1]


def _changed_parts(record: Any, *, after_version: int, up_to: int | None = None) -> list[Change]:
    names = set()
    for event in timeline_of(record).filter(verb="edited"):
        if after_version < event.data.get("version", 0) <= (up_to or record.version):
            names.update(event.data.get("changed", []))
    model = type(record)
    parts = (*model.part_fields, *model.link_fields)
    return [Change(name, field_label(model, name), "", "") for name in parts if name in names]


# -- what belongs to a record ---------------------------------------------------------------------


def visible_team(user: Any, achievement: Any) -> Sequence[Any]:
    """Members of an achievement's team whose pages this person may see; for a merged one there is another."""
    team = achievement.team.exclude(state=State.MERGED)
    return list(team.visible_to(user).select_related("organisation").order_by("pk"))


def visible_team_ids(user: Any, achievements: Sequence[int]) -> dict[int, list[int]]:
    """Achievement id → ids of the team's members whose pages this person may see; one query."""
    visible = Expert.objects.visible_to(user).filter(achievements__in=achievements).exclude(state=State.MERGED)
    found: dict[int, list[int]] = {}
    for achievement, expert in visible.order_by("pk").values_list("achievements", "pk"):
        found.setdefault(achievement, []).append(expert)
    return found


def get_visible_attachment(user: Any, pk: int) -> Attachment:
    """A file of a record that the person may read in full, or "not found"."""
    attachment = get_object_or_404(Attachment.objects.select_related("content_type"), pk=pk)
    record = attachment.record
    if record is None or not allowed(user, "catalog.view_content", record):
        raise Http404
    return attachment


def organisation_record_counts(user: Any, organisations: Iterable[Organisation]) -> dict[int, dict[str, int]]:
    """Organisation id → kind → number of records its page lists; one query a kind."""
    ids = [organisation.pk for organisation in organisations]
    counts: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    for kind in RECORD_MODELS:
        records = readable_records(user, kind).filter(organisation__in=ids, state=State.PUBLISHED)
        rows = records.order_by().values_list("organisation").annotate(number=Count("pk"))
        for pk, number in rows:
            counts[pk][kind] = number
    return counts


def display_fields(record: Any) -> list[tuple[str, str, str]]:
    """Every filled column as (name, label, value in words), for reading a record in full."""
    model = type(record)
    values = ((name, field_label(model, name), display_value(record, name)) for name in model.editable_fields())
    return [(name, label, value) for name, label, value in values if value]


NEED_ELEMENTS = (
    "need_object", "need_problem", "need_method", "need_conditions", "need_current", "cooperation",
    "need_confidentiality",
)  # fmt: skip
"""Columns of a demand that take the need apart and have no other place on its page."""


def need_elements(demand: Any, *, guarded: bool) -> list[tuple[str, str]]:
    """The filled elements as (label, value in words); ``guarded`` says whether guarded ones are told."""
    model = type(demand)
    told = [name for name in NEED_ELEMENTS if guarded or name not in model.guarded_fields]
    values = ((field_label(model, name), display_value(demand, name)) for name in told)
    return [(label, value) for label, value in values if value]
