"""Which values are parameters of what is wanted, and which only tell of a company, a market or the past.

Measures with a physical unit nearly always are. Money, things that are counted, areas, tonnes and shares may be facts
about who asks; numbers without a unit may be anything. These need words around them that say what they are.
"""

from __future__ import annotations

import re

from heliu_engine.quantities.brackets import CYCLES
from heliu_engine.quantities.contexts import Context
from heliu_engine.quantities.parameter import LIMITS, Change, Comparator
from heliu_engine.quantities.patterns import any_of
from heliu_engine.quantities.relevance_english import is_english_parameter
from heliu_engine.quantities.values import Value

_COMPANY = re.compile(
    any_of(
        "注册资[金本] 注册商标 员工 职工 职称 成立于 成立以来 创立 创建于 博士 硕士 教授 高工 工程师 学历 研究员",
        "技术人员",
        "科研人员 专业人员 荣获 获奖 总资产 固定资产 厂房 建筑面积 年销售 利润总额 实用新型 科技进步奖 存栏",
        "科技成果 净资产",
        "设备总价值 上市公司 龙头企业 高新技术企业 分公司 子公司 家企业 院士 专家",
    )
)
_MARKET = re.compile(
    any_of(
        "全球 全国 我国 世界(?!级|领先|先进|水平) 国内外(?!领先|先进) 企业众多 生产企业 据统计",
        "统计(?:结果|数据)?(?:显示|表明)",
        "市场(?:规模|份额|容量|需求|占有|值|总|前景) (?<!同)行业(?!领先|先进|标准|标杆|规范|要求) 年均 复合增长",
        "国民经济 GDP",
        "据[^，,。]{0,8}(?:统计|显示|测算|估算|报道|核算|了解) 人口 全省 全市 全县 国际市场 产业规模",
    )
)
_PLANNED = re.compile(any_of("拟 计划 预算 预期 预计投 要求 目标 争取 力争"))
_IN_A_YEAR = re.compile(r"(?:19|20)\d\d ?年(?!内)")
_LAST_YEAR = re.compile(r"20\d\d年度?(?!.{0,12}(?:前|底|完成))[^。]*(?:实现|销售|收入|产值)")
_SHARE = re.compile(
    any_of(
        r"(?:相当于|只有|仅为|仅有|超过|高于)[^，,。]{0,20}的\Z 占 增长 市场 份额 年均 复合 比重 分配 各\Z",
        r"出资比例 股",
        r"投入\Z 研发投入",
    )
)
_DONE = re.compile(
    any_of(
        "已 拥有 现有 获得? 先后 累计 截[至止] 承担 建有 配备 组建 具有 目前 共有 持有 引进 取得了 完成了 过去",
        "近年 前期 曾",
        "自有 历时 合作开发的 在研 存栏 以来 原有 有(?!效|望|机|害|关)",
    )
)
_WANTED = re.compile(
    any_of(
        "拟 将 预期 预计 计划(?!项目) 目标 要求 需要? 指标 力争 争取 应 达到 实现 不低于 不少于 至少 可 能够 希望",
        "期望",
    )
)
_DELIVERED = re.compile(
    any_of(
        "专利 论文 软著 著作权 样机 样品 标准 报告 品种 品系 生产线 新药 批件 专著 人才 示范 新工艺 规范 软件 平台",
        "装置 系统",
        "规程 技术方案 图纸 模型 基地 药品 原型 成果 证书 奖 工法 课题 博士 硕士 研究生 机组 设备 传感器 模块",
        "数据库 套件 产品",
        "团队 方法 菌株 组合 材料 产量 销售 产值",
    )
)
_SURELY_DELIVERED = re.compile(any_of("专利 论文 样机 软著 著作权 标准 规程 专著 新品种 新产品 报告"))
_OUTPUT = re.compile(
    any_of(
        "申请 授权 取得 发表 形成 完成 制定 建立 研制 提交 培育 开发 出版 建成 培养 登记 提供 研发 选育 编制 新增",
        "制造",
    )
)
_PERFORMS = re.compile(
    any_of(
        "循环 寿命 使用 重复 次数 疲劳 耐 弯折 插拔 测试 充放 速度 效率 产能 产量 年产 日产 月产 容纳 容量 停车 存储",
        "读出 通道",
        "支持 并发 接入 分辨 采样 采集 同时 层数 频次 频率 振 切换 连续 每[年月日天时分秒小] 冲击 动作 启停 监测",
        "覆盖 成活",
    )
)
_PERFORMANCE = re.compile(
    any_of(
        "率 效 精度 误差 含量 损耗 降低 提高 提升 减少 缩短 节约 纯度 浓度 湿度 强度 性 比例 成本 能耗 偏差 延伸",
        "变形 转化",
        "回收 利用 合格 寿命 时间 周期",
    )
)
_HISTORY = re.compile(
    any_of(
        r"历史 经验 以来 年来 成立 过去 近些?年 每年(?!.*更换) 连续 从事 工作了?\Z 前期 之前 年前 十[一二三四]五",
        r"有着 多年",
        "合作(?!.*期) 保质期内 一直 生产了 运行了 质保",
    )
)
_UNITLESS = re.compile(
    "(?:"
    + any_of(
        "[pP][hH]值? 碱度 酸度 酸价 酸值 硬度 粒度 折射率 系数 指数 比值 倍率 因子 因数 密度 粘度 粗糙度 级数 能效比",
        "转速 浓度 数量 Ra Rz 温度 电压 厚度 评分 等级",
    )
    + r"[^，,。；;、\n\d]{0,6}|[数值比率度](?:为|是|约|达到?|在|不|[:：=(]| )*)\Z"
)
_CITED = re.compile("影响因子|论文")
_FIRM = re.compile("公司|企业(?!标准)|我司")
_ASSETS = re.compile(any_of("注册资 总资产 固定资产 净资产 设备总价值 利润总额"))
_SPENT_BEFORE = re.compile(any_of(r"近[一二两三四五\d]年 历年 累计(?:新增|实现|创) 先后"))
_SPENT = re.compile(any_of("投入 预算 经费 费用 资金"))
_BOUGHT = re.compile(r"[余多]?的[^，,。]{0,8}(?:设备|机器人|机床|厂房|生产线|仪器)")
_GROUNDS = re.compile(any_of("占地面积 建筑面积 厂房 车间 基地 园区"))
_OWNED = re.compile(any_of("公司 企业 集团 基地 车间 厂房 园 建筑 现有 拥有 试验"))
_TIMES = re.compile(any_of("倍率 倍数 放大 寿命 提高 降低"))
_NOUN_FOLLOWS = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_RAISED_FROM = re.compile(r"由[^，,。]{0,12}\Z")
_RAISED_TO = re.compile(any_of("提高 提升 增加 降低 降 缩短 延长 减少") + "[到至为]")
_ONLY = re.compile(any_of("只有 仅 寿命 不足"))
_TOLD = frozenset({"money", "count", "mass", "area", "percent"})


