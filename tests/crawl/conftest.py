"""The crawl runs with the tests' own encoder and an index that is up to date."""

from __future__ import annotations

import logging

import pytest

from heliu.matching.tests.conftest import _no_encoder, catch_up

__all__ = ["_no_encoder", "catch_up"]


@pytest.fixture(autouse=True)
def _refusals_are_expected():
    """Thousands of addresses that are not there would fill the log of a failure."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)
