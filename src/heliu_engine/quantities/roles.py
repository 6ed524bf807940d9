"""What a parameter is for: a target, a condition, the present state, a budget or a deadline."""

from __future__ import annotations

import re

from heliu_engine.quantities.contexts import Context
from heliu_engine.quantities.parameter import Change, Comparator, Role
from heliu_engine.quantities.values import Value

_EARNED = re.compile(r"产值|利税|收入|营业额|销售|效益|利润|节约|节省|价值|售价|价格|单价|收益")
_NOW = re.compile(
    r"目前|现有|现阶段|现在|当前|现状|通常|普遍|传统|常规|仅为?|只有|原有|原来|以往|存在|国内|市场|最多|长达|大都|一般|较常规|现[^代场行实象]|由(?=$)|从(?=$)|"
    r"已(?:经|达|实现|有|完成|建)|主要生产|年产出|用于|占|公司.{0,6}(?:装置|年产)"
)
_WANTED = re.compile(r"目标|要求|预期|希望|需求|开发|研制|达到以下|提高到|提升到|提升至|降低到|降到|拟|力争|≥|≤|指标|满足|实现|必须|需要|确保|保证")
_CONDITION = re.compile(
    r"条件|工况|环境|充放|倍率|测试|试验(?!机|巷道)|存储|贮存|储存|浓度为|(?:水|气|风|炉|油|室|体|液)[^，。]{0,6}(?:温度|压力)|在[^，。]{0,20}$|周龄|日龄|龄期|"
    r"预热|浸泡|养护|熔|直径.{0,4}的|输入|电源|供电|市电|载荷|盐雾"
)
_CONDITION_AFTER = re.compile(
    r"^[^，。；;]{0,3}(?:条件|下(?!降)|时(?!间|候)|环境|工况|存储|贮存|满电|循环|放电|充|的(?:[\u4e00-\u9fff]{1,6}(?:[中下上内里]|条件))|龄|内(?:抗|强|底|的)|抗压|范围内|情况下|市电|养护)"
)
_DUE = re.compile(r"周期|期限|工期|完成|进度|实施|项目|研发|培育|建成|开发|年内|实现|合作期|内(?=$)|用")
_DUE_UNITS = frozenset({"a", "mo"})
_ENGLISH_CONDITION = re.compile(
    r"\b(?:temperatures?|altitudes?|operat\w+ (?:at|in|over|from|temperature|range)|environment\w*|mission|orbit|storage|store[ds]?|ambient|stagnation|band|frequenc\w+|"
    r"wavelengths?|spectral|pressures? (?:of|from|rang\w+)|over (?:a|an|the)|under|during|survival|vibration|shock|at (?:a|an)?\s*(?:rate|speed|power levels)?|test\w*|exposure|"
    r"velocit\w+|mach|flight|speeds?|cruise|depth of discharge|solution|bath|from|rang\w+ from|conditions?|cross flow|loading|power levels?|wingspan|when|while)\s*"
    r"(?:rang\w+\s*)?(?:of|from|is|are|at|between|up to|with|to|in|,|\()*\s*$",
    re.I,
)
_ENGLISH_CONDITION_ANY = re.compile(r"\b(?:temperature range|operating temperature|altitudes?|mission|orbit|geo\b|leo\b|stagnation|non-?operating|lifetimes?\b(?=.*orbit)|band)\b", re.I)
_ENGLISH_CONDITION_AFTER = re.compile(r"^\s*(?:-?\s*)?(?:mission|ground storage|storage|orbit|non-operating|depth of discharge|altitude|in low earth|of ground|band\b|MSL)", re.I)
_ENGLISH_NOW = re.compile(
    r"\b(?:current(?:ly)?|state[- ]of[- ](?:the[- ])?(?:art|practice)|existing|today|conventional|legacy|previous(?:ly)?|presently|at present|has been|have been|reported|"
    r"typically|traditional(?:ly)?|are limited|is limited|commercial(?:ly)?|recent|demonstrated|historically|available)\b", re.I
)
_ENGLISH_WANTED = re.compile(r"\b(?:should|shall|must|goals?|desired?|objective|threshold|required?|requirements?|target|need(?:s|ed)?|seek\w*|minimum|will be)\b", re.I)
_TEST_KINDS = frozenset({"temperature"})


