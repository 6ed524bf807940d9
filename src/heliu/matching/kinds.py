"""Kinds of records that can be matched.

A feature registers its kinds in ``AppConfig.ready()``; matching itself registers those of the
catalog. Index, matches and pages refer to a record as ``(kind, id)`` and need no foreign key upward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heliu.kit.language import LANGUAGES

Span = tuple[int, int]
ProfileName = Literal["demand", "expert", "policy", "general"]
States = Literal["required", "offered", ""]
"""Whether what a record states of itself is required or offered; empty where it states parameters by chance only."""
PUBLIC, MEMBERS = "public", "members"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stored field and what it holds."""

    field: str
    """As the API names it: ``title_zh``, ``works[0].title_zh``."""
    text: str


@dataclass(frozen=True, slots=True)
class RecordDocument:
    """One text in one language by which a record is found, made of pieces that are stored one by one."""

    id: str
    lang: str
    title: Piece
    body: tuple[Piece, ...] = ()
    keywords: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The body as the engine gets it. The line break between two pieces ends a sentence there."""
        return "\n".join(piece.text for piece in self.body)

    def locate(self, part: str, span: Span) -> tuple[Piece, Span] | None:
        """The stored place of a span in ``title`` or ``text``; of one across pieces, its longest share."""
        start, end = span
        if part == "title":
            return (self.title, span) if 0 <= start < end <= len(self.title.text) else None
        best: tuple[Piece, Span] | None = None
        offset = 0
        for piece in self.body:
            low, high = max(start - offset, 0), min(end - offset, len(piece.text))
            if low < high and (best is None or high - low > best[1][1] - best[1][0]):
                best = (piece, (low, high))
            offset += len(piece.text) + 1
        return best

    def place_of(self, part: str, span: Span, text: str) -> tuple[Piece, Span] | None:
        """The stored place of a span, if ``text`` is what stands there still."""
        whole = self.title.text if part == "title" else self.text
        return self.locate(part, span) if whole[slice(*span)] == text else None


@dataclass(frozen=True, slots=True)
class Facets:
    """What filters ask of a record."""

    audience: str = PUBLIC
    region: str = ""
    industry: str = ""
    readiness: int | None = None
    """A level together with its scale, by ``readiness_code``."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of record with everything matching has to know of it."""

    name: str
    label: Promise | str
    label_plural: Promise | str
    model: type[Model]
    findable: Callable[[], QuerySet[Any]]
    """Records that stand in the index."""
    visible_to: Callable[[Any], QuerySet[Any]]
    """Records that a person may know of; every result is fetched through it."""
    readable_by: Callable[[Any], QuerySet[Any]]
    """Of these, the records a person may read in full; of the others a page tells title and summary only."""
    opened: Callable[[Any], bool]
    """Whether more than title and summary of a record may be told to all of its audience."""
    to_documents: Callable[[Any, bool], Sequence[RecordDocument]]
    """The documents of a record; with False, of its title and summary alone."""
    facets: Callable[[Any], Facets]
    named: bool = False
    """Whether the title is a person's name, which says nothing about what is looked for."""
    answered_by: tuple[str, ...] = ()
    """Kinds that a record of this kind is matched with on its page."""
    query_profile: ProfileName = "general"
    """How the engine weighs what is found for a record of this kind."""
    states: States = ""
    """On which side the parameters of a record of this kind stand in a verdict."""
    card: str = "matching/cards/record.html"

    def group(self, pk: Any) -> str:
        """Identity in the index: everything of one record shares it."""
        return f"{self.name}:{pk}"

    def is_name(self, field: str) -> bool:
        """Whether a field holds a person's name."""
        return self.named and field.startswith("title_")

    def index_documents(self, record: Any) -> Sequence[RecordDocument]:
        """What the index gets of a findable record: never more than its audience may read."""
        return self.to_documents(record, self.opened(record))


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Make a kind matchable. Registering the same name twice is a mistake."""
    if kind.name in _kinds:
        raise ValueError(f"The kind {kind.name!r} is registered already.")
    _kinds[kind.name] = kind


def all_kinds() -> tuple[Kind, ...]:
    """Every registered kind, in the order of registration: it is the order of the page."""
    return tuple(_kinds.values())


def kind_names() -> tuple[str, ...]:
    return tuple(_kinds)


def get_kind(name: str) -> Kind:
    """The kind of this name; LookupError for an unknown one."""
    try:
        return _kinds[name]
    except KeyError:
        raise LookupError(f"There is no kind {name!r}.") from None


def find_kind(record: Model) -> Kind | None:
    """The kind of a record, or None where records of its model are not matched."""
    return next((kind for kind in _kinds.values() if isinstance(record, kind.model)), None)


def split_group(group: str) -> tuple[str, int]:
    """Kind and id of an identity in the index."""
    name, _, pk = group.partition(":")
    return name, int(pk)


# -- readiness ----------------------------------------------------------------------------------

READINESS_STEP = 100


def readiness_code(scale: str, level: int | None) -> int | None:
    """One number for scale and level: levels of different scales are never compared, so they never mix.

    Scales are numbered in the order of ``ReadinessScale``; level 6 of the first is 106.
    """
    from heliu.catalog.choices import ReadinessScale

    if level is None or scale not in ReadinessScale.values:
        return None
    return (ReadinessScale.values.index(scale) + 1) * READINESS_STEP + level


def readiness_range(scale: str, low: int | None, high: int | None) -> tuple[int, int]:
    """The codes of the levels from ``low`` to ``high`` of a scale."""
    first = readiness_code(scale, low if low is not None else 0)
    last = readiness_code(scale, high if high is not None else READINESS_STEP - 1)
    if first is None or last is None:
        raise LookupError(f"There is no readiness scale {scale!r}.")
    return first, last


# -- the catalog's kinds ------------------------------------------------------------------------


def written_languages(record: Any, *names: str) -> list[str]:
    """Languages in which at least one of the fields holds something."""
    return [lang for lang in LANGUAGES if any(getattr(record, f"{name}_{lang}") for name in names)]


def _has_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def writing_of(text: str) -> str:
    """The language a text is written in, of the two there are: ``zh`` where a character of it is Chinese."""
    return "zh" if _has_chinese(text) else "en"


def _home_of(text: str, languages: Sequence[str]) -> str:
    """The language whose document takes a field that is stored once: its own if the record has that."""
    own = writing_of(text)
    return own if own in languages else languages[0]


def _bodies(record: Any, languages: Sequence[str], single: Iterable[str]) -> dict[str, list[Piece]]:
    bodies = {lang: [Piece(f"description_{lang}", getattr(record, f"description_{lang}"))] for lang in languages}
    for name in single:
        if text := getattr(record, name):
            bodies[_home_of(text, languages)].append(Piece(name, text))
    return {lang: [piece for piece in pieces if piece.text] for lang, pieces in bodies.items()}


def _filled(*pieces: Piece) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text)


def record_documents(record: Any, opened: bool, *, single: Iterable[str] = ()) -> list[RecordDocument]:
    """One document a language; ``single`` names fields that are stored in whichever language.

    Of a record that is not opened it holds the title, and the summary that its owner wrote for everybody.
    """
    group = f"{record.kind}:{record.pk}"
    if not opened:
        return [
            RecordDocument(
                id=f"{group}:{lang}",
                lang=lang,
                title=Piece(f"title_{lang}", getattr(record, f"title_{lang}")),
                body=_filled(Piece(f"summary_{lang}", getattr(record, f"summary_{lang}"))),
            )
            for lang in written_languages(record, "title", "summary")
        ]
    languages = written_languages(record, "title", "description")
    if not languages:
        return []
    bodies = _bodies(record, languages, single)
    return [
        RecordDocument(
            id=f"{group}:{lang}",
            lang=lang,
            title=Piece(f"title_{lang}", getattr(record, f"title_{lang}")),
            body=tuple(bodies[lang]),
            keywords=tuple(str(word) for word in getattr(record, f"keywords_{lang}") if word),
        )
        for lang in languages
    ]


def demand_documents(record: Any, opened: bool) -> list[RecordDocument]:
    """A demand with the elements of its sheet by which something that answers it is recognised.

    What the organisation has today would find more of the same, money and dates find nothing, and what it says of
    confidentiality is not for everybody who may find the demand.
    """
    elements = ("need_object", "need_problem", "need_method", "need_conditions", "parameters")
    return record_documents(record, opened, single=elements)


def achievement_documents(record: Any, opened: bool) -> list[RecordDocument]:
    """An achievement with its parameters."""
    return record_documents(record, opened, single=("parameters",))


def expert_documents(record: Any, opened: bool) -> list[RecordDocument]:
    """The profile, and a document for each work, which may be why somebody is found.

    The title of an expert is a name. It is put before the profile, since a title is compared by its
    meaning, and people whose names look alike do not do the same work.
    """
    documents = record_documents(record, opened)
    named = [
        replace(document, title=Piece("", ""), body=_filled(document.title, *document.body))
        if opened or document.body
        else document
        for document in documents
    ]
    return [*named, *_work_documents(record)] if opened else named


def _work_documents(expert: Any) -> Iterator[RecordDocument]:
    for place, work in enumerate(expert.works.all()):
        languages = written_languages(work, "title") or [writing_of(work.abstract)]
        home = _home_of(work.abstract, languages) if work.abstract else ""
        for lang in languages:
            title = Piece(f"works[{place}].title_{lang}", getattr(work, f"title_{lang}"))
            body = (Piece(f"works[{place}].abstract", work.abstract),) if lang == home else ()
            if title.text or body:
                yield RecordDocument(f"expert:{expert.pk}:work{work.pk}:{lang}", lang, title, body)


def organisation_documents(record: Any, opened: bool) -> list[RecordDocument]:
    """Name and description of an organisation."""
    return [
        RecordDocument(
            id=f"organisation:{record.pk}:{lang}",
            lang=lang,
            title=Piece(f"name_{lang}", getattr(record, f"name_{lang}")),
            body=tuple(
                piece for piece in [Piece(f"description_{lang}", getattr(record, f"description_{lang}"))] if piece.text
            )
            if opened
            else (),
        )
        for lang in written_languages(record, "name", "description")
    ]


def record_facets(record: Any) -> Facets:
    """Of a record that shows title and summary only, no filter may tell the rest."""
    from heliu.catalog.choices import Tier

    if record.tier == Tier.ON_REQUEST:
        return Facets()
    return Facets(
        audience=MEMBERS if record.tier == Tier.MEMBERS else PUBLIC,
        region=record.region or record.organisation.region,
        industry=record.industry,
        readiness=readiness_code(getattr(record, "readiness_scale", ""), getattr(record, "readiness_level", None)),
    )


def organisation_facets(record: Any) -> Facets:
    return Facets(region=record.region, industry=record.industry)


RECORD_KINDS = ("achievement", "expert", "demand")
"""Kinds with a disclosure tier and a state."""


def register_catalog_kinds() -> None:
    """Demands, achievements, experts and organisations."""
    from django.contrib.auth.models import AnonymousUser

    from heliu.accounts.models import Organisation
    from heliu.catalog.choices import Tier
    from heliu.catalog.models import Achievement, Demand, Expert

    def opened(record: Any) -> bool:
        return bool(record.tier in (Tier.PUBLIC, Tier.MEMBERS))

    def records(model: Any, *related: str) -> dict[str, Any]:
        def with_related(queryset: QuerySet[Any]) -> QuerySet[Any]:
            return queryset.select_related(*model.joined).prefetch_related(*related)

        return {
            "model": model,
            "findable": lambda: with_related(model.objects.findable()),
            "visible_to": lambda user: with_related(model.objects.visible_to(user)),
            "readable_by": model.objects.content_visible_to,
            "opened": opened,
            "facets": record_facets,
        }

    register_kind(
        Kind(
            name="achievement", label=_("achievement"), label_plural=_("Achievements"), **records(Achievement),
            to_documents=achievement_documents, answered_by=("demand",), states="offered",
        )
    )  # fmt: skip
    register_kind(
        Kind(
            name="expert", label=_("expert"), label_plural=_("Experts"), **records(Expert, "works"),
            to_documents=expert_documents, named=True, answered_by=("demand",),
        )
    )  # fmt: skip
    register_kind(
        Kind(
            name="organisation", label=_("organisation"), label_plural=_("Organisations"), model=Organisation,
            findable=lambda: Organisation.objects.visible_to(AnonymousUser()),
            visible_to=Organisation.objects.visible_to, readable_by=Organisation.objects.visible_to,
            opened=lambda record: True, to_documents=organisation_documents, facets=organisation_facets,
        )
    )  # fmt: skip
    register_kind(
        Kind(
            name="demand", label=_("demand"), label_plural=_("Demands"), **records(Demand),
            to_documents=demand_documents, answered_by=("achievement", "expert", "organisation"),
            query_profile="demand", states="required",
        )
    )  # fmt: skip
