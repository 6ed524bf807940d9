"""Reading cells of the catalog's files. Each reader raises ValueError with a reason for the person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from heliu.accounts.choices import OrganisationKind
from heliu.catalog.choices import Cooperation, ReadinessScale, Tier, Way
from heliu.kit.tabular.values import read_date, read_decimal, read_list, read_text
from heliu.kit.vocabularies import Vocabulary, industries, regions


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with what is needed to understand it: its header, the workbook's epoch, the record's language."""

    value: Any
    header: str = ""
    epoch: datetime | None = None
    language: str = "zh"


Reader = Callable[[Cell], dict[str, Any]]
"""Gives field → value of what the cell says."""

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")


def text_language(text: str) -> str:
    """``zh`` where a text has at least as many Chinese characters as Latin words, or neither; else ``en``."""
    return "zh" if len(_HAN.findall(text)) >= len(_LATIN_WORD.findall(text)) else "en"


def text(name: str) -> Reader:
    """The field takes the text as it is."""
    return lambda cell: {name: read_text(cell.value)}


def localised_text(name: str) -> Reader:
    """The field of the language that the text is in."""

    def read(cell: Cell) -> dict[str, Any]:
        value = read_text(cell.value)
        return {f"{name}_{text_language(value)}": value}

    return read


def one_line(reader: Reader) -> Reader:
    """Line breaks inside a title are how somebody fitted it into a narrow cell."""
    return lambda cell: {
        name: re.sub(r"(?<=[A-Za-z0-9,.;:])\s*\n\s*(?=[A-Za-z0-9])", " ", value).replace("\n", "")
        for name, value in reader(cell).items()
    }


def words(name: str) -> Reader:
    return lambda cell: {name: read_list(cell.value)}


def localised_words(name: str) -> Reader:
    def read(cell: Cell) -> dict[str, Any]:
        found = read_list(cell.value)
        return {f"{name}_{text_language(' '.join(found))}": found}

    return read


def day(name: str) -> Reader:
    return lambda cell: {name: read_date(cell.value, cell.epoch)}


# -- code tables ------------------------------------------------------------------------------------


def _plain(text: Any) -> str:
    return re.sub(r"[\s/>·,，、\-_()（）]+", "", unicodedata.normalize("NFKC", str(text))).casefold()


_SHORT = re.compile(r"(特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)$")


@cache
def _names_of_regions() -> dict[str, set[str]]:
    names = _names_of(regions())
    for code, entry in regions().entries.items():
        if code.endswith("00"):  # provinces and cities are mostly named without what they are
            names.setdefault(_plain(_SHORT.sub("", entry.zh)), set()).add(code)
    return names


@cache
def _names_of_industries() -> dict[str, set[str]]:
    names = _names_of(industries())
    for code in industries().entries:
        if code[1:]:  # numbers of divisions, groups and classes are unique without the section's letter
            names.setdefault(code[1:], set()).add(code)
    return names


def _names_of(vocabulary: Vocabulary) -> dict[str, set[str]]:
    """Code, names and full paths in both languages, without blanks and marks → codes."""
    names: dict[str, set[str]] = {}
    for code, entry in vocabulary.entries.items():
        path = vocabulary.path(code)
        for name in (
            code,
            entry.zh,
            entry.en,
            f"{code}{entry.zh}",
            "".join(above.zh for above in path),
            "".join(above.en for above in reversed(path)),
            "".join(above.en for above in path),
            "".join(_SHORT.sub("", above.zh) for above in path[:-1]) + entry.zh,
        ):
            names.setdefault(_plain(name), set()).add(code)
    return names


def region(cell: Cell) -> dict[str, Any]:
    """A GB/T 2260 code, or a name: 120103, 天津市河西区, 河西区 (where only one has the name), Tianjin."""
    return {"region": _code(read_text(cell.value), _names_of_regions(), regions())}


def industry(cell: Cell) -> dict[str, Any]:
    """A GB/T 4754 code with or without its letter, or a name."""
    return {"industry": _code(read_text(cell.value), _names_of_industries(), industries())}


_LEADING_CODE = re.compile(r"([A-Z]?\d{2,6}|[A-Z])[\s:：]+\S")
"""``120103 天津市 河西区``, as our exports write it."""


def _code(text: str, names: Mapping[str, set[str]], vocabulary: Vocabulary) -> str:
    leading = _LEADING_CODE.match(text)
    if leading and leading[1] in vocabulary:
        return leading[1]
    found = names.get(_plain(text), set())
    if len(found) > 1:  # A branch with one twig has its name twice; the upper one is meant.
        found = {code for code in found if not any(above.code in found for above in vocabulary.path(code)[:-1])}
    if len(found) == 1:
        return next(iter(found))
    if found:
        some = ", ".join(f"{code} {vocabulary.full_name(code)}" for code in sorted(found)[:4])
        raise ValueError(
            _("“%(text)s” is the name of several; give one of the codes: %(some)s.") % {"text": text, "some": some}
        )
    raise ValueError(_("“%(text)s” is neither a code nor a name of the table.") % {"text": text[:60]})


