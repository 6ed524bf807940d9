"""Closed lists of the catalog."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tier(models.TextChoices):
    """Who may see a published record."""

    PUBLIC = "public", _("Public")
    MEMBERS = "members", _("Members of verified organisations")
    ON_REQUEST = "on_request", _("On request: title and summary are shown")
    CONFIDENTIAL = "confidential", _("Confidential")


class State(models.TextChoices):
    """Where a record stands on its way to the public."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Returned")
    PUBLISHED = "published", _("Published")
    EXPIRED = "expired", _("Expired")
    CLOSED = "closed", _("Closed")
    MERGED = "merged", _("Merged")


class ReadinessScale(models.TextChoices):
    """Which scale a level belongs to; levels of different scales are never compared."""

    ISO_16290 = "iso16290", _("ISO 16290:2013, levels 1 to 9")
    GBT_22900_2009 = "gbt22900-2009", _("GB/T 22900-2009, levels 1 to 13")
    GBT_22900_2022 = "gbt22900-2022", _("GB/T 22900-2022, levels 1 to 9")
    MRL = "mrl", _("Manufacturing readiness (MRL), levels 1 to 10")

    @property
    def highest(self) -> int:
        return {"gbt22900-2009": 13, "mrl": 10}.get(self.value, 9)


class ReadinessBasis(models.TextChoices):
    """What a level rests on; all but the first come from a signed assessment."""

    STATED = "stated", _("Stated by the owner")
    SELF = "self", _("Self-assessment")
    MANDATED = "mandated", _("By a technology manager with the owner's mandate")
    THIRD_PARTY = "third_party", _("Third party")


class Way(models.TextChoices):
    """How an achievement can be transferred."""

    ASSIGNMENT = "assignment", _("Assignment")
    LICENCE = "licence", _("Licence")
    EQUITY = "equity", _("Equity")
    JOINT_DEVELOPMENT = "joint_development", _("Joint development")
    SERVICE = "service", _("Technical service")


class Cooperation(models.TextChoices):
    """How an organisation would work with whoever solves its problem; what ``Way`` has too is called the same."""

    JOINT_DEVELOPMENT = Way.JOINT_DEVELOPMENT.value, _("Joint development")
    COMMISSIONED_DEVELOPMENT = "commissioned_development", _("Commissioned development")
    LICENCE = Way.LICENCE.value, _("Licence")
    ASSIGNMENT = Way.ASSIGNMENT.value, _("Assignment")
    SERVICE = Way.SERVICE.value, _("Technical service")
    CONSULTING = "consulting", _("Technical consulting")
    EQUITY = Way.EQUITY.value, _("Equity")


CHOICE_LISTS: dict[str, type[models.TextChoices]] = {"ways": Way, "cooperation": Cooperation}
"""Columns that hold a list, and what may stand in it."""


class PropertyKind(models.TextChoices):
    """Kinds of intellectual property."""

    INVENTION = "invention", _("Invention patent")
    UTILITY = "utility", _("Utility model")
    DESIGN = "design", _("Design")
    SOFTWARE = "software", _("Software copyright")
    LAYOUT = "layout", _("Integrated circuit layout")
    VARIETY = "variety", _("Plant variety")
    KNOW_HOW = "know_how", _("Know-how")


class PropertyStatus(models.TextChoices):
    FILED = "filed", _("Filed")
    GRANTED = "granted", _("Granted")
    REGISTERED = "registered", _("Registered")
    NONE = "none", _("Not registered")


class WorkKind(models.TextChoices):
    PAPER = "paper", _("Paper")
    PATENT = "patent", _("Patent")
    PROJECT = "project", _("Project")
    STANDARD = "standard", _("Standard")


class AttachmentKind(models.TextChoices):
    PICTURE = "picture", _("Picture")
    FILE = "file", _("File")


class AccessState(models.TextChoices):
    """What became of a request to read a record that is shown on request."""

    WAITING = "waiting", _("Waiting for the owner")
    PROMISED = "promised", _("Waiting for an agreement")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REVOKED = "revoked", _("Revoked")
    OVER = "over", _("Over")


class AccessKind(models.TextChoices):
    """In which way somebody read a record in full."""

    READ = "read", _("Read in full")
    HISTORY = "history", _("Earlier versions read")
    EXPORTED = "exported", _("Exported")
    FILE = "file", _("File fetched")
    SHEET = "sheet", _("Demand sheet read")
    OPENED = "opened", _("Opened under an agreement")
    REVEALED = "revealed", _("Title and summary revealed")


class AccessWay(models.TextChoices):
    """Through what somebody read it."""

    PAGE = "page", _("Page")
    API = "api", _("API")
    ADMIN = "admin", _("Administration")
    MATCH = "match", _("Blind match")


class AccessStanding(models.TextChoices):
    """As what somebody outside the owner read a record."""

    GRANTED = "granted", _("Granted by the owner")
    AGREEMENT = "agreement", _("Under an agreement")
    MEMBER = "member", _("Member of a verified organisation")
    MANAGER = "manager", _("Technology manager")
    PARK_OPERATOR = "park_operator", _("Park operator")
    REVIEWER = "reviewer", _("Reviewer")
    MATCHED = "matched", _("Other side of a blind match")
    OTHER = "other", _("Other")
