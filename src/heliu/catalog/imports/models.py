"""A file that somebody brings in by the pages."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Organisation
from heliu.catalog.choices import State


class ImportState(models.TextChoices):
    """Where an import stands. Checking and saving run in the worker; the person may leave meanwhile."""

    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Waiting for your confirmation")
    SAVING = "saving", _("Being saved")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


def _path(job: ImportJob, _name: str) -> str:
    # The person's own name of the file is kept in the row and never becomes a path.
    return f"imports/{secrets.token_hex(16)}"


class ImportJob(models.Model):
    """Each ImportJob is one file on its way into the catalog: what it is, what was found, what was done."""

    kind = models.CharField(_("kind"), max_length=20)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.CHECKING, db_index=True
    )
    file = models.FileField(upload_to=_path, blank=True)
    name = models.CharField(_("file"), max_length=200)
    bad_rows = models.FileField(upload_to=_path, blank=True)
    # Reasons are written in the language the person had, since they are about cells and not translated later.
    language = models.CharField(max_length=10)
    target = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    keep_good = models.BooleanField(default=False)
    # None: columns are recognised by their names; otherwise exactly these.
    mapping: models.JSONField[dict[str, str] | None, dict[str, str] | None] = models.JSONField(null=True, blank=True)
    # What checking found: columns, assignment, first rows, counts, problems, notes; then what saving did.
    result: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True)
    # Counts the starts, so that a job that was queued for an earlier mapping does nothing.
    turn = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        """Whether the worker has, or will have, it in hand."""
        return self.state in (ImportState.CHECKING, ImportState.SAVING)

    def get_absolute_url(self) -> str:
        return reverse("import_job", args=[self.pk])
