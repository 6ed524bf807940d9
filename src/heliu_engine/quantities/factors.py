"""One factor of a unit: what a place of a text says by a name, a symbol, a power or a root."""

from __future__ import annotations

import re

from heliu_engine.quantities.powers import HALF, ROOT, raised, read_power
from heliu_engine.quantities.unit_letters import letter_means
from heliu_engine.quantities.unit_lexicon import ATOMS, LONGEST_HAN, Atom, atom_of
from heliu_engine.quantities.unit_table import BEGINNINGS

_DEGREES = r"(?:°|deg(?:ree)?s?\.?)[ -]?"
_SPECIAL = (
    (re.compile(rf"{_DEGREES}(?:C(?:elsius|entigrade)?|c(?:elsius|entigrade))(?![A-Za-z])"), ATOMS["℃"]),
    (re.compile(rf"{_DEGREES}(?:F(?:ahrenheit)?|fahrenheit)(?![A-Za-z])"), ATOMS["℉"]),
    (re.compile(rf"{_DEGREES}K(?:elvin)?(?![A-Za-z])"), ATOMS["K"]),
    (re.compile(r"dB ?\(A\)"), ATOMS["dB(A)"]),
    (re.compile(r"(?:wt|质量)\.? ?%"), ATOMS["wt%"]),
    (re.compile(r"vol\.? ?%"), ATOMS["vol%"]),
    (re.compile(r"% ?RH(?![A-Za-z])"), ATOMS["%"]),
    (re.compile(r"g{1,2} ?(?:rms|RMS)(?![A-Za-z])|[gG]''?s(?![A-Za-z])"), ATOMS["Grms"]),
    (re.compile(r"([kM]?)[Rr]ads? ?(?:\((?:Si|SiO2|GaAs)\)|Si(?![A-Za-z]))"), ATOMS["rad"]),
    (re.compile(r"C[CD](?![A-Za-z])"), ATOMS["C倍率"]),
    (re.compile(r"Nm[3³](?!\d)"), ATOMS["Nm3"]),
    (re.compile(r"[kK] ?(?:€|EUR(?![A-Za-z]))"), Atom("1e3 EUR", "1e3*EUR", "money")),
    (re.compile(r"M ?(?:€|EUR(?![A-Za-z]))"), Atom("1e6 EUR", "1e6*EUR", "money")),
    (re.compile(r"[kK] ?(?:\$|USD(?![A-Za-z]))"), Atom("1e3 USD", "1e3*USD", "money")),
    (re.compile(r"M ?(?:\$|USD(?![A-Za-z]))"), Atom("1e6 USD", "1e6*USD", "money")),
    (re.compile(r"€"), ATOMS["EUR"]),
    (re.compile(r"nautical miles?(?![A-Za-z])"), ATOMS["nmi"]),
    (re.compile(r"(?:pounds? of force|pounds?-force)(?![A-Za-z])"), ATOMS["lbf"]),
    (re.compile(r"orders?[ -]of[ -]magnitude(?![A-Za-z])"), ATOMS["数量级"]),
    (re.compile(r"(?:amp|ampere)s?[ -](?:hour|hr)s?(?![A-Za-z])"), ATOMS["Ah"]),
    (re.compile(r"(?:watt|W)s?[ -](?:hour|hr)s?(?![A-Za-z])"), ATOMS["Wh"]),
)
_LATIN = re.compile(r"micro-gs?(?![A-Za-z])|milli-gs?(?![A-Za-z])|[A-Za-zμΩ]{1,20}(?:-[A-Za-z]{2,12}){0,2}")
_RUN = re.compile(r"[A-Za-zμΩ]{1,20}")
_POWER_WORD = re.compile(r"(cubic|square|sq\.?|cu\.?)[ -]", re.I)
_USED = re.compile("(?:使用|运行|储存|存储|贮存|存放|放置|服役|老化|暴露)(?:了|满|达)? ?\\Z")
_PER_MASS_AND_KELVIN = re.compile("(kg|g|mol)[Kk]")
_STANDARDS = frozenset({"MIL", "ISO", "IN"})
"""What looks like a unit in capitals and names a standard: 28 V per MIL-STD-1275."""
_BELOW = {"分": ATOMS["分钟"], "时": ATOMS["小时"], "秒": ATOMS["秒"], "sec": ATOMS["s"], "k": ATOMS["K"]}
"""Shorter names that mean a unit only after a slash."""


