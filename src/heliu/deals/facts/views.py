"""The page on which the provider states what no field of the deal says."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heliu.accounts.http import SignedInRequest
from heliu.deals.errors import DealError
from heliu.deals.facts.actions import state_facts
from heliu.deals.facts.errors import FactsChanged
from heliu.deals.facts.forms import FactsForm
from heliu.deals.facts.selectors import asked, known_facts, newest_statement, stated_values
from heliu.deals.facts.showing import known_rows
from heliu.deals.selectors import get_visible_deal
from heliu.kit.permissions import allowed
from heliu.kit.refusals import show_problems
from heliu.kit.workdays import local_day


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def deal_facts(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is known and what would decide; the recipient does not find it."""
    deal = get_visible_deal(request.user, pk)
    if not allowed(request.user, "deals.view_facts", deal):
        raise Http404
    newest = newest_statement(deal)
    version = newest.version if newest is not None else 0
    form = FactsForm(
        request.POST if request.method == "POST" else None, names=asked(deal, local_day()), values=stated_values(deal),
        version=version,
    )  # fmt: skip
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            state_facts(actor=request.user, deal=deal, version=form.cleaned_data["version"], values=form.answers)
        except ValidationError as error:
            show_problems(form, error)
        except FactsChanged as error:
            form.add_error(None, str(error))
            status = 409
        except DealError as error:
            messages.error(request, str(error))
            return redirect(deal)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{deal.get_absolute_url()}#reliefs")
    context = {
        "deal": deal, "form": form, "newest": newest, "version": version, "known": known_rows(known_facts(deal)),
        "may_state": not deal.is_over and allowed(request.user, "deals.state_facts", deal),
    }  # fmt: skip
    return render(request, "deals/facts/form.html", context, status=status if form.errors else 200)
