import time

import pytest

from heliu.kit.tests.addresses import routes

from .crawler import FOREIGN, Crawler
from .operations import operations
from .test_crawl import SAID, STARTS
from .world import make_world

pytestmark = [pytest.mark.django_db]
import os


def test_w(catch_up):
    t = time.process_time()
    w = make_world()
    print("{world", time.process_time() - t)
    t = time.process_time()
    catch_up()
    print("{index", time.process_time() - t)
    for name in os.environ["WHO"].split(";"):
        c = Crawler(w.people[name], w.open_to)
        n = [0]
        note = c._note

        def count(*a):
            n[0] += 1
            return note(*a)

        c._note = count
        for f, a in (
            (c.follow_links, (STARTS,)),
            (c.guess, (routes(without=FOREIGN), w.read)),
            (c.push, (routes(without=FOREIGN), w.written, SAID)),
            (c.operate, (operations(), w.written)),
        ):
            t = time.process_time()
            n[0] = 0
            f(*a)
            print("{", name, f.__name__, n[0], time.process_time() - t)
        for m, ad in sorted(c.found.items()):
            if name not in w.open_to[m]:
                print("{TOLD", m, len(ad), sorted(ad)[:8])
        for m, who in sorted(w.open_to.items()):
            if name in who and m not in c.found:
                print("{MISSING", m)
