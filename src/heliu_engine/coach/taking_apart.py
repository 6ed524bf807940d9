"""Takes a need apart: which place of it states which element.

Headings open sections, cue words tell what a clause states, and a clause without a cue goes on with what the clause
before it states. Parameters are those of `heliu_engine.quantities`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from heliu_engine.coach.objects import object_in, object_of_title
from heliu_engine.coach.pieces import canonical, pieces
from heliu_engine.coach.reading import Stated, read
from heliu_engine.coach.sheet import ELEMENTS, Element, ElementName, Sheet
from heliu_engine.documents import Span
from heliu_engine.quantities import extract

KEPT = 1_000
"""Texts kept taken apart."""


def take_apart(text: str, *, title: str = "", lang: str = "") -> Sheet:
    """The elements of a need with their places in ``text``; ``title`` helps to find the object.

    A sentence with Chinese characters is read as Chinese, another as English unless ``lang`` is ``zh``. Places of one
    element never overlap; those of two may. Any text is safe, and time grows with its length alone.

    >>> sheet = take_apart("防腐涂层一年就脱落，要求厚度≥0.3mm，预算50万元。", title="防腐涂层研发")
    >>> [(element.name, element.text) for element in sheet.elements]
    [('object', '防腐涂层'), ('problem', '防腐涂层一年就脱落'), ('parameters', '厚度≥0.3mm'), ('budget', '预算50万元')]
    """
    searched = canonical(text)
    parameters = extract(text, lang)
    cut = pieces(text, searched, lang)
    stated = read(searched, cut, parameters)
    found = object_in(searched, cut, title)
    if found is not None:
        stated.append(("object", found))
    elements = sorted(
        (Element(name, span, text[slice(*span)]) for name in ELEMENTS for span in _apart(stated, name)),
        key=lambda element: (element.span[0], ELEMENTS.index(element.name)),
    )
    return Sheet(text, tuple(elements), parameters, title, object_of_title(title, lang))


@lru_cache(KEPT)
def kept_sheet(title: str, text: str, lang: str) -> Sheet:
    """What `take_apart` gives, remembered: the records near needs are the same ones again and again."""
    return take_apart(text, title=title, lang=lang)


def _apart(stated: Sequence[Stated], name: ElementName) -> list[Span]:
    """Places of one element in order; those that overlap are one. A mark with nothing behind it is no place."""
    found: list[Span] = []
    for start, end in sorted(span for other, span in stated if other == name and span[0] < span[1]):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
