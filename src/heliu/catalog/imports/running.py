"""Bringing a file in: check every row, then save the good ones.

with check_file(request) as checked:
    checked.counts, checked.bad, checked.problems()
    if checked.may_save:
        checked.save()
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import IO, Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heliu.accounts.actors import Actor
from heliu.accounts.models import Organisation
from heliu.catalog.choices import State
from heliu.catalog.imports.errors import ImportRefused
from heliu.catalog.imports.mapping import Assignment, assign_columns, known_names, needs_owner
from heliu.catalog.imports.owners import Owners, new_owner
from heliu.catalog.imports.planning import CREATED, UNCHANGED, UPDATED, OrganisationPlanner, Plan, RecordPlanner
from heliu.catalog.imports.reading import Entry, Problem, RowReader, pack, unpack
from heliu.catalog.imports.writing import insert_organisations, tell_reviewers, write_organisations, write_records
from heliu.catalog.origins import Origin, OriginKind, Origins
from heliu.catalog.spreadsheets.columns import OWNER
from heliu.kit.permissions import require
from heliu.kit.tabular import Row, Table, open_table

CHUNK = 500
Progress = Callable[[str, int, int], None]
"""Is called with ``checking`` or ``saving``, rows done, rows in all (about)."""
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is to be brought in, whose it will be, and on whose behalf.

    ``mapping`` is column of the catalog → column of the file; with ``recognise`` the others are told
    by their names. ``state`` is draft, in_review or, for the operator alone, published.
    ``default_owner`` is the name of the owner where nothing else says who owns the records.
    ``create_owners`` makes organisations that a row names and nobody has, of ``owner_kind`` or by their names.
    """

    kind: str
    path: Path
    name: str
    actor: Actor
    mapping: Mapping[str, str] = field(default_factory=dict)
    recognise: bool = True
    owner: Organisation | None = None
    create_owner: str = ""
    default_owner: str = ""
    create_owners: bool = False
    owner_kind: str = ""
    state: str = State.DRAFT
    keep_good: bool = False


def _no_progress(_phase: str, _done: int, _total: int) -> None:
    pass


def open_request(request: ImportRequest) -> tuple[Table, Assignment]:
    """The file as a table, and which column is which. Raises TableError, ImportRefused."""
    table = open_table(request.path, name=request.name, known=known_names(request.kind, request.mapping))
    leave_out = {OWNER} if OWNER not in request.mapping and (request.owner or request.create_owner) else set()
    assignment = assign_columns(
        request.kind, table, request.mapping, recognise=request.recognise, leave_out=leave_out
    )  # fmt: skip
    return table, assignment


@contextmanager
def check_file(request: ImportRequest, progress: Progress = _no_progress) -> Iterator[CheckedImport]:
    """Read and check every row without writing anything.

    Raises TableError, ImportRefused, PermissionDenied. What was checked can be saved inside the
    ``with``; its temporary files go when it ends.
    """
    _require(request)
    table, assignment = open_request(request)
    if needs_owner(request.kind, assignment) and not (request.owner or request.create_owner):
        if not request.default_owner:
            raise ImportRefused(
                _("Say which organisation owns the records: with --owner, or with a column that names it in each row.")
            )
        request = replace(request, create_owner=request.default_owner, create_owners=True)
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", prefix="heliu-import-") as good,
        tempfile.TemporaryFile("w+", encoding="utf-8", prefix="heliu-import-") as bad,
    ):
        checked = CheckedImport(request, table, assignment, good, bad)
        checked.check(progress)
        yield checked


def _require(request: ImportRequest) -> None:
    if request.kind == "organisation":
        require(request.actor, "accounts.add_for_others")
    elif request.owner is not None:
        require(request.actor, "catalog.add_record", request.owner)
    else:
        # Owners that differ by row are for the operator: a person brings in for one organisation of theirs.
        require(request.actor, "catalog.publish_directly")
    if request.state == State.PUBLISHED:
        require(request.actor, "catalog.publish_directly")


