"""Whether two entries are of one person: by name, organisation and works together, never by the name alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from heliu_engine.identity.chinese_names import folded
from heliu_engine.identity.codes import orcid
from heliu_engine.identity.english_names import folded_english, without_form_english
from heliu_engine.identity.entries import Verdict
from heliu_engine.identity.name_forms import HAN, forms_of_mention
from heliu_engine.identity.person_names import Agreement, agreement, person_name
from heliu_engine.identity.shingles import grams, units
from heliu_engine.identity.titles import title_grams
from heliu_engine.text import normalise

PersonNature = Literal["orcid", "name", "organisation", "works", "co_authors", "fields"]

SAME_WORK = 0.8
"""Share of the shorter title's words that two titles share to be those of one work."""
SAME, LIKELY = 0.9, 0.5


@dataclass(frozen=True, slots=True)
class Person:
    """A person as an entry has them. ``names`` are all written forms, ``works`` titles, ``fields`` subjects."""

    id: str
    names: tuple[str, ...]
    organisations: tuple[str, ...] = ()
    """Names, or ids where they were resolved before: equal ids are written equally."""
    orcid: str = ""
    works: tuple[str, ...] = ()
    co_authors: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonReason:
    """What two entries of persons have in common, or in what they differ, as written."""

    nature: PersonNature
    agrees: bool
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class PersonComparison:
    """Whether two entries are of one person; ``score`` orders what a person looks at, 0 to 1."""

    score: float
    verdict: Verdict
    reasons: tuple[PersonReason, ...]


def compare_persons(one: Person, other: Person) -> PersonComparison:
    """Whether two entries are of one person, and why.

    Equal valid ORCIDs settle it, different ones too. Otherwise the name has to be compatible, and the verdict *same*
    needs a work in common, or co-authors, and something beside it such as the organisation; name and organisation alone
    are *likely* at most, a name alone is *different*: nothing speaks for more.
    """
    mine, its = orcid(one.orcid), orcid(other.orcid)
    name, name_reason = _names(one, other)
    if mine and its:
        settled = PersonReason("orcid", mine == its, mine, its)
        score = 1.0 if mine == its else 0.0
        return PersonComparison(score, "same" if score else "different", (settled, name_reason))
    if name == "different":
        return PersonComparison(0.0, "different", (name_reason,))
    co_authors, shared = _co_authors(one, other)
    found = (_organisations(one, other), _works(one, other), co_authors, _fields(one, other))
    reasons = (name_reason, *(reason for reason in found if reason is not None))
    score = _score(name, *found, shared=shared)
    verdict: Verdict = "same" if score >= SAME else "likely" if score >= LIKELY else "different"
    return PersonComparison(score, verdict, tuple(sorted(reasons, key=lambda reason: not reason.agrees)))


def _score(
    name: Agreement,
    organisation: PersonReason | None,
    works: PersonReason | None,
    co_authors: PersonReason | None,
    fields: PersonReason | None,
    *,
    shared: int,
) -> float:
    """Evidence counted up; what is not known counts nothing, what disagrees takes away. ``shared``: co-authors."""
    written_alike = name == "same"
    score = 0.3 if written_alike else 0.2
    if works is not None and works.agrees:
        score += 0.55 if written_alike else 0.5
    if co_authors is not None and co_authors.agrees:
        # One co-author in common may have a namesake too; two seldom have.
        score += 0.4 if shared > 1 else 0.2
    if organisation is not None:
        score += 0.25 if organisation.agrees else -0.1
    if fields is not None:
        score += 0.1 if fields.agrees else -0.1
    proven = any(reason is not None and reason.agrees for reason in (works, co_authors))
    if not proven:
        # The same name in the same organisation is a namesake often enough.
        score = min(score, 0.65)
    return round(min(max(score, 0.0), 0.99), 3)


def _names(one: Person, other: Person) -> tuple[Agreement, PersonReason]:
    """The best agreement of any two written forms."""
    best: Agreement = "different"
    shown = _listed(one.names[:1]), _listed(other.names[:1])
    for mine in one.names:
        for its in other.names:
            found = agreement(mine, its)
            if found == "same" or (found == "compatible" and best == "different"):
                best, shown = found, (mine, its)
        if best == "same":
            break
    # A Latin form beside a Chinese one never mends that the Chinese ones differ.
    if best != "same" and _contrary(one, other):
        best = "different"
    return best, PersonReason("name", best != "different", *shown)


def _contrary(one: Person, other: Person) -> bool:
    mine = {name.han for name in map(person_name, one.names) if name.han}
    its = {name.han for name in map(person_name, other.names) if name.han}
    return bool(mine and its) and not mine & its


def _organisations(one: Person, other: Person) -> PersonReason | None:
    if not (one.organisations and other.organisations):
        return None
    for mine in one.organisations:
        for its in other.organisations:
            if _forms(mine) & _forms(its):
                return PersonReason("organisation", True, mine, its)
    return PersonReason("organisation", False, _listed(one.organisations), _listed(other.organisations))


def _forms(organisation: str) -> set[str]:
    if not HAN.search(organisation):
        return {without_form_english(folded_english(organisation))}
    return {folded(organisation), *(form for form, cost in forms_of_mention(organisation) if cost == "form" and form)}


def _works(one: Person, other: Person) -> PersonReason | None:
    if not (one.works and other.works):
        return None
    theirs = [(title, set(title_grams(normalise(title).text).tolist())) for title in other.works]
    for mine in one.works:
        my_grams = set(title_grams(normalise(mine).text).tolist())
        for its, its_grams in theirs:
            fewer = min(len(my_grams), len(its_grams))
            longer = max(len(my_grams), len(its_grams))
            shared = len(my_grams & its_grams)
            # A short title may stand in a long one and be another work.
            if fewer and shared >= SAME_WORK * longer:
                return PersonReason("works", True, mine, its)
    return PersonReason("works", False, one.works[0], other.works[0])


def _co_authors(one: Person, other: Person) -> tuple[PersonReason | None, int]:
    """The reason, and how many co-authors both name."""
    if not (one.co_authors and other.co_authors):
        return None, 0
    own = {person_name(name) for name in (*one.names, *other.names)}
    mine, its = ({person_name(name): name for name in each.co_authors} for each in (one, other))
    shared = [key for key in mine if key in its and key not in own]
    if not shared:
        return PersonReason("co_authors", False, _listed(one.co_authors[:3]), _listed(other.co_authors[:3])), 0
    left, right = (_listed(names[key] for key in shared) for names in (mine, its))
    return PersonReason("co_authors", True, left, right), len(shared)


def _fields(one: Person, other: Person) -> PersonReason | None:
    """Whether a third of the words of the one with fewer subjects are those of the other."""
    if not (one.fields and other.fields):
        return None
    mine, its = (set(grams(units("\n".join(each.fields))).tolist()) for each in (one, other))
    fewer = min(len(mine), len(its))
    agrees = fewer > 0 and len(mine & its) * 3 >= fewer
    return PersonReason("fields", agrees, _listed(one.fields), _listed(other.fields))


def _listed(values: Iterable[str]) -> str:
    return "、".join(values)
