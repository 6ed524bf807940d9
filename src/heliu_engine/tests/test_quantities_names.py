"""What a value is said to be of, and nouns that only look like verbs, particles or grades."""

from __future__ import annotations

import pytest

from heliu_engine.quantities import Parameter, extract


def one(text: str) -> Parameter:
    (parameter,) = extract(text)
    return parameter


NOUNS = """
    并发用户数 并网电流 并联电阻 对比度 对位精度 对焦时间 对流换热系数 以太网速率 有效载荷 有机质含量 有功功率
    可见光透过率 可靠度 应力 应变 应答时间 应急时间 现场噪声 使用寿命 需氧量 在线率 在制品数 和易性 将军帽厚度 由壬直径 从站数量
    其他杂质 约束力 满足率 实现率 保证率 通过率 及格率 每米重量 与门延迟 内径 内阻 内应力 内容积
    内存 后角 后处理时间 后坐力 下限 下行速率 下垂度 下屈服强度 时延 时长 时钟频率 时效强度 时基误差
    压降 温降 电压降 压力降 沉降 地面沉降 沉降量 水位下降 温度下降 裂纹扩展 长度延长 响应 反应
    热效应 激光雷达 马达 人脸识别 坍落度损失 自由度 级别
"""


@pytest.mark.parametrize("noun", NOUNS.split())
@pytest.mark.parametrize("limit", ["≤", "不大于", "小于"])
def test_no_word_is_cut_out_of_a_noun(noun: str, limit: str) -> None:
    """Each begins or ends with what elsewhere only leads to a value: 并且厚度, 强度可达, 能耗下降."""
    found = one(f"{noun}{limit}5 mm")
    assert (found.property, found.change) == (noun, None)
    assert one(f"要求{noun}应{limit}5 mm").property == noun


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("并且效率≥90%", "效率"),
        ("且厚度≥5mm", "厚度"),
        ("以及厚度≥5mm", "厚度"),
        ("将含水率控制在12%以内", "含水率"),
        ("现有功率5kW", "功率"),
        ("与基材结合力≥5MPa", "基材结合力"),
        ("使得效率应达到90%", "效率"),
        ("厚度介于5~10mm", "厚度"),
        ("强度做到5MPa", "强度"),
        ("pH值为5-10", "pH值"),
        ("能耗降低30%", "能耗"),
        ("能耗降低到30kWh", "能耗"),
        ("强度需要提高到5MPa", "强度"),
        ("单只成本增加不超过15%", "单只成本"),
        ("压降为0.3V", "压降"),
        ("电压降至0.3V", "电压"),
        ("平均寿命只有12次", "平均寿命"),
        ("激光雷达不少于4个", "激光雷达"),
    ],
)
def test_what_leads_to_a_value_is_no_part_of_its_name(text: str, name: str) -> None:
    assert one(text).property == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("板长2 m，厚8～12 mm", ["板长", "厚"]),
        ("板长2m，宽1m，厚8~12mm", ["板长", "宽", "厚"]),
        ("长2 m、宽1 m、高0.5 m", ["长", "宽", "高"]),
        ("长2m×宽1m×高0.5m", ["长", "宽", "高"]),
        ("直径30mm，高不大于50mm", ["直径", "高"]),
        ("管径50mm，长度为6m", ["管径", "长度"]),
        ("孔深20mm，径5mm，重≤5kg", ["孔深", "径", "重"]),
        ("厚为8mm，宽约2m", ["厚", "宽"]),
        ("强度400MPa、500MPa", ["强度", "强度"]),
        ("a box 2 m long and 1 m wide", ["long", "wide"]),
        ("plates 2 m long, 8 to 12 mm thick", ["long", "thick"]),
        ("2 m thick plates", ["thick plates"]),
    ],
)
def test_a_dimension_has_its_own_name_and_not_that_of_its_neighbour(text: str, names: list[str]) -> None:
    assert [parameter.property for parameter in extract(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "cutting speed of at least 200 m/min",
        "cutting depth of 5 mm",
        "a depth of cut of 5 mm",
        "cut resistance of at least 20 N",
        "cut-off frequency of at least 5 kHz",
        "dropping point of at least 180 °C",
        "falling film thickness of 0.5 mm",
        "lifting capacity of at least 5 t",
        "raised floor height of 300 mm",
        "rising time of 5 ns",
        "drop height of at least 1.5 m",
        "lower yield strength of at least 300 MPa",
        "lower flammability limit of 5%",
        "reduction ratio of about 5:1",
        "reducing atmosphere of 5%",
        "shrinkage of 1%",
        "growth rate of at least 5 μm/h",
        "extended length of 5 m",
        "antenna gain of at least 20 dB",
        "gain bandwidth of at least 5 MHz",
        "improved efficiency of at least 95%",
        "a purity of 95% or higher",
        "strength held to 2 percent or less",
        "within 10% of the lower limit",
        "the cutting head shall move by at least 5 mm",
        "a cutting head driven by 5 kW motors",
        "压缩比≥10",
        "压缩永久变形≤20%",
        "增强纤维含量≥20%",
        "上升沿抖动≤5%",
        "提升机效率≥90%",
        "节能灯效率≥90%",
    ],
)
def test_a_noun_is_no_change(text: str) -> None:
    assert one(text).change is None


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("reduce the mass of the arm by at least 10 kg", "decrease"),
        ("costs are reduced by 20%", "decrease"),
        ("cut costs by 20%", "decrease"),
        ("a cut of at least 20% in cost", "decrease"),
        ("savings in energy of at least 20%", "decrease"),
        ("noise reduction of at least 10 dB", "decrease"),
        ("a decrease in power consumption of at least 10 W", "decrease"),
        ("20% or more reduction in weight", "decrease"),
        ("20% lower cost", "decrease"),
        ("an increase of at least 20%", "increase"),
        ("improvement in SNR of at least 3 dB", "increase"),
        ("an efficiency gain of 5%", "increase"),
        ("improve throughput by a factor of 10", "increase"),
        ("提升机器效率20%", "increase"),
        ("压缩视频体积50%", "decrease"),
    ],
)
def test_a_change_is_one_in_other_words(text: str, change: str) -> None:
    assert one(text).change == change


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("扭矩≥200N·m", 200, "N.m"),
        ("扭矩不低于200N·m", 200, "N.m"),
        ("扭矩304N·m", 304, "N.m"),
        ("水箱≥300L", 300, "L"),
        ("流速≥304L/min", 304, "L/min"),
        ("预紧≥316N", 316, "N"),
        ("附着250N", 250, "N"),
        ("a tank of 304L", 304, "L"),
    ],
)
def test_a_force_is_no_grade_of_steel(text: str, low: float, unit: str) -> None:
    found = one(text)
    assert (found.low, found.unit_norm) == (low, unit)


@pytest.mark.parametrize(
    "text",
    ["材质不低于316L", "304L/316L不锈钢", "阀体采用316L", "304N不锈钢板", "316L stainless steel", "made of 304L"],
)
def test_a_grade_of_steel_is_no_volume(text: str) -> None:
    assert extract(text) == ()
