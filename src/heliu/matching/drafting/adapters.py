"""The way to the engine's drafter: an answer in, a checked wording out. Nothing of either is stored or logged."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heliu.kit.permissions import require
from heliu.matching.drafting.client import ChatServer
from heliu.matching.drafting.permissions import may_be_sent
from heliu.matching.errors import DrafterBusy, DraftingError, TextWithheld
from heliu_engine.coach import ELEMENTS, ElementName, SuggestedWording, WordingRequest, suggest_wording, take_apart
from heliu_engine.coach.drafter import Lang
from heliu_engine.errors import DrafterError, DrafterReason

__all__ = ["ELEMENTS", "Answered", "ElementName", "Lang", "SuggestedWording", "ask_for_wording"]

logger = logging.getLogger(__name__)

AT_ONCE = 2
"""Wordings that one web process waits for at a time, so that the others of its threads go on serving pages."""
_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Answered:
    """An element of a need with what the person said of it, as it is to be worded."""

    text: str
    """The need as far as it is written."""
    element: ElementName
    answer: str
    lang: Lang
    tiers: tuple[str, ...]
    """Of the record: as it is stored, and as the form says."""


def ask_for_wording(*, actor: Any, answered: Answered) -> SuggestedWording:
    """Ask the chat server for a wording and check it. Raises PermissionDenied, DraftingError."""
    require(actor, "matching.ask_wording")
    if not may_be_sent(*answered.tiers):
        raise TextWithheld(
            _("Nothing was sent: texts of demands on request or confidential do not go to a language model.")
        )
    server = ChatServer(
        settings.HELIU_DRAFTER_URL,
        settings.HELIU_DRAFTER_MODEL,
        settings.HELIU_DRAFTER_KEY,
        settings.HELIU_DRAFTER_TIMEOUT,
    )
    if not _places.acquire(blocking=False):
        raise DrafterBusy(_("The language model is busy with others. Please try again in a moment."))
    try:
        return suggest_wording(server, _request(answered))
    except DrafterError as error:
        logger.warning("%s", error)
        raise DraftingError(_in_words(error.reason)) from None
    finally:
        _places.release()


def _request(answered: Answered) -> WordingRequest:
    sheet = take_apart(answered.text, lang=answered.lang)
    return WordingRequest(sheet, answered.element, answered.answer, answered.lang)


def _in_words(reason: DrafterReason) -> str:
    """What a person is told; the log has the rest."""
    if reason == "slow":
        seconds = round(settings.HELIU_DRAFTER_TIMEOUT)
        return ngettext(
            "The language model did not answer within %(seconds)d second. Try again, or write it in your own words.",
            "The language model did not answer within %(seconds)d seconds. Try again, or write it in your own words.",
            seconds,
        ) % {"seconds": seconds}
    if reason == "unreachable":
        return _("The language model cannot be reached. Try again later, or write it in your own words.")
    if reason in ("empty", "too_long"):
        return _("The language model gave no usable wording. Try again, or write it in your own words.")
    return _(
        "The server of the language model refused, or answered in another form. An administrator finds why in the log."
    )
