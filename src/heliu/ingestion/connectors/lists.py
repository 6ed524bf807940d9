"""Lists of addresses: RSS and Atom feeds, sitemaps, and pages of links. Each gives the pages that it names."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element

from heliu.ingestion.connectors.adapters import page_of, text_of
from heliu.ingestion.connectors.answers import ask, declared
from heliu.ingestion.connectors.base import (
    LARGEST_ANSWER,
    LONGEST_RAW,
    AnswerError,
    Entry,
    Fetch,
    Found,
    Settings,
    SettingsError,
    State,
    Trouble,
)
from heliu.ingestion.connectors.building import LONGEST_ID, web_address
from heliu.ingestion.connectors.checking import Checking
from heliu.ingestion.connectors.moments import moment
from heliu.ingestion.connectors.paging import Page, in_utc, walk
from heliu.ingestion.connectors.texts import clean, plain
from heliu.ingestion.connectors.xmltree import children, inner_text, local, parse_xml, raw_of, text_at
from heliu.kit.outside import Reply

MOST_SITEMAPS = 400
"""Sitemaps that an index is followed to."""
MOST_PATTERNS = 20
LONGEST_TITLE = 300
_ROOTS = {"rss": "feed", "RDF": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "sitemap"}

MAPPED = {
    "title": "RSS, Atom: title; sitemap: news:title; links: text of the link",
    "date": "RSS: pubDate, dc:date; Atom: published, updated; sitemap: news:publication_date",
    "url": "RSS: link, guid; Atom: link (alternate); sitemap: loc; links: target of the link",
    "modified": "RSS: pubDate, dc:date; Atom: updated; sitemap: lastmod",
}
DROPPED = (
    "descriptions and contents of feeds: the page itself is read", "authors, categories", "enclosures",
    "priority, changefreq, images of sitemaps",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A page as a list names it."""

    address: str
    title: str = ""
    date: str | None = None
    modified: str | None = None
    raw: str = ""


class ListConnector:
    """A watched address whose answer names pages.

    ``shape`` says what it is; ``auto`` looks. ``match`` keeps only addresses in which the pieces between the * of one
    of its patterns stand in this order; without ``hosts: any`` only those of the list's own host are kept. An index of
    sitemaps is followed; one of them that cannot be read does not stop the others.
    """

    kind = "list"

    def check(self, settings: Mapping[str, Any]) -> Settings:
        checking = Checking(settings)
        checking.address()
        checking.choice("shape", ("auto", "feed", "sitemap", "links"), "auto")
        checking.choice("hosts", ("same", "any"), "same")
        checking.checked["match"] = _patterns(checking.raw("match"))
        return checking.done()

    def entries(self, settings: Settings, fetch: Fetch, since: datetime | None, state: State) -> Iterator[Found]:
        first = settings["address"]
        if not isinstance(state.get("resume"), dict):
            state["resume"] = {"mark": first, "queue": []}
        oldest = in_utc(since).date().isoformat() if since is not None else ""
        seen: set[str] = set()
        asked: set[str] = set()

        def page(url: str) -> Page:
            asked.add(url)
            queue = [one for one in state["resume"].get("queue", ()) if isinstance(one, str) and one not in asked]
            try:
                named, further = read_list(ask(fetch, url), url, settings["shape"])
            except AnswerError as error:
                if url == first:
                    raise
                trouble = Trouble("", error.code, url, error.data)
                return _and_further([trouble], queue, state)
            queue = list(dict.fromkeys([*queue, *_new(further, first, asked)]))
            return _and_further(_kept(named, settings, oldest, seen), queue[:MOST_SITEMAPS], state)

        yield from walk(state, first, page)


def _new(further: Iterable[str], first: str, asked: set[str]) -> Iterator[str]:
    """Further lists of the same host that were not read yet."""
    return (one for one in further if _host(one) == _host(first) and one not in asked)


def _and_further(found: Iterable[Found], queue: list[str], state: State) -> Page:
    state["resume"]["queue"] = queue
    return Page(found, queue[0] if queue else None)


