"""What companies need and what laboratories have."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import Organisation
from heliu.accounts.permissions import has_role, in_verified_organisation, memberships_of
from heliu.catalog.choices import (
    AttachmentKind,
    PropertyKind,
    PropertyStatus,
    ReadinessScale,
    State,
    Tier,
    Way,
    WorkKind,
)
from heliu.kit.language import localised
from heliu.kit.vocabularies import industries, regions


class RecordQuerySet(models.QuerySet["Any"]):
    """Every list and every fetch of a record begins with ``visible_to``."""

    def visible_to(self, user: Any) -> RecordQuerySet:
        """Records this person may know of; of *on request* records they may see the title only.

        Published ones by tier; the owner organisation's members see all of their own; reviewers see
        whatever has been submitted. Confidential records are for these last two alone, and being an
        administrator opens none.
        """
        if not user.is_authenticated:
            return self.filter(state=State.PUBLISHED, tier__in=[Tier.PUBLIC, Tier.ON_REQUEST])
        tiers = [Tier.PUBLIC, Tier.ON_REQUEST]
        if in_verified_organisation(user):
            tiers.append(Tier.MEMBERS)
        condition = Q(state=State.PUBLISHED, tier__in=tiers) | Q(organisation__in=list(memberships_of(user)))
        if has_role(user, PlatformRole.REVIEWER):
            condition |= ~Q(state=State.DRAFT)
        return self.filter(condition)

    def findable(self) -> RecordQuerySet:
        """Records that stand in the index: published, and not confidential."""
        return self.filter(state=State.PUBLISHED).exclude(tier=Tier.CONFIDENTIAL)


class Record(models.Model):
    """What demand, achievement and expert have in common: text in two languages, an owner, a tier, a state."""

    kind: ClassVar[str]

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="%(class)ss", verbose_name=_("organisation")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    description_zh = models.TextField(_("description in Chinese"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    keywords_zh: models.JSONField[list[str], list[str]] = models.JSONField(
        _("keywords in Chinese"), default=list, blank=True
    )
    keywords_en: models.JSONField[list[str], list[str]] = models.JSONField(
        _("keywords in English"), default=list, blank=True
    )
    region = models.CharField(_("region"), max_length=6, blank=True, db_index=True, help_text=_("GB/T 2260 code"))
    industry = models.CharField(_("industry"), max_length=5, blank=True, db_index=True, help_text=_("GB/T 4754 code"))
    contact_name = models.CharField(_("contact person"), max_length=100, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True)
    tier = models.CharField(_("disclosure tier"), max_length=20, choices=Tier.choices, default=Tier.PUBLIC)
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True, db_index=True)
    return_reason = models.TextField(_("reason for returning"), blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    illustrative = models.BooleanField(_("illustrative"), default=False, editable=False)
    # Provenance: where the record came from, and what it is called there.
    source = models.CharField(_("source"), max_length=300, blank=True)
    external_id = models.CharField(_("external id"), max_length=200, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "external_id"], condition=~Q(external_id=""), name="%(class)s_external_id"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the page's language."""
        return localised(self, "title")

    @property
    def description(self) -> str:
        """The description in the page's language."""
        return localised(self, "description")

    @property
    def keywords(self) -> list[str]:
        """The keywords in the page's language."""
        first, second = (
            (self.keywords_en, self.keywords_zh) if localised(self, "title") == self.title_en != ""
            else (self.keywords_zh, self.keywords_en)
        )  # fmt: skip
        return first or second

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        if not (self.title_zh.strip() or self.title_en.strip()):
            problems["title_zh"] = _("Give a title in Chinese or in English.")
        if self.region and self.region not in regions():
            problems["region"] = _("No region of GB/T 2260 has this code.")
        if self.industry and self.industry not in industries():
            problems["industry"] = _("No industry of GB/T 4754 has this code.")
        if problems:
            raise ValidationError(problems)

    def get_absolute_url(self) -> str:
        return reverse(f"{self.kind}_detail", args=[self.pk])


def _money(label: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(
        label, max_digits=14, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)],
        help_text=_("in 10,000 CNY (万元)"),
    )  # fmt: skip


class Demand(Record):
    """Each Demand is something an organisation needs solved."""

    kind = "demand"

    # The need taken apart (the elements of a demand sheet).
    need_object = models.CharField(_("object"), max_length=300, blank=True, help_text=_("What it is about."))
    need_problem = models.TextField(_("problem"), blank=True, help_text=_("What goes wrong or is missing."))
    need_method = models.TextField(_("method"), blank=True, help_text=_("A way you have in mind, or have tried."))
    need_conditions = models.TextField(_("conditions"), blank=True, help_text=_("Under which it has to work."))
    parameters = models.TextField(_("target parameters"), blank=True, help_text=_("One a line, with number and unit."))
    budget_min = _money(_("budget from"))
    budget_max = _money(_("budget to"))
    deadline = models.DateField(_("needed by"), null=True, blank=True)

    attachments = GenericRelation("catalog.Attachment")
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("demand")
        verbose_name_plural = _("demands")

    def clean(self) -> None:
        super().clean()
        _check_range(self, "budget_min", "budget_max")


