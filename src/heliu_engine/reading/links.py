"""The links of a page: where they lead, which stand in the article, which lead to files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urljoin, urlsplit

from heliu_engine.reading.documents import Attachment, Link
from heliu_engine.reading.limits import LINKS
from heliu_engine.restore.layout import Page

_FILES = re.compile(
    r"\.(pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|ceb|csv|tsv|txt|rtf|odt|ods|odp|zip|rar|7z)(?=$|[?#&\s）)】\]])",
    re.IGNORECASE,
)
_LONGEST = 2_000
"""Characters of an address."""


def read_links(page: Page, labels: Sequence[str], body: Sequence[int], url: str | None) -> tuple[Link, ...]:
    """The links of a page to other pages and files, each address and text once, in the order of the page.

    ``labels`` are the restored texts of its links, ``body`` the numbers of the lines of the article.
    """
    base = _base(page, url)
    inside = {link for number in body for link in page.lines[number].links}
    found: dict[tuple[str, str], bool] = {}
    for number, (anchor, label) in enumerate(zip(page.anchors, labels, strict=True)):
        target = _resolved(anchor.target, base)
        if target is not None:
            found[label, target] = found.get((label, target), False) or number in inside
        if len(found) == LINKS:
            break
    return tuple(Link(text, target, in_body) for (text, target), in_body in found.items())


def attachments_of(links: Sequence[Link]) -> Iterator[Attachment]:
    """The links that lead to files, by the ending of address or text."""
    for link in links:
        parts = urlsplit(link.target)
        for place in (parts.path, parts.query, link.text):
            match = _FILES.search(unquote(place))
            if match is not None:
                yield Attachment(link.text, link.target, match[1].lower())
                break


def _base(page: Page, url: str | None) -> str | None:
    """What relative addresses begin from."""
    element = page.tree.find(".//base[@href]") if page.tree is not None else None
    written = (element.get("href") or "").strip() if element is not None else ""
    # Each link is joined to it, so it may not be longer than they are.
    base = _joined(url, written) if 0 < len(written) <= _LONGEST else None
    return base or (url if url and len(url) <= _LONGEST else None)


def _resolved(written: str, base: str | None) -> str | None:
    """The address that a link leads to; None for places in the page, scripts, mail and what is no address."""
    if not written or written.startswith("#") or len(written) > _LONGEST:
        return None
    target = _joined(base, written)
    if target is None:
        return None
    scheme = urlsplit(target).scheme.lower()
    return target if scheme in ("http", "https") or (not scheme and base is None) else None


def _joined(base: str | None, written: str) -> str | None:
    try:
        target = urljoin(base, written) if base else written
        urlsplit(target)
    except ValueError:
        return None
    return target
