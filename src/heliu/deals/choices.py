"""Closed lists of deals."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """Where a deal stands."""

    CONTACT = "contact", pgettext_lazy("stage", "Contact")
    NDA = "nda", pgettext_lazy("stage", "Confidentiality agreement")
    EVALUATION = "evaluation", pgettext_lazy("stage", "Evaluation")
    TERM_SHEET = "term_sheet", pgettext_lazy("stage", "Term sheet")
    PRICED = "priced", pgettext_lazy("stage", "Priced")
    NOTICE = "notice", pgettext_lazy("stage", "Public notice")
    CONTRACTED = "contracted", pgettext_lazy("stage", "Contracted")
    REGISTERED = "registered", pgettext_lazy("stage", "Registered")
    PERFORMING = "performing", pgettext_lazy("stage", "Performing")
    PAID = "paid", pgettext_lazy("stage", "Paid")
    DISTRIBUTED = "distributed", pgettext_lazy("stage", "Benefit distributed")
    CLOSED = "closed", pgettext_lazy("stage", "Closed")
    ON_HOLD = "on_hold", pgettext_lazy("stage", "On hold")
    LOST = "lost", pgettext_lazy("stage", "Lost")
    TERMINATED = "terminated", pgettext_lazy("stage", "Terminated")


BEFORE_CONTRACT = (Stage.CONTACT, Stage.NDA, Stage.EVALUATION, Stage.TERM_SHEET, Stage.PRICED, Stage.NOTICE)
"""Stages from which a deal can be lost: nothing is signed yet."""
UNDER_CONTRACT = (Stage.CONTRACTED, Stage.REGISTERED, Stage.PERFORMING, Stage.PAID, Stage.DISTRIBUTED)
"""Stages from which a deal can be terminated: a contract is in force."""
ACTIVE = (*BEFORE_CONTRACT, *UNDER_CONTRACT)
OVER = (Stage.CLOSED, Stage.LOST, Stage.TERMINATED)


class ContractKind(models.TextChoices):
    """The five kinds of technology contract (Civil Code, Book III, chapter 20)."""

    DEVELOPMENT = "development", pgettext_lazy("contract", "Technology development")
    TRANSFER = "transfer", pgettext_lazy("contract", "Technology transfer")
    LICENCE = "licence", pgettext_lazy("contract", "Technology licence")
    CONSULTING = "consulting", pgettext_lazy("contract", "Technology consulting")
    SERVICE = "service", pgettext_lazy("contract", "Technology service")


class Pricing(models.TextChoices):
    """How the price was found (促进科技成果转化法, Art. 18)."""

    AGREEMENT = "agreement", pgettext_lazy("pricing", "By agreement")
    EXCHANGE = "exchange", pgettext_lazy("pricing", "Listed on a technology exchange")
    AUCTION = "auction", pgettext_lazy("pricing", "By auction")


class PartyRole(models.TextChoices):
    """What a further party of a deal is in it."""

    CO_PROVIDER = "co_provider", pgettext_lazy("party", "Co-provider")
    CO_RECIPIENT = "co_recipient", pgettext_lazy("party", "Co-recipient")
    GUARANTOR = "guarantor", pgettext_lazy("party", "Guarantor")
    AGENT = "agent", pgettext_lazy("party", "Agent")


class LossReason(models.TextChoices):
    """Why a deal was lost. Reports count by it, so the list is closed."""

    PRICE = "price", pgettext_lazy("loss", "No agreement on the price")
    TERMS = "terms", pgettext_lazy("loss", "No agreement on rights or terms")
    TECHNOLOGY = "technology", pgettext_lazy("loss", "The evaluation was negative")
    FUNDING = "funding", pgettext_lazy("loss", "No funding")
    TIMING = "timing", pgettext_lazy("loss", "The time did not fit")
    OTHER_PARTNER = "other_partner", pgettext_lazy("loss", "Another partner was chosen")
    SILENCE = "silence", pgettext_lazy("loss", "A side no longer answered")
    OTHER = "other", _("Another reason")
