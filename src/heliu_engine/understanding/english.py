"""Names in English texts: organisations, laboratories, persons, places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heliu_engine.understanding.gazetteer import ENGLISH_PLACES
from heliu_engine.understanding.mentions import Mention, MentionKind

_WORD = r"[A-Z][\w'’&.-]{0,30}"
_JOIN = r"(?: (?:of|for|and|the|in|on|&|de|la|du|des|di|del|für|at)(?= )){0,3}"
_SEQUENCE = re.compile(rf"\b{_WORD}(?:{_JOIN} {_WORD}){{0,8}}")
_SORTS: tuple[tuple[MentionKind, str | None, re.Pattern[str]], ...] = (
    ("laboratory", None, re.compile(r"\b(?:Laborator(?:y|ies)|Lab)$")),
    ("facility", None, re.compile(r"\b(?:Observatory|Telescope|Collider|Synchrotron|Supercomputer|Reactor|Accelerator|Light Source)$")),
    ("organisation", "university", re.compile(r"\b(?:University|College|School|Polytechnic)\b(?: of\b.*)?$")),
    ("organisation", "institute", re.compile(r"\b(?:Institutes?|Academy|Research Cent(?:re|er)|Observatory)\b(?: (?:of|for)\b.*)?$|\bJRC$")),
    ("organisation", "enterprise", re.compile(r"\b(?:Inc|Ltd|Limited|Corp|Corporation|Company|Co|LLC|GmbH|Group|Holdings|Technologies|Motors|Systems|AG|plc|Labs|S\.A)\.?$")),
    ("organisation", "hospital", re.compile(r"\b(?:Hospital|Clinic|Medical Cent(?:er|re))$")),
    ("organisation", "finance", re.compile(r"\b(?:Bank|Fund|Capital|Exchange|Investment Bank)$")),
    ("organisation", "association", re.compile(r"\b(?:Association|Federation|Society|Foundation|Alliance|Union|Consortium|Partnership|Joint Undertaking|Network)$")),
    ("organisation", "government", re.compile(r"\b(?:Commission|Ministry|Department|Agency|Council|Parliament|Government|Bureau|Office|Authority|Administration|Committee|Senate|Congress|Court|Police|Army|Navy|Air Force)\b(?: (?:of|for|on)\b.*)?$")),
    ("organisation", "media", re.compile(r"\b(?:Times|Post|News|Journal|Press|Herald|Magazine|Broadcasting)$")),
    ("platform", None, re.compile(r"\b(?:Platform|Hub|Cloud|Innovation Cent(?:re|er)|Testbed|Data Space)$")),
)
_KNOWN = {
    "European Commission": "government",
    "Commission": None,
    "NASA": "government",
    "ESA": "government",
    "WHO": "other",
    "EIT": "institute",
    "EU": None,
    "Google": "enterprise",
    "Apple": "enterprise",
    "Microsoft": "enterprise",
    "Facebook": "enterprise",
    "Amazon": "enterprise",
    "Twitter": "enterprise",
    "Intel": "enterprise",
    "Samsung": "enterprise",
    "Huawei": "enterprise",
    "NATO": "other",
    "CNN": "media",
    "BBC": "media",
    "Reuters": "media",
    "MIT": "university",
    "FBI": "government",
}
_STARTERS = re.compile("(?:The|A|An|In|At|On|For|And|But|This|These|That|When|With|By|From|As|If|It|He|She|We|They|To|Of|Its|Their|His|Her|Under|While|After|Before|Since|Both|All|Each|Proposals?|However|Actions?) ")
_TITLED = re.compile(
    r"\b(?P<title>Dr|Prof|Professor|President|Minister|Mr|Mrs|Ms|CEO|Director|Chairman|Senator|Sen|Rep|Gov|Mayor|Secretary|Commissioner|Chancellor)\.? "
    r"(?P<name>[A-Z][\w'’-]{1,20}(?: [A-Z]\.)?(?: [A-Z][\w'’-]{1,20}){0,2})"
)
_SAYS = re.compile(
    r"\b(?P<name>[A-Z][a-z'’-]{1,15}(?: [A-Z]\.)? [A-Z][\w'’-]{1,20})(?=,? (?:said|says|told|added|wrote|explained|announced|argued|noted)\b)|"
    r"\b(?:said|says|added|by|By) (?P<name2>[A-Z][a-z'’-]{1,15}(?: [A-Z]\.)? [A-Z][a-z'’-]{1,20})\b"
)
_OFFICE = re.compile(r"\b(?P<name>[A-Z][a-z'’-]{1,15}(?: [A-Z]\.)? [A-Z][\w'’-]{1,20}), (?:an? |the )?(?P<office>(?:[a-z-]{2,15} ){0,3}?(?:director|professor|president|chief executive|CEO|founder|chairman|minister|scientist|analyst|spokesman|spokeswoman|spokesperson|manager|head|researcher|engineer|economist|secretary))\b")


def find_english(text: str, folded: str) -> Iterator[Mention]:
    """Capitalised names that end or begin as organisations and laboratories do."""
    yield from _people(text, folded)
    for match in _SEQUENCE.finditer(folded):
        start, end = match.span()
        while starter := _STARTERS.match(folded, start, end):
            start = starter.end()
        end = start + len(folded[start:end].rstrip(".'’"))
        yield from _organisation(text, folded, start, end)
    for place in _PLACES.finditer(folded):
        yield Mention("place", text[slice(*place.span())], *place.span(), 0.85, place[0])


def _organisation(text: str, folded: str, start: int, end: int) -> Iterator[Mention]:
    name = folded[start:end]
    if name in _KNOWN and _KNOWN[name] is not None:
        yield Mention("organisation", text[start:end], start, end, 0.85, name, _KNOWN[name])
        return
    if " " not in name:
        return
    for kind, sort, ending in _SORTS:
        if ending.search(name):
            yield Mention(kind, text[start:end], start, end, 0.75, name, sort)
            return


def _people(text: str, folded: str) -> Iterator[Mention]:
    for match in _TITLED.finditer(folded):
        start, end = match.span("name")
        yield Mention("person", text[start:end], start, end, 0.8, match["name"], None, match["title"])
    for match in _OFFICE.finditer(folded):
        start, end = match.span("name")
        yield Mention("person", text[start:end], start, end, 0.85, match["name"], None, match["office"])
    for match in _SAYS.finditer(folded):
        group = "name" if match["name"] else "name2"
        start, end = match.span(group)
        yield Mention("person", text[start:end], start, end, 0.75, match[group])


_PLACES = re.compile(rf"\b(?:{'|'.join(sorted(ENGLISH_PLACES, key=len, reverse=True))})\b")
