"""Watched folders: files below the folder that the installation names, read and never written.

A file counts only when it is complete: it was the same at the last look, or nobody has written it for a while. Tables
(Excel, CSV, JSONL) become records by the names of their columns, as an import does it; everything else is a page.
Where the source says so, the files are of one of ``formats.FORMATS``.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.catalog.imports.errors import ImportRefused
from heliu.catalog.imports.mapping import Assignment, assign_columns, find_column, known_names
from heliu.catalog.spreadsheets.columns import OWNER
from heliu.ingestion.feeds.choices import ItemKind, Quarantine
from heliu.ingestion.feeds.readers.base import Item, Look, Problem, Reader, ReadingFailed, Setting, SettingKind
from heliu.ingestion.feeds.readers.documents import page_fields
from heliu.ingestion.feeds.readers.files import FileTooLarge, Seen, content_of, most_bytes
from heliu.ingestion.feeds.readers.formats import FORMAT, FORMATS, FormatFiles, check_format
from heliu.ingestion.feeds.wording import same_words
from heliu.kit.tabular import Row, TableError, open_table

QUIET = 60.0
"""Seconds after which a file that nobody has written counts as complete."""
MOST_FILES = 5_000
TABLES = (".xlsx", ".csv", ".tsv", ".jsonl")
PAGES = (".html", ".htm", ".xhtml", ".txt", ".md", ".pdf", ".docx", ".xlsx", ".csv", ".tsv")
RULE = "folder-1"


def watched_root(organisation_id: int | None) -> Path | None:
    """The folder below which sources may watch folders; None where the installation names none.

    Sources of an organisation have one of their own in it, called by its number: what lies there for one organisation
    is not read by the owners of another.
    """
    if not settings.HELIU_INGEST_FOLDER:
        return None
    root = Path(settings.HELIU_INGEST_FOLDER).expanduser().resolve()
    return root if organisation_id is None else (root / str(organisation_id)).resolve()


def check_folder(name: str, organisation_id: int | None) -> str:
    """The folder as it is kept: a path below the root, with / between. ValidationError where it is none."""
    root = watched_root(organisation_id)
    if root is None:
        raise ValidationError(_("This installation lets no folder be watched: HELIU_INGEST_FOLDER is not set."))
    parts = PurePosixPath(name.strip().replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or not parts.parts or "\0" in name:
        raise ValidationError(_("Give a folder below the watched one, such as results/2026; no .. and no / in front."))
    if _inside(root, root / parts) is None and organisation_id is not None:
        raise ValidationError(
            _("There is no such folder below that of the organisation, %(number)s in the watched one.")
            % {"number": organisation_id}
        )
    if _inside(root, root / parts) is None:
        raise ValidationError(_("There is no such folder below the watched one."))
    return str(parts)


def _inside(root: Path, path: Path) -> Path | None:
    """The folder with all links followed, where it exists and is still below the root."""
    found = path.resolve()
    return found if found.is_dir() and found != root and found.is_relative_to(root) else None


def read_folder(look: Look) -> Iterator[Item]:
    """An item for each complete file, or for each row of it."""
    root = watched_root(look.organisation_id)
    folder = _inside(root, root / look.folder) if root is not None else None
    if folder is None:
        raise ReadingFailed("no_folder", folder=look.folder)
    before: Mapping[str, Any] = look.memory.get("files", {})
    waiting: Mapping[str, Any] = look.memory.get("waiting", {})
    look.remembered["files"], look.remembered["waiting"] = {}, {}
    look.whole = True
    formatted = FormatFiles(look, look.settings[FORMAT]) if look.settings.get(FORMAT) else None
    for file in _files(folder):
        known = before.get(file.name)
        if not _is_complete(file, look, waiting.get(file.name)):
            look.remembered["waiting"][file.name] = file.stamp
            # What was read of it earlier stays until it is complete again.
            look.whole = False
            continue
        look.remembered["files"][file.name] = file.stamp
        if formatted is not None:
            yield from formatted.items(file)
        elif look.item_kind == ItemKind.PAGE and known == file.stamp:
            yield Item(file.name, ItemKind.PAGE, unchanged=True)
        elif look.item_kind == ItemKind.PAGE:
            yield _page(file)
        else:
            yield from _rows(file, look)


def file_of(folder: str, name: str, organisation_id: int | None) -> Path | None:
    """A file that a look at the folder found, where it still is there, below the folder and no link."""
    root = watched_root(organisation_id)
    place = _inside(root, root / folder) if root is not None else None
    if place is None:
        return None
    path = place / name
    there = path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(place)
    return path if there else None


def _files(folder: Path) -> list[Seen]:
    """Files in the folder and those below it, in the order of their names; links and hidden ones are left out."""
    found: list[Seen] = []
    for place, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            if name.startswith((".", "~$")) or path.is_symlink() or not path.is_file():
                continue
            state = path.stat()
            # A name in another encoding than that of the system holds what no database takes.
            shown = path.relative_to(folder).as_posix().encode("utf-8", "backslashreplace").decode()
            found.append(Seen(shown, path, state.st_size, state.st_mtime_ns))
            if len(found) > MOST_FILES:
                raise ReadingFailed("too_many_files", most=MOST_FILES)
    return found


def _is_complete(file: Seen, look: Look, earlier: Any) -> bool:
    age = look.now.timestamp() - file.modified / 1e9
    return age >= QUIET or earlier == file.stamp


def _refused(file: Seen, kind: ItemKind, reason: Quarantine, detail: str = "") -> Item:
    return Item(file.name, kind, {"title": file.name}, problem=Problem(reason, same_words(detail)), rule=RULE)


def _page(file: Seen) -> Item:
    if file.path.suffix.lower() not in PAGES:
        return _refused(file, ItemKind.PAGE, Quarantine.UNREADABLE, file.path.suffix)
    try:
        content = content_of(file)
    except FileTooLarge:
        return _refused(file, ItemKind.PAGE, Quarantine.TOO_LARGE)
    except OSError as error:
        return _refused(file, ItemKind.PAGE, Quarantine.UNREADABLE, error.strerror or "")
    fields, raw, problem = page_fields(content, name=file.path.name)
    digest = hashlib.sha256(content).hexdigest()
    given = {**fields, "file": file.name, "digest": digest}
    return Item(file.name, ItemKind.PAGE, given, raw=raw, problem=problem, rule=RULE)


def _rows(file: Seen, look: Look) -> Iterator[Item]:
    """A row is known by its external id, or else by its title."""
    kind = look.item_kind
    if file.path.suffix.lower() not in TABLES:
        yield _refused(file, kind, Quarantine.UNREADABLE, file.path.suffix)
        return
    if file.size > most_bytes():
        yield _refused(file, kind, Quarantine.TOO_LARGE)
        return
    explicit = look.settings.get("mapping", {})
    try:
        table = open_table(file.path, name=file.path.name, known=known_names(kind, explicit))
        assignment = assign_columns(kind, table, explicit, leave_out={OWNER})
        for row in table.rows():
            yield _row(file, row, assignment, kind)
    except (TableError, ImportRefused, OSError) as error:
        yield _refused(file, kind, Quarantine.UNREADABLE, str(error))


def _row(file: Seen, row: Row, assignment: Assignment, kind: ItemKind) -> Item:
    values = {
        column.name: row.values[header] for column, header in assignment.columns if header in row.values
    }  # fmt: skip
    titles = (values.get(name) for name in ("title", "title_zh", "title_en", "name", "name_zh", "name_en"))
    known_by = values.get("external_id") or next(filter(None, titles), None) or f"{file.name}:{row.number}"
    raw = "\n".join(f"{header}: {value}" for header, value in row.values.items())
    problem = next((Problem(Quarantine.UNREADABLE, same_words(text)) for text in row.problems.values()), None)
    return Item(str(known_by), kind, values, raw=f"{file.name}:{row.number}\n{raw}", problem=problem, rule=RULE)


def check_settings(given: Mapping[str, Any], address: str, kind: str) -> dict[str, Any]:
    """``format``: what the files are, with what its connector takes; else ``mapping``: column here → column there."""
    if given.get(FORMAT):
        return check_format(given, kind)
    mapping = given.get("mapping") or {}
    if not isinstance(mapping, Mapping) or not all(isinstance(value, str) and value for value in mapping.values()):
        raise ValidationError({"mapping": _("One a line: a column of the catalog = a column of the file.")})
    for name in mapping:
        if kind == ItemKind.PAGE or find_column(kind, str(name)) is None:
            raise ValidationError({"mapping": _("The catalog has no column “%(name)s”.") % {"name": name}})
    return {"mapping": dict(mapping)} if mapping else {}


MAPPING_OF_PATHS = gettext_lazy(
    "One a line: a column of the catalog = a path in an entry, such as title = name. external_id and a "
    "title are needed."
)
MAPPING_OF_COLUMNS = gettext_lazy("Only where a column is not recognised: title = 成果名称")

FOLDER = Reader(
    kind="folder", label=gettext_lazy("Watched folder"),
    help=gettext_lazy("Files that other programs put into a folder of this machine: tables, pages, documents."),
    read=read_folder, rule=RULE, item_kinds=tuple(ItemKind),
    settings=(
        Setting(
            FORMAT, gettext_lazy("What the files are"),
            gettext_lazy("ROR gives organisations, and patents give achievements."),
            SettingKind.CHOICE,
            choices=(
                ("", gettext_lazy("Tables, pages and documents, by their names")),
                *((name, form.label) for name, form in FORMATS.items()),
            ),
        ),
        Setting(
            "mapping", gettext_lazy("Columns of tables"),
            gettext_lazy("Only where a column is not recognised by its name. One a line: title = 成果名称"),
            SettingKind.MAP, only=("",),
        ),
        Setting(
            "list", gettext_lazy("Path to the list"),
            gettext_lazy("Such as data.items; empty: the file is the list."), only=("json",),
        ),
        Setting(
            "mapping", gettext_lazy("Mapping"), MAPPING_OF_PATHS, SettingKind.MAP, required=True, only=("json",)
        ),
        Setting("mapping", gettext_lazy("Mapping"), MAPPING_OF_COLUMNS, SettingKind.MAP, only=("table",)),
    ),
    check=check_settings, place="folder", chooser=FORMAT, rules={name: form.rule for name, form in FORMATS.items()},
)  # fmt: skip
