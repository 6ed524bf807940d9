"""Records side by side as one person may read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from heliu.catalog.choices import State
from heliu.catalog.models import RECORD_MODELS, Demand
from heliu.catalog.selectors import merged_ids, own_records, standing_for
from heliu.interest.alerts.adapters import Ask, levels_of
from heliu.interest.comparing.basket import Named
from heliu.interest.comparing.facts import Fact, facts_of
from heliu.kit.language import current_language
from heliu.matching.adapters.answers import NEED_KIND, Need, record_need, typed_need
from heliu.matching.adapters.reading import KEPT_QUERIES
from heliu.matching.kinds import Kind, get_kind
from heliu.matching.selectors import get_shown
from heliu.matching.verdicts.adapters import Side, verdicts_between
from heliu.matching.verdicts.statements import Statement, Verdict

MOST_OFFERED = 100
"""Own demands to choose from."""


@dataclass(frozen=True, slots=True)
class Column:
    """One record, and how it stands to the need where one was chosen."""

    kind: Kind
    record: Any
    readable: bool
    """Whether the person may read more of it than its title."""
    level: int | None = None
    verdicts: tuple[Verdict, ...] | None = None
    """One for each required parameter, in the order of all columns; None for a record that requires itself."""

    @property
    def name(self) -> str:
        """As it stands in an address."""
        return self.kind.group(self.record.pk)

    @property
    def met(self) -> int:
        return sum(verdict.outcome == "met" for verdict in self.verdicts or ())


@dataclass(frozen=True, slots=True)
class Row:
    """One required parameter, and what is said of it in each column."""

    statement: Statement
    cells: tuple[Verdict | None, ...]

    @property
    def differs(self) -> bool:
        return len({None if cell is None else (cell.outcome, _offered(cell)) for cell in self.cells}) > 1


def _offered(verdict: Verdict) -> Any:
    found = verdict.offered
    return None if found is None else (found.low, found.high, found.unit_norm, found.change)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A comparison, for one person."""

    columns: tuple[Column, ...]
    facts: tuple[Fact, ...]
    rows: tuple[Row, ...]
    left_out: int
    """Records that were asked for and that the person may not know of, or that are not there."""
    need: Need | None = None
    demand: Any = None
    """The demand that the need is; None where it was typed."""

    @property
    def read(self) -> list[Any]:
        """The records that the person is given in full, whose owners may ask about it later."""
        return [column.record for column in self.columns if column.readable and hasattr(column.record, "tier")]

    @property
    def has_levels(self) -> bool:
        return any(column.level for column in self.columns)


def compare(user: Any, names: Sequence[Named], *, demand: int | None = None, text: str = "") -> SideBySide:
    """These records side by side, against a demand or the text of a need where one is given.

    A demand that the person may not know of counts as none. NeedError where the need cannot be used.
    """
    need, asking = _need(user, demand, text)
    asked = followed(user, names)
    columns = _columns(user, asked)
    if need is not None:
        columns = _judged(need, columns)
    facts = facts_of(user, [(column.record, column.readable) for column in columns])
    return SideBySide(
        columns=tuple(columns), facts=tuple(facts), rows=tuple(_rows(need, columns)) if need else (),
        left_out=len(asked) - len(columns), need=need, demand=asking,
    )  # fmt: skip


def followed(user: Any, names: Sequence[Named]) -> list[Named]:
    """The same with the records that stand for merged ones in their place, each once; one query a kind."""
    merged = {
        (kind, pk): standing_for(user, kind, pk)
        for kind in {kind for kind, _pk in names} & set(RECORD_MODELS)
        for pk in merged_ids(kind, [pk for other, pk in names if other == kind])
    }
    return list(dict.fromkeys((kind, one.pk if (one := merged.get((kind, pk))) else pk) for kind, pk in names))


def _need(user: Any, demand: int | None, text: str) -> tuple[Need | None, Any]:
    if demand is not None:
        kind = get_kind(NEED_KIND)
        shown = get_shown(kind, [demand], user).get(demand)
        if shown is not None:
            return record_need(kind, shown, current_language()), shown.record
    return (typed_need(text), None) if text.strip() else (None, None)


def _columns(user: Any, names: Iterable[Named]) -> list[Column]:
    names = list(names)
    known = {
        name: get_shown(get_kind(name), [pk for kind, pk in names if kind == name], user)
        for name in {kind for kind, _pk in names}
    }
    return [
        Column(get_kind(kind), shown.record, shown.readable)
        for kind, pk in names
        if (shown := known[kind].get(pk)) is not None
    ]


def _judged(need: Need, columns: Sequence[Column]) -> list[Column]:
    groups = frozenset(column.name for column in columns if column.kind.states != need.states)
    fits = levels_of({"need": Ask(need, groups)}, kept_queries=KEPT_QUERIES).get("need", ())
    levels = {get_kind(fit.kind).group(fit.pk): fit.level for fit in fits}
    silent = _silent(need)
    judged = []
    for column in columns:
        verdicts: tuple[Verdict, ...] | None = None
        if column.kind.states != need.states:
            side = Side(tuple(column.kind.to_documents(column.record, column.readable)), column.kind.states)
            # A record that states nothing by its kind has no verdicts where it states none of what is required.
            verdicts = verdicts_between(need.side, side) or silent
        judged.append(Column(column.kind, column.record, column.readable, levels.get(column.name), verdicts))
    return judged


def _silent(need: Need) -> tuple[Verdict, ...]:
    """Every required parameter as something that states none of them leaves it."""
    return verdicts_between(need.side, Side((), "offered"))


def _rows(need: Need, columns: Sequence[Column]) -> list[Row]:
    return [
        Row(verdict.required, tuple(None if column.verdicts is None else column.verdicts[place] for column in columns))
        for place, verdict in enumerate(_silent(need))
    ]


def own_demands(user: Any) -> QuerySet[Demand]:
    """The person's own demands that are not given up, the newest first."""
    if not user.is_authenticated:
        return Demand.objects.none()
    open_ones = own_records(user, NEED_KIND).exclude(state__in=[State.CLOSED, State.EXPIRED, State.MERGED])
    return open_ones.order_by("-updated_at", "-pk")[:MOST_OFFERED]
