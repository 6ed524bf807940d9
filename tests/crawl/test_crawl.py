"""Whoever goes wherever they can get is told no more than docs/reference/tiers.md says.

Each sort of person of that page follows every link, tries every address of the platform with every object of the world
in it, reads and writes, and calls every operation of the API; the marks in the answers are held against the page.
"""

from __future__ import annotations

import pytest

from heliu.kit.tests.addresses import routes

from .crawler import FOREIGN, Crawler
from .operations import operations
from .world import everybody, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.crawl, pytest.mark.timeout(1200)]

STARTS = ("/", "/?q=低温韧性铸件", "/organisations/", "/admin/")
SAID = {"text": "低温韧性铸件 抗冲击韧性≥67 J"}


@pytest.mark.parametrize("name", everybody())
def test_nobody_is_told_what_the_table_does_not_allow(name, catch_up):
    world = make_world()
    catch_up()
    crawler = Crawler(world.people[name], world.open_to)
    crawler.follow_links([*STARTS, *world.starts])
    crawler.guess(routes(without=FOREIGN), world.read)
    crawler.push(routes(without=FOREIGN), world.written, SAID)
    crawler.operate(operations(), world.written)
    told = [
        f"told at {sorted(addresses)[:3]}: {mark}"
        for mark, addresses in crawler.found.items()
        if name not in world.open_to[mark]
    ]
    missing = [
        f"not to be found: {mark}"
        for mark, people in world.open_to.items()
        if name in people and mark not in crawler.found
    ]
    assert not told + missing, "\n".join([name, *sorted(told + missing)])
