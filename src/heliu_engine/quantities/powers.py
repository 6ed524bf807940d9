"""Powers within units: what is written behind a factor (``m^1/2``, ``s⁻¹``), and roots before one (``√Hz``)."""

from __future__ import annotations

import re

from heliu_engine.quantities.unit_lexicon import Atom, Kind

_HALVES = r"\d\.5|½"
_RAISED = rf"[-⁻]?(?:1/2|{_HALVES}|[1-9])"
_BRACED = rf"[-⁻]?(?:[1-9]/2|{_HALVES}|[1-9])"
_SUPERSCRIPT = "[-⁻]?(?:½|[¹³]/[²₂]|⁰[.·]⁵|[¹²³⁴])"
KELVIN = r"(?:[Kk](?![A-Za-z\d-])|℃|°C(?![A-Za-z]))"
"""A temperature that stands beside another factor without a sign: W/mK, J/kg℃."""
_JOINED = (
    "(?:K|V|s|h|d|m|g|kg|J|N|W|Pa|MPa|mol|L|min|cm|mm|km|nm|um|μm|Hz|in)"
    rf"(?:\^|{_SUPERSCRIPT}|-[1-3](?![\d.])|-?(?:1/2|0\.5)(?!\d|\"))"
)
"""A factor whose power shows that it is one though no sign joins it to the one before: W m-1 K-1, MPa m1/2."""
JOINED = rf" ?(?={_JOINED})"
_ENDS = rf"(?!\d|\.\d|[%\"]|(?!{_JOINED})[A-Za-z℃])"
_ENDS_BEFORE_KELVIN = rf"(?!\d|\.\d|[%\"]|(?!{_JOINED}|{KELVIN})[A-Za-z℃])"
_EXPONENT = re.compile(
    rf"\^ ?(?:(?P<caret>{_RAISED}){_ENDS_BEFORE_KELVIN}|[({{](?P<braced>{_BRACED})[)}}])"
    rf"|(?P<plain>-?(?:1/2|0\.5)|-[1-4]){_ENDS}|(?P<low>[23]){_ENDS_BEFORE_KELVIN}|(?P<small>{_SUPERSCRIPT})"
)
HALF = re.compile(r"\^ ?[({]?(?:1/2|0\.5|½)|1/2|0\.5|½|¹/")
"""What makes the last letter of a run a root of its own: MPam1/2."""
ROOT = re.compile(r"√ ?(?P<bracket>\()?|(?:sqrt|rt|root)(?:[ -]?(?=(?:Hz|hr?|hour)(?![A-Za-z]))|(?P<opened>\())")
_SMALL_DIGITS = str.maketrans("⁻⁰¹²³⁴⁵₂·", "-0123452.")


def read_power(text: str, at: int) -> tuple[float, int] | None:
    """The power at a place of a folded text, a multiple of one half, and where it ends.

    >>> [read_power(written, 0) for written in ("^2", "1/2", "^(-0.5)", "⁻¹", "½", "16")]
    [(2.0, 2), (0.5, 3), (-0.5, 7), (-1.0, 2), (0.5, 1), None]
    """
    found = _EXPONENT.match(text, at)
    if found is None:
        return None
    written = next(group for group in found.groups() if group).translate(_SMALL_DIGITS).replace("½", "1/2")
    above, _, below = written.partition("/")
    return float(above) / float(below or 1), found.end()


def raised(atom: Atom, power: float) -> Atom:
    """A factor to a power: ``m`` and 2 are ``m2``, ``Hz`` and one half ``Hz1/2``."""
    if power == 1:
        return atom
    kind: Kind = "area" if atom.norm in {"m", "km", "[ft]"} and power == 2 else "physical"
    written = f"{power:.0f}" if power.is_integer() else f"{2 * power:.0f}/2"
    norm = f"{atom.norm[:-1]}{written}]" if atom.norm.endswith("]") and power == 3 else f"{atom.norm}{written}"
    return Atom(norm, f"({atom.pint})**{power:g}", kind)
