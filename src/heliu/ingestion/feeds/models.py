"""Sources, their visits, and what these found."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.accounts.choices import MemberRole
from heliu.accounts.models import Organisation
from heliu.accounts.permissions import is_administrator, memberships_of
from heliu.ingestion.feeds.choices import (
    FindingState,
    ItemKind,
    Quarantine,
    Rhythm,
    SourceState,
    Takeover,
    VisitState,
    Weekday,
)
from heliu.ingestion.feeds.schedule import MOST_HOURS, next_visit
from heliu.kit.jsontext import ReadableJSONEncoder
from heliu.kit.outside import LONGEST_URL

LONGEST_NAME = 200
LONGEST_ID = 300
LONGEST_RAW = 4_000


def _json(**options: Any) -> models.JSONField[Any, Any]:
    return models.JSONField(encoder=ReadableJSONEncoder, blank=True, **options)


def in_charge(user: Any, prefix: str = "") -> Q:
    """Of rows of sources those that a person looks after: owners of their organisation's, administrators of the
    installation's. Nobody else knows of them: an address or a mapping may tell more than a record does."""
    owned = [pk for pk, role in memberships_of(user).items() if role == MemberRole.OWNER]
    condition = Q(**{f"{prefix}organisation__in": owned})
    if is_administrator(user):
        condition |= Q(**{f"{prefix}organisation": None})
    return condition


class SourceQuerySet(models.QuerySet["Source"]):
    """Every list and every fetch begins with ``visible_to``."""

    def visible_to(self, user: Any) -> SourceQuerySet:
        return self.filter(in_charge(user)) if user.is_authenticated else self.none()

    def due(self, now: datetime) -> SourceQuerySet:
        """Those that are to be visited now."""
        return self.filter(state=SourceState.ACTIVE, next_due_at__lte=now).order_by("next_due_at", "pk")


