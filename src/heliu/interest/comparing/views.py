"""Choosing records to compare, and the comparison."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heliu.catalog.access.log import note_reading
from heliu.catalog.choices import AccessKind, AccessWay
from heliu.interest.bookmarks.selectors import get_markable
from heliu.interest.comparing.basket import MOST, chosen, keep, names_as_text, parse_names, toggle
from heliu.interest.comparing.errors import CompareError, TooManyToCompare
from heliu.interest.comparing.forms import CompareForm
from heliu.interest.comparing.selectors import SideBySide, compare, own_demands
from heliu.interest.comparing.spreadsheets import write_comparison
from heliu.interest.keeping import answer_toggle
from heliu.kit.tabular.responses import file_response, named_today
from heliu.matching.errors import NeedError


@require_POST
def compare_toggle(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Choose a record for the comparison, or let it go."""
    if (kind, pk) not in chosen(request):
        get_markable(request.user, kind, pk)
    try:
        taken = toggle(request, (kind, pk))
    except CompareError as error:
        return answer_toggle(request, kind, pk, refused=str(error))
    return answer_toggle(
        request, kind, pk, done=_("Chosen for comparison.") if taken else _("Taken out of the comparison.")
    )


@require_POST
def compare_clear(request: HttpRequest) -> HttpResponse:
    """Let all of them go."""
    keep(request, ())
    return redirect("compare")


@require_http_methods(["GET", "HEAD", "POST"])
def compare_page(request: HttpRequest) -> HttpResponse:
    """Records side by side: those of the address, else those chosen in this session.

    ``demand`` or ``q`` says against what; a need that is too long for an address is posted. ``differing`` leaves out
    what is the same everywhere.
    """
    form = CompareForm(request.POST if request.method == "POST" else request.GET, demands=own_demands(request.user))
    asked = _asked(request, form)
    response = render(request, "interest/comparing/compare.html", asked)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _asked(request: HttpRequest, form: CompareForm) -> dict[str, Any]:
    form.is_valid()
    given = form.given_ids
    names = parse_names(given) if given else chosen(request)
    too_many = len(names) > MOST
    names = names[:MOST]
    context: dict[str, Any] = {
        "form": form, "ids": names_as_text(names), "most": MOST, "differing": form.only_differing,
        "too_many": str(TooManyToCompare(MOST)) if too_many else "", "of_session": not given,
    }  # fmt: skip
    try:
        found = compare(request.user, names, demand=form.demand_id, text=form.text)
    except NeedError as error:
        found = compare(request.user, names)
        context["refused"] = str(error)
    note_reading(request.user, found.read, what=AccessKind.READ, way=AccessWay.PAGE)
    return context | {
        "found": found,
        "address": f"{reverse('compare')}?{form.address(context['ids'])}",
        "export": f"{reverse('compare_export')}?{form.address(context['ids'])}" if form.fits_address else "",
        "facts": [fact for fact in found.facts if fact.differs or not form.only_differing],
        "rows": [row for row in found.rows if row.differs or not form.only_differing],
    }


@require_safe
def compare_export(request: HttpRequest) -> FileResponse:
    """The comparison as Excel."""
    form = CompareForm(request.GET, demands=own_demands(request.user))
    found: SideBySide = _asked(request, form)["found"]
    response = file_response(named_today("comparison"), lambda stream: write_comparison(stream, found))
    patch_cache_control(response, private=True, no_store=True)
    return response
