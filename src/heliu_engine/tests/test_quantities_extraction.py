"""Parameters out of sentences: what is read, and what is left alone."""

from __future__ import annotations

import pytest

from heliu_engine.quantities import Parameter, ParameterReader, extract, keeping

Short = tuple[str, str, float | None, float | None, str]


def short(text: str, lang: str = "") -> list[Short]:
    return [(p.span, p.comparator, p.low, p.high, p.unit_norm) for p in extract(text, lang)]


def one(text: str) -> Parameter:
    (parameter,) = extract(text)
    return parameter


@pytest.mark.parametrize(
    ("text", "comparator", "low", "high", "unit"),
    [
        ("含水率≥12%", ">=", 12, None, "%"),
        ("含水率不低于12%", ">=", 12, None, "%"),
        ("含水率12％以上", ">=", 12, None, "%"),
        ("含水率至少达到12%", ">=", 12, None, "%"),
        ("含水率达到12%以上", ">=", 12, None, "%"),
        ("含水率超过12%以上", ">", 12, None, "%"),
        ("含水率大于12%", ">", 12, None, "%"),
        ("含水率达到12%", "=", 12, 12, "%"),
        ("含水率小于12%", "<", None, 12, "%"),
        ("含水率不超过12%", "<=", None, 12, "%"),
        ("含水率控制在12%以内", "<=", None, 12, "%"),
        ("含水率约12%", "approx", 12, 12, "%"),
        ("含水率12%左右", "approx", 12, 12, "%"),
        ("含水率在10%-12%之间", "range", 10, 12, "%"),
        ("含水率10～12%", "range", 10, 12, "%"),
        ("含水率为百分之十二", "=", 12, 12, "%"),
        ("偏差±0.2mm以内", "plus_minus", -0.2, 0.2, "mm"),
        ("室温25±2℃", "plus_minus", 23, 27, "degC"),
        ("电阻在（2.5~3.5）Ω", "range", 2.5, 3.5, "Ohm"),
        ("硬度200≤HB＜260", "range", 200, 260, "[HB]"),
        ("电压由高到低4.2-2.8V", "range", 2.8, 4.2, "V"),
        ("温度-40~-20℃", "range", -40, -20, "degC"),
        ("温度-40--20℃", "range", -40, -20, "degC"),
        ("温度-40℃至60℃", "range", -40, 60, "degC"),
        ("长度5米-10米", "range", 5, 10, "m"),
        ("硬度≥HRC58", ">=", 58, None, "[HRC]"),
        ("真空度10-3Pa", "=", 1e-3, 1e-3, "Pa"),
        ("剂量达到3×1015ions/cm2", "=", 3e15, 3e15, "{ions}/cm2"),
        ("精度优于0.05mm", "<", None, 0.05, "mm"),
        ("投入经费800余万元", ">", 800, None, "1e4 CNY"),
        ("耐寒—25度", "=", -25, -25, "degC"),
        ("可在零下30℃启动", "=", -30, -30, "degC"),
        ("倾角不大于5度", "<=", None, 5, "deg"),
        ("添加量不超过面粉重的千分之五", "<=", None, 5, "‰"),
        ("工作电阻≥10的8次方Ω", ">=", 1e8, None, "Ohm"),
        ("吨产品综合电耗1800度", "=", 1800, 1800, "kW.h/t"),
        ("能耗高达420千克标煤/吨瓷", "=", 420, 420, "kg/t"),
        ("颗粒物≤10mg/Nm3", "<=", None, 10, "mg/m3"),
        ("穿刺强度＞300gf", ">", 300, None, "gf"),
        ("回收期小于一年半", "<", None, 1.5, "a"),
        ("锚固力达250KN（长度0.8m）以上", ">=", 250, None, "kN"),
    ],
)
def test_comparators_in_chinese(text: str, comparator: str, low: float, high: float, unit: str) -> None:
    found = extract(text)[0]
    assert (found.comparator, found.low, found.high, found.unit_norm) == (comparator, low, high, unit)


