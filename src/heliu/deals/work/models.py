"""Tasks and files of a deal."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from heliu.accounts.models import Organisation
from heliu.deals.work.choices import FileKind, TaskState
from heliu.kit.workdays import local_day

LONGEST_NOTE = 2000
LONGEST_REASON = 300


def _person(label: Any, **options: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=label, **options,
    )  # fmt: skip


class TaskQuerySet(models.QuerySet["DealTask"]):
    """Who may see which is asked of the deals: see ``work.selectors``."""

    def open(self) -> TaskQuerySet:
        return self.filter(state=TaskState.OPEN)


class DealTask(models.Model):
    """Each DealTask is something that a person has to do for a Deal; both sides see it.

    ``version`` counts the edits, so that of two people who edit at the same time the second is told. Who owns it may
    have left since: then it is nobody's (see ``work.selectors.attended``).
    """

    deal = models.ForeignKey("deals.Deal", on_delete=models.CASCADE, related_name="tasks", verbose_name=_("deal"))
    title = models.CharField(_("what has to be done"), max_length=200)
    owner = _person(_("who does it"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=LONGEST_NOTE)

    state = models.CharField(
        pgettext_lazy("task", "state"), max_length=10, choices=TaskState, default=TaskState.OPEN, editable=False
    )
    reason = models.CharField(_("why it was dropped"), max_length=LONGEST_REASON, blank=True, editable=False)
    closed_by = _person(_("closed by"), editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    created_by = _person(_("given by"), editable=False)
    created_at = models.DateTimeField(_("given at"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    editable_fields = ("title", "owner", "due_on", "note")

    history = HistoricalRecords()
    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("deal", "task")
        verbose_name_plural = pgettext_lazy("deal", "tasks")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["deal", "state"], name="tasks_of_deal"),
            models.Index(fields=["owner", "state", "due_on"], name="tasks_of_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, closed_at__isnull=True)
                | ~Q(state=TaskState.OPEN) & Q(closed_at__isnull=False),
                name="closed_task_knows_when",
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.DROPPED) & ~Q(reason="") | ~Q(state=TaskState.DROPPED) & Q(reason=""),
                name="dropped_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('deal_detail', args=[self.deal_id])}#task-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < local_day()

    def clean(self) -> None:
        if not self.title.strip():
            raise ValidationError({"title": _("Say what has to be done.")})


def stored_path(file: DealFile, filename: str) -> str:
    """Outside the web root, under a name nobody can guess; the shown name is kept in the row."""
    return f"deals/{file.deal_id}/{filename}"


class FileQuerySet(models.QuerySet["DealFile"]):
    """Who may see which is asked of the deals: see ``work.selectors``."""

    def kept(self) -> FileQuerySet:
        """Those that were not removed."""
        return self.filter(removed_at=None)


class DealFile(models.Model):
    """Each DealFile is a file that one side put on a Deal, for both or for its own people alone.

    The row of a file that was removed stays, with its name and SHA-256 and who removed it; the bytes go.
    """

    deal = models.ForeignKey("deals.Deal", on_delete=models.CASCADE, related_name="files", verbose_name=_("deal"))
    side = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("put here by"), editable=False
    )
    own_side_only = models.BooleanField(_("our side only"), default=False, editable=False)
    kind = models.CharField(pgettext_lazy("file", "kind"), max_length=20, choices=FileKind)
    name = models.CharField(_("name of the file"), max_length=200)
    file = models.FileField(_("file"), upload_to=stored_path, max_length=200, blank=True, editable=False)
    media_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    uploaded_by = _person(_("uploaded by"), editable=False)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)
    removed_by = _person(_("removed by"), editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a deal")
        verbose_name_plural = _("files of deals")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) & ~Q(file="") | Q(removed_at__isnull=False, file=""),
                name="removed_file_has_no_bytes",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("deal_file", args=[self.deal_id, self.pk])
