"""How well entries of persons are told, on constructed pairs: real works, names and organisations given out here.

    python benchmarks/persons.py

The works are those of the 58 experts of reviewer-expertise, whose own names are not known. Each expert has two
profiles, as two sources would have them: each with a part of the works, the name in Chinese, in pinyin in either order
or with initials, the organisation as it is, left out or another one, and some co-authors. There are six names for all
of them and four organisations, so most pairs of profiles are of namesakes, many in one organisation. Experts who wrote
a paper together are not asked about: given one name here they would be two authors of one name on it. Read
../shared/data in place.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from itertools import combinations

from identity_sets import SHARED

from heliu_engine.identity import Person, compare_persons

SEED = 3
NAMES = (
    ("张伟", "Wei Zhang", "Zhang Wei", "W. Zhang"), ("王芳", "Fang Wang", "WANG Fang", "F. Wang"),
    ("李娜", "Na Li", "Li Na", "N. Li"), ("张玮", "Wei Zhang", "Zhang, Wei", "W. Zhang"),
    ("刘洋", "Yang Liu", "Liu Yang", "Y. Liu"), ("陈明伟", "Mingwei Chen", "Chen Ming-Wei", "M. W. Chen"),
)  # fmt: skip
ORGANISATIONS = ("南开大学", "天津大学", "清华大学", "中国科学院计算技术研究所")
CO_AUTHORS = [f"{family}{given}" for family in "赵钱孙周吴郑冯褚卫蒋" for given in ("丽", "强", "磊", "静", "勇", "艳")]
SHARE = (0.3, 0.7)
"""Of the works that a profile has."""


def profiles() -> list[tuple[str, Person]]:
    """Each with whose it is."""
    rng = random.Random(SEED)
    folder = SHARED / "reviewer-expertise"
    papers = (json.loads(line) for line in (folder / "papers.jsonl").read_text(encoding="utf-8").splitlines())
    titles = {row["paper_id"]: row["title"] for row in papers}
    found: list[tuple[str, Person]] = []
    for line in (folder / "experts.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        works = [titles[paper] for paper in row["paper_ids"] if titles.get(paper)]
        names, organisation = rng.choice(NAMES), rng.choice(ORGANISATIONS)
        circle = rng.sample(CO_AUTHORS, 6)
        for source in "ab":
            name = names[0] if rng.random() < 0.5 else rng.choice(names)
            where = rng.choice(((organisation,), (organisation,), (), (rng.choice(ORGANISATIONS),)))
            kept = rng.sample(works, max(1, int(len(works) * rng.uniform(*SHARE))))
            met = tuple(rng.sample(circle, rng.choice((0, 2, 3))))
            person = Person(f"{row['expert_id']}{source}", (name,), where, works=tuple(kept), co_authors=met)
            found.append((row["expert_id"], person))
    return found


def wrote_together() -> set[frozenset[str]]:
    """Experts whose profiles hold one paper."""
    lines = (SHARED / "reviewer-expertise" / "experts.jsonl").read_text(encoding="utf-8").splitlines()
    papers = {row["expert_id"]: set(row["paper_ids"]) for row in map(json.loads, lines)}
    return {frozenset(pair) for pair in combinations(papers, 2) if papers[pair[0]] & papers[pair[1]]}


def main() -> None:
    together = wrote_together()
    verdicts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    namesakes: Counter[str] = Counter()
    for (mine, one), (its, other) in combinations(profiles(), 2):
        if frozenset((mine, its)) in together:
            continue
        found = compare_persons(one, other)
        verdicts[mine == its][found.verdict] += 1
        agrees = {reason.nature for reason in found.reasons if reason.agrees}
        if mine != its and {"name", "organisation"} <= agrees:
            namesakes[found.verdict] += 1
    print("Constructed pairs of profiles:\n\n| pairs | same | likely | different |\n|---|---|---|---|")
    for name, counts in (
        ("of one person", verdicts[True]),
        ("of two persons", verdicts[False]),
        ("of these of a compatible name in one organisation", namesakes),
    ):
        print(f"| {name} | {counts['same']} | {counts['likely']} | {counts['different']} |")


if __name__ == "__main__":
    main()
