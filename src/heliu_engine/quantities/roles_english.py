"""The role of a parameter in an English sentence: a target, a condition or the present state."""

from __future__ import annotations

import re

from heliu_engine.quantities.contexts import Context
from heliu_engine.quantities.parameter import LIMITS, Comparator, Role
from heliu_engine.quantities.patterns import any_of
from heliu_engine.quantities.values import Value

_WINDOW = 70

_OF_CONDITION = re.compile(
    r"\b"
    + any_of(
        r"temperatures? altitudes? environment\w* mission orbits? storage stored? ambient stagnation band",
        r"frequenc(?:y|ies)",
        r"wavelengths? spectr\w+ pressures? survival vibration shock velocit(?:y|ies) mach flights? speeds? solution",
        r"depth_of_discharge cross_flow loading power_levels? wingspan conditions? operat(?:e|es|ed|ing|ion|ional)",
        r"incidence_angles? vehicle_supply supply_voltage heat_flux exposure",
        r"radiation",
        "acceleration humidity inputs?_voltage field",
    )
    + r"\b(?! devices| capac| system)[^.;]{0,26}\Z",
    re.I,
)
_ARTICLES = r" *(?:an? +|the +|about +|around +|approximately +|up +to +|as +(?:low|high) +as +)*\(?\Z"
_LIMITING = re.compile(r"\b(?:under|over)" + _ARTICLES, re.I)
_DIRECTLY = re.compile(
    r"\b" + any_of("under over during at when while for after following from across through") + _ARTICLES, re.I
)
_CONDITION_AFTER = re.compile(
    " ?-? *"
    + any_of(
        r"mission (?:ground_)?storage of_ground orbit non-operating depth_of_discharge altitude in_low_earth in_geo",
        r"band\b MSL in_wavelength blackbody peak",
    ),
    re.I,
)
_MEASURED = re.compile(
    r"\b"
    + any_of(
        r"resolution accurac\w+ uncertaint\w+ stabilit\w+ uniformit\w+ error noise efficienc\w+ gain reduction",
        r"mass size",
        r"throughput drift hardness tension loss rate instability repeatability",
        r"improvement weigh\w* thick\w*",
        "(?:melting|drop(?:ping)?|flash|softening|boiling|freezing|pour|ignition)_points?",
    )
    + r"\b[^.;,]{0,30}\Z",
    re.I,
)
_OF_TIME = re.compile(
    r"\b"
    + any_of(
        r"li(?:fe|ves) lifetime respon\w+ latency time startup start-up within endurance connect duration less_than",
        r"updat\w+ every stable payback recharg\w+ delay cycle_time",
    )
    + r"\b",
    re.I,
)
_ELECTRIC = (
    "input", "output", "maximum", "minimum", "dark", "electrical", "leakage", "direct", "alternating", "bias", "peak",
    "critical", "threshold", "drive", "cathode",
)  # fmt: skip
"""What stands before a current that flows."""
_PRESENT = (
    "current(?= [a-z])"
    + "".join(f"(?<!{word} current)" for word in _ELECTRIC)
    + r"(?! (?:of|is|density|densities|and|range|level|up|at|to|in|or)\b)"
)
_NOW = re.compile(
    r"\b"
    + any_of(
        r"currently state[_-]of[_-](?:the[_-])?(?:art|practice) existing today\S* conventional legacy",
        r"previous(?:ly)?",
        "presently at_present (?:the|our)_present ha(?:s|ve)_been reported traditional(?:ly)? commercial(?:ly)?(?!_av) recent",
        "historically",
        "typically to_date (?:is|are|been)_limited",
    ).removesuffix(")")
    + rf"|{_PRESENT})\b",
    re.I,
)
_COMPARED = re.compile(r"\bover (?:the )?\Z", re.I)
_WANTED = re.compile(
    r"\b"
    + any_of(
        r"should shall must goals? desir\w+ objectives? threshold requir\w+ target needs? needed seek\w* will_be",
        r"capable",
        "proposed new_approach interested minimum",
    )
    + r"\b",
    re.I,
)


