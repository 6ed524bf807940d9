"""Closed lists of the benefit split."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Route(models.TextChoices):
    """How the result is transferred; each way has a floor of its own (促进科技成果转化法, Art. 45)."""

    TRANSFER = "transfer", pgettext_lazy("benefit", "Transfer or licence: cash from the net income")
    INVESTMENT = "investment", pgettext_lazy("benefit", "Paid for in shares: a part of the shares")
    OWN_USE = "own_use", pgettext_lazy("benefit", "Own or joint use: cash from the operating profit")


class Basis(models.TextChoices):
    """What the reward follows."""

    OWN_RULE = "own_rule", pgettext_lazy("benefit", "A rule of the unit")
    AGREEMENT = "agreement", pgettext_lazy("benefit", "An agreement with the contributors")
    STATUTE = "statute", pgettext_lazy("benefit", "The law, since there is neither")


class PoolKind(models.TextChoices):
    """How the pool is given."""

    PERCENTAGE = "percentage", pgettext_lazy("benefit", "In per cent")
    AMOUNT = "amount", pgettext_lazy("benefit", "As an amount")


class DeductionKind(models.TextChoices):
    """What goes off before anything is shared."""

    TAX = "tax", pgettext_lazy("benefit", "Tax")
    COST = "cost", pgettext_lazy("benefit", "Direct cost")
    OTHER = "other", pgettext_lazy("benefit", "Other")


class VersionState(models.TextChoices):
    """A version is written, approved, and replaced by the next one that is approved."""

    DRAFT = "draft", pgettext_lazy("benefit", "Draft")
    APPROVED = "approved", pgettext_lazy("benefit", "In force")
    REPLACED = "replaced", pgettext_lazy("benefit", "Replaced")
