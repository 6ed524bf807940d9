"""Whether a number says by how much something changes, rather than what it becomes."""

from __future__ import annotations

import re

from heliu_engine.quantities.parameter import Change
from heliu_engine.quantities.patterns import any_of
from heliu_engine.quantities.unit_lexicon import Kind

_UP = any_of("提高 提升 增加 增长 增大 增强 增产 增效 增收 增幅 延长 上升 扩大 改善 加快 上涨 高出 升高")
_DOWN = any_of("降低 减少 缩短 下降 节约 节省 减轻 缩小 减低 节能 节材 减产 减排 减重 削减 压缩 减小 降本 节电 节水")
_EITHER = rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))"
_RELATIVE = re.compile(rf"{_EITHER}(?P<gap>[^，。；;,、(\n]{{0,18}})\Z")
"""Of a share or a multiple: 降低变速箱整体质量20%."""
_BECOMES = re.compile(r"到|至(?!少)|为(?!期)|=|达(?!到?\Z)|保持|是")
_DIRECT = re.compile(
    _EITHER
    + any_of(r"了 约 近 大约 至少 幅度 比例 率 幅 可达 不低于 不少于 不小于 超过 以上 达到?(?=\d) [:：] ≥ > [_] 可 在")
    + r"{0,4}\Z"
)
"""Of any unit, where the number follows the verb: 降低至少2dB."""
_COMPARED = re.compile(
    r"(?:比|较|高于|低于)[^，。；;,\n]{0,16}?(?:(?P<up>[高多大长快重])|(?P<down>[低少小短慢轻降]))(?:出|了|约|至少)?\Z"
)
_BEFORE_ENGLISH = re.compile(
    r"\b(?:(?P<up>increas|improv|enhanc|rais|extend|grow|gain)|(?P<down>reduc|decreas|lower|cut|sav|shrink|mitigat))"
    r"\w*\b[^.;\n]{0,60}?\b(?:by|of) +"
    + any_of("an? at_least up_to about approximately a_factor_of more_than over least almost additional").removesuffix(
        ")"
    )
    + r"| )*\Z",
    re.I,
)
_AFTER_ENGLISH = re.compile(
    r" *(?:or +\w+ +)?(?:[a-z-]+ +){0,2}"
    "(?:(?P<up>increas|improve|gain|greater|higher|more|faster)|(?P<down>reduc|decreas|sav|less|lower|fewer))",
    re.I,
)


def change_of(clause: str, rest: str, kind: Kind, *, chinese: bool) -> Change | None:
    """The change that a point or a limit states; ``clause`` ends and ``rest`` begins at its number.

    >>> change_of("生产成本较现有菌株降低", "以上", "percent", chinese=True)
    'decrease'
    """
    relative = kind in {"percent", "ratio", "bare"}
    if chinese:
        found = _chinese(clause, relative=relative)
    else:
        found = _BEFORE_ENGLISH.search(clause)
        if found is None and kind in {"percent", "ratio"}:
            found = _AFTER_ENGLISH.match(rest)
    if found is None:
        return None
    return "increase" if found["up"] else "decrease"


def _chinese(clause: str, *, relative: bool) -> re.Match[str] | None:
    if not relative:
        return _DIRECT.search(clause)
    found = _RELATIVE.search(clause)
    if found is None:
        return _COMPARED.search(clause)
    return None if _BECOMES.search(found["gap"]) else found
