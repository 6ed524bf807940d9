"""Demand, achievement and expert."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from heliu.catalog.choices import CHOICE_LISTS, ReadinessBasis, ReadinessScale
from heliu.catalog.models.columns import money_column, prose_column, words_column
from heliu.catalog.models.record import Record
from heliu.catalog.readiness import assessed_in_words
from heliu.kit.identifiers import validate_orcid


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
    need_problem = prose_column(_("problem"), help_text=_("What goes wrong or is missing."))
    need_method = prose_column(_("method"), help_text=_("A way you have in mind, or have tried."))
    need_conditions = prose_column(_("conditions"), help_text=_("Under which it has to work."))
    parameters = prose_column(_("target parameters"), help_text=_("One a line, with number and unit."))
    need_current = prose_column(_("current state"), help_text=_("What you have and reach today, with number and unit."))
    budget_min = money_column(_("budget from"))
    budget_max = money_column(_("budget to"))
    deadline = models.DateField(_("needed by"), null=True, blank=True)
    cooperation = words_column(_("way of cooperation"))
    need_confidentiality = prose_column(_("confidentiality"), help_text=_("What must not be told, and to whom."))

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

    parameters = prose_column(_("parameters"), help_text=_("One a line, with number and unit."))
    readiness_scale = models.CharField(_("readiness scale"), max_length=20, choices=ReadinessScale.choices, blank=True)
    readiness_level = models.PositiveSmallIntegerField(_("readiness level"), null=True, blank=True)
    readiness_evidence_zh = prose_column(_("readiness evidence in Chinese"))
    readiness_evidence_en = prose_column(_("readiness evidence in English"))
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
    ways = words_column(_("ways of transfer"))
    price_min = money_column(_("price from"))
    price_max = money_column(_("price to"))
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