class Achievement(Record):
    """Each Achievement is something a team can transfer to others."""

    kind = "achievement"

    parameters = models.TextField(_("parameters"), blank=True, help_text=_("One a line, with number and unit."))
    readiness_scale = models.CharField(_("readiness scale"), max_length=20, choices=ReadinessScale.choices, blank=True)
    readiness_level = models.PositiveSmallIntegerField(_("readiness level"), null=True, blank=True)
    readiness_evidence_zh = models.TextField(_("readiness evidence in Chinese"), blank=True)
    readiness_evidence_en = models.TextField(_("readiness evidence in English"), blank=True)
    ways: models.JSONField[list[str], list[str]] = models.JSONField(_("ways of transfer"), default=list, blank=True)
    price_min = _money(_("price from"))
    price_max = _money(_("price to"))
    team = models.ManyToManyField("catalog.Expert", blank=True, related_name="achievements", verbose_name=_("team"))

    attachments = GenericRelation("catalog.Attachment")
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")

    def clean(self) -> None:
        super().clean()
        _check_range(self, "price_min", "price_max")
        problems: dict[str, Any] = {}
        if self.readiness_level is not None:
            if not self.readiness_scale:
                problems["readiness_scale"] = _("A level means nothing without its scale.")
            elif not 1 <= self.readiness_level <= ReadinessScale(self.readiness_scale).highest:
                problems["readiness_level"] = _("This scale has levels 1 to %(highest)d.") % {
                    "highest": ReadinessScale(self.readiness_scale).highest
                }
        unknown = [way for way in self.ways if way not in Way.values]
        if unknown:
            problems["ways"] = _("Unknown way of transfer: %(way)s") % {"way": unknown[0]}
        if problems:
            raise ValidationError(problems)

    @property
    def ways_display(self) -> list[str]:
        """The ways of transfer in words."""
        return [str(Way(way).label) for way in self.ways]


class Expert(Record):
    """Each Expert is a person with a profile of works. The title is the person's name, the description the profile."""

    kind = "expert"

    position_zh = models.CharField(_("position in Chinese"), max_length=200, blank=True)
    position_en = models.CharField(_("position in English"), max_length=200, blank=True)
    orcid = models.CharField(_("ORCID"), max_length=19, blank=True)

    attachments = GenericRelation("catalog.Attachment")
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("expert")
        verbose_name_plural = _("experts")


class Work(models.Model):
    """A paper, patent, project or standard of an expert."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="works")
    kind = models.CharField(_("kind"), max_length=10, choices=WorkKind.choices, default=WorkKind.PAPER)
    title_zh = models.CharField(_("title in Chinese"), max_length=500, blank=True)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    abstract = models.TextField(_("abstract"), blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ["-year", "pk"]

    def __str__(self) -> str:
        return localised(self, "title")


class IntellectualProperty(models.Model):
    """A right that protects an achievement."""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="intellectual_property")
    kind = models.CharField(_("kind"), max_length=10, choices=PropertyKind.choices)
    status = models.CharField(_("status"), max_length=12, choices=PropertyStatus.choices, default=PropertyStatus.NONE)
    number = models.CharField(_("number"), max_length=40, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("intellectual property")
        verbose_name_plural = _("intellectual property")
        ordering = ["pk"]

    def __str__(self) -> str:
        return localised(self, "title") or self.number or str(self.get_kind_display())


def attachment_path(attachment: Attachment, filename: str) -> str:
    """Outside the web root, under a name nobody can guess; the shown name is kept in the row."""
    return f"attachments/{attachment.content_type_id}/{attachment.object_id}/{attachment.stored_name}"


class Attachment(models.Model):
    """A picture or file of a record, served only to those who may see the record's description."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    kind = models.CharField(_("kind"), max_length=10, choices=AttachmentKind.choices)
    name = models.CharField(_("name"), max_length=200)
    stored_name = models.CharField(max_length=80, editable=False)
    file = models.FileField(_("file"), upload_to=attachment_path, max_length=300)
    media_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["kind", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="attachment_of_record")]

    def __str__(self) -> str:
        return self.name


def _check_range(record: models.Model, low: str, high: str) -> None:
    lowest, highest = getattr(record, low), getattr(record, high)
    if lowest is not None and highest is not None and lowest > highest:
        raise ValidationError({high: _("The upper end is below the lower end.")})


RECORD_MODELS: dict[str, type[Record]] = {model.kind: model for model in (Demand, Achievement, Expert)}
"""Kind → model of the catalog's own records."""