class CheckedImport:
    """A file whose rows were checked; good ones wait on disk to be saved, bad ones with their reasons."""

    def __init__(
        self, request: ImportRequest, table: Table, assignment: Assignment, good: IO[str], bad: IO[str]
    ) -> None:
        self.request, self.table, self.assignment = request, table, assignment
        self.counts: Counter[str] = Counter({CREATED: 0, UPDATED: 0, UNCHANGED: 0})
        self.bad = 0
        self.rows = 0
        self._good, self._bad = good, bad
        self._repeated = 0
        self._seen: dict[tuple[Any, ...], tuple[int, bytes]] = {}
        self._reader = RowReader(request.kind, assignment, table.epoch)
        self.owners = Owners(request.owner, create=request.create_owners)
        self._planner = self._new_planner()

    def _new_planner(self) -> RecordPlanner | OrganisationPlanner:
        request = self.request
        if request.kind == "organisation":
            return OrganisationPlanner(request.actor, source=request.name[:300])
        return RecordPlanner(
            request.kind, request.actor, self.owners, state=request.state, source=request.name[:300]
        )  # fmt: skip

    # -- the first pass --------------------------------------------------------------------------

    def check(self, progress: Progress) -> None:
        """Read every row, plan it, and put it with the good or the bad ones."""
        for rows in _chunks(self.table.rows()):
            entries = [self._reader.read(row) for row in rows]
            if self.request.kind != "organisation":
                for entry in entries:
                    entry.owner = entry.owner or self.request.create_owner
                header = self.assignment.by_name.get(OWNER, "")
                self.owners.resolve([entry for entry in entries if not entry.problems], header)
            repeated = self._find_repeated(entries)
            plans = self._planner.plan([entry for entry in entries if entry.row not in repeated], self._reader)
            self.counts.update(plan.action for plan in plans)
            self.counts[UNCHANGED] += len(repeated)
            for plan in plans:
                if plan.action != UNCHANGED:
                    self._good.write(pack(plan.entry))
            self._note_bad(entries, {row.number: row for row in rows})
            self.rows += len(rows)
            progress("checking", self.rows, max(self.table.total, self.rows))
        self._good.flush()
        self._bad.flush()

    def _find_repeated(self, entries: Iterable[Entry]) -> set[int]:
        """Rows that say the same as an earlier one; those that contradict it get a problem."""
        repeated = set()
        for entry in entries:
            if entry.problems:
                continue
            first = self._seen.setdefault(self._planner.identity(entry), (entry.row, entry.digest))
            if first[0] == entry.row:
                continue
            if first[1] == entry.digest:
                repeated.add(entry.row)
                self._repeated += 1
            else:
                entry.refuse(_("Row %(row)d is the same record, but says something else.") % {"row": first[0]})
        return repeated

    def _note_bad(self, entries: Iterable[Entry], rows: Mapping[int, Row]) -> None:
        for entry in entries:
            if entry.problems:
                self.bad += 1
                problems = [[problem.column, problem.reason] for problem in entry.problems]
                line = [entry.row, problems, rows[entry.row].values]
                self._bad.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")

    def bad_rows(self) -> Iterator[tuple[int, list[Problem], dict[str, Any]]]:
        """Every bad row: its number, its problems, what stood in it."""
        self._bad.seek(0)
        for line in self._bad:
            row, problems, values = json.loads(line)
            yield row, [Problem(row, column, reason) for column, reason in problems], values

    def problems(self) -> Iterator[Problem]:
        """Every problem of every bad row, in order."""
        for _row, problems, _values in self.bad_rows():
            yield from problems

    @property
    def notes(self) -> list[str]:
        """Remarks for the person: how the file was read, what was left out."""
        notes = list(self.table.notes)
        if self.assignment.ignored:
            names = ", ".join(f"“{name}”" for name in self.assignment.ignored[:40])
            notes.append(_("Columns that were left out: %(names)s.") % {"names": names})
        if self._repeated:
            notes.append(
                ngettext(
                    "%(count)d row says the same as an earlier one and was counted as unchanged.",
                    "%(count)d rows say the same as an earlier one and were counted as unchanged.", self._repeated,
                ) % {"count": self._repeated}
            )  # fmt: skip
        if self.request.kind != "organisation" and not self.assignment.gives("external_id"):
            notes.append(
                _("No column gives an external id, so records are recognised by title and description: "
                  "a row with a changed text becomes another record.")
            )  # fmt: skip
        if self.request.default_owner and self.request.create_owner == self.request.default_owner:
            notes.append(
                _("Nothing names the owner, so the records belong to “%(name)s”; --owner names another.")
                % {"name": self.request.default_owner}
            )
        if new := list(self.owners.missing):
            shown = ", ".join(new[:5]) + (" …" if len(new) > 5 else "")
            notes.append(
                ngettext("%(count)d new organisation: %(names)s.", "%(count)d new organisations: %(names)s.", len(new))
                % {"count": len(new), "names": shown}
            )
        return notes

    # -- the second pass -------------------------------------------------------------------------

    @property
    def may_save(self) -> bool:
        """Whether there is something to save, and no bad row that forbids it."""
        return (self.request.keep_good or not self.bad) and bool(self.counts[CREATED] or self.counts[UPDATED])

    def save(self, progress: Progress = _no_progress) -> Counter[str]:
        """Write the good rows: all in one transaction, with ``keep_good`` each chunk in its own.

        Gives what was done. Rows are looked up again, since others may have written meanwhile.
        """
        if not self.may_save:
            raise ImportRefused(_("There is nothing to save."))
        if self.request.keep_good:
            return self._save_chunks(progress)
        with transaction.atomic():
            done = self._save_chunks(progress)
            if done["lost"]:
                raise ImportRefused(_("The records were changed by others meanwhile; please bring the file in again."))
        return done

    def _save_chunks(self, progress: Progress) -> Counter[str]:
        done: Counter[str] = Counter({UNCHANGED: self.counts[UNCHANGED]})
        total = self.counts[CREATED] + self.counts[UPDATED]
        self._create_owners()
        planner = self._new_planner()
        submitted: list[Plan] = []
        origins = Origins(Origin(OriginKind.FILE, name=self.request.name, read_at=timezone.now()))
        self._good.seek(0)
        for lines in _chunks(self._good):
            with transaction.atomic():
                entries = [unpack(line, self.request.kind) for line in lines]
                plans = planner.plan(entries, lock=True)
                if self.request.kind == "organisation":
                    write_organisations(plans, self.request.actor)
                else:
                    write_records(plans, self.request.actor, origins=origins)
            done.update(plan.action for plan in plans)
            done["lost"] += len(entries) - len(plans)
            submitted = submitted or [plan for plan in plans if "submitted" in plan.events][:1]
            done["submitted"] += sum("submitted" in plan.events for plan in plans)
            progress("saving", done.total() - done["submitted"] - self.counts[UNCHANGED], total)
        tell_reviewers(submitted, done["submitted"], self.request.name)
        return done

    def _create_owners(self) -> None:
        names = list(self.owners.missing)
        with transaction.atomic():
            for chunk in _chunks(names):
                organisations = [new_owner(name, self.request.owner_kind, self.request.name) for name in chunk]
                insert_organisations(organisations, self.request.actor)
                for name, organisation in zip(chunk, organisations, strict=True):
                    self.owners.add(name, organisation)


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    source = iter(items)
    while chunk := list(islice(source, CHUNK)):
        yield chunk
