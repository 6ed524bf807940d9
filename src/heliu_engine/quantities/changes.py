"""Whether a number says by how much something changes, rather than what it becomes."""

from __future__ import annotations

import re

from heliu_engine.quantities.parameter import Change
from heliu_engine.quantities.patterns import any_of
from heliu_engine.quantities.unit_lexicon import Kind

_UP = any_of(
    "提高 提升(?!机(?![器床械组身构])|高度|速度|力|量|管|阀|架|系统) 增加 增长 增大 增产 增效(?!剂) 增收 增幅",
    "增强(?!相|纤维|体|材|剂|颗粒|型|筋|塑料|网) 延长(?!线|杆|段|器|管|臂|轴) 上升(?!沿|时间|速|段|管)",
    "扩大(?!头|端|器) 改善(?!剂) 加快 上涨 高出 升高",
)
_DOWN = any_of(
    "降低 减少 缩短 下降(?!沿|时间|速|段|管) 节约 节省 减轻 缩小 减低 节材 减产 减排 减重 削减 减小 降本 节电",
    "压缩(?![比强永机空变回模应性系残弹波量力]) 节能(?!灯|型|门|窗|建筑|电机) 节水(?!器|型)",
)
"""Some of these are half of a noun: 压缩比, 增强纤维, 上升沿."""
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
_FILL = (
    any_of("an? at_least up_to about approximately a_factor_of more_than over least almost additional").removesuffix(
        ")"
    )
    + r"| )*\Z"
)
_VERBS = (
    r"(?:(?P<up>increas(?:e[sd]?|ing)|improv(?:e[sd]?|ing|ements?)|enhanc(?:e[sd]?|ing)|rais(?:e[sd]?|ing)"
    r"|extend(?:s|ed|ing)?|grow(?:s|n|ing|th)?|gain(?:s|ed|ing)?)"
    r"|(?P<down>reduc(?:e[sd]?|ing|tions?)|decreas(?:e[sd]?|ing)|lower(?:s|ed|ing)?|cut(?:s|ting)?|sav(?:e[sd]?|ings?)"
    r"|shr[iu]nk(?:s|ing)?|mitigat(?:e[sd]?|ing|ion)))"
)
_CHANGED_BY = re.compile(
    rf"\b{_VERBS}\b(?P<gap>[^.;\n]{{0,60}}?)\bby +{_FILL}",
    re.I,
)
_BY_OTHERS = re.compile(
    r"\b(?:shall|must|should|can|may|will|is|are)\b|\d|(?<!-)\b(?!furth|indee)(?:[a-z]+ed|driven|given|made) +\Z", re.I
)
"""Between a verb of change and ``by``: that another verb stands nearer, or that ``by`` is between two lengths."""
_CHANGE_OF = re.compile(
    r"\b(?:(?P<up>(?:increase|improvement|enhancement)s?|rais(?:e|ing)|(?P<rise>gain|growth)s?)"
    r"|(?P<down>(?:reduction|decrease|saving)s?|lowering|mitigation|(?P<cut>cut)s?))"
    rf"(?: +(?:in|of|to|on|for)\b(?P<whose>[^.;\n]{{0,60}}?))? +of +{_FILL}",
    re.I,
)
"""The change is the head: a reduction of 3 dB, savings in cost of 20 %, but no cutting speed of 200 m/min."""
_AFTER_ENGLISH = re.compile(
    r" *(?:or +(?:more|greater|higher|better|less|lower|fewer)\b *(?=[a-z]))?"
    r"(?!or\b)(?:(?!(?:of|in|at|on|with|and|from|to|under|for|the|an?|when|while|is|are|or)\b)[a-z-]+ +){0,2}"
    r"(?:(?P<up>increas|improve|gain(?! margin| bandwidth)|greater|higher|more|faster)"
    r"|(?P<down>reduc(?!ing (?:atmos|agent|gas)|er)|decreas|sav|less|lower(?! (?:limit|bound|flamm|conf|heat))|fewer))",
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
        found = _english(clause, relative=relative)
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


def _english(clause: str, *, relative: bool) -> re.Match[str] | None:
    by = _CHANGED_BY.search(clause)
    if by is not None:
        return None if _BY_OTHERS.search(by["gap"]) else by
    found = _CHANGE_OF.search(clause)
    if found is None or relative:
        return found
    # An amplifier has a gain of 20 dB, a saw a cut of 5 mm.
    alone = (found["rise"] or found["cut"]) and found["whose"] is None
    return None if alone else found
