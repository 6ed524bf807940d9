"""Pages of findings: the list to review, one finding, decisions on one or on several."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.accounts.models import Organisation
from heliu.ingestion.feeds.actions import deciding
from heliu.ingestion.feeds.errors import FeedError
from heliu.ingestion.feeds.filtersets import FindingFilterSet
from heliu.ingestion.feeds.models import Finding
from heliu.ingestion.feeds.selectors import (
    get_visible_finding,
    made_of,
    own_organisations,
    said_by,
    visible_findings,
)
from heliu.ingestion.feeds.spreadsheets import EXPORT_FORMATS, write_findings
from heliu.ingestion.feeds.tables import FindingTable
from heliu.kit.lists.pages import list_context, page_of, render_list
from heliu.kit.permissions import require
from heliu.kit.tabular.responses import file_response, named_today


def _filtered(request: HttpRequest) -> FindingFilterSet:
    # Without a word about it the list shows what waits for the person.
    query = request.GET if request.GET else {"state": "review"}
    return FindingFilterSet(query, visible_findings(request.user), request=request)


@login_required
@require_GET
def finding_list(request: SignedInRequest) -> HttpResponse:
    """What sources found, at first what is to be reviewed."""
    require(request.user, "ingestion.see_sources")
    filterset = _filtered(request)
    page = page_of(filterset.qs, request)
    context = list_context(request, filterset, page) | {
        "table": FindingTable(page.object_list, request=request, filterset=filterset, caption=_("Findings")),
        "organisations": own_organisations(request.user),
        "of_installation": any(one.source.organisation_id is None for one in page.object_list),
    }
    return render_list(request, "ingestion/feeds/finding_list.html", context)


@login_required
@require_GET
def finding_export(request: SignedInRequest) -> FileResponse:
    """The whole list as Excel or CSV, with the same filters and order."""
    require(request.user, "ingestion.see_sources")
    format_name = request.GET.get("format", "xlsx")
    if format_name not in EXPORT_FORMATS:
        raise Http404
    query = request.GET.copy()
    query.pop("format", None)
    found = FindingFilterSet(query, visible_findings(request.user), request=request).qs
    return file_response(
        named_today("findings"),
        lambda stream: write_findings(stream, format_name, found.iterator(chunk_size=500)),
        format_name=format_name,
    )


@login_required
@require_GET
def finding_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One finding with what it says and what is different."""
    return _detail(request, get_visible_finding(request.user, pk))


def _detail(request: SignedInRequest, finding: Finding, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "finding": finding, "said": said_by(finding), "made": made_of(request.user, finding), "problem": problem,
        "organisations": own_organisations(request.user) if finding.source.organisation_id is None else None,
    }  # fmt: skip
    return render(request, "ingestion/feeds/finding_detail.html", context, status=status)


@login_required
@require_POST
def finding_accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a record of it, or write it into the one that was made."""
    finding = get_visible_finding(request.user, pk)
    try:
        accepted = deciding.accept_finding(
            actor=request.user, finding=finding, version=_number(request.POST.get("version")),
            organisation=_owner(request),
        )  # fmt: skip
    except ValidationError as error:
        return _detail(request, get_visible_finding(request.user, pk), problem=" ".join(error.messages), status=422)
    except deciding.REFUSALS as error:
        newest = get_visible_finding(request.user, pk)
        return _detail(request, newest, problem=str(error), status=getattr(error, "status", 409))
    messages.success(request, _("Accepted."))
    return redirect(accepted)


@login_required
@require_POST
def finding_set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make nothing of it."""
    finding = get_visible_finding(request.user, pk)
    try:
        deciding.set_finding_aside(
            actor=request.user, finding=finding, version=_number(request.POST.get("version"))
        )  # fmt: skip
    except FeedError as error:
        return _detail(request, get_visible_finding(request.user, pk), problem=str(error), status=error.status)
    messages.success(request, _("Set aside. It comes back when the source says something else."))
    return redirect(finding)


@login_required
@require_POST
def finding_decide(request: SignedInRequest) -> HttpResponse:
    """Accept the chosen findings, or set them aside; each that is refused is told with its reason."""
    require(request.user, "ingestion.see_sources")
    decision = request.POST.get("do", "")
    chosen = _chosen(request, "shown" if decision.endswith("_shown") else "chosen")
    if not chosen:
        messages.error(request, _("Choose at least one finding."))
        return redirect(_back(request))
    outcome = deciding.decide_findings(
        actor=request.user, findings=chosen, accept=decision.startswith("accept"), organisation=_owner(request)
    )
    if outcome.done:
        done = ngettext("%(number)d finding done.", "%(number)d findings done.", outcome.done)
        messages.success(request, done % {"number": outcome.done})
    for finding, reason in outcome.refused[:10]:
        messages.error(request, _("“%(title)s”: %(reason)s") % {"title": finding.title, "reason": reason})
    if len(outcome.refused) > 10:
        left = len(outcome.refused) - 10
        more = ngettext("%(number)d more was refused.", "%(number)d more were refused.", left)
        messages.error(request, more % {"number": left})
    return redirect(_back(request))


def _chosen(request: SignedInRequest, name: str) -> list[tuple[Finding, int]]:
    """The findings that were chosen, each with the version that the person saw."""
    seen = dict(map(_pair, request.POST.getlist(name)[: deciding.MOST_AT_ONCE]))
    found = visible_findings(request.user).filter(pk__in=seen)
    return [(finding, seen[finding.pk]) for finding in found]


def _pair(text: str) -> tuple[int, int]:
    pk, _colon, version = text.partition(":")
    return _number(pk), _number(version)


def _owner(request: SignedInRequest) -> Organisation | None:
    """Whose record it becomes, where the source is the installation's."""
    pk = _number(request.POST.get("organisation"))
    return own_organisations(request.user).filter(pk=pk).first() if pk else None


def _back(request: SignedInRequest) -> str:
    """The list as it was."""
    given = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure())
    return given if safe and given.startswith(reverse("finding_list")) else reverse("finding_list")


def _number(text: Any) -> int:
    """What is no number is the version of nothing."""
    return int(text) if text and str(text).isdecimal() and len(str(text)) < 10 else 0
