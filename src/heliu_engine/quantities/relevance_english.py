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
_MARKET = re.compile(r"\b" + any_of("market industry turnover revenues? sales annual_spending") + r"\b", re.I)
_UNITLESS = re.compile(
    r"\b"
    + any_of(
        "ratio permittivity dielectric_constant emissivity reflectivity coefficient index factor contrast number_of",
        "cycle_life life_cycles?",
        "efficiency",
        "probability gain snr rating trl level channels? count pixels resolution transmittance absorptance dimming",
    )
    + r"\b[^.;,]{0,30}\bof *\Z",
    re.I,
)
_COUNTED = re.compile(any_of("cycle channel frame sample px bit pulse node shot wire iteration"), re.I)
_LOOSELY = re.compile(any_of(r"\bover about around approximately nearly almost beyond") + r" *\Z", re.I)


_NOUN = re.compile(
    r" (?:brands|countries|companies|customers|employees|people|patents|sites|plants|firms|growers)\b", re.I
)
_DELIVERED = re.compile(
    r"\b"
    + any_of(
        "deliver\\w* fabricat\\w* buil[dt]\\w* produc(?:e|es|ing)_ manufactur\\w* suppl(?:y|ies) ends?_with construct",
        "assembl\\w+ demonstrat\\w+_on",
    )
    + r"[^.;]{0,40}\Z",
    re.I,
)
_AFTER = re.compile(r"\b(?:after|withstand|surviv\w+|endur\w+) *\Z", re.I)
_ARE_WANTED = re.compile(
    r" (?:is|are|shall be|must be|will be) (?:wanted|required|needed|sought|desired|delivered)", re.I
)
_PROTOTYPES = re.compile(any_of("prototype unit module specimen sample system device coupon panel article"))
_PRICE = re.compile(r"\$[^.;]{0,60}\b(?:at|lots of|quantities of|batches of|volumes of) *\Z", re.I)
_REQUIRED = re.compile(
    r"\b"
    + any_of(
        "shall should must goals? target require[ds]? objective threshold want seek\\w* need\\w* aim\\w* desir\\w+",
        "expect\\w*",
    )
    + r"\b",
    re.I,
)
_STATISTIC_BEFORE = re.compile(
    r"\b"
    + any_of(
        "responsible_for account(?:s|ed|ing)?_for mak(?:es?|ing)_up compris(?:es?|ing) grown_by grew_by quoted_as",
        "represent(?:s|ing)? up mortality rose_by fell_by",
    )
    + r"\b[^.;,]{0,24}\Z",
    re.I,
)
_STATISTIC_AFTER = re.compile(
    r" *(?:of (?:the |all |our |its |their )*(?:\w+ ){0,2}?"
    + any_of(
        "workforce population patients casualties deaths cases world global fleet failures accidents emissions costs?",
        "consumption market injuries users soldiers companies households incidents maintenance time energy",
    )
    + r"\b|(?:per|a|each) year\b|annually|on the year|since (?:19|20)\d\d)",
    re.I,
)
_SHARED_COST = re.compile(r"[- ]*(?:cost|funding)[- ]shar", re.I)


def _is_statistic(sign: Comparator | None, context: Context) -> bool:
    """Whether a share tells of the world rather than of what is wanted."""
    if _SHARED_COST.match(context.after):
        return True
    if sign in {">=", "<="} or _REQUIRED.search(context.sentence):
        return False
    return _STATISTIC_BEFORE.search(context.before) is not None or _STATISTIC_AFTER.match(context.after) is not None


def is_english_parameter(value: Value, sign: Comparator | None, context: Context) -> bool:
    """Whether the value is a parameter; ``sign`` is the stated comparator, None where the number stands alone."""
    kind = value.unit.kind
    if kind == "money":
        return _MARKET.search(context.sentence) is None
    if kind == "percent" and _is_statistic(sign, context):
        return False
    if kind == "time":
        if _AGO.match(context.after):
            return False
        return value.unit.norm not in _LONG or _PAST.search(context.before[-40:]) is None
    stated = sign not in {None, "approx"}
    if kind == "count" and (
        _DELIVERED.search(context.clause[-50:]) or _AFTER.search(context.before) or _ARE_WANTED.match(context.after)
    ):
        return value.low > 1 or not value.spelt or _PROTOTYPES.search(value.unit.norm) is not None
    if kind == "count" and _PRICE.search(context.before):
        return True
    if kind == "count" and value.spelt and not stated:
        return False
    if kind == "count":
        return _COUNTED.search(value.unit.norm) is not None or (stated and not _LOOSELY.search(context.before))
    if kind == "bare":
        if value.unit.norm != "1" or value.spelt or context.after.startswith(("x", "×", "*", "/", ":")):
            return False
        if stated:
            return _LOOSELY.search(context.before) is None and _NOUN.match(context.after) is None
        return value.shape == "point" and _UNITLESS.search(context.clause[-60:]) is not None
    return True
