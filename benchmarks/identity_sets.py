"""Real records, and realistic second versions of them, for measuring how well duplicates are told.

Records are read in place from ../shared/data and never copied. All records of the sets are different ones but for those
with the same words in everything, so every pair of them that is flagged counts as a mistake: among them are series of
patents of one owner, titles that differ in one word, and patents of one title.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from heliu_engine.identity import Entry
from heliu_engine.text import sentences
from heliu_engine.text.traditional import traditional

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def half(identity: str) -> int:
    """0: for choosing weights and bounds; 1: for measuring. By owner where there is one, else by record."""
    return hashlib.blake2b(identity.encode(), digest_size=2).digest()[0] & 1


def read_records(data: Path = SHARED) -> Iterator[tuple[str, Entry]]:
    """Name of a set and a record of it; records with the same words in everything are given once."""
    known: set[tuple[str, str, str]] = set()
    for name, entry in _records(data):
        words = (entry.title.casefold(), entry.body, "".join(entry.codes.values()))
        if entry.title and words not in known:
            known.add(words)
            yield name, entry


def _records(data: Path) -> Iterator[tuple[str, Entry]]:
    for row in _lines(data / "cn-patents-fsl/patents.jsonl"):
        yield "patents", _entry(f"p{row['patent_id'][:12]}", row["title"], row["abstract"], row["assignee"])
    for path in ("cn-patents-ipc/patents_train.csv", "cn-patents-ipc/patents_dev.csv"):
        for row in _rows(data / path):
            codes = {"publication": row["publication_numbers"]}
            yield "patent titles", _entry(f"i{row['publication_numbers']}", row["title"], codes=codes)
    for place, row in enumerate(_rows(data / "nasa-patents/nasa_patents.csv")):
        codes = {"case": row["case_number"], "application": row["application_sn"]}
        yield "NASA patents", _entry(f"n{place}", row["title"], owner=row["center"], codes=codes)
    for row in _lines(data / "sbir-awards-sample/awards.jsonl"):
        yield "SBIR awards", _entry(f"s{row['award_id']}", row["title"], row["abstract"])
    for row in _lines(data / "reviewer-expertise/papers.jsonl"):
        yield "English papers", _entry(f"e{row['paper_id'][:12]}", row["title"], row["abstract"])
    for row in _lines(data / "csl-papers/papers.jsonl"):
        yield "Chinese papers", _entry(f"c{row['paper_id']}", row["title"], row["abstract"])
    for row in _rows(data / "bdci2019-demand-achievement/achievements.csv"):
        yield "achievements", _entry(f"b{row['achievement_id'][:13]}", row["title_keywords"].replace(" ", ""))


def _entry(
    identity: str, title: str, body: str | None = "", owner: str = "", codes: dict[str, str] | None = None
) -> Entry:
    kept = {sort: value for sort, value in (codes or {}).items() if value}
    return Entry(identity, "achievement", title.strip(), (body or "").strip(), owner.strip(), kept)


# -- second versions ------------------------------------------------------------------------------

_FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_MARKS = str.maketrans({"，": ",", "。": ".", "；": ";", "：": ":", "（": "(", "）": ")", "、": ","})
_SELF = ("本发明", "本实用新型", "本申请", "本公开", "本文")
_SELVES = ("该成果", "本项目", "本技术", "我单位")
_WORDS = {
    "方法": "工艺", "装置": "设备", "系统": "平台", "制备": "制造", "提供": "公开", "包括": "包含", "用于": "用作",
    "提高": "提升", "降低": "减少", "采用": "使用", "研究": "探讨", "基于": "采用", "检测": "监测", "设计": "研制",
    "method": "approach", "system": "platform", "device": "apparatus", "using": "with", "based on": "by",
    "novel": "new", "proposes": "presents", "develop": "create", "improve": "enhance",
}  # fmt: skip
_UNITS = {"mm": "毫米", "kW": "千瓦", "℃": "°C", "MPa": "兆帕", "μm": "微米", "kg": "公斤", "%": "％"}
_HEADS = (
    "成果简介：", "一、项目概述\n", "【科技成果推介】", "技术领域：新一代信息技术\n成果内容：", "项目背景与意义：",
    "Summary: ", "Technology overview\n",
)  # fmt: skip
_TAILS = (
    "\n应用前景：本成果市场前景广阔，可产生显著的经济效益和社会效益，适合在相关行业推广应用。",
    "\n合作方式：技术转让、技术许可、作价入股、合作开发均可，具体条件面议。",
    "\n联系人：王老师　联系电话：022-00000000　电子邮箱：office@example.org",
    "\n版权声明：本文由平台编辑整理，转载请注明出处。如有侵权请联系删除。",
    "\n知识产权情况：已申请发明专利，权属清晰。成熟度：小试。所属领域：先进制造。",
    "\nContact the technology transfer office for licensing terms and further information on this opportunity.",
)


def _other_writing(entry: Entry, rng: random.Random) -> Entry:
    """Width, punctuation, traditional characters, blanks."""
    kind = rng.randrange(4)

    def turned(text: str) -> str:
        if kind == 0:
            return "".join(chr(_FULL[ord(c)]) if ord(c) in _FULL and c.isalnum() else c for c in text)
        if kind == 1:
            return text.translate(traditional())
        if kind == 2:
            return text.translate(_MARKS)
        return re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])", " ", text).upper()

    return replace(entry, title=turned(entry.title), body=turned(entry.body))


def _cut(entry: Entry, rng: random.Random) -> Entry:
    """The body breaks off, as an excerpt does."""
    return replace(
        entry, body=entry.body[: int(len(entry.body) * rng.uniform(0.3, 0.8))] + rng.choice(("", "……", "..."))
    )


def _shortened(entry: Entry, rng: random.Random) -> Entry:
    """Some sentences are left out."""
    parts = _parts(entry.body)
    kept = [part for part in parts if rng.random() > 0.35]
    return replace(entry, body="".join(kept or parts[:1]))


def _reordered(entry: Entry, rng: random.Random) -> Entry:
    """The sentences stand in another order."""
    parts = [part if part[-1:] in "。；;.!?\n" else part + "。" for part in _parts(entry.body)]
    rng.shuffle(parts)
    return replace(entry, body="".join(parts))


def _added(entry: Entry, rng: random.Random) -> Entry:
    """A form's headings before, what platforms write under everything behind."""
    head = rng.choice(("", *_HEADS))
    return replace(entry, body=head + entry.body + "".join(rng.sample(_TAILS, rng.randrange(1, 4))))


