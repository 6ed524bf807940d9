"""Parameters out of a text: amounts, values, the words around them, and which of them say what is wanted."""

from __future__ import annotations

import re
from dataclasses import replace
from math import isfinite

from heliu_engine.quantities import comparators
from heliu_engine.quantities.amounts import amounts
from heliu_engine.quantities.brackets import role_in_brackets
from heliu_engine.quantities.changes import change_of
from heliu_engine.quantities.contexts import Places
from heliu_engine.quantities.folding import fold
from heliu_engine.quantities.parameter import Comparator, Parameter, Role
from heliu_engine.quantities.properties import property_of
from heliu_engine.quantities.relevance import is_parameter
from heliu_engine.quantities.roles import role_of
from heliu_engine.quantities.unit_contexts import unit_in
from heliu_engine.quantities.values import Value, values

_NEAR = 12
_SENTENCE_END = re.compile(r"[。；;\n！？!?]")
_DIMENSION = r"(?:(?:inner |outer )?(?:diameter|length|width|height|depth|thickness|long|wide|high|thick|deep|tall) ?)"
_NEXT_DIMENSION = re.compile(rf" ?{_DIMENSION}?,? ?(?:and |by |x )?(?:an? |the )?{_DIMENSION}?(?:of )?", re.I)
_NAMES_DIMENSION = re.compile(_DIMENSION, re.I)


def extract(text: str, lang: str = "") -> tuple[Parameter, ...]:
    """The parameters of a text in order; their spans never overlap.

    A sentence with Chinese characters is read as Chinese, another as English unless ``lang`` is ``zh``. Any text is
    safe, and time grows with its length alone. A paragraph is read without its neighbours but for one thing: a
    heading (现有工作基础：) opens a section that lasts to the next heading. Offsets are code points of ``text``.
    What counts as a parameter, and the notation of ``unit_norm``, are those of docs/reference/engine.md.

    >>> [(p.span, p.comparator, p.low, p.unit_norm) for p in extract("要求堆积密度≥1.80克/立方厘米。成本降低一半。")]
    [('堆积密度≥1.80克/立方厘米', '>=', 1.8, 'g/cm3'), ('成本降低一半', '=', 0.5, '1')]
    """
    return tuple(_Reader(text, lang).read())


class _Reader:
    """One text while it is read from its beginning to its end."""

    def __init__(self, text: str, lang: str) -> None:
        self._text = text
        self._folded = fold(text)
        self._places = Places(self._folded, lang)
        self._floor = 0
        """Where the last value ends; nothing before it belongs to the next one."""
        self._limit: tuple[Value, Comparator | None] | None = None
        """The last value with the comparator that was stated for it."""
        self._last: tuple[Value, Role] | None = None
        """The last value with its role, where it is a parameter."""
        self._head: tuple[Value, Role] | None = None
        """The value right behind which the bracket opens that is read, with its role."""

    def read(self) -> list[Parameter]:
        found: list[Parameter] = []
        stated = values(self._folded, list(amounts(self._folded)))
        for place, value in enumerate(stated):
            ceiling = stated[place + 1].start if place + 1 < len(stated) else len(self._text)
            parameter = self._parameter(value, ceiling)
            self._floor = max(self._floor, value.end)
            self._last = (value, parameter.role) if parameter is not None else None
            if parameter is None:
                continue
            if not parameter.property and found and self._goes_on(found[-1], parameter):
                parameter = replace(parameter, property=found[-1].property)
            found.append(parameter)
            self._floor = max(self._floor, parameter.end)
        return self._with_listed_conditions(found)

    def _with_listed_conditions(self, found: list[Parameter]) -> list[Parameter]:
        """A bare value in one list with a condition is one as well: −30 ℃、0.2C放电容量保持率≥80%."""
        for place in range(len(found) - 2, -1, -1):
            first, second = found[place], found[place + 1]
            bare = not first.property and first.comparator == "=" and first.change is None
            if bare and second.role == "condition" and self._folded[first.end : second.start].strip() == "、":
                found[place] = replace(first, role="condition")
        return found

    def _goes_on(self, last: Parameter, parameter: Parameter) -> bool:
        """Whether a value without a property has that of the one before it: 由85%提高到95%, 400MPa、500MPa."""
        return parameter.start - last.end <= _NEAR and not _SENTENCE_END.search(self._folded, last.end, parameter.start)

    def _parameter(self, value: Value, ceiling: int) -> Parameter | None:
        self._head = self._before_bracket(value.start)
        context = self._places.around(value.start, value.end)
        unit = unit_in(value, context)
        if unit is not value.unit:
            value = replace(value, unit=unit)
        clause = max(self._floor, self._places.clause_start(value.start))
        sentence = max(self._floor, self._places.sentence_start(value.start))
        before, start = comparators.before(self._folded, value.start, sentence, counts_time=unit.kind == "time")
        after, end = comparators.after(self._folded, value.end)
        end = min(end, max(ceiling, value.end))
        stated = self._carried(value, _stated(value, before, after))
        change = None
        if value.shape != "plus_minus":
            change = change_of(context.clause, context.rest, unit.kind, chinese=context.chinese)
        self._limit = value, stated
        if not (isfinite(value.low) and isfinite(value.high) and is_parameter(value, stated, change, context)):
            return None
        comparator = value.shape if value.shape != "point" else stated or "="
        name, span = property_of(self._folded, start, end, self._floor, clause, ceiling, changed=change is not None)
        role = role_of(value, comparator, context)
        if self._head is not None:
            named = bool(name) and span[0] < start
            role = role_in_brackets(*self._head, value, comparator, role, context, named=named)
        return Parameter(
            start=span[0],
            end=span[1],
            span=self._text[span[0] : span[1]],
            property=name,
            comparator=comparator,
            low=None if comparator in {"<=", "<"} else value.low,
            high=None if comparator in {">=", ">"} else value.high,
            unit=unit.written,
            unit_norm=unit.norm,
            change=change,
            role=role,
        )

    def _before_bracket(self, start: int) -> tuple[Value, Role] | None:
        """What stands right before the bracket in which something begins, if it is a parameter."""
        words = self._folded[self._floor : start]
        opened = words.rfind("(")
        if words.rfind(")") > opened:
            return None
        if opened >= 0:
            return self._last if not words[:opened].strip(" ") else None
        return None if _SENTENCE_END.search(words) else self._head

    def _carried(self, value: Value, stated: Comparator | None) -> Comparator | None:
        """The limit of the dimension before: not exceed a length of 8 inches, a width of 3 inches."""
        if stated is not None or value.shape != "point" or self._limit is None:
            return stated
        last, limit = self._limit
        if limit not in {"<=", "<"} or last.shape != "point" or last.unit.norm != value.unit.norm:
            return None
        if value.start - last.end > 4 * _NEAR:
            return None
        words = self._folded[last.end : value.start]
        follows = self._folded[value.end : value.end + 2 * _NEAR]
        named = _NAMES_DIMENSION.search(words) or _NAMES_DIMENSION.match(follows.removeprefix(" in").lstrip(" "))
        return limit if named and _NEXT_DIMENSION.fullmatch(words) else None


def _stated(value: Value, first: Comparator | None, second: Comparator | None) -> Comparator | None:
    """The comparator that words or signs state; None where none does."""
    if value.more and first in {None, "approx"}:
        return ">"
    return comparators.combined(first, second)
