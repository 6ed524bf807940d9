"""Regions of China (GB/T 2260) for places as international sources write them, where that is certain."""

from __future__ import annotations

from heliu.catalog.spreadsheets.cells import Cell, region

_PROVINCES = {
    "BJ": "11", "TJ": "12", "HE": "13", "SX": "14", "NM": "15", "LN": "21", "JL": "22", "HL": "23", "SH": "31",
    "JS": "32", "ZJ": "33", "AH": "34", "FJ": "35", "JX": "36", "SD": "37", "HA": "41", "HB": "42", "HN": "43",
    "GD": "44", "GX": "45", "HI": "46", "CQ": "50", "SC": "51", "GZ": "52", "YN": "53", "XZ": "54", "SN": "61",
    "GS": "62", "QH": "63", "NX": "64", "XJ": "65",
}  # fmt: skip
"""ISO 3166-2:CN, which takes its letters from GB/T 2260, to the first two digits of its numbers."""


def region_of(country: str, *, province: str = "", province_name: str = "", city: str = "") -> str:
    """The code of a city where its name is that of one alone, else of the province; empty outside the mainland.

    ``province`` is the letters of ISO 3166-2 after ``CN-``.
    """
    if country.upper() != "CN":
        return ""
    prefix = _PROVINCES.get(province.upper().removeprefix("CN-"), "")
    named = _code(province_name)
    prefix = prefix or (named[:2] if named.endswith("0000") else "")
    found = _code(city)
    if found.endswith("00") and (not prefix or found.startswith(prefix)):
        return found
    return f"{prefix}0000" if prefix else ""


def _code(name: str) -> str:
    try:
        return str(region(Cell(name))["region"]) if name else ""
    except ValueError:
        return ""
