"""Units as written, their norms, and numbers in base units."""

from __future__ import annotations

import doctest
import importlib
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine.quantities import Unit, UnknownUnit, parse_unit
from heliu_engine.quantities.norms import unit_of
from heliu_engine.quantities.numbers import numbers
from heliu_engine.quantities.registry import in_base_units, registry
from heliu_engine.quantities.unit_lexicon import ATOMS
from heliu_engine.quantities.units import BARE, read_unit

FRACTURE_TOUGHNESS = (
    "MPa·m^1/2", "MPa·m1/2", "MPa·m½", "MPa·m^½", "MPa·m^0.5", "MPa·m0.5", "MPa·m^(1/2)", "MPa•m^{1/2}", "MPa√m",
    "MPa·√m", "MPa m1/2", "MPam1/2", "MPa·m¹/²", "MPa·m¹ᐟ²", "MPa·m¹⁄₂", "MPa⋅m⁰·⁵", "ＭＰａ·ｍ＾１／２", "Mpa*m^1/2",
)  # fmt: skip
NOISE = (
    "nV/√Hz", "nV/√(Hz)", "nV/Hz^0.5", "nV/Hz^1/2", "nV/Hz1/2", "nV/Hz½", "nV/rtHz", "nV/rt-Hz", "nV/sqrt(Hz)",
    "nV per root Hz", "ｎＶ／√Ｈｚ",
)  # fmt: skip
CONDUCTIVITY = (
    "W/mK", "W/mk", "w/mk", "W/m·K", "W/m.K", "W/m*K", "W/m-K", "W/m/K", "W/m K", "W/(mK)", "W/(m K)", "W/(m·K)",
    "W/（m·K）",
)  # fmt: skip
"""One unit as it is written in texts; nobody means a thousandth of a kelvin."""


@pytest.mark.parametrize(
    ("written", "norm"),
    [
        ("克/立方厘米", "g/cm3"),
        ("℃", "degC"),
        ("摄氏度", "degC"),
        ("万元", "1e4 CNY"),
        ("亿元人民币", "1e8 CNY"),
        ("KW", "kW"),
        ("Mpa", "MPa"),
        ("mg/L", "mg/L"),
        ("毫克/升", "mg/L"),
        ("t/h", "t/h"),
        ("万吨/年", "1e4 t/a"),
        ("元/吨", "CNY/t"),
        ("dB(A)", "dB(A)"),
        ("ppm", "ppm"),
        ("目", "{mesh}"),
        ("％", "%"),
        ("个月", "mo"),
        ("项", "{项}"),
        ("次/分", "{次}/min"),
        ("r/min", "{rev}/min"),
        ("W/(m·K)", "W/(m.K)"),
        ("w/m.k", "W/(m.K)"),
        ("mAh/g", "mA.h/g"),
        ("Whr/kg", "W.h/kg"),
        ("cm-2", "cm-2"),
        ("m²/g", "m2/g"),
        ("亿CFU/mL", "1e8 [CFU]/mL"),
        ("kg?m/s", "kg.m/s"),
        ("degrees centigrade", "degC"),
        ("cubic inches", "[in3]"),
        ("square meters", "m2"),
        ("feet per second", "[ft]/s"),
        ("amp-hours", "A.h"),
        ("dB/100ft", "dB/(100.[ft])"),
        ("krad (Si)", "krad"),
        ("g rms", "[g]"),
        ("kft", "1e3 [ft]"),
        ("microseconds", "us"),
        ("", "1"),
        *((written, "MPa.m1/2") for written in FRACTURE_TOUGHNESS),
        *((written, "nV/Hz1/2") for written in NOISE),
        *((written, "W/(m.K)") for written in CONDUCTIVITY),
        ("ksi√in", "1e3 [psi].[in]1/2"),
        ("°/√h", "deg/h1/2"),
        ("deg/rt-hr", "deg/h1/2"),
        ("nV·Hz⁻¹ᐟ²", "nV.Hz-1/2"),
        ("cm·Hz^1/2/W", "cm.Hz1/2/W"),
        ("kg/(m²·h^0.5)", "kg/(m2.h1/2)"),
        ("m^(3/2)", "m3/2"),
        ("fT/√Hz", "fT/Hz1/2"),
        ("μg/√Hz", "u[g]/Hz1/2"),
        ("g²/Hz", "[g]2/Hz"),
        ("μg/L", "ug/L"),
        ("cm2V-1s-1", "cm2.V-1.s-1"),
        ("cm² V⁻¹ s⁻¹", "cm2.V-1.s-1"),
        ("g·cmˉ³", "g.cm-3"),
        ("W m-1 K-1", "W.m-1.K-1"),
        ("℃^-1", "degC-1"),
        ("J/kgK", "J/(kg.K)"),
        ("kJ/kg·K", "kJ/(kg.K)"),
        ("J/molK", "J/(mol.K)"),
        ("W/m²K", "W/(m2.K)"),
        ("W/m2 K", "W/(m2.K)"),
        ("W/㎡·℃", "W/(m2.degC)"),
        ("m2K/W", "m2.K/W"),
        ("mW/mK", "mW/(m.K)"),
        ("mV/mK", "mV/mK"),
        ("mK", "mK"),
    ],
)
def test_norms(written: str, norm: str) -> None:
    assert parse_unit(written).norm == norm


@pytest.mark.parametrize("written", ["方面", "mm多", "furlongs", "安全", "3mm", "/", "m/", "((", "元素"])
def test_what_is_no_unit_is_refused_with_its_text(written: str) -> None:
    with pytest.raises(UnknownUnit, match=r"is not a unit"):
        parse_unit(written)


