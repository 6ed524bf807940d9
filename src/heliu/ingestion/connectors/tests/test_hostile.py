"""What strangers send: bombs, entities, damaged and endless answers. Entries, troubles or a clear error come of it."""

from __future__ import annotations

import json
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heliu.ingestion.connectors import xmltree
from heliu.ingestion.connectors.base import AnswerError, ConnectorError, Entry, Trouble
from heliu.ingestion.connectors.registry import CONNECTORS, FILE_CONNECTORS
from heliu.ingestion.connectors.tests import samples
from heliu.ingestion.connectors.tests.sources import Source, always
from heliu.ingestion.connectors.tests.test_mapped import CHOSEN, CSV, DEMAND
from heliu.ingestion.connectors.xmltree import parse_xml
from heliu.kit.outside import Reply

MAIL = {"mailto": "ops@heliu.example"}
FULL = f"<ListRecords>{samples.record(1, samples.FULL_DC)}{samples.record(2, samples.CERIF_PATENT)}</ListRecords>"
CASES: list[tuple[str, dict[str, Any], bytes]] = [
    ("oai", {"address": "http://r.example"}, samples.oai(FULL)),
    ("oai", {"address": "http://r.example", "prefix": "oai_cerif_openaire"}, samples.oai(FULL)),
    *(
        ("openalex", {"filter": "x", "entities": name, **MAIL}, json.dumps({"results": [one], "meta": {}}).encode())
        for name, one in (
            ("works", samples.OPENALEX_WORK), ("authors", samples.OPENALEX_AUTHOR),
            ("institutions", samples.OPENALEX_INSTITUTION),
        )
    ),
    ("ror", {}, json.dumps({"number_of_results": 1, "items": [samples.ROR]}).encode()),
    ("crossref", {"query": "x", **MAIL}, json.dumps({"message": {"items": [samples.CROSSREF]}}).encode()),
    ("patents", {"address": "http://r.example"}, samples.EXCHANGE.encode()),
    ("patents", {"address": "http://r.example"}, (samples.USPTO * 2).encode()),
    ("json", CHOSEN, json.dumps({"data": {"rows": [DEMAND]}}).encode()),
    ("table", {"address": "http://r.example/t.csv", "records": "demand"}, CSV.encode()),
    ("list", {"address": "https://news.example/"}, samples.RSS.encode()),
    ("list", {"address": "https://news.example/"}, samples.ATOM.encode()),
    ("list", {"address": "https://news.example/"}, samples.SITEMAP.encode()),
]  # fmt: skip
PIECES = [
    b"<",
    b">",
    b"&",
    b"]]>",
    b"\x00",
    b"\xff\xfe",
    b"null",
    b"[",
    b"{}",
    b"9" * 400,
    b'"',
    b"\\ud800",
    b"-1e999",
    b"true",
]


def answering(kind: str, body: bytes) -> Source:
    if kind != "oai":
        return Source(always(body))
    return Source(lambda _url, question: samples.identify() if question["verb"] == "Identify" else body)


def swallow(kind: str, chosen: dict[str, Any], body: bytes) -> list[Any]:
    """All that comes of an answer. Whatever the answer is, entries hold only what can be stored."""
    connector = CONNECTORS[kind]
    found: list[Any] = []
    with suppress(ConnectorError):
        found.extend(connector.entries(connector.check(chosen), answering(kind, body), None, {}))
    for one in found:
        assert isinstance(one, Entry | Trouble)
        assert len(one.external_id) <= 200
        assert isinstance(one, Entry) or "%(" not in one.words
        text = (
            repr(one.raw)
            if isinstance(one, Trouble)
            else json.dumps([one.fields, one.facts], default=str, ensure_ascii=False)
        )
        text.encode()
    return found


