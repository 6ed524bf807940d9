"""OpenAlex, ROR and Crossref. The answers are written after their published formats; they are not recorded traffic."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from heliu.ingestion.connectors import crossref, openalex, ror
from heliu.ingestion.connectors.base import AnswerError, SettingsError
from heliu.ingestion.connectors.openalex import abstract_of
from heliu.ingestion.connectors.places import region_of
from heliu.ingestion.connectors.registry import CONNECTORS, FILE_CONNECTORS
from heliu.ingestion.connectors.tests import samples
from heliu.ingestion.connectors.tests.sources import Source, always, entries, run, targets, troubles
from heliu.kit.outside import Reply

ALEX = {"filter": "institutions.country_code:CN", "mailto": "ops@heliu.example"}
SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def alex(*results: Any) -> dict[str, Any]:
    return {"meta": {"count": len(results), "next_cursor": None}, "results": list(results)}


@pytest.mark.parametrize(
    ("entities", "sample", "mapped", "kind"),
    [
        ("works", samples.OPENALEX_WORK, openalex.WORKS_MAPPED, "achievement"),
        ("authors", samples.OPENALEX_AUTHOR, openalex.AUTHORS_MAPPED, "expert"),
        ("institutions", samples.OPENALEX_INSTITUTION, openalex.INSTITUTIONS_MAPPED, "organisation"),
    ],
)
def test_openalex_gives_what_the_tables_say(entities: str, sample: Any, mapped: Any, kind: str) -> None:
    (entry,) = entries(run("openalex", {**ALEX, "entities": entities}, Source(always(alex(sample)))))
    assert entry.kind == kind
    assert entry.external_id == sample["id"]
    assert not entry.warnings
    assert targets(entry) == set(mapped)


def test_openalex_works_are_read_as_text_with_their_people() -> None:
    (entry,) = entries(run("openalex", ALEX, Source(always(alex(samples.OPENALEX_WORK)))))
    assert entry.fields == {
        "title_en": "A seal for low temperatures", "description_en": "It stays elastic.", "keywords_en": ["Seal"],
    }  # fmt: skip
    author = {
        "name": "Li Shili",
        "orcid": "0000-0002-1825-0097",
        "organisation": "Example University",
        "role": "author",
    }
    assert entry.facts["people"] == [author]
    assert entry.facts["status"] == "retracted"
    assert abstract_of({"a": [1], "B": [0, 2]}) == "B a B"
    assert abstract_of(["no"]) == ""


def test_openalex_is_asked_with_a_cursor_and_for_changes_with_a_key_only() -> None:
    def paged(_url: str, question: dict[str, str]) -> bytes:
        second = question["cursor"] == "two"
        work = {**samples.OPENALEX_WORK, "id": f"https://openalex.org/W{2 if second else 1}"}
        body = alex(work) if second else alex(work) | {"meta": {"next_cursor": "two"}}
        return always(body)("", {})

    source, keyed = Source(paged), Source(paged)
    assert len(run("openalex", ALEX, source, SINCE)) == 2
    assert [one["cursor"] for one in source.asked] == ["*", "two"]
    assert source.asked[0]["filter"] == ALEX["filter"]
    assert source.asked[0]["mailto"] == ALEX["mailto"]
    run("openalex", {**ALEX, "api_key": "k"}, keyed, SINCE)
    assert keyed.asked[0]["filter"] == f"{ALEX['filter']},from_updated_date:2026-11-01"


def test_ror_gives_what_the_table_says() -> None:
    gone = {**samples.ROR, "id": "https://ror.org/0aaaaaa11", "status": "withdrawn"}
    body = {"number_of_results": 2, "items": [samples.ROR, gone]}
    entry, withdrawn = entries(run("ror", {}, Source(always(body))))
    assert targets(entry) == set(ror.MAPPED)
    assert withdrawn.deleted
    assert entry.fields == {
        "ror": "05dxps055", "name_en": "Example University", "name_zh": "示例大学", "kind": "university",
        "region": "120000", "website": "https://www.example.edu",
    }  # fmt: skip
    dump = FILE_CONNECTORS["ror"].read({}, b"[1," + always(samples.ROR)("", {}) + b"]", "v2.json")
    assert [getattr(one, "code", "fine") for one in dump] == ["no_entry", "fine"]


def test_ror_counts_its_pages_and_asks_for_changes() -> None:
    source = Source(always({"number_of_results": 41, "items": [samples.ROR]}))
    assert len(run("ror", {}, source, SINCE)) == 3
    assert [one["page"] for one in source.asked] == ["1", "2", "3"]
    assert source.asked[0]["query.advanced"] == "admin.last_modified.date:[2026-11-01 TO *]"


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ({"province": "TJ", "city": "Tianjin"}, "120000"),
        ({"province_name": "Hebei", "city": "Shijiazhuang"}, "130100"),
        ({"province": "BJ", "city": "Chaoyang"}, "110000"),  # several have the name
        ({"province": "GD", "city": "Shijiazhuang"}, "440000"),  # the two contradict each other
        ({"city": "Nowhere"}, ""),
    ],
)
def test_regions_are_told_where_certain(place: dict[str, str], code: str) -> None:
    assert region_of("CN", **place) == code
    assert region_of("GR", **place) == ""


def works(*items: Any, cursor: str = "c") -> dict[str, Any]:
    return {"status": "ok", "message-type": "work-list", "message": {"next-cursor": cursor, "items": list(items)}}


def test_crossref_gives_what_the_table_says() -> None:
    settings = {"query": "seal", "mailto": "ops@heliu.example"}
    source = Source(always(works(samples.CROSSREF)))
    (entry,) = entries(run("crossref", settings, source, SINCE))
    assert targets(entry) == set(crossref.MAPPED)
    assert entry.external_id == "doi:10.1234/ab.1"
    assert entry.fields == {
        "title_zh": "耐低温密封圈", "title_en": "A seal", "description_en": "It stays elastic & tight.",
        "keywords_en": ["Mechanics"],
    }  # fmt: skip
    assert entry.facts["people"][0]["name"] == "李示例"
    assert entry.facts["dates"]["published"] == "2025-03"
    assert {"name": "The Seal Group", "role": "author"} in entry.facts["organisations"]
    assert source.asked == [
        {
            "query": "seal",
            "filter": "from-update-date:2026-11-01",
            "rows": "200",
            "mailto": "ops@heliu.example",
            "cursor": "*",
        }
    ]


def test_an_expired_cursor_of_crossref_begins_again() -> None:
    page = always(works(samples.CROSSREF))
    source = Source(lambda url, question: page(url, question) if question["cursor"] == "*" else Reply(404))
    state = {"resume": {"mark": "old", "since": "2026-10-01"}}
    found = run("crossref", {"filter": "type:journal-article", "mailto": "ops@heliu.example"}, source, state=state)
    assert len(found) == 1
    assert source.asked[1]["filter"].endswith("from-update-date:2026-10-01")
    assert state == {}


def test_crossref_goes_on_while_answers_are_full() -> None:
    full = works(*({**samples.CROSSREF, "DOI": f"10.1234/{n}"} for n in range(crossref.PER_PAGE)))
    answers = iter([full, full, works()])
    source = Source(lambda _url, _question: json.dumps(next(answers)).encode())
    assert len(run("crossref", {"query": "x", "mailto": "a@b.example"}, source)) == 2 * crossref.PER_PAGE


@pytest.mark.parametrize(
    ("kind", "chosen", "body"),
    [
        ("openalex", ALEX, {"results": {}}),
        ("ror", {}, [1]),
        ("crossref", {"query": "x", "mailto": "a@b.example"}, {"message": 1}),
    ],
)
def test_what_is_no_answer_is_refused(kind: str, chosen: Any, body: Any) -> None:
    with pytest.raises(AnswerError) as refused:
        run(kind, chosen, Source(always(body)))
    assert refused.value.code == "not_format"
    with pytest.raises(AnswerError) as refused:
        run(kind, chosen, Source(always(b'{"a": NaN}')))
    assert refused.value.code == "not_json"


def test_odd_entries_are_told_and_bad_identifiers_left_out() -> None:
    work = {**samples.OPENALEX_WORK, "doi": "nonsense", "display_name": "x" * 400}
    found = run("openalex", ALEX, Source(always(alex(work, 7, {"id": "https://openalex.org/W3"}))))
    assert [one.code for one in troubles(found)] == ["no_entry", "no_title"]
    entry = found[0]
    assert len(entry.fields["title_en"]) == 300
    assert len(entry.warnings) == 2
    assert "doi" not in entry.facts["identifiers"]


@pytest.mark.parametrize(
    ("kind", "chosen", "field"),
    [
        ("openalex", {"filter": "x", "mailto": "nobody"}, "mailto"), ("openalex", {"mailto": "a@b.example"}, "filter"),
        ("ror", {"address": "ftp://x.example"}, "address"), ("crossref", {"mailto": "a@b.example"}, "filter"),
        ("ror", {"colour": "red"}, "colour"), ("oai", {"address": "http://r.example", "from": "yesterday"}, "from"),
        ("oai", {"address": "http://r.example", "prefix": "marc"}, "prefix"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_meant_name_the_field(kind: str, chosen: Any, field: str) -> None:
    with pytest.raises(SettingsError) as refused:
        CONNECTORS[kind].check(chosen)
    assert refused.value.field == field
    assert "%(" not in str(refused.value)
