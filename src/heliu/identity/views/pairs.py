"""The list of pairs that may be one, and the page of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.accounts.models import Organisation
from heliu.catalog.access.log import note_reading
from heliu.catalog.actions import CatalogError
from heliu.catalog.choices import AccessKind, AccessWay
from heliu.catalog.selectors import readable_records
from heliu.identity import actions
from heliu.identity.choices import Side
from heliu.identity.comparing import hidden_rows, lines_of, parts_of
from heliu.identity.errors import IdentityRefused
from heliu.identity.filtersets import DuplicateFilterSet
from heliu.identity.forms import DecisionForm
from heliu.identity.labels import reason_text
from heliu.identity.selectors import (
    Pair,
    agreed_by,
    get_visible_pair,
    load_pairs,
    next_open,
    owned_by,
    proposal_of,
    visible_duplicates,
)
from heliu.identity.spreadsheets import EXPORT_FORMATS, write_duplicates
from heliu.identity.tables import DuplicateTable
from heliu.kit.lists.pages import list_context, page_of, render_list
from heliu.kit.permissions import allowed
from heliu.kit.tabular.responses import file_response, named_today

RIGHTS = ("merge_pair", "propose_merge", "refuse_merge", "carry_out_merge", "declare_apart")


@login_required
@require_GET
@never_cache
def duplicate_list(request: SignedInRequest) -> HttpResponse:
    """Pairs whose two records the person may read."""
    filterset = DuplicateFilterSet(request.GET, visible_duplicates(request.user), request=request)
    page = page_of(filterset.qs, request)
    context: dict[str, Any] = {
        **list_context(request, filterset, page),
        "table": DuplicateTable(
            load_pairs(page.object_list), request=request, filterset=filterset, caption=_("Likely duplicates")
        ),
    }
    return render_list(request, "identity/duplicate_list.html", context)


@login_required
@require_GET
@never_cache
def duplicate_export(request: SignedInRequest) -> FileResponse:
    """The whole list as Excel or CSV, with the same filters and order."""
    format_name = request.GET.get("format", "xlsx")
    if format_name not in EXPORT_FORMATS:
        raise Http404
    found = DuplicateFilterSet(request.GET, visible_duplicates(request.user), request=request).qs
    return file_response(
        named_today("duplicates"), lambda stream: write_duplicates(stream, format_name, found),
        format_name=format_name,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def duplicate_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The two side by side, and what is decided of them."""
    pair = get_visible_pair(request.user, pk)
    status = 200
    if request.method == "POST":
        form = DecisionForm(request.POST)
        try:
            if form.is_valid() and (answer := _decide(request, pair, form)) is not None:
                return answer
            messages.error(request, _("This could not be read. Please choose again."))
            status = 400
        except (IdentityRefused, CatalogError) as error:
            messages.error(request, str(error))
            status = error.status
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            status = 400
        pair = get_visible_pair(request.user, pk)
    if pair.is_of_records:
        note_reading(request.user, [pair.left, pair.right], what=AccessKind.READ, way=AccessWay.PAGE)
    return render(request, "identity/duplicate_detail.html", _context(request, pair), status=status)


