"""Reading rules from data files: those of the package, and those that an installation adds.

Each ``*.toml`` file holds one rule. The files of the installation lie in ``settings.HELIU_RULES``; one that names a
rule of the package adds its versions to it, so that a new year's rule takes a file and no code (docs/howto/rules.md).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from heliu.rulebook.conditions import Condition, ConditionError, parse_condition
from heliu.rulebook.rules import Clause, Fact, Rule, Version, Words

PACKAGE = Path(__file__).parent / "data"
FACTS = "facts.toml"
SUBJECTS = ("tax", "notice", "reward", "registration")
TYPES = ("bool", "number", "date", "choice")


class RuleFileError(ValueError):
    """A data file that cannot be read as a rule. The message names the file, the place in it, and what is wrong."""

    def __init__(self, file: Path, place: str, problem: str) -> None:
        super().__init__(f"{file.name}, {place}: {problem}")


def rules() -> Mapping[str, Rule]:
    """Name → rule, of the package and of the installation; raises RuleFileError."""
    return _rules(_state())


def facts() -> Mapping[str, Fact]:
    """Name → fact that conditions may ask about."""
    return _facts(_state())


def rule(name: str) -> Rule:
    """One rule; KeyError where there is none of that name."""
    return rules()[name]


def rules_about(subject: str, *jurisdictions: str) -> list[Rule]:
    """The rules of a subject that hold in these places (``CN`` holds everywhere)."""
    places = {"CN", *jurisdictions}
    return [found for found in rules().values() if found.subject == subject and found.jurisdiction in places]


def _state() -> tuple[tuple[str, int], ...]:
    """The files there are, and when each was written last: a changed one is read again."""
    folders = [PACKAGE, Path(settings.HELIU_RULES)]
    found = [file for folder in folders if folder.is_dir() for file in sorted(folder.glob("*.toml"))]
    return tuple((str(file), file.stat().st_mtime_ns) for file in found)


def _files(state: tuple[tuple[str, int], ...]) -> Iterable[tuple[Path, dict[str, Any]]]:
    for name, _written in state:
        file = Path(name)
        try:
            yield file, tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RuleFileError(file, "the whole file", f"no TOML: {error}") from None


@cache
def _facts(state: tuple[tuple[str, int], ...]) -> Mapping[str, Fact]:
    found: dict[str, Fact] = {}
    for file, content in _files(state):
        if file.name != FACTS:
            continue
        for name, written in content.items():
            reader = _Reader(file, name, written)
            choices = tuple(written.get("choices", ()))
            found[name] = Fact(name, reader.words(), reader.one_of("type", TYPES), choices)
    return found


@cache
def _rules(state: tuple[tuple[str, int], ...]) -> Mapping[str, Rule]:
    known = _facts(state)
    found: dict[str, Rule] = {}
    for file, content in _files(state):
        if file.name == FACTS:
            continue
        rule = _rule(file, content, known)
        older = found.get(rule.name)
        versions = sorted([*(older.versions if older else ()), *rule.versions], key=lambda one: one.valid_from)
        found[rule.name] = Rule(rule.name, rule.subject, rule.jurisdiction, rule.title, _followed(file, versions))
    return found


def _followed(file: Path, versions: list[Version]) -> list[Version]:
    """A version without an end ends where the next one begins; two that hold on the same day are a mistake."""
    result: list[Version] = []
    for number, version in enumerate(versions):
        following = versions[number + 1] if number + 1 < len(versions) else None
        if following is not None:
            last = following.valid_from - timedelta(days=1)
            if version.valid_to is None:
                version = Version(**{**_columns(version), "valid_to": last})
            elif version.valid_to > last:
                raise RuleFileError(file, "valid_from", f"{following.valid_from} lies in the time of another version")
        result.append(version)
    return result


def _columns(version: Version) -> dict[str, Any]:
    return {name: getattr(version, name) for name in Version.__dataclass_fields__}


def _rule(file: Path, content: Mapping[str, Any], known: Mapping[str, Fact]) -> Rule:
    reader = _Reader(file, "rule", content.get("rule"))
    written = content.get("version")
    if not isinstance(written, list) or not written:
        raise RuleFileError(file, "version", "at least one [[version]] is wanted")
    versions = [_version(file, f"version {number}", one, known) for number, one in enumerate(written, start=1)]
    return Rule(
        reader.text("name"), reader.one_of("subject", SUBJECTS), reader.text("jurisdiction"), reader.words(), versions
    )


def _version(file: Path, place: str, written: Any, known: Mapping[str, Fact]) -> Version:
    reader = _Reader(file, place, written)
    clauses = [
        _clause(file, f"{place}, clause {number}", one, known)
        for number, one in enumerate(written.get("clause", ()), start=1)
    ]
    valid_from, valid_to = reader.day("valid_from"), reader.day("valid_to", optional=True)
    if valid_to is not None and valid_from is not None and valid_to < valid_from:
        raise RuleFileError(file, place, "valid_to lies before valid_from")
    note = Words(written["note_zh"], written["note_en"]) if "note_zh" in written and "note_en" in written else None
    return Version(
        reader.text("instrument"), reader.text("issuer"), valid_from or date.min, valid_to, reader.text("source"),
        reader.flag("verified"), clauses, dict(written.get("parameters", {})), note, file.name,
    )  # fmt: skip


def _clause(file: Path, place: str, written: Any, known: Mapping[str, Fact]) -> Clause:
    reader = _Reader(file, place, written)
    departs = _condition(file, place, written["departs"], known) if "departs" in written else None
    return Clause(
        reader.text("id"), reader.text("article"), reader.words(), _condition(file, place, written.get("when"), known),
        reader.flag("verified"), departs,
    )  # fmt: skip


def _condition(file: Path, place: str, written: Any, known: Mapping[str, Fact]) -> Condition:
    """A condition over facts that are known."""
    try:
        condition = parse_condition(written)
    except ConditionError as error:
        raise RuleFileError(file, place, str(error)) from None
    if unknown := {test.fact for test in condition.tests()} - set(known):
        raise RuleFileError(file, place, f"no fact of the name {sorted(unknown)[0]!r} in {FACTS}")
    return condition


class _Reader:
    """Reads the entries of one table of a file and says where one is wrong."""

    def __init__(self, file: Path, place: str, written: Any) -> None:
        if not isinstance(written, Mapping):
            raise RuleFileError(file, place, "a table is wanted")
        self._file, self._place, self._written = file, place, written

    def _wrong(self, name: str, wanted: str) -> RuleFileError:
        return RuleFileError(self._file, self._place, f"{name} is {self._written.get(name)!r}; {wanted} is wanted")

    def text(self, name: str) -> str:
        value = self._written.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(name, "a text")
        return value

    def words(self) -> Words:
        return Words(self.text("zh"), self.text("en"))

    def one_of(self, name: str, choices: Iterable[str]) -> str:
        value = self.text(name)
        if value not in choices:
            raise self._wrong(name, f"one of {', '.join(choices)}")
        return value

    def flag(self, name: str) -> bool:
        value = self._written.get(name)
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return value

    def day(self, name: str, *, optional: bool = False) -> date | None:
        value = self._written.get(name)
        if value is None and optional:
            return None
        if type(value) is not date:
            raise self._wrong(name, "a day (2026-01-31)")
        return value