_KEPT_AT = re.compile(
    r"\b(?:shall|must|should|may|to) (?:not )?(?:remain|stay|be|exceed|rise|go)\b[^.;,]{0,20}\Z", re.I
)
_ENDURED = re.compile(
    r"\b"
    + any_of("withstand surviv\\w* tolerat\\w* exposed_to subjected_to exposure_to struck_by immersed")
    + r"\b[^.;]{0,30}\Z",
    re.I,
)
_VALUE_AT = re.compile(r"\d[^.;,\d]{0,8} at (?:an? |the )?\Z")
"""A value and where it holds: 4 dB at 60 degrees."""
_AFTER_MANY = re.compile(r"\d[^.;,\d]{0,8} after *\Z|\bflexed *\Z")
_AFTER_COUNT = re.compile(r"\b(?:after|following) +(?:at +least +|a +total +of +|the +first +)?\Z", re.I)
_IN_BAND = re.compile(
    r"\b"
    + any_of("receiv\\w* transmit\\w* LWIR MWIR SWIR longwave midwave band uplink downlink")
    + r"\b[^.;,]{0,16}\Z",
    re.I,
)
_DUE_BEFORE = re.compile(
    r"\b"
    + any_of(
        "duration_of_the_project project_duration base_period period_of_performance commissioning submission",
        "deliver\\w*",
        "complet\\w* phase_i{1,3} schedule option_period start_of_production",
    )
    + r"\b[^.;]{0,50}\Z",
    re.I,
)
_DUE_AFTER = re.compile(
    r" *(?:of|after|from|following) +(?:the +)?(?:phase|contract|award|order|project|receipt|start|effective|kick)",
    re.I,
)
_DUE_UNITS = frozenset({"d", "wk", "mo", "a"})
_FACT = re.compile(
    r"\b"
    + any_of(
        "in_service takes it_uses uses_\\d needs_defrosting needs?_\\w+ing have_been_tested has_been_tested today",
        "stores weighs was were took repackage at_the_moment so_far of_customer of_our now",
    )
    + r"\b",
    re.I,
)
_ASKED = re.compile(
    r"\b"
    + any_of(
        "shall should must goals? objectives? threshold targets? we_need we_seek seeks? want will required may",
        "less_than",
    )
    + r"\b|[<>≤≥]",
    re.I,
)


def _is_deadline(value: Value, before: str, after: str) -> bool:
    if value.unit.norm not in _DUE_UNITS:
        return False
    return _DUE_AFTER.match(after) is not None or _DUE_BEFORE.search(before) is not None


def _is_present_fact(context: Context) -> bool:
    """Whether a sentence tells how things are and asks for nothing."""
    return _FACT.search(context.sentence) is not None and _ASKED.search(context.sentence) is None


def english_role(value: Value, sign: Comparator, context: Context) -> Role:
    """The role of a parameter that is not money."""
    before = context.before[-_WINDOW:]
    if value.unit.kind == "time" and _is_deadline(value, before, context.after):
        return "deadline"
    if _is_present_fact(context):
        return "current"
    if value.unit.kind in {"temperature", "angle", "physical"} and _VALUE_AT.search(before):
        return "condition"
    if value.unit.kind == "count" and (
        _AFTER_COUNT.search(before) or (sign not in LIMITS and _AFTER_MANY.search(before))
    ):
        return "condition"
    if (
        value.unit.norm in {"Hz", "kHz", "MHz", "GHz", "um", "nm"}
        and value.shape == "range"
        and _IN_BAND.search(before)
    ):
        return "condition"
    if value.unit.kind in {"physical", "time", "angle"} and sign not in {">=", ">"} and _ENDURED.search(before):
        return "condition"
    if _CONDITION_AFTER.match(context.after):
        return "condition"
    if not _MEASURED.search(before) and _stands_for_condition(value, sign, before):
        return "condition"
    # Improvements over the state of the art are wanted.
    now = [
        found.end()
        for found in _NOW.finditer(context.before)
        if not _COMPARED.search(context.before, max(0, found.start() - 10), found.start())
    ]
    wanted = [found.end() for found in _WANTED.finditer(context.before + context.after[:24])]
    return "current" if now and (not wanted or wanted[-1] < now[-1]) else "target"


def _stands_for_condition(value: Value, sign: Comparator, before: str) -> bool:
    kind = value.unit.kind
    if kind == "temperature" and (value.unit.norm == "mK" or (sign in LIMITS and _KEPT_AT.search(before))):
        return False
    if kind == "temperature" or value.unit.norm in {"[Mach]", "1e3 [ft]"}:
        return True
    if kind == "time":
        directly = _DIRECTLY.search(before) is not None or "mission" in before
        return directly and _OF_TIME.search(before[-40:]) is None
    if sign in {"<", ">"} and _LIMITING.search(before):
        return False
    if sign in {"<=", ">="} and before.endswith("from "):
        return False
    if kind in {"physical", "angle"} and _DIRECTLY.search(before):
        return True
    if value.shape != "range" and sign not in {"=", "approx", "<="}:
        return False
    return _OF_CONDITION.search(before) is not None
