"""Closed lists of assessments."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.catalog.choices import ReadinessBasis


class Answer(TextChoices):
    """The answer to one criterion."""

    MET = "met", _("Met")
    NOT_MET = "not_met", _("Not met")
    NONE = "", _("Not answered")


class State(TextChoices):
    """Where an assessment stands; a signed one is never changed."""

    DRAFT = "draft", pgettext_lazy("assessment", "Draft")
    SIGNED = "signed", pgettext_lazy("assessment", "Signed")
    WITHDRAWN = "withdrawn", pgettext_lazy("assessment", "Withdrawn")


class Conflict(TextChoices):
    """What an assessor declares about their relation to the owner."""

    NONE = "none", _("No relation to the owner that could bias the assessment")
    DECLARED = "declared", _("There is a relation to the owner")


class EvidenceKind(TextChoices):
    """What a piece of evidence is."""

    ATTACHMENT = "attachment", _("File of the achievement")
    FILE = "file", _("File of its own")
    LINK = "link", _("Link")


class InvitationState(TextChoices):
    """What became of an invitation to assess."""

    OPEN = "open", pgettext_lazy("invitation to assess", "Open")
    DONE = "done", pgettext_lazy("invitation to assess", "Assessed")
    DECLINED = "declined", pgettext_lazy("invitation to assess", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("invitation to assess", "Taken back")


STANDINGS = [(basis.value, basis.label) for basis in ReadinessBasis if basis != ReadinessBasis.STATED]
"""As what somebody assesses."""
