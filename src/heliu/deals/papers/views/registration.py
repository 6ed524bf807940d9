"""The registration of a contract: what the rules of a day say, what is there for it, and the package."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.agreements.http import attachment
from heliu.deals.errors import DealError
from heliu.deals.models import Deal
from heliu.deals.papers import actions
from heliu.deals.papers.errors import RulesUnreadable
from heliu.deals.papers.forms import DayForm, EnclosureForm
from heliu.deals.papers.http import saved_file
from heliu.deals.papers.labels import answer_label, clause_verified_label, item_label, rule_verified_label
from heliu.deals.papers.packages import package_bytes, package_name
from heliu.deals.papers.registration import Registration, fact_label, registration_of
from heliu.deals.papers.selectors import get_visible_enclosure
from heliu.deals.selectors import get_visible_deal
from heliu.kit.language import current_language
from heliu.kit.permissions import allowed
from heliu.kit.uploads import UploadRefused
from heliu.rulebook.deciding import Decision


def _day(request: SignedInRequest) -> date | None:
    form = DayForm(request.GET)
    return form.cleaned_data["day"] if form.is_valid() else None


@login_required
@require_GET
@never_cache
def registration(request: SignedInRequest, pk: int) -> HttpResponse:
    """The checklist by the rules of a day (``day``; without it that of the registration, or today)."""
    return _page(request, get_visible_deal(request.user, pk), EnclosureForm())


def _page(request: SignedInRequest, deal: Deal, form: EnclosureForm, code: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "deal": deal, "enclosure_form": form,
        "may_add": not deal.is_over and allowed(request.user, "deals.add_enclosure", deal),
    }  # fmt: skip
    try:
        found = registration_of(deal, _day(request))
    except RulesUnreadable as error:
        return render(request, "deals/papers/registration.html", {**context, "unreadable": error}, status=error.status)
    context |= {
        "registration": found, "answer": _altogether(found), "working_days": found.working_days(),
        "day_form": DayForm(initial={"day": found.day}), "decisions": [_shown(one) for one in found.decisions],
        "items": _items(found), "may_make": context["may_add"],
    }  # fmt: skip
    return render(request, "deals/papers/registration.html", context, status=code)


def _altogether(found: Registration) -> str:
    """The answer in a word; of papers that are not there it is not said that a rule is not met."""
    return _("Papers are missing or stale") if found.is_held_up_by_papers else answer_label(found.answer)


def _shown(decision: Decision) -> dict[str, Any]:
    """A rule as the page shows it."""
    language = current_language()
    version = decision.version
    return {
        "title": decision.rule.title.in_language(language), "version": version, "ended": decision.ended,
        "verified": rule_verified_label(version.verified) if version else "",
        "note": version.note.in_language(language) if version and version.note else "",
        "clauses": [
            {
                "text": one.clause.text.in_language(language), "article": one.clause.article, "answer": one.answer,
                "word": answer_label(one.answer), "verified": clause_verified_label(one.clause.verified),
                "deciding": [fact_label(name, language) for name in one.unknown],
            }
            for one in decision.clauses
        ],
    }  # fmt: skip


def _items(found: Registration) -> list[dict[str, Any]]:
    return [{"item": item, "word": item_label(item.answer)} for item in found.items]


@login_required
@require_GET
def registration_package(request: SignedInRequest, pk: int) -> HttpResponse | FileResponse:
    """Everything that is there for the registration as one ZIP file."""
    deal = get_visible_deal(request.user, pk)
    try:
        found = registration_of(deal, _day(request))
    except RulesUnreadable as error:
        messages.error(request, str(error))
        return redirect(deal)
    return attachment(package_bytes(found), package_name(found), "application/zip")


@login_required
@require_POST
def enclosure_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Upload a file for an item of the package."""
    deal = get_visible_deal(request.user, pk)
    form = EnclosureForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.add_enclosure(actor=request.user, deal=deal, **form.cleaned_data)
        except UploadRefused as error:
            form.add_error("upload", str(error))
        except ValidationError as error:
            form.add_error(None, error)
        except DealError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, pgettext("paper", "Added."))
            return redirect("deal_registration", deal.pk)
    return _page(request, deal, form, code=422)


@login_required
@require_GET
def enclosure_file(request: SignedInRequest, pk: int, enclosure: int) -> FileResponse:
    """The uploaded file; saved, never shown within the page."""
    found = get_visible_enclosure(request.user, pk, enclosure)
    return saved_file(found)


@login_required
@require_POST
def enclosure_remove(request: SignedInRequest, pk: int, enclosure: int) -> HttpResponse:
    """Take an uploaded file out of the package."""
    found = get_visible_enclosure(request.user, pk, enclosure)
    try:
        actions.remove_enclosure(actor=request.user, enclosure=found)
    except DealError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken out."))
    return redirect("deal_registration", found.deal_id)
