"""OAI-PMH 2.0: harvesting what changed, with deleted records, in the formats of ``oai_records``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

from heliu.ingestion.connectors.answers import measured, xml_of
from heliu.ingestion.connectors.base import AnswerError, Entry, Fetch, Found, Kind, Settings, State, Trouble
from heliu.ingestion.connectors.building import LONGEST_ID, clean, id_problem
from heliu.ingestion.connectors.checking import Checking
from heliu.ingestion.connectors.moments import moment
from heliu.ingestion.connectors.oai_records import KINDS_OF_SETS, READERS, Made
from heliu.ingestion.connectors.paging import Page, in_utc, resumed, walk
from heliu.ingestion.connectors.xmltree import child, children, inner_text, local, raw_of, text_at

LARGEST_RECORD = 2**20
"""Characters of one record."""
_FIRST, _AGAIN, _TOKEN = "first", "again", "token "


class OaiError(AnswerError):
    """An error of the protocol; ``name`` is its code there."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__("oai", code=name[:60], message=message[:300])
        self.name = name


class OaiConnector:
    """Harvests records of one prefix, of one set or all.

    ``state["from"]`` is when the last finished run began, by the source's clock; ``state["about"]`` says whether the
    source tells of deleted records (``no``, ``transient``, ``persistent``); ``state["left_out"]`` counts records of
    types that become no entries.
    """

    kind = "oai"

    def check(self, settings: Mapping[str, Any]) -> Settings:
        checking = Checking(settings)
        checking.address()
        checking.choice("prefix", tuple(READERS), "oai_dc")
        checking.text("set", most=200)
        checking.day("from")
        checking.day("until")
        checking.choice("records", ("achievement", "demand"), "achievement")
        return checking.done()

    def entries(self, settings: Settings, fetch: Fetch, since: datetime | None, state: State) -> Iterator[Found]:
        harvest = _Harvest(settings, fetch, state)
        if not isinstance(state.get("resume"), dict):
            harvest.begin(since)
        began = resumed(state, "began")
        yield from walk(state, _FIRST, harvest.ask)
        if "resume" not in state and began:
            state["from"] = began


@dataclass(slots=True)
class _Harvest:
    """One run."""

    settings: Settings
    fetch: Fetch
    state: State
    began_again: bool = False

    def begin(self, since: datetime | None) -> None:
        """Ask who is there, and note what this run asks for until it is finished."""
        root = self._answer(verb="Identify")
        identify = child(root, "Identify")
        if identify is None:
            raise AnswerError("not_format", format="OAI-PMH")
        to_second = text_at(identify, "granularity").startswith("YYYY-MM-DDT")
        start = str(self.state.get("from") or "")
        if not start and since is not None:
            start = in_utc(since).strftime("%Y-%m-%dT%H:%M:%SZ")
        start = start or self.settings["from"]
        self.state["about"] = {
            "name": clean(text_at(identify, "repositoryName"))[:200],
            "deletions": clean(text_at(identify, "deletedRecord"))[:20],
        }
        self.state["left_out"] = {}
        self.state["resume"] = {
            "mark": _FIRST, "from": _boundary(start, "00:00:00", to_second=to_second),
            "until": _boundary(self.settings["until"], "23:59:59", to_second=to_second),
            "began": moment(text_at(root, "responseDate")) or "",
        }  # fmt: skip

    def ask(self, mark: str) -> Page:
        try:
            root = self._answer(verb="ListRecords", **self._question(mark))
        except OaiError as error:
            if error.name == "noRecordsMatch":
                return Page((), None)
            if error.name == "badResumptionToken" and mark.startswith(_TOKEN) and not self.began_again:
                # Tokens expire. What came already comes again, which does no harm.
                self.began_again = True
                return Page((), _AGAIN)
            raise
        answer = child(root, "ListRecords")
        if answer is None:
            raise AnswerError("not_format", format="OAI-PMH")
        token = text_at(answer, "resumptionToken")
        return Page(self._records(answer), f"{_TOKEN}{token}" if token else None)

    def _question(self, mark: str) -> dict[str, str]:
        if mark.startswith(_TOKEN):
            return {"resumptionToken": mark.removeprefix(_TOKEN)}
        given = {
            "metadataPrefix": self.settings["prefix"], "set": self.settings["set"],
            "from": resumed(self.state, "from"), "until": resumed(self.state, "until"),
        }  # fmt: skip
        return {name: value for name, value in given.items() if value}

    def _answer(self, **question: str) -> Element:
        address = self.settings["address"]
        url = f"{address}{'&' if '?' in address else '?'}{urlencode(question)}"
        reply = measured(self.fetch(url, {"Accept": "text/xml, application/xml"}))
        try:
            root = xml_of(reply)
        except AnswerError:
            # The protocol's errors come with status 200, but some send them with others; pages of errors are none.
            if not reply.ok:
                raise AnswerError("status", status=reply.status) from None
            raise
        if local(root) != "OAI-PMH":
            raise AnswerError("not_format", format="OAI-PMH")
        for error in children(root, "error"):
            raise OaiError(clean(error.get("code", "")), clean("".join(error.itertext())))
        if not reply.ok:
            raise AnswerError("status", status=reply.status)
        return root

    def _records(self, answer: Element) -> Iterator[Found]:
        for number, record in enumerate(children(answer, "record"), 1):
            made = self._record(record, str(number))
            if isinstance(made, str):
                left_out = self.state.setdefault("left_out", {})
                left_out[made] = left_out.get(made, 0) + 1
            else:
                yield made

    def _record(self, record: Element, where: str) -> Made:
        header = child(record, "header")
        identifier = clean(text_at(header, "identifier"))
        raw = raw_of(record)
        if problem := id_problem(identifier):
            return Trouble(identifier[:LONGEST_ID], problem, where, {"most": LONGEST_ID}, raw)
        datestamp = moment(text_at(header, "datestamp"))
        if header is not None and header.get("status") == "deleted":
            return Entry(identifier, self._kind(record), modified=datestamp, deleted=True, raw=raw)
        if sum(len(text) for text in record.itertext()) > LARGEST_RECORD:
            return Trouble(identifier, "large_entry", where, {"most": LARGEST_RECORD // 1024}, raw)
        holder = child(record, "metadata")
        metadata = next(iter(holder), None) if holder is not None else None
        if metadata is None:
            return Trouble(identifier, "no_entry", where, {}, raw)
        read = READERS[self.settings["prefix"]]
        return read(metadata, identifier, kind=self.settings["records"], where=where, raw=raw, modified=datestamp)

    def _kind(self, record: Element) -> Kind:
        """Of a deleted record, as far as its sets tell."""
        sets = (inner_text(found) for found in children(record, "header", "setSpec"))
        kinds = (KINDS_OF_SETS[name] for name in sets if name in KINDS_OF_SETS)
        return next(kinds, self.settings["records"])


def _boundary(text: str, time: str, *, to_second: bool) -> str:
    """A day or moment in the granularity of the source."""
    if not to_second or not text:
        return text[:10]
    return f"{text}T{time}Z" if len(text) == 10 else text