def read_factor(text: str, place: int, number: int | None, *, below: bool) -> tuple[Atom, int] | None:
    """The factor at a place of a folded text, and where it ends; None where there is none.

    ``number`` is where the number before it begins, None where another factor stands between; ``below`` says that it
    divides.
    """
    character = text[place : place + 1]
    if not character:
        return None
    if not character.isascii() and character not in "μΩ°√€":
        return _han_factor(text, place, number, below=below)
    for pattern, atom in _SPECIAL:
        found = pattern.match(text, place)
        if found is not None:
            prefix = found[1] if pattern.groups else ""
            return (Atom(prefix + atom.norm, f"{prefix}{atom.pint}", atom.kind) if prefix else atom), found.end()
    root = ROOT.match(text, place)
    if root is not None:
        return _rooted(text, root)
    word = _POWER_WORD.match(text, place)
    if word is not None:
        inner = _RUN.match(text, word.end())
        atom_inside = atom_of(inner[0]) if inner else None
        if inner is None or atom_inside is None:
            return None
        return raised(atom_inside, 3.0 if word[1][0] in "cC" else 2.0), inner.end()
    if character == '"' and (text[place + 1 : place + 2].isalpha() or not _is_inch(text, number)):
        return None
    if character in '%"°':
        return ATOMS[character], place + 1
    return _latin_factor(text, place, number, below=below)


def _is_inch(text: str, number: int | None) -> bool:
    """In Chinese a quotation mark behind digits is one, except beside a pipe or a screen."""
    before = text[max(0, (number or 0) - 10) : number or 0].rpartition("\n")[2]
    return not re.search(r"[\u4e00-\u9fff]", before) or re.search(r"[径屏寸]", before) is not None


def _han_factor(text: str, place: int, number: int | None, *, below: bool) -> tuple[Atom, int] | None:
    for length in range(LONGEST_HAN, 0, -1):
        spelling = text[place : place + length]
        atom = (_BELOW.get(spelling) if below else None) or ATOMS.get(spelling)
        if atom is None or len(spelling) < length:
            continue
        following = text[place + length : place + length + 1]
        if following and following in BEGINNINGS.get(spelling, "") and not _is_age(text, spelling + following, number):
            continue
        # The dash of 25℃-30℃ is no power.
        power = read_power(text, place + length) if following in {"^", "⁻"} else None
        return (raised(atom, power[0]), power[1]) if power else (atom, place + length)
    return None


def _is_age(text: str, spelling: str, number: int | None) -> bool:
    """Whether 年后 tells how old something is when it is measured: 使用5年后."""
    return spelling == "年后" and number is not None and _USED.search(text, max(0, number - 6), number) is not None


def _latin_factor(text: str, place: int, number: int | None, *, below: bool) -> tuple[Atom, int] | None:
    run = _LATIN.match(text, place)
    if run is None:
        return None
    for found in (run, _RUN.match(text, place)):
        if found is None:
            continue
        end = found.end()
        spelling = found[0]
        after = text[end : end + 1]
        if after.isascii() and after.isalpha():
            continue
        atom = _BELOW.get(spelling) if below else None
        if atom is None and not below and number is not None:
            meant = letter_means(text, number, place, end)
            if meant is not None:
                if not meant:
                    return None
                atom = ATOMS.get(meant)
        atom = atom or atom_of(spelling)
        if atom is None or spelling in _STANDARDS:
            continue
        if spelling == "in" and after == ".":
            return atom, end + 1
        power = read_power(text, end)
        if power is None:
            return None if after.isdigit() else (atom, end)
        return raised(atom, power[0]), power[1]
    return _first_of_run(text, place, below=below)


def _first_of_run(text: str, place: int, *, below: bool) -> tuple[Atom, int] | None:
    """The first of two factors that are written as one run of letters: kgK, MPam1/2."""
    run = _RUN.match(text, place)
    if run is None:
        return None
    heat = _PER_MASS_AND_KELVIN.fullmatch(run[0]) if below else None
    if heat is not None:
        return ATOMS[heat[1]], heat.end(1) + place
    atom = atom_of(run[0][:-1]) if run[0].endswith("m") and HALF.match(text, run.end()) else None
    return (atom, run.end() - 1) if atom is not None else None


def _rooted(text: str, root: re.Match[str]) -> tuple[Atom, int] | None:
    """The factor under a root, raised to one half."""
    run = _RUN.match(text, root.end())
    atom = (_BELOW.get(run[0]) or atom_of(run[0])) if run else None
    if run is None or atom is None:
        return None
    closed = (root["bracket"] or root["opened"]) and text.startswith(")", run.end())
    return raised(atom, 0.5), run.end() + bool(closed)
