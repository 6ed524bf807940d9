"""The written forms that a name answers to, each with what it was taken for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heliu_engine.identity.chinese_names import folded, is_branch, short_forms, without_form, without_place
from heliu_engine.identity.english_names import folded_english, turned, without_form_english
from heliu_engine.identity.organisations import SCORES, Ground, NameSort

HAN = re.compile(r"[\u3400-\u9fff]")
PLACELESS = "*"
"""Stands before a form that has lost its place: only a name that states none may mean it."""
_NO_COMPANY = re.compile(r"(?:大学|学院|学校|医院|研究所|研究院|中心|实验室)$")


def forms_of(name: str, sort: NameSort) -> dict[str, Ground]:
    """Forms of a known name, the surest ground of each."""
    found: dict[str, Ground] = {}
    for form, ground in _known_forms(name, sort):
        if form and (form not in found or SCORES[found[form]] < SCORES[ground]):
            found[form] = ground
    return found


def forms_of_mention(name: str) -> Iterator[tuple[str, Ground | None]]:
    """Forms to look up for a name that somebody wrote; where the way there costs certainty, what it costs it to."""
    if not HAN.search(name):
        english = folded_english(name)
        yield english, None
        yield without_form_english(english), "form"
        yield turned(english), "abbreviation"
        return
    plain = folded(name)
    yield plain, None
    bare = without_form(plain)
    yield from ((form, "form") for form in dict.fromkeys((_settled(plain), bare, _settled(bare))) if form != plain)
    if is_branch(plain) or _NO_COMPANY.search(plain):
        return
    place, rest = without_place(bare or plain)
    # 北海 is a place and the name of a company as well.
    yield PLACELESS + (bare or plain), "place"
    if place:
        yield rest, "place"


def states_place(name: str) -> bool:
    """Whether a Chinese name begins with a region."""
    return bool(without_place(without_form(folded(name)) or folded(name))[0])


def _known_forms(name: str, sort: NameSort) -> Iterator[tuple[str, Ground]]:
    if not HAN.search(name):
        english = folded_english(name)
        yield english, sort
        yield without_form_english(english), "form"
        yield turned(english), "abbreviation"
        return
    plain = folded(name)
    yield plain, sort
    yield _settled(plain), "form"
    if sort == "short":
        return
    yield from ((form, "abbreviation" if usual else "unusual") for form, usual in short_forms(plain).items())
    bare = without_form(plain)
    if bare and bare != plain:
        yield bare, "form"
        yield _settled(bare), "form"
        place, rest = without_place(bare)
        if place:
            yield PLACELESS + rest, "place"


def _settled(name: str) -> str:
    """The place at the beginning of a company's name without its ending: 天津市北海通信 as 天津北海通信."""
    if _NO_COMPANY.search(name):
        return name
    place, rest = without_place(name)
    return place + rest if place else name
