"""Pages of saved searches: keeping one, all of them, one of them with what is new."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.interest.alerts.selectors import alerts_of, count_new
from heliu.interest.alerts.views import alert_list_context, alerts_page
from heliu.interest.searches import actions
from heliu.interest.searches.choices import Place
from heliu.interest.searches.errors import AlreadySaved, SearchError
from heliu.interest.searches.forms import SearchForm
from heliu.interest.searches.labels import filters_in_words, suggested_name
from heliu.interest.searches.models import SavedSearch
from heliu.interest.searches.selectors import clean_filters, get_own_search, searches_of
from heliu.kit.refusals import show_problems


@login_required
@require_GET
@never_cache
def saved_search_list(request: SignedInRequest) -> HttpResponse:
    """The person's searches, those with something new first."""
    searches = list(searches_of(request.user).select_related("owner"))
    new = count_new(request.user, searches)
    rows = [{"search": search, "new": new.get(search.pk, 0), "words": filters_in_words(search)} for search in searches]
    rows.sort(key=lambda row: not row["new"])
    return render(request, "interest/searches/list.html", {"rows": rows, "most": actions.MOST})


@login_required
@require_http_methods(["GET", "POST"])
def saved_search_create(request: SignedInRequest) -> HttpResponse:
    """Keep what a page has asked: its question comes in the address, or posted where it is too long for one."""
    asked = request.POST if request.method == "POST" else request.GET
    place = asked.get("place", "")
    if place not in Place.values:
        raise Http404
    text = asked.get("q", "") if place == Place.NEED else ""
    filters = clean_filters(request.user, place, asked)
    search = SavedSearch(owner=request.user, place=place, text=text, filters=filters)
    # The button of a long need posts its question without the answers of this form.
    answered = "save" in request.POST
    form = SearchForm(request.POST if answered else None, place=place, initial={"name": suggested_name(search)})
    if answered and form.is_valid():
        try:
            saved = actions.save_search(
                actor=request.user, place=place, text=text, filters=filters, **form.wishes
            )  # fmt: skip
        except AlreadySaved as error:
            messages.info(request, str(error))
            return redirect(error.search)
        except SearchError as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            show_problems(form, error)
        else:
            messages.success(request, _("Saved. You find it among your searches."))
            return redirect(saved)
    context = {"form": form, "search": search, "words": filters_in_words(search)}
    return render(request, "interest/searches/form.html", context)


@login_required
@require_GET
@never_cache
def saved_search(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the search asks, and everything that was told of it; looking at it makes all of it old."""
    search = get_own_search(request.user, pk)
    context = _context(request, search)
    response = alerts_page(request, "interest/searches/detail.html", context)
    actions.look_at_search(actor=request.user, search=search)
    return response


def _context(request: SignedInRequest, search: SavedSearch, form: SearchForm | None = None) -> dict[str, Any]:
    wishes = {"name": search.name, "wants_alerts": search.wants_alerts, "level": search.level}
    return {
        **alert_list_context(request, alerts_of(request.user, search), since=search.seen_at),
        "search": search,
        "words": filters_in_words(search),
        "wishes": form or SearchForm(place=search.place, initial=wishes),
    }


@login_required
@require_POST
def saved_search_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change its name and what the person is told."""
    search = get_own_search(request.user, pk)
    form = SearchForm(request.POST, place=search.place)
    if form.is_valid():
        wishes = form.wishes | ({} if form.cleaned_data["name"].strip() else {"name": search.name})
        try:
            actions.edit_search(actor=request.user, search=search, **wishes)
        except SearchError as error:
            messages.error(request, str(error))
            return redirect("saved_search_list")
        messages.success(request, _("Saved."))
        return redirect(search)
    return render(request, "interest/searches/detail.html", _context(request, search, form))


@login_required
@require_POST
def saved_search_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Forget it."""
    search = get_own_search(request.user, pk)
    try:
        actions.delete_search(actor=request.user, search=search)
    except SearchError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(name)s” was deleted.") % {"name": search.name})
    return redirect("saved_search_list")
