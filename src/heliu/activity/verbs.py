"""What an event is called on a page, in the reader's language.

An event keeps a verb; the area that records it registers the verb's label in ``AppConfig.ready()``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_labels: dict[str, Any] = {}


def register_verbs(labels: Mapping[str, Any]) -> None:
    """Add labels (lazy translations) for verbs; one verb has one label on the whole platform."""
    for verb, label in labels.items():
        if verb in _labels and _labels[verb] != label:
            raise ValueError(f"The verb {verb!r} has a label already.")
        _labels[verb] = label


def verb_label(verb: str) -> str:
    """The label in the language of the page; the verb itself where nobody registered one."""
    return str(_labels.get(verb, verb))
