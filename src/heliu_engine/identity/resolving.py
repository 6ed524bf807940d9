"""Which organisation a name means, among those that are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from heliu_engine.errors import InputError
from heliu_engine.identity.chinese_names import folded, is_dependent
from heliu_engine.identity.codes import ror as ror_of
from heliu_engine.identity.codes import uscc, uscc_fits
from heliu_engine.identity.english_names import folded_english
from heliu_engine.identity.name_forms import HAN, forms_of, forms_of_mention, states_place
from heliu_engine.identity.organisations import (
    ELSEWHERE,
    PROVINCE,
    SCORES,
    SHARED,
    SURE,
    Ground,
    Organisation,
    OrganisationPair,
    Resolved,
)

MISTYPED = 2
"""Characters in which two codes may differ for the one that fails its check to be a slip of the pen."""
DOUBTED = 0.5
"""At most, of two organisations of which one code looks mistyped."""
SHORTEST = 3
"""Characters of the name of a whole at whose beginning a part's name is looked up."""
_SHORTENED = frozenset({"abbreviation", "unusual"})
_GIVEN = frozenset({"official", "short", "former", "english"})


class OrganisationResolver:
    """Knows organisations by their names and codes; says which of them a name means."""

    def __init__(self, organisations: Iterable[Organisation] = ()) -> None:
        self._known: dict[str, Organisation] = {}
        self._forms: defaultdict[str, dict[str, tuple[Ground, str]]] = defaultdict(dict)
        self._codes: defaultdict[str, set[str]] = defaultdict(set)
        for organisation in organisations:
            self.add(organisation)

    def __len__(self) -> int:
        return len(self._known)

    def add(self, organisation: Organisation) -> None:
        """Take an organisation in; InputError where its id is known."""
        if organisation.id in self._known:
            raise InputError(f"Two organisations have the id {organisation.id!r}.")
        self._known[organisation.id] = organisation
        for code in filter(None, (uscc(organisation.code), ror_of(organisation.ror))):
            self._codes[code].add(organisation.id)
        for sort, names in organisation.names.items():
            for name in names:
                for form, ground in forms_of(name, sort).items():
                    known = self._forms[form].get(organisation.id)
                    if known is None or SCORES[known[0]] < SCORES[ground]:
                        self._forms[form][organisation.id] = ground, name

    def resolve(self, mention: str, *, code: str = "", ror: str = "", region: str = "") -> list[Resolved]:
        """Organisations that a name may mean, the surest first.

        An equal code settles it; a different one rules an organisation out, whatever its name. Codes that cannot be
        codes say nothing.
        """
        asked = Organisation("", {}, uscc(code), ror_of(ror), region)
        found = {each.id: each for each in self._by_code(asked)} or self._by_name(mention)
        kept = [each for each in found.values() if not contradicts(asked, self._known[each.id])]
        placed = [self._placed(each, region) for each in _shared(kept)]
        return sorted(placed, key=lambda each: (-each.score, each.id))

    def best(self, mention: str, *, code: str = "", ror: str = "", region: str = "") -> Resolved | None:
        """The organisation that is meant; None where no ground is sure or several are as sure."""
        found = self.resolve(mention, code=code, ror=ror, region=region)
        if not found or found[0].score < SURE or (len(found) > 1 and found[1].score >= found[0].score):
            return None
        return found[0]

    def likely_same(self) -> list[OrganisationPair]:
        """Known organisations that may be entered twice, the surest first; never two with different valid codes."""
        pairs: dict[tuple[str, str], OrganisationPair] = {}
        for one in self._known.values():
            for other, ground, name, its_name in self._near(one):
                if one.id == other.id or contradicts(one, other):
                    continue
                score = SCORES[ground] if _agree(one, other) else min(SCORES[ground], DOUBTED)
                left, right = sorted((one.id, other.id))
                names = (name, its_name) if left == one.id else (its_name, name)
                known = pairs.get((left, right))
                if known is None or known.score < score:
                    pairs[left, right] = OrganisationPair(left, right, score, ground, *names)
        return sorted(pairs.values(), key=lambda pair: (-pair.score, pair.left, pair.right))

    def _near(self, one: Organisation) -> Iterator[tuple[Organisation, Ground, str, str]]:
        """Organisations that share a code or a form of a name with one, the ground, and both names."""
        for each in self._by_code(one):
            yield self._known[each.id], each.ground, each.name, each.name
        for names in one.names.values():
            for name in names:
                for each in self._by_name(name).values():
                    if each.ground != "part":
                        yield self._known[each.id], each.ground, name, each.name

    def _by_code(self, asked: Organisation) -> Iterator[Resolved]:
        grounds: tuple[tuple[str, Ground], ...] = ((uscc(asked.code), "code"), (ror_of(asked.ror), "ror"))
        for code, ground in grounds:
            found = sorted(self._codes.get(code, ())) if code else []
            yield from (Resolved(identity, SCORES[ground], ground, code) for identity in found)
            if found:
                return

    def _by_name(self, mention: str) -> dict[str, Resolved]:
        found: dict[str, Resolved] = {}
        for form, cost in forms_of_mention(mention):
            for identity, (ground, name) in self._forms.get(form, {}).items() if form else ():
                # 沈阳化工 of 沈阳化工股份有限公司 is not the short form of 沈阳化工大学.
                if cost is not None and ground in _SHORTENED:
                    continue
                weaker = ground if cost is None or SCORES[ground] < SCORES[cost] else cost
                # A mention that states a place has lost it on the way here: it cannot mean one that states another.
                if cost == "place" and weaker == "place" and not form.startswith("*") and states_place(name):
                    continue
                if identity not in found or found[identity].score < SCORES[weaker]:
                    found[identity] = Resolved(identity, SCORES[weaker], weaker, name)
        return found or {each.id: each for each in self._wholes(mention)}

    def _wholes(self, mention: str) -> Iterator[Resolved]:
        """The organisation of which a name means a part, by the longest name that the mention begins with."""
        if not HAN.search(mention):
            for piece in mention.split(",")[1:]:
                yield from self._given(folded_english(piece))
            return
        name = folded(mention)
        for length in range(len(name) - 1, SHORTEST, -1):
            if is_dependent(name[length:]) and (found := list(self._given(name[:length]))):
                yield from found
                return

    def _given(self, form: str) -> Iterator[Resolved]:
        for identity, (ground, name) in self._forms.get(form, {}).items():
            if ground in _GIVEN:
                yield Resolved(identity, SCORES["part"], "part", name)

    def _placed(self, found: Resolved, region: str) -> Resolved:
        its = self._known[found.id].region
        if found.ground in ("code", "ror") or not (its and region) or its[:PROVINCE] == region[:PROVINCE]:
            return found
        return replace(found, score=found.score * ELSEWHERE)


def contradicts(one: Organisation, other: Organisation) -> bool:
    """Whether codes rule out that two are one: both have a valid credit code and they differ, or both a ROR id."""
    mine, its = uscc(one.code), uscc(other.code)
    if mine and its:
        return mine != its and not _mistyped(mine, its)
    my_ror, its_ror = ror_of(one.ror), ror_of(other.ror)
    return bool(my_ror and its_ror) and my_ror != its_ror


def _agree(one: Organisation, other: Organisation) -> bool:
    mine, its = uscc(one.code), uscc(other.code)
    return not (mine and its) or mine == its


def _mistyped(mine: str, its: str) -> bool:
    """Whether one of two codes fails its check and they differ in a character or two."""
    near = sum(left != right for left, right in zip(mine, its, strict=True)) <= MISTYPED
    return near and not (uscc_fits(mine) and uscc_fits(its))


def _shared(found: list[Resolved]) -> list[Resolved]:
    """Of several that are as sure as the surest, none is sure."""
    best = max((each.score for each in found), default=0.0)
    several = sum(each.score == best for each in found) > 1
    return [replace(each, score=each.score * SHARED) if several and each.score == best else each for each in found]
