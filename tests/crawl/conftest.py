"""The crawl runs with the tests' own encoder and an index that is up to date."""

from __future__ import annotations

import logging

import pytest

from heliu.agenda import panels
from heliu.matching.tests.conftest import _no_encoder, catch_up

__all__ = ["_no_encoder", "catch_up"]


@pytest.fixture(autouse=True)
def _refusals_are_expected():
    """Thousands of addresses that are not there would fill the log of a failure."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def _navigation_counts_once(monkeypatch):
    """The number beside a person's name is counted anew for every page, which is most of the work of thousands of
    refusals; here once for each person. It is a number, and its own tests are elsewhere.
    """
    known: dict[int, int] = {}
    count = panels.due_count

    def once(user):
        if user.pk not in known:
            known[user.pk] = count(user)
        return known[user.pk]

    monkeypatch.setattr(panels, "due_count", once)
