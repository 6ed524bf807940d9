"""The page of connectors says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from heliu.ingestion.connectors import crossref, lists, oai_records, openalex, patents, ror
from heliu.ingestion.connectors.mapping import TRANSFORMS
from heliu.ingestion.connectors.registry import CONNECTORS, LABELS

PAGE = (Path(__file__).parents[5] / "docs/reference/connectors.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("heading", "mapped"),
    [
        ("OAI-PMH: Dublin Core", oai_records.DC_MAPPED), ("OAI-PMH: OpenAIRE CERIF", oai_records.CERIF_MAPPED),
        ("Works", openalex.WORKS_MAPPED), ("Authors", openalex.AUTHORS_MAPPED),
        ("Institutions", openalex.INSTITUTIONS_MAPPED), ("ROR", ror.MAPPED), ("Crossref", crossref.MAPPED),
        ("Exchange documents (EPO)", patents.EXCHANGE_MAPPED), ("ST.36 (USPTO)", patents.ST36_MAPPED),
        ("Lists of addresses", lists.MAPPED),
    ],
)  # fmt: skip
def test_tables_of_mappings_are_those_of_the_code(heading: str, mapped: dict[str, str]) -> None:
    section = re.split(r"\n##+ ", PAGE.partition(f"# {heading}")[2])[0]
    assert dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, re.MULTILINE)) == mapped


def test_what_is_dropped_is_told() -> None:
    everything = (oai_records.DC_DROPPED, oai_records.CERIF_DROPPED, openalex.DROPPED, ror.DROPPED, crossref.DROPPED)
    for dropped in (*everything, patents.DROPPED, lists.DROPPED):
        assert f"Dropped: {'; '.join(dropped)}." in PAGE


def test_every_connector_has_its_settings_and_a_label() -> None:
    kinds, settings = PAGE.partition("## Limits")[0], PAGE.partition("## Settings")[2].partition("\n## ")[0]
    for kind in CONNECTORS:
        assert f"\n| `{kind}` | " in kinds
        assert f"\n| `{kind}` | " in settings
    assert set(LABELS) == set(CONNECTORS)
    for way in TRANSFORMS:
        assert f"\n| `{way}` | " in PAGE
