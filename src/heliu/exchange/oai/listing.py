"""One page of a list. It goes on after the last item's datestamp and id, so nothing is skipped when items change
meanwhile: one that changes moves to the end and comes again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from heliu.exchange.choices import SETS, Entity
from heliu.exchange.models import Exposure
from heliu.exchange.oai.arguments import Question, read_format
from heliu.exchange.oai.errors import Refused
from heliu.exchange.oai.formats import FORMATS
from heliu.exchange.oai.tokens import Place, moment, read_place
from heliu.exchange.selectors import without_hidden
from heliu.exchange.site import repository_id

PAGE = 100


@dataclass(frozen=True, slots=True)
class Part:
    """Some items of a list, and where to go on; ``place`` is where this part began, ``after`` None at the end."""

    exposures: list[Exposure]
    place: Place
    after: Place | None


def next_part(question: Question) -> Part:
    """The items that are asked for; raises Refused."""
    token = question.told.get("resumptionToken")
    place = read_place(token, question.verb) if token is not None else _beginning(question)
    rows = list(_following(place)[: PAGE + 1])
    if not rows and token is None:
        raise Refused("noRecordsMatch", "Nothing is in this list.")
    page = rows[:PAGE]
    after = None
    if len(rows) > PAGE:
        last = page[-1]
        after = replace(place, given=place.given + len(page), stamp=int(last.datestamp.timestamp()), pk=last.pk)
    return Part(without_hidden(page), place, after)


def find_item(question: Question) -> Exposure:
    """The one item that is asked for by its identifier; raises Refused."""
    before = f"oai:{repository_id()}:"
    identifier = question.told["identifier"]
    inner = identifier.removeprefix(before)
    if inner != identifier and "\x00" not in inner:
        found = Exposure.objects.filter(identifier=inner)[:1]
        if found:
            return without_hidden(found)[0]
    raise Refused("idDoesNotExist", "Nothing here has this identifier.")


def _beginning(question: Question) -> Place:
    prefix = read_format(question)
    since, until = (None if one is None else int(one.timestamp()) for one in (question.since, question.until))
    place = Place(question.verb, prefix, question.told.get("set", ""), since, until, 0, 0, 0, 0)
    return replace(place, size=_list_of(place).count())


def _list_of(place: Place) -> QuerySet[Exposure]:
    """The whole list."""
    entity = SETS.get(place.set)
    said = FORMATS[place.prefix].entities
    if place.set:
        shown = Exposure.objects.filter(entity=entity) if entity in said else Exposure.objects.none()
    else:
        left_out = [other for other in Entity if other not in said]
        shown = Exposure.objects.exclude(entity__in=left_out) if left_out else Exposure.objects.all()
    bounds: dict[str, datetime | None] = {
        "datestamp__gte": moment(place.since), "datestamp__lt": moment(place.until),
    }  # fmt: skip
    return shown.filter(**{name: bound for name, bound in bounds.items() if bound is not None})


def _following(place: Place) -> QuerySet[Exposure]:
    rows = _list_of(place).order_by("datestamp", "pk")
    if not place.pk:
        return rows
    stamp: Any = moment(place.stamp)
    # The first bound lets the database begin there; the second leaves out what was given of that very second.
    return rows.filter(datestamp__gte=stamp).filter(Q(datestamp__gt=stamp) | Q(pk__gt=place.pk))
