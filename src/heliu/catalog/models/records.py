"""Demand, achievement, expert, and what they have in common."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, transition
from simple_history.models import HistoricalRecords

from heliu.accounts.models import Organisation
from heliu.catalog.choices import CHOICE_LISTS, ReadinessBasis, ReadinessScale, State, Tier
from heliu.catalog.models.querysets import RecordQuerySet
from heliu.catalog.readiness import assessed_in_words
from heliu.kit.identifiers import validate_orcid
from heliu.kit.jsontext import ReadableJSONEncoder
from heliu.kit.language import localised
from heliu.kit.vocabularies import industries, regions
from heliu.kit.workdays import local_day

MOST_KEYWORDS = 50
LONGEST_KEYWORD = 100
LONGEST_TEXT = 50_000
LONGEST_SUMMARY = 1_000


def _words(label: Any) -> models.JSONField[list[str], list[str]]:
    return models.JSONField(label, default=list, blank=True, encoder=ReadableJSONEncoder)


def _prose(label: Any, **options: Any) -> models.TextField[str, str]:
    return models.TextField(label, blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)], **options)


def _summary(label: Any) -> models.TextField[str, str]:
    return models.TextField(
        label, blank=True, validators=[MaxLengthValidator(LONGEST_SUMMARY)],
        help_text=_("For everybody who may know of the record; of one on request it is all that is told and searched."),
    )  # fmt: skip


def _money(label: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(
        label, max_digits=14, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)],
        help_text=_("in 10,000 CNY (万元)"),
    )  # fmt: skip


# -- what a transition demands beside its state ---------------------------------------------------


def is_described(record: Any) -> bool:
    return bool(record.description_zh.strip() or record.description_en.strip())


def is_not_past(record: Any) -> bool:
    return bool(record.expires_on is None or record.expires_on >= local_day())


def is_past(record: Any) -> bool:
    return not is_not_past(record)


def owner_is_shown(record: Any) -> bool:
    return bool(record.organisation.is_active)


class Record(models.Model):
    """A text in two languages with an owner, a disclosure tier and a state.

    Each Record belongs to an Organisation; its members may change it, a reviewer lets it out.
    The state changes through the transitions below only, and these are called by actions only.
    """

    kind: ClassVar[str]
    # What a person may write, in the order of forms, comparisons and files.
    text_fields: ClassVar[tuple[str, ...]] = ("title_zh", "title_en", "description_zh", "description_en")
    # What everybody is told who may know of the record, also where the rest is opened on request only.
    told_fields: ClassVar[tuple[str, ...]] = ("title_zh", "title_en", "summary_zh", "summary_en")
    shared_fields: ClassVar[tuple[str, ...]] = (
        "summary_zh", "summary_en", "keywords_zh", "keywords_en", "region", "industry", "contact_name",
        "contact_email", "contact_phone", "tier", "expires_on", "source", "external_id",
    )  # fmt: skip
    own_fields: ClassVar[tuple[str, ...]] = ()
    # Rows of other tables that are written together with the record: name → their fields.
    part_fields: ClassVar[dict[str, tuple[str, ...]]] = {}
    # Links to other records, by their ids.
    link_fields: ClassVar[tuple[str, ...]] = ()
    # What even of a readable record not everybody is told: see ``catalog.view_contact``.
    guarded_fields: ClassVar[tuple[str, ...]] = ("contact_name", "contact_email", "contact_phone")

    # What is fetched together with a record, since every page and list shows it.
    joined: ClassVar[tuple[str, ...]] = ("organisation",)

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="%(class)ss", verbose_name=_("organisation")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    # Written by the owner's members for everybody: the record's text where the rest is opened on request.
    summary_zh = _summary(_("summary in Chinese"))
    summary_en = _summary(_("summary in English"))
    description_zh = _prose(_("description in Chinese"))
    description_en = _prose(_("description in English"))
    keywords_zh = _words(_("keywords in Chinese"))
    keywords_en = _words(_("keywords in English"))
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
    # The record that it turned out to be the same as, and where it stood before.
    merged_into: models.ForeignKey[Any, Any] = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="merged_records",
        verbose_name=_("merged into"), editable=False,
    )  # fmt: skip
    state_before_merging = models.CharField(max_length=50, blank=True, editable=False)
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
                fields=["organisation", "external_id"], condition=~Q(external_id=""), name="%(class)s_external_id",
                violation_error_message=_("This organisation already has a record with this external id."),
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="%(class)s_newest"),
            # What an organisation's people have to do with its records is asked for every page.
            models.Index(fields=["organisation", "state", "expires_on"], name="%(class)s_to_do"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the page's language."""
        return localised(self, "title")

    @property
    def summary(self) -> str:
        """The summary in the page's language."""
        return localised(self, "summary")

    @property
    def description(self) -> str:
        """The description in the page's language."""
        return localised(self, "description")

    @property
    def keywords(self) -> list[str]:
        """The keywords in the language that the title is shown in."""
        shown_in_english = bool(self.title_en) and self.title == self.title_en
        first, second = (
            (self.keywords_en, self.keywords_zh) if shown_in_english else (self.keywords_zh, self.keywords_en)
        )
        return first or second

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def is_merged(self) -> bool:
        """Whether it is kept for its history alone; ``merged_into`` stands for it."""
        return self.state == State.MERGED

    @property
    def is_findable(self) -> bool:
        """Whether the record stands in the index; ``findable`` says the same of a queryset."""
        return self.is_published and self.tier != Tier.CONFIDENTIAL and self.organisation.is_active

    @classmethod
    def editable_fields(cls) -> tuple[str, ...]:
        """The columns a person may write."""
        return cls.text_fields + cls.own_fields + cls.shared_fields

    @property
    def settled_fields(self) -> frozenset[str]:
        """Columns that a file which is brought in does not write over: something newer than the file settled them."""
        return frozenset()

    def changed_by_hand(self, columns: Collection[str]) -> None:
        """Called before the columns that somebody has changed are saved, for what follows from the change."""

    def clean_fields(self, exclude: Any = None) -> None:
        # Cleaning a field writes it, which the protected state refuses; transitions write valid states only.
        super().clean_fields(exclude={*(exclude or ()), "state"})

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        if not (self.title_zh.strip() or self.title_en.strip()):
            problems["title_zh"] = _("Give a title in Chinese or in English.")
        if self.region and self.region not in regions():
            problems["region"] = _("No region of GB/T 2260 has this code.")
        if self.industry and self.industry not in industries():
            problems["industry"] = _("No industry of GB/T 4754 has this code.")
        for name in ("keywords_zh", "keywords_en"):
            words = getattr(self, name)
            if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
                problems[name] = _("Keywords are a list of words.")
            elif len(words) > MOST_KEYWORDS or any(len(word) > LONGEST_KEYWORD for word in words):
                problems[name] = _("At most %(count)d keywords of at most %(length)d characters each.") % {
                    "count": MOST_KEYWORDS,
                    "length": LONGEST_KEYWORD,
                }
        if problems:
            raise ValidationError(problems)

    def get_absolute_url(self) -> str:
        return reverse(f"{self.kind}_detail", args=[self.pk])

    # -- transitions; the caller saves -----------------------------------------------------------

    @transition(
        field="state", source=[State.DRAFT, State.RETURNED], target=State.IN_REVIEW,
        conditions=[is_described, is_not_past, owner_is_shown],
    )  # fmt: skip
    def submit(self) -> None:
        self.submitted_at = timezone.now()
        self.return_reason = ""

    @transition(field="state", source=[State.IN_REVIEW, State.PUBLISHED], target=State.RETURNED)
    def give_back(self, reason: str) -> None:
        self.return_reason = reason

    @transition(
        field="state", source=State.IN_REVIEW, target=State.PUBLISHED,
        conditions=[is_described, is_not_past, owner_is_shown],
    )  # fmt: skip
    def publish(self) -> None:
        self.published_at = timezone.now()

    @transition(field="state", source=State.DRAFT, target=State.PUBLISHED, conditions=[is_not_past, owner_is_shown])
    def release(self) -> None:
        """Without a review, for what the installation itself brings in; such rows may be a title alone."""
        self.published_at = timezone.now()

    @transition(
        field="state", source=[State.IN_REVIEW, State.RETURNED, State.PUBLISHED, State.EXPIRED], target=State.CLOSED
    )
    def close(self) -> None:
        pass

    @transition(field="state", source=State.PUBLISHED, target=State.EXPIRED, conditions=[is_past])
    def expire(self) -> None:
        pass

    @transition(field="state", source=[State.CLOSED, State.EXPIRED], target=State.DRAFT)
    def reopen(self) -> None:
        self.return_reason = ""

    @transition(field="state", source=[one for one in State if one != State.MERGED], target=State.MERGED)
    def merge(self, into: Record) -> None:
        self.merged_into, self.state_before_merging = into, self.state

    @transition(field="state", source=State.MERGED, target=RETURN_VALUE(*(one for one in State if one != State.MERGED)))
    def part(self) -> str:
        before, self.merged_into, self.state_before_merging = self.state_before_merging, None, ""
        return before