class Source(models.Model):
    """Each Source is a place that is looked at again and again: a folder, pages, an interface of another system.

    It belongs to an organisation, or to the installation. ``options`` are the settings of its kind, checked by its
    reader. ``memory`` is what the last successful visit left for the next one. ``version`` counts the edits, so that
    of two people who edit at once the second is told.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="feed_sources",
        verbose_name=_("organisation"),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    kind = models.CharField(_("kind"), max_length=20)
    address = models.CharField(_("address"), max_length=LONGEST_URL, blank=True)
    folder = models.CharField(_("folder"), max_length=500, blank=True)
    item_kind = models.CharField(_("what it gives"), max_length=20, choices=ItemKind.choices)
    options = _json(default=dict, verbose_name=_("settings"))
    rhythm = models.CharField(_("rhythm"), max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY)
    every_hours = models.PositiveSmallIntegerField(
        _("hours between two visits"), default=6, validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)]
    )
    at = models.TimeField(_("time of day"), default=time(3, 0))
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices, default=Weekday.MONDAY)
    takeover = models.CharField(_("findings"), max_length=10, choices=Takeover.choices, default=Takeover.REVIEW)
    # Who said so, and in whose name drafts are made: without that owner a person looks at everything again.
    takeover_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=SourceState.choices, default=SourceState.ACTIVE, editable=False
    )
    next_due_at = models.DateTimeField(_("next visit"), null=True, blank=True, editable=False)
    last_success_at = models.DateTimeField(_("last success"), null=True, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(_("failed visits in a row"), default=0, editable=False)
    memory = _json(default=dict, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    editable_fields = (
        "name", "address", "folder", "item_kind", "options", "rhythm", "every_hours", "at", "weekday", "takeover",
    )  # fmt: skip
    place_fields = ("address", "folder", "item_kind", "options")
    """Where one of these changes, what is remembered of the last visit is worth nothing."""

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("feeds", "source")
        verbose_name_plural = pgettext_lazy("feeds", "sources")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="one_source_a_name",
                violation_error_message=_("There is a source of this name already."),
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(organisation=None), name="one_own_source_a_name",
                violation_error_message=_("There is a source of this name already."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "next_due_at"], name="sources_due")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("source_detail", args=[self.pk])

    @property
    def place(self) -> str:
        """Where it looks."""
        return self.address or self.folder

    def clean(self) -> None:
        if self.takeover == Takeover.DRAFTS and self.organisation_id is None:
            raise ValidationError({"takeover": _("Only an organisation's own sources may make drafts by themselves.")})

    def due_after(self, moment: datetime) -> datetime:
        """The next visit by its schedule."""
        return next_visit(
            moment, rhythm=self.rhythm, every_hours=self.every_hours, at=self.at, weekday=self.weekday
        )  # fmt: skip


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: Any) -> VisitQuerySet:
        return self.filter(in_charge(user, "source__")) if user.is_authenticated else self.none()


class Visit(models.Model):
    """Each Visit is one time that a source was looked at, or is about to be.

    Whoever runs it holds it until ``lease_until`` and says again and again that it goes on; one that ran out is taken
    over by the next. What it had saved by then stays.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="visits", verbose_name=_("source"))
    state = models.CharField(_("state"), max_length=10, choices=VisitState.choices, default=VisitState.QUEUED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("asked for by"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("created at"))
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    ended_at = models.DateTimeField(pgettext_lazy("visit", "ended at"), null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    requests = models.PositiveIntegerField(_("requests"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(pgettext_lazy("visit", "changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    gone = models.PositiveIntegerField(pgettext_lazy("visit", "gone"), default=0)
    refused = models.PositiveIntegerField(_("in quarantine"), default=0)
    drafted = models.PositiveIntegerField(_("drafts"), default=0)
    # Why it failed: a key of ``wording.WHY`` and what its words need, so that each reader has it in their language.
    error = models.CharField(max_length=30, blank=True)
    error_data = _json(default=dict)

    COUNTS = ("new", "changed", "unchanged", "gone", "refused", "drafted")

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(state__in=[VisitState.QUEUED, VisitState.RUNNING]),
                name="one_open_visit_a_source",
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["source", "-created_at"], name="visits_of_source")]

    def __str__(self) -> str:
        return f"{self.source_id} · {self.created_at:%Y-%m-%d %H:%M}"


class FindingQuerySet(models.QuerySet["Finding"]):
    """Every list and every fetch begins with ``visible_to``."""

    def visible_to(self, user: Any) -> FindingQuerySet:
        return self.filter(in_charge(user, "source__")) if user.is_authenticated else self.none()

    def to_review(self) -> FindingQuerySet:
        """What waits for a person: new, changed, and gone at the source though something was made of it."""
        return self.filter(Q(state=FindingState.WAITING) | Q(state=FindingState.GONE, object_id__isnull=False))


class Finding(models.Model):
    """Each Finding is one thing that a source gave, as it gave it last.

    ``base`` is what it said when somebody last decided on it, so that ``fields`` beside it show what changed since.
    ``version`` counts what changed at the source: who decides says which version they have seen.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="findings", verbose_name=_("source"))
    kind = models.CharField(_("kind"), max_length=20, choices=ItemKind.choices)
    external_id = models.CharField(_("id at the source"), max_length=LONGEST_ID)
    title = models.CharField(_("title"), max_length=300, blank=True)
    url = models.CharField(_("address"), max_length=LONGEST_URL, blank=True)
    fields = _json(default=dict)
    base = _json(null=True)
    # What was decided on ``base``: accepted, set aside, or nothing yet.
    base_state = models.CharField(max_length=20, blank=True)
    # What the source says beside the fields: the owner's name, people, identifiers.
    facts = _json(default=dict)
    raw = models.TextField(_("as the source gave it"), blank=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=20, choices=FindingState.choices, default=FindingState.WAITING)
    reason = models.CharField(_("reason"), max_length=20, choices=Quarantine.choices, blank=True)
    # Of a finding in quarantine: field, and what is wrong with it in each language.
    problems = _json(default=list)
    present = models.BooleanField(_("at the source"), default=True)
    first_seen_at = models.DateTimeField(_("first seen"))
    last_seen_at = models.DateTimeField(_("last seen"))
    changed_at = models.DateTimeField(_("changed"))
    version = models.PositiveIntegerField(_("version"), default=1)
    visit = models.ForeignKey(Visit, on_delete=models.SET_NULL, null=True, blank=True, related_name="findings")
    object_kind = models.CharField(max_length=20, blank=True)
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(pgettext_lazy("finding", "decided at"), null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-changed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["source", "kind", "external_id"], name="one_finding_of_a_thing")]
        indexes = [
            models.Index(fields=["source", "state", "-changed_at"], name="findings_to_review"),
            models.Index(fields=["object_kind", "object_id"], name="findings_of_record"),
        ]

    def __str__(self) -> str:
        return self.title or self.external_id

    def get_absolute_url(self) -> str:
        return reverse("finding_detail", args=[self.pk])

    @property
    def is_new(self) -> bool:
        """Whether nobody has decided on it before."""
        return self.base is None

    @property
    def may_be_accepted(self) -> bool:
        """Whether it says something that can become a record, or be written into one."""
        return self.state in (FindingState.WAITING, FindingState.SET_ASIDE) and self.present
