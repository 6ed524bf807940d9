"""What the clauses of a need state, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from heliu_engine.coach.cues import Section, phrases
from heliu_engine.coach.pieces import Piece
from heliu_engine.coach.sheet import ELEMENTS, ElementName
from heliu_engine.documents import Span
from heliu_engine.quantities import Parameter

Stated = tuple[ElementName, Span]

_GOES_ON: frozenset[ElementName] = frozenset({"problem", "method", "current"})
"""Elements that a clause without a cue goes on with."""
_BY_SECTION: dict[Section | None, ElementName] = {name: name for name in (*_GOES_ON, "conditions")}
"""Sections whose clauses state their element where no cue says otherwise."""
_ALL_OF_IT: dict[Section | None, ElementName] = {name: name for name in ("cooperation", "confidentiality")}
"""Sections whose clauses all state their element."""
_ASKING: frozenset[Section | None] = frozenset({"need", "parameters"})
_TELLING: frozenset[Section | None] = frozenset({"current", "profile", "problem"})
_LONGEST_CONDITION = 60
"""Code points of a clause that is taken whole because a value of another role than a target is stated in it."""
_VALUES = frozenset({"target", "current"})


def read(searched: str, cut: Sequence[Piece], parameters: Sequence[Parameter]) -> list[Stated]:
    """The elements of a text, in its canonical form and its pieces, with their places in no particular order."""
    return _Reader(searched, _with_parameters(cut, parameters)).read()


@dataclass(frozen=True, slots=True)
class _Clause:
    piece: Piece
    parameters: Sequence[Parameter]
    """Those that begin in it."""
    wish: bool
    """It says what is wanted."""
    wrong: bool
    """It has a word for what goes wrong."""
    named: bool
    """It says outright that something is a problem."""

    @property
    def valued(self) -> bool:
        """It states a value that is no condition."""
        return any(parameter.role in _VALUES for parameter in self.parameters)


class _Reader:
    """One text while its clauses are read one after the other."""

    def __init__(self, searched: str, clauses: Sequence[tuple[Piece, Sequence[Parameter]]]) -> None:
        self._text = searched
        self._clauses = [self._judged(piece, parameters) for piece, parameters in clauses]
        self._asks = any(clause.wish or clause.piece.section in _ASKING for clause in self._clauses)
        """Something in the text says what is wanted; what says so nowhere is a list of what is wanted."""
        self._stated: list[Stated] = []
        self._last: dict[ElementName, int] = {}
        """Elements of the clause before this one in the sentence, and where they stand among those stated."""
        self._wishing = False
        """The clauses of this sentence so far say what is wanted."""
        self._asked = False
        """A clause before this one says what is wanted."""

    def _judged(self, piece: Piece, parameters: Sequence[Parameter]) -> _Clause:
        cues, place = piece.cues, (piece.start, piece.end)
        wish = cues.wish.search(self._text, *place) is not None or cues.aim.match(self._text, *place) is not None
        limits = any(
            parameter.role == "target" and cues.limit.search(self._text, parameter.start, parameter.end)
            for parameter in parameters
        )
        named = cues.named_problem.search(self._text, *place) is not None
        wrong = named or cues.problem.search(self._text, *place) is not None
        return _Clause(piece, parameters, wish or limits, wrong, named)

    def read(self) -> list[Stated]:
        for number, clause in enumerate(self._clauses):
            piece = clause.piece
            if piece.first:
                self._last, self._wishing = {}, False
            if piece.first or piece.cues.turn.match(self._text, piece.start, piece.end):
                self._wishing = clause.wish
            self._wishing = self._wishing or clause.wish
            following = self._clauses[number + 1] if number + 1 < len(self._clauses) else None
            names = self._names(clause, following)
            self._state(names, piece)
            self._read_phrases(clause, names)
            self._asked = self._asked or clause.wish or piece.section in _ASKING
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

    def _names(self, clause: _Clause, following: _Clause | None) -> frozenset[ElementName]:
        """The elements that a clause states: by its words, its section, or the clauses beside it."""
        piece = clause.piece
        names = self._aside(piece)
        told = self._told(clause, names)
        if told is not None:
            names.add(told)
            if told == "problem" and clause.valued and not self._wishing:
                names.add("current")
            if told != "method" and not self._wishing and piece.section not in _ASKING:
                names.discard("conditions")
        if names or self._wishing or self._searched(piece, "boast"):
            return frozenset(names)
        if self._tells_values(clause):
            return frozenset({"current"})
        if not clause.parameters and self._last.keys() & _GOES_ON:
            return frozenset(self._last.keys() & _GOES_ON)
        if piece.section in _BY_SECTION:
            return frozenset({_BY_SECTION[piece.section]})
        leads = following is not None and not following.piece.first and following.wrong and not following.wish
        return frozenset({"problem"}) if leads and not clause.parameters else frozenset()

    def _searched(self, piece: Piece, name: str) -> bool:
        pattern = getattr(piece.cues, name)
        return pattern.search(self._text, piece.start, piece.end) is not None

    def _aside(self, piece: Piece) -> set[ElementName]:
        """Elements that a clause may state beside problem, method and present state."""
        names: set[ElementName] = set()
        if piece.section in _ALL_OF_IT:
            names.add(_ALL_OF_IT[piece.section])
        if self._searched(piece, "cooperation"):
            names.add("cooperation")
        if self._searched(piece, "confidentiality"):
            names.add("confidentiality")
        elif self._searched(piece, "conditions"):
            names.add("conditions")
        return names

    def _told(self, clause: _Clause, names: set[ElementName]) -> ElementName | None:
        """Which of problem, present state and method the words of a clause tell."""
        piece = clause.piece
        boast = self._searched(piece, "boast")
        if piece.section == "other" and (names or boast):
            return None
        if clause.named and not boast:
            return "problem"
        asks = self._wishing or (piece.section in _ASKING and bool(names))
        if clause.wrong and not boast and (not asks or self._searched(piece, "solve")):
            return "problem"
        if self._searched(piece, "tried"):
            return "current" if piece.section == "current" else "method"
        if piece.section == "method":
            return "method"
        if self._searched(piece, "now") and not self._wishing and not boast and piece.section not in _ASKING:
            return "current"
        if piece.section in _TELLING or boast or names & {"cooperation", "confidentiality"}:
            return None
        return "method" if self._searched(piece, "method") else None

    def _tells_values(self, clause: _Clause) -> bool:
        """Whether values that no word calls wanted are those of the present."""
        if self._wishing or not clause.valued or clause.piece.section in _ASKING:
            return False
        return clause.piece.section in _TELLING or (self._asks and not self._asked)

    def _read_phrases(self, clause: _Clause, names: frozenset[ElementName]) -> None:
        piece, cues = clause.piece, clause.piece.cues
        due = list(phrases(cues.deadline, self._text, piece.start, piece.end))
        alone = cues.duration.search(self._text, piece.start, piece.end)
        if alone is not None:
            due.append(alone.span("time"))
        self._stated.extend(("deadline", span) for span in due)
        self._stated.extend(("budget", span) for span in phrases(cues.budget, self._text, piece.start, piece.end))
        if "current" not in names:
            standards = phrases(cues.parameters, self._text, piece.start, piece.end)
            self._stated.extend(("parameters", span) for span in standards)
        praised = self._searched(piece, "boast") and not clause.wish
        for parameter in clause.parameters:
            span = parameter.start, parameter.end
            if not praised and not any(start < span[1] and span[0] < end for start, end in due):
                self._stated.append(self._of_parameter(parameter, clause, names))

    def _of_parameter(self, parameter: Parameter, clause: _Clause, names: frozenset[ElementName]) -> Stated:
        piece, span = clause.piece, (parameter.start, parameter.end)
        whole = span
        if piece.end >= parameter.end and piece.end - piece.start <= _LONGEST_CONDITION:
            whole = piece.start, piece.end
        tells = bool(names & {"current", "problem"}) and not self._wishing
        if parameter.role == "deadline":
            return "deadline", span
        if parameter.role == "budget":
            start, end = max(piece.start, span[0] - 12), min(piece.end, span[1] + 4)
            if not piece.cues.rate.search(self._text, start, end):
                return ("current", whole) if tells else ("budget", span)
            return ("current", whole) if tells else ("parameters", span)
        if tells:
            return "current", whole
        if parameter.role == "condition":
            return "conditions", span if clause.valued else whole
        if parameter.role == "current":
            return ("conditions", whole) if "conditions" in names else ("current", span if self._wishing else whole)
        return "parameters", span


def _with_parameters(cut: Sequence[Piece], parameters: Sequence[Parameter]) -> list[tuple[Piece, Sequence[Parameter]]]:
    clauses: list[tuple[Piece, Sequence[Parameter]]] = []
    place = 0
    for number, piece in enumerate(cut):
        ceiling = cut[number + 1].start if number + 1 < len(cut) else None
        own: list[Parameter] = []
        while place < len(parameters) and (ceiling is None or parameters[place].start < ceiling):
            own.append(parameters[place])
            place += 1
        clauses.append((piece, own))
    return clauses
