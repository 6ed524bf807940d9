"""Which values are parameters of what is wanted, and which only tell of a company, a market or the past.

Measures with a physical unit nearly always are. Money, things that are counted, areas, tonnes and shares may be facts
about who asks; numbers without a unit may be anything. These need words around them that say what they are.
"""

from __future__ import annotations

import re

from heliu_engine.quantities.contexts import Context
from heliu_engine.quantities.parameter import Change, Comparator
from heliu_engine.quantities.unit_lexicon import Kind
from heliu_engine.quantities.values import Value

_COMPANY = re.compile(
    r"注册资[金本]|注册商标|员工|职工|职称|成立于|成立以来|创立|创建于|博士|硕士|教授|高工|工程师|学历|研究员|技术人员|科研人员|专业人员|荣获|获奖|"
    r"总资产|固定资产|厂房|建筑面积|年销售|利润总额|实用新型|科技进步奖|存栏|科技成果|设备总价值|净资产|上市公司|分公司|子公司|家企业|院士|专家"
)
_MARKET = re.compile(
    r"全球|全国|我国|世界(?!级|领先|先进|水平)|国内外(?!领先|先进)|企业众多|生产企业|市场(?:规模|份额|容量|需求|占有|值|总|前景)|(?<!同)行业|据[^，,。]{0,8}(?:统计|显示|测算|估算|报道|核算|了解)|"
    r"据统计|统计(?:结果|数据)?(?:显示|表明)|年均|复合增长|国民经济|GDP|人口|全省|全市|全县|国际市场|产业规模"
)
_PLANNED = re.compile(r"拟|计划|预算|预期|预计投|要求|目标|争取|力争")
_IN_A_YEAR = re.compile(r"(?:19|20)\d\d ?年(?!内)")
_SHARE = re.compile(
    r"(?:相当于|只有|仅为|仅有|超过|高于)[^，,。]{0,20}的\Z|占|增长|市场|份额|年均|复合|比重|分配|各\Z|出资比例|股|投入\Z|研发投入"
)
_DONE = re.compile(
    r"已|拥有|现有|获得?|先后|累计|截[至止]|承担|建有|配备|组建|具有|目前|现已|共有|持有|引进|取得了|完成了|过去|近年|前期|曾|自有|历时|合作开发的|在研|存栏|"
    r"以来|原有|有(?!效|望|机|害|关)"
)
_WANTED = re.compile(
    r"拟|将|预期|预计|计划(?!项目)|目标|要求|需要?|指标|力争|争取|应|达到|实现|不低于|不少于|至少|可|能够|希望|期望"
)
_DELIVERED = re.compile(
    r"专利|论文|软著|著作权|样机|样品|标准|报告|新品种|品种|品系|生产线|新药|批件|新产品|专著|人才|示范|新工艺|规范|软件|平台|装置|系统|规程|"
    r"技术方案|图纸|模型|基地|药品|原型|成果|证书|奖|工法|课题|博士|硕士|研究生|机组|设备|传感器|模块|数据库|套件|产品|团队|方法|菌株|组合|材料|产量|销售|产值"
)
_PERFORMS = re.compile(
    r"循环|寿命|使用|重复|次数|耐|弯折|插拔|测试|充放|速度|效率|产能|产量|年产|日产|月产|容纳|容量|停车|存储|读出|通道|支持|并发|接入|分辨|采样|采集|同时|层数|"
    r"频次|频率|振|切换|连续|每[年月日天时分秒小]|冲击|动作|启停|监测|覆盖|成活"
)
_PERFORMANCE = re.compile(
    r"率|效|精度|误差|含量|损耗|降低|提高|提升|减少|缩短|节约|纯度|浓度|湿度|收率|强度|性|比例|成本|能耗|偏差|延伸|变形|孔隙|转化|回收|利用|合格|寿命|时间|周期"
)
_HISTORY = re.compile(
    r"历史|经验|以来|年来|成立|过去|近些?年|每年(?!.*更换)|连续|从事|工作了?\Z|前期|之前|年前|十[一二三四]五|合作(?!.*期)|保质期内|有着|多年|一直|生产了|运行了|质保"
)
_ENGLISH_PAST = re.compile(
    r"\b(?:last|past|next|previous|recent|coming|following|preceding|over the)\s+(?:the\s+)?(?:\w+\s+to\s+)?\Z|\bago\b|\bin the (?:next|last|past)\b",
    re.I,
)
_ENGLISH_MARKET = re.compile(r"\b(?:market|industry|revenues?|sales|annual spending)\b", re.I)
_ENGLISH_AGO = re.compile(r"^\s*(?:ago|old\b|of experience|earlier|later\b|from now|after its)", re.I)
_ENGLISH_UNITLESS = re.compile(
    r"\b(?:ratio|emissivity|reflectivity|coefficient|index|factor|contrast|number of|cycle life|life cycles?|efficiency|probability|gain|snr|rating|trl|level|"
    r"channels?|count|pixels|resolution|transmittance|absorptance|dimming)\b[^.;,]{0,30}\Z",
    re.I,
)
_HAN_UNITLESS = re.compile(
    r"(?:[pP][hH]值?|碱度|酸度|酸价|硬度|粒度|折射率|系数|指数|比|比值|倍率|率|因子|密度|粘度|粗糙度|级数|效比|转速|浓度|数量|数|值|Ra|Rz|温度|电压|厚度|评分|酸值|等级|因数)"
    r"(?:[^，,。；;、\n\d]{0,6})\Z"
)
_COUNTED_STRONGLY = re.compile(r"cycle|channel|frame|sample|px|bit|pulse|node|shot|wire|iteration", re.I)
_OVER = re.compile(r"\b(?:over|about|around|approximately|nearly|almost|beyond)\s*\Z", re.I)
_FOLLOWED_BY_NOUN = re.compile(r"^[\u4e00-\u9fffA-Za-z]")
_YEARS = (1900.0, 2100.0)


