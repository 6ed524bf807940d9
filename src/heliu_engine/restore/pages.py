"""A page restored as a whole: its bytes decoded, laid out as lines, the damage undone, the article told apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from heliu_engine.restore.article import Article, lines_of, read_article
from heliu_engine.restore.brackets import Damage
from heliu_engine.restore.cleaning import clean, join_cut_words
from heliu_engine.restore.edits import Edit, apply_edits, compose, shifted
from heliu_engine.restore.encodings import decode
from heliu_engine.restore.inserted import undo_insertion
from heliu_engine.restore.layout import Page, lay_out
from heliu_engine.restore.mojibake import undo_wrong_decoding
from heliu_engine.restore.spam import Verdict, judge_headline
from heliu_engine.text.language import detect_language

SPAM_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Restored:
    """A page as it should have been. Fields that cannot be told are None."""

    text: str
    """The whole page, line by line, without a planted headline."""
    body: str
    """The article alone, a line for each paragraph."""
    article: Article
    language: str | None
    """ISO 639-1."""
    spam: Verdict
    edits: tuple[Edit, ...]
    """What leads from ``read`` to ``text``."""
    read: str
    """The page as it was read: decoded and, of HTML, laid out as lines."""
    encoding: str
    """The encoding that the bytes were decoded in; empty where text was given."""
    lines: tuple[str, ...] = ()
    """The lines of the page as mended, a planted headline among them; what numbers of lines count in."""
    asides: tuple[str, ...] = ()
    """What was to be mended along with the page."""


def restore(page: bytes | str, *, declared: str = "") -> Restored:
    """Restore a page of plain text or HTML.

    ``declared`` is the encoding that the sender names, as in an HTTP header. InputError for what is no text.
    """
    if isinstance(page, str):
        return restore_page(lay_out(page))
    decoded = decode(page, declared)
    return restore_page(lay_out(decoded.text), encoding=decoded.encoding)


def restore_page(page: Page, *, encoding: str = "", asides: Sequence[str] = ()) -> Restored:
    """Restore a page that is laid out, and with it ``asides``: texts of it that stand in no line of their own.

    Asides (labels of links, cells of tables) are mended for the damage of the page, but are no evidence for it.
    """
    titles = len(page.titles)
    # The titles of a window suffer with the lines, and are mended with them.
    lines = [*page.titles, *(line.text for line in page.lines)]
    edits, damage = _mended(lines, asides)
    mended = _applied([*lines, *asides], edits)
    headlines, texts = mended[:titles], mended[titles : len(lines)]
    verdict = judge_headline(page, texts, headlines, damage)
    article = read_article(page, texts, [] if verdict.spam else headlines, verdict.lines)
    made = _page_edits(page, edits[titles : len(lines)], verdict.lines)
    text = apply_edits(page.text, made)
    made = compose(page.text, made, join_cut_words(text))
    body = "\n".join(lines_of(article, texts))
    return Restored(
        text=apply_edits(page.text, made),
        body=apply_edits(body, join_cut_words(body)),
        article=article,
        language=detect_language(body or text) or None,
        spam=verdict,
        edits=tuple(made),
        read=page.text,
        encoding=encoding,
        lines=tuple(texts),
        asides=tuple(mended[len(lines) :]),
    )


def _mended(lines: Sequence[str], asides: Sequence[str]) -> tuple[list[list[Edit]], Damage | None]:
    """For each line and aside the edits that mend it, with places in it, and the damage of the whole page."""
    texts = [*lines, *asides]
    edits = [undo_wrong_decoding(text) for text in texts]
    undone, damage = undo_insertion(_applied(texts, edits), len(lines))
    edits = [compose(*each) for each in zip(texts, edits, undone, strict=True)]
    cleaned = [clean(text) for text in _applied(texts, edits)]
    return [compose(*each) for each in zip(texts, edits, cleaned, strict=True)], damage


def _applied(lines: Iterable[str], edits: Iterable[Sequence[Edit]]) -> list[str]:
    return [apply_edits(line, made) if made else line for line, made in zip(lines, edits, strict=True)]


def _page_edits(page: Page, edits: Iterable[Sequence[Edit]], planted: Collection[int]) -> list[Edit]:
    """The edits of the lines with places in the page, where a planted headline goes with the end of its line."""
    result: list[Edit] = []
    start = 0
    for number, (line, made) in enumerate(zip(page.lines, edits, strict=True)):
        end = start + len(line.text)
        if number in planted:
            before = line.text + "\n" * (number + 1 < len(page.lines))
            result.append(Edit(start, start + len(before), before, "", "spam", SPAM_CONFIDENCE))
        else:
            result += [shifted(edit, start) for edit in made]
        start = end + 1
    return result
