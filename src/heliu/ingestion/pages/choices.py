"""Closed lists of pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class PageState(models.TextChoices):
    """How the last attempt to read it ended; what was read before stays."""

    WAITING = "waiting", pgettext_lazy("page", "Being read")
    READ = "read", pgettext_lazy("page", "Read")
    REFUSED = "refused", pgettext_lazy("page", "Could not be read")


class MentionKind(models.TextChoices):
    """What a page speaks of; the engine's words."""

    ORGANISATION = "organisation", pgettext_lazy("mention", "Organisation")
    PERSON = "person", pgettext_lazy("mention", "Person")
    PLACE = "place", pgettext_lazy("mention", "Place")
    PLATFORM = "platform", pgettext_lazy("mention", "Platform")
    LABORATORY = "laboratory", pgettext_lazy("mention", "Laboratory")
    FACILITY = "facility", pgettext_lazy("mention", "Instrument or facility")
    CHAIN = "chain", pgettext_lazy("mention", "Industrial chain")
    POLICY = "policy", pgettext_lazy("mention", "Policy")
    DOCUMENT_NUMBER = "document_number", pgettext_lazy("mention", "Document number")
    AMOUNT = "amount", pgettext_lazy("mention", "Amount")
    DATE = "date", pgettext_lazy("mention", "Date")
    MEASURE = "measure", pgettext_lazy("mention", "Measure")
    DEMAND = "demand", pgettext_lazy("mention", "Stated need")
    ACHIEVEMENT = "achievement", pgettext_lazy("mention", "Stated achievement")


STATEMENTS = (MentionKind.MEASURE, MentionKind.DEMAND, MentionKind.ACHIEVEMENT)
"""Whole clauses, in which mentions of other kinds may stand."""
BODIES = (MentionKind.ORGANISATION, MentionKind.LABORATORY, MentionKind.PLATFORM)
"""What may be an organisation of the platform."""
TARGETS: dict[str, str] = {
    **dict.fromkeys(BODIES, "organisation"),
    MentionKind.PERSON: "expert",
    MentionKind.DEMAND: "demand",
    MentionKind.ACHIEVEMENT: "achievement",
}
"""Kind of a mention → kind of what it may be in the catalog."""


class Step(models.TextChoices):
    """What the worker does with a page just now."""

    QUEUED = "queued", pgettext_lazy("page", "Waiting for the worker to begin")
    FETCHING = "fetching", pgettext_lazy("page", "Fetching the address")
    READING = "reading", pgettext_lazy("page", "Reading the text")
    UNDERSTANDING = "understanding", pgettext_lazy("page", "Finding what it speaks of")


class Decision(models.TextChoices):
    """What somebody said of a mention that the rules proposed."""

    PROPOSED = "proposed", pgettext_lazy("mention", "Proposed")
    CONFIRMED = "confirmed", pgettext_lazy("mention", "Confirmed")
    REFUSED = "refused", pgettext_lazy("mention", "Not right")


class LinkedBy(models.TextChoices):
    """What ties a mention to something in the catalog."""

    NAME = "name", pgettext_lazy("mention", "the same name")
    ALIAS = "alias", pgettext_lazy("mention", "another name of it")
    CODE = "code", pgettext_lazy("mention", "the same code")
    PERSON = "hand", pgettext_lazy("mention", "chosen by hand")
