"""Pages of bookmarks: keeping a record, the list, the person's words on one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.interest.bookmarks import actions
from heliu.interest.bookmarks.errors import BookmarkError
from heliu.interest.bookmarks.filtersets import BookmarkFilterSet
from heliu.interest.bookmarks.forms import BookmarkForm
from heliu.interest.bookmarks.selectors import bookmarks_of, get_markable, get_own_bookmark, labels_of, shown
from heliu.interest.bookmarks.spreadsheets import EXPORT_FORMATS, write_bookmarks
from heliu.interest.bookmarks.tables import BookmarkTable
from heliu.interest.keeping import answer_toggle
from heliu.kit.lists.pages import list_context, page_of, render_list
from heliu.kit.tabular.responses import file_response, named_today


@login_required
@require_GET
@never_cache
def bookmark_list(request: SignedInRequest) -> HttpResponse:
    """What the person keeps."""
    filterset = BookmarkFilterSet(request.GET, bookmarks_of(request.user), request=request)
    page = page_of(filterset.qs, request)
    context: dict[str, Any] = {
        **list_context(request, filterset, page),
        "labels": labels_of(request.user),
        "kind": "bookmark",
        "table": BookmarkTable(
            shown(request.user, page.object_list), request=request, filterset=filterset, caption=_("Bookmarks")
        ),
    }
    return render_list(request, "interest/bookmarks/list.html", context)


@login_required
@require_GET
@never_cache
def bookmark_export(request: SignedInRequest) -> FileResponse:
    """The whole list as Excel or CSV, with the same filters and order."""
    format_name = request.GET.get("format", "xlsx")
    if format_name not in EXPORT_FORMATS:
        raise Http404
    found = BookmarkFilterSet(request.GET, bookmarks_of(request.user), request=request).qs
    return file_response(
        named_today("bookmarks"),
        lambda stream: write_bookmarks(stream, format_name, found, request.user),
        format_name=format_name,
    )


@login_required
@require_POST
def bookmark_toggle(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Keep a record, or let it go: the button of cards, lists and pages."""
    own = bookmarks_of(request.user).filter(kind=kind, object_id=pk).first()
    if own is not None:
        # What is withdrawn can still be let go.
        actions.remove_bookmark(actor=request.user, bookmark=own)
        return answer_toggle(request, kind, pk, done=_("Taken away from your bookmarks."))
    record = get_markable(request.user, kind, pk)
    try:
        actions.add_bookmark(actor=request.user, record=record)
    except BookmarkError as error:
        return answer_toggle(request, kind, pk, refused=str(error))
    return answer_toggle(request, kind, pk, done=_("Kept among your bookmarks."))


@login_required
@require_http_methods(["GET", "POST"])
def bookmark_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The person's words on a record, or the end of the bookmark."""
    bookmark = get_own_bookmark(request.user, pk)
    (one,) = shown(request.user, [bookmark])
    form = BookmarkForm(request.POST or None, initial={"label": bookmark.label, "note": bookmark.note})
    if "remove" in request.POST:
        actions.remove_bookmark(actor=request.user, bookmark=bookmark)
        messages.success(request, _("Taken away from your bookmarks."))
        return redirect("bookmark_list")
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_bookmark(actor=request.user, bookmark=bookmark, **form.cleaned_data)
        except BookmarkError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Saved."))
        return redirect("bookmark_list")
    context = {
        "form": form, "one": one, "labels": labels_of(request.user),
        "name": "title" if hasattr(one.record, "tier") else "name",
    }  # fmt: skip
    return render(request, "interest/bookmarks/edit.html", context)