# -- closed lists -----------------------------------------------------------------------------------

_WAYS: dict[str, tuple[str, ...]] = {
    "assignment": ("转让", "专利转让", "技术转让", "sale", "transfer"),
    "licence": ("许可", "license", "专利许可", "技术许可", "授权许可", "licensing"),
    "equity": ("入股", "作价入股", "技术入股"),
    "joint_development": ("合作开发", "联合开发", "合作", "共同开发"),
    "service": ("技术服务", "服务", "技术咨询"),
}
_SYNONYMS: dict[type, dict[str, tuple[str, ...]]] = {
    Tier: {
        "public": ("公开",),
        "members": ("会员", "成员", "会员可见", "认证会员"),
        "on_request": ("按需", "申请可见", "仅标题"),
        "confidential": ("保密", "涉密", "不公开"),
    },
    Way: _WAYS,
    Cooperation: {
        **_WAYS,
        "commissioned_development": ("委托开发", "委托研发", "委托", "定制开发", "contract development"),
        "service": ("技术服务", "服务"),
        "consulting": ("技术咨询", "咨询"),
    },
    ReadinessScale: {
        "iso16290": ("iso 16290", "trl", "技术成熟度"),
        "gbt22900-2009": ("gb/t 22900-2009", "gbt 22900-2009"),
        "gbt22900-2022": ("gb/t 22900-2022", "gbt 22900-2022", "gb/t 22900"),
        "mrl": ("制造成熟度",),
    },
    OrganisationKind: {
        "enterprise": ("企业", "公司", "company"),
        "university": ("高校", "大学", "学校"),
        "institute": ("科研院所", "研究院", "研究所", "院所"),
        "laboratory": ("实验室", "lab"),
        "service": ("服务机构",),
        "park": ("园区",),
        "government": ("政府", "政府部门"),
        "investor": ("投资机构", "投资人"),
    },
}


@cache
def _choices(choices: Any) -> dict[str, str]:
    """Values, labels in both languages and what people write instead → value."""
    names: dict[str, str] = {}
    for value, others in _SYNONYMS[choices].items():
        for name in (value, *others):
            names[_plain(name)] = value
    for language in ("zh-hans", "en"):
        with translation.override(language):
            names.update({_plain(label): value for value, label in choices.choices})
    return names


def _choice(choices: Any, text: str) -> str:
    value = _choices(choices).get(_plain(text))
    if value is None:
        raise ValueError(
            _("“%(text)s” is not in the list: %(list)s.")
            % {"text": text[:60], "list": ", ".join(str(label) for label in choices.labels)}
        )
    return value


def choice(name: str, choices: Any) -> Reader:
    return lambda cell: {name: _choice(choices, read_text(cell.value))}


def choice_list(name: str, choices: Any) -> Reader:
    return lambda cell: {name: _unique(_choice(choices, item) for item in _list_of_labels(cell.value))}


def _list_of_labels(value: Any) -> list[str]:
    items = read_list(value)
    return items if isinstance(value, list) or len(items) < 2 else [part for item in items for part in item.split("和")]


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


_LEVEL = re.compile(r"(?P<scale>.*?)[\s:：]*(?:第|level|级别)?\s*(?P<level>\d{1,2})\s*级?")


def readiness(cell: Cell) -> dict[str, Any]:
    """A level with its scale in front: ``TRL 6``, ``GB/T 22900-2009 第10级``; under a header "TRL" a bare 6."""
    value = unicodedata.normalize("NFKC", read_text(cell.value)).lower()
    match = _LEVEL.fullmatch(value)
    if not match:
        raise ValueError(
            _("“%(text)s” is not a readiness level, such as TRL 6.") % {"text": read_text(cell.value)[:60]}
        )
    scale = match["scale"].strip() or ("trl" if "trl" in cell.header.lower() else "")
    found = {"readiness_level": int(match["level"])}
    return found | ({"readiness_scale": _choice(ReadinessScale, scale)} if scale else {})


# -- money ------------------------------------------------------------------------------------------