@settings(max_examples=60)
@given(st.data(), st.sampled_from(CASES))
def test_damaged_answers_give_entries_troubles_or_an_error(
    data: st.DataObject, case: tuple[str, dict[str, Any], bytes]
) -> None:
    kind, chosen, body = case
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(body)))
        end = min(len(body), start + data.draw(st.sampled_from([0, 1, 3, 40, 10_000])))
        body = body[:start] + data.draw(st.sampled_from(PIECES) | st.binary(max_size=6)) + body[end:]
    swallow(kind, chosen, body)


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=5,
)  # fmt: skip


@settings(max_examples=60)
@given(st.data(), st.sampled_from([case for case in CASES if case[2][:1] == b"{"]))
def test_values_of_any_type_may_stand_anywhere(data: st.DataObject, case: tuple[str, dict[str, Any], bytes]) -> None:
    kind, chosen, body = case
    whole = json.loads(body)
    for _ in range(data.draw(st.integers(1, 3))):
        holder: Any = whole
        for _level in range(data.draw(st.integers(0, 5))):
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            inner = [key for key in keys if isinstance(holder[key], dict | list) and holder[key]]
            if not inner:
                break
            holder = holder[data.draw(st.sampled_from(inner))]
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if keys:
            holder[data.draw(st.sampled_from(keys))] = data.draw(ODD)
    swallow(kind, chosen, json.dumps(whole).encode())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_whole_answers_give_entries(case: tuple[str, dict[str, Any], bytes]) -> None:
    assert any(isinstance(one, Entry) for one in swallow(*case))


def test_entities_are_neither_fetched_nor_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    monkeypatch.setattr(socket, "socket", None)  # whoever opened a connection would fail otherwise than expected
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for declared in (
        f'<!ENTITY x SYSTEM "{secret.as_uri()}">', '<!ENTITY x SYSTEM "http://attacker.example/">', '<!ENTITY x "1">',
        f'<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;', f'<!ENTITY l0 "ha">{laughs}<!ENTITY x "&l9;">',
    ):  # fmt: skip
        with pytest.raises(AnswerError) as refused:
            parse_xml(f"<!DOCTYPE a [{declared}]><a>&x;</a>")
        assert refused.value.code == "unsafe_xml"
    named = f'<!DOCTYPE a SYSTEM "{secret.as_uri()}"><a>&x;</a>'
    with suppress(AnswerError):
        assert "SECRET" not in "".join(parse_xml(named).itertext())


def test_depth_and_size_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xmltree, "PARTS", 1_000)
    for body, code in (("<a>" * 1_000, "deep"), ("<a>" + "<b/>" * 1_000 + "</a>", "many_parts")):
        with pytest.raises(AnswerError) as refused:
            parse_xml(body)
        assert refused.value.code == code
    for depth in (100, 100_000):
        with pytest.raises(AnswerError) as refused:
            list(FILE_CONNECTORS["ror"].read({}, b"[" * depth + b"]" * depth, "x"))
        assert refused.value.code == "deep"
    with pytest.raises(AnswerError) as refused:
        list(FILE_CONNECTORS["ror"].read({}, b" " * (32 * 2**20 + 1), "x"))
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("text", ["&" * 200_000, "<a " * 60_000, "<p" * 100_000, "<?xml " * 20_000, "<!--" * 60_000])
def test_time_stays_linear(text: str) -> None:
    began = time.process_time()
    for kind, chosen, body in (
        ("list", {"address": "https://news.example/"}, text),
        ("patents", {"address": "http://r.example"}, text),
    ):
        swallow(kind, chosen, body.encode())
    swallow(
        "crossref",
        {"query": "x", **MAIL},
        json.dumps({"message": {"items": [{**samples.CROSSREF, "abstract": text}]}}).encode(),
    )
    assert time.process_time() - began < 10


def test_what_a_visit_raises_goes_through() -> None:
    class Stopped(Exception):
        pass

    def stopping(_url: str, _question: dict[str, str]) -> Reply:
        raise Stopped

    for kind, chosen, _body in CASES:
        with pytest.raises(Stopped):
            list(CONNECTORS[kind].entries(CONNECTORS[kind].check(chosen), Source(stopping), None, {}))
