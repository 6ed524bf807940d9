"""A page or file, its versions, what it speaks of, and the records that were made from it."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import Organisation, User
from heliu.accounts.permissions import acting_for, has_role, in_verified_organisation
from heliu.ingestion.pages.choices import Decision, LinkedBy, MentionKind, PageState, Step
from heliu.kit.jsontext import ReadableJSONEncoder
from heliu.kit.outside import LONGEST_URL

LONGEST_NAME = 200
LONGEST_TITLE = 500
LONGEST_MENTION = 1_000


class PageQuerySet(models.QuerySet["Page"]):
    """The same two rules stand in ``permissions.py`` for a single page."""

    def readable_by(self, user: Any) -> PageQuerySet:
        """Those a person may read whole."""
        if not user.is_authenticated:
            return self.none()
        if has_role(user, PlatformRole.REVIEWER):
            return self
        return self.filter(Q(organisation__in=acting_for(user)) | Q(organisation=None, added_by=user))

    def visible_to(self, user: Any) -> PageQuerySet:
        """Those a person may know of: also what was shared with members, of which they see an excerpt."""
        readable = self.readable_by(user)
        return readable | self.shared() if in_verified_organisation(user) else readable

    def shared(self) -> PageQuerySet:
        """Those that stand in the members' list."""
        return self.filter(shared=True, latest__gt=0).filter(Q(organisation=None) | Q(organisation__is_active=True))


class Page(models.Model):
    """Each Page is an address or file that somebody handed in to be read.

    It belongs to the organisation of whoever handed it in, or to that person alone where they have none.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="pages",
        verbose_name=_("organisation"),
    )  # fmt: skip
    added_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    url = models.CharField(_("address"), max_length=LONGEST_URL, blank=True)
    name = models.CharField(_("file"), max_length=LONGEST_NAME, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PageState.choices, default=PageState.WAITING)
    step = models.CharField(max_length=20, choices=Step.choices, default=Step.QUEUED)
    # Why it could not be read: a key of ``wording.PROBLEMS`` or of the client, and what its words need.
    problem = models.CharField(max_length=40, blank=True)
    problem_data: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)
    shared = models.BooleanField(_("shared with members"), default=False)
    # Counts the starts, so that a job that was queued for an earlier one does nothing.
    turn = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    # What the server said of the version that was fetched last, for the question whether there is a newer one.
    memory: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict, blank=True)
    checked_at = models.DateTimeField(_("last asked for"), null=True, blank=True)
    # Of the newest version, for lists.
    latest = models.PositiveIntegerField(_("versions"), default=0)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE, blank=True)
    source = models.CharField(_("source"), max_length=LONGEST_NAME, blank=True)
    published_on = models.CharField(_("published on"), max_length=10, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    kind = models.CharField(_("kind"), max_length=10, blank=True)
    spam = models.BooleanField(_("planted headline"), default=False)
    illustrative = models.BooleanField(_("illustrative"), default=False, editable=False)
    looked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("added on"), auto_now_add=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "url"], condition=~Q(url="") & Q(organisation__isnull=False),
                name="one_page_an_address",
            ),
            models.UniqueConstraint(
                fields=["added_by", "url"], condition=~Q(url="") & Q(organisation=None), name="one_own_page_an_address"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["organisation", "-created_at"], name="pages_of_organisation")]

    def __str__(self) -> str:
        return self.title or self.name or self.url

    @property
    def is_running(self) -> bool:
        """Whether the worker has, or will have, it in hand."""
        return self.state == PageState.WAITING

    def get_absolute_url(self) -> str:
        return reverse("page_detail", args=[self.pk])


def _path(version: PageVersion, _name: str) -> str:
    # Outside the web root, under a name nobody can guess; what the file was called is kept in the row.
    return f"pages/{secrets.token_hex(16)}"


class PageVersion(models.Model):
    """Each PageVersion is what a page said at one moment: its bytes, and what was read and understood of them."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    file = models.FileField(upload_to=_path)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=200, blank=True)
    answered_from = models.CharField(max_length=LONGEST_URL, blank=True)
    fetched_at = models.DateTimeField(_("read on"))
    body = models.TextField(blank=True)
    # What was read beside the text, as ``adapters.Reading`` has it.
    reading: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, encoder=ReadableJSONEncoder
    )
    rule = models.CharField(max_length=40, blank=True)
    understood_by = models.CharField(max_length=40, blank=True)
    relations: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(
        default=list, encoder=ReadableJSONEncoder
    )

    class Meta:
        verbose_name = _("version of a page")
        verbose_name_plural = _("versions of pages")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.page} · {self.number}"


class Mention(models.Model):
    """Each Mention is something that a version of a page speaks of, once for all the places where it does.

    The rules propose it; a person confirms it, says otherwise, or ties it to something else in the catalog.
    """

    version = models.ForeignKey(PageVersion, on_delete=models.CASCADE, related_name="mentions")
    kind = models.CharField(_("kind"), max_length=20, choices=MentionKind.choices)
    # What the rules took it for; ``kind`` is what a person made of it.
    proposed_kind = models.CharField(max_length=20, choices=MentionKind.choices)
    name = models.CharField(_("name"), max_length=LONGEST_MENTION)
    # Start and end of each place in the body, in code points.
    places: models.JSONField[list[list[int]], list[list[int]]] = models.JSONField(default=list)
    confidence = models.FloatField(_("confidence"))
    # What the rules know beside the name, as ``adapters.Found`` has it.
    details: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, encoder=ReadableJSONEncoder
    )
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, default=Decision.PROPOSED)
    target_kind = models.CharField(max_length=20, blank=True)
    target_id = models.PositiveBigIntegerField(null=True, blank=True)
    linked_by = models.CharField(max_length=10, choices=LinkedBy.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    turn = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class DraftedRecord(models.Model):
    """Each DraftedRecord is a record that somebody made from a page: what was proposed, by which rules, who decided."""

    version = models.ForeignKey(PageVersion, on_delete=models.CASCADE, related_name="drafted")
    mention = models.ForeignKey(Mention, on_delete=models.SET_NULL, null=True, blank=True, related_name="drafted")
    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField()
    # Field → value, quote, start, rule and confidence.
    proposed: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, encoder=ReadableJSONEncoder
    )
    taken: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    rights_held = models.BooleanField(_("rights are held, or leave was given"), default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("record made from a page")
        verbose_name_plural = _("records made from pages")
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["version", "kind", "object_id"], name="one_draft_of_a_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
