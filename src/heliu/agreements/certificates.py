"""What was agreed, by whom and when, as data; and whether a text or file is the one that was agreed on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.agreements.labels import confidential_until
from heliu.agreements.models import Agreement
from heliu.agreements.selectors import acceptances_of
from heliu.agreements.wording import canonical, file_hash, text_hash


class Outcome(models.TextChoices):
    """What a comparison comes to."""

    EXACT = "exact", _("This is exactly what was agreed on.")
    SAME_TEXT = "same_text", _("The words are those that were agreed on; only line ends or blanks differ.")
    DIFFERENT = "different", _("This is not what was agreed on.")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The SHA-256 of what was given, and what it comes to."""

    content_hash: str
    outcome: Outcome


def compare(agreement: Agreement, content: bytes) -> Comparison:
    """Whether the bytes have the agreement's hash; of a text also whether only its form differs."""
    given = file_hash(content)
    if given == agreement.content_hash:
        return Comparison(given, Outcome.EXACT)
    if not agreement.is_paper:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return Comparison(given, Outcome.DIFFERENT)
        if text_hash(canonical(text)) == agreement.content_hash:
            return Comparison(given, Outcome.SAME_TEXT)
    return Comparison(given, Outcome.DIFFERENT)


def stored_hash(agreement: Agreement) -> str:
    """The hash of text or file as they are stored now; empty where the file is gone."""
    if not agreement.is_paper:
        return text_hash(agreement.text)
    try:
        with agreement.file.open("rb") as stream:
            return file_hash(stream.read())
    except FileNotFoundError:
        return ""


def is_as_frozen(agreement: Agreement) -> bool:
    """Whether text or file still have the hash that they were proposed with, computed anew."""
    return stored_hash(agreement) == agreement.content_hash


def certificate_of(agreement: Agreement) -> dict[str, Any]:
    """Everything that shows what was agreed, in values that fit JSON once dates are written out."""
    return {
        "reference": agreement.reference,
        "state": agreement.state,
        "way": agreement.way,
        "direction": agreement.direction,
        "purpose": agreement.purpose,
        "language": agreement.language,
        "parties": [
            {"party": letter, "name_zh": party.name_zh, "name_en": party.name_en, "uscc": party.uscc}
            for letter, party in zip("AB", agreement.parties(), strict=True)
        ],
        "template_version": agreement.template.number if agreement.template else None,
        "term_months": agreement.term_months,
        "survival_months": agreement.survival_months,
        "proposed_at": agreement.proposed_at,
        "in_force_at": agreement.in_force_at,
        "ends_on": agreement.ends_on,
        "ended_at": agreement.ended_at,
        "confidential_until": confidential_until(agreement),
        "sha256": agreement.content_hash,
        "sha256_computed_now": stored_hash(agreement),
        "file_name": agreement.file_name or None,
        "text": agreement.text or None,
        "acceptances": [
            {
                "organisation": one.organisation.name, "name": one.name, "position": one.position,
                "statement": one.statement, "sha256": one.content_hash, "template_version": one.template_number,
                "at": one.at,
            }
            for one in acceptances_of(agreement)
        ],
        "issued_at": timezone.now(),
        "issued_by": settings.HELIU_OPERATOR or settings.HELIU_SITE_URL,
    }  # fmt: skip
