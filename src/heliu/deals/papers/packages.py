"""The registration package as one ZIP file with a manifest: names, hashes, and what is stale or missing."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils import timezone

from heliu.deals.papers.models import Enclosure, Paper
from heliu.deals.papers.registration import PackageItem, Registration, fact_label
from heliu.kit.language import current_language

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file of the package under the name it has there."""

    name: str
    item: PackageItem
    row: Paper | Enclosure
    stale: bool


def package_files(registration: Registration) -> Iterator[PackageFile]:
    """The files that are there, numbered by the item they are for: what was signed before what it was made from."""
    for number, item in enumerate(registration.items, start=1):
        if item.enclosure is not None:
            yield PackageFile(f"{number:02d}-{item.name}-{item.enclosure.name}", item, item.enclosure, stale=False)
        for made in item.papers:
            yield PackageFile(f"{number:02d}-{made.paper.file_name}", item, made.paper, made.is_stale)


def manifest_of(registration: Registration) -> dict[str, Any]:
    """What the package says of itself, in the language of the page."""
    deal, language = registration.deal, current_language()
    return {
        "deal": deal.number, "title": deal.title, "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "rules_of": registration.day, "met": registration.answer,
        "rules": [
            {
                "title": decision.rule.title.in_language(language), "instrument": decision.version.instrument,
                "issuer": decision.version.issuer, "valid_from": decision.version.valid_from,
                "valid_to": decision.version.valid_to, "source": decision.version.source,
                "verified": decision.version.verified,
                "clauses": [
                    {
                        "text": one.clause.text.in_language(language), "article": one.clause.article,
                        "met": one.answer, "verified": one.clause.verified,
                        "would_decide": [fact_label(name, language) for name in one.unknown],
                    }
                    for one in decision.clauses
                ],
            }
            for decision in registration.in_force if decision.version is not None
        ],
        "not_used": [
            {"instrument": version.instrument, "valid_to": version.valid_to} for version in registration.not_used
        ],
        "amounts": {
            "deal": deal.amount, "technology": deal.technology_amount, "other": registration.other_amount,
            "currency": "CNY",
        },
        "files": [
            {
                "name": file.name, "for": file.item.name, "sha256": file.row.content_hash, "size": file.row.size,
                "stale": file.stale,
            }
            for file in package_files(registration)
        ],
        "missing": [item.name for item in registration.items if item.answer is not True],
    }  # fmt: skip


def write_package(stream: BinaryIO, registration: Registration) -> None:
    """The ZIP file. A file whose bytes are gone is left out and said so in the manifest."""
    manifest, lost = manifest_of(registration), []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in package_files(registration):
            try:
                with file.row.file.open("rb") as content:
                    archive.writestr(file.name, content.read())
            except FileNotFoundError:
                lost.append(file.name)
        manifest["lost"] = lost
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2, default=str) + "\n")


def package_bytes(registration: Registration) -> bytes:
    stream = io.BytesIO()
    write_package(stream, registration)
    return stream.getvalue()


def package_name(registration: Registration) -> str:
    return f"{registration.deal.number}-registration.zip"
