"""Numbers with a unit in base units, so that a required value can be compared with an offered one.

Units are those of pint (https://pint.readthedocs.io), with money, hardness and levels added: angles, each currency,
each hardness scale and each level in decibels have a dimension of their own. Counted things and shares have none.
"""

from __future__ import annotations

from functools import cache
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
    "footlambert = 3.4262591 * candela / meter**2",
)
_OFFSET = frozenset({"degC", "degF"})


@cache
def registry() -> pint.UnitRegistry:
    """The units that are known; made when first asked for, since it takes a second."""
    import pint

    made: pint.UnitRegistry = pint.UnitRegistry(cache_folder=None)
    for definition in _DEFINITIONS:
        made.define(definition)
    return made


def in_base_units(number: float, unit: Unit) -> tuple[float, str]:
    """A number in base units (SI, the currency), and its dimension as a text that is equal for what can be compared.

    >>> from heliu_engine.quantities.units import parse_unit
    >>> in_base_units(1.8, parse_unit("克/立方厘米"))
    (1800.0, '[mass] / [length] ** 3')
    """
    units = registry()
    if unit.pint in _OFFSET:
        quantity = units.Quantity(number, unit.pint)
    else:
        # A degree per minute is a difference of temperatures, where zero does not matter.
        expression = unit.pint.replace("degC", "delta_degC").replace("degF", "delta_degF")
        quantity = number * units.parse_expression(expression)
        if not hasattr(quantity, "to_base_units"):
            return float(quantity), "dimensionless"
    base = quantity.to_base_units()
    return round(float(base.magnitude), 15) if base.magnitude == 0 else float(base.magnitude), str(base.dimensionality)
