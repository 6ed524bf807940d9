"""The provenance of a record as W3C PROV, written as PROV-O in JSON-LD 1.1 whose context stands in the document.

Entities are the record, its versions, the fields as they were written, their sources and quotes; activities are the
writing and the confirming; agents are the owner, people and the rules of the software. It says what the reader is
told on the record's page and no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urljoin

from heliu.accounts.models import User
from heliu.catalog.models import Record
from heliu.catalog.origins import Origin, OriginKind
from heliu.catalog.selectors import field_label
from heliu.kit.site import absolute
from heliu.provenance.origins import FieldOrigin
from heliu.provenance.selectors import told_ledger, told_origins
from heliu.provenance.shown import web_address

JSON_LD = "application/ld+json"
CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "label": "rdfs:label",
    "name": "schema:name",
    "identifier": "schema:identifier",
    "url": {"@id": "schema:url", "@type": "xsd:anyURI"},
    "additionalType": "schema:additionalType",
    "additionalProperty": "schema:additionalProperty",
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "value": "prov:value",
    **{
        name: {"@id": f"prov:{name}", "@type": "xsd:dateTime"}
        for name in ("generatedAtTime", "startedAtTime", "endedAtTime")
    },
    **{
        name: {"@id": f"prov:{name}", "@type": "@id"}
        for name in (
            "specializationOf", "wasRevisionOf", "wasGeneratedBy", "wasDerivedFrom", "wasQuotedFrom", "used",
            "wasAssociatedWith", "actedOnBehalfOf", "hadMember",
        )
    },
}  # fmt: skip
_SOURCES = (OriginKind.FILE, OriginKind.PAGE, OriginKind.FEED, OriginKind.MERGE)
"""Kinds whose source is a thing of its own; of the others it is whoever wrote."""

Node = dict[str, Any]


def provenance_graph(user: Any, record: Record) -> Node:
    """The document. The reader is one who reads the record in full.

    A record has the same address in it as in every other document that goes out, by whatever name it was asked for.
    """
    graph = _Graph(record, absolute("/"))
    graph.add(told_ledger(user, record), current=told_origins(user, record))
    return {"@context": CONTEXT, "@graph": list(graph.nodes.values())}


class _Graph:
    """Gathers nodes, each under its address once."""

    def __init__(self, record: Record, site: str) -> None:
        self.record, self.site = record, site
        self.address = urljoin(site, record.get_absolute_url())
        self.nodes: dict[str, Node] = {}
        self._numbers: dict[tuple[str, Any], int] = {}

    def add(self, ledger: Iterable[FieldOrigin], *, current: Iterable[FieldOrigin]) -> None:
        """Everything that was written, and which of it the record says now."""
        self._put(self.address, "prov:Entity", label=self.record.title)
        written = sorted(ledger, key=lambda one: (one.version, one.written_at))
        before: dict[str, str] = {}
        for one in written:
            field = self._field(one)
            if one.field in before and before[one.field] != field:
                self.nodes[field]["wasRevisionOf"] = before[one.field]
            before[one.field] = field
        self._versions(written, members=[self._field_address(one) for one in current])

    def _versions(self, written: Iterable[FieldOrigin], *, members: list[str]) -> None:
        earlier = ""
        for one in written:
            address = f"{self.address}#version-{one.version}"
            if address not in self.nodes:
                self._put(
                    address, "prov:Entity", specializationOf=self.address, generatedAtTime=_moment(one.written_at)
                )
                self.nodes[address]["wasGeneratedBy"] = []
                if earlier:
                    self.nodes[address]["wasRevisionOf"] = earlier
                earlier = address
            activity = self._activity(one)
            if activity not in self.nodes[address]["wasGeneratedBy"]:
                self.nodes[address]["wasGeneratedBy"].append(activity)
        if earlier:
            self.nodes[earlier]["@type"] = ["prov:Entity", "prov:Collection"]
            self.nodes[earlier]["hadMember"] = members

    # -- entities --------------------------------------------------------------------------------

    def _field_address(self, one: FieldOrigin) -> str:
        return f"{self.address}#version-{one.version}/{one.field}"

    def _field(self, one: FieldOrigin) -> str:
        address = self._field_address(one)
        node = self._put(
            address, "prov:Entity", name=one.field, label=field_label(type(self.record), one.field),
            generatedAtTime=_moment(one.written_at), wasGeneratedBy=self._activity(one),
        )  # fmt: skip
        if source := self._source(one.origin):
            node["wasDerivedFrom"] = [source, *self._quote(one.origin, source)]
        if one.is_confirmed_later:
            self._confirmation(one, address)
        return address

    def _source(self, origin: Origin) -> str:
        if origin.kind not in _SOURCES:
            return ""
        thing = (origin.kind, origin.name, origin.url, origin.item)
        texts = {"label": origin.name, "identifier": origin.item, "url": web_address(origin.url)}
        return self._put_numbered(
            "source", thing, "prov:Entity", **{name: text for name, text in texts.items() if text}
        )

    def _quote(self, origin: Origin, source: str) -> list[str]:
        if not origin.quote:
            return []
        place = {} if origin.start is None else {"start": origin.start}
        thing = (origin.quote, origin.start, source)
        return [
            self._put_numbered("quote", thing, "prov:Entity", value=origin.quote, wasQuotedFrom=source, **place)
        ]  # fmt: skip

    # -- activities ------------------------------------------------------------------------------

    def _activity(self, one: FieldOrigin) -> str:
        thing = (one.version, one.written_at, one.writer, replace(one.origin, quote="", start=None))
        node: Node = {
            "additionalType": one.origin.kind.value, "label": str(one.origin.kind.label),
            "startedAtTime": _moment(one.read_at), "endedAtTime": _moment(one.written_at),
        }  # fmt: skip
        if source := self._source(one.origin):
            node["used"] = source
        if one.origin.confidence is not None:
            node["additionalProperty"] = {
                "@type": "schema:PropertyValue", "name": "confidence", "schema:value": one.origin.confidence,
            }  # fmt: skip
        agents = self._who(one.writer, one.organisation_id)
        if one.origin.rule:
            rule = f"{self.site}#rule-{quote(one.origin.rule, safe='')}"
            agents.append(self._put(rule, "prov:SoftwareAgent", label=one.origin.rule)["@id"])
        if one.origin.kind == OriginKind.INSTALLATION:
            agents.append(self._put(self.site, "prov:SoftwareAgent", label="Heliu")["@id"])
        if agents:
            node["wasAssociatedWith"] = agents
        return self._put_numbered("activity", thing, "prov:Activity", **node)

    def _confirmation(self, one: FieldOrigin, field: str) -> None:
        assert one.confirmed_at is not None  # noqa: S101 - it is confirmed
        agents = self._who(one.confirmer, one.confirmed_for_id)
        address = self._put_numbered(
            "activity", ("confirmed", one.confirmed_at, one.confirmer), "prov:Activity", additionalType="confirmation",
            startedAtTime=_moment(one.confirmed_at), endedAtTime=_moment(one.confirmed_at), used=[],
            **({"wasAssociatedWith": agents} if agents else {}),
        )  # fmt: skip
        self.nodes[address]["used"].append(field)

    # -- agents ----------------------------------------------------------------------------------

    def _who(self, person: User | None, organisation_id: int | None) -> list[str]:
        """Whoever did it, as far as it is told; the owner stands for people whose names are not."""
        owner = ""
        if organisation_id is not None and organisation_id == self.record.organisation_id:
            organisation = self.record.organisation
            owner = urljoin(self.site, organisation.get_absolute_url())
            self._put(owner, "prov:Organization", label=str(organisation))
        if person is None:
            return [owner] if owner else []
        acting = {"actedOnBehalfOf": owner} if owner else {}
        return [self._put_numbered("person", person.pk, "prov:Person", label=str(person), **acting)]

    # -- nodes -----------------------------------------------------------------------------------

    def _put_numbered(self, word: str, thing: Any, kind: str, **values: Any) -> str:
        """The same thing has the same address: its place among those of its sort, which tells no number of a table."""
        sort = sum(key[0] == word for key in self._numbers)
        number = self._numbers.setdefault((word, thing), sort + 1)
        address = f"{self.address}#{word}-{number}"
        self._put(address, kind, **values)
        return address

    def _put(self, address: str, kind: str, **values: Any) -> Node:
        return self.nodes.setdefault(address, {"@id": address, "@type": kind, **values})


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
