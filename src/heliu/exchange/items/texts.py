"""Values of rows as items hold them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from heliu.kit.language import LANGUAGES

ILLUSTRATIVE = {"zh": "示例：虚构内容，仅用于演示。", "en": "Illustrative: invented, to show how the platform works."}
"""What every format says of an item of the sample region."""
Value = TypeVar("Value")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def both(row: Any, name: str) -> dict[str, str]:
    """Language → the text of the field ``name``, where there is one."""
    texts = {lang: str(getattr(row, f"{name}_{lang}")).strip() for lang in LANGUAGES}
    return {lang: text for lang, text in texts.items() if text}


def in_order(texts: Mapping[str, Value]) -> list[tuple[str, Value]]:
    """The languages of a text, Chinese first: the database keeps no order of keys."""
    return [(lang, texts[lang]) for lang in LANGUAGES if lang in texts]


def words(row: Any) -> dict[str, list[str]]:
    """Language → keywords, where there are any."""
    found = {lang: list(getattr(row, f"keywords_{lang}")) for lang in LANGUAGES}
    return {lang: some for lang, some in found.items() if some}


def language_of(text: str) -> str:
    """``zh`` for a text with Chinese characters in it, else ``en``: for columns that name no language."""
    return "zh" if _HAN.search(text) else "en"


def untagged(text: str) -> dict[str, str]:
    """A text of a column that names no language."""
    text = text.strip()
    return {language_of(text): text} if text else {}


def money(low: Any, high: Any) -> dict[str, str]:
    """The ends of a range in 10,000 CNY, as decimal numbers without needless zeros."""
    ends = {"min": low, "max": high}
    return {name: f"{end.normalize():f}" for name, end in ends.items() if end is not None}


def utc(moment: datetime | None) -> str:
    """A moment in whole seconds of UTC, as OAI-PMH and JSON write it: ``2026-11-23T08:00:00Z``; empty for none."""
    return "" if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def filled(content: dict[str, Any]) -> dict[str, Any]:
    """Without the values that are empty."""
    return {name: value for name, value in content.items() if value not in (None, "", [], {})}