_UNITS: dict[str, int | Decimal] = {
    "亿元": 10_000,
    "亿": 10_000,
    "千万元": 1_000,
    "千万": 1_000,
    "百万元": 100,
    "百万": 100,
    "万元": 1,
    "万": 1,
    "w": 1,
    "million": 100,
    "千元": Decimal("0.1"),
    "元": Decimal("0.0001"),
    "圆": Decimal("0.0001"),
    "yuan": Decimal("0.0001"),
}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_AMOUNT = rf"(\d+(?:\.\d+)?)\s*({_UNIT})?"
_SINGLE = re.compile(_AMOUNT)
_RANGE = re.compile(rf"{_AMOUNT}\s*(?:-|~|—+|–|至|到|to)\s*{_AMOUNT}")
_NO_MONEY = frozenset(
    {
        "面议",
        "待定",
        "协商",
        "另议",
        "可议",
        "不限",
        "无",
        "暂无",
        "negotiable",
        "tbd",
        "n/a",
        "na",
        "none",
        "-",
        "--",
        "—",
        "——",
        "/",
    }
)
_AT_MOST = re.compile(r"^(≤|<=|<|不超过|最多|最高|up to|at most|max)|(以内|以下|之内)$")
_AT_LEAST = re.compile(r"^(≥|>=|>|不低于|不少于|至少|at least|from|min)|(以上|起|\+)$")
_FILLING = re.compile(r"人民币|rmb|cny|[¥￥]|大约|约|左右|about|approx\.?")
_FOREIGN_MONEY = re.compile(r"[$€£]|usd|eur|gbp|jpy|hkd|美元|欧元|日元|港币|港元|英镑")
_HEADER_UNIT = re.compile(r"[(（\[](.*?)[)）\]]")
LARGEST_BARE = 100_000
"""A number without a unit beyond this many 万元 (a milliard) is rather meant in yuan: the person has to say."""


def read_money(cell: Cell) -> tuple[Decimal | None, Decimal | None]:
    """Lower and upper end in 万元: ``30万元``, ``1,200 万``, ``20-50万``, ``50万以内``; a bare number is in 万元.

    A unit in the header holds for bare numbers, as in "预算（元）". "面议" and the like are no amount.
    """
    original = read_text(cell.value)
    plain = _FILLING.sub("", unicodedata.normalize("NFKC", original).lower()).strip()
    plain = re.sub(r"(?<=\d)[,\s](?=\d{3}(?!\d))", "", plain)
    if plain in _NO_MONEY:
        return None, None
    if _FOREIGN_MONEY.search(plain):
        raise ValueError(_("“%(text)s”: give the amount in yuan (CNY).") % {"text": original[:60]})
    at_most, at_least = bool(_AT_MOST.search(plain)), bool(_AT_LEAST.search(plain))
    plain = _AT_LEAST.sub("", _AT_MOST.sub("", plain)).strip()
    default = _unit_of_header(cell.header)
    if match := _RANGE.fullmatch(plain):
        last = match[4] or match[2]
        return _amount(match[1], match[2] or last, default), _amount(match[3], last, default)
    if match := _SINGLE.fullmatch(plain):
        amount = _amount(match[1], match[2], default)
        return (None if at_most else amount), (None if at_least else amount)
    raise ValueError(_("“%(text)s” is not an amount, such as 30万元 or 20-50万元.") % {"text": original[:60]})


def _unit_of_header(header: str) -> str:
    match = _HEADER_UNIT.search(unicodedata.normalize("NFKC", header).lower())
    if not match:
        return ""
    inside = re.sub(r"[\s,]|人民币", "", match[1])
    if inside in _UNITS:
        return inside
    return {"10000cny": "万元", "10000rmb": "万元", "cny": "元", "rmb": "元"}.get(inside, "")


def _amount(number: str, unit: str | None, default: str) -> Decimal:
    value = read_decimal(number)
    if not unit and not default and value > LARGEST_BARE:
        raise ValueError(_("%(number)s of what? Give the unit: 元 or 万元.") % {"number": number})
    amount = value * Decimal(_UNITS[unit or default or "万元"])
    try:
        return amount.quantize(Decimal("0.0001"))
    except InvalidOperation:  # more digits than a Decimal keeps
        raise ValueError(_("“%(text)s” is not an amount, such as 30万元 or 20-50万元.") % {"text": number[:60]})


def money_range(name: str) -> Reader:
    """Both ends from one cell."""

    def read(cell: Cell) -> dict[str, Any]:
        low, high = read_money(cell)
        return {f"{name}_min": low, f"{name}_max": high}

    return read


def money(name: str) -> Reader:
    """One end."""

    def read(cell: Cell) -> dict[str, Any]:
        low, high = read_money(cell)
        if low is not None and high is not None and low != high:
            raise ValueError(
                _("“%(text)s” is a range, where one amount is needed.") % {"text": read_text(cell.value)[:60]}
            )
        return {name: low if low is not None else high}

    return read


def website(cell: Cell) -> dict[str, Any]:
    """An address; without a scheme https is meant."""
    address = read_text(cell.value)
    return {"website": address if re.match(r"https?://", address) else f"https://{address}"}
