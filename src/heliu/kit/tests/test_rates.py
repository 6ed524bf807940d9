"""Counting what is asked for, and settings that say how often it may be."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from heliu.kit.checks import RATES, check_rates
from heliu.kit.rates import client_address, is_rate, seconds_to_wait


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


def test_each_is_counted_by_itself_and_each_thing_too():
    assert [seconds_to_wait("test", "2/min", "a") for _ in range(2)] == [0, 0]
    assert 1 <= seconds_to_wait("test", "2/min", "a") <= 60
    assert seconds_to_wait("test", "2/min", "b") == 0
    assert seconds_to_wait("other", "2/min", "a") == 0


@pytest.mark.parametrize(
    ("proxies", "forwarded", "wanted"),
    [
        (0, "192.0.2.7", "127.0.0.1"),
        (1, "192.0.2.9, 192.0.2.7", "192.0.2.7"),
        (2, "192.0.2.9, 192.0.2.7", "192.0.2.9"),
        (2, "192.0.2.7", "127.0.0.1"),
    ],
)
def test_a_forwarded_address_counts_as_far_as_our_own_proxies_wrote_it(rf, settings, proxies, forwarded, wanted):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert client_address(rf.get("/", headers={"X-Forwarded-For": forwarded})) == wanted


@pytest.mark.parametrize("rate", ["often", "", "5", "5/fortnight", "x/min"])
def test_what_is_no_rate_is_told_at_the_start(settings, rate):
    assert not is_rate(rate)
    assert check_rates(None) == []
    for name in RATES:
        setattr(settings, name, rate)
    assert [name for name in RATES if any(name in problem.msg for problem in check_rates(None))] == list(RATES)
