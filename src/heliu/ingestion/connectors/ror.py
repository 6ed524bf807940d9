"""ROR, the registry of research organisations: records of its schema 2, by API or from its dump."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from heliu.ingestion.connectors.answers import ask, declared, json_of, list_of, mapping_of, raw_json
from heliu.ingestion.connectors.base import AnswerError, Entry, Fetch, Found, Settings, State, Trouble
from heliu.ingestion.connectors.building import Builder, clean, web_address
from heliu.ingestion.connectors.checking import Checking
from heliu.ingestion.connectors.moments import day
from heliu.ingestion.connectors.openalex import KINDS_OF_TYPES
from heliu.ingestion.connectors.paging import Page, in_utc, resumed, walk
from heliu.ingestion.connectors.places import region_of

PER_PAGE = 20
"""Records of an answer, as ROR fixes it."""
LAST_PAGE = 500
"""ROR gives no more than 10,000 records of one question."""

MAPPED = {
    "name_*": "names (lang zh, en; ror_display, label)", "kind": "types", "ror": "id",
    "website": "links (website)", "region": "locations[0].geonames_details (China only)",
    "facts.names": "names (alias, acronym, labels in further languages)",
    "facts.organisations": "relationships (parent, predecessor, successor)",
    "facts.identifiers": "external_ids (preferred)", "facts.place": "locations[0].geonames_details",
    "facts.type": "types", "facts.status": "status", "facts.dates": "established (founded)", "url": "id",
    "modified": "admin.last_modified.date",
}  # fmt: skip
DROPPED = ("domains", "links (wikipedia)", "relationships (child, related)", "locations but the first", "admin.created")
_RELATIONS = {"parent": "part_of", "predecessor": "predecessor", "successor": "successor"}


class RorConnector:
    """What a query or filter of ROR finds; ``read`` takes files of its dump.

    A record that ROR withdrew is told as deleted.
    """

    kind = "ror"

    def check(self, settings: Mapping[str, Any]) -> Settings:
        checking = Checking(settings)
        checking.address("address", "https://api.ror.org/v2/organizations")
        checking.text("query", most=500)
        checking.text("filter", "country.country_code:CN", most=500)
        return checking.done()

    def entries(self, settings: Settings, fetch: Fetch, since: datetime | None, state: State) -> Iterator[Found]:
        if not isinstance(state.get("resume"), dict):
            start = in_utc(since).date().isoformat() if since is not None else ""
            state["resume"] = {"mark": "1", "since": start}
        start = resumed(state, "since")
        asked = {"query": settings["query"]}
        if start and not settings["query"]:  # ROR takes one of the two.
            asked = {"query.advanced": f"admin.last_modified.date:[{start} TO *]"}

        def page(mark: str) -> Page:
            question = {**asked, "filter": settings["filter"], "page": mark, "all_status": "true"}
            url = f"{settings['address']}?{urlencode({k: v for k, v in question.items() if v})}"
            reply = ask(fetch, url, "application/json")
            return read_page(json_of(reply.body, declared(reply)), int(mark))

        yield from walk(state, "1", page)

    def read(self, settings: Settings, body: bytes, name: str) -> Iterator[Found]:
        records = json_of(body)
        records = records.get("items") if isinstance(records, dict) else records
        if not isinstance(records, list):
            raise AnswerError("not_format", format="ROR 2")
        yield from (read_record(record, str(place)) for place, record in enumerate(records, 1))


def read_page(answer: Any, number: int) -> Page:
    """The entries of one answer of the API, and the number of the next."""
    items = answer.get("items") if isinstance(answer, dict) else None
    if not isinstance(items, list):
        raise AnswerError("not_format", format="ROR 2")
    total = answer.get("number_of_results")
    more = isinstance(total, int) and items and number * PER_PAGE < total and number < LAST_PAGE
    found = (read_record(record, str((number - 1) * PER_PAGE + place)) for place, record in enumerate(items, 1))
    return Page(found, str(number + 1) if more else None)


def read_record(record: Any, where: str) -> Entry | Trouble:
    """One record of schema 2."""
    raw = raw_json(record)
    if not isinstance(record, dict):
        return Trouble("", "no_entry", where, {}, raw)
    made = Builder("organisation", clean(record.get("id")), where=where, raw=raw)
    made.modified = day(mapping_of(mapping_of(record.get("admin")).get("last_modified")).get("date")) or None
    if record.get("status") == "withdrawn" and made.external_id:
        return Entry(made.external_id[:200], "organisation", modified=made.modified, deleted=True, raw=made.raw)
    made.fields["ror"] = made.ror(record.get("id"))
    _names(made, record)
    types = [clean(one) for one in list_of(record.get("types"))]
    kinds = {KINDS_OF_TYPES[one] for one in types if one in KINDS_OF_TYPES}
    made.fields["kind"] = kinds.pop() if len(kinds) == 1 else ""
    made.fact("type", ", ".join(types))
    made.fact("status", clean(record.get("status")))
    made.date("founded", day(record.get("established")))
    _place(made, record)
    links = [mapping_of(link) for link in list_of(record.get("links"))]
    sites = (web_address(clean(link.get("value"))) for link in links if link.get("type") == "website")
    made.fields["website"] = next((site for site in sites if site and len(site) <= 200), "")
    for one in map(mapping_of, list_of(record.get("relationships"))):
        if role := _RELATIONS.get(clean(one.get("type")).lower()):
            made.organisation(clean(one.get("label")), role, ror=one.get("id"))
    for one in map(mapping_of, list_of(record.get("external_ids"))):
        known = [one.get("preferred"), *list_of(one.get("all"))]
        made.identifier(clean(one.get("type")) or "other", next(filter(None, map(clean, known)), ""))
    made.url = made.external_id
    return made.build()


def _names(made: Builder, record: Mapping[str, Any]) -> None:
    """Labels come before the name that is displayed, which may be in any language, and that before aliases."""
    names = [mapping_of(name) for name in list_of(record.get("names"))]
    for wanted in ("label", "ror_display"):
        for name in names:
            if wanted in list_of(name.get("types")):
                made.text("name", clean(name.get("value")), clean(name.get("lang")))
    for name in names:
        made.name(clean(name.get("value")))


def _place(made: Builder, record: Mapping[str, Any]) -> None:
    places = [mapping_of(place) for place in list_of(record.get("locations"))]
    place = mapping_of(places[0].get("geonames_details")) if places else {}
    country, city = clean(place.get("country_code")), clean(place.get("name"))
    province = clean(place.get("country_subdivision_name"))
    code = clean(place.get("country_subdivision_code"))
    made.fields["region"] = region_of(country, province=code, province_name=province, city=city)
    made.fact("place", ", ".join(part for part in (city, province, clean(place.get("country_name"))) if part))
