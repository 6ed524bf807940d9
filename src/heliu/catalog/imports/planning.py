"""What each row would do: create a record, update one, or leave it as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation
from heliu.accounts.selectors import same_codes
from heliu.catalog.actions import NotPossible
from heliu.catalog.actions.steps import transit
from heliu.catalog.choices import State
from heliu.catalog.imports.owners import Owners, kind_by_name, new_owner, spellings
from heliu.catalog.imports.reading import Entry, RowReader
from heliu.catalog.models import Record
from heliu.catalog.settled import settled_by_hand
from heliu.catalog.spreadsheets.kinds import model_of
from heliu.kit.permissions import allowed

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"


@dataclass(slots=True)
class Plan:
    """What a row does to which record. ``events`` are the verbs of the timeline; ``changed`` the fields that differ.

    ``kept`` are those that differ and stay, since a person stands behind them.
    """

    action: str
    entry: Entry
    record: Any
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    was_findable: bool = False


class RecordPlanner:
    """Plans rows of demands, achievements and experts.

    Within its owner a record is known by ``external_id``; a row without one by its title and
    description, so that bringing the same file twice does not double it. ``lock`` holds the
    rows found until the transaction ends.
    """

    def __init__(self, kind: str, actor: Actor, owners: Owners, *, state: str, source: str) -> None:
        self.model: type[Record] = model_of(kind)
        self.actor, self.owners, self.state, self.source = actor, owners, state, source

    def identity(self, entry: Entry) -> tuple[Any, ...]:
        """What makes two rows of a file the same record."""
        owner = entry.owner_pk or entry.owner
        if external_id := entry.fields.get("external_id"):
            return (owner, "id", external_id)
        return (owner, "text", *(entry.fields.get(name, "") for name in self.model.text_fields))

    def plan(self, entries: Sequence[Entry], reader: RowReader | None = None, *, lock: bool = False) -> list[Plan]:
        """Plans of the entries without problems; with a ``reader`` they are checked, and may get some."""
        good = [entry for entry in entries if not entry.problems]
        known = self._known(good, lock=lock)
        settled = {} if person(self.actor) else settled_by_hand(self.model.kind, {one.pk for one in known.values()})
        plans = [self._plan_one(entry, known.get(entry.row), reader, settled) for entry in good]
        return [plan for plan in plans if not plan.entry.problems]

    def _plan_one(
        self, entry: Entry, record: Record | None, reader: RowReader | None, settled: Mapping[int, frozenset[str]]
    ) -> Plan:
        if record is None:
            plan = self._creation(entry)
        elif record.is_merged:
            # A source goes on naming what was merged; that is no mistake in the file, and changes nothing.
            return Plan(UNCHANGED, entry, record)
        else:
            plan = Plan(UNCHANGED, entry, record, was_findable=record.is_findable)
            given = {name: value for name, value in entry.fields.items() if name not in record.settled_fields}
            differing = [name for name, value in given.items() if getattr(record, name) != value]
            by_hand = settled.get(record.pk, frozenset())
            plan.kept = [name for name in differing if name in by_hand]
            plan.changed = [name for name in differing if name not in by_hand]
            for name in plan.changed:
                setattr(record, name, given[name])
            if plan.changed:
                plan.action, plan.events = UPDATED, ["edited"]
                if not allowed(self.actor, "catalog.edit_record", record):
                    entry.refuse(_("The record is closed or not yours, so it is not changed."))
        if reader is not None and plan.action != UNCHANGED:
            try:
                plan.record.full_clean(
                    exclude={"organisation", "created_by"}, validate_unique=False, validate_constraints=False
                )
            except ValidationError as error:
                reader.explain(entry, error)
        if not entry.problems:
            self._take_step(plan)
        return plan

    def _creation(self, entry: Entry) -> Plan:
        owner = self.owners.get(entry) if self.owners.exists(entry) else new_owner(entry.owner)
        fields = {"source": self.source, **entry.fields}
        record = self.model(
            organisation=owner, created_by=person(self.actor), illustrative=owner.illustrative, **fields
        )  # fmt: skip
        return Plan(CREATED, entry, record, events=["created"])

    def _take_step(self, plan: Plan) -> None:
        """Bring a draft to the state that was asked for; what is further on already stays where it is."""
        record, state = plan.record, plan.record.state
        if self.state == State.PUBLISHED and state == State.DRAFT:
            step, verb = record.release, "published"
        elif self.state == State.IN_REVIEW and (state == State.DRAFT or (state == State.RETURNED and plan.changed)):
            step, verb = record.submit, "submitted"
        else:
            return
        try:
            transit(record, step)
        except NotPossible as error:
            plan.entry.refuse(str(error))
            return
        plan.events = [verb] if plan.events == ["created"] and verb == "published" else [*plan.events, verb]
        plan.action = UPDATED if plan.action == UNCHANGED else plan.action

    def _known(self, entries: Sequence[Entry], *, lock: bool) -> dict[int, Record]:
        """Row → record that is there already."""
        existing = [entry for entry in entries if entry.owner_pk is not None]
        by_id = [entry for entry in existing if entry.fields.get("external_id")]
        by_text = [entry for entry in existing if not entry.fields.get("external_id")]
        found: dict[int, Record] = {}
        records = self.model.objects.select_related("organisation")
        if lock:
            records = records.select_for_update(of=("self",))
        if by_id:
            rows: dict[tuple[Any, Any], Record] = {
                (record.organisation_id, record.external_id): record
                for record in records.filter(
                    organisation__in={entry.owner_pk for entry in by_id},
                    external_id__in=[entry.fields["external_id"] for entry in by_id],
                ).order_by()
            }
            for entry in by_id:
                if record := rows.get((entry.owner_pk, entry.fields["external_id"])):
                    found[entry.row] = record
        if by_text:
            found |= self._known_by_text(by_text, records)
        return found

    def _known_by_text(self, entries: Sequence[Entry], records: Any) -> dict[int, Record]:
        titles = {name: [entry.fields[name] for entry in entries if entry.fields.get(name)] for name in _TITLES}
        condition = Q()
        for name, values in titles.items():
            if values:
                condition |= Q(**{f"{name}__in": values})
        candidates: defaultdict[tuple[Any, ...], list[Record]] = defaultdict(list)
        rows = records.filter(condition, organisation__in={entry.owner_pk for entry in entries}).order_by("pk")
        for record in rows:
            for name in _TITLES:
                candidates[record.organisation_id, name, getattr(record, name)].append(record)
        found: dict[int, Record] = {}
        taken: set[int] = set()
        for entry in entries:
            name = next(name for name in _TITLES if entry.fields.get(name))
            texts = {field: entry.fields[field] for field in self.model.text_fields if field in entry.fields}
            for record in candidates[entry.owner_pk, name, entry.fields[name]]:
                same = all(getattr(record, field) == value for field, value in texts.items())
                if same and record.pk not in taken:
                    found[entry.row] = record
                    taken.add(record.pk)
                    break
        return found


_TITLES = ("title_zh", "title_en")


class OrganisationPlanner:
    """Plans rows of organisations, known by external id, credit code, ROR id or name, in this order."""

    model = Organisation

    def __init__(self, actor: Actor, *, source: str) -> None:
        self.actor, self.source = actor, source

    def identity(self, entry: Entry) -> tuple[Any, ...]:
        """What makes two rows of a file the same organisation."""
        for name in ("uscc", "ror", "external_id"):
            if entry.fields.get(name):
                return (name, entry.fields[name])
        return ("name", entry.fields.get("name_zh", ""), entry.fields.get("name_en", ""))

    def plan(self, entries: Sequence[Entry], reader: RowReader | None = None, *, lock: bool = False) -> list[Plan]:
        """Plans of the entries without problems; with a ``reader`` they are checked, and may get some."""
        good = [entry for entry in entries if not entry.problems]
        known = self._known(good, lock=lock)
        plans = [self._plan_one(entry, known, reader) for entry in good]
        return [plan for plan in plans if not plan.entry.problems]

    def _plan_one(
        self, entry: Entry, known: dict[tuple[str, str], list[Organisation]], reader: RowReader | None
    ) -> Plan:
        matches = self._matches(entry, known)
        if len(matches) > 1:
            entry.refuse(_("Several organisations have this name; give the credit code as well."))
            return Plan(UNCHANGED, entry, None)
        if not matches:
            fields = {"kind": kind_by_name(entry.fields.get("name_zh") or entry.fields.get("name_en") or "")}
            plan = Plan(CREATED, entry, Organisation(**{"source": self.source, **fields, **entry.fields}))
        else:
            plan = Plan(UNCHANGED, entry, matches[0])
            plan.changed = [name for name, value in entry.fields.items() if getattr(plan.record, name) != value]
            for name in plan.changed:
                setattr(plan.record, name, entry.fields[name])
            if plan.changed:
                plan.action = UPDATED
                if not allowed(self.actor, "accounts.edit_organisation", plan.record):
                    entry.refuse(_("You may not change this organisation."))
        if reader is not None and plan.action != UNCHANGED:
            try:
                plan.record.full_clean(validate_unique=False, validate_constraints=False)
            except ValidationError as error:
                reader.explain(entry, error)
            codes = plan.record.uscc, plan.record.ror
            if any(codes) and same_codes(*codes, but=plan.record.pk).exists():
                entry.refuse(_("Another organisation has this credit code or ROR id."))
        return plan

    def _matches(self, entry: Entry, known: dict[tuple[str, str], list[Organisation]]) -> list[Organisation]:
        for name in ("external_id", "uscc", "ror"):
            if (value := entry.fields.get(name)) and (found := known.get((name, value))):
                return found
        matches: dict[int, Organisation] = {}
        for name in ("name_zh", "name_en"):
            for spelling in spellings(entry.fields.get(name) or ""):
                for organisation in known.get((name, spelling), ()) if spelling else ():
                    # The same name with another code is another organisation.
                    if not any(_contradict(organisation, entry, code) for code in ("uscc", "ror", "external_id")):
                        matches[organisation.pk] = organisation
        return list(matches.values())

    def _known(self, entries: Sequence[Entry], *, lock: bool) -> dict[tuple[str, str], list[Organisation]]:
        condition = Q()
        for name in ("external_id", "uscc", "ror"):
            if values := [entry.fields[name] for entry in entries if entry.fields.get(name)]:
                condition |= Q(**{f"{name}__in": values})
        for name in ("name_zh", "name_en"):
            if names := {one for entry in entries if entry.fields.get(name) for one in spellings(entry.fields[name])}:
                condition |= Q(**{f"{name}__in": names})
        known: defaultdict[tuple[str, str], list[Organisation]] = defaultdict(list)
        if condition:
            rows = Organisation.objects.filter(condition).order_by("pk")
            for organisation in rows.select_for_update() if lock else rows:
                for name in ("external_id", "uscc", "ror", "name_zh", "name_en"):
                    if value := getattr(organisation, name):
                        known[name, value].append(organisation)
        return known


def _contradict(organisation: Organisation, entry: Entry, code: str) -> bool:
    theirs, ours = getattr(organisation, code), entry.fields.get(code)
    return bool(theirs and ours and theirs != ours)
