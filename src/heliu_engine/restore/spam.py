"""Whether the headline of a page was planted there to be found by search engines.

No list of words decides. A headline is spam if it has nothing to do with the article and something else speaks against
it: it escaped the damage that befell the rest of the page, it strings phrases together, another line of the page fits
the article. Words that such headlines are made of count as one sign among these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from heliu_engine.restore.article import is_prose, shared_words, word_parts
from heliu_engine.restore.brackets import Damage
from heliu_engine.restore.layout import Page
from heliu_engine.text.traditional import simplified, traditional

Sign = Literal["unrelated", "foreign", "script", "strung", "vocabulary", "other_headline"]

SIGNS: dict[Sign, str] = {
    "unrelated": "The headline has almost no words in common with the article.",
    "foreign": "The headline is a sentence or more whose words stand nowhere else on the page.",
    "script": "The headline escaped the damage of the other lines: it was put there afterwards.",
    "strung": "The headline strings phrases together that have nothing to do with each other or with the article.",
    "vocabulary": "The headline is made of words that search spam is made of.",
    "other_headline": "Another line of the page fits the article as its title.",
}
_WEIGHTS: dict[Sign, float] = {"foreign": 1.5, "script": 2.0, "strung": 1.0, "vocabulary": 1.5, "other_headline": 1.0}
THRESHOLD = 2.5
_UNRELATED, _FITTING = 0.15, 0.5
_LEAST_PARTS, _LEAST_BODY = 4, 40
"""Word parts that a headline, and an article, must have to be compared."""
_FOREIGN, _LEAST_FOREIGN = 0.1, 7
"""Share of a headline's word parts below which it is foreign to the page, and how many it must have for that."""
_LONGEST_HEADLINE = 120
_SAME = 0.8
_NAMES = re.compile(
    "(?:网|网站|门户|平台|首页|主页|频道|栏目|中心|新闻|政府|大学|学院|学校|医院|研究[院所]|公司|集团|[协学商]会|委员会|[局厅委办院所社报刊])$"
)
"""How names of sites, sections and organisations end, which no other line of a page need spell out."""
_PHRASES = re.compile(r"[_|｜丨,，、;；~\s]+|[-—–]{1,2}")
_VOCABULARY = re.compile(
    "在线观看|在线视频|免费视频|免费观看|小视频|高清视频|无码|有码|成人|人妻|熟女|老妇|三级|色情|国产[0-9a-z]|亚洲精品|欧美|日韩|"
    "博彩|娱乐城|百家乐|真人荷官|棋牌|老虎机|投注|开户|送彩金|体育下注|时时彩|六合彩|北京赛车|电子游艺|"
    "代孕|私服|外挂|办证|代开发票|裸聊|约炮|彩神|网投|(?<![a-z])(?:av|xxx|porn|sex|casino|slots?|viagra)(?![a-z])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the headline is spam, and the signs that led there."""

    spam: bool
    signs: tuple[Sign, ...] = ()
    lines: tuple[int, ...] = ()
    """Numbers of the lines that are the planted headline."""


def judge_headline(page: Page, texts: Sequence[str], headlines: Sequence[str], damage: Damage | None) -> Verdict:
    """The verdict on a page's headline: of HTML its window's title, else its first line unless that is running text."""
    found = _headline(page, texts, headlines)
    if found is None:
        return Verdict(False)
    headline, as_read = found
    prose = [
        text for line, text in zip(page.lines, texts, strict=True) if is_prose(text, line.linked) and text != headline
    ]
    words = Counter(word_parts("\n".join(prose)))
    if len(word_parts(headline)) < _LEAST_PARTS or words.total() < _LEAST_BODY:
        return Verdict(False)
    if shared_words(headline, words) >= _UNRELATED:
        return Verdict(False)
    signs = tuple(_signs(headline, as_read, texts, words, damage))
    enough = sum(_WEIGHTS[sign] for sign in signs) >= THRESHOLD
    spam = enough and not set(signs) <= {"vocabulary"} and not set(signs) <= {"foreign", "strung"}
    lines = tuple(number for number, text in enumerate(texts) if _is_same(text, headline)) if spam else ()
    return Verdict(spam, ("unrelated", *signs), lines)


def _headline(page: Page, texts: Sequence[str], headlines: Sequence[str]) -> tuple[str, str] | None:
    """The headline as restored and as it was read."""
    if page.html:
        return (headlines[0], page.titles[0]) if headlines else None
    first = next((number for number, text in enumerate(texts) if text.strip()), None)
    if first is None or len(texts[first]) > _LONGEST_HEADLINE or is_prose(texts[first].strip()):
        return None
    return texts[first].strip(), page.lines[first].text.strip()


def _signs(
    headline: str, as_read: str, texts: Sequence[str], words: Counter[str], damage: Damage | None
) -> Iterator[Sign]:
    if _is_foreign(headline, texts, words):
        yield "foreign"
    if damage is not None and not _is_traditional(as_read):
        yield "script"
    phrases = [phrase for phrase in _PHRASES.split(headline) if len(word_parts(phrase)) > 1]
    if len(phrases) > 2 and all(shared_words(phrase, words) < _UNRELATED for phrase in phrases):
        yield "strung"
    if len(set(_VOCABULARY.findall(headline.lower()))) > 1:
        yield "vocabulary"
    if any(_fits(text.strip(), words) for text in texts if not _is_same(text, headline)):
        yield "other_headline"


def _is_foreign(headline: str, texts: Sequence[str], words: Counter[str]) -> bool:
    """Whether a headline says much, in the script of the article, that no other line of the page has a word of.

    Names of sites and sections at its ends do not count: pages carry them as pictures.
    """
    said = " ".join(phrase for phrase in _PHRASES.split(headline) if not _NAMES.search(phrase))
    parts = word_parts(said)
    chinese = sum(count for word, count in words.items() if not word.isascii())
    if 2 * chinese > words.total():
        parts = [part for part in parts if not part.isascii()]
    if len(parts) < _LEAST_FOREIGN:
        return False
    others = set(word_parts("\n".join(text for text in texts if not _is_same(text, headline))))
    return sum(part in others for part in parts) < _FOREIGN * len(parts)


def _is_traditional(text: str) -> bool:
    """Whether a text has traditional characters, or none that would tell."""
    older = any(ord(character) in simplified() for character in text)
    newer = any(ord(character) in traditional() and ord(character) not in simplified() for character in text)
    return older or not newer


def _fits(text: str, words: Counter[str]) -> bool:
    return 8 <= len(text) <= 80 and not text.endswith(("。", ".")) and shared_words(text, words) >= _FITTING


def _is_same(text: str, headline: str) -> bool:
    """Whether a line is the headline, perhaps with a piece more or less."""
    text = text.strip()
    if not text or len(text) > 2 * len(headline):
        return False
    parts = word_parts(text)
    own = set(word_parts(headline))
    return text == headline or (len(parts) >= _LEAST_PARTS and sum(part in own for part in parts) >= _SAME * len(parts))