def _context(request: SignedInRequest, pair: Pair) -> dict[str, Any]:
    user, hidden = request.user, hidden_rows(pair, request.user)
    proposal = proposal_of(pair) if pair.is_of_records and pair.duplicate.is_open else None
    sent = DecisionForm(request.POST) if request.method == "POST" else None
    keep = Side(proposal.keep) if proposal else _first_choice(pair)
    choices = dict(proposal.choices) if proposal else {}
    if sent is not None and sent.is_valid() and sent.cleaned_data["keep"]:
        keep, choices = Side(sent.cleaned_data["keep"]), sent.choices(pair.kind, hidden)
    agreed = agreed_by(proposal, pair) if proposal else []
    owned = set(owned_by(user))
    rights = {name: allowed(user, f"identity.{name}", pair) for name in RIGHTS}
    return {
        "pair": pair, "duplicate": pair.duplicate, "keep": keep, "rights": rights,
        "lines": lines_of(pair, user, keep=keep, choices=choices), "parts": parts_of(pair),
        "reasons": [(reason["agrees"], reason_text(reason)) for reason in pair.duplicate.reasons],
        "proposal": proposal, "agreed": agreed, "ready": proposal and len(agreed) == len(pair.organisations),
        "asked": [one for one in pair.organisations if one.pk in owned and one not in agreed] if proposal else [],
        "chooses": pair.duplicate.is_open and (rights["merge_pair"] or rights["propose_merge"]),
        "following": next_open(user, pair.duplicate), "merge": pair.duplicate.merges.filter(undone_at=None).first(),
    }  # fmt: skip


def _first_choice(pair: Pair) -> Side:
    """The record that stays unless somebody chooses: what is published, else the one that is there longer."""
    if not pair.is_of_records or pair.left.is_published or not pair.right.is_published:
        return Side.LEFT
    return Side.RIGHT


def _decide(request: SignedInRequest, pair: Pair, form: DecisionForm) -> HttpResponse | None:
    """Do what was decided; None where nothing that can be decided was sent."""
    values, actor = form.cleaned_data, request.user
    versions = (values["left_version"], values["right_version"])
    decision = request.POST.get("decision", "")
    done: dict[str, Any] = {"actor": actor, "pair": pair}
    if decision == "apart":
        actions.declare_apart(**done, versions=versions, note=values["note"])
        messages.success(request, _("Noted: two different ones. They are not asked about again."))
        return _onwards(request, pair)
    if decision == "reopen":
        actions.reopen_pair(**done)
        return redirect(pair.duplicate)
    if decision == "refuse":
        actions.refuse_merge(**done, note=values["note"])
        messages.success(request, _("The proposal is refused."))
        return redirect(pair.duplicate)
    if decision == "agree":
        organisation = get_object_or_404(Organisation, pk=_number(request.POST.get("organisation", "")))
        actions.agree_to_merge(**done, organisation=organisation, versions=versions)
        messages.success(request, _("You have agreed for %(name)s.") % {"name": organisation.name})
        return redirect(pair.duplicate)
    if decision == "carry_out":
        merge = actions.carry_out_merge(**done, versions=versions)
        messages.success(request, _("Merged. It can be undone here."))
        return redirect(merge)
    if decision not in ("merge", "propose") or not values["keep"]:
        return None
    chosen: dict[str, Any] = {
        "keep": Side(values["keep"]),
        "choices": form.choices(pair.kind, hidden_rows(pair, actor)),
    }
    if decision == "propose":
        actions.propose_merge(**done, **chosen, versions=versions)
        messages.success(request, _("Proposed. The owners are told of it."))
        return redirect(pair.duplicate)
    merge = actions.merge_pair(**done, **chosen, versions=versions)
    messages.success(request, _("Merged. It can be undone here."))
    return redirect(merge)


def _onwards(request: SignedInRequest, pair: Pair) -> HttpResponse:
    following = next_open(request.user, pair.duplicate)
    return redirect(following) if following else redirect("duplicate_list")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@login_required
@require_POST
def pair_report(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Name another record that is the same as this one, by its number or address."""
    record = get_object_or_404(readable_records(request.user, kind), pk=pk)
    text = request.POST.get("other", "").strip().rstrip("/").rsplit("/", 1)[-1]
    other = readable_records(request.user, kind).filter(pk=_number(text)).first()
    if other is None:
        messages.error(request, _("There is no such record that you may read."))
        return redirect(record)
    try:
        duplicate = actions.report_pair(actor=request.user, one=record, other=other)
    except IdentityRefused as error:
        messages.error(request, str(error))
        return redirect(record)
    return redirect(duplicate)
