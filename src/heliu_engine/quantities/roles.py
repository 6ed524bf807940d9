"""What a parameter is for: a target, a condition, the present state, a budget or a deadline."""

from __future__ import annotations

import re

from heliu_engine.quantities.contexts import Context
from heliu_engine.quantities.parameter import LIMITS, Comparator, Role
from heliu_engine.quantities.patterns import any_of
from heliu_engine.quantities.roles_english import english_role
from heliu_engine.quantities.values import Value

# -- money --------------------------------------------------------------------------------------------

_SPENT = re.compile(any_of("预算 经费 投资 投入 出资 自筹 拨款 补助"))
_EARNED = re.compile(any_of("产值 利税 收入 营业额 销售 效益 利润 节约 节省 节本 增收 价值 售价 价格 收益"))
_SPENT_NOW = re.compile(any_of("每年 年均 每吨 损失 目前[^，,。]*(?:成本|价) 现阶段 市场价 现有成本"))

# -- deadlines ----------------------------------------------------------------------------------------

_DUE = re.compile(any_of("周期 期限 工期 完成 进度 实施 项目 研发 培育 建成 开发 攻关 达产 投产 合作期 时间进行"))
_WITHIN = re.compile(" *(?:以?内|之内)")
_LASTS = re.compile(
    any_of("寿命 保质 存 更换 供货 使用 稳定 循环 有效期 质保 保修 贮 运行 发送 报警 降解 响应 龄 恢复 监测")
)
_DUE_UNITS = frozenset({"a", "mo"})

# -- conditions ---------------------------------------------------------------------------------------

_AGE = re.compile(" *[周日月]?龄")
_UNDER = re.compile(
    r"(?:以上|以下|左右|以内|之间)?的?[^，,。；;、\d]{0,6}?"
    r"(?:条件|工况|环境|情况|压力|温度|浓度|(?<![以之条]))下(?!降|限|线|部|方|游|料|的?产)"
    rf"| ?{any_of('满电 存储 贮存 储存 浸泡 养护 保温 恒温 充 放电? 循环 市电 电源 供电')}|[ \d.]{{1,4}}C"
    rf"|(?:左右|以上)?(?:条件|工况|环境)|的{any_of('条件 工况 环境 高温 低温 温度')}"
)
_MEASURED_THEN = re.compile(r" ?(?:以?内|之内|后|时)?[^\d，,。；;:：、(]{0,10}[≥≤<>]? ?\d")
_OPERATED = re.compile(
    any_of(
        "工作 使用 运行 环境 储存 存储 贮存 保存 预热 烘干 浸泡 养护 测试 试验 输入 供电 电源 水淬 炉内 炉膛 介质",
        "入口 进口",
        "低温 高温 载荷 烧结 淬火 回火 作业 服役 室外 室内 常温 大气 盐雾 粒径 原料 配备 局部",
    )
    + r"[^，,。；;\d]{0,8}\Z"
)
_SIZE_OF = re.compile("(?:以上|以下|左右)?[厚长高宽]?的(?!条件|范围|要求)")
_WHERE = re.compile(r" *[当在于][^，。；;,、\d]{0,10}\Z")
_CONDITIONS_FOLLOW = re.compile(r"[^。；;]{0,50}?(?:条件|环境|工况|情况)下")
_KEPT = re.compile(any_of("存储 贮存 储存 浸泡 搁置 静置 保温 养护 煅烧 放置 试验") + r"(?:\([^()]{1,10}\))?\Z")
_AFTER_VALUE = re.compile(r"\d[^()\s、.,，;；:：\d][^()\s、,，;；]{0,8}[\u4e00-\u9fff]{0,6}\([^()]*\Z|\d[%℃]\([^()]*\Z")
_OPERATED_KINDS = frozenset({"temperature", "physical", "bare", "percent"})
_CONDITIONS_LISTED = re.compile(
    "(?:条件|工况|环境)[:：][^。；;\n]{0,40}\\Z|(?:供电|电源|电网)[^。；;，,\n]{0,8}\\d[^。；;，,\n]{0,6}[，,/ ]?\\Z"
)
_THEN_TESTED = re.compile(r" ?[/、,，×] ?\d[\d.]* ?(?:h|min|小时|分钟|%|％|d|天)|(?:老化|热处理)")
_AFTER_TEMPERATURE = re.compile(r"[℃C]/\Z")
_NOMINAL = re.compile(any_of("公称 额定 标称"))
_SHORT = frozenset({"s", "min", "h", "d"})
_LENGTHS = frozenset({"mm", "cm", "m", "um", "nm", "km", "{mesh}", "m2"})

# -- the present state --------------------------------------------------------------------------------

