"""Numbers with a unit in base units, so that a required value can be compared with an offered one.

Units are those of pint (https://pint.readthedocs.io), with money, hardness, levels and the rad of a dose added (that of
pint is an angle as soon as it has a prefix): angles, each currency,
each hardness scale and each level in decibels have a dimension of their own. Counted things and shares have none.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pint

    from heliu_engine.quantities.units import Unit

_DEFINITIONS = (
    "CNY = [money_cny]",
    "USD = [money_usd]",
    "EUR = [money_eur]",
    "GBP = [money_gbp]",
    "db_level = [level]",
    "dbm_level = [level_of_power]",
    "dbi_level = [level_of_gain]",
    "dbc_level = [level_of_carrier]",
    "dbw_level = [level_of_watts]",
    "hrc_hardness = [hardness_hrc]",
    "hrb_hardness = [hardness_hrb]",
    "hra_hardness = [hardness_hra]",
    "hv_hardness = [hardness_hv]",
    "hb_hardness = [hardness_hb]",
    "ha_hardness = [hardness_ha]",
    "mesh = [mesh]",
    "c_rate = [c_rate]",
    "mach_number = [mach]",
    "chinese_mu = 10000/15 * meter**2",
    "angle_degree = [angle]",
    "angle_radian = 57.29577951308232 * angle_degree",
    "absorbed_rad = 0.01 * gray",
    "footlambert = 3.4262591 * candela / meter**2",
)
_OFFSET = frozenset({"degC", "degF"})


@cache
def registry() -> pint.UnitRegistry[float]:
    """The units that are known; made when first asked for, since it takes a second."""
    import pint

    made: pint.UnitRegistry[float] = pint.UnitRegistry(cache_folder=None)
    for definition in _DEFINITIONS:
        made.define(definition)
    return made


def in_base_units(number: float, unit: Unit) -> tuple[float, str]:
    """A number in base units (SI, the currency), and its dimension as a text that is equal for what can be compared.

    >>> from heliu_engine.quantities.units import parse_unit
    >>> in_base_units(1500, parse_unit("毫米"))
    (1.5, '[length]')
    """
    if unit.pint in _OFFSET:
        degrees = registry().Quantity(number, unit.pint).to_base_units()
        return float(degrees.magnitude), str(degrees.dimensionality)
    factor, dimension = _base(unit.pint)
    return number * factor, dimension


@lru_cache(4096)
def _base(expression: str) -> tuple[float, str]:
    """One of a unit in base units."""
    # A degree per minute is a difference of temperatures, where zero does not matter.
    plain = expression.replace("degC", "delta_degC").replace("degF", "delta_degF")
    quantity = registry().Quantity(1.0, "dimensionless") * registry().parse_expression(plain)
    base = quantity.to_base_units()
    return float(base.magnitude), str(base.dimensionality)
