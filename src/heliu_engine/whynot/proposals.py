"""What a record could say that the query asks for and the record does not say yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from heliu_engine.documents import Document, Query
from heliu_engine.quantities import Parameter, extract
from heliu_engine.retrieval import Trial
from heliu_engine.whynot.edits import Apply, Edit, EditKind
from heliu_engine.whynot.grounds import Grounds
from heliu_engine.whynot.phrases import pieces_of, terms_of

MOST: dict[EditKind, int] = {"keyword": 12, "parameter": 5, "purpose": 5, "title": 4, "language": 4}
"""Proposals of a kind that are tried: those whose words count most towards the score."""
MOST_WEIGHED = 40
"""Of a kind, whose ground is looked for."""
LONGEST_PARAMETER = 60
"""Code points; a longer span is a sentence rather than a value."""
_DEMANDED = frozenset({"target", "condition"})


@dataclass(frozen=True, slots=True)
class Proposals:
    """Edits that may be tried, by what they cost: keywords change no vector."""

    first: tuple[Edit, ...] = ()
    """Titles in the query's language, where the record has nothing in it: one of them must come before all others."""
    keywords: tuple[Edit, ...] = ()
    said: tuple[Edit, ...] = ()
    """Parameters, purposes and titles."""
    considered: int = 0
    """Texts of the query that were held against what the record says, each once."""

    def count(self, kind: EditKind) -> int:
        """How many there are of a kind."""
        return sum(edit.kind == kind for edit in (*self.first, *self.keywords, *self.said))


@dataclass
class Proposer:
    """Collects proposals for one query and one candidate."""

    query: Query
    trial: Trial
    documents: Sequence[Document]
    apply: Apply
    kinds: frozenset[EditKind]
    _base: tuple[Edit, ...] = field(default=())
    _considered: set[str] = field(default_factory=set)

    def proposals(self) -> Proposals:
        """The proposals of the kinds that are allowed, best first: those with a ground in the record."""
        lang = self.trial.lang
        grounds = Grounds(self.trial, self.documents)
        first: tuple[Edit, ...] = ()
        if not any(document.lang == lang for document in self.documents):
            # Nothing else can be said in a language before there is a title in it.
            titles = [*pieces_of(self.query, lang), *terms_of(self.query, lang)]
            first = tuple(self._edits("language", titles, grounds))
            if not first:
                return Proposals(considered=len(self._considered))
        self._base = first[:1]
        terms, pieces = terms_of(self.query, lang), pieces_of(self.query, lang)
        said = [
            *self._edits("parameter", self._parameters(), grounds, weighed=False),
            *self._edits("purpose", pieces, grounds),
            *self._edits("title", terms, grounds),
        ]
        keywords = tuple(self._edits("keyword", terms, grounds))
        return Proposals(first, keywords, tuple(said), len(self._considered))

    def _edits(self, kind: EditKind, texts: Sequence[str], grounds: Grounds, *, weighed: bool = True) -> list[Edit]:
        """Edits of a kind with these texts, those first whose words would add most to the score; equals in order.

        Where they are ``weighed``, those whose words would add nothing are left out.
        """
        if kind not in self.kinds:
            return []
        edits = [Edit(kind, text, self.trial.lang) for text in texts if not self._says(kind, text)]
        made = [(edit, documents) for edit in edits if (documents := self.apply((*self._base, edit))) is not None]
        if weighed:
            before = self.apply(self._base) or self.documents
            worded = self.trial.worded([before, *(documents for _, documents in made)])
            gains = [gain - worded[0] for gain in worded[1:]]
            order = sorted(range(len(made)), key=lambda place: (-gains[place], place))
            made = [made[place] for place in order if gains[place] > 0]
        weighty = [edit for edit, _ in made[:MOST_WEIGHED]]
        self._considered.update(edit.text for edit in weighty)
        grounded = zip(weighty, grounds.of([edit.text for edit in weighty]), strict=True)
        return [replace(edit, ground=ground) for edit, ground in grounded if ground][: MOST[kind]]

    def _says(self, kind: EditKind, text: str) -> bool:
        """Whether the place that an edit would change has its text already; a title is as good as a keyword."""
        for document in self.documents:
            places = {"title": document.title, "purpose": document.text}
            beside = "\n".join((document.title, *document.keywords))
            if document.lang == self.trial.lang and _folded(text) in _folded(places.get(kind, beside)):
                return True
        return False

    def _parameters(self) -> list[str]:
        """Values that the query asks for, as it writes them, of properties that the record does not state."""
        texts = [f"{document.title}\n{document.text}" for document in self.documents]
        stated = {_named(parameter) for text in texts for parameter in extract(text)}
        found: dict[str, None] = {}
        for parameter in extract(self.query.text, self.trial.lang):
            name, span = _named(parameter), " ".join(parameter.span.split())
            asked = parameter.role in _DEMANDED and name and len(span) <= LONGEST_PARAMETER
            if asked and name not in stated and name in _folded(span):
                found.setdefault(span)
        return list(found)


def _named(parameter: Parameter) -> str:
    return _folded(parameter.property)


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
