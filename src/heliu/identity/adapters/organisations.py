"""Which organisation a name means: the organisations of the platform with all their names, as the engine resolves them.

For other areas, which may import this one:

    >>> resolve_organisation("天大")                               # doctest: +SKIP
    [Candidate(organisation_id=12, score=0.95, ground='short', name='天大')]
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max

from heliu.accounts.models import Organisation
from heliu.identity.choices import NameKind
from heliu.identity.models import OrganisationName
from heliu_engine.identity import NameSort, OrganisationResolver, Resolved
from heliu_engine.identity import Organisation as Known

SORTS: dict[str, NameSort] = {
    NameKind.SHORT: "short", NameKind.FORMER: "former", NameKind.ENGLISH: "english", NameKind.OTHER: "short",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that a name may mean."""

    organisation_id: int
    score: float
    """How sure, 0 to 1; from ``heliu_engine.identity.SURE`` on the name is resolved where no other is as sure."""
    ground: str
    """Why, by a word of the engine (``heliu_engine.identity.Ground``)."""
    name: str
    """The name of the organisation that was met."""


def resolve_organisation(name: str, *, code: str = "", ror: str = "", region: str = "") -> list[Candidate]:
    """Organisations that are shown and that a name may mean, the surest first.

    An equal code settles it, a different one rules an organisation out. ``region`` is a code of GB/T 2260.
    """
    found = _resolver().resolve(name, code=code, ror=ror, region=region)
    return [_candidate(one) for one in found]


def best_organisations(asked: Iterable[tuple[Sequence[str], str]]) -> list[Candidate | None]:
    """Which organisation is meant, for each of many: by its code, else by the first of its names that is known.

    None where nothing is sure enough, or several are as sure.
    """
    resolver = _resolver()
    found = (next(filter(None, (resolver.best(name, code=code) for name in names)), None) for names, code in asked)
    return [None if one is None else _candidate(one) for one in found]


def _candidate(found: Resolved) -> Candidate:
    return Candidate(int(found.id), found.score, found.ground, found.name)


def same_organisations() -> list[tuple[int, int, float, str, list[dict[str, Any]]]]:
    """Pairs of organisations that may be one, as pairs of records are kept."""
    found = []
    for pair in _resolver().likely_same():
        left, right = (int(pair.left), pair.left_name), (int(pair.right), pair.right_name)
        left, right = min(left, right), max(left, right)
        reason = {"nature": pair.ground, "agrees": True, "left": left[1], "right": right[1], "field": "", "share": None}
        found.append((left[0], right[0], pair.score, "likely", [reason]))
    return found


# -- what is known ----------------------------------------------------------------------------------

_lock = threading.Lock()
_kept: dict[str, Any] = {}


def _resolver() -> OrganisationResolver:
    """Made anew in each process when an organisation or a name was written since."""
    state = _state()
    with _lock:
        if _kept.get("state") != state:
            _kept.update(state=state, resolver=OrganisationResolver(known_organisations()))
        resolver: OrganisationResolver = _kept["resolver"]
    return resolver


def _state() -> tuple[Any, ...]:
    shown = Organisation.objects.filter(is_active=True)
    organisations = shown.aggregate(number=Count("pk"), newest=Max("updated_at"), last=Max("pk"))
    names = OrganisationName.objects.aggregate(number=Count("pk"), newest=Max("updated_at"), last=Max("pk"))
    return (*organisations.values(), *names.values())


def known_organisations() -> list[Known]:
    """Every shown organisation with its names."""
    others: dict[int, dict[NameSort, list[str]]] = {}
    for one in OrganisationName.objects.filter(organisation__is_active=True).order_by("pk"):
        others.setdefault(one.organisation_id, {}).setdefault(SORTS[one.kind], []).append(one.name)
    found = []
    for each in Organisation.objects.filter(is_active=True).order_by("pk"):
        names = {sort: list(given) for sort, given in others.get(each.pk, {}).items()}
        if each.name_zh:
            names.setdefault("official", []).append(each.name_zh)
        if each.name_en:
            names.setdefault("english", []).append(each.name_en)
        given = {sort: tuple(values) for sort, values in names.items()}
        found.append(Known(str(each.pk), given, each.uscc or "", each.ror or "", each.region))
    return found
