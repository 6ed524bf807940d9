"""A person's notices."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.activity.actions import mark_notice_read, mark_notices_read
from heliu.activity.selectors import get_own_notice, notices_of, show_notices, unread_count
from heliu.activity.verbs import event_link

PAGE_SIZE = 30


@login_required
@require_GET
@never_cache
def notice_list(request: SignedInRequest) -> HttpResponse:
    """Unread notices first."""
    page = Paginator(notices_of(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    notices = show_notices(request.user, page.object_list)
    values = {"notices": notices, "page": page, "unread": unread_count(request.user)}
    return render(request, "activity/notice_list.html", values)


@login_required
@require_GET
@never_cache
def notice_open(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go where it leads."""
    notice = get_own_notice(request.user, pk)
    mark_notice_read(actor=request.user, notice=notice)
    (shown,) = show_notices(request.user, [notice])
    link = event_link(notice.event, shown.record, request.user) if shown.record is not None else ""
    return redirect(link or "notice_list")


@login_required
@require_POST
def notices_read(request: SignedInRequest) -> HttpResponse:
    """Mark all notices as read."""
    mark_notices_read(actor=request.user)
    return redirect("notice_list")