def _kept(named: Iterable[Named], settings: Settings, oldest: str, seen: set[str]) -> Iterator[Entry]:
    """Entries of the pages that are wanted, each once."""
    own = _host(settings["address"])
    for one in named:
        address = web_address(urldefrag(one.address).url)
        wanted = address and address not in seen and fits(settings["match"], address)
        old = oldest and one.modified and one.modified[:10] < oldest
        if not wanted or old or (settings["hosts"] == "same" and _host(address) != own):
            continue
        seen.add(address)
        fields = {"title": one.title[:LONGEST_TITLE], "date": one.date or one.modified}
        given = {name: value for name, value in fields.items() if value}
        raw = one.raw[:LONGEST_RAW]
        yield Entry(id_of_address(address), "page", given, url=address, modified=one.modified, raw=raw)


def id_of_address(address: str) -> str:
    """The address itself, or a digest of one that is longer than identifiers may be."""
    if len(address) <= LONGEST_ID:
        return address
    return f"sha256:{hashlib.sha256(address.encode()).hexdigest()}"


def fits(patterns: Iterable[str], address: str) -> bool:
    """Whether an address fits one of the patterns, or there are none."""
    return not patterns or any(_fits(pattern, address) for pattern in patterns)


def _fits(pattern: str, address: str) -> bool:
    place = 0
    for piece in pattern.split("*"):
        place = address.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return True


def _patterns(given: Any) -> list[str]:
    given = given.splitlines() if isinstance(given, str) else given or []
    if not isinstance(given, list) or len(given) > MOST_PATTERNS:
        raise SettingsError("match", "no_pattern", value=str(given)[:60])
    for one in given:
        if not isinstance(one, str) or len(one) > 200 or not one.strip("* "):
            raise SettingsError("match", "no_pattern", value=str(one)[:60])
    return [one.strip() for one in given]


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


# -- what the lists say -----------------------------------------------------------------------------------


def read_list(reply: Reply, url: str, shape: str) -> tuple[list[Named], list[str]]:
    """The pages that an answer names, and further lists. Raises AnswerError."""
    body = _unpacked(reply.body)
    root = None
    if shape != "links":
        try:
            root = parse_xml(text_of(body, declared(reply)))
        except AnswerError:
            if shape != "auto":
                raise
    found = _ROOTS.get(local(root), "") if root is not None else ""
    if root is None or (shape == "auto" and not found):
        links = page_of(body, reply.headers.get("content-type", ""), url).links
        return [Named(link.target, clean(link.text)) for link in links if clean(link.text)], []
    if not found or shape not in ("auto", found):
        raise AnswerError("not_format", format={"feed": "RSS, Atom", "sitemap": "sitemap.xml"}[shape])
    if found == "feed":
        return [_of_feed(item, url) for item in root.iter() if local(item) in ("item", "entry")], []
    further = [web_address(text_at(one, "loc")) for one in children(root, "sitemap")]
    return [_of_sitemap(one) for one in children(root, "url")], [one for one in further if one]


def _unpacked(body: bytes) -> bytes:
    """Sitemaps may be packed with gzip."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        unpacked = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, LARGEST_ANSWER + 1)
    except zlib.error as error:
        raise AnswerError("not_text", reason=str(error)) from error
    if len(unpacked) > LARGEST_ANSWER:
        raise AnswerError("too_large", most=LARGEST_ANSWER // 2**20)
    return unpacked


def _of_feed(item: Element, base: str) -> Named:
    links = [(link.get("rel", "alternate"), link.get("href") or inner_text(link)) for link in children(item, "link")]
    guids = [inner_text(guid) for guid in children(item, "guid") if guid.get("isPermaLink") != "false"]
    written = next((href for rel, href in links if rel == "alternate" and href), "") or next(iter(guids), "")
    title = next((plain("".join(one.itertext())) for one in children(item, "title")), "").replace("\n", " ")
    dates = {name: moment(text_at(item, name)) for name in ("published", "pubDate", "date", "updated")}
    date = next(filter(None, dates.values()), None)
    return Named(_joined(base, written), title, date, dates["updated"] or date, raw_of(item))


def _of_sitemap(one: Element) -> Named:
    title, date = text_at(one, "news", "title"), moment(text_at(one, "news", "publication_date"))
    return Named(text_at(one, "loc"), title, date, moment(text_at(one, "lastmod")) or date, raw_of(one))


def _joined(base: str, written: str) -> str:
    try:
        return urljoin(base, written.strip()) if written.strip() else ""
    except ValueError:
        return ""