def _reworded(entry: Entry, rng: random.Random) -> Entry:
    """A few words of the body give way to others, wherever they stand; units and the word for oneself as well."""
    table = dict(rng.sample(sorted(_WORDS.items()), 5)) | dict.fromkeys(_SELF, rng.choice(_SELVES))
    body = entry.body
    for word, other in table.items():
        body = body.replace(word, other)
    for unit, other in rng.sample(sorted(_UNITS.items()), 3):
        body = re.sub(rf"(?<=\d) ?{re.escape(unit)}(?![A-Za-z])", other, body)
    return replace(entry, body=body)


def _mistyped(entry: Entry, rng: random.Random) -> Entry:
    """One character of 150 in the body is another."""
    body = "".join(rng.choice("的一是在etao") if c.isalpha() and rng.random() < 1 / 150 else c for c in entry.body)
    return replace(entry, body=body)


def _retitled(entry: Entry, rng: random.Random) -> Entry:
    """The title as another clerk would write it."""
    title = entry.title
    if re.search(r"[\u4e00-\u9fff]", title):
        ways: list[Callable[[str], str]] = [
            lambda t: t.removeprefix("一种") if t.startswith("一种") else f"一种{t}",
            lambda t: re.sub(r"及其?(制备方法|制作方法|应用|方法|用途|控制方法|使用方法)$", "", t),
            lambda t: re.sub(r"及其?(.{2,6})(和|与|及)(.{2,6})$", r"及\1", t),
            lambda t: re.sub(r"^(基于.{2,12}?)的(.+)$", r"\2（\1）", t),
            lambda t: re.sub(r"^(.*)(的研究|研究|技术)$", r"\1", t),
            lambda t: rng.choice(("【成果推介】", "项目：", "关于")) + t,
            lambda t: t + rng.choice(("技术", "项目", "成果", "（可转让）")),
            lambda t: t.replace("的", ""),
            lambda t: _one_word(t, rng),
        ]
    else:
        ways = [
            lambda t: re.sub(r"\b(a|an|the|novel|new|improved)\b ?", "", t, flags=re.I),
            lambda t: re.sub(r"^(?:Method|System|Apparatus)s? (?:and \w+ )?for ", "", t, flags=re.I),
            lambda t: t.title() if t != t.title() else t.upper(),
            lambda t: t.partition(":")[0] if len(t.partition(":")[0].split()) > 2 else t,
            lambda t: t + rng.choice((" Technology", " - Available for Licensing", " (Phase I)")),
            lambda t: _one_word(t, rng),
        ]
    for way in rng.sample(ways, 2):
        title = way(title)
    return replace(entry, title=title.strip() or entry.title)


def _left_out(entry: Entry, _rng: random.Random) -> Entry:
    """A list has the title alone."""
    return replace(entry, body="")


