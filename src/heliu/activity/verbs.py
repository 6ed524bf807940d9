"""What an event is called on a page, in the reader's language, where a notice about it leads, and of which class it is.

An event keeps a verb; the area that records it registers the verb's label in ``AppConfig.ready()``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from heliu.activity.delivery.choices import NoticeClass

if TYPE_CHECKING:
    from heliu.activity.models import Event

Link = Callable[["Event", Any], str | None]

_labels: dict[str, Any] = {}
_links: dict[str, Link] = {}
_classes: dict[str, NoticeClass] = {}


def register_verbs(labels: Mapping[str, Any]) -> None:
    """Add labels (lazy translations) for verbs; one verb has one label on the whole platform."""
    for verb, label in labels.items():
        if verb in _labels and _labels[verb] != label:
            raise ValueError(f"The verb {verb!r} has a label already.")
        _labels[verb] = label


def verb_label(verb: str) -> str:
    """The label in the language of the page; the verb itself where nobody registered one."""
    return str(_labels.get(verb, verb))


def register_link(verb: str, link: Link) -> None:
    """Let notices about this verb lead elsewhere than to the record's page.

    The function takes the event and its reader; None means to the record's page after all.
    """
    _links[verb] = link


def event_link(event: Event, record: Any, user: Any) -> str:
    """Where a notice about the event leads its reader; empty where the record has no page."""
    link = _links.get(event.verb)
    if link and (address := link(event, user)):
        return address
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""


def register_class(notice_class: NoticeClass, *verbs: str) -> None:
    """Say of which class notices about these verbs are: people choose by class how they are told.

    A verb of which nobody says anything is of ``NoticeClass.RECORDS``.
    """
    for verb in verbs:
        _classes[verb] = notice_class


def class_of(verb: str) -> NoticeClass:
    """The class of notices about a verb."""
    return _classes.get(verb, NoticeClass.RECORDS)
