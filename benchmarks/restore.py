"""How well damaged pages are restored, and that nothing else is touched.

    python benchmarks/restore.py [--data ../shared] [--texts 60]

Read in place and never copied: the sentence pairs and pages of cn-news-html, the hijacked page, and clean texts of
ncp-policy-qa and csl-papers, which are damaged here in every way that `heliu_engine.restore.tests.damage` knows. The
figures are of texts with an even number. Mostly those with an odd one were looked at while rules and thresholds were
made, but some with an even one as well, so the figures are not strictly held out.
The peer does what everybody does first: brackets after a Chinese character off, then OpenCC from traditional to
simplified.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import opencc

from heliu_engine.restore import Restored, restore
from heliu_engine.restore import pieces as decisions
from heliu_engine.restore.encodings import western
from heliu_engine.restore.readings import SYLLABLE
from heliu_engine.restore.tests.damage import Way, damaged, fits, syllable
from heliu_engine.restore.tests.measures import distance
from heliu_engine.restore.tests.texts import CLEAN, LEGITIMATE
from heliu_engine.text.traditional import simplified

ROOT = Path(__file__).resolve().parent.parent
WAYS = {
    "the 47 commonest characters": Way(47),
    "300": Way(300),
    "700": Way(700),
    "700, whole words turned, one pass": Way(700, phrases=True, in_turn=False),
    "half of 1,200": Way(1200, share=0.5, seed=4),
    "2,500 (all there are)": Way(2500),
    "700, the decoder keeps the bracket": Way(700, decoder="keep"),
    "700, the decoder leaves no mark": Way(700, decoder="drop"),
    "700, tones as numbers": Way(700, tone="number"),
    "300, no tones": Way(300, tone="none"),
    "300, at character borders, full-width brackets": Way(300, at_bytes=False, brackets="（）"),
}
_CONVERTER = opencc.OpenCC("t2s")
_BRACKET = re.compile(rf"(?<=[\u4e00-\u9fff])[(（]{SYLLABLE}[)）]")


def naive(text: str) -> str:
    return _CONVERTER.convert(_BRACKET.sub("", text))


def pairs(data: Path) -> None:
    with (data / "cn-news-html" / "garbled_bracket_pinyin.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ours = sum(restore(row["corrupted"].encode()).text == row["restored"] for row in rows)
    theirs = sum(naive(row["corrupted"]) == row["restored"] for row in rows)
    print(f"\nSentence pairs of cn-news-html, each a page of its own: {ours} of {len(rows)} exact; the peer {theirs}.")
    hijacked = restore((data / "hijacked-page" / "page.txt").read_bytes())
    lines = [row["restored"] for row in rows if not row["restored"].startswith("原标题")]
    found = sum(line in hijacked.body for line in lines)
    article = hijacked.article
    print(
        f"Hijacked page: {found} of {len(lines)} of these sentences in the body, {len(hijacked.body)} characters; "
        f"brackets left {len(_BRACKET.findall(hijacked.text))}; date {article.date}, source {article.source}, "
        f"copyright {article.copyright}; headline is spam: {hijacked.spam.spam} ({', '.join(hijacked.spam.signs)})."
    )


def pages(data: Path) -> None:
    folder = data / "cn-news-html"
    rows = [json.loads(line) for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for row in rows:
        restored = restore((folder / row["file"]).read_bytes())
        for name, wanted, good in (
            ("title", row["expected_title"], restored.article.title == row["expected_title"]),
            ("date", row["expected_date"], restored.article.date == row["expected_date"]),
            ("phrase in the body", row["must_contain"], row["must_contain"] in restored.body),
            ("no edits, no spam", True, not restored.edits and not restored.spam.spam),
        ):
            asked[name] += bool(wanted)
            right[name] += bool(wanted) and good
    told = ", ".join(f"{name} {right[name]} of {asked[name]}" for name in asked)
    print(f"\nPages of cn-news-html: {told}.")


def clean_texts(data: Path) -> Iterator[str]:
    for line in (data / "ncp-policy-qa" / "policy_docs.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["text"]
    for line in (data / "csl-papers" / "papers.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["abstract"]


def _lines_of_policies(data: Path, first: int, count: int) -> list[str]:
    """Every other policy text, cut into lines and to 1,500 characters, that GBK holds before and after damage."""
    policies = list(clean_texts(data))[first:599:2]
    texts = [re.sub("。", "。\n", fits(re.sub(r"\s+", " ", text)))[:1500] for text in policies if len(text) > 400]
    return texts[:count]


def made(data: Path, count: int) -> None:
    """Error rates on damaged texts, in full and without what a clean text loses by turning alone."""
    texts = _lines_of_policies(data, 0, count)
    length = sum(map(len, texts))
    floor = sum(distance(_CONVERTER.convert(text), text) for text in texts)
    print(
        f"\n{len(texts)} policy texts, {length} characters; OpenCC on the clean ones alone errs {floor / length:.3%}.\n"
    )
    print("| table of | restored | U+FFFD | peer | µs a character |\n|---|---|---|---|---|")
    for name, way in WAYS.items():
        damage = [damaged(text, way) for text in texts]
        begun = time.process_time()
        results = [restore(page).text for page in damage]
        spent = time.process_time() - begun
        errors = sum(map(distance, results, texts))
        marks = sum(result.count("\ufffd") for result in results)
        peer = sum(distance(naive(page), text) for page, text in zip(damage, texts, strict=True))
        micro = 1e6 * spent / sum(map(len, damage))
        print(
            f"| {name} | {errors / length:.3%} | {marks / length:.3%} | {peer / length:.3%} | {micro:.0f} |", flush=True
        )


def thresholds(data: Path, count: int) -> None:
    """What other thresholds for putting a character in would do; on the texts that are for choosing."""
    texts = _lines_of_policies(data, 1, count)
    length = sum(map(len, texts))
    page = [damaged(text, way) for text in texts for way in (Way(700), Way(2500))]
    wanted = [text for text in texts for _ in range(2)]
    print("\n| least confidence | error rate | U+FFFD | wrong characters |\n|---|---|---|---|")
    chosen = decisions.LEAST, decisions.LEAST_FREE
    for least in ((0.5, 0.5), (0.8, 0.9), (0.9, 0.97), (0.98, 0.995)):
        decisions.LEAST, decisions.LEAST_FREE = least
        results = [restore(each).text for each in page]
        errors = sum(map(distance, results, wanted))
        marks = sum(result.count("\ufffd") for result in results)
        # A mark is one error at least; what is beyond the marks is wrong or left as it was.
        shown = f"{errors / length / 2:.3%} | {marks / length / 2:.3%} | {max(0, errors - marks) / length / 2:.3%}"
        print(f"| {least[0]} with a reading, {least[1]} without | {shown} |", flush=True)
    decisions.LEAST, decisions.LEAST_FREE = chosen


def wrong_decoding(data: Path, count: int) -> None:
    """Texts that were decoded in a wrong encoding: real ones of eu-open-calls, and policy texts garbled here."""
    path = data / "eu-open-calls" / "calls_mojibake_sample.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    straight = str.maketrans("‘’“”", "''\"\"")
    # The repaired texts have straight quotation marks and are longer than the damaged ones.
    right = sum(
        row["description_fixed"].startswith(restore(row["description_raw"]).text.translate(straight)) for row in rows
    )
    print(f"\nWrongly decoded calls of eu-open-calls: {right} of {len(rows)} as their repairs.\n")
    texts = _lines_of_policies(data, 0, count)
    length = sum(map(len, texts))
    print("| read as | restored | U+FFFD |\n|---|---|---|")
    for name, garble in {
        "UTF-8 as Windows-1252": lambda text: western(text.encode()),
        "the same twice": lambda text: western(western(text.encode()).encode()),
        "GBK as Windows-1252": lambda text: western(text.encode("gbk")),
        "UTF-8 as GB18030": lambda text: text.encode().decode("gb18030", "replace"),
    }.items():
        results = [restore("\n".join(map(garble, text.split("\n")))).text for text in texts]
        errors = sum(map(distance, results, texts))
        marks = sum(result.count("\ufffd") for result in results)
        print(f"| {name} | {errors / length:.2%} | {marks / length:.2%} |", flush=True)


def untouched(data: Path) -> None:
    turn = opencc.OpenCC("s2t").convert
    abstracts = list(clean_texts(data))
    sets: dict[str, Iterable[str]] = {
        "own clean pages": CLEAN,
        "own pages with legitimate brackets": LEGITIMATE,
        "policy texts and abstracts": abstracts,
        "the same with pinyin after one character in 50": [_annotated(text, 50) for text in abstracts[:800]],
        "the same turned into traditional": [turn(text) for text in abstracts[:800]],
        "traditional, one character in 20 annotated": [_annotated(turn(text), 20) for text in abstracts[:400]],
        "traditional, 300 characters, what differs in simplified annotated where it first comes": [
            _helped(turn(text[:300])) for text in abstracts[:400]
        ],
    }
    print("\n| pages | unchanged | by the peer | why changed |\n|---|---|---|---|")
    for name, texts in sets.items():
        texts = list(texts)
        results = [restore(text) for text in texts]
        same = sum(result.text == text for result, text in zip(results, texts, strict=True))
        peer = sum(naive(text) == text for text in texts)
        why = Counter(reason for result in results for reason in _reasons(result))
        print(f"| {name} | {same} of {len(texts)} | {peer} | {', '.join(f'{k} {v}' for k, v in why.items()) or '-'} |")


def _reasons(result: Restored) -> set[str]:
    return {edit.reason for edit in result.edits}


def _annotated(text: str, every: int) -> str:
    """A simplified text in which some characters carry their reading, as for learners."""
    pieces: list[str] = []
    for place, character in enumerate(text):
        pieces.append(character)
        if place % every == every - 1 and "\u4e00" <= character <= "\u9fff":
            pieces.append(syllable(character, Way()))
    return "".join(pieces)


def _helped(text: str) -> str:
    """A traditional text in which each character that has a simplified form carries its reading once."""
    seen: set[str] = set()
    pieces: list[str] = []
    for character in text:
        new = ord(character) in simplified() and character not in seen
        pieces.append(character + (syllable(character, Way()) if new else ""))
        seen.add(character)
    return "".join(pieces)


def speed() -> None:
    print("\n| page | 10,000 | 100,000 | 1,000,000 characters |\n|---|---|---|---|")
    kinds = {
        "clean text": CLEAN[0] + "\n",
        "damaged text": damaged(fits(CLEAN[0] + "\n"), Way(300)),
        "damaged text in one line": damaged(fits(CLEAN[4]), Way(300)).replace("\n", ""),
        "HTML": "<div><p>" + CLEAN[0] + "</p></div>",
    }
    for name, piece in kinds.items():
        cells = []
        for size in (10_000, 100_000, 1_000_000):
            page = (piece * (size // len(piece) + 1))[:size]
            page = "<!DOCTYPE html>" + page if name == "HTML" else page
            begun = time.process_time()
            restore(page)
            cells.append(f"{1e6 * (time.process_time() - begun) / size:.1f} µs")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--texts", type=int, default=60, help="texts that are damaged (60)")
    parser.add_argument("--choose", action="store_true", help="try other thresholds as well")
    options = parser.parse_args()
    data = options.data / "data"
    if data.is_dir():
        pairs(data)
        pages(data)
        made(data, options.texts)
        wrong_decoding(data, options.texts)
        untouched(data)
        if options.choose:
            thresholds(data, options.texts)
    else:
        print(f"Quality is left out: there is no {data}.")
    speed()


if __name__ == "__main__":
    main()