class Demand(Record):
    """Each Demand is something an organisation needs solved."""

    kind = "demand"
    own_fields = (
        "need_object", "need_problem", "need_method", "need_conditions", "parameters", "need_current",
        "budget_min", "budget_max", "deadline", "cooperation", "need_confidentiality",
    )  # fmt: skip
    guarded_fields = (*Record.guarded_fields, "need_confidentiality")

    # The need taken apart (the elements of a demand sheet).
    need_object = models.CharField(_("object"), max_length=300, blank=True, help_text=_("What it is about."))
    need_problem = _prose(_("problem"), help_text=_("What goes wrong or is missing."))
    need_method = _prose(_("method"), help_text=_("A way you have in mind, or have tried."))
    need_conditions = _prose(_("conditions"), help_text=_("Under which it has to work."))
    parameters = _prose(_("target parameters"), help_text=_("One a line, with number and unit."))
    need_current = _prose(_("current state"), help_text=_("What you have and reach today, with number and unit."))
    budget_min = _money(_("budget from"))
    budget_max = _money(_("budget to"))
    deadline = models.DateField(_("needed by"), null=True, blank=True)
    cooperation = _words(_("way of cooperation"))
    need_confidentiality = _prose(_("confidentiality"), help_text=_("What must not be told, and to whom."))

    attachments = GenericRelation("catalog.Attachment")
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("demand")
        verbose_name_plural = _("demands")

    def clean(self) -> None:
        super().clean()
        _check_range(self, "budget_min", "budget_max")
        if problem := _problem_of_list(self, "cooperation"):
            raise ValidationError({"cooperation": problem})

    @property
    def cooperation_display(self) -> list[str]:
        """The ways of cooperation in words."""
        return _list_in_words(self, "cooperation")


