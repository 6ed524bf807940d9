"""Pages of public notices: the list and its file, one notice with its objections, putting one up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.deals.errors import DealError
from heliu.deals.notice import actions
from heliu.deals.notice.choices import NoticeKind
from heliu.deals.notice.counting import Counting
from heliu.deals.notice.filtersets import PublicNoticeFilterSet
from heliu.deals.notice.forms import BeginForm, DecisionForm, ObjectionForm, WithdrawForm
from heliu.deals.notice.labels import counting_label, days_label, left_label, undecided, unknown_years_label, why_not
from heliu.deals.notice.models import PublicNotice
from heliu.deals.notice.selectors import (
    Need,
    get_visible_notice,
    get_visible_objection,
    need_of,
    seen_objections,
    visible_notices,
)
from heliu.deals.notice.spreadsheets import EXPORT_FORMATS, write_notices
from heliu.deals.notice.tables import PublicNoticeTable
from heliu.deals.selectors import get_visible_deal, visible_deals
from heliu.kit.lists.pages import list_context, page_of, render_list
from heliu.kit.permissions import allowed, require
from heliu.kit.refusals import show_problems
from heliu.kit.tabular.responses import file_response, named_today
from heliu.kit.workdays import local_day


def _filterset(request: HttpRequest) -> PublicNoticeFilterSet:
    return PublicNoticeFilterSet(request.GET, visible_notices(request.user), request=request)


@require_GET
@never_cache
def public_notice_list(request: HttpRequest) -> HttpResponse:
    """The notices of one's own organisations, and those that everybody may read."""
    filterset = _filterset(request)
    page = page_of(filterset.qs, request)
    table = PublicNoticeTable(
        page.object_list, request=request, filterset=filterset, caption=PublicNotice._meta.verbose_name_plural
    )
    context = {**list_context(request, filterset, page), "table": table}
    return render_list(request, "deals/notice/list.html", context)


@require_GET
@never_cache
def public_notice_export(request: HttpRequest) -> FileResponse:
    """The whole list that the page shows in part: the same filters and order; ``format`` is xlsx or csv."""
    format_name = request.GET.get("format", "xlsx")
    if format_name not in EXPORT_FORMATS:
        raise Http404
    found = _filterset(request).qs.iterator(chunk_size=500)
    return file_response(
        named_today("public-notices"), lambda stream: write_notices(stream, format_name, found), format_name=format_name
    )