@pytest.mark.parametrize(
    ("text", "comparator", "low", "high", "unit"),
    [
        ("a mass of at least 12 kg", ">=", 12, None, "kg"),
        ("a mass of 12 kg or more", ">=", 12, None, "kg"),
        ("a minimum mass of 12 kg", ">=", 12, None, "kg"),
        ("a mass of 12 kg minimum", ">=", 12, None, "kg"),
        ("mass greater than 12 kg", ">", 12, None, "kg"),
        ("mass in excess of 12 kg", ">", 12, None, "kg"),
        ("mass shall not exceed 12 kg", "<=", None, 12, "kg"),
        ("masses up to 12 kg", "<=", None, 12, "kg"),
        ("a maximum mass of 12 kg", "<=", None, 12, "kg"),
        ("mass no more than 12 kg", "<=", None, 12, "kg"),
        ("mass below 12 kg", "<", None, 12, "kg"),
        ("mass of approximately 12 kg", "approx", 12, 12, "kg"),
        ("mass on the order of 12 kg", "approx", 12, 12, "kg"),
        ("masses between 10 kg and 12 kg", "range", 10, 12, "kg"),
        ("masses from 10 to 12 kg", "range", 10, 12, "kg"),
        ("masses of 500 g to 2 kg", "range", 0.5, 2, "kg"),
        ("accuracy of +/- 5 cm", "plus_minus", -5, 5, "cm"),
        ("within plus/minus 40 degrees F", "plus_minus", -40, 40, "degF"),
        ("operation at -40 degrees to +70 degrees Celsius", "range", -40, 70, "degC"),
        ("accuracy better than 3 microns", "<", None, 3, "um"),
        ("gain better than 20 dB", ">", 20, None, "dB"),
        ("a velocity of Mach 5 to 8", "range", 5, 8, "[Mach]"),
        ("a contrast of more than 500:1", ">", 500, None, "1"),
        ("a 1/4\x94 bolt", "=", 0.25, 0.25, "[in]"),
        ("a twelve year life", "=", 12, 12, "a"),
        ("from one to ten feet", "range", 1, 10, "[ft]"),
        ("a cost of less than $20K", "<", None, 20, "1e3 USD"),
        ("density above 10^5/cc", ">", 1e5, None, "/cm3"),
        ("a life of 1 000 cycles or more", ">=", 1000, None, "{cycles}"),
        ("no fewer than eight host-response markers", ">=", 8, None, "{markers}"),
        ("Fabricate and deliver two prototypes", "=", 2, 2, "{prototypes}"),
        ("operated for three consecutive months", "=", 3, 3, "mo"),
        ("a voltage that must not fall below 3 V", ">=", 3, None, "V"),
        ("it shall not cause heating by more than 15 K", "<=", None, 15, "K"),
        ("a grain of 5 microns or finer", "<=", None, 5, "um"),
        ("a core of -12 °C or colder", "<=", None, -12, "degC"),
        ("bores as small as 1.75 in and the gun", ">=", 1.75, None, "[in]"),
        ("specific mass of 1 kg/kW or better", "<=", None, 1, "kg/kW"),
        ("spurs shall not exceed -60 dBc", "<=", None, -60, "dBc"),
        ("a budget of 180 k€", "=", 180, 180, "1e3 EUR"),
        ("a cost of $40 to $55 per square foot", "range", 40, 55, "USD/[ft]2"),
        ("a price of $60/W", "=", 60, 60, "USD/W"),
        ("Bandwidth: 200 Hz (min)", ">=", 200, None, "Hz"),
        ("a supply of 28 V per MIL-STD-1275", "=", 28, 28, "V"),
        ("a fiber with 0.22 NA", "=", 0.22, 0.22, "1"),
    ],
)
def test_comparators_in_english(text: str, comparator: str, low: float, high: float, unit: str) -> None:
    found = extract(text)[0]
    assert (found.comparator, found.low, found.high, found.unit_norm) == (comparator, low, high, unit)


def test_values_that_share_a_unit_are_parameters_of_their_own() -> None:
    assert short("频率50/60Hz") == [("频率50", "=", 50, 50, "Hz"), ("60Hz", "=", 60, 60, "Hz")]
    assert [p.low for p in extract("at 35, 94, and 220 GHz")] == [35, 94, 220]
    assert [p.low for p in extract("a box of 2 by 3 by 4 inches")] == [2, 3, 4]
    assert [p.low for p in extract("a spot of 2 x 2 mm")] == [2]
    assert [(p.low, p.unit_norm) for p in extract("供电220V±10%")] == [(220, "V"), (-10, "%")]


