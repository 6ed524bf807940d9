"""What arrived in the index, what was told of it, and from which level on an organisation wants to be told."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from heliu.interest.searches.choices import DEFAULT_LEVEL, AlertLevel
from heliu.matching.kinds import get_kind, kind_names


class Arrival(models.Model):
    """A record that the index took and of which nobody was told yet. Rows go once everybody was."""

    kind = models.CharField(_("kind"), max_length=30)
    object_id = models.PositiveBigIntegerField(_("record"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class AlertLock(models.Model):
    """The one row that whoever writes alerts holds, so that two workers never tell the same."""

    class Meta:
        verbose_name = _("lock of alerts")
        verbose_name_plural = _("locks of alerts")

    def __str__(self) -> str:
        return str(self.pk)


class AlertSetting(models.Model):
    """From which level on the members of its organisation are told what fits a record of theirs."""

    kind = models.CharField(_("kind"), max_length=30)
    object_id = models.PositiveBigIntegerField(_("record"))
    level = models.PositiveSmallIntegerField(_("least level"), choices=AlertLevel.choices, default=DEFAULT_LEVEL)

    class Meta:
        verbose_name = _("setting of alerts")
        verbose_name_plural = _("settings of alerts")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_alert_setting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.level}"


class OfSubject(models.Model):
    """Somebody's interest: a saved search, or a record of their own organisation."""

    search = models.ForeignKey(
        "interest.SavedSearch", on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )
    own_kind = models.CharField(max_length=30, blank=True)
    own_id = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def address(self) -> str:
        """The page with everything that was told of this interest."""
        if self.search_id is not None:
            return reverse("saved_search", args=[self.search_id])
        return reverse("record_alerts", args=[self.own_kind, self.own_id])


def _one_subject(name: str) -> models.CheckConstraint:
    """Either a search or a record."""
    of_search = Q(search__isnull=False, own_kind="", own_id__isnull=True)
    of_record = Q(search__isnull=True, own_id__isnull=False) & ~Q(own_kind="")
    return models.CheckConstraint(condition=of_search | of_record, name=name)


class Alert(OfSubject):
    """A record that fits an interest; it stands here once, whatever becomes of either of the two.

    ``known`` is one that fitted already when the interest began: nobody is told of it, then or later.
    """

    kind = models.CharField(_("kind"), max_length=30)
    object_id = models.PositiveBigIntegerField(_("record"))
    known = models.BooleanField(default=False)
    # Of the pair when it was told; none for a list, which asks for no level.
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    own_version = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(null=True, blank=True)
    index_version = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(_("told at"), auto_now_add=True)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["search", "kind", "object_id"], condition=Q(search__isnull=False), name="told_once_a_search"
            ),
            models.UniqueConstraint(
                fields=["own_kind", "own_id", "kind", "object_id"], condition=Q(search__isnull=True),
                name="told_once_a_record",
            ),
            _one_subject("alert_of_one_subject"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["search", "known", "-at"], name="alerts_of_search"),
            models.Index(fields=["own_kind", "own_id", "known", "-at"], name="alerts_of_record"),
            models.Index(fields=["kind", "object_id"], name="alerts_about_record"),
        ]

    def __str__(self) -> str:
        return f"{self.search_id or f'{self.own_kind} {self.own_id}'} ← {self.kind} {self.object_id}"


class DigestQuerySet(models.QuerySet["Digest"]):
    """Begin with ``visible_to``."""

    def visible_to(self, user: Any) -> DigestQuerySet:
        """A person's own, of records only while they may see the record: its title stands in the digest."""
        if not user.is_authenticated:
            return self.none()
        condition = Q(search__isnull=False)
        for name in kind_names():
            condition |= Q(own_kind=name, own_id__in=get_kind(name).visible_to(user).values("pk"))
        return self.filter(condition, recipient=user).select_related("search")


class Digest(OfSubject):
    """What one person is told of one interest at one time: that so many records are new."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    counts: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    """Kind → number of records that the person could see then."""
    at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["recipient", "seen_at"], name="unseen_digests")]
        constraints = [_one_subject("digest_of_one_subject")]

    def __str__(self) -> str:
        return pgettext("alert", "%(counts)s: %(subject)s") % {"counts": self.counts_label, "subject": self.subject}

    @property
    def counts_label(self) -> str:
        """``12 new achievements, 1 new expert`` in the language of the page."""
        words = {
            "achievement": lambda n: ngettext("%(count)d new achievement", "%(count)d new achievements", n),
            "expert": lambda n: ngettext("%(count)d new expert", "%(count)d new experts", n),
            "demand": lambda n: ngettext("%(count)d new demand", "%(count)d new demands", n),
            "organisation": lambda n: ngettext("%(count)d new organisation", "%(count)d new organisations", n),
        }
        # In an order of its own: PostgreSQL keeps none of the keys of JSON.
        told = [word(number) % {"count": number} for kind, word in words.items() if (number := self.counts.get(kind))]
        return pgettext("between counts", ", ").join(told) or _gettext("New results")

    @property
    def subject(self) -> str:
        """Name of the search or title of the record."""
        if self.search is not None:
            return self.search.name
        return str(get_kind(self.own_kind).model._default_manager.filter(pk=self.own_id).first() or "")

    def get_absolute_url(self) -> str:
        return self.address
