"""The crawl says something about every address: each is opened to somebody, and each operation of the API is tried.

Whoever adds an address adds to the world what it opens with (tests/crawl/world), or gives the reason here why nobody
of the crawl gets there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from heliu.kit.tests.addresses import Route, routes

from .crawler import FOREIGN, Crawler
from .operations import Operation, operations
from .test_crawl import SAID
from .world import everybody, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]

FIRST = ("owner of the owner's organisation", "member of the owner", "the same, granted access", "administrator")
"""Who gets furthest; the others try only what these do not open."""
CLOSED = {401, 403, 404, 405}
UNREACHED: dict[str, str] = {}
"""Address as it is written below → why nobody of the crawl gets there."""


def test_every_address_is_opened_to_somebody(catch_up):
    world = make_world()
    catch_up()
    values = {**world.read, **world.secrets}
    closed: list[Route | Operation] = [*routes(without=FOREIGN), *operations()]
    for name in sorted(everybody(), key=lambda name: name not in FIRST):
        crawler = Crawler(world.people[name], [])
        import time, sys; t=time.process_time()
        closed = [one for one in closed if not opens(crawler, one, values)]
        print(name, time.process_time()-t, len(closed), file=sys.stderr); print([str(one) for one in closed],file=sys.stderr)
    assert {str(one) for one in closed} == set(UNREACHED)


def opens(crawler: Crawler, one: Route | Operation, values: Mapping[str, Sequence[Any]]) -> bool:
    """Whether the person gets there with anything in the world: to what was asked for, or, where one only writes, to a
    word about what was sent.
    """
    if isinstance(one, Operation):
        if one.method == "GET":
            return any(crawler.read(address)[0] not in CLOSED for address in one.route.filled(values))
        return any(
            crawler.write(one.method, address, one.body) not in CLOSED for address in one.route.filled(values)
        )
    return any(_page_opens(crawler, address) for address in one.filled(values))


def _page_opens(crawler: Crawler, address: str) -> bool:
    status, _links = crawler.read(address)
    return status == 200 or (status == 405 and crawler.write("POST", address, SAID) not in CLOSED)
