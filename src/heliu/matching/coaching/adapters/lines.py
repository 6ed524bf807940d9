"""Lines of a need that name the element they state, as the coach begins an answer: 预算：50万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils import translation

from heliu.matching.kinds import Span
from heliu.matching.sheets.choices import ELEMENTS, ElementName
from heliu.matching.sheets.labels import element_label

_LINE = re.compile(r"^[ \t\u3000]*([^\n：:]{1,30})[：:][ \t\u3000]*(\S[^\n]*)", re.MULTILINE)


def named_lines(text: str) -> Iterator[tuple[ElementName, Span]]:
    """Element and place of what follows its name on the line; an empty line states nothing."""
    names = _names()
    for line in _LINE.finditer(text):
        if name := names.get(line[1].strip().casefold()):
            yield name, (line.start(2), line.start(2) + len(line[2].rstrip()))


@lru_cache(1)
def _names() -> dict[str, ElementName]:
    """The names of the elements on pages, in both languages."""
    names: dict[str, ElementName] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            names |= {element_label(name).casefold(): name for name in ELEMENTS}
    return names
