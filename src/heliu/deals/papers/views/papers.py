"""Making a paper, reading what it was filled with, saving it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.deals.errors import DealError
from heliu.deals.models import Deal
from heliu.deals.papers import actions
from heliu.deals.papers.forms import MakeForm
from heliu.deals.papers.http import saved_file
from heliu.deals.papers.kinds import kinds
from heliu.deals.papers.models import Paper
from heliu.deals.papers.panels import row_of
from heliu.deals.papers.selectors import CurrentValues, get_kind, get_visible_paper, papers_of
from heliu.deals.selectors import get_visible_deal
from heliu.kit.permissions import allowed


@login_required
@require_POST
def paper_make(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a paper, or make one again: the next version."""
    deal = get_visible_deal(request.user, pk)
    form = MakeForm(request.POST, deal=deal)
    if not form.is_valid():
        messages.error(request, _("Choose a kind of paper that fits the deal."))
        return redirect(deal)
    try:
        paper = actions.make_paper(
            actor=request.user, deal=deal, kind=get_kind(form.cleaned_data["kind"]),
            language=form.cleaned_data["language"],
        )  # fmt: skip
    except DealError as error:
        messages.error(request, str(error))
        return redirect(deal)
    messages.success(request, made_label(paper))
    return redirect(paper)


def made_label(paper: Paper) -> str:
    """How many fields of a paper the record has filled, and how many it left blank."""
    filled, blank = len(paper.values) - len(paper.gaps), len(paper.gaps)
    done = ngettext(
        "Made. The record has filled %(filled)d field.", "Made. The record has filled %(filled)d fields.", filled
    ) % {"filled": filled}  # fmt: skip
    if not blank:
        return done
    left = ngettext("%(blank)d is blank: see below.", "%(blank)d are blank: see below.", blank) % {"blank": blank}
    return f"{done} {left}"


@login_required
@require_GET
@never_cache
def paper_detail(request: SignedInRequest, pk: int, paper: int) -> HttpResponse:
    """Every field of a paper with what it was filled with, what has changed since, and the other versions."""
    found = get_visible_paper(request.user, pk, paper)
    deal: Deal = found.deal
    kind = kinds().get(found.kind)
    known = kind.known_fields() if kind else {}
    row = row_of(found, CurrentValues(deal))
    changes = {change.name: change for change in row.changes}
    values = [
        {"label": known[name].label if name in known else name, "name": name, "value": value,
         "change": changes.get(name)}
        for name, value in found.values.items()
    ]  # fmt: skip
    context = {
        "deal": deal, "row": row, "paper": found, "values": values,
        "versions": papers_of(request.user, deal).filter(kind=found.kind, language=found.language),
        "may_make": row.fits and not deal.is_over and allowed(request.user, "deals.make_paper", deal),
    }  # fmt: skip
    return render(request, "deals/papers/detail.html", context)


@login_required
@require_GET
def paper_file(request: SignedInRequest, pk: int, paper: int) -> FileResponse:
    """The Word file; saved, never shown within the page."""
    found = get_visible_paper(request.user, pk, paper)
    return saved_file(found)
