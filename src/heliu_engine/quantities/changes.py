"""Whether a number says by how much something changes, rather than what it becomes."""

from __future__ import annotations

import re

from heliu_engine.quantities.parameter import Change
from heliu_engine.quantities.unit_lexicon import Kind

_UP = "提高|提升|增加|增长|增大|增强|增产|增效|增收|增幅|延长|上升|扩大|改善|加快|上涨|高出|升高"
_DOWN = "降低|减少|缩短|下降|节约|节省|减轻|缩小|减低|节能|节材|减产|减排|减重|削减|压缩|减小|降本|节电|节水"
_FILL = (
    r"(?:了|约|近|大约|至少|幅度|比例|率|幅|可达|不低于|不少于|不小于|超过|以上|达到?(?=\d)|[:：]|≥|>|\s|可|在){0,4}"
)
_VERB = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?P<gap>[^，。；;,、(\n]{{0,18}})\Z")
_COMPARED = re.compile(
    r"(?:比|较|高于|低于)[^，。；;,\n]{0,16}?(?:(?P<up>高|多|大|长|快|重)|(?P<down>低|少|小|短|慢|轻|降))(?:出|了|约|至少)?\Z"
)
_DIRECT = re.compile(
    rf"(?:(?P<up>提高|提升|增加|增长|延长|增大|扩大|高出)|(?P<down>降低|减少|缩短|下降|节约|节省|减轻|缩小)){_FILL}\Z"
)
_BECOMES = re.compile(r"到|至(?!少)|为(?!期)|=|达(?!到?\Z)|保持|是")
_DOWN_AFTER = re.compile(r"^[^，。；;,]{0,3}?(?:的)?(?:降低|下降|减少|降幅)")
_ENGLISH_BEFORE = re.compile(
    r"\b(?:(?P<up>increas|improv|enhanc|rais|extend|grow|gain)|(?P<down>reduc|decreas|lower|cut|sav|shrink|mitigat))\w*\b[^.;\n]{0,60}?\b(?:by|of)\s+"
    r"(?:an?\s+|at\s+least\s+|up\s+to\s+|about\s+|approximately\s+|a\s+factor\s+of\s+|more\s+than\s+|over\s+|least\s+|almost\s+|additional\s+)*\Z",
    re.I,
)
_ENGLISH_AFTER = re.compile(
    r"^\s*(?:or\s+\w+\s+)?(?:[a-z-]+\s+){0,2}(?:(?P<up>increas|improve|gain|greater|higher|more|faster)|(?P<down>reduc|decreas|sav|less|lower|fewer))",
    re.I,
)


def change_of(clause: str, rest: str, kind: Kind, *, chinese: bool) -> Change | None:
    """The change that a point or a limit states; ``clause`` ends and ``rest`` begins at its number.

    >>> change_of("生产成本较现有菌株降低", "以上", "percent", chinese=True)
    'decrease'
    """
    relative = kind in {"percent", "ratio"}
    if chinese:
        found = (_VERB if relative else _DIRECT).search(clause)
        if found is None and relative:
            found = _COMPARED.search(clause)
            return None if found is None else "increase" if found["up"] else "decrease"
        if found is None or (relative and _BECOMES.search(found["gap"])):
            return None
        return "increase" if found["up"] else "decrease"
    for pattern, words in ((_ENGLISH_BEFORE, clause), (_ENGLISH_AFTER, rest)):
        found = pattern.search(words)
        if found is not None and (relative or pattern is _ENGLISH_BEFORE):
            return "increase" if found["up"] else "decrease"
    return None
