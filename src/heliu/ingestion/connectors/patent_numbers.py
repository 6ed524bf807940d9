"""What the numbers of patents say: which right it is and how far it has come."""

from __future__ import annotations

import re
from collections.abc import Mapping

from heliu.kit.identifiers import read_cn_application

_KINDS = {
    ("CN", "A"): ("invention", "filed"), ("CN", "B"): ("invention", "granted"), ("CN", "C"): ("invention", "granted"),
    ("CN", "U"): ("utility", "granted"), ("CN", "Y"): ("utility", "granted"), ("CN", "S"): ("design", "granted"),
    ("CN", "D"): ("design", "granted"),
    ("EP", "A"): ("invention", "filed"), ("EP", "B"): ("invention", "granted"),
    ("WO", "A"): ("invention", "filed"),
    ("US", "A1"): ("invention", "filed"), ("US", "A2"): ("invention", "filed"), ("US", "A9"): ("invention", "filed"),
    ("US", "B"): ("invention", "granted"), ("US", "S"): ("design", "granted"),
    ("JP", "A"): ("invention", "filed"), ("JP", "B"): ("invention", "granted"),
    ("KR", "A"): ("invention", "filed"), ("KR", "B"): ("invention", "granted"),
    ("DE", "U"): ("utility", "registered"),
}  # fmt: skip
"""Office and kind code (WIPO ST.16; the letter stands for all its numbers) → kind and status of the right.

What is not here is not certain: a code of another office, or one that meant something else earlier (US A).
"""

_APPLICATION_TYPES = {"1": "invention", "8": "invention", "2": "utility", "9": "utility", "3": "design"}


def property_of(country: str, number: str, code: str, titles: Mapping[str, str]) -> dict[str, str] | None:
    """A part ``intellectual_property`` of an achievement, or None where it is not certain which right it is.

    ``number`` is without the country and the kind code; ``titles`` are the fields ``title_zh`` and ``title_en``.
    """
    found = _KINDS.get((country, code)) or _KINDS.get((country, code[:1]))
    if found is None and country == "CN" and (application := read_cn_application(number)):
        type_digit = application[4] if len(application) == 14 else application[2]
        found = (_APPLICATION_TYPES[type_digit], "filed")
    if found is None or not number:
        return None
    kind, status = found
    cut = {name: text if len(text) <= 300 else f"{text[:299]}…" for name, text in titles.items()}
    return {"kind": kind, "status": status, "number": f"{country}{number}{code}"[:40], **cut}


_IPC = re.compile(r"([A-H]\d{2}[A-Z])\s*(\d{1,4})\s*/\s*(\d{2,6})", re.ASCII)


def ipc_symbol(text: str) -> str:
    """``H01L21/02`` of however a symbol is spaced; empty where there is none."""
    match = _IPC.search(text)
    return f"{match[1]}{match[2]}/{match[3]}" if match else ""
