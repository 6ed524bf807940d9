"""Reading scales from data files: those of the package, and those that an installation adds.

Each ``*.toml`` file holds one scale. The files of the installation lie in ``settings.HELIU_SCALES``; one that names a
scale of the package adds its versions to it, so that a new edition of a standard, or a scale that nobody here has
heard of, takes a file and no code (docs/howto/readiness-scales.md).
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

from heliu.catalog.choices import ReadinessScale
from heliu.readiness.reading import ScaleFileError, Table, places_of
from heliu.readiness.scales import Level, Scale, Version, most_levels, numbered_level

logger = logging.getLogger(__name__)

PACKAGE = Path(__file__).parent / "data"
MOST_LEVELS = 20
MOST_CRITERIA = 10
"""Questions of one level."""


def scales() -> Mapping[str, Scale]:
    """Name → scale, of the package and of the installation.

    A file of the installation that cannot be read is left out and logged: it must not stop what others assess.
    """
    return _scales(_state(), strict=False)


def checked_scales() -> Mapping[str, Scale]:
    """The same, but any file that cannot be read raises ScaleFileError."""
    return _scales(_state(), strict=True)


def scale_on(name: str, day: date) -> Version | None:
    """The version of a scale that holds on a day; None where none does, or where there is no such scale."""
    found = scales().get(name)
    return found.on(day) if found else None


def _state() -> tuple[tuple[str, int], ...]:
    """The files there are, and when each was written last: a changed one is read again."""
    folders = [PACKAGE, Path(settings.HELIU_SCALES)]
    found = [file for folder in folders if folder.is_dir() for file in sorted(folder.glob("*.toml"))]
    return tuple((str(file), file.stat().st_mtime_ns) for file in found)


@cache
def _scales(state: tuple[tuple[str, int], ...], *, strict: bool) -> Mapping[str, Scale]:
    found: dict[str, Scale] = {}
    for name, _written in state:
        try:
            scale = _with_versions_of(Path(name), found)
        except ScaleFileError as error:
            if strict or Path(name).parent == PACKAGE:
                raise
            logger.error("A file of scales is left out: %s", error)
        else:
            found[scale.name] = scale
    return found


def _with_versions_of(file: Path, known: Mapping[str, Scale]) -> Scale:
    """The scale of a file, with the versions that are known of it already."""
    scale = _scale(file)
    older = known.get(scale.name)
    versions = sorted([*(older.versions if older else ()), *scale.versions], key=lambda one: one.valid_from)
    return replace(scale, versions=_followed(file, versions))


def _followed(file: Path, versions: list[Version]) -> list[Version]:
    """A version without an end ends where the next one begins; two that hold on the same day are a mistake."""
    result: list[Version] = []
    for number, version in enumerate(versions):
        following = versions[number + 1] if number + 1 < len(versions) else None
        if following is not None:
            last = following.valid_from - timedelta(days=1)
            if version.valid_to is None and version.valid_from <= last:
                version = replace(version, valid_to=last)
            elif version.valid_to is None or version.valid_to > last:
                problem = f"valid_from {following.valid_from} lies in the time of another version of the scale"
                raise ScaleFileError(file, None, "version", problem)
        result.append(version)
    return result


def _scale(file: Path) -> Scale:
    try:
        text = file.read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScaleFileError(file, None, "the whole file", f"no TOML: {error}") from None
    places = places_of(text)
    head = Table(file, places, ("scale",), content.get("scale"))
    head.refuse_unknown("name", "readiness", "zh", "en")
    readiness = head.one_of("readiness", ReadinessScale.values) if head.has("readiness") else ""
    name, title = head.slug("name"), head.words()
    versions = []
    for number, written in enumerate(head.list_of(content, "version"), start=1):
        table = Table(file, places, ("version", number), written)
        versions.append(_version(table, Scale(name, title, readiness, ())))
    return Scale(name, title, readiness, versions)


def _version(table: Table, scale: Scale) -> Version:
    table.refuse_unknown(
        "version", "instrument", "issuer", "valid_from", "valid_to", "source", "verified", "wording", "note_zh",
        "note_en", "level",
    )  # fmt: skip
    valid_from, valid_to = table.day("valid_from"), table.optional_day("valid_to")
    if valid_to is not None and valid_to < valid_from:
        raise table.wrong("valid_to", "valid_to lies before valid_from")
    levels = _levels(table)
    if scale.readiness and len(levels) != most_levels(scale.readiness):
        wanted = most_levels(scale.readiness)
        raise table.wrong("level", f"there are {len(levels)} levels; {scale.readiness} has {wanted}")
    return Version(
        scale.name, scale.title, scale.readiness, table.text("version"), table.text("instrument"),
        table.text("issuer"), valid_from, valid_to, table.text("source"), table.flag("verified"),
        table.one_of("wording", ("own", "standard")) == "own",
        table.words("note_zh", "note_en") if table.has("note_zh") or table.has("note_en") else None, levels,
        table.file.name,
    )  # fmt: skip


def _levels(version: Table) -> Sequence[Level]:
    found = []
    for number, written in enumerate(version.list_of(version.written, "level", most=MOST_LEVELS), start=1):
        level = version.below("level", number, written)
        level.refuse_unknown("zh", "en", "criteria")
        asked = level.list_of(level.written, "criteria", most=MOST_CRITERIA)
        texts = []
        for place, one in enumerate(asked, start=1):
            criterion = level.below("criterion", place, one)
            criterion.refuse_unknown("zh", "en")
            texts.append(criterion.words())
        found.append(numbered_level(number, level.words(), texts))
    return tuple(found)
