"""The words around a value that make it a limit or an estimate, in Chinese and English."""

from __future__ import annotations

import re

from heliu_engine.quantities.parameter import Comparator

_WINDOW = 56

# What may stand between a comparator and its value.
_FILL_HAN = (
    r"(?:(?:达到?|为|是|在|于|至|到|有|要|需要?|可达|保持|维持|提高|提升|降低|减少|增加|延长|缩短|了|其)*[:： ]*[(\[]?)"
)
_HAN_BEFORE: tuple[tuple[str, Comparator], ...] = (
    (
        r"≥|>=|=>|⩾|大于(?:或)?等于|不(?:得|应|能|可)?(?:低|小|少|短|弱|亚|劣|窄|薄)于|不(?:得)?少于|(?:大于|高于|多于)或?等于|至少|最少|最低|最小|"
        r"起码|下限|不下于",
        ">=",
    ),
    (
        r"≤|<=|=<|小于(?:或)?等于|不(?:得|应|能|可|允许|许)?(?:超过|超出|大于|高于|多于|长于|超|迟于|晚于|宽于|厚于)|(?:低于|小于)或?等于|最多|最大|最高|"
        r"至多|上限|严禁超过|不到于|控制到",
        "<=",
    ),
    (r">|大于|超过|高于|多于|长于|超出|突破|优于|好于|逾|超|高出", ">"),
    (r"<|小于|低于|少于|短于|不足|不到|未达到?", "<"),
    (r"≈|~|约为?|大约|大概|大致|接近|近|预计约", "approx"),
)
_BEFORE_HAN = tuple((re.compile(rf"(?:{words}){_FILL_HAN}(?:约|大约)?[φ ]*\Z"), sign) for words, sign in _HAN_BEFORE)

_AFTER_HAN = re.compile(
    r" ?(?:[(][^()\n]{1,20}[)])?(?:级|的)?(?:(?P<more>(?:及|或|和|\(含\))?以上|之上|或更高|及更高|起步|往上)"
    r"|(?P<less>(?:及|或|和)?以下|之下|及以内|以内|之内|或更低|内(?![径部外侧容存置壁腔燃衬销含源在网饰科]))"
    r"|(?P<about>左右|上下(?![料游]))|(?P<span>之间|范围))"
)

