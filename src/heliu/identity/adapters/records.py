"""The way to the engine that tells whether two records are one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings

from heliu.catalog.models import Achievement, Demand, Expert
from heliu_engine.errors import InputError
from heliu_engine.identity import LARGELY, Comparison, Entry, Index, Reason, compare, find_duplicates, overlap, shingles

PATENTS = ("invention", "utility", "design")
LIKELY = ("same", "likely")
"""Verdicts that are put before a person."""


def entry_of(record: Any) -> Entry:
    """A record as it is compared. Nothing is in it that whoever reads both may not know: no
    contact, and of a team no names, since an expert may be confidential.
    """
    owner = record.organisation
    return Entry(
        str(record.pk), record.kind, record.title_zh or record.title_en, _body(record), owner.name_zh or owner.name_en,
        _codes(record),
    )  # fmt: skip


def compare_records(one: Any, other: Any) -> Comparison:
    """Whether two records are one; ``left`` in the reasons is the first."""
    return compare(entry_of(one), entry_of(other))


def likely_pairs(records: Iterable[Any]) -> tuple[list[tuple[int, int, float, str, list[dict[str, Any]]]], Index]:
    """Id, id, score, verdict and reasons of the pairs to put before a person, and the index of all records."""
    index, entries = Index(), []
    found: list[tuple[int, int, float, str, list[dict[str, Any]]]] = []
    for record in records:
        entry = entry_of(record)
        entries.append(entry)
        index.add(entry)
    for pair in find_duplicates(entries):
        left, right, reasons = int(pair.left), int(pair.right), [reason_data(reason) for reason in pair.reasons]
        if left > right:
            # The engine orders ids as texts.
            left, right, reasons = right, left, [mirrored(reason) for reason in reasons]
        found.append((left, right, pair.score, pair.verdict, reasons))
    return found, index


def reason_data(reason: Reason) -> dict[str, Any]:
    """A reason as it is kept; the words that differ are marked anew on the page."""
    return {
        "nature": reason.nature, "agrees": reason.agrees, "left": reason.left, "right": reason.right,
        "field": reason.field, "share": reason.share,
    }  # fmt: skip


def mirrored(reason: dict[str, Any]) -> dict[str, Any]:
    """The same reason with the two sides changed over."""
    return {**reason, "left": reason["right"], "right": reason["left"]}


def changed_much(before: str, now: str) -> bool:
    """Whether a text is no longer largely what it was."""
    return overlap(shingles(before), shingles(now)) < LARGELY


def comparable_text(record: Any) -> str:
    """What of a record, or of an old version of one, decides whether it has become another."""
    texts = (record.title_zh, record.title_en, record.description_zh, record.description_en)
    return "\n".join(text for text in texts if text)


# -- the index on disk ------------------------------------------------------------------------------


def _path(kind: str) -> Path:
    return Path(settings.HELIU_HOME) / "identity" / f"{kind}.npz"


def load_index(kind: str) -> Index | None:
    """The index as the last run left it; None where there is none that this version can read."""
    try:
        return Index.from_bytes(_path(kind).read_bytes())
    except (FileNotFoundError, InputError):
        return None


def store_index(kind: str, index: Index) -> None:
    """Keep the index for the next run, at once or not at all."""
    path = _path(kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_bytes(index.to_bytes())
    draft.replace(path)


# -- what a record says -----------------------------------------------------------------------------


def _filled(codes: dict[str, str]) -> dict[str, str]:
    return {sort: code for sort, code in codes.items() if code}


def _body(record: Any) -> str:
    texts = [record.description_zh or record.description_en]
    if isinstance(record, Demand):
        texts += [record.need_object, record.need_problem, record.need_method, record.need_conditions]
    if isinstance(record, Demand | Achievement):
        texts.append(record.parameters)
    return "\n".join(text for text in texts if text)


def _codes(record: Any) -> dict[str, str]:
    codes: dict[str, str] = {}
    if record.source and record.external_id:
        codes[f"external:{record.source}"] = record.external_id
    if isinstance(record, Expert):
        codes["orcid"] = record.orcid
    if isinstance(record, Achievement):
        rights = list(record.intellectual_property.all())
        codes["patent"] = " ".join(one.number for one in rights if one.kind in PATENTS and one.number)
        codes["right"] = " ".join(one.number for one in rights if one.kind not in PATENTS and one.number)
    return _filled(codes)
