"""Files of published formats in watched folders, read by the connectors that read files.

A file that is as it was when it was read is not read again: what it gave then is there unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.ingestion.connectors import ConnectorError, FileConnector, SettingsError, Trouble
from heliu.ingestion.connectors.registry import FILE_CONNECTORS, LABELS
from heliu.ingestion.connectors.words import words_of
from heliu.ingestion.feeds.choices import ItemKind, Quarantine
from heliu.ingestion.feeds.readers.base import Item, Look, Problem
from heliu.ingestion.feeds.readers.connected import KIND, item_of, rule_of
from heliu.ingestion.feeds.readers.files import FileTooLarge, Seen, content_of
from heliu.ingestion.feeds.wording import in_both, same_words

FORMAT = "format"
"""The setting that says what the files are; without it they are tables or pages."""
MAPPED = (ItemKind.ACHIEVEMENT, ItemKind.DEMAND, ItemKind.EXPERT, ItemKind.ORGANISATION)
LONGEST_NAME = 200
"""Characters of the end of a file's name in the id of what has none of its own."""


@dataclass(frozen=True, slots=True)
class FileFormat:
    """What a connector reads of files; ``settings`` are those of its settings that say something about files."""

    connector: FileConnector
    label: Any
    item_kinds: tuple[ItemKind, ...]
    settings: tuple[str, ...] = ()
    takes_kind: bool = False

    @property
    def rule(self) -> str:
        return rule_of(self.connector)

    def check(self, given: Mapping[str, Any], kind: str) -> dict[str, Any]:
        """The connector's settings, checked by itself. Raises SettingsError."""
        return self.connector.check(dict(given) | ({KIND: kind} if self.takes_kind else {}))


FORMATS = {
    "json": FileFormat(
        FILE_CONNECTORS["json"], gettext_lazy("JSON files with a mapping"), MAPPED, ("list", "mapping"),
        takes_kind=True,
    ),
    "table": FileFormat(
        FILE_CONNECTORS["table"], gettext_lazy("CSV or Excel tables with a mapping"), MAPPED, ("mapping",),
        takes_kind=True,
    ),
    "ror": FileFormat(FILE_CONNECTORS["ror"], LABELS["ror"], (ItemKind.ORGANISATION,)),
    "patents": FileFormat(FILE_CONNECTORS["patents"], LABELS["patents"], (ItemKind.ACHIEVEMENT,)),
}  # fmt: skip
"""Value of the setting → what it means; the keys are those of the connectors."""


def check_format(given: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The settings as they are kept: the format, and what the connector takes for files. Raises ValidationError."""
    name = given[FORMAT]
    form = FORMATS.get(name) if isinstance(name, str) else None
    if form is None:
        words = words_of("no_choice", {"value": str(name)[:60], "choices": ", ".join(FORMATS)})
        raise ValidationError({FORMAT: words})
    if kind not in form.item_kinds:
        kinds = ", ".join(str(one.label) for one in form.item_kinds)
        raise ValidationError({FORMAT: _("Files of this format give something else: %(kinds)s.") % {"kinds": kinds}})
    asked = {key: value for key, value in given.items() if key != FORMAT}
    if unknown := next((key for key in asked if key not in form.settings), None):
        words = words_of("unknown_setting", {"value": str(unknown)[:60], "choices": ", ".join(form.settings) or "–"})
        raise ValidationError({FORMAT: words})
    try:
        checked = form.check(asked, kind)
    except SettingsError as error:
        raise ValidationError({error.field: str(error)}) from None
    return {FORMAT: name, **{key: checked[key] for key in form.settings if checked.get(key)}}


class FormatFiles:
    """The files of one look at a folder, each by its format.

    ``given`` in the memory of the look holds for each file the ids of what it gave and the rule that read it. Of two
    files that name the same thing both are read each time, so that one of them going away settles it.
    """

    def __init__(self, look: Look, name: str) -> None:
        self._look, self._format = look, FORMATS[name]
        self._stamps: Mapping[str, Any] = look.memory.get("files", {})
        self._before: Mapping[str, Any] = look.memory.get("given", {})
        self._given: dict[str, Any] = {}
        look.remembered["given"] = self._given
        self._first: dict[str, str] = {}
        asked = {key: value for key, value in look.settings.items() if key != FORMAT}
        self._settings = self._format.check(asked, look.item_kind)

    def items(self, file: Seen) -> Iterator[Item]:
        """What a file gives. One that cannot be read is a problem of its own and no other's."""
        known = self._before.get(file.name)
        if known and known["rule"] == self._format.rule and self._stamps.get(file.name) == file.stamp:
            ids: list[str] = known["ids"]
            yield from (Item(one, self._look.item_kind, unchanged=True) for one in ids)
            self._remember(file, ids)
            return
        try:
            content = content_of(file)
        except FileTooLarge:
            yield self._refused(file, Problem(Quarantine.TOO_LARGE))
        except OSError as error:
            yield self._refused(file, Problem(Quarantine.UNREADABLE, same_words(error.strerror or "")))
        else:
            ids = []
            for item in self._read(file, content):
                yield item
                if not item.deleted:
                    ids.append(item.external_id)
            self._remember(file, list(dict.fromkeys(ids)))

    def _read(self, file: Seen, content: bytes) -> Iterator[Item]:
        told: set[str] = set()
        try:
            for found in self._format.connector.read(self._settings, content, file.path.name):
                item = item_of(found, self._look.item_kind, self._format.rule)
                if isinstance(found, Trouble):
                    told.add(found.code)
                # What has no id of its own is known by its place, which other files have too.
                name = found.external_id or f"{file.name[-LONGEST_NAME:]}:{item.external_id}"
                yield replace(item, external_id=name, raw=f"{file.name}\n{item.raw}")
        except ConnectorError as error:
            code, data = error.code, error.data
            if code in told:
                return  # Nothing in it could be used, which each of its parts has said already.
            reason = Quarantine.TOO_LARGE if code == "too_large" else Quarantine.UNREADABLE
            yield self._refused(file, Problem(reason, in_both(lambda: words_of(code, data))))

    def _refused(self, file: Seen, problem: Problem) -> Item:
        kind, rule = self._look.item_kind, self._format.rule
        return Item(file.name, kind, {"title": file.name}, problem=problem, rule=rule)

    def _remember(self, file: Seen, ids: list[str]) -> None:
        self._given[file.name] = {"rule": self._format.rule, "ids": ids}
        for one in ids:
            first = self._first.setdefault(one, file.name)
            if first != file.name:
                self._given.pop(first, None)
                self._given.pop(file.name, None)
