"""What a demand, an achievement and an expert have in common."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, transition

from heliu.accounts.models import Organisation
from heliu.catalog.choices import State, Tier
from heliu.catalog.models.columns import LONGEST_KEYWORD, MOST_KEYWORDS, prose_column, summary_column, words_column
from heliu.catalog.models.querysets import RecordQuerySet
from heliu.kit.language import localised
from heliu.kit.vocabularies import industries, regions
from heliu.kit.workdays import local_day

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
    summary_zh = summary_column(_("summary in Chinese"))
    summary_en = summary_column(_("summary in English"))
    description_zh = prose_column(_("description in Chinese"))
    description_en = prose_column(_("description in English"))
    keywords_zh = words_column(_("keywords in Chinese"))
    keywords_en = words_column(_("keywords in English"))
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