class Achievement(Record):
    """Each Achievement is something a team can transfer to others."""

    kind = "achievement"
    own_fields = (
        "parameters", "readiness_scale", "readiness_level", "readiness_evidence_zh", "readiness_evidence_en",
        "ways", "price_min", "price_max",
    )  # fmt: skip
    link_fields = ("team",)
    joined = ("organisation", "readiness_assessor")
    part_fields = {"intellectual_property": ("kind", "status", "number", "title_zh", "title_en")}

    parameters = _prose(_("parameters"), help_text=_("One a line, with number and unit."))
    readiness_scale = models.CharField(_("readiness scale"), max_length=20, choices=ReadinessScale.choices, blank=True)
    readiness_level = models.PositiveSmallIntegerField(_("readiness level"), null=True, blank=True)
    readiness_evidence_zh = _prose(_("readiness evidence in Chinese"))
    readiness_evidence_en = _prose(_("readiness evidence in English"))
    # What the level rests on. Only an assessment writes these; a level that is changed by hand is stated again.
    readiness_basis = models.CharField(
        _("basis of the readiness"), max_length=20, choices=ReadinessBasis.choices, default=ReadinessBasis.STATED,
        editable=False,
    )  # fmt: skip
    readiness_assessed_on = models.DateField(_("readiness assessed on"), null=True, blank=True, editable=False)
    readiness_assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("readiness assessed by"), editable=False,
    )  # fmt: skip
    ways = _words(_("ways of transfer"))
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
            if self.readiness_scale not in ReadinessScale.values:
                problems["readiness_scale"] = _("A level means nothing without its scale.")
            elif not 1 <= self.readiness_level <= ReadinessScale(self.readiness_scale).highest:
                problems["readiness_level"] = _("This scale has levels 1 to %(highest)d.") % {
                    "highest": ReadinessScale(self.readiness_scale).highest
                }
        if problem := _problem_of_list(self, "ways"):
            problems["ways"] = problem
        if problems:
            raise ValidationError(problems)

    @property
    def settled_fields(self) -> frozenset[str]:
        # The source of a nightly import goes on stating what its owner once wrote.
        return frozenset({"readiness_scale", "readiness_level"} if self.readiness_is_assessed else ())

    def changed_by_hand(self, columns: Collection[str]) -> None:
        if {"readiness_scale", "readiness_level"} & set(columns):
            self.readiness_basis = ReadinessBasis.STATED
            self.readiness_assessed_on = self.readiness_assessor = None

    @property
    def readiness_is_assessed(self) -> bool:
        """Whether scale and level come from an assessment; it may have found that not even the first is reached."""
        return self.readiness_basis != ReadinessBasis.STATED

    @property
    def readiness_source(self) -> str:
        """Who says so: "stated by the owner", or when, by whom and as what it was assessed."""
        if not self.readiness_is_assessed:
            return gettext("stated by the owner")
        basis = self.get_readiness_basis_display()
        return assessed_in_words(self.readiness_assessed_on, basis, self.readiness_assessor)

    @property
    def ways_display(self) -> list[str]:
        """The ways of transfer in words."""
        return _list_in_words(self, "ways")


