"""Takes a need apart: which place of it states which element.

Headings open sections, cue words tell what a clause states, and a clause without a cue goes on with what the clause
before it states. Parameters are those of `heliu_engine.quantities`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from heliu_engine.coach.cues import Section, phrases
from heliu_engine.coach.objects import object_in, object_of_title
from heliu_engine.coach.pieces import Piece, canonical, pieces
from heliu_engine.coach.sheet import ELEMENTS, Element, ElementName, Sheet
from heliu_engine.documents import Span
from heliu_engine.quantities import Parameter, extract

Stated = list[tuple[ElementName, Span]]

_GOES_ON: frozenset[ElementName] = frozenset({"problem", "method", "current"})
"""Elements that a clause without a cue goes on with."""
_SECTIONS: dict[Section | None, ElementName] = {name: name for name in (*_GOES_ON, "conditions")}
"""Sections whose clauses state their element where no cue says otherwise."""
_ALL_OF_IT: dict[Section | None, ElementName] = {name: name for name in ("cooperation", "confidentiality")}
"""Sections whose clauses all state their element."""
_OF_ROLE: dict[str, ElementName] = {"target": "parameters", "budget": "budget", "deadline": "deadline"}
_LONGEST_CONDITION = 60
"""Code points of a clause that is taken whole because a condition is stated in it."""


def take_apart(text: str, *, title: str = "", lang: str = "") -> Sheet:
    """The elements of a need with their places in ``text``; ``title`` helps to find the object.

    A sentence with Chinese characters is read as Chinese, another as English unless ``lang`` is ``zh``. Places of one
    element never overlap; those of two may. Any text is safe, and time grows with its length alone.

    >>> sheet = take_apart("钢结构防腐涂层一年就脱落，要求涂层厚度≥0.3mm，预算50万元。", title="防腐涂层的研发")
    >>> [(element.name, element.text) for element in sheet.elements]
    [('problem', '钢结构防腐涂层一年就脱落'), ('object', '防腐涂层'), ('parameters', '涂层厚度≥0.3mm'), ('budget', '预算50万元')]
    """
    searched = canonical(text)
    cut = pieces(text, searched, lang)
    parameters = extract(text, lang)
    stated = _by_clause(searched, cut, [parameter.start for parameter in parameters])
    stated += _by_phrase(searched, cut)
    stated += _by_parameter(cut, parameters)
    found = object_in(text, searched, cut, title)
    if found is not None:
        stated.append(("object", found))
    elements = sorted(
        (Element(name, span, text[slice(*span)]) for name in ELEMENTS for span in _apart(stated, name)),
        key=lambda element: (element.span, ELEMENTS.index(element.name)),
    )
    return Sheet(text, tuple(elements), parameters, title, object_of_title(title, lang))


def _by_clause(searched: str, cut: Iterable[Piece], values: list[int]) -> Stated:
    """What each clause states; neighbours in a sentence that state the same are one place."""
    stated: Stated = []
    last: frozenset[ElementName] = frozenset()
    for piece in cut:
        if piece.first or bisect_left(values, piece.start) < bisect_left(values, piece.end):
            # A clause with a number says something of its own.
            last = frozenset()
        names = _stated_in(searched, piece, last)
        for name in sorted(names, key=ELEMENTS.index):
            if name in last:
                place = max(place for place, (other, _) in enumerate(stated[-len(ELEMENTS) :]) if other == name)
                place += max(0, len(stated) - len(ELEMENTS))
                stated[place] = name, (stated[place][1][0], piece.end)
            else:
                stated.append((name, (piece.start, piece.end)))
        last = names
    return stated


def _stated_in(searched: str, piece: Piece, last: frozenset[ElementName]) -> frozenset[ElementName]:
    """The elements that a clause states, after those that the clause before it in the sentence states."""
    cues, place = piece.cues, (piece.start, piece.end)
    names: set[ElementName] = set()
    if piece.section in _ALL_OF_IT:
        names.add(_ALL_OF_IT[piece.section])
    if cues.cooperation.search(searched, *place):
        names.add("cooperation")
    if cues.confidentiality.search(searched, *place):
        names.add("confidentiality")
    if cues.conditions.search(searched, *place):
        names.add("conditions")
    told = _told(searched, piece)
    if told is not None:
        names.add(told)
    if names or cues.wish.search(searched, *place):
        return frozenset(names)
    if last & _GOES_ON:
        return last & _GOES_ON
    return frozenset({_SECTIONS[piece.section]}) if piece.section in _SECTIONS else frozenset()


def _told(searched: str, piece: Piece) -> ElementName | None:
    """Which of problem, current state and method the cue words of a clause tell."""
    cues, place, section = piece.cues, (piece.start, piece.end), piece.section
    if cues.named_problem.search(searched, *place):
        return "problem"
    wish = cues.wish.search(searched, *place) is not None
    if not wish and cues.problem.search(searched, *place):
        return "problem"
    if section == "current":
        return "current"
    if cues.tried.search(searched, *place):
        return "method"
    if section in {"method", "problem"} and not cues.now.search(searched, *place):
        return "method" if section == "method" else "problem"
    if not wish and cues.now.search(searched, *place):
        return "current"
    if cues.method.search(searched, *place):
        return "method"
    return None


def _by_phrase(searched: str, cut: Iterable[Piece]) -> Stated:
    stated: Stated = []
    for piece in cut:
        for span in phrases(piece.cues.budget, searched, piece.start, piece.end):
            stated.append(("budget", span))
        for span in phrases(piece.cues.deadline, searched, piece.start, piece.end):
            stated.append(("deadline", span))
    return stated


def _by_parameter(cut: list[Piece], parameters: Iterable[Parameter]) -> Stated:
    stated: Stated = []
    starts = [piece.start for piece in cut]
    for parameter in parameters:
        span = parameter.start, parameter.end
        name = _OF_ROLE.get(parameter.role)
        if name is not None:
            stated.append((name, span))
            continue
        place = bisect_right(starts, parameter.start) - 1
        piece = cut[place] if place >= 0 else None
        whole = piece is not None and piece.end >= parameter.end and piece.end - piece.start <= _LONGEST_CONDITION
        name = "conditions" if parameter.role == "condition" else "current"
        stated.append((name, (piece.start, piece.end) if whole and piece is not None else span))
    return stated


def _apart(stated: Stated, name: ElementName) -> list[Span]:
    """Places of one element in order; those that overlap are one."""
    found: list[Span] = []
    for start, end in sorted(span for other, span in stated if other == name):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
