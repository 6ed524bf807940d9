"""The regions of China by name, as GB/T 2260 has them: provinces, prefectures, counties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_PROVINCE = re.compile("(?:壮族|回族|维吾尔)?自治区$|特别行政区$|[省市]$")
_PEOPLES = "(?:(?:土家|苗|羌|藏|彝|白|傣|景颇|傈僳|哈尼|壮|布依|侗|回|朝鲜|蒙古|黎)族|蒙古|哈萨克|柯尔克孜)"
_PREFECTURE = re.compile(f"{_PEOPLES}*自治州$|[市盟]$|地区$")


class Prefecture(NamedTuple):
    """A prefecture in its province, with its counties; ``name`` is empty where counties belong to none."""

    province: str
    name: str
    counties: tuple[str, ...]


@cache
def prefectures() -> tuple[Prefecture, ...]:
    """All of them, province by province."""
    text = files(__package__).joinpath("regions.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return tuple(
        Prefecture(province, name.removeprefix("-"), tuple(counties)) for province, name, *counties in rows
    )  # fmt: skip


def region_names() -> set[str]:
    """Every name of the table, in full."""
    return {name for row in prefectures() for name in (row.province, row.name, *row.counties) if name}


def without_ending(name: str) -> str:
    """The name of a province or prefecture as people say it: 天津, 内蒙古, 延边."""
    short = _PROVINCE.sub("", name)
    return short if short != name else _PREFECTURE.sub("", name)


def short_names() -> Iterator[tuple[str, str]]:
    """Provinces, then prefectures, without their ending, each with the full name; some come more than once."""
    names = [row.province for row in prefectures()] + [row.name for row in prefectures() if row.name]
    return ((without_ending(name), name) for name in names)
