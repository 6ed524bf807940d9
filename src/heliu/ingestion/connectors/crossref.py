"""Crossref: works of its REST API, page by page with a cursor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from heliu.ingestion.connectors.answers import ask, declared, json_of, list_of, mapping_of, raw_json
from heliu.ingestion.connectors.base import AnswerError, Entry, Fetch, Found, Settings, State, Trouble
from heliu.ingestion.connectors.building import Builder, clean, plain
from heliu.ingestion.connectors.checking import Checking
from heliu.ingestion.connectors.moments import moment, parts
from heliu.ingestion.connectors.names import joined_name
from heliu.ingestion.connectors.paging import Page, in_utc, resumed, walk

PER_PAGE = 200

MAPPED = {
    "title_*": "title[0], original-title[0]; language", "description_*": "abstract (JATS)", "keywords_*": "subject",
    "facts.people": "author", "facts.organisations": "author[*].affiliation, publisher",
    "facts.identifiers": "DOI", "facts.type": "type", "facts.rights": "license[0].URL",
    "facts.dates": "published (published), issued", "url": "URL, DOI",
    "modified": "deposited.date-time, indexed.date-time",
}  # fmt: skip
DROPPED = (
    "subtitle, short-title", "container-title, volume, issue, page", "reference and counts of references", "funder",
    "editor, chair, translator", "relation, update-to", "link", "assertion",
)  # fmt: skip


class CrossrefConnector:
    """What a query or filter of Crossref finds; Crossref tells what was deposited since a day, and nothing of deletions.

    Its cursors live for minutes. A run that goes on later than that begins again.
    """

    kind = "crossref"

    def check(self, settings: Mapping[str, Any]) -> Settings:
        checking = Checking(settings)
        checking.address("address", "https://api.crossref.org/works")
        query = checking.text("query", most=500)
        checking.text("filter", most=2_000, needed=not query)
        checking.mail()
        return checking.done()

    def entries(self, settings: Settings, fetch: Fetch, since: datetime | None, state: State) -> Iterator[Found]:
        goes_on = isinstance(state.get("resume"), dict)
        if not goes_on:
            state["resume"] = {"mark": "*", "since": in_utc(since).date().isoformat() if since is not None else ""}
        filters = [settings["filter"]] if settings["filter"] else []
        if start := resumed(state, "since"):
            filters.append(f"from-update-date:{start}")
        asked = {
            "query": settings["query"],
            "filter": ",".join(filters),
            "rows": PER_PAGE,
            "mailto": settings["mailto"],
        }
        asked = {name: value for name, value in asked.items() if value}

        def page(mark: str) -> Page:
            url = f"{settings['address']}?{urlencode({**asked, 'cursor': mark})}"
            reply = ask(fetch, url, "application/json")
            return read_page(json_of(reply.body, declared(reply)))

        try:
            yield from walk(state, "*", page, marks_differ=False)
        except AnswerError as error:
            expired = goes_on and error.code == "status" and error.data["status"] in (400, 404)
            if not expired or resumed(state, "mark") == "*":
                raise
            state["resume"] = {"mark": "*", "since": start}
            yield from walk(state, "*", page, marks_differ=False)


def read_page(answer: Any) -> Page:
    """The entries of one answer, and its ``next-cursor``. The last answer is one with fewer items than asked for."""
    message = mapping_of(answer).get("message")
    items = message.get("items") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(items, list):
        raise AnswerError("not_format", format="Crossref")
    following = message.get("next-cursor")
    full = isinstance(following, str) and following and len(items) >= PER_PAGE
    return Page((read_work(item, str(place)) for place, item in enumerate(items, 1)), following if full else None)


def read_work(work: Any, where: str) -> Entry | Trouble:
    """One item of a list of works."""
    raw = raw_json(work)
    if not isinstance(work, dict):
        return Trouble("", "no_entry", where, {}, raw)
    doi = clean(work.get("DOI")).lower()
    made = Builder("achievement", doi and f"doi:{doi}", where=where, raw=raw)
    made.doi(doi)
    spoken = clean(work.get("language"))
    for name in ("title", "original-title"):
        title = next(iter(list_of(work.get(name))), "")
        # The language is that of the work; a title in another stands beside it.
        made.text("title", plain(title).replace("\n", " "), spoken if name == "title" and spoken != "zh" else "")
    made.text("description", plain(work.get("abstract")).removeprefix("Abstract\n"))
    made.words((clean(subject), "") for subject in list_of(work.get("subject")))
    for author in map(mapping_of, list_of(work.get("author"))):
        _author(made, author)
    made.organisation(clean(work.get("publisher")), "publisher")
    made.fact("type", clean(work.get("type")))
    licences = [mapping_of(one) for one in list_of(work.get("license"))]
    made.fact("rights", clean(licences[0].get("URL")) if licences else "")
    for name in ("published", "issued"):
        made.date(name, parts(work.get(name)))
    changes = (mapping_of(work.get(name)).get("date-time") for name in ("deposited", "indexed"))
    made.modified = next(filter(None, map(moment, changes)), None)
    made.url = clean(work.get("URL")) or f"https://doi.org/{quote(doi)}"
    return made.build()


def _author(made: Builder, author: Mapping[str, Any]) -> None:
    affiliations = [mapping_of(one) for one in list_of(author.get("affiliation"))]
    for one in affiliations:
        rors = [mapping_of(each) for each in list_of(one.get("id")) if mapping_of(each).get("id-type") == "ROR"]
        made.organisation(clean(one.get("name")), "affiliation", ror=rors[0].get("id") if rors else "")
    first = clean(affiliations[0].get("name")) if affiliations else ""
    name = joined_name(clean(author.get("family")), clean(author.get("given")))
    if name:
        made.person(name, "author", orcid=author.get("ORCID"), organisation=first)
    else:
        # A group of authors has a name alone.
        made.organisation(clean(author.get("name")), "author")
