"""A form field for a code of a vocabulary: the person types a name or a code, the browser offers entries."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heliu.kit.vocabularies import Vocabulary, industries, regions

VOCABULARIES: dict[str, Callable[[], Vocabulary]] = {"regions": regions, "industries": industries}
_CODE = re.compile(r"[A-Za-z]?\d*")


class CodeInput(forms.TextInput):
    """A text box whose suggestions are fetched while typing; without JavaScript a code or name is typed in full."""

    template_name = "kit/code_input.html"

    def __init__(self, vocabulary: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.vocabulary = vocabulary

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        listing = f"{context['widget']['attrs'].get('id', name)}_entries"
        context["widget"]["listing"] = listing
        context["widget"]["attrs"] |= {
            "list": listing, "autocomplete": "off", "hx-get": reverse("vocabulary", args=[self.vocabulary]),
            "hx-trigger": "focus once, input changed delay:150ms", "hx-target": f"#{listing}", "hx-swap": "innerHTML",
        }  # fmt: skip
        return context


class CodeField(forms.CharField):
    """Gives a code of the vocabulary (``regions`` or ``industries``), or an empty text."""

    def __init__(self, *, vocabulary: str, **options: Any) -> None:
        options.setdefault("widget", CodeInput(vocabulary))
        options.setdefault("help_text", _("Type a name or a code and choose from the list."))
        super().__init__(**options)
        self.vocabulary = vocabulary

    def prepare_value(self, value: Any) -> Any:
        entry = VOCABULARIES[self.vocabulary]().get(value or "")
        return described(self.vocabulary, entry.code) if entry else value

    def clean(self, value: Any) -> str:
        value = " ".join((super().clean(value) or "").split())
        if not value:
            return ""
        vocabulary = VOCABULARIES[self.vocabulary]()
        match = _CODE.match(value)
        code = match.group().upper() if match else ""
        if code in vocabulary and value[len(code) :].strip() in ("", vocabulary.full_name(code)):
            return code
        named = [entry.code for entry in vocabulary.entries.values() if value in (entry.zh, entry.en)]
        full = [entry.code for entry in vocabulary.entries.values() if value == vocabulary.full_name(entry.code)]
        if len(found := full or named) == 1:
            return found[0]
        if code in vocabulary:
            # Somebody edited the name behind a code, or the page's language changed meanwhile.
            return code
        raise ValidationError(_("Choose an entry of the list."))


def described(vocabulary: str, code: str) -> str:
    """The code and its names from the topmost down, as the field shows it: 120103 天津市 河西区."""
    return f"{code} {VOCABULARIES[vocabulary]().full_name(code)}"


def suggestions(vocabulary: str, typed: str, limit: int = 30) -> list[str]:
    """Entries that begin with the typed code or carry every typed word in their names."""
    entries = VOCABULARIES[vocabulary]()
    words = typed.casefold().split()
    if not words:
        return [described(vocabulary, entry.code) for entry in entries.children()][:limit]
    found = []
    for code, entry in entries.entries.items():
        path = entries.path(code)
        names = " ".join(f"{step.zh} {step.en}" for step in path).casefold()
        if all(code.casefold().startswith(word) or word in names for word in words):
            # Entries that carry the words in their own name come before those below them.
            own = all(word in f"{code} {entry.zh} {entry.en}".casefold() for word in words)
            found.append((not own, code))
    return [described(vocabulary, code) for _, code in sorted(found)[:limit]]