def is_parameter(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    """Whether the value says something of what is wanted or of the state that is to be bettered.

    ``sign`` is the comparator that words or signs state, None where the number stands alone.
    """
    if not context.chinese:
        return is_english_parameter(value, sign, context)
    told = value.unit.kind in _TOLD or value.unit.norm.startswith("1e")
    if told and _of_market(value, change, context):
        return False
    if value.unit.written == "度" and value.unit.norm == "degC" and "酒" in context.sentence:
        # 52度 of spirits.
        return False
    rule = _RULES.get(value.unit.kind)
    return rule is None or rule(value, sign, change, context)


def _of_market(value: Value, change: Change | None, context: Context) -> bool:
    if value.unit.kind == "money" and _PLANNED.search(context.clause):
        return False
    if _IN_A_YEAR.search(context.sentence) and not _WANTED.search(context.sentence):
        return True
    if change is not None and "增长" not in context.clause:
        return False
    return context.section != "target" and _MARKET.search(context.sentence) is not None


def _of_company(context: Context) -> bool:
    return context.section == "base" or _COMPANY.search(context.sentence) is not None


def _bare(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    if value.unit.norm != "1" or context.rest.startswith(("-", "/", "x", "×", "*")) or _CITED.search(context.clause):
        return False
    if value.more and _DONE.search(context.clause):
        return False
    if sign not in {None, "approx"} or value.shape == "plus_minus":
        return not (_of_company(context) or _of_market(value, change, context))
    if value.spelt:
        return change is not None
    if _NOUN_FOLLOWS.match(context.rest) or 1900 <= value.low <= 2100:
        return False
    return change is not None or _UNITLESS.search(context.clause) is not None


def _count(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    if value.spelt and sign in {None, "approx"}:
        return False
    near = context.before[-30:]
    wanted, done = _WANTED.search(near) is not None, _DONE.search(near) is not None
    output = _OUTPUT.search(context.clause) is not None and not done
    if not wanted and _is_fact(value, context):
        return False
    if _of_company(context) and not output and not (context.section == "target" and not done):
        return False
    if sign in LIMITS:
        return True
    if value.unit.norm.split(" ")[-1] in CYCLES and context.precedes_test:
        return True
    if _RAISED_FROM.search(context.clause) and _RAISED_TO.match(context.rest):
        return True
    if done and not wanted:
        return _ONLY.search(near) is not None
    around = context.before[-14:] + value.unit.written + context.after[:10]
    if _PERFORMS.search(around) or _SURELY_DELIVERED.search(context.before[-10:]):
        return True
    if not _DELIVERED.search(around):
        return False
    return context.section == "target" or output or _WANTED.search(context.sentence) is not None


def _is_fact(value: Value, context: Context) -> bool:
    """Whether a number of things is one that the company has: 设备60余台."""
    if context.section == "base" or value.more:
        return True
    return context.section != "target" and _FIRM.search(context.clause) is not None


def _money(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    if _ASSETS.search(context.clause) or _LAST_YEAR.search(context.before):
        return False
    if _BOUGHT.match(context.rest) and not _PLANNED.search(context.clause):
        return False
    if context.section == "base":
        return _SPENT.search(context.clause) is not None
    return not _SPENT_BEFORE.search(context.clause) or _WANTED.search(context.clause) is not None


def _area(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    if context.section == "base":
        return False
    grounds = _of_company(context) or _GROUNDS.search(context.clause) is not None
    return not (grounds and _OWNED.search(context.sentence))


def _mass(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    tonnes = value.unit.norm.split(" ")[-1].partition("/")[0] == "t"
    return not (tonnes and context.section == "base" and not _WANTED.search(context.clause))


def _percent(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    if _COMPANY.search(context.clause) or (
        _SHARE.search(context.clause[-12:]) and change is None and sign not in {">=", "<="}
    ):
        return False
    if context.section == "base":
        return change is not None or _PERFORMANCE.search(context.clause) is not None
    return True


def _ratio(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    if change is not None or sign is not None or value.shape == "range":
        return True
    return value.unit.written == ":1" or value.unit.norm == "Ki" or _TIMES.search(context.clause) is not None


def _time(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    if value.spelt and value.low == 1 and sign is None and value.shape == "point":
        return False
    if value.unit.written in {"日", "月"} and value.shape == "point" and sign is None:
        return context.rest[:1] in {"龄", "周"} or "周期" in context.clause
    if value.unit.norm == "a" and (
        value.more or _HISTORY.search(context.clause + value.unit.written + context.rest[:16])
    ):
        return False
    return value.unit.norm not in {"a", "mo"} or sign in LIMITS or not _COMPANY.search(context.sentence)


_RULES = {
    "bare": _bare, "count": _count, "money": _money, "area": _area, "mass": _mass, "percent": _percent, "ratio": _ratio,
    "time": _time,
}  # fmt: skip
