"""Pages of HTML and plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from heliu_engine.reading.authors import author_of
from heliu_engine.reading.documents import Document, Kind, Link, Table
from heliu_engine.reading.links import attachments_of, read_links
from heliu_engine.reading.rights import read_rights
from heliu_engine.reading.tables import read_tables
from heliu_engine.restore.article import is_about_page
from heliu_engine.restore.encodings import decode
from heliu_engine.restore.layout import Page, lay_out
from heliu_engine.restore.lines import Line
from heliu_engine.restore.pages import Restored, restore_page


def read_text(data: bytes, *, declared: str = "", url: str | None = None) -> Document:
    """The document of a page's bytes, HTML or plain text; InputError for what is no text."""
    decoded = decode(data, declared)
    page = lay_out(decoded.text)
    tables = read_tables(page.tree)
    labels = [anchor.text for anchor in page.anchors]
    cells = [cell for table in tables for row in table.rows for cell in row]
    restored = restore_page(page, encoding=decoded.encoding, asides=[*labels, *cells])
    body = restored.body if page.html or _is_page(restored.lines) else whole_body(restored)
    links = read_links(page, restored.asides[: len(labels)], restored.article.body, url)
    return document_of(
        "html" if page.html else "text",
        page,
        restored,
        body=body,
        url=url,
        tables=tuple(_refilled(tables, restored.asides[len(labels) :])),
        links=links,
    )


def read_paragraphs(kind: Kind, lines: Sequence[str], *, url: str | None, notes: tuple[str, ...] = ()) -> Document:
    """The document of a file's paragraphs: all of them are its body, but the title."""
    page = Page([Line(line) for line in lines])
    restored = restore_page(page)
    return document_of(kind, page, restored, body=whole_body(restored), url=url, notes=notes)


def document_of(
    kind: Kind,
    page: Page,
    restored: Restored,
    *,
    body: str,
    url: str | None,
    tables: tuple[Table, ...] = (),
    links: tuple[Link, ...] = (),
    notes: tuple[str, ...] = (),
) -> Document:
    """What was restored, as a document."""
    article = restored.article
    title_at = next((number + 1 for number, line in enumerate(restored.lines) if line.strip() == article.title), 0)
    targets = (link.target for link in links)
    # Where no holder is told in it, the article has the notice itself for one.
    holder = article.copyright if article.copyright != article.notice else None
    return Document(
        kind=kind,
        title=article.title,
        date=article.date,
        source=article.source,
        author=author_of(article, restored.lines, title_at, page.said),
        body=body,
        language=restored.language,
        rights=read_rights(holder, article.notice, restored.lines, targets),
        spam=restored.spam,
        links=links,
        attachments=tuple(attachments_of(links)),
        tables=tables,
        url=url,
        encoding=restored.encoding or None,
        notes=notes,
    )


def whole_body(restored: Restored) -> str:
    """All lines of a text that is no web page, without blanks around them, a planted headline and the title."""
    kept: list[str] = []
    for number, line in enumerate(restored.lines):
        text = line.strip()
        titled = text == restored.article.title and not any(kept)
        if text and number not in restored.spam.lines and not titled:
            kept.append(text)
    return "\n".join(kept)


def _is_page(lines: Sequence[str]) -> bool:
    """Whether plain text is the text of a web page, with what stands around an article."""
    return any(is_about_page(line) for line in lines)


def _refilled(tables: Sequence[Table], cells: Sequence[str]) -> Iterator[Table]:
    """Tables with their cells restored."""
    place = iter(cells)
    for table in tables:
        yield Table(table.title, tuple(tuple(next(place) for _ in row) for row in table.rows))
