"""The crawl says something about every address: each is opened to somebody, and each operation of the API is tried.

Whoever adds an address adds to the world what it opens with (tests/crawl/world), or gives the reason here why nobody
of the crawl gets there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from heliu.kit.tests.addresses import API, Route, routes

from .crawler import FOREIGN, Crawler, form_at
from .operations import Operation, operations
from .test_crawl import SAID
from .world import everybody, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.crawl, pytest.mark.timeout(1200)]

FIRST = (
    "owner of the owner's organisation", "the same, confidential records too", "member of the owner", "administrator",
    "reviewer", "technology manager", "the same, granted access",
)  # fmt: skip
"""Who gets furthest; the others try only what these do not open."""
CLOSED = {401, 403, 404, 405}
LEADING_ON = {"/desk/triage/", "/notices/{}/", "/today/arrival/", "/why-not/"}
"""Pages that are but the way to another one."""
UNREACHED = {
    "/invitations/{}/": "the secret stands in the mail alone; accounts/tests open it",
    "/match/wording/": "an operator has to set up a language model; matching/drafting/tests do",
    "/organisations/{}/tenancy/": "what is sent names a park of one's own; accounts/tests do",
}
"""Address as it is written below → why nobody of the crawl gets there."""


def test_every_address_is_opened_to_somebody(catch_up):
    world = make_world()
    catch_up()
    values = {**world.read, **world.secrets}
    asked: dict[str, list[str]] = {}
    for start in world.starts:
        asked.setdefault(form_at(start), []).append(start)
    closed: list[Route | Operation] = [*routes(without=FOREIGN), *(one for one in operations() if one.writes)]
    for name in [*FIRST, *(one for one in everybody() if one not in FIRST)]:
        crawler = Crawler(world.people[name], [])
        closed = [one for one in closed if not opens(crawler, one, values, asked)]
    assert {str(one) for one in closed} == set(UNREACHED)


def opens(
    crawler: Crawler, one: Route | Operation, values: Mapping[str, Sequence[Any]], asked: Mapping[str, Sequence[str]]
) -> bool:
    """Whether the person gets there with anything in the world: to what was asked for, or, where one only writes, to a
    word about what was sent.
    """
    if isinstance(one, Operation):
        return any(crawler.write(one.method, address, one.body) not in CLOSED for address in one.route.filled(values))
    return any(_page_opens(crawler, one.form, address) for address in [*asked.get(one.form, ()), *one.filled(values)])


def _page_opens(crawler: Crawler, form: str, address: str) -> bool:
    status, _links = crawler.read(address)
    if status == 405:
        # What the API takes there is tried by its own method.
        return form.startswith(API) or crawler.write("POST", address, SAID) not in CLOSED
    return status == 200 or (status == 302 and form in LEADING_ON)
