"""The words around a value that make it a limit or an estimate, in Chinese and English."""

from __future__ import annotations

import re

from heliu_engine.quantities.parameter import Comparator
from heliu_engine.quantities.patterns import any_of

_WINDOW = 56
"""Code points that are looked at before a value."""
_AHEAD = 40

_HAN: tuple[tuple[str, Comparator], ...] = (
    (
        any_of(
            "≥ >= => 大于或?等于 不(?:得|应|能|可)?(?:低|小|少|短|弱|亚|劣|窄|薄)于",
            "(?:高|多)于或?等于 至少 最少 最低 最小 起码 下限 不下于",
        ),
        ">=",
    ),
    (
        any_of(
            "≤ <= =< 小于或?等于 (?:低|少)于或?等于 最多 最大 最高 至多 上限 控制到",
            "(?:不|严禁)(?:得|应|能|可|允许|许)?(?:超过|超出|大于|高于|多于|长于|超|迟于|晚于|宽于|厚于)",
        ),
        "<=",
    ),
    (any_of("> 大于 超过 高于 多于 长于 超出 突破 优于 好于 逾 超"), ">"),
    (any_of("< 小于 低于 少于 短于 不足 不到 未达到?"), "<"),
    (any_of("≈ ~ 约为? 大约 大概 大致 接近 近 预计约"), "approx"),
)
# What may stand between a comparator and its number: 不低于 达到 (, 至少 需要.
_HAN_FILL = (
    "(?:"
    + any_of("达到? 为 是 在 于 至 到 有 要 需要? 可达 保持 维持 提高 提升 降低 减少 增加 延长 缩短 了 其")
    + r"*[:： ]*[(\[]?)(?:大?约)?[φ ]*\Z"
)
_HAN_WHOLE = r"[^，,。；;\d]{1,8}的\Z"
"""What the number is a share of: 不超过面粉重的千分之五."""
_HAN_BEFORE: tuple[tuple[re.Pattern[str], Comparator], ...] = (
    *((re.compile(words + _HAN_FILL), sign) for words, sign in _HAN),
    (re.compile(r"不(?:得|应|能)?(?:超过|高于|大于|多于)" + _HAN_WHOLE), "<="),
    (re.compile(r"(?:不(?:得|应|能)?(?:低于|少于|小于)|至少为?)" + _HAN_WHOLE), ">="),
)

_ASIDE = r"(?P<aside>\([^()\n]{1,20}\))?"
_HAN_AFTER = re.compile(
    rf" ?{_ASIDE}(?:级|的)?(?:(?P<more>(?:及|或|和|\(含\))?以上|之上|或更高|及更高|起步|往上)"
    "|(?P<less>(?:及|或|和)?以下|之下|及?以内|之内|或更低|内(?![径部外侧容存置壁腔燃衬销含源在网饰科]))"
    "|(?P<about>左右|上下(?![料游]))|(?P<span>之间|范围))"
)