@require_GET
@never_cache
def public_notice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What is announced, until when, and for whoever may read them the objections."""
    return _detail(request, get_visible_notice(request.user, pk))


def _detail(request: HttpRequest, notice: PublicNotice, failed: dict[Any, Form] | None = None) -> HttpResponse:
    user, failed = request.user, failed or {}
    objections: list[dict[str, Any]] = [
        {
            "seen": one, "objection": one.objection, "failed": one.objection.pk in failed,
            "decides": one.objection.is_open and allowed(user, "deals.decide_objection", one.objection),
            "form": failed.get(one.objection.pk) or DecisionForm(prefix=f"decide-{one.objection.pk}"),
        }
        for one in seen_objections(user, notice)
    ]  # fmt: skip
    takes = notice.takes_objections(local_day())
    waiting = any(one["seen"].is_readers and one["objection"].is_open for one in objections)
    context = {
        "notice": notice, "objections": objections, "counting": counting_label(notice),
        "unknown_years": unknown_years_label(notice), "left": left_label(notice) if notice.stopped_on else "",
        "deal": visible_deals(user).filter(pk=notice.deal_id).first(),
        "reads": allowed(user, "deals.read_objections", notice),
        "may_object": takes and not waiting and allowed(user, "deals.object_to_notice", notice),
        "may_withdraw": takes and allowed(user, "deals.withdraw_notice", notice),
        "may_publish": notice.is_standing and allowed(user, "deals.publish_notice", notice),
        "objection_form": failed.get("object") or ObjectionForm(), "object_failed": "object" in failed,
        "withdraw_form": failed.get("withdraw") or WithdrawForm(), "withdraw_failed": "withdraw" in failed,
    }  # fmt: skip
    return render(request, "deals/notice/detail.html", context, status=422 if failed else 200)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def public_notice_begin(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Write a notice and put it up today; where none is needed the page says why."""
    deal = get_visible_deal(request.user, pk)
    if kind not in NoticeKind.values:
        raise Http404
    if not allowed(request.user, "deals.view_facts", deal):
        raise Http404
    require(request.user, "deals.begin_notice", deal)
    form = BeginForm(request.POST if request.method == "POST" else None, user=request.user, deal=deal, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            notice = actions.begin_notice(actor=request.user, deal=deal, kind=kind, announcement=form.announcement)
        except ValidationError as error:
            show_problems(form, error)
        except DealError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The public notice is up. The members of the provider have been told."))
            return redirect(notice)
    need = need_of(deal, kind, local_day())
    context = {
        "deal": deal, "form": form, "kind": NoticeKind(kind), "need": need, "preview": _preview(need),
        "refusal": "" if need.answer else undecided(need) if need.answer is None else why_not(need),
    }  # fmt: skip
    return render(request, "deals/notice/form.html", context, status=422 if form.errors else 200)


def _preview(need: Need) -> dict[str, Any] | None:
    """From when until when a notice of today would run, and by what."""
    if not need.answer:
        return None
    version = need.strictest.version
    assert version is not None  # noqa: S101 - a rule without one asks for nothing
    counting = Counting.of(version.parameters)
    return {
        "instrument": version.instrument, "first": counting.first_day(need.day), "last": counting.last_day(need.day),
        "days": days_label(counting.days, counting.counted),
    }  # fmt: skip


@login_required
@require_POST
def public_notice_object(request: SignedInRequest, pk: int) -> HttpResponse:
    """Object to a notice."""
    notice = get_visible_notice(request.user, pk)
    form = ObjectionForm(request.POST)
    if form.is_valid():
        return _try(
            request, notice, form, "object", _("Your objection is with the owners of the provider."),
            lambda: actions.object_to(actor=request.user, notice=notice, text=form.cleaned_data["text"]),
        )  # fmt: skip
    return _detail(request, notice, {"object": form})


@login_required
@require_POST
def public_notice_decide(request: SignedInRequest, pk: int, objection: int) -> HttpResponse:
    """Reject an objection or uphold it, in writing."""
    notice = get_visible_notice(request.user, pk)
    found = get_visible_objection(request.user, notice, objection)
    form = DecisionForm(request.POST, prefix=f"decide-{objection}")
    if form.is_valid():
        upheld, outcome = form.cleaned_data["decision"] == "upheld", form.cleaned_data["outcome"]
        return _try(
            request, notice, form, objection, _("Decided. Who objected has been told."),
            lambda: actions.decide_objection(actor=request.user, objection=found, upheld=upheld, outcome=outcome),
        )  # fmt: skip
    require(request.user, "deals.decide_objection", found)
    return _detail(request, notice, {objection: form})


@login_required
@require_POST
def public_notice_take_back(request: SignedInRequest, pk: int, objection: int) -> HttpResponse:
    """Take one's own objection back."""
    notice = get_visible_notice(request.user, pk)
    found = get_visible_objection(request.user, notice, objection)
    return _try(
        request, notice, Form(), "", pgettext("objection", "Taken back."),
        lambda: actions.take_back_objection(actor=request.user, objection=found),
    )  # fmt: skip


@login_required
@require_POST
def public_notice_show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show it to everybody, or to the members of the provider only."""
    notice = get_visible_notice(request.user, pk)
    public = request.POST.get("shows_to") == "public"
    return _try(
        request, notice, Form(), "", _("Saved."),
        lambda: actions.show_notice(actor=request.user, notice=notice, public=public),
    )  # fmt: skip


@login_required
@require_POST
def public_notice_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take it down before its end."""
    notice = get_visible_notice(request.user, pk)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        return _try(
            request, notice, form, "withdraw", _("Withdrawn."),
            lambda: actions.withdraw_notice(actor=request.user, notice=notice, note=form.cleaned_data["note"]),
        )  # fmt: skip
    return _detail(request, notice, {"withdraw": form})


def _try(request: SignedInRequest, notice: PublicNotice, form: Form, name: Any, done: str, action: Any) -> HttpResponse:
    """Run an action; what is wrong in the form stands beside it, what is refused otherwise at the top of the page."""
    try:
        action()
    except ValidationError as error:
        show_problems(form, error)
        return _detail(request, get_visible_notice(request.user, notice.pk), {name: form})
    except DealError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    # Who took an objection back, or made it of a notice that is not public any more, may not read it now.
    still = visible_notices(request.user).filter(pk=notice.pk).exists()
    return redirect(notice if still else "public_notice_list")
