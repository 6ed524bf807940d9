"""What of a page stands in the catalog already: found by name, alias or code, never by a person's name alone.

Only what others may find is looked through, so that a link tells nobody of a record that they would not find by
themselves; whoever looks at a link later is asked again whether they may see where it leads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from heliu.accounts.selectors import name_variants
from heliu.catalog.choices import State, Tier
from heliu.catalog.selectors import record_model
from heliu.identity.adapters import Candidate, best_organisations
from heliu.ingestion.pages.adapters import Found, Understood
from heliu.ingestion.pages.choices import BODIES, TARGETS, LinkedBy, MentionKind

Target = tuple[str, int, str]
"""Kind and id of what stands in the catalog, and by what it was found."""

_BY = {"official": LinkedBy.NAME, "english": LinkedBy.NAME, "code": LinkedBy.CODE, "ror": LinkedBy.CODE}
_NEAR = 40
"""Characters between a person's name and that of their organisation."""


def link(understood: Understood) -> list[Target | None]:
    """For each thing that was found what it is in the catalog, where that can be told."""
    bodies = [one for one in understood.found if one.kind in BODIES]
    meant = iter(best_organisations(((one.name, one.value), one.code) for one in bodies))
    found = [_target(next(meant)) if one.kind in BODIES else None for one in understood.found]
    _link_persons(understood, found)
    for kind in (MentionKind.DEMAND, MentionKind.ACHIEVEMENT):
        _link_titles(kind, understood.found, found)
    return found


def _target(meant: Candidate | None) -> Target | None:
    """An organisation by its code or a name that is known of it; of two that may be meant a person says which."""
    return ("organisation", meant.organisation_id, _BY.get(meant.ground, LinkedBy.ALIAS)) if meant else None


def _findable(kind: str) -> Any:
    records = record_model(kind).objects.filter(state=State.PUBLISHED, organisation__is_active=True)
    return records.exclude(tier=Tier.CONFIDENTIAL)


def _link_persons(understood: Understood, found: list[Target | None]) -> None:
    """Experts by name and organisation: one that the page relates to them, or names beside them."""
    persons = {number: one for number, one in enumerate(understood.found) if one.kind == MentionKind.PERSON}
    names = {spelling for one in persons.values() for spelling in name_variants(one.name)}
    experts = _findable("expert").filter(Q(title_zh__in=names) | Q(title_en__in=names)).order_by("pk")
    known = list(experts.values_list("pk", "organisation", "title_zh", "title_en"))
    for number, one in persons.items():
        own = name_variants(one.name)
        beside = _organisations_of(number, understood, found)
        fitting = [pk for pk, owner, *titles in known if owner in beside and own & set(titles)]
        if len(fitting) == 1:
            found[number] = ("expert", fitting[0], LinkedBy.NAME)


def _organisations_of(number: int, understood: Understood, found: Sequence[Target | None]) -> set[int]:
    person = understood.found[number]
    related = {one.object for one in understood.related if one.subject == number}
    near = {
        other
        for other, body in enumerate(understood.found)
        if body.kind in BODIES and any(_is_near(mine, place) for mine in person.places for place in body.places)
    }
    return {target[1] for other in related | near if (target := found[other]) and target[0] == "organisation"}


def _is_near(one: Sequence[int], other: Sequence[int]) -> bool:
    return max(one[0], other[0]) - min(one[1], other[1]) <= _NEAR


def _link_titles(kind: str, things: Iterable[Found], found: list[Target | None]) -> None:
    """Demands and achievements by their whole title."""
    wanted = {number: name_variants(one.name) for number, one in enumerate(things) if one.kind == kind}
    titles = {title for some in wanted.values() for title in some}
    if not titles:
        return
    rows = _findable(TARGETS[kind]).filter(Q(title_zh__in=titles) | Q(title_en__in=titles)).order_by("pk")
    for pk, *written in rows.values_list("pk", "title_zh", "title_en"):
        for number, own in wanted.items():
            if own & set(written) and found[number] is None:
                found[number] = (TARGETS[kind], pk, LinkedBy.NAME)
