"""The administration of records: for looking, not for writing, and not a way around the tiers.

Somebody with all rights of the administration sees no more of a record than on its page. Records
are changed on their pages, where the rules of the catalog hold.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from heliu.catalog.access.log import note_reading
from heliu.catalog.choices import AccessKind, AccessWay
from heliu.catalog.models import (
    RECORD_MODELS,
    AccessEvent,
    Achievement,
    Attachment,
    Demand,
    Expert,
    IntellectualProperty,
    Record,
    Work,
)
from heliu.kit.permissions import allowed

_TOLD_ONLY = [*Record.told_fields, "tier", "state", "illustrative", "published_at", "page"]


class ReadOnly:
    """Looking is by Django's own permissions, changing is nobody's."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PartInline(ReadOnly, admin.TabularInline):
    extra = 0


class WorkInline(PartInline):
    model = Work


class IntellectualPropertyInline(PartInline):
    model = IntellectualProperty


class RecordAdmin(ReadOnly, SimpleHistoryAdmin):
    """A record as the person of the administration may know it."""

    list_display = ["title_shown", "tier", "state", "illustrative", "published_at"]
    list_display_links = ["title_shown"]
    list_filter = ["state", "tier", "illustrative"]
    # Nothing but the title: a search in the content would tell word by word what stands in it.
    search_fields = ["title_zh", "title_en"]
    list_select_related = ["organisation"]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model.objects.visible_to(request.user).select_related("organisation").order_by(*self.ordering)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        # Django lets an address filter by any column of the row itself; here only by those offered.
        return lookup.split("__", maxsplit=1)[0] in self.list_filter and super().lookup_allowed(lookup, value, request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and not allowed(request.user, "catalog.view_record", obj):
            return False
        return super().has_view_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is None or not allowed(request.user, "catalog.view_content", obj):
            return _TOLD_ONLY
        hidden = () if allowed(request.user, "catalog.view_contact", obj) else self.model.guarded_fields
        names = [*self.model.editable_fields(), *self.model.link_fields]
        return [
            "page", "organisation", "state", "illustrative", "version", "published_at", "created_at", "updated_at",
            *(name for name in names if name not in hidden),
        ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.get_fields(request, obj)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        readable = obj is not None and allowed(request.user, "catalog.view_content", obj)
        return list(self.inlines) if readable else []

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        self._note(request, object_id, AccessKind.READ)
        return super().change_view(request, object_id, form_url, extra_context)

    def _note(self, request: HttpRequest, object_id: str, what: AccessKind) -> None:
        if object_id.isdecimal():
            note_reading(request.user, self.get_queryset(request).filter(pk=object_id), what=what, way=AccessWay.ADMIN)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        self._require_history(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        self._require_history(request, object_id)
        if request.method != "GET":
            # Posting this page would put the old version back, past every rule.
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _require_history(self, request: HttpRequest, object_id: str) -> None:
        """Old versions may have been less open than the record is now."""
        if not object_id.isdecimal():
            raise Http404
        record = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not allowed(request.user, "catalog.view_history", record):
            raise Http404
        note_reading(request.user, [record], what=AccessKind.HISTORY, way=AccessWay.ADMIN)

    @admin.display(description=_("title"), ordering="title_zh")
    def title_shown(self, record: Record) -> str:
        return record.title

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        user = request.user

        @admin.display(description=_("organisation"))
        def owner_shown(record: Record) -> str:
            return record.organisation.name if allowed(user, "catalog.view_content", record) else "—"

        return [*self.list_display, owner_shown]

    @admin.display(description=_("page"))
    def page(self, record: Record) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.title)


@admin.register(Demand)
class DemandAdmin(RecordAdmin):
    pass


@admin.register(Achievement)
class AchievementAdmin(RecordAdmin):
    inlines = [IntellectualPropertyInline]


@admin.register(Expert)
class ExpertAdmin(RecordAdmin):
    inlines = [WorkInline]


@admin.register(Attachment)
class AttachmentAdmin(ReadOnly, admin.ModelAdmin):
    """Files of the records one may read."""

    list_display = ["name", "kind", "media_type", "size", "uploaded_at"]
    list_filter = ["kind"]
    search_fields = ["name"]
    fields = ["name", "kind", "media_type", "size", "uploaded_at", "download"]
    readonly_fields = ["name", "kind", "media_type", "size", "uploaded_at", "download"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attachment]:
        readable = Q(pk__in=[])
        for model in RECORD_MODELS.values():
            content_type = ContentType.objects.get_for_model(model)
            records = model.objects.content_visible_to(request.user).values("pk")
            readable |= Q(content_type=content_type, object_id__in=records)
        return super().get_queryset(request).filter(readable)

    @admin.display(description=_("file"))
    def download(self, attachment: Attachment) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("attachment_download", args=[attachment.pk]), attachment.name)


@admin.register(AccessEvent)
class AccessEventAdmin(ReadOnly, admin.ModelAdmin):
    """Who read what: to look at, never to change. The page of the log exports it."""

    list_display = ["at", "person", "organisation", "standing", "kind", "record_id", "what", "way"]
    list_filter = ["what", "way", "standing", "kind"]
    list_select_related = ["person", "organisation"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
