"""OpenAlex: works, authors and institutions of its API, page by page with a cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from heliu.ingestion.connectors.answers import ask, declared, json_of, list_of, mapping_of, raw_json
from heliu.ingestion.connectors.base import AnswerError, Entry, Fetch, Found, Kind, Settings, State, Trouble
from heliu.ingestion.connectors.building import Builder, clean, plain
from heliu.ingestion.connectors.checking import Checking
from heliu.ingestion.connectors.moments import day, moment
from heliu.ingestion.connectors.paging import Page, in_utc, resumed, walk
from heliu.ingestion.connectors.places import region_of

PER_PAGE = 200
MOST_WORDS = 50_000
"""Words of an abstract; a place beyond is not believed."""
KEY = "api_key"

WORKS_MAPPED = {
    "title_*": "display_name, title; language", "description_*": "abstract_inverted_index",
    "keywords_*": "keywords[*].display_name", "facts.people": "authorships[*].author",
    "facts.organisations": "authorships[*].institutions", "facts.identifiers": "doi, id", "facts.type": "type",
    "facts.dates": "publication_date (published)", "facts.rights": "primary_location.license",
    "facts.status": "is_retracted", "url": "primary_location.landing_page_url, doi, id", "modified": "updated_date",
}  # fmt: skip
AUTHORS_MAPPED = {
    "title_*": "display_name", "keywords_*": "topics[*].display_name (the first ten)", "orcid": "orcid",
    "facts.names": "display_name_alternatives", "facts.organisations": "last_known_institutions",
    "facts.owner": "last_known_institutions[0].display_name", "facts.identifiers": "id, ids.scopus", "url": "id",
    "modified": "updated_date",
}  # fmt: skip
INSTITUTIONS_MAPPED = {
    "name_*": "international.display_name (zh-cn, zh, en), display_name", "kind": "type", "ror": "ror",
    "website": "homepage_url", "region": "geo (China only)", "facts.names": "display_name_acronyms, display_name_alternatives",
    "facts.organisations": "associated_institutions (parent)", "facts.identifiers": "id, ids.wikidata, ids.grid",
    "facts.place": "geo.city, geo.region, geo.country", "facts.type": "type", "url": "homepage_url, id",
    "modified": "updated_date",
}  # fmt: skip
DROPPED = ("counts and citations", "concepts, topics of works", "funders, grants", "locations but the first", "mesh")

KINDS_OF_TYPES = {
    "education": "university",
    "company": "enterprise",
    "government": "government",
    "facility": "institute",
}
"""Types of OpenAlex and ROR to kinds of organisations; of the others it is not certain."""


class OpenAlexConnector:
    """What a filter of OpenAlex finds.

    OpenAlex tells what changed (``from_updated_date``) only to those who have a key; without one every run reads all
    that the filter finds. Works that were retracted are told as such, nothing is ever told as deleted.
    """

    kind = "openalex"

    def check(self, settings: Mapping[str, Any]) -> Settings:
        checking = Checking(settings)
        checking.address("address", "https://api.openalex.org")
        checking.choice("entities", ("works", "authors", "institutions"), "works")
        checking.text("filter", most=2_000, needed=True)
        checking.mail()
        checking.text(KEY, most=100)
        return checking.done()

    def entries(self, settings: Settings, fetch: Fetch, since: datetime | None, state: State) -> Iterator[Found]:
        if not isinstance(state.get("resume"), dict):
            start = in_utc(since).date().isoformat() if since is not None and settings[KEY] else ""
            state["resume"] = {"mark": "*", "since": start}
        filters = [settings["filter"]]
        if start := resumed(state, "since"):
            filters.append(f"from_updated_date:{start}")

        def page(mark: str) -> Page:
            question = {
                "filter": ",".join(filters), "per-page": PER_PAGE, "cursor": mark, "mailto": settings["mailto"],
                KEY: settings[KEY],
            }  # fmt: skip
            address = f"{settings['address'].rstrip('/')}/{settings['entities']}"
            reply = ask(fetch, f"{address}?{urlencode({k: v for k, v in question.items() if v})}", "application/json")
            return read_page(json_of(reply.body, declared(reply)), settings["entities"])

        yield from walk(state, "*", page)


def read_page(answer: Any, entities: str) -> Page:
    """The entries of one answer, and its ``next_cursor``."""
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list):
        raise AnswerError("not_format", format="OpenAlex")
    following = mapping_of(answer.get("meta")).get("next_cursor")
    following = following if isinstance(following, str) and following and results else None
    return Page((read_entry(result, entities, str(place)) for place, result in enumerate(results, 1)), following)


def read_entry(result: Any, entities: str, where: str) -> Entry | Trouble:
    """One object of ``results``."""
    raw = raw_json(result)
    if not isinstance(result, dict):
        return Trouble("", "no_entry", where, {}, raw)
    kind, fill = _ENTITIES[entities]
    made = Builder(kind, clean(result.get("id")), where=where, raw=raw)
    made.modified = moment(result.get("updated_date"))
    made.identifier("openalex", clean(result.get("id")).rpartition("/")[2])
    fill(made, result)
    return made.build()


def _work(made: Builder, work: Mapping[str, Any]) -> None:
    spoken = clean(work.get("language"))
    made.text("title", plain(work.get("display_name") or work.get("title")).replace("\n", " "), spoken)
    # The language is that of the title as it was published; abstracts are often in English beside it.
    made.text("description", abstract_of(work.get("abstract_inverted_index")))
    made.words((clean(mapping_of(word).get("display_name")), "") for word in list_of(work.get("keywords")))
    for authorship in map(mapping_of, list_of(work.get("authorships"))):
        institutions = [mapping_of(one) for one in list_of(authorship.get("institutions"))]
        author = mapping_of(authorship.get("author"))
        first = clean(institutions[0].get("display_name")) if institutions else ""
        made.person(clean(author.get("display_name")), "author", orcid=author.get("orcid"), organisation=first)
        for one in institutions:
            made.organisation(clean(one.get("display_name")), "affiliation", ror=one.get("ror"))
    made.doi(work.get("doi"))
    made.fact("type", clean(work.get("type")))
    made.fact("status", "retracted" if work.get("is_retracted") is True else "")
    made.date("published", day(work.get("publication_date")))
    location = mapping_of(work.get("primary_location"))
    made.fact("rights", clean(location.get("license")))
    made.url = clean(location.get("landing_page_url")) or clean(work.get("doi")) or made.external_id


def _author(made: Builder, author: Mapping[str, Any]) -> None:
    made.text("title", clean(author.get("display_name")))
    made.words((clean(mapping_of(topic).get("display_name")), "") for topic in list_of(author.get("topics"))[:10])
    made.fields["orcid"] = made.orcid(author.get("orcid"))
    for name in list_of(author.get("display_name_alternatives")):
        made.name(clean(name))
    for one in map(mapping_of, list_of(author.get("last_known_institutions"))):
        made.organisation(clean(one.get("display_name")), "affiliation", ror=one.get("ror"))
    made.fact("owner", next((one["name"] for one in made.facts.get("organisations", ())), ""))
    made.identifier("scopus", mapping_of(author.get("ids")).get("scopus"))
    made.url = made.external_id


def _institution(made: Builder, institution: Mapping[str, Any]) -> None:
    names = mapping_of(mapping_of(institution.get("international")).get("display_name"))
    for key in ("zh-cn", "zh-hans", "zh", "en"):
        made.text("name", clean(names.get(key)), key)
    made.text("name", clean(institution.get("display_name")))
    for key in ("display_name_acronyms", "display_name_alternatives"):
        for name in list_of(institution.get(key)):
            made.name(clean(name))
    made.fields["ror"] = made.ror(institution.get("ror"))
    made.fact("type", clean(institution.get("type")))
    made.fields["kind"] = KINDS_OF_TYPES.get(made.facts.get("type", ""), "")
    homepage = clean(institution.get("homepage_url"))
    made.fields["website"] = homepage if len(homepage) <= 200 else ""
    place = mapping_of(institution.get("geo"))
    city, province, country = (clean(place.get(key)) for key in ("city", "region", "country"))
    made.fields["region"] = region_of(clean(place.get("country_code")), province_name=province, city=city)
    made.fact("place", ", ".join(part for part in (city, province, country) if part))
    for one in map(mapping_of, list_of(institution.get("associated_institutions"))):
        if one.get("relationship") == "parent":
            made.organisation(clean(one.get("display_name")), "part_of", ror=one.get("ror"))
    ids = mapping_of(institution.get("ids"))
    made.identifier("wikidata", clean(ids.get("wikidata")).rpartition("/")[2])
    made.identifier("grid", ids.get("grid"))
    made.url = homepage or made.external_id


_ENTITIES: dict[str, tuple[Kind, Callable[[Builder, Mapping[str, Any]], None]]] = {
    "works": ("achievement", _work), "authors": ("expert", _author), "institutions": ("organisation", _institution),
}  # fmt: skip


def abstract_of(index: Any) -> str:
    """The text of an abstract that is given as word → places."""
    placed: dict[int, str] = {}
    for word, places in mapping_of(index).items():
        for place in list_of(places):
            if isinstance(place, int) and not isinstance(place, bool) and 0 <= place < MOST_WORDS:
                placed[place] = word
    return plain(" ".join(placed[place] for place in sorted(placed)))
