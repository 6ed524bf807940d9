"""Patents. The documents are written after the DTDs of the EPO and the USPTO; they are not recorded traffic."""

from __future__ import annotations

import pytest

from heliu.ingestion.connectors.base import AnswerError
from heliu.ingestion.connectors.patent_numbers import property_of
from heliu.ingestion.connectors.patents import EXCHANGE_MAPPED, ST36_MAPPED
from heliu.ingestion.connectors.registry import FILE_CONNECTORS
from heliu.ingestion.connectors.tests.samples import EXCHANGE, USPTO
from heliu.ingestion.connectors.tests.sources import Source, always, entries, run, targets, troubles

AT = {"address": "https://patents.example/week.xml"}


def test_exchange_documents_give_what_the_table_says() -> None:
    patent, gone = entries(run("patents", AT, Source(always(EXCHANGE))))
    assert targets(patent) == set(EXCHANGE_MAPPED)
    assert patent.external_id == "CN114000000B"
    assert patent.fields["title_zh"] == "一种密封圈"
    assert patent.fields["description_en"] == "It stays elastic."
    assert patent.facts["owner"] == "EXAMPLE UNIVERSITY"
    assert patent.facts["ipc"] == ["F16J15/10"]
    assert patent.facts["dates"] == {"published": "2024-02-06", "filed": "2022-01-05"}
    (right,) = patent.fields["intellectual_property"]
    assert (right["kind"], right["status"], right["number"]) == ("invention", "granted", "CN114000000B")
    assert gone.deleted
    assert gone.external_id == "EP1A1"


def test_files_of_the_uspto_hold_many_documents() -> None:
    damaged = USPTO.replace("</us-patent-grant>", "")
    found = list(FILE_CONNECTORS["patents"].read({}, (USPTO + damaged + USPTO).encode(), "week.xml"))
    assert [one.code for one in troubles(found)] == ["not_xml"]
    assert len(found) == 3
    patent = found[0]
    assert targets(patent) == set(ST36_MAPPED)
    assert patent.external_id == "US9000001B2"
    assert patent.facts["people"] == [{"name": "Jane Doe", "role": "inventor"}]
    assert patent.facts["owner"] == "Seal Holdings"
    assert patent.facts["ipc"] == ["F16J15/10"]


@pytest.mark.parametrize(
    ("country", "number", "code", "right"),
    [
        ("CN", "114000000", "A", ("invention", "filed")), ("CN", "214000000", "U", ("utility", "granted")),
        ("CN", "307000000", "S", ("design", "granted")), ("CN", "202210000000.6", "", ("invention", "filed")),
        ("US", "20240000001", "A1", ("invention", "filed")), ("US", "5000000", "A", None), ("BR", "1", "A2", None),
        ("CN", "202210000000.5", "", None),
    ],
)  # fmt: skip
def test_the_right_is_told_where_its_number_is_certain(country: str, number: str, code: str, right: object) -> None:
    part = property_of(country, number, code, {})
    assert (part and (part["kind"], part["status"])) == right


def test_a_file_without_patents_is_refused() -> None:
    with pytest.raises(AnswerError) as refused:
        run("patents", AT, Source(always("<html/>")))
    assert refused.value.code == "not_format"
