"""The fields that papers are filled with: each is a function of the deal, none is typed.

A part of deals that knows more registers its own in ``AppConfig.ready()``:

    register_field(Field("payment_list", _("Payments"), ("1. …", "1. …"), read=payment_list))

``read`` gives the text in the language that is active, and an empty one where the record does not say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from heliu.agreements.choices import Language

BLANK = "____"
"""What a paper shows where the record does not say."""
_NAME = re.compile("[a-z][a-z0-9_]*")
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
LOCALES = {Language.CHINESE: "zh-hans", Language.ENGLISH: "en"}


@dataclass(frozen=True, slots=True)
class Field:
    """One fact that a paper can carry."""

    name: str
    """What stands in the template; small Latin letters, digits and underscores."""
    label: Any
    examples: tuple[str, str]
    """In Chinese and in English, for the list of fields and for trying a template out."""
    read: Callable[[Any], str]

    def example(self, language: str) -> str:
        return self.examples[language == Language.ENGLISH]


_fields: dict[str, Field] = {}


def register_field(field: Field) -> None:
    """Let templates of every kind use it; ValueError for a name that is taken or cannot stand in a template."""
    if not _NAME.fullmatch(field.name):
        raise ValueError(f"Not a name of a field: {field.name!r}")
    if field.name in _fields and _fields[field.name] != field:
        raise ValueError(f"There is a field {field.name!r} already.")
    _fields[field.name] = field


def fields() -> Mapping[str, Field]:
    """Name → field, in the order in which they were registered."""
    return dict(_fields)


def read_values(deal: Any, found: Iterable[Field], language: str) -> dict[str, str]:
    """Name → what the record says, in the language of a paper; empty where it does not say."""
    with translation.override(LOCALES[Language(language)]):
        return {field.name: _plain(field.read(deal)) for field in found}


def _plain(text: str) -> str:
    """Without what XML forbids; every sort of line end is one."""
    return _NOT_XML.sub("", _LINE_ENDS.sub("\n", str(text))).strip()
