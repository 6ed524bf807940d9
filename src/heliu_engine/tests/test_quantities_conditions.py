"""Values that say under which condition another one holds: before 后, behind after, in brackets."""

from __future__ import annotations

import pytest

from heliu_engine.quantities import extract


def roles(text: str) -> list[tuple[str, str]]:
    return [(parameter.property, parameter.role) for parameter in extract(text)]


@pytest.mark.parametrize(
    ("text", "condition", "target"),
    [
        ("循环1000次后容量保持率≥80%", "循环", "容量保持率"),
        ("1000次循环后容量保持率≥80%", "", "容量保持率"),
        ("循环500周后，容量保持率≥80%", "循环", "容量保持率"),
        ("老化72h后拉伸强度≥10MPa", "老化", "拉伸强度"),
        ("浸泡28d后，强度保持率≥85%", "浸泡", "强度保持率"),
        ("经1000h盐雾试验后，附着力≥5MPa", "", "附着力"),
        ("冻融300次后质量损失≤5%", "冻融", "质量损失"),
        ("10万次弯折后电阻变化率≤5%", "", "电阻变化率"),
        ("水洗50次以后抗菌率≥90%", "水洗", "抗菌率"),
        ("使用5年后效率≥90%", "使用", "效率"),
        ("储存6个月后活性≥80%", "储存", "活性"),
        ("加热至200℃后强度≥5MPa", "加热", "强度"),
        ("600℃煅烧后比表面积≥50m2/g", "", "比表面积"),
        ("受压5MPa后泄漏≤1mL/min", "受压", "泄漏"),
        ("after 500 h of ageing, tensile strength ≥ 10 MPa", "", "tensile strength"),
        ("after 1000 cycles the capacity retention shall be at least 80%", "", "capacity retention"),
        ("After at least 50 washes, the antibacterial rate is at least 90%", "", "antibacterial rate"),
        ("following 1000 cycles, retention ≥ 80%", "", "retention"),
        ("after 10 years of service the efficiency is at least 85%", "", "efficiency"),
    ],
)
def test_what_comes_before_is_a_condition(text: str, condition: str, target: str) -> None:
    assert roles(text) == [(condition, "condition"), (target, "target")]


@pytest.mark.parametrize(
    "text",
    [
        "capacity retention of at least 80% after 1000 cycles",
        "strength retention of 85% after 28 days of immersion",
        "表干时间≤25 min（23 ℃）",
        "损耗≤0.3 dB (at 1 kHz)",
        "泄漏量≤5 mL/min（1.6 MPa）",
        "介电常数≤3.5（10 GHz）",
        "粘度500~800 mPa·s（25℃）",
        "容量保持率≥80%（1000次）",
        "噪声≤60dB(A)（1m处）",
        "耐压不低于3kV以上（1min）",
        "loss < 0.3 dB (1 kHz)",
        "viscosity of at most 800 mPa·s (25 °C)",
        "flow ≥ 5 L/min (under 3 kg)",
        "retention ≥ 80% (1000 cycles)",
        "permittivity of 3.5 (at 10 GHz)",
    ],
)
def test_what_comes_behind_is_a_condition(text: str) -> None:
    assert [role for _, role in roles(text)] == ["target", "condition"]


@pytest.mark.parametrize(
    "text",
    [
        "表干时间≤25 min（23 ℃，50%RH）",
        "表干时间≤25 min（25℃, 50%RH）",
        "熔融指数≥5 g/10min（190℃，2.16kg）",
        "drying time ≤ 25 min (23 °C, 50% RH)",
    ],
)
def test_brackets_may_hold_several_conditions(text: str) -> None:
    assert [role for _, role in roles(text)] == ["target", "condition", "condition"]


@pytest.mark.parametrize(
    "text",
    [
        "长度2m（约6.6ft）",
        "压力1.6MPa（16bar）",
        "weight of 5 kg (11 lb)",
        "range of 500 km (threshold 300 km)",
        "a cylinder of 6 inches (170 cubic inches)",
        "标称2.0 V (V) and a capacity of 1.5 Ah",
        "循环寿命≥2000次，容量保持率≥80%",
        "板厚5mm后盖厚8mm",
        "a life of 1000 cycles",
    ],
)
def test_what_only_looks_like_a_condition(text: str) -> None:
    assert {role for _, role in roles(text)} == {"target"}


def test_what_comes_after_the_end_of_a_project_is_no_test() -> None:
    assert roles("3年后产能达到5万吨。") == [("产能", "target")]
    assert [role for _, role in roles("6个月后完成。")] != ["target"]
