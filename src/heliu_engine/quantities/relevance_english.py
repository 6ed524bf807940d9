"""Which values of English sentences are parameters: all but what tells of the past, of a market, or counts anything."""

from __future__ import annotations

import re

from heliu_engine.quantities.contexts import Context
from heliu_engine.quantities.parameter import Comparator
from heliu_engine.quantities.patterns import any_of
from heliu_engine.quantities.values import Value

_PAST = re.compile(
    r"\b"
    + any_of("last past next previous recent coming following preceding over_the")
    + r" +(?:the +)?(?:\w+ +to +)?\Z|\bin +the +(?:next|last|past)\b",
    re.I,
)
_AGO = re.compile(r" *(?:ago|old\b|of +experience|earlier|later\b|from +now|after +its)", re.I)
_LONG = frozenset({"a", "10.a", "mo", "wk"})
_MARKET = re.compile(r"\b" + any_of("market industry revenues? sales annual_spending") + r"\b", re.I)
_UNITLESS = re.compile(
    r"\b"
    + any_of(
        "ratio emissivity reflectivity coefficient index factor contrast number_of cycle_life life_cycles?",
        "efficiency",
        "probability gain snr rating trl level channels? count pixels resolution transmittance absorptance dimming",
    )
    + r"\b[^.;,]{0,30}\bof *\Z",
    re.I,
)
_COUNTED = re.compile(any_of("cycle channel frame sample px bit pulse node shot wire iteration"), re.I)
_LOOSELY = re.compile(any_of(r"\bover about around approximately nearly almost beyond") + r" *\Z", re.I)


def is_english_parameter(value: Value, sign: Comparator | None, context: Context) -> bool:
    """Whether the value is a parameter; ``sign`` is the stated comparator, None where the number stands alone."""
    kind = value.unit.kind
    if kind == "money":
        return _MARKET.search(context.sentence) is None
    if kind == "time":
        if _AGO.match(context.after):
            return False
        return value.unit.norm not in _LONG or _PAST.search(context.before[-40:]) is None
    stated = sign not in {None, "approx"}
    if kind == "count":
        return _COUNTED.search(value.unit.norm) is not None or (stated and not _LOOSELY.search(context.before))
    if kind == "bare":
        if value.unit.norm != "1" or value.spelt or context.after.startswith(("x", "×", "*", "/", ":")):
            return False
        if stated:
            return _LOOSELY.search(context.before) is None
        return value.shape == "point" and _UNITLESS.search(context.clause[-60:]) is not None
    return True
