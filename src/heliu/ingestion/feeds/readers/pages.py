"""Watched addresses: pages themselves, or lists of pages whose links are followed one step."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urldefrag, urljoin

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.ingestion.feeds.choices import ItemKind
from heliu.ingestion.feeds.readers.base import Item, Look, Reader, Setting, SettingKind
from heliu.ingestion.feeds.readers.documents import page_fields
from heliu.ingestion.fetching import Fetched, FetchError
from heliu.kit.outside import OutsideError, parse_url
from heliu_engine.errors import InputError
from heliu_engine.reading import read_page

RULE = "pages-1"
MOST_ADDRESSES = 100
MOST_LINKS = 200
"""Of one list that are followed at one visit; the next one goes on with those that are new then."""


def read_pages(look: Look) -> Iterator[Item]:
    """An item for each page. A page that answers with an error does not keep the others from being read."""
    failed: list[FetchError] = []
    addresses = [look.address, *look.settings.get("more", [])]
    given: set[str] = set()
    for address in addresses:
        try:
            if pattern := look.settings.get("links"):
                yield from _listed(look, address, str(pattern), given, failed)
            elif address not in given:
                given.add(address)
                yield _page(look, address)
        except FetchError as error:
            failed.append(error)
            if error.code in ("requests", "time"):
                raise
    look.whole = not failed and not look.settings.get("links")
    if failed and not given:
        raise failed[0]


def _listed(look: Look, address: str, pattern: str, given: set[str], failed: list[FetchError]) -> Iterator[Item]:
    """The pages that a list links to and whose address contains the pattern. An older one that the list does not show
    any more is not gone: lists show what is new."""
    found = look.client.get(address)
    for url in _links(found, pattern)[:MOST_LINKS]:
        if url in given:
            continue
        given.add(url)
        try:
            yield _page(look, url)
        except FetchError as error:
            failed.append(error)
            if error.code in ("requests", "time"):
                raise


def _links(found: Fetched, pattern: str) -> list[str]:
    try:
        document = read_page(found.body, content_type=found.headers.get("content-type"), url=found.url)
    except InputError:
        return []
    addresses = (urldefrag(urljoin(found.url, link.target)).url for link in document.links)
    return [url for url in dict.fromkeys(addresses) if pattern in url and url != found.url and _is_address(url)]


def _is_address(url: str) -> bool:
    try:
        parse_url(url)
    except OutsideError:
        return False
    return True


def _page(look: Look, url: str) -> Item:
    found = look.client.get(url, conditional=True)
    if found.unchanged:
        return Item(url, ItemKind.PAGE, unchanged=True)
    content_type = found.headers.get("content-type", "")
    fields, raw, problem = page_fields(found.body, url=url, content_type=content_type)
    given = {**fields, "digest": hashlib.sha256(found.body).hexdigest()}
    return Item(url, ItemKind.PAGE, given, url=url, raw=raw, problem=problem, rule=RULE)


def check_settings(given: Mapping[str, Any], address: str, kind: str) -> dict[str, Any]:
    """``more``: further addresses; ``links``: what the address of a link contains that is followed."""
    more = [str(url).strip() for url in given.get("more") or [] if str(url).strip()]
    if len(more) >= MOST_ADDRESSES:
        raise ValidationError({"more": _("At most %(most)d addresses.") % {"most": MOST_ADDRESSES}})
    for url in more:
        if not _is_address(url):
            raise ValidationError({"more": _("“%(url)s” is no address that can be asked.") % {"url": url[:100]}})
    links = str(given.get("links") or "").strip()
    return {name: value for name, value in (("more", more), ("links", links)) if value}


PAGES = Reader(
    kind="pages", label=gettext_lazy("Watched addresses"),
    help=gettext_lazy("Pages of the web, or lists of pages such as news and notices."),
    read=read_pages, rule=RULE, item_kinds=(ItemKind.PAGE,),
    settings=(
        Setting("more", gettext_lazy("Further addresses"), gettext_lazy("One a line."), SettingKind.LINES),
        Setting(
            "links", gettext_lazy("Links to follow"),
            gettext_lazy(
                "Where the addresses are lists of pages: what the address of a link contains that is to be read, "
                "such as /news/2026. Left empty, the addresses themselves are read."
            ),
        ),
    ),
    check=check_settings,
)  # fmt: skip
