"""The examples in docstrings hold."""

from __future__ import annotations

import doctest
import importlib

import pytest

from heliu_engine.text import joined


@pytest.mark.parametrize("name", ["cutting", "english", "language", "normalisation", "sentences"])
def test_examples(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(f"heliu_engine.text.{name}"))
    assert tried > 0
    assert failed == 0


def test_blanks_between_chinese_characters_are_no_words() -> None:
    assert joined("工业 含铬　废水 综合") == "工业含铬废水综合"
    assert joined("PCR 技术 of 肿瘤 A B") == "PCR 技术 of 肿瘤 A B"
