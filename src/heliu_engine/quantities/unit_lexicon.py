"""The tables of units as dictionaries: what a run of letters or of Chinese characters means as a factor of a unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from heliu_engine.quantities.unit_table import COUNTED_HAN, COUNTED_WORDS, PLAIN, PREFIXED, PREFIXES

Kind = Literal["physical", "temperature", "time", "angle", "percent", "ratio", "money", "count", "area", "mass", "bare"]
"""What a unit measures, as far as it matters for whether a value is a parameter; ``bare`` is no unit at all."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One factor of a unit: its norm, its expression in pint, its kind."""

    norm: str
    pint: str
    kind: Kind


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word if word in {"hertz"} else word + "es"
    return word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeou" else word + "s"


def _prefixed() -> Iterator[tuple[str, Atom]]:
    for line in PREFIXED.strip().splitlines():
        norm, pint, kind, prefixes, symbols, words, han = (part.strip() for part in line.split("|"))
        for prefix in ["", *prefixes.split()]:
            # A name in pint takes its prefix itself; a product takes it on its first factor.
            atom = Atom(prefix + norm, prefix + pint if "*" in pint else _PINT_NAMES[prefix] + pint, cast("Kind", kind))
            signs, han_name, word_name = PREFIXES[prefix].split() if prefix else ("", "", "")
            for sign in signs.split(","):
                yield from ((sign + symbol, atom) for symbol in symbols.split())
            if words != "-":
                for word in words.split():
                    yield word_name + word, atom
                    yield word_name + _plural(word), atom
                    if prefix:
                        yield f"{word_name}-{word}", atom
                        yield f"{word_name}-{_plural(word)}", atom
            yield from ((han_name + name, atom) for name in han.split())


_PINT_NAMES = {
    "": "", "k": "kilo", "M": "mega", "G": "giga", "T": "tera", "h": "hecto", "d": "deci", "c": "centi", "m": "milli",
    "u": "micro", "n": "nano", "p": "pico", "f": "femto",
}  # fmt: skip


def _plain() -> Iterator[tuple[str, Atom]]:
    for line in PLAIN.strip().splitlines():
        norm, pint, kind, spellings = (part.strip() for part in line.split("|"))
        for spelling in spellings.split():
            yield spelling, Atom(norm, pint, cast("Kind", kind))


def _counted() -> Iterator[tuple[str, Atom]]:
    for name in COUNTED_HAN.split():
        yield name, Atom(f"{{{name}}}", "count", "count")
    for word in COUNTED_WORDS.split():
        many = {"axis": "axes", "aircraft": "aircraft"}.get(word) or _plural(word)
        for spelling in (word, many):
            yield spelling, Atom(f"{{{many}}}", "count", "count")


ATOMS: dict[str, Atom] = {}
"""By spelling; Latin spellings keep their case."""
for _pairs in (_counted(), _prefixed(), _plain()):
    ATOMS.update(_pairs)

_PREFERRED = {
    "ma": "mA", "mv": "mV", "mah": "mAh", "mw": "MW", "mpa": "MPa", "mhz": "MHz", "mj": "MJ", "mn": "MN", "ml": "mL",
    "mg": "mg", "kn": "kN", "nm": "nm", "um": "um", "pa": "Pa", "db": "dB", "mev": "MeV", "gev": "GeV", "hz": "Hz",
    "gs": "Gs", "mm": "mm", "cm": "cm", "ms": "ms", "ev": "eV", "kev": "keV", "w": "W", "v": "V", "t": "tonne",
    "mbit": "Mbit", "mb": "MB", "kb": "kB", "gb": "GB", "tb": "TB", "mohm": "MΩ", "mω": "MΩ", "mwh": "MWh", "l": "L",
    "mol": "mol", "mmol": "mmol", "umol": "umol", "kg": "kg", "km": "km", "min": "min", "h": "h", "s": "s", "sec": "s",
    "msv": "mSv", "krad": "krad", "mrads": "Mrad", "dbi": "dBi", "rpm": "rpm",
}  # fmt: skip
_FOLDED: dict[str, Atom] = {}
for _spelling, _atom in ATOMS.items():
    if (_spelling.isascii() and len(_spelling) > 1) or "μ" in _spelling or "Ω" in _spelling:
        _FOLDED.setdefault(_spelling.lower(), _atom)
_FOLDED.update({folded: ATOMS[spelling] for folded, spelling in _PREFERRED.items()})

LONGEST_HAN = max(len(spelling) for spelling in ATOMS if not spelling.isascii())


def atom_of(spelling: str) -> Atom | None:
    """The factor that a whole run of letters or characters stands for, in any case where case tells nothing apart."""
    return ATOMS.get(spelling) or _FOLDED.get(spelling.lower())