def _one_word(title: str, rng: random.Random) -> str:
    """One word of the title gives way to another."""
    here = sorted(word for word in _WORDS if word in title)
    if not here:
        return title
    word = rng.choice(here)
    return title.replace(word, _WORDS[word])


WITH_BODY = {
    "other title": _retitled, "reworded": _reworded, "mistyped": _mistyped, "shortened": _shortened,
    "reordered": _reordered, "cut": _cut, "added to": _added, "other writing": _other_writing,
    "body left out": _left_out,
}  # fmt: skip
"""In the order in which they are made: what is added to is never cut to what was added."""
OF_TITLE = {"other writing": _other_writing, "other title": _retitled}
LONG = 150
SHORTEST = 60
"""Code points of a body of which second versions are made by changing it."""


def second_version(entry: Entry, rng: random.Random, *, alone: bool) -> tuple[tuple[str, ...], Entry]:
    """What was done, and the record as another clerk, platform or crawl would have it.

    One to three changes of the list; the owner's name is left out of a third or shortened in another, identifiers are
    left out of two thirds. A record that is not ``alone`` with its title and has no body keeps its identifiers:
    without them nobody could say of which of the two it is a second version.
    """
    ways = WITH_BODY if len(entry.body) >= SHORTEST else OF_TITLE
    # Of records that share a title nobody could tell whose title it is.
    names = sorted(name for name in ways if alone or name != "body left out")
    chosen = set(rng.sample(names, rng.choice((1, 2, 2, 3)) if ways is WITH_BODY else 1))
    made = entry
    done = tuple(name for name in ways if name in chosen)
    for name in done:
        changed = ways[name](made, rng)
        if name == "body left out" or len(changed.body) >= min(SHORTEST // 2, len(entry.body)):
            made = changed
    owner = rng.choice(("", made.owner, re.sub(r"(股份)?有限(责任)?公司$", "", made.owner)))
    codes = made.codes if rng.random() < 1 / 3 or not (alone or made.body) else {}
    return done, replace(made, id=f"{entry.id}~", owner=owner, codes=codes)


def with_second_versions(part: int, seed: int, data: Path = SHARED) -> dict[str, tuple[str, tuple[str, ...], Entry]]:
    """Of one half: by id the set, what was done to it, and the record; each with a second version.

    Three in ten have a sibling as well, where they state an amount.
    """
    rng = random.Random(seed)
    records = [each for each in read_records(data) if half(each[1].owner or each[1].id) == part]
    titles = Counter(_bare(entry.title) for _name, entry in records)
    found: dict[str, tuple[str, tuple[str, ...], Entry]] = {}
    for name, entry in records:
        found[entry.id] = name, (), entry
        done, made = second_version(entry, rng, alone=titles[_bare(entry.title)] == 1)
        found[made.id] = name, done, made
        other = sibling(entry, rng) if rng.random() < 0.3 else None
        if other is not None:
            found[other.id] = name, ("sibling",), other
    return found


class Truth:
    """Which ids are one record: a record and its second version, and records of a set that have the same long body.

    Those are real duplicates; there are a few in the English papers.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        first: dict[str, str] = {}
        self._same: dict[str, str] = {}
        for entry in entries:
            body = _bare(entry.body)
            if entry.id[-1] not in "~!" and len(body) >= LONG:
                self._same[entry.id] = first.setdefault(body, entry.id)

    def is_same(self, one: str, other: str) -> bool:
        return self._thing(one) == self._thing(other)

    def _thing(self, identity: str) -> str:
        bare = identity.rstrip("~")
        return self._same.get(bare, bare)


def _bare(title: str) -> str:
    return "".join(filter(str.isalnum, title.casefold()))


_STATED = re.compile(
    r"(?<![\w.])(\d{2,4}|\d(?:\.\d+)?)(?=\s?(?:kW|MW|V|A|mm|cm|m|kg|t|℃|°C|MPa|GPa|nm|μm|Hz|GHz|%|％|级|吨))"
)


def sibling(entry: Entry, rng: random.Random) -> Entry | None:
    """Another product of the same series: the same text with the first amount changed wherever it stands.

    None where the text states none in its title or first sentence.
    """
    found = _STATED.search(entry.title) or _STATED.search(entry.body[:200])
    if found is None:
        return None
    stated = found.group()
    other = f"{float(stated) * rng.choice((0.5, 2, 1.5, 3)):g}"
    pattern = re.compile(rf"(?<![\d.]){re.escape(stated)}(?![\d.])")
    return replace(
        entry, id=f"{entry.id}!", title=pattern.sub(other, entry.title), body=pattern.sub(other, entry.body), codes={}
    )


def _parts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)] or [text]


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
