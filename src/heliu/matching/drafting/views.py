"""One address: an answer goes in, a suggested wording comes out as a part of a page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from heliu.catalog.selectors import get_visible_record
from heliu.kit.permissions import allowed, require
from heliu.kit.rates import seconds_to_wait
from heliu.matching.drafting.adapters import ask_for_wording
from heliu.matching.drafting.forms import WordingForm
from heliu.matching.drafting.settings import drafter_info
from heliu.matching.errors import DraftingError, TooManyWordings


@sensitive_variables()
@sensitive_post_parameters()
@never_cache
@require_POST
def wording(request: HttpRequest) -> HttpResponse:
    """Suggest a wording. Nothing of it is stored: not the text, not the answer, not what came of them."""
    drafter = drafter_info()
    if drafter is None:
        raise Http404
    if not allowed(request.user, "matching.ask_wording"):
        # A redirect would put the page for signing in where the wording is to stand.
        return _refused(request, _("You are signed out. Sign in in another window, then try again."), 401)
    form = WordingForm(request.POST)
    if not form.is_valid():
        return _refused(request, form.problem, 400)
    answered = form.answered(*_stored_tiers(request.user, form.cleaned_data["demand"]))
    try:
        _count(request)
        suggested = ask_for_wording(actor=request.user, answered=answered)
    except DraftingError as error:
        return _refused(request, str(error), error.status)
    context = {"wording": suggested, "lang": answered.lang, "drafter": drafter}
    return render(request, "matching/drafting/wording.html", context)


def _stored_tiers(user: Any, demand: int | None) -> list[str]:
    """The tier of the demand that is being edited: what the form says may not have been saved."""
    if demand is None:
        return []
    record = get_visible_record(user, "demand", demand)
    require(user, "catalog.edit_record", record)
    return [record.tier]


def _count(request: HttpRequest) -> None:
    if seconds := seconds_to_wait("wording", settings.HELIU_DRAFTER_RATE, str(request.user.pk)):
        raise TooManyWordings(
            ngettext(
                "You have asked often in a short time. Try again in %(seconds)d second.",
                "You have asked often in a short time. Try again in %(seconds)d seconds.",
                seconds,
            )
            % {"seconds": seconds}
        )


def _refused(request: HttpRequest, problem: str, status: int) -> HttpResponse:
    return render(request, "matching/drafting/refused.html", {"problem": problem}, status=status)