_NOW = re.compile(
    any_of(
        "目前(?!需|拟|急需|寻) (?<![较比与在对于])现有(?!技术需求|需求) 现阶段 现在 当前 当下 现状 通常 普遍 普通",
        "传统",
        "(?<![较比与])常规 只有 原有 (?<![较比])原来 以往 存在[^，,。]{0,12}(?:问题|大|高|低|差|偏) 市场 长达 大都",
        "据统计",
        "(?<![发实出体表呈])现(?=为|采用|用|使用|达|只|仅|年产|生产|状) 已(?:经|达|实现|有|完成|建|批量) 主要生产",
        "国内 往往",
        "每[天日年月](?:约)?(?:产生|排放) 高达 现最 我[司厂](?:自行)?试制 只能 售价是 传统工艺",
        "经常 一般 年产出 最多[^，,。]{0,8}(?:需|就)",
    )
)
_NOW_FIRST = re.compile(r"\s*(?:目前|现有(?!技术需求|需求)|现阶段|现在|当前|现状)")
"""Begins a sentence that tells the present state, whatever the heading above it promises."""
_WANTED = re.compile(
    any_of(
        "目标 要求 预期 希望 需求 开发 研制 提高到 提升到 提升至 降低到 降到 拟 力争 指标 满足 (?<!已)实现 必须",
        "确保 保证 想",
        "期望 争取 计划 可以将 可将 突破 使其 急需 现需 现寻 寻求 需(?:要|提|降|将|达|在|满)",
    )
)
_FROM = re.compile(r"[由从](?:目前|原来|现在|现有|原有|约|常用)?的?[^，,。；;到至为]{0,14}\Z")
_BECOME = re.compile(r"[到至为][^，。；;,]{0,3}\d")
_BECOMES = re.compile(
    r"(?:以[上下])?(?:[^，。；;,\d]{0,8}?"
    r"|[^，。；;,\d]{0,6}[,，](?:现|并|拟|需要?|要求|希望|计划|目标)[^，。；;,\d]{0,4}?)"
    + any_of("扩展 提升 提高 降低 降 增加 缩短 减少 转 改 升")
    + r"[^，。；;,\d]{0,3}[到至为成]"
)
_OWN_PLANT = re.compile(r"(?:公司|集团|厂|企业)(?:现有|目前|年产)?\Z")


def role_of(value: Value, sign: Comparator, context: Context) -> Role:
    """The role of a parameter, by its kind, its section and the words around it."""
    if value.unit.kind == "money":
        return _of_money(context) if context.chinese else "budget"
    if not context.chinese:
        return english_role(value, sign, context)
    if _is_deadline(value, context):
        return "deadline"
    if _is_condition(value, sign, context):
        return "condition"
    return "current" if _is_current(value, context) else "target"


def _of_money(context: Context) -> Role:
    near = context.clause[-24:] or context.before[-20:]
    if _SPENT.search(near):
        return "budget"
    if _SPENT_NOW.search(near):
        return "current"
    return "target" if _EARNED.search(near) else "budget"


def _is_deadline(value: Value, context: Context) -> bool:
    if value.unit.norm not in _DUE_UNITS or value.shape == "plus_minus":
        return False
    if _LASTS.search(context.clause[-14:] + context.rest[:7]):
        return False
    return _WITHIN.match(context.after) is not None or _DUE.search(context.clause[-14:] + context.rest[:14]) is not None


def _is_condition(value: Value, sign: Comparator, context: Context) -> bool:
    kind, norm, after = value.unit.kind, value.unit.norm, context.after
    if norm == "{C}" or _AGE.match(after) or _UNDER.match(after) or context.precedes_test:
        return True
    if kind == "time" and _is_age(value, sign, context):
        return True
    if _WHERE.match(context.clause) and _CONDITIONS_FOLLOW.match(after[:60]):
        return True
    if context.bracketed and kind in _OPERATED_KINDS | {"time"} and _AFTER_VALUE.search(context.before):
        return True
    if norm in _LENGTHS and _SIZE_OF.match(after) and not _NOW.search(context.before):
        return True
    if _CONDITIONS_LISTED.search(context.before) or (kind == "temperature" and _THEN_TESTED.match(after)):
        return True
    if norm == "%" and _AFTER_TEMPERATURE.search(context.before[-8:]) and _THEN_TESTED.match(after):
        return True
    if (
        kind not in _OPERATED_KINDS
        or sign in LIMITS
        or _NOMINAL.search(context.clause)
        or (kind == "percent" and value.shape == "point")
    ):
        return False
    return _OPERATED.search(context.clause) is not None


def _is_age(value: Value, sign: Comparator, context: Context) -> bool:
    """Whether a time says when something is measured: 28d达到70MPa, 满电存储30天."""
    if value.unit.norm in _SHORT and value.shape == "point" and _MEASURED_THEN.match(context.after):
        return True
    return sign == "=" and _KEPT.search(context.clause) is not None


def _is_current(value: Value, context: Context) -> bool:
    if _BECOMES.match(context.after) or (_FROM.search(context.clause) and _BECOME.search(context.after[:16])):
        return True
    now = [found.end() for found in _NOW.finditer(context.before)]
    wanted = [found.end() for found in _WANTED.finditer(context.before)]
    if context.section in {"base", "current"} and not wanted:
        return True
    if value.unit.kind == "mass" and _OWN_PLANT.search(context.clause):
        return True
    if not now or (context.section == "target" and not _NOW_FIRST.match(context.before)):
        return False
    return not wanted or wanted[-1] < now[-1]
