"""Reading what a harvester asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.http import QueryDict

from heliu.exchange.choices import SETS
from heliu.exchange.oai.errors import Refused
from heliu.exchange.oai.formats import FORMATS

VERBS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
}
"""Verb → arguments that it needs and others that it takes. A resumption token stands alone."""
# What the schema of the protocol lets an answer repeat; anything else would make the answer invalid.
_FORMS = {
    "metadataPrefix": re.compile(r"[A-Za-z0-9\-_.!~*'()]+"),
    "set": re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*"),
    "identifier": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-_.!~*'();/?:@&=+$,]+"),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is in order: the verb, and its arguments as they were sent."""

    verb: str
    told: dict[str, str] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    """The first moment that is no longer meant."""

    @property
    def repeated(self) -> dict[str, str]:
        """The arguments that an answer repeats: an identifier that is none would make it invalid."""
        return {
            name: value
            for name, value in self.told.items()
            if name != "identifier" or _FORMS["identifier"].fullmatch(value)
        }


def read_question(query: QueryDict) -> Question:
    """What is asked; raises Refused with ``badVerb`` or ``badArgument``."""
    verbs = query.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Refused("badVerb", "One verb is needed: " + ", ".join(VERBS) + ".")
    verb = verbs[0]
    told = _told(verb, {name: query.getlist(name) for name in query if name != "verb"})
    since, until = (_moment(name, told[name]) if name in told else None for name in ("from", "until"))
    if since and until:
        if since[1] != until[1]:
            raise Refused("badArgument", "from and until are of different granularity.")
        if since[0] > until[0]:
            raise Refused("badArgument", "from is later than until.")
    return Question(verb, told, since[0] if since else None, _after(*until) if until else None)


def read_format(question: Question) -> str:
    """The prefix of the format that is asked for, one of FORMATS; raises Refused."""
    prefix = question.told["metadataPrefix"]
    if prefix not in FORMATS:
        raise Refused("cannotDisseminateFormat", "There is no such format; see ListMetadataFormats.")
    return prefix


def _told(verb: str, sent: dict[str, list[str]]) -> dict[str, str]:
    needed, taken = VERBS[verb]
    told = {}
    for name, values in sent.items():
        if name not in needed | taken:
            raise Refused("badArgument", f"{verb} takes other arguments: {_listed(needed | taken)}.")
        if len(values) != 1:
            raise Refused("badArgument", f"{name} was sent more than once.")
        told[name] = values[0]
    if "resumptionToken" in told:
        if len(told) > 1:
            raise Refused("badArgument", "A resumption token stands alone.")
        return told
    if missing := needed - told.keys():
        raise Refused("badArgument", f"{verb} also needs {_listed(missing)}.")
    for name in ("metadataPrefix", "set"):
        if name in told and not _FORMS[name].fullmatch(told[name]):
            raise Refused("badArgument", f"{name} has characters that it cannot have.")
    if told.get("set", next(iter(SETS))) not in SETS:
        raise Refused("badArgument", "There is no such set; see ListSets.")
    return told


def _listed(names: Sequence[str] | frozenset[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _moment(name: str, text: str) -> tuple[datetime, bool]:
    """A moment, and whether it is a whole day."""
    try:
        if _DAY.fullmatch(text):
            return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC), True
        if _SECOND.fullmatch(text):
            return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC), False
    except ValueError:
        pass
    raise Refused("badArgument", f"{name} is not a date as YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")


def _after(moment: datetime, is_day: bool) -> datetime:
    """The first moment after a day or a second; the end of time stays what it is."""
    try:
        return moment + (timedelta(days=1) if is_day else timedelta(seconds=1))
    except OverflowError:
        return datetime.max.replace(microsecond=0, tzinfo=UTC)
