"""A page as it was read and understood, its versions, and what is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.catalog.selectors import own_organisations
from heliu.ingestion.pages import actions
from heliu.ingestion.pages.choices import Decision, MentionKind
from heliu.ingestion.pages.errors import PageError
from heliu.ingestion.pages.files import file_of
from heliu.ingestion.pages.functions import FUNCTIONS, functions_named
from heliu.ingestion.pages.labels import relation_in_words
from heliu.ingestion.pages.marking import MOST_SHOWN, paragraphs_of
from heliu.ingestion.pages.models import Mention, Page, PageVersion
from heliu.ingestion.pages.proposals import KINDS
from heliu.ingestion.pages.selectors import (
    changes_since,
    current_version,
    drafted_from,
    get_readable_page,
    get_version,
    get_visible_page,
    mentions_of,
    read_versions,
    targets_for,
)
from heliu.ingestion.pages.spreadsheets import EXPORT_FORMATS, write_mentions
from heliu.ingestion.pages.wording import problem_in_words
from heliu.kit.lists.pages import wants_part
from heliu.kit.permissions import allowed
from heliu.kit.tabular.responses import file_response, named_today

NEED = "matching"
"""The function that answers any need."""
MOST_ROWS = 400
"""Mentions that one page lists; the export has all of them."""


@login_required
@require_GET
@never_cache
def page_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was read and understood; while that runs, the page asks for its changing part again every second."""
    page = get_visible_page(request.user, pk)
    if not allowed(request.user, "ingestion.read_page", page):
        return render(request, "ingestion/pages/excerpt.html", {"page": page, "version": current_version(page)})
    if wants_part(request) and page.is_running:
        return render(request, "ingestion/pages/running.html", _state(page))
    response = render(request, "ingestion/pages/detail.html", _state(page) | _understood(request, page))
    if wants_part(request):
        # It is read now: the whole page takes the place of what waited.
        response["HX-Refresh"] = "true"
    return response


def _state(page: Page) -> dict[str, Any]:
    return {
        "page": page,
        "under_way": actions.is_under_way(page),
        "problem": problem_in_words(page.problem, page.problem_data),
    }


def _understood(request: SignedInRequest, page: Page) -> dict[str, Any]:
    version = current_version(page)
    common = {"versions": read_versions(page), "drafted": drafted_from(request.user, page), "version": version}
    if version is None:
        return common
    mentions = list(mentions_of(page))
    rights = version.reading.get("rights", {})
    return common | {
        "reading": version.reading,
        "rights": rights,
        "signs": version.reading.get("signs", []),
        "paragraphs": paragraphs_of(version.body, mentions),
        "is_cut": len(version.body) > MOST_SHOWN,
        "kinds": _kinds(mentions),
        "groups": _groups(request, page, mentions),
        "more_rows": max(0, len(mentions) - MOST_ROWS),
        "relations": _relations(version, mentions),
        "answers": _answers(mentions),
        "may_draft": allowed(request.user, "ingestion.draft_record", page) and own_organisations(request.user).exists(),
    }  # fmt: skip


def _kinds(mentions: Sequence[Mention]) -> list[tuple[str, str, int]]:
    """The kinds that the text speaks of, in their order, with how many of each: the legend."""
    numbers: dict[str, int] = {}
    for one in mentions:
        if one.decision != Decision.REFUSED:
            numbers[one.kind] = numbers.get(one.kind, 0) + 1
    return [(kind.value, str(kind.label), numbers[kind]) for kind in MentionKind if kind in numbers]


