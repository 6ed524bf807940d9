"""What a manager keeps of a case for themselves: notes and hours.

A case is a demand, an achievement or an introduction. Entries name it by kind and id, without a foreign key: they stay
when a mandate ends or the record goes, and then tell of it no more than that.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Organisation
from heliu.desk.choices import Activity, CaseKind

LONGEST_NOTE = 4000
MINUTES_A_DAY = 24 * 60


class EntryQuerySet(models.QuerySet[Any]):
    """Entries are their author's alone: administrators see none either."""

    def of(self, user: Any) -> EntryQuerySet:
        return self.filter(author=user) if user.is_authenticated else self.none()


class CaseEntry(models.Model):
    """Something about a case that belongs to its author, and goes with their account."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind of case"), max_length=20, choices=CaseKind)
    record_id = models.PositiveBigIntegerField(_("case"))
    # The organisation with whose mandate the manager worked.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("organisation"),
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.author} · {self.kind} {self.record_id}"


class CaseNote(CaseEntry):
    """Each CaseNote is what a manager remembers about a case; nobody else reads it."""

    text = models.TextField(_("note"), max_length=LONGEST_NOTE)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(CaseEntry.Meta):
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["author", "kind", "record_id"], name="notes_of_case")]


class TimeEntry(CaseEntry):
    """Each TimeEntry is time that a manager spent on a case."""

    day = models.DateField(_("day"))
    minutes = models.PositiveIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(MINUTES_A_DAY)]
    )
    activity = models.CharField(_("activity"), max_length=20, choices=Activity)
    note = models.CharField(_("what was done"), max_length=300, blank=True)

    class Meta(CaseEntry.Meta):
        verbose_name = _("time entry")
        verbose_name_plural = _("hours")
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["author", "day"], name="hours_of_author")]