@pytest.mark.parametrize(
    ("text", "end"), [("3方面", None), ("3米长", 2), ("3 mm厚", 4), ("3 more", None), ("15-year", 7), ("4m16", None)]
)
def test_a_unit_ends_where_another_word_begins(text: str, end: int | None) -> None:
    found = read_unit(text, next(numbers(text)).end, 0)
    assert (None if found is None else found[1]) == end


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((1.8, "g/cm3"), (1800, "kg/m3")),
        ((200, "万元"), (2_000_000, "元")),
        ((0, "℃"), (273.15, "K")),
        ((32, "°F"), (0, "℃")),
        ((50, "%"), (0.5, "")),
        ((3600, "r/min"), (60, "Hz")),
        ((1, "亩"), (10000 / 15, "平方米")),
        ((1, "kWh"), (3.6e6, "J")),
        ((3, "项"), (3, "件")),
        ((1, "mAh/g"), (3.6, "C/g")),
        ((1, "ksi·in^1/2"), (6894757.293168361 * 0.0254**0.5, "Pa·m^1/2")),
        ((1, "nV/√Hz"), (1e-9, "V·Hz^-0.5")),
        ((1, "W/mK"), (1, "W/(m·℃)")),
        ((1, "kJ/kgK"), (1, "J/gK")),
        ((100, "krad(Si)"), (1, "kGy")),
        ((1, "g2/Hz"), (9.80665**2, "m2/s3")),
    ],
)
def test_base_units_make_values_comparable(first: tuple[float, str], second: tuple[float, str]) -> None:
    (one, dimension), (other, same) = (in_base_units(number, parse_unit(unit)) for number, unit in (first, second))
    assert dimension == same
    assert one == pytest.approx(other)


def test_what_cannot_be_compared_has_another_dimension() -> None:
    dimensions = {
        in_base_units(1, parse_unit(unit))[1] for unit in ("元", "美元", "dB", "dBm", "HRC", "HB", "度电", "mm")
    }
    assert len(dimensions) == 8


def test_every_spelling_means_something_to_pint() -> None:
    for atom in set(ATOMS.values()):
        number, _ = in_base_units(1.0, Unit(atom.norm, atom.norm, atom.kind, atom.pint))
        assert number > 0, atom


def test_no_unit_makes_pint_warn(caplog: pytest.LogCaptureFixture) -> None:
    registry.cache_clear()
    for spelling in ("krad", "Mrad", "krad(Si)", "rads", "弧度", "MPa·m½", "W/mK"):
        in_base_units(1.0, parse_unit(spelling))
    for atom in set(ATOMS.values()):
        in_base_units(1.0, Unit(atom.norm, atom.norm, atom.kind, atom.pint))
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_no_unit() -> None:
    assert parse_unit(" ") is BARE
    assert in_base_units(7, BARE) == (7.0, "dimensionless")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", 1234.5),
        ("500,000, and", 500000),
        ("1.5E-3", 1.5e-3),
        ("2×10⁻⁵", 2e-5),
        ("10^6", 1e6),
        ("5 x 10^-2", 5e-2),
        (".5", 0.5),
        ("三千八百", 3800),
        ("十五", 15),
        ("两", 2),
        ("twenty-five", 25),
        ("1/8 inch", 0.125),
    ],
)
def test_numbers(text: str, value: float) -> None:
    assert next(numbers(text)).value == pytest.approx(value)


def test_digits_without_end_are_no_number() -> None:
    assert list(numbers("7" * 100_000)) == []
    assert list(numbers("1e999")) == []
    assert [n.value for n in numbers("1280x1024")] == [1280, 1024]


@given(st.text(st.sampled_from("mkgWh/·.()°C℃元万吨年 -²3个次安方"), max_size=12))
def test_any_text_is_a_unit_or_refused(written: str) -> None:
    try:
        unit = parse_unit(written)
    except UnknownUnit:
        return
    assert unit.norm
    assert isinstance(in_base_units(1.0, unit)[0], float)


@pytest.mark.parametrize(
    "name", ["norms", "folding", "numbers", "units", "powers", "changes", "patterns", "registry", "extraction"]
)
def test_examples(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(f"heliu_engine.quantities.{name}"))
    assert tried > 0
    assert failed == 0


WRITTEN = (
    "克/立方厘米", "万元/年", "亿CFU/mL", "W/(m·K)", "mA·h/g", "nV/√Hz", "cubic inches", "m/s2", "℃", "krad (Si)",
    "℉", "HRC", "次/min", "kg/100km", "%", "ppm", "斤", "t/d", "cm-2", "feet per second", "ft-lb",
    "Ki", "", "倍", "MPa·m½", "kg/(m²·h^0.5)", "g²/Hz",
)  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
def test_a_norm_alone_gives_the_unit_back(written: str) -> None:
    unit = parse_unit(written)
    again = unit_of("", unit.norm)
    assert again is not None
    assert in_base_units(3.0, again) == in_base_units(3.0, unit)


def test_what_is_written_tells_units_of_one_norm_apart_and_words_around_it_decide() -> None:
    angle, warm, heat = unit_of("弧度", "rad"), unit_of("度", "degC"), unit_of("W/mK", "W/(m.K)")
    assert angle is not None
    assert in_base_units(1.0, angle)[1] == "[angle]"
    assert warm is not None
    assert warm.pint == "degC"
    assert heat is not None
    assert in_base_units(1.0, heat) == in_base_units(1.0, parse_unit("W/(m·K)"))
    assert unit_of("foo", "{bar}/foo") is None
