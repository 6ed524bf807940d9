"""Takes a need apart: which place of it states which element.

Headings open sections, cue words tell what a clause states, and a clause without a cue goes on with what the clause
before it states. Parameters are those of `heliu_engine.quantities`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from heliu_engine.coach.cues import Section, phrases
from heliu_engine.coach.objects import object_in, object_of_title
from heliu_engine.coach.pieces import Piece, canonical, pieces
from heliu_engine.coach.sheet import ELEMENTS, Element, ElementName, Sheet
from heliu_engine.documents import Span
from heliu_engine.quantities import Parameter, extract

_GOES_ON: frozenset[ElementName] = frozenset({"problem", "method", "current"})
"""Elements that a clause without a cue goes on with."""
_BY_SECTION: dict[Section | None, ElementName] = {name: name for name in (*_GOES_ON, "conditions")}
"""Sections whose clauses state their element where no cue says otherwise."""
_ALL_OF_IT: dict[Section | None, ElementName] = {name: name for name in ("cooperation", "confidentiality")}
"""Sections whose clauses all state their element."""
_ASKING: frozenset[Section | None] = frozenset({"need", "parameters"})
_LIMITS = frozenset({">=", ">", "<=", "<"})
_LONGEST_CONDITION = 60
"""Code points of a clause that is taken whole because a condition is stated in it."""


def take_apart(text: str, *, title: str = "", lang: str = "") -> Sheet:
    """The elements of a need with their places in ``text``; ``title`` helps to find the object.

    A sentence with Chinese characters is read as Chinese, another as English unless ``lang`` is ``zh``. Places of one
    element never overlap; those of two may. Any text is safe, and time grows with its length alone.

    >>> sheet = take_apart("钢结构防腐涂层一年就脱落，要求涂层厚度≥0.3mm，预算50万元。", title="防腐涂层研发")
    >>> [(element.name, element.text) for element in sheet.elements if element.name != "problem"]
    [('object', '防腐涂层'), ('parameters', '涂层厚度≥0.3mm'), ('budget', '预算50万元')]
    """
    searched = canonical(text)
    parameters = extract(text, lang)
    clauses = _with_parameters(pieces(text, searched, lang), parameters)
    stated = _Reader(searched).read(clauses)
    found = object_in(searched, [clause.piece for clause in clauses], title)
    if found is not None:
        stated.append(("object", found))
    elements = sorted(
        (Element(name, span, text[slice(*span)]) for name in ELEMENTS for span in _apart(stated, name)),
        key=lambda element: (element.span, ELEMENTS.index(element.name)),
    )
    return Sheet(text, tuple(elements), parameters, title, object_of_title(title, lang))


@dataclass(frozen=True, slots=True)
class _Clause:
    piece: Piece
    parameters: Sequence[Parameter]
    """Those that begin in it."""


def _with_parameters(cut: Sequence[Piece], parameters: Sequence[Parameter]) -> list[_Clause]:
    clauses: list[_Clause] = []
    place = 0
    for number, piece in enumerate(cut):
        ceiling = cut[number + 1].start if number + 1 < len(cut) else None
        own: list[Parameter] = []
        while place < len(parameters) and (ceiling is None or parameters[place].start < ceiling):
            own.append(parameters[place])
            place += 1
        clauses.append(_Clause(piece, own))
    return clauses


class _Reader:
    """One text while its clauses are read one after the other."""

    def __init__(self, searched: str) -> None:
        self._text = searched
        self._stated: list[tuple[ElementName, Span]] = []
        self._last: dict[ElementName, int] = {}
        """Elements of the clause before this one in the sentence, and where they stand among those stated."""
        self._wishing = False
        """The clauses of this sentence so far say what is wanted."""

    def read(self, clauses: Sequence[_Clause]) -> list[tuple[ElementName, Span]]:
        for clause in clauses:
            piece = clause.piece
            if piece.first:
                self._last, self._wishing = {}, False
            names = self._names(clause)
            self._state(names, piece)
            self._read_phrases(clause, names)
        return self._stated

    def _state(self, names: frozenset[ElementName], piece: Piece) -> None:
        """Note what a clause states; neighbours in a sentence that state the same are one place."""
        last: dict[ElementName, int] = {}
        for name in sorted(names, key=ELEMENTS.index):
            start = piece.start
            if name == "cooperation":
                before = piece.cues.before_cooperation.match(self._text, piece.start, piece.end)
                start = before.end() if before is not None and before.end() < piece.end else start
            place = self._last.get(name)
            if place is None:
                place = len(self._stated)
                self._stated.append((name, (start, piece.end)))
            else:
                self._stated[place] = name, (self._stated[place][1][0], piece.end)
            last[name] = place
        self._last = last

    def _names(self, clause: _Clause) -> frozenset[ElementName]:
        """The elements that a clause states by its words, its section, or the clause before it."""
        piece, cues, place = clause.piece, clause.piece.cues, (clause.piece.start, clause.piece.end)
        names: set[ElementName] = set()
        if piece.section in _ALL_OF_IT:
            names.add(_ALL_OF_IT[piece.section])
        if cues.cooperation.search(self._text, *place):
            names.add("cooperation")
        if cues.confidentiality.search(self._text, *place):
            names.add("confidentiality")
        if cues.conditions.search(self._text, *place):
            names.add("conditions")
        told = self._told(clause) if piece.section != "other" or not names else None
        if told is not None:
            names.add(told)
            if told == "problem" and clause.parameters and not self._wishing:
                names.add("current")
        if names or self._wishing or cues.boast.search(self._text, *place):
            return frozenset(names)
        if not clause.parameters and self._last.keys() & _GOES_ON:
            return frozenset(self._last.keys() & _GOES_ON)
        return frozenset({_BY_SECTION[piece.section]}) if piece.section in _BY_SECTION else frozenset()

    def _told(self, clause: _Clause) -> ElementName | None:
        """Which of problem, current state and method the words of a clause tell."""
        piece, cues, place = clause.piece, clause.piece.cues, (clause.piece.start, clause.piece.end)
        wish = cues.wish.search(self._text, *place) is not None or cues.aim.match(self._text, *place) is not None
        if cues.turn.match(self._text, *place) or piece.first:
            self._wishing = wish
        else:
            self._wishing = self._wishing or wish
        if cues.named_problem.search(self._text, *place):
            return "problem"
        if cues.problem.search(self._text, *place) and (not self._wishing or cues.solve.search(self._text, *place)):
            return "problem"
        if cues.tried.search(self._text, *place):
            return "method"
        if piece.section == "method":
            return "method"
        now = cues.now.search(self._text, *place) is not None
        boast = cues.boast.search(self._text, *place) is not None
        if now and not self._wishing and not boast:
            return "current"
        if piece.section in {"current", "problem"} or boast:
            return None
        if cues.method.search(self._text, *place):
            return "method"
        return None

    def _read_phrases(self, clause: _Clause, names: frozenset[ElementName]) -> None:
        piece, cues = clause.piece, clause.piece.cues
        due = list(phrases(cues.deadline, self._text, piece.start, piece.end))
        if cues.duration.fullmatch(self._text, piece.start, piece.end):
            due = [(piece.start, piece.end)]
        self._stated.extend(("deadline", span) for span in due)
        if "current" not in names:
            standards = phrases(cues.parameters, self._text, piece.start, piece.end)
            self._stated.extend(("parameters", span) for span in standards)
        for parameter in clause.parameters:
            span = parameter.start, parameter.end
            if any(start < span[1] and span[0] < end for start, end in due):
                continue
            self._stated.append(self._of_parameter(parameter, clause, names))

    def _of_parameter(
        self, parameter: Parameter, clause: _Clause, names: frozenset[ElementName]
    ) -> tuple[ElementName, Span]:
        piece, span = clause.piece, (parameter.start, parameter.end)
        whole = span
        if piece.end >= parameter.end and piece.end - piece.start <= _LONGEST_CONDITION:
            whole = piece.start, piece.end
        if parameter.role == "deadline":
            return "deadline", span
        if parameter.role == "budget":
            if piece.cues.rate.search(self._text, max(piece.start, span[0] - 12), min(piece.end, span[1] + 4)):
                return ("current", whole) if names & {"current", "problem"} else ("parameters", span)
            return "budget", span
        if parameter.role == "condition":
            return "conditions", span if any(other.role == "target" for other in clause.parameters) else whole
        if parameter.role == "current":
            return "current", whole
        if names & {"current", "problem"} and not self._asked(parameter, clause):
            return "current", whole
        return "parameters", span

    def _asked(self, parameter: Parameter, clause: _Clause) -> bool:
        """Whether a value in a clause that tells of the present is asked for all the same."""
        return self._wishing or clause.piece.section in _ASKING or parameter.comparator in _LIMITS


def _apart(stated: Sequence[tuple[ElementName, Span]], name: ElementName) -> list[Span]:
    """Places of one element in order; those that overlap are one."""
    found: list[Span] = []
    for start, end in sorted(span for other, span in stated if other == name):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