def _groups(request: SignedInRequest, page: Page, mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    """What was found, by kind; a group that was asked for stands open."""
    order = {kind: number for number, kind in enumerate(MentionKind.values)}
    shown = sorted(mentions, key=lambda one: order[one.kind])[:MOST_ROWS]
    targets = targets_for(request.user, shown)
    decides = allowed(request.user, "ingestion.decide_mention", page)
    wanted = request.GET.get("kind", MentionKind.ORGANISATION)
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in shown:
        row = {
            "mention": one,
            "target": targets.get(one.pk),
            "record_kind": KINDS.get(one.kind, ""),
            "decides": decides,
        }
        groups.setdefault(one.kind, []).append(row)
    return [
        {
            "kind": kind, "label": MentionKind(kind).label, "rows": rows, "open": kind == wanted,
            "undecided": sum(row["mention"].decision == Decision.PROPOSED for row in rows),
        }
        for kind, rows in groups.items()
    ]  # fmt: skip


def _relations(version: PageVersion, mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    known = {one.pk: one for one in mentions}
    return [
        {
            "subject": known[one["subject"]], "object": known[one["object"]], "confidence": one["confidence"],
            "says": relation_in_words(one["kind"], one["label"]),
            "quote": version.body[one["start"] : one["end"]].strip(),
        }
        for one in version.relations
        if one["subject"] in known and one["object"] in known
    ]  # fmt: skip


def _answers(mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    """Each function of Heliu that is asked for, with the measures and needs that it answers; last what nothing answers.

    What several functions answer stands with each of them.
    """
    asked = [
        one for one in mentions
        if one.kind in (MentionKind.MEASURE, MentionKind.DEMAND) and one.decision != Decision.REFUSED
    ]  # fmt: skip
    found: dict[str, list[Mention]] = {}
    for one in asked:
        answering = [function.key for function in functions_named(one.details.get("functions", []))]
        if one.kind == MentionKind.DEMAND and not answering:
            answering = [NEED]
        for key in answering or [""]:
            found.setdefault(key, []).append(one)
    rows = [{"function": function, "asked": found[function.key]} for function in FUNCTIONS if function.key in found]
    return rows + ([{"function": None, "asked": found[""]}] if "" in found else [])


@login_required
@require_GET
@never_cache
def page_version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """A version that was read, and what it has that the one before it had not."""
    page = get_readable_page(request.user, pk)
    version = get_version(page, number)
    if not version.rule:
        raise Http404
    before = page.versions.filter(number__lt=number).exclude(rule="").first()
    context = {
        "page": page, "version": version, "before": before,
        "changes": changes_since(before, version) if before else [], "reading": version.reading,
    }  # fmt: skip
    return render(request, "ingestion/pages/version.html", context)


@login_required
@require_GET
def page_file(request: SignedInRequest, pk: int, number: int) -> FileResponse:
    """The bytes of a version as they came, to be saved."""
    page = get_readable_page(request.user, pk)
    return file_of(page, get_version(page, number))


@login_required
@require_GET
@never_cache
def mention_export(request: SignedInRequest, pk: int) -> FileResponse:
    """What the page speaks of as Excel or CSV."""
    page = get_readable_page(request.user, pk)
    format_name = request.GET.get("format", "xlsx")
    if format_name not in EXPORT_FORMATS:
        raise Http404
    return file_response(
        named_today("mentions"),
        lambda stream: write_mentions(stream, format_name, mentions_of(page), request.user),
        format_name=format_name,
    )


STEPS: dict[str, Any] = {
    "again": lambda user, page: actions.read_again(actor=user, page=page),
    "share": lambda user, page: actions.share_page(actor=user, page=page, shared=True),
    "unshare": lambda user, page: actions.share_page(actor=user, page=page, shared=False),
    "done": lambda user, page: actions.finish_looking(actor=user, page=page),
}
"""What is done with a page by a button."""


@login_required
@require_POST
def page_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Read it again, share it, say that one has looked at it, delete it."""
    page = get_visible_page(request.user, pk)
    if step == "delete":
        actions.delete_page(actor=request.user, page=page)
        messages.success(request, _("The page was deleted. Records made from it stay."))
        return redirect("page_list")
    if step not in STEPS:
        raise Http404
    try:
        STEPS[step](request.user, page)
    except PageError as error:
        messages.error(request, str(error))
    else:
        if step != "again":
            messages.success(request, _("Saved."))
    return redirect(page)
