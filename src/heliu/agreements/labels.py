"""Agreements in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from heliu.accounts.models import Organisation
from heliu.agreements.choices import Direction, Language, State
from heliu.agreements.models import Agreement
from heliu.agreements.terms import months_later
from heliu.kit.workdays import local_day

LOCALES = {Language.CHINESE: "zh-hans", Language.ENGLISH: "en"}
"""Language of a text → the code under which its words are translated."""

VALUE_LABELS = {
    "reference": gettext_lazy("reference of the agreement"),
    "template_number": gettext_lazy("version of the template"),
    "date": gettext_lazy("day of the proposal"),
    "purpose": gettext_lazy("purpose"),
    "term_months": gettext_lazy("term in months"),
    "survival_months": gettext_lazy("months of confidentiality after the end"),
    "party_a_name": gettext_lazy("name of party A"),
    "party_a_code": gettext_lazy("unified social credit code of party A"),
    "party_b_name": gettext_lazy("name of party B"),
    "party_b_code": gettext_lazy("unified social credit code of party B"),
    "discloser_name": gettext_lazy("name of the side that discloses"),
    "recipient_name": gettext_lazy("name of the side that receives"),
    "mutual": gettext_lazy("whether both sides disclose"),
}
"""What the marks of a template stand for."""


def day_label(day: date, language: str) -> str:
    """The day as a contract writes it: 2026年11月26日, 26 November 2026."""
    if language == Language.CHINESE:
        return f"{day.year}年{day.month}月{day.day}日"
    with override("en"):
        return date_format(day, "j F Y")


def missing_label(names: Iterable[str], agreement: Agreement) -> str:
    """Which values the text needs and the records lack, and whose they are."""
    words = []
    for name in names:
        label = str(VALUE_LABELS[name])
        party = {"party_a": agreement.party_a, "party_b": agreement.party_b}.get(name.rsplit("_", 1)[0])
        words.append(_("%(value)s (%(name)s)") % {"value": label, "name": party.name} if party else label)
    sentence = _("The text needs what is not known here: %(values)s. Owners enter it on the page of the organisation.")
    return sentence % {"values": "; ".join(words)}


def statement_for(agreement: Agreement, side: Organisation) -> str:
    """What somebody says who accepts, in the language of the text."""
    with override(LOCALES[Language(agreement.language)]):
        values = {"name": side.name, "reference": agreement.reference, "hash": agreement.content_hash}
        if agreement.is_paper:
            return (
                _("I may bind %(name)s. For it I confirm that the PDF with the SHA-256 %(hash)s is the agreement "
                  "%(reference)s that both sides have signed.") % values
            )  # fmt: skip
        return (
            _("I may bind %(name)s. For it I accept the agreement %(reference)s with exactly this text, "
              "whose SHA-256 is %(hash)s.") % values
        )  # fmt: skip


def standing_label(agreement: Agreement) -> str:
    """How it stands today, with the day that counts."""
    if agreement.is_open:
        return _("Waits for an answer until %(day)s") % {"day": agreement.answer_by.isoformat()}
    if agreement.state == State.IN_FORCE and agreement.ends_on is not None:
        return _("In force until %(day)s") % {"day": agreement.ends_on.isoformat()}
    return str(agreement.get_state_display())


def direction_label(agreement: Agreement) -> str:
    """Whose information is protected, with the name of the side."""
    if agreement.direction == Direction.MUTUAL:
        return str(Direction.MUTUAL.label)
    side = agreement.party_a if agreement.direction == Direction.FROM_A else agreement.party_b
    return _("Only what %(name)s discloses") % {"name": side.name}


def confidential_until(agreement: Agreement) -> date | None:
    """Until when what was told stays confidential, counted from the end, or from the day on which it is due."""
    if agreement.in_force_at is None or agreement.ends_on is None:
        return None
    end = local_day(agreement.ended_at) if agreement.ended_at is not None else agreement.ends_on
    return months_later(end, agreement.survival_months)