def role_of(value: Value, sign: Comparator, change: Change | None, context: Context) -> Role:
    """The role of a parameter, by its kind, its section and the words around it."""
    if value.unit.kind == "money":
        return _money(context)
    if not context.chinese:
        return _english(value, context)
    if _is_deadline(value, sign, context):
        return "deadline"
    if _is_condition(value, context):
        return "condition"
    return "current" if _is_current(value, change, context) else "target"


def _money(context: Context) -> Role:
    near = context.clause or context.before[-20:]
    if context.chinese and _EARNED.search(near) and not re.search(r"预算|经费|投资|投入", near):
        return "current" if re.search(r"目前|现|每年|市场价|现阶段", near) else "target"
    if context.chinese and re.search(r"每年|年均|每吨|目前[^，。]*成本|损失", near) and not re.search(r"预算|投入|经费|拟", near):
        return "current"
    return "budget"


def _is_deadline(value: Value, sign: Comparator, context: Context) -> bool:
    if value.unit.norm not in _DUE_UNITS or value.shape == "plus_minus":
        return False
    clause = context.clause + value.unit.written + context.rest
    if re.search(r"寿命|保质|存|更换|供货|使用|稳定|循环|有效期|质保|底鼓|保修", clause):
        return False
    return _DUE.search(context.clause[-12:] + context.rest[:14]) is not None


def _is_condition(value: Value, context: Context) -> bool:
    if value.unit.norm == "{C}":
        return True
    if value.unit.written == "周" and context.rest.startswith("龄") or value.unit.norm == "d" and context.rest.startswith("龄"):
        return True
    if _CONDITION_AFTER.match(context.after):
        return True
    near = context.clause[-16:]
    if context.bracketed and value.unit.kind in {"temperature", "physical", "time"} and re.search(r"\d[^()（）]{0,14}[(（][^()（）]*$", context.before):
        return True
    if value.unit.kind in _TEST_KINDS and re.search(r"温度|存储|温$", near) and re.search(r"炉|水淬|预热|烘|存储|保存|环境|低温性能|高温性能|运行温度|工作温度", context.before[-30:]):
        return True
    return _CONDITION.search(near) is not None and not re.search(r"≥|≤|提高|降低|目标", near)


def _is_current(value: Value, change: Change | None, context: Context) -> bool:
    if context.section in {"base", "current"} and not re.search(r"目标|要求|拟|希望", context.before[-40:]):
        return True
    after = re.match(r"^[^，。；;,]{0,6}(?:提升|提高|降低|降|增加|缩短|转)(?:到|至|为)", context.after)
    if after or re.search(r"(?:由|从)[^，。；;]{0,14}$", context.clause) and re.search(r"到|至|为", context.after[:14]):
        return True
    now = [found.end() for found in _NOW.finditer(context.before)]
    if not now:
        return False
    return not any(found.start() >= now[-1] for found in _WANTED.finditer(context.before))


def _english(value: Value, context: Context) -> Role:
    if _ENGLISH_CONDITION_AFTER.match(context.after):
        return "condition"
    before = context.before[-60:]
    if _ENGLISH_NOW.search(context.before[-110:]) and not _ENGLISH_WANTED.search(context.before[-50:] + context.after[:25]):
        return "current"
    if value.unit.kind == "temperature" and (value.shape != "point" or "temperature" in before.lower()):
        return "condition"
    if value.unit.norm in {"[Mach]", "k[ft]", "[ft]"} and re.search(r"altitude|mach|flight|speed|velocit", before, re.I):
        return "condition"
    if _ENGLISH_CONDITION.search(before) or (value.shape == "range" and _ENGLISH_CONDITION_ANY.search(before)):
        return "condition"
    return "target"