def test_a_limit_holds_for_the_dimensions_that_follow() -> None:
    found = extract("It should not exceed a length of 8 inches, a width of 3 inches, and a height of 2 inches.")
    assert [(p.comparator, p.high) for p in found] == [("<=", 8), ("<=", 3), ("<=", 2)]


@pytest.mark.parametrize(
    ("text", "change", "low"),
    [
        ("能耗降低30%", "decrease", 30),
        ("能耗较现有产品降低30%以上", "decrease", 30),
        ("能耗降低一半", "decrease", 0.5),
        ("寿命提高2倍", "increase", 2),
        ("降低整机重量15%以上", "decrease", 15),
        ("噪声降低至少3dB(A)", "decrease", 3),
        ("含水率降低到8%", None, 8),
        ("效率达到95%", None, 95),
        ("a 40 percent reduction in mass", "decrease", 40),
        ("reduce the mass by at least 40 percent", "decrease", 40),
        ("an efficiency of 40 percent", None, 40),
    ],
)
def test_a_change_is_told_from_what_becomes(text: str, change: str | None, low: float) -> None:
    found = one(text)
    assert (found.change, found.low) == (change, low)


def test_the_property_stands_beside_the_value_or_before_it() -> None:
    assert one("要求涂层厚度不小于0.3mm").property == "涂层厚度"
    assert one("The noise figure should be less than 3 dB.").property == "noise figure"
    assert one("a 15 year design life").property == "design life"
    assert [p.property for p in extract("合格率由80%提高到95%")] == ["合格率", "合格率"]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("要求厚度≥3mm。", ["target"]),
        ("目前合格率只有80%。", ["current"]),
        ("合格率由80%提高到95%。", ["current", "target"]),
        ("在温度80℃的条件下保温24小时，强度≥30MPa。", ["condition", "condition", "target"]),
        ("1d强度≥10MPa，28d强度≥42MPa。", ["condition", "target", "condition", "target"]),
        ("透光率≥90%（550nm）。", ["target", "condition"]),
        ("拟投入经费200万元。", ["budget"]),
        ("建成后实现产值3000万元。", ["target"]),
        ("项目实施周期2年。", ["deadline"]),
        ("一年半内完成。", ["deadline"]),
        ("3年内完成。", ["deadline"]),
        ("使用寿命10年以上。", ["target"]),
        ("The mass must be less than 3 kg.", ["target"]),
        ("It must operate at temperatures from -20 to 50 degrees C.", ["condition"]),
        ("The current system weighs 12 kg.", ["current"]),
        ("The unit cost should be below $500.", ["budget"]),
        ("A rise of 20 K over 2 minutes is expected.", ["condition", "condition"]),
    ],
)
def test_roles(text: str, roles: list[str]) -> None:
    assert [p.role for p in extract(text)] == roles


@pytest.mark.parametrize(
    "text",
    [
        "1、研究材料配方；2、制定方案；（3）试制。",
        "满足GB/T 19001-2016和ISO9001要求。",
        "采用42CrMo、PA66、Q345B和C60材料，支持5G与3D打印。",
        "2018年10月23日发布，2019年1月至2020年6月实施，5月底统计。",
        "公司成立于2003年，注册资本3000万元，现有员工200人，拥有专利30项，占地面积80亩。",
        "2018年全球市场规模达到90亿美元，年均增长率为12.5%。",
        "我国每年产生垃圾约3亿吨。",
        "公司具有30多年的生产历史。",
        "研制一套装置，开发一种材料，实现零排放。",
        "已用于20多家企业。",
        "电话0371-65432100，邮编450001。",
        "板厚的1/3处。",
        "三元锂电池、811体系、316L与304N不锈钢。",
        "打造“数字管道120”。",
        "See Ref. 3, Figure 4 and Table 2 of MIL-STD-810G for the F-35 and Link-16 (2D, Phase II).",
        "In 2015, more than 30 years ago, the 1990s ended; over the last 20 years little changed.",
        "The market is expected to reach $4.5 billion by 2025.",
        "Two technicians inspect 4 aircraft from Fort 16 in winter.",
        "Since (1) the first and (2) the second [3, 4].",
    ],
)
def test_what_is_no_parameter(text: str) -> None:
    assert short(text) == []


