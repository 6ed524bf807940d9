"""Fixtures: the writer of the index with the tests' own encoder, as matching has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from heliu.catalog.signals import record_published
from heliu.matching.tests.conftest import _no_encoder, calibrate, catch_up, fake_encoder  # noqa: F401


@pytest.fixture
def arrive(calibrate, catch_up) -> Callable[..., None]:  # noqa: F811
    """Call it with records: they are announced, and the writer and the worker do everything that follows.

    A match of one subject (锈, 防腐 …) is strong, of different subjects none.
    """
    calibrate(credible=-9.0, cuts=(-0.5, 0.2, 0.4))

    def run(*records: Any) -> None:
        for record in records:
            record_published.send(type(record), record=record)
        catch_up()

    return run
