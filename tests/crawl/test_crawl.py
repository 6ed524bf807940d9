"""Whoever goes wherever they can get is told no more than docs/reference/tiers.md says.

Each sort of person of that page follows every link and tries every route of the platform with every id there is, reads
and writes; the marks in the answers are held against the page.
"""

from __future__ import annotations

import logging

import pytest

from heliu.catalog.tests.promises import promised
from heliu.kit.tests.addresses import routes

from .crawler import FOREIGN, Crawler
from .world import READ, WRITTEN, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]

STARTS = ("/", "/?q=低温韧性铸件", "/organisations/", "/admin/")
SAID = {"text": "低温韧性铸件 抗冲击韧性≥67 J"}


@pytest.fixture(autouse=True)
def _refusals_are_expected():
    """Thousands of addresses that are not there would fill the log of a failure."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("name", list(promised()))
def test_nobody_is_told_what_the_table_does_not_allow(name, catch_up):
    world = make_world()
    catch_up()
    crawler = Crawler(world.people[name], world.open_to)
    crawler.follow_links(STARTS)
    crawler.guess(routes(without=FOREIGN), READ)
    crawler.push(routes(without=FOREIGN), WRITTEN, SAID)
    told = {mark: sorted(addresses)[:3] for mark, addresses in crawler.found.items() if name not in world.open_to[mark]}
    assert told == {}
    missing = {mark for mark, people in world.open_to.items() if name in people} - set(crawler.found)
    assert missing == set(), "what the table allows can be reached"