def test_what_a_company_has_is_left_out_below_its_heading() -> None:
    text = "预期目标：\n样机2台，申请专利3项。\n现有工作基础：\n样机2台，检测设备30台，授权专利8项。"
    assert [p.span for p in extract(text)] == ["样机2台", "申请专利3项"]


def test_things_that_are_counted() -> None:
    assert short("申请发明专利2项，发表论文3篇，样机1套。") == [
        ("申请发明专利2项", "=", 2, 2, "{项}"),
        ("发表论文3篇", "=", 3, 3, "{篇}"),
        ("样机1套", "=", 1, 1, "{套}"),
    ]
    assert short("可循环使用2000次")[0][4] == "{次}"
    assert [p.unit_norm for p in extract("a life of 5,000 cycles on 64 channels")] == ["{cycles}", "{channels}"]


def test_a_bare_multiplier_is_money_where_money_is_spoken_of() -> None:
    assert [(p.low, p.unit, p.unit_norm, p.role) for p in extract("企业自筹资金400万。")] == [
        (400, "万", "1e4 CNY", "budget")
    ]


def test_letters_that_are_units_beside_some_numbers_only() -> None:
    assert [p.unit_norm for p in extract("1C放电，2C充电")] == ["{C}", "{C}"]
    assert one("temperatures of 30 C").unit_norm == "degC"
    assert one("a shock of 40 g").unit_norm == "[g]"
    assert one("a sample mass of 40 g").unit_norm == "g"
    assert one("循环2000周").unit_norm == "{周}"
    assert one("周期为6周").unit_norm == "wk"
    assert one("年产5000吨").unit_norm == "t/a"


def test_the_span_is_that_of_the_text_as_given() -> None:
    text = "厚度：０．５～０．８㎜，重量≦３ｋｇ"
    assert [text[p.start : p.end] for p in extract(text)] == ["厚度：０．５～０．８㎜", "重量≦３ｋｇ"]
    damaged = "a band of 2 to 30 \u00c2\u00b5m, 30 \x96 31 GHz"
    assert [(p.low, p.high, p.unit_norm) for p in extract(damaged)] == [(2, 30, "um"), (30, 31, "GHz")]


def test_the_language_may_be_given() -> None:
    assert short("mass of 3 kg", "en") == short("mass of 3 kg")
    assert extract("", "zh") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Failed seals are responsible for 40 % of the maintenance costs.",
        "Overall mortality is quoted as 25 to 30 percent.",
        "The company has grown by 12% a year since 2018.",
        "Turnover reached 48 million euros in 2023.",
        "A 50 percent cost share is not required.",
        "They sell berries under 2 brands.",
        "Identify one candidate task.",
        "我公司为百年老字号白酒企业，产品有52度、42度等多个系列。",
        "我市已有地热井70余眼。",
    ],
)
def test_background_is_no_parameter(text: str) -> None:
    assert short(text) == []


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Commissioning within nine months after order.", ["deadline"]),
        ("The base period of Phase I must not exceed six months.", ["deadline"]),
        ("The sensor shall survive a shock of 500 g.", ["condition"]),
        ("Scan loss no worse than 4 dB at 60 degrees off boresight.", ["target", "condition"]),
        ("The skin temperature shall remain under 140 °F.", ["target"]),
        ("It uses 1.9 GWh a year.", ["current"]),
        ("线路条件：轴重17t，速度350km/h。", ["condition", "condition"]),
    ],
)
def test_more_roles(text: str, roles: list[str]) -> None:
    assert [parameter.role for parameter in extract(text)] == roles


def test_a_sentence_about_the_present_is_about_it_under_any_heading():
    texts = ("指标：成本不超过6%。现有电解液只有58%。", "Targets: at least 85%. The present electrolyte gives 58%.")
    for text in texts:
        assert [parameter.role for parameter in extract(text)] == ["target", "current"]


def test_a_text_is_read_once(monkeypatch):
    read = []
    monkeypatch.setattr(keeping, "extract", lambda text, lang: read.append((text, lang)) or ())
    reader = ParameterReader(kept=2)
    for text, lang in (("a", "en"), ("b", "en"), ("a", "en"), ("c", "en"), ("a", "en"), ("b", "en"), ("b", "zh")):
        reader.read(text, lang)
    assert read == [("a", "en"), ("b", "en"), ("c", "en"), ("b", "en"), ("b", "zh")], "b was forgotten first"
