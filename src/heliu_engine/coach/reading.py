"""What the clauses of a need state, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
"""Sections whose clauses state their element where they state no other."""
_ASKING: frozenset[Section | None] = frozenset({"need", "parameters"})
_TELLING: frozenset[Section | None] = frozenset({"current", "profile", "problem"})
_LONGEST_CONDITION = 60
"""Code points of a clause that is taken whole because a value of another role than a target is stated in it."""
_REACH = 16
"""Code points before a word for what goes wrong that may say it does not."""
_FAR = 10
"""Code points between the beginning of a clause and the words for a way of cooperation that are no part of it."""
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
    valued: bool
    """It states a value that is no condition."""
    sentence_asks: bool = False
    """A clause of its sentence says what is wanted."""


class _Reader:
    """One text while its clauses are read one after the other."""

    def __init__(self, searched: str, clauses: Sequence[tuple[Piece, Sequence[Parameter]]]) -> None:
        self._text = searched
        self._clauses = _with_sentences([self._judged(piece, parameters) for piece, parameters in clauses])
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
        wrong = named or self._goes_wrong(piece)
        valued = any(parameter.role in _VALUES for parameter in parameters)
        return _Clause(piece, parameters, wish or limits, wrong, named, valued)

    def _goes_wrong(self, piece: Piece) -> bool:
        for start, _ in phrases(piece.cues.problem, self._text, piece.start, piece.end):
            if not piece.cues.harmless.search(self._text, max(piece.start, start - _REACH), start):
                return True
        return False

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
            start, end = self._way(piece) if name == "cooperation" else (piece.start, piece.end)
            place = self._last.get(name)
            if place is None:
                place = len(self._stated)
                self._stated.append((name, (start, end)))
            else:
                self._stated[place] = name, (self._stated[place][1][0], end)
            last[name] = place
        self._last = last

    def _way(self, piece: Piece) -> Span:
        """The way of cooperation within its clause, without words of wishing."""
        start, end = piece.start, piece.end
        found = piece.cues.cooperation.search(self._text, start, end)
        if found is not None and found.start() - start > _FAR:
            with_whom = piece.cues.partner.search(self._text, start, found.start())
            start = found.start() if with_whom is None else with_whom.start()
        before = piece.cues.before_cooperation.match(self._text, start, end)
        if before is not None and before.end() < end:
            start = before.end()
        stop = piece.cues.after_cooperation.search(self._text, found.end() if found is not None else start, end)
        return start, end if stop is None else stop.start()

    def _names(self, clause: _Clause, following: _Clause | None) -> frozenset[ElementName]:
        """The elements that a clause states: by its words, its section, or the clauses beside it."""
        piece = clause.piece
        names = self._aside(clause)
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
        return frozenset({"problem"}) if self._leads(clause, following) else frozenset()

    def _leads(self, clause: _Clause, following: _Clause | None) -> bool:
        """Whether a clause without a cue begins the problem that the next one tells."""
        if clause.parameters or following is None or following.piece.first or following.wish or not following.wrong:
            return False
        piece = following.piece
        return piece.cues.turn.match(self._text, piece.start, piece.end) is None

    def _searched(self, piece: Piece, name: str) -> bool:
        pattern = getattr(piece.cues, name)
        return pattern.search(self._text, piece.start, piece.end) is not None

    def _aside(self, clause: _Clause) -> set[ElementName]:
        """Elements that a clause may state beside problem, method and present state."""
        piece = clause.piece
        names: set[ElementName] = set()
        if self._searched(piece, "cooperation"):
            names.add("cooperation")
        if self._searched(piece, "confidentiality"):
            names.add("confidentiality")
        elif self._searched(piece, "conditions"):
            names.add("conditions")
        if (
            not names
            and not clause.parameters
            and not self._searched(piece, "deadline")
            and piece.section in _ALL_OF_IT
        ):
            names.add(_ALL_OF_IT[piece.section])
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
        if self._searched(piece, "now") and not self._wishing and not boast:
            return "current"
        if piece.section in _TELLING or boast or names & {"cooperation", "confidentiality"}:
            return None
        if not self._searched(piece, "method"):
            return None
        # What a text says of ways before it asks for anything is what is done today.
        today = not (self._wishing or self._asked or clause.sentence_asks) and self._asks
        return "current" if today and piece.section not in _ASKING else "method"

    def _tells_values(self, clause: _Clause) -> bool:
        """Whether values that no word calls wanted are those of the present."""
        if self._wishing or not clause.valued or clause.piece.section in _ASKING:
            return False
        return clause.piece.section in _TELLING or (self._asks and not self._asked)

    def _read_phrases(self, clause: _Clause, names: frozenset[ElementName]) -> None:
        """Note dates, money, standards and parameters, each a phrase of the clause."""
        piece, cues = clause.piece, clause.piece.cues
        due = list(phrases(cues.deadline, self._text, piece.start, piece.end))
        due += [found.span("time") for found in cues.duration.finditer(self._text, piece.start, piece.end)]
        self._stated.extend(("deadline", span) for span in due)
        self._stated.extend(("budget", span) for span in phrases(cues.budget, self._text, piece.start, piece.end))
        if self._wishing or piece.section in _ASKING or not (names or self._asks):
            standards = phrases(cues.parameters, self._text, piece.start, piece.end)
            self._stated.extend(("parameters", span) for span in standards)
        if self._searched(piece, "boast") and not clause.wish:
            return
        taken = {place for span in due for place in range(*span)}
        for parameter in clause.parameters:
            if taken.isdisjoint(range(parameter.start, parameter.end)):
                self._stated.append(self._of_parameter(parameter, clause, names))

    def _of_parameter(self, parameter: Parameter, clause: _Clause, names: frozenset[ElementName]) -> Stated:
        piece, span = clause.piece, (parameter.start, parameter.end)
        whole = span
        if piece.end >= parameter.end and piece.end - piece.start <= _LONGEST_CONDITION:
            whole = piece.start, piece.end
        tells = bool(names & {"current", "problem"}) or piece.section in {"current", "profile"}
        tells = tells and not self._wishing
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


def _with_sentences(clauses: Sequence[_Clause]) -> list[_Clause]:
    """The same clauses, each told whether its sentence asks for something."""
    found: list[_Clause] = []
    asks = False
    for number in range(len(clauses) - 1, -1, -1):
        last = number + 1 == len(clauses) or clauses[number + 1].piece.first
        asks = clauses[number].wish or (asks and not last)
        found.append(replace(clauses[number], sentence_asks=asks))
    return found[::-1]


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