class Expert(Record):
    """Each Expert is a person with a profile of works. The title is the person's name, the description the profile."""

    kind = "expert"
    own_fields = ("position_zh", "position_en", "orcid")
    part_fields = {"works": ("kind", "title_zh", "title_en", "abstract", "year")}

    position_zh = models.CharField(_("position in Chinese"), max_length=200, blank=True)
    position_en = models.CharField(_("position in English"), max_length=200, blank=True)
    orcid = models.CharField(_("ORCID"), max_length=19, blank=True, validators=[validate_orcid])

    attachments = GenericRelation("catalog.Attachment")
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = _("expert")
        verbose_name_plural = _("experts")


def _check_range(record: models.Model, low: str, high: str) -> None:
    lowest, highest = getattr(record, low), getattr(record, high)
    if lowest is not None and highest is not None and lowest > highest:
        raise ValidationError({high: _("The upper end is below the lower end.")})


def _problem_of_list(record: models.Model, name: str) -> Any:
    """What is wrong with a list of choices, or None."""
    values = getattr(record, name)
    if not isinstance(values, list):
        return _("This has to be a list.")
    unknown = [value for value in values if value not in CHOICE_LISTS[name].values]
    return _("Unknown choice: %(value)s") % {"value": unknown[0]} if unknown else None


def _list_in_words(record: models.Model, name: str) -> list[str]:
    return [str(CHOICE_LISTS[name](value).label) for value in getattr(record, name)]


RECORD_MODELS: dict[str, type[Record]] = {model.kind: model for model in (Demand, Achievement, Expert)}
"""Kind → model of the catalog's own records."""
