"""Parameters out of Chinese and English text: property, comparator, numbers, unit, change, role, span.

`extract` reads a text; `parse_unit` a unit. What counts as a parameter, and how it is noted, is documented in
docs/reference/engine.md.
"""

from heliu_engine.quantities.extraction import extract
from heliu_engine.quantities.keeping import ParameterReader
from heliu_engine.quantities.parameter import Change, Comparator, Parameter, Role
from heliu_engine.quantities.units import Unit, UnknownUnit, parse_unit

__all__ = [
    "Change",
    "Comparator",
    "Parameter",
    "ParameterReader",
    "Role",
    "Unit",
    "UnknownUnit",
    "extract",
    "parse_unit",
]
