"""How well names of organisations are resolved, on real universities, companies and patent owners.

    python benchmarks/organisations.py

All are known by their official name alone, but for one in ten, which are kept out: whatever their names are resolved to
is a mistake, and their neighbours (天津大学 and 天津工业大学, a company and its branch or group) are there to be
mistaken for them. Names are written in other ways here; short names of companies are those of the stock exchange, of
universities those that people use, written down below. Read ../shared/data in place.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator

from identity_sets import SHARED

from heliu_engine.identity import Organisation, OrganisationResolver
from heliu_engine.identity.chinese_names import folded
from heliu_engine.identity.organisations import SURE
from heliu_engine.text.traditional import traditional

SEED = 5
LEFT_OUT = 10
"""One of so many is not known to the resolver."""
_ORGANISATION = re.compile(r"(公司|大学|学院|研究所|研究院|医院|集团|中心|厂|局|学校)$")
IN_USE = {
    "南开": "南开大学", "天大": "天津大学", "清华": "清华大学", "复旦": "复旦大学", "浙大": "浙江大学",
    "武大": "武汉大学",
    "北航": "北京航空航天大学", "北理工": "北京理工大学", "哈工大": "哈尔滨工业大学", "上海交大": "上海交通大学",
    "西安交大": "西安交通大学", "大连理工": "大连理工大学", "华南理工": "华南理工大学", "天津理工": "天津理工大学",
    "天津工大": "天津工业大学", "天津科大": "天津科技大学", "天津师大": "天津师范大学", "天津医大": "天津医科大学",
    "天津外大": "天津外国语大学", "北师大": "北京师范大学", "华东师大": "华东师范大学", "北邮": "北京邮电大学",
    "北交大": "北京交通大学", "南京理工": "南京理工大学", "中国科大": "中国科学技术大学", "北京科大": "北京科技大学",
    "北京化工": "北京化工大学", "中国矿大": "中国矿业大学", "中国海大": "中国海洋大学", "北林": "北京林业大学",
    "华中农大": "华中农业大学", "中国农大": "中国农业大学", "河北工大": "河北工业大学", "西北工大": "西北工业大学",
    "厦大": "厦门大学", "兰大": "兰州大学", "郑大": "郑州大学", "吉大": "吉林大学", "山大": "山东大学",
    "同济": "同济大学", "电子科大": "电子科技大学", "南航": "南京航空航天大学", "燕山": "燕山大学",
    "仁爱学院": "天津大学仁爱学院",
    "天津中医药": "天津中医药大学", "北京工大": "北京工业大学", "上海理工": "上海理工大学", "武汉理工": "武汉理工大学",
    "人大": "中国人民大学", "川大": "四川大学", "西电": "西安电子科技大学", "华科": "华中科技大学",
    "北科大": "北京科技大学",
}  # fmt: skip


def known_names() -> Iterator[tuple[str, str]]:
    """Sort of organisation and official name, each once."""
    seen: set[str] = set()
    for sort, name in _names():
        if folded(name) not in seen:
            seen.add(folded(name))
            yield sort, name


def _names() -> Iterator[tuple[str, str]]:
    for row in _rows("cn-universities/universities.csv"):
        yield "university", row["name"].replace("\n", "")
    for row in _rows("chain-knowledge-graph/companies.csv"):
        yield "company", row["fullname"].strip()
    with (SHARED / "cn-patents-fsl/patents.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            name = json.loads(line)["assignee"].strip()
            if _ORGANISATION.search(name):
                yield ("company" if name.endswith("公司") else "institute"), name


def written(sort: str, name: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """The name in other writings, and what each is."""
    yield "as it is", name
    full = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    yield "width, traditional, blanks", f" {name.translate(traditional()).translate(full)} "
    if sort == "company":
        bare = re.sub(r"(股份有限公司|有限责任公司|有限公司)$", "", name)
        if bare != name and len(bare) > 4:
            yield "without its legal form", bare
            other = rng.choice(("有限公司", "有限责任公司", "股份有限公司"))
            if bare + other != name:
                yield "another legal form", bare + other
        if re.match(r"^[\u4e00-\u9fff]{2,3}[市省]", name):
            yield "place without its ending", re.sub(r"^([\u4e00-\u9fff]{2,3})[市省]", r"\1", name, count=1)


def mentions(names: list[tuple[str, str]], out: set[str], rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """What is asked: its kind, the name as written, and the organisation that is meant, empty where none is known."""
    for sort, name in names:
        for kind, mention in written(sort, name, rng):
            yield (f"not known: {kind}", mention, "") if name in out else (kind, mention, name)
        if name.endswith("大学") and name not in out:
            yield "a part: 化学学院", f"{name}化学学院", ""
        if sort == "company" and name not in out:
            yield "a branch: 第三分公司", f"{name}第三分公司", ""
    for mention, name in IN_USE.items():
        yield ("not known: short", mention, "") if name in out else ("short, as people say", mention, name)
    for row in _rows("chain-knowledge-graph/companies.csv"):
        if row["fullname"].strip() not in out:
            yield "short, of the stock exchange", row["name"].strip(), row["fullname"].strip()


def main() -> None:
    names = list(known_names())
    out = {name for _sort, name in names if hashlib.blake2b(name.encode(), digest_size=2).digest()[0] % LEFT_OUT == 0}
    begun = time.perf_counter()
    resolver = OrganisationResolver(
        Organisation(name, {"official": (name,)}) for _sort, name in names if name not in out
    )
    print(f"{len(resolver):,} known in {time.perf_counter() - begun:.1f} s, {len(out)} kept out.")
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    mistakes: list[tuple[str, str, str, str]] = []
    begun = time.perf_counter()
    for kind, mention, wanted in mentions(names, out, random.Random(SEED)):
        found = resolver.best(mention)
        asked[kind] += 1
        right[kind] += (found.id if found else "") == wanted
        if found is not None and found.id != wanted:
            mistakes.append((kind, mention, wanted, found.id))
    spent = (time.perf_counter() - begun) / sum(asked.values()) * 1e6
    print("\n| name | asked | as it should be | wrongly resolved |\n|---|---|---|---|")
    for kind, count in asked.items():
        print(f"| {kind} | {count:,} | {right[kind] / count:.4f} | {sum(each[0] == kind for each in mistakes)} |")
    print(f"\n{len(mistakes)} of {sum(asked.values()):,} names wrongly resolved; {spent:.0f} µs a name.")
    for mistake in mistakes:
        print("   ", *mistake)
    pairs = [pair for pair in resolver.likely_same() if pair.score >= SURE]
    print(f"\nOf the known ones called the same: {len(pairs)} pairs.")
    for pair in pairs:
        print("   ", pair.left, pair.right, pair.ground)


def _rows(path: str) -> Iterator[dict[str, str]]:
    with (SHARED / path).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    main()