def is_parameter(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    """Whether the value says something of what is wanted or of the state that is to be bettered."""
    if not context.chinese:
        return _is_english(value, sign, context)
    rule = {
        "bare": _bare, "count": _count, "money": _money, "area": _area, "mass": _mass, "percent": _percent,
        "ratio": _percent, "time": _time,
    }.get(value.unit.kind)  # fmt: skip
    told = value.unit.kind in {"money", "count", "mass", "area", "percent"} or value.unit.norm.startswith("1e")
    if told and _of_market(value.unit.kind, context, change):
        return False
    return rule is None or rule(value, sign, change, context)


def _of_market(kind: Kind, context: Context, change: Change | None) -> bool:
    if kind == "money" and _PLANNED.search(context.clause):
        return False
    if _IN_A_YEAR.search(context.sentence) and not _WANTED.search(context.sentence):
        return True
    return _MARKET.search(context.sentence) is not None and (change is None or "增长" in context.clause)


def _of_company(context: Context) -> bool:
    return context.section == "base" or _COMPANY.search(context.sentence) is not None


def _bare(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    if value.unit.norm != "1" or context.rest.startswith(("-", "/")) or re.search(r"影响因子|论文", context.clause):
        return False
    if value.shape == "point" and sign in {None, "approx"}:
        if value.spelt:
            return change is not None
        if _FOLLOWED_BY_NOUN.match(context.rest) or _YEARS[0] <= value.low <= _YEARS[1]:
            return False
        return change is not None or _HAN_UNITLESS.search(context.clause) is not None
    if sign is None and value.shape == "range":
        return _HAN_UNITLESS.search(context.clause) is not None and not _FOLLOWED_BY_NOUN.match(context.rest)
    return not (_of_company(context) or _of_market(value.unit.kind, context, change))


def _count(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    near, clause = context.before[-30:], context.clause
    wanted, done = _WANTED.search(near), _DONE.search(near)
    if value.spelt and sign in {None, "approx"}:
        return False
    output = _VERB_OF_OUTPUT.search(clause) is not None and not done
    if _of_company(context) and not output and not (context.section == "target" and not done):
        return False
    if (context.section == "base" or value.more) and not wanted:
        return False
    if _FIRM.search(clause) and context.section != "target" and not wanted:
        return False
    if sign in {">=", "<=", "<", ">"}:
        return True
    if done and not wanted:
        return False
    around = context.before[-14:] + value.unit.written + context.after[:10]
    if _PERFORMS.search(around) or _SURELY_DELIVERED.search(context.before[-10:]):
        return True
    if not _DELIVERED.search(around):
        return False
    return context.section == "target" or output or _WANTED.search(context.sentence) is not None


_FIRM = re.compile(r"公司|企业(?!标准)|我司")
_SURELY_DELIVERED = re.compile(r"专利|论文|样机|软著|著作权|标准|规程|专著|新品种|新产品|报告")
_VERB_OF_OUTPUT = re.compile(
    r"申请|授权|取得|发表|形成|完成|制定|建立|研制|提交|培育|开发|出版|建成|培养|登记|提供|研发|选育|编制|新增|制造"
)


def _money(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    if re.search(r"注册资|总资产|固定资产|净资产|设备总价值|利润总额", context.clause):
        return False
    if re.search(r"20\d\d年度?(?!.{0,12}(?:前|底|完成))", context.before) and re.search(
        r"实现|销售|收入|产值", context.before
    ):
        return False
    if context.section == "base":
        return re.search(r"投入|预算|经费|费用|资金", context.clause) is not None
    if re.search(r"近[一二两三四五\d]年|历年|累计(?:新增|实现|创)|先后", context.clause) and not _WANTED.search(
        context.clause
    ):
        return False
    return True


def _area(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    if context.section == "base":
        return False
    return not (_of_company(context) or re.search(r"占地面积|建筑面积|厂房|车间|基地|园区", context.clause)) or not (
        re.search(r"公司|企业|集团|基地|车间|厂房|园|建筑|现有|拥有|试验", context.sentence)
    )


def _mass(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    if value.unit.norm.split(" ")[-1].partition("/")[0] != "t":
        return True
    return not (context.section == "base" and not _WANTED.search(context.clause))


def _percent(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    if value.unit.kind == "ratio":
        if change is not None or sign is not None or value.shape == "range":
            return True
        return value.unit.written == ":1" or re.search(r"倍率|倍数|放大|寿命|提高|降低", context.clause) is not None
    if _COMPANY.search(context.sentence) or (_SHARE.search(context.clause[-12:]) and change is None and sign != ">="):
        return False
    if context.section == "base":
        return change is not None or _PERFORMANCE.search(context.clause) is not None
    return True


def _time(value: Value, sign: Comparator | None, change: Change | None, context: Context) -> bool:
    if value.unit.norm == "a" and _HISTORY.search(context.clause + value.unit.written + context.rest[:16]):
        return False
    if value.unit.norm == "a" and value.more:
        return False
    if value.spelt and value.low == 1 and sign is None and value.shape == "point":
        return False
    if value.unit.written in {"日", "月"} and value.shape == "point" and sign is None:
        return context.rest[:1] in {"龄", "周"} or "周期" in context.clause
    return not (_COMPANY.search(context.sentence) and value.unit.norm in {"a", "mo"})


def _is_english(value: Value, sign: Comparator | None, context: Context) -> bool:
    kind = value.unit.kind
    if kind == "money" and _ENGLISH_MARKET.search(context.sentence):
        return False
    if kind == "time":
        if _ENGLISH_AGO.match(context.after):
            return False
        return not (value.unit.norm in {"a", "10.a", "mo", "wk"} and _ENGLISH_PAST.search(context.before[-40:]))
    if kind == "count":
        return _COUNTED_STRONGLY.search(value.unit.norm) is not None or (
            sign not in {None, "approx"} and not _OVER.search(context.before)
        )
    if kind == "bare":
        if value.unit.norm != "1" or value.spelt:
            return False
        if sign in {None, "approx"}:
            return (
                value.shape == "point"
                and _ENGLISH_UNITLESS.search(context.clause[-50:] if context.clause.rstrip().endswith("of") else "")
                is not None
            )
        return not _OVER.search(context.before)
    return True