_FILL = (
    r"(?:\s|an?\b|the\b|about\b|approximately\b|around\b|only\b|values?\b|of\b|to\b|or equal to\b|that of\b|:|\(|≥)*"
)
_WORDS_BEFORE: tuple[tuple[str, Comparator], ...] = (
    (
        r"≥|>=|=>|at\s+least|no(?:t)?\s+(?:be\s+)?(?:less|lower|fewer|smaller|shorter)\s+than|greater\s+than\s+or\s+equal(?:\s+to)?|"
        r"minimum(?:\s+of)?|min\.?|a\s+minimum\s+of|minimally|as\s+(?:few|little)\s+as|equal\s+to\s+or\s+greater\s+than|starting\s+(?:at|from)|"
        r"equal\s+or\s+(?:greater|better)\s+than",
        ">=",
    ),
    (
        r"≤|<=|=<|no(?:t)?\s+(?:be\s+)?(?:more|greater|larger|longer|higher|heavier|worse)\s+than|(?:not|never|cannot|without)\s+(?:to\s+)?(?:be\s+)?exceed(?:ing)?|"
        r"less\s+than\s+or\s+equal(?:\s+to)?|up\s+to(?:\s+and\s+beyond)?|at\s+most|maximum(?:\s+of)?|max\.?|as\s+(?:much|many|high|long|large|far|deep)\s+as|within|"
        r"limited\s+to|capped\s+at|nor\s+exceed",
        "<=",
    ),
    (
        r">|(?:greater|more|higher|larger|longer|better|faster|deeper|wider|heavier|stronger|further|farther|hotter|warmer|brighter|thicker)\s+than|exceed(?:s|ing|ed)?|in\s+excess\s+of|above|"
        r"beyond|over(?!\s+(?:a|the)\s+\d)|upwards?\s+of|well\s+over|surpass(?:es|ing)?",
        ">",
    ),
    (
        r"<|(?:less|fewer|lower|smaller|shorter|lighter|thinner|narrower|cheaper|quieter|colder|cooler|closer|slower|sooner|earlier)\s+than|below|under|beneath|sub-",
        "<",
    ),
    (
        r"≈|~|about|approximately|approx\.?|around|roughly|nearly|almost|circa|ca\.|on\s+the\s+order\s+of|in\s+the\s+order\s+of|estimated(?:\s+at)?|"
        r"in\s+the\s+(?:range|vicinity|neighborhood)\s+of|close\s+to|near",
        "approx",
    ),
)
_BEFORE_WORDS = tuple(
    (
        re.compile(
            rf"(?<![A-Za-z])(?:{words})(?![A-Za-z]){_FILL}\Z"
            if words[0].isalpha()
            else rf"(?:(?<![A-Za-z])|(?<=\W))(?:{words}){_FILL}\Z",
            re.I,
        ),
        sign,
    )
    for words, sign in _WORDS_BEFORE
)
_FAR_BEFORE = re.compile(
    r"\b(?P<which>min(?:imum)?|max(?:imum)?|(?:not|never) (?:to )?exceed)\.?\s+(?:[A-Za-z/-]+\s+){0,6}?(?:of|is|be|at|=|:|value)?\s*(?:an?\s+)?\Z",
    re.I,
)
_AFTER_WORDS = re.compile(
    r" ?(?:\((?!and)[^()\n]{1,16}\) ?)?,? ?\(?(?:(?P<more>or (?:more|greater|higher|better|above|longer|larger|over|beyond|faster)|and (?:above|higher|greater|beyond|up|over)|"
    r"\(?min(?:imum)?\b(?!\)| [a-z])|at (?:a |the )?minimum|plus\b)"
    r"|(?P<less>or (?:less|lower|smaller|fewer|below|shorter|under|better accuracy)|and (?:below|lower|less|under)|\(?max(?:imum)?\b(?! [a-z])|at (?:a |the )?max(?:imum)?))",
    re.I,
)
_OVER_TIME = re.compile(r"\bover\s*(?:an?\s+|the\s+)?\Z", re.I)
_SMALLER_IS_BETTER = re.compile(
    r"误差|精度|偏差|分辨率|稳定|均匀|粗糙|噪声|精确|accura|error|uncertain|stab|resol|uniform|precis|toleranc|nonlinear|jitter|noise",
    re.I,
)


def before(text: str, start: int, floor: int, *, counts_time: bool) -> tuple[Comparator | None, int]:
    """The comparator that ends at a value, and where it begins; None and ``start`` where there is none.

    ``floor`` is where the words before the value begin, at the latest the end of the previous value.
    """
    left = max(floor, start - _WINDOW)
    window = text[left:start]
    for pattern, sign in (*_BEFORE_HAN, *_BEFORE_WORDS):
        found = pattern.search(window)
        if found is None:
            continue
        if counts_time and _OVER_TIME.search(window):
            return None, start
        return _by_sense(sign, found[0], window), left + found.start()
    far = _FAR_BEFORE.search(window)
    if far is not None:
        return (">=" if far["which"].lower().startswith("min") else "<="), left + far.start()
    return None, start


def _by_sense(sign: Comparator, words: str, window: str) -> Comparator:
    """优于 and better than mean less for what should be small."""
    better = words.startswith(("优于", "好于")) or "better" in words.lower()
    return "<" if sign == ">" and better and _SMALLER_IS_BETTER.search(window) else sign


def after(text: str, end: int) -> tuple[Comparator | None, int]:
    """The comparator that follows a value, and where it ends; None and ``end`` where there is none.

    ``range`` stands for 之间.
    """
    for pattern in (_AFTER_HAN, _AFTER_WORDS):
        found = pattern.match(text, end, min(len(text), end + 40))
        if found is not None:
            groups = found.groupdict()
            if groups.get("more"):
                return ">=", found.end()
            if groups.get("less"):
                return "<=", found.end()
            if groups.get("about"):
                return "approx", found.end()
            return "range", found.end()
    return None, end


def combined(first: Comparator | None, second: Comparator | None) -> Comparator:
    """One comparator of the two around a value: 超过5米以上 is ``>``, 达到35MPa以上 is ``>=``."""
    if first == "approx" and second in {">=", "<="}:
        return second or "="
    if first in {None, "range"}:
        return second if second not in {None, "range"} else "="  # type: ignore[return-value]
    return first or "="
