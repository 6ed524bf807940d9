"""Harvesting OAI-PMH. The answers are written after the protocol's specification 2.0; they are not recorded traffic."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from heliu.ingestion.connectors import paging
from heliu.ingestion.connectors.base import AnswerError
from heliu.ingestion.connectors.oai_records import CERIF_MAPPED, DC_MAPPED
from heliu.ingestion.connectors.registry import CONNECTORS
from heliu.ingestion.connectors.tests.samples import CERIF_PATENT, FULL_DC, dc, identify, oai, record
from heliu.ingestion.connectors.tests.sources import Source, entries, run, targets, troubles
from heliu.kit.outside import Reply

SETTINGS = {"address": "http://repo.example/oai?repo=1"}


def repository(*, granularity: str = "YYYY-MM-DDThh:mm:ssZ", expired: frozenset[str] = frozenset()) -> Any:
    """Two answers of two records; tokens of ``expired`` are refused."""

    def answer(_url: str, question: dict[str, str]) -> bytes:
        assert question["repo"] == "1"
        if question["verb"] == "Identify":
            return identify(granularity)
        token = question.get("resumptionToken")
        if token in expired:
            return oai('<error code="badResumptionToken">expired</error>')
        if token == "t 2&":
            return oai(f"<ListRecords>{record(3)}{record(4, deleted=True)}<resumptionToken/></ListRecords>")
        return oai(f"<ListRecords>{record(1)}{record(2)}<resumptionToken>t 2&amp;</resumptionToken></ListRecords>")

    return answer


def test_all_answers_are_read_and_the_next_run_asks_for_changes() -> None:
    source, state = Source(repository()), {}
    found = entries(run("oai", {**SETTINGS, "set": "a"}, source, state=state))
    assert [one.external_id[-1] for one in found] == ["1", "2", "3", "4"]
    assert [one.deleted for one in found] == [False, False, False, True]
    assert found[0].fields == {"title_zh": "成果 1"}
    assert found[0].modified == "2026-11-01T00:00:00Z"
    assert source.asked[1] == {"repo": "1", "verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "a"}
    assert source.asked[2] == {"repo": "1", "verb": "ListRecords", "resumptionToken": "t 2&"}
    assert state == {
        "about": {"name": "示例库", "deletions": "persistent"}, "left_out": {}, "from": "2026-11-20T08:00:00Z",
    }  # fmt: skip
    again = Source(repository())
    run("oai", SETTINGS, again, state=state)
    assert again.asked[1]["from"] == "2026-11-20T08:00:00Z"


def test_boundaries_have_the_granularity_of_the_source() -> None:
    settings = {**SETTINGS, "until": "2026-11-30"}
    by_day, by_second = Source(repository(granularity="YYYY-MM-DD")), Source(repository())
    since = datetime(2026, 11, 1, 12, tzinfo=UTC)
    for source in (by_day, by_second):
        run("oai", settings, source, since)
    assert (by_day.asked[1]["from"], by_day.asked[1]["until"]) == ("2026-11-01", "2026-11-30")
    assert (by_second.asked[1]["from"], by_second.asked[1]["until"]) == ("2026-11-01T12:00:00Z", "2026-11-30T23:59:59Z")


def test_an_interrupted_run_goes_on_and_loses_nothing() -> None:
    connector = CONNECTORS["oai"]
    settings, state = connector.check(SETTINGS), {}
    going = connector.entries(settings, Source(repository()), None, state)
    taken = [next(going).external_id[-1] for _ in range(3)]
    source = Source(repository())
    taken += [one.external_id[-1] for one in connector.entries(settings, source, None, state)]
    assert taken == ["1", "2", "3", "3", "4"]  # The third answer's first record comes again.
    assert source.asked[0]["resumptionToken"] == "t 2&"
    assert state["from"] == "2026-11-20T08:00:00Z"


def test_a_run_ends_at_its_limit_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MOST_ENTRIES", 2)
    state: dict[str, Any] = {}
    assert len(run("oai", SETTINGS, Source(repository()), state=state)) == 2
    assert "from" not in state
    assert len(run("oai", SETTINGS, Source(repository()), state=state)) == 2
    assert "resume" not in state
    assert state["from"] == "2026-11-20T08:00:00Z"


def test_an_expired_token_begins_the_list_again_once() -> None:
    state = {"resume": {"mark": "token gone", "from": "2026-01-01", "until": "", "began": "2026-11-19T00:00:00Z"}}
    source = Source(repository(expired=frozenset({"gone"})))
    assert len(run("oai", SETTINGS, source, state=state)) == 4
    assert source.asked[1]["from"] == "2026-01-01"
    assert state["from"] == "2026-11-19T00:00:00Z"
    with pytest.raises(AnswerError, match="badResumptionToken"):
        run("oai", SETTINGS, Source(repository(expired=frozenset({"t 2&"}))))


def test_nothing_new_is_no_error_and_other_errors_are_told() -> None:
    def refusing(code: str) -> Any:
        body = oai(f'<error code="{code}">no</error>')
        return Source(lambda _url, question: identify() if question["verb"] == "Identify" else Reply(422, {}, body))

    state: dict[str, Any] = {}
    assert run("oai", SETTINGS, refusing("noRecordsMatch"), state=state) == []
    assert "from" in state
    with pytest.raises(AnswerError, match="cannotDisseminateFormat"):
        run("oai", SETTINGS, refusing("cannotDisseminateFormat"))
    with pytest.raises(AnswerError, match="HTTP 503"):
        run("oai", SETTINGS, Source(lambda _url, _question: Reply(503, {}, b"<html>busy")))


def test_a_source_that_sends_in_circles_is_left() -> None:
    def circling(_url: str, question: dict[str, str]) -> bytes:
        listed = f"<ListRecords>{record(1)}<resumptionToken>same</resumptionToken></ListRecords>"
        return identify() if question["verb"] == "Identify" else oai(listed)

    with pytest.raises(AnswerError) as refused:
        run("oai", SETTINGS, Source(circling))
    assert refused.value.code == "circle"


def listing(records: str) -> Source:
    answer = oai(f"<ListRecords>{records}</ListRecords>")
    return Source(lambda _url, question: identify() if question["verb"] == "Identify" else answer)


def test_dublin_core_gives_what_the_table_says() -> None:
    (entry,) = entries(run("oai", SETTINGS, listing(record(1, FULL_DC))))
    assert targets(entry) == {*DC_MAPPED, "modified"}
    assert entry.fields == {
        "title_zh": "耐低温密封圈的制备", "description_zh": "在低温下保持弹性。", "keywords_zh": ["密封", "橡胶"],
    }  # fmt: skip
    assert entry.facts["identifiers"] == {"doi": "10.1234/ab.1"}
    assert entry.url == "https://doi.org/10.1234/ab.1"


def test_cerif_gives_what_the_table_says() -> None:
    person = (
        "<Person><PersonName><FamilyNames>Li</FamilyNames><FirstNames>Shili</FirstNames></PersonName>"
        "<ORCID>0000-0002-1825-0098</ORCID><Affiliation><OrgUnit><Name>示例大学</Name></OrgUnit></Affiliation></Person>"
    )
    unit = (
        '<OrgUnit><Acronym>EU</Acronym><Name xml:lang="el">Πανεπιστήμιο</Name><Name xml:lang="en">Example</Name>'
        "<RORID>https://ror.org/05dxps055</RORID><ElectronicAddress>mailto:a@b.example</ElectronicAddress>"
        "<ElectronicAddress>https://example.edu</ElectronicAddress></OrgUnit>"
    )
    records = record(1, CERIF_PATENT) + record(2, person) + record(3, unit) + record(4, "<Project/>")
    records += record(5, deleted=True, spec="openaire_cris_persons")
    state: dict[str, Any] = {}
    found = entries(run("oai", {**SETTINGS, "prefix": "oai_cerif_openaire"}, listing(records), state=state))
    patent, expert, organisation, gone = found
    assert patent.fields["intellectual_property"] == [
        {
            "kind": "invention",
            "status": "granted",
            "number": "CN202210000000.6",
            "title_zh": "一种密封圈",
            "title_en": "A seal",
        }
    ]
    assert patent.facts["people"] == [{"name": "李示例", "orcid": "0000-0002-1825-0097", "role": "inventor"}]
    assert patent.facts["owner"] == "示例大学"
    assert patent.facts["ipc"] == ["F16J15/10"]
    assert expert.kind == "expert"
    assert expert.fields == {"title_en": "Shili Li"}
    assert len(expert.warnings) == 1
    assert organisation.fields == {"name_en": "Example", "ror": "05dxps055", "website": "https://example.edu"}
    assert organisation.facts["names"] == ["Πανεπιστήμιο", "EU"]
    assert gone.deleted
    assert gone.kind == "expert"
    assert state["left_out"] == {"Project": 1}
    assert set().union(*(targets(one) for one in found)) | {"orcid"} == {*CERIF_MAPPED, "modified"}


def test_what_cannot_be_used_does_not_stop_the_rest() -> None:
    nameless = "<record><header><datestamp>2026-11-01</datestamp></header></record>"
    untitled, empty = record(2, dc(description="x")), record(3).replace(dc(title="成果 3"), "")
    found = run("oai", SETTINGS, listing(nameless + untitled + empty + record(4)))
    assert [one.code for one in troubles(found)] == ["no_id", "no_title", "no_entry"]
    assert [one.where for one in troubles(found)] == ["1", "2", "3"]
    assert len(found) == 4


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_wrong_declaration_of_the_encoding_does_no_harm(encoding: str) -> None:
    body = oai(f"<ListRecords>{record(1, FULL_DC)}</ListRecords>").decode().replace("UTF-8", "ISO-8859-1")
    answer = body.encode(encoding)
    source = Source(lambda _url, question: identify() if question["verb"] == "Identify" else answer)
    assert entries(run("oai", SETTINGS, source))[0].fields["title_zh"] == "耐低温密封圈的制备"


def test_the_examples_of_openaire_are_read(shared_data: Any) -> None:
    folder, kinds = shared_data / "openaire-cris/samples", {}
    first = (folder / "openaire_oaipmh_example_Identify.xml").read_bytes()
    for name in ("publications", "patents", "persons", "orgunits", "products", "projects"):
        body = (folder / f"openaire_cerif_xml_example_{name}.xml").read_bytes()
        source = Source(lambda _url, question, body=body: first if question["verb"] == "Identify" else body)
        found = entries(run("oai", {**SETTINGS, "prefix": "oai_cerif_openaire"}, source))
        kinds[name] = {one.kind for one in found}
    assert kinds == {
        "publications": {"achievement"}, "patents": {"achievement"}, "persons": {"expert"},
        "orgunits": {"organisation"}, "products": {"achievement"}, "projects": set(),
    }  # fmt: skip