_ENGLISH: tuple[tuple[str, Comparator], ...] = (
    (
        any_of(
            "at_least not?_(?:be_)?(?:less|lower|fewer|smaller|shorter)_than minimally minimum(?:_of)? min\\.?",
            "(?:greater|more)_than_or_equal(?:_to)? equal_to_or_greater_than equal_or_(?:greater|better)_than",
            "as_(?:few|little|small)_as starting_(?:at|from)",
        ),
        ">=",
    ),
    (
        any_of(
            "not?_(?:be_)?(?:more|greater|larger|longer|higher|heavier|worse)_than less_than_or_equal(?:_to)?",
            "(?:not|never|cannot|without|nor)_(?:to_)?(?:be_)?exceed(?:ing)? up_to(?:_and_beyond)? at_most within",
            "maximum(?:_of)? max\\.? as_(?:much|many|high|long|large|far|deep)_as limited_to capped_at",
        ),
        "<=",
    ),
    (
        any_of(
            "(?:greater|more|higher|larger|longer|better|faster|deeper|wider|heavier|stronger|further)_than",
            "(?:farther|hotter|warmer|brighter|thicker)_than exceed(?:s|ing|ed)? in_excess_of above beyond",
            "over upwards?_of surpass(?:es|ing)?",
        ),
        ">",
    ),
    (
        any_of(
            "(?:less|fewer|lower|smaller|shorter|lighter|thinner|narrower|cheaper|quieter|colder|cooler)_than",
            "(?:closer|slower|sooner|earlier)_than below under beneath",
        ),
        "<",
    ),
    (
        any_of(
            "about approximately approx\\.? around roughly nearly almost circa ca\\. [io]n_the_order_of",
            "estimated(?:_at)? in_the_(?:range|vicinity|neighborhood)_of close_to near",
        ),
        "approx",
    ),
)
_ENGLISH_FILL = (
    r"(?:[ (:≥]|\b" + any_of("an? the about approximately around only values? of to or_equal_to that_of") + r"\b)*\Z"
)
_ENGLISH_BEFORE = tuple(
    (re.compile(rf"(?<![A-Za-z]){words}(?![A-Za-z]){_ENGLISH_FILL}", re.I), sign) for words, sign in _ENGLISH
)
# Minimum temperature resolution of 0.5 K, not exceed a length of 8 inches.
_FAR_BEFORE = re.compile(
    r"\b(?P<which>min(?:imum)?|max(?:imum)?|(?:not|never) (?:to )?exceed)\.? +(?:[A-Za-z/-]+ +){0,6}?"
    r"(?:of|is|be|at|=|:|value)? *(?:an? +)?\Z",
    re.I,
)
_ENGLISH_AFTER = re.compile(
    r" ?(?P<aside>\((?!and)[^()\n]{1,16}\) ?)?,? ?\(?(?:(?P<more>"
    + any_of(
        "or_(?:more|greater|higher|better|above|longer|larger|over|beyond|faster|later)",
        "or_(?:deeper|wider|thicker|warmer|heavier|stronger|brighter)",
        r"and_(?:above|higher|greater|beyond|up|over) min(?:imum)?\b(?!_[a-z]) at_(?:an?_|the_)?minimum plus\b",
    )
    + ")|(?P<less>"
    + any_of(
        "or_(?:less|lower|smaller|fewer|below|shorter|under|finer|colder|sooner)",
        "or_(?:earlier|thinner|lighter|cheaper|cooler|slower|quieter|narrower) and_(?:below|lower|less|under)",
        r"max(?:imum)?\b(?!_[a-z]) at_(?:an?_|the_)?max(?:imum)?",
    )
    + "))",
    re.I,
)
# Shall not cause heating by more than 15 K, may not fall below 3 V.
_DENIED = re.compile(
    r"\b(?:not|never|cannot|nor|without)\b(?! only)(?: (?!but\b|and\b|when\b|if\b|at\b)[a-z-]+){0,5} *\Z", re.I
)
_CONTRARY: dict[Comparator, Comparator] = {">": "<=", "<": ">="}
_OVER_TIME = re.compile(r"\bover *(?:an? +|the +)?\Z", re.I)
_SMALL_IS_BETTER = re.compile(
    any_of(
        "误差 精度 偏差 分辨率 稳定 均匀 粗糙 噪声 精确 真空 漏 accura error uncertain stab resol uniform precis",
        "toleranc nonlinear jitter noise specific_mass weight drift",
    ),
    re.I,
)


def before(text: str, start: int, floor: int, *, counts_time: bool) -> tuple[Comparator | None, int]:
    """The comparator that ends at a value, and where it begins; None and ``start`` where there is none.

    ``floor`` is where the words before the value begin, at the latest the end of the previous value.
    """
    left = max(floor, start - _WINDOW)
    window = text[left:start]
    for pattern, sign in (*_HAN_BEFORE, *_ENGLISH_BEFORE):
        found = pattern.search(window)
        if found is None:
            continue
        if counts_time and _OVER_TIME.search(window):
            # A rise of 20 K over 2 minutes: no limit.
            return None, start
        denied = _DENIED.search(window, 0, found.start()) if sign in _CONTRARY else None
        if denied is not None:
            return _CONTRARY[sign], left + found.start()
        return _by_sense(sign, found[0], window), left + found.start()
    far = _FAR_BEFORE.search(window)
    if far is not None:
        return (">=" if far["which"].lower().startswith("min") else "<="), left + far.start()
    return None, start


def _by_sense(sign: Comparator, words: str, window: str) -> Comparator:
    """优于 and better than mean less for what should be small."""
    better = words.startswith(("优于", "好于")) or "better" in words.lower()
    return "<" if sign == ">" and better and _SMALL_IS_BETTER.search(window) else sign


def after(text: str, end: int) -> tuple[Comparator | None, int]:
    """The comparator that follows a value, and where it ends; None and ``end`` where there is none.

    ``range`` stands for 之间. What stands in brackets between the value and its comparator may hold another value, so
    there the span ends with the value: 达300kN(长度1m)以上.
    """
    for pattern in (_HAN_AFTER, _ENGLISH_AFTER):
        found = pattern.match(text, end, min(len(text), end + _AHEAD))
        if found is None:
            continue
        groups = found.groupdict()
        last = end if groups["aside"] else found.end()
        if groups["more"]:
            small = "better" in groups["more"] and _SMALL_IS_BETTER.search(text, max(0, end - _WINDOW), end)
            return ("<=" if small else ">="), last
        if groups["less"]:
            return "<=", last
        return ("approx" if groups["about"] else "range"), last
    return None, end


def combined(first: Comparator | None, second: Comparator | None) -> Comparator | None:
    """One comparator of the two around a value, None where there is none: 超过5米以上 is ``>``, 约35MPa以上 ``>=``."""
    behind = None if second == "range" else second
    if first == "approx":
        return behind or first
    return first or behind
