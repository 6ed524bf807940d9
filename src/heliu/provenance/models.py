"""The ledger of where the fields of records came from."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Organisation
from heliu.catalog.origins import LONGEST_QUOTE, Origin, OriginKind
from heliu.kit.append_only import AppendOnlyModel
from heliu.kit.jsontext import ReadableJSONEncoder
from heliu.provenance.choices import Act

LONGEST_NAME = 300
LONGEST_ADDRESS = 2_000
LONGEST_ITEM = 200
LONGEST_RULE = 100


class OriginEntry(AppendOnlyModel):
    """Each OriginEntry says that some fields were written from one source, or confirmed, by somebody at one moment.

    Fields are columns, parts (as ``works``) and links (as ``team``) by their names. Records that were written together
    from the same place in the same fields share an entry, so that a file of a hundred thousand rows has few of them.
    Entries are only ever added; they stay without the person when an account ends.
    """

    act = models.CharField(_("what happened"), max_length=10, choices=Act.choices, default=Act.WRITTEN)
    fields: models.JSONField[list[str], list[str]] = models.JSONField(_("fields"), encoder=ReadableJSONEncoder)
    at = models.DateTimeField(_("when"), default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("person")
    )
    # The owner where the person acts for it; nobody where a reviewer or the installation did it.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("for")
    )
    # Whether a person's word stands behind it: they wrote it, chose it in a merge, or confirmed it.
    by_hand = models.BooleanField(_("by hand"), default=False)
    origin = models.CharField(_("kind of source"), max_length=20, choices=OriginKind.choices, default=OriginKind.PERSON)
    name = models.CharField(_("source"), max_length=LONGEST_NAME, blank=True)
    url = models.CharField(_("address"), max_length=LONGEST_ADDRESS, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True)
    rule = models.CharField(_("rule"), max_length=LONGEST_RULE, blank=True)
    confidence = models.FloatField(_("confidence"), null=True)
    quote = models.CharField(_("quote"), max_length=LONGEST_QUOTE, blank=True)
    start = models.PositiveIntegerField(_("start of the quote"), null=True)

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__gte=0, confidence__lte=1), name="origin_confidence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} · {self.origin} · {', '.join(self.fields)}"

    @property
    def is_writing(self) -> bool:
        return self.act == Act.WRITTEN

    def as_origin(self, item: str) -> Origin:
        """The source as whoever wrote the record told it; ``item`` is what it calls the record."""
        return Origin(
            kind=OriginKind(self.origin), name=self.name, url=self.url, item=item, read_at=self.read_at,
            rule=self.rule, confidence=self.confidence, quote=self.quote, start=self.start,
        )  # fmt: skip


class EntryRecord(AppendOnlyModel):
    """Each EntryRecord says which version of which record an entry is about.

    Of a record's entries the newest that wrote a field tells where its present value came from; a confirmation counts
    for what was written before it. They are deleted with their record.
    """

    entry = models.ForeignKey(OriginEntry, on_delete=models.CASCADE, related_name="records")
    kind = models.CharField(_("kind"), max_length=20)
    record_id = models.PositiveBigIntegerField(_("record"))
    version = models.PositiveIntegerField(_("version"))
    item = models.CharField(_("name within the source"), max_length=LONGEST_ITEM, blank=True)

    class Meta:
        verbose_name = _("origin of a record")
        verbose_name_plural = _("origins of records")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "record_id"], name="origins_of_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id} · {self.version}"


def entry_of(origin: Origin, **values: Any) -> OriginEntry:
    """An unsaved entry that wrote from this source; texts longer than they are kept are cut, an address goes whole."""
    return OriginEntry(
        origin=origin.kind, name=origin.name[:LONGEST_NAME],
        url=origin.url if len(origin.url) <= LONGEST_ADDRESS else "", read_at=origin.read_at,
        rule=origin.rule[:LONGEST_RULE], confidence=origin.confidence, quote=origin.quote[:LONGEST_QUOTE],
        start=origin.start, **values,
    )  # fmt: skip
