"""The examples in docstrings hold."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["cutting", "english", "language", "normalisation", "sentences"])
def test_examples(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(f"heliu_engine.text.{name}"))
    assert tried > 0
    assert failed == 0
