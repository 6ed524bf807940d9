"""Home, and the matches of a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heliu.kit.language import current_language
from heliu.kit.permissions import allowed
from heliu.matching.adapters.answers import Answer, Conditions, Result, find_matches, record_need, typed_need
from heliu.matching.coaching.panels import said_of_need
from heliu.matching.errors import NeedError
from heliu.matching.examples import examples
from heliu.matching.forms import LONGEST_ADDRESS, NeedForm
from heliu.matching.kinds import RECORD_KINDS, Kind, all_kinds, get_kind
from heliu.matching.outcomes.actions.shown import log_answer
from heliu.matching.outcomes.choices import Place
from heliu.matching.outcomes.requests import is_looked_at
from heliu.matching.selectors import (
    count_findable_by_kind,
    counted_audiences,
    get_search_state,
    get_shown,
    groups_left_out,
)
from heliu.matching.verdicts.tables import comparison_of

EACH = 4
"""Results of a kind where all kinds are shown."""
IN_PANEL = 2
"""Results of a kind on the page of a record, which has more to say than its matches."""
OF_ONE = 20
"""Results where one kind was chosen."""
COUNTS_KEPT = 60


@dataclass(frozen=True, slots=True)
class Group:
    """The results of one kind as a page shows them: what is not credible is folded."""

    kind: Kind
    credible: Sequence[Result]
    weak: Sequence[Result]


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """One box. Asked by GET with a need in the address, or by POST, which takes a need of any length."""
    form = NeedForm(request.POST if request.method == "POST" else request.GET)
    form.is_valid()
    address = _address(form)
    fragment = bool(request.htmx and not request.htmx.boosted)  # type: ignore[attr-defined]
    usable = "q" not in form.errors
    if request.method == "POST" and usable and not fragment and len(address) <= LONGEST_ADDRESS:
        return redirect(address)
    context: dict[str, Any] = {"form": form, "search": get_search_state(), "address": address}
    if form.text.strip() or not usable:
        context |= _results(request, form)
    else:
        audiences = counted_audiences(request.user)
        kept = "matching.counts." + ".".join(audiences)
        context |= {
            "counts": cache.get_or_set(kept, partial(count_findable_by_kind, audiences), COUNTS_KEPT),
            "kinds": all_kinds(),
            "examples": examples(),
        }
    if form.asks_coach and not fragment:
        context |= {"coach_asked": True, **said_of_need(form, request.user)}
    response = render(request, "matching/home.html" + ("#results" if fragment else ""), context)
    if fragment:
        response["HX-Replace-Url"] = address if len(address) <= LONGEST_ADDRESS else reverse("home")
    patch_vary_headers(response, ["HX-Request"])
    return response


def _address(form: NeedForm) -> str:
    """Where this search can be found again."""
    query = urlencode({"q": form.text, **form.chosen} if form.text.strip() else form.chosen)
    if form.asks_coach:
        query += "&coach=1"
    return reverse("home") + (f"?{query}" if query else "")


def _results(request: HttpRequest, form: NeedForm) -> dict[str, Any]:
    if refused := form.errors.get("q"):
        return {"refused": refused[0]}
    try:
        need = typed_need(form.text)
    except NeedError as error:
        return {"refused": str(error)}
    one = "kind" in form.chosen
    answer = find_matches(
        need, user=request.user, conditions=form.conditions(), k=OF_ONE if one else EACH, per_kind=True
    )
    answer = _logged(request, answer, place=Place.HOME, instead_of=form.data.get("before", ""))
    plain = urlencode({"q": form.text})
    others = urlencode({"q": form.text, **{name: form.chosen[name] for name in form.FILTERS if name in form.chosen}})
    return {
        "answer": answer,
        "groups": _groups(answer),
        "one_kind": one,
        # A need too long for an address is narrowed by the form alone.
        "more": f"?{others}" if len(others) < LONGEST_ADDRESS else "",
        "unfiltered": f"?{plain}" if len(plain) < LONGEST_ADDRESS else reverse("home"),
        "publish": form.publish,
        "publish_empty": not form.publishes_text,
    }


def _logged(request: HttpRequest, answer: Answer, **facts: Any) -> Answer:
    """The answer with marks in its links, if somebody looks at it."""
    return log_answer(answer=answer, user=request.user, **facts) if is_looked_at(request) else answer


def _groups(answer: Answer) -> list[Group]:
    return [
        Group(
            get_kind(name),
            [result for result in results if result.credible],
            [result for result in results if not result.credible],
        )
        for name, results in answer.by_kind.items()
    ]


@require_safe
def record_matches(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What answers a record, and what is like it: a page of its own, and the content of a panel."""
    try:
        found = get_kind(kind)
    except LookupError:
        raise Http404 from None
    shown = get_shown(found, [pk], request.user).get(pk)
    if shown is None:
        raise Http404
    fragment = bool(request.htmx and not request.htmx.boosted)  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "in_panel": fragment,
        "kind": found,
        "record": shown.record,
        "search": get_search_state(),
        "this_record": _("This record says"),
    }
    try:
        need = record_need(found, shown, current_language())
    except NeedError as error:
        context["refused"] = str(error)
    else:
        each = IN_PANEL if fragment else EACH
        itself = (found.group(pk),)
        settled = groups_left_out(shown.record, request.user)
        context["need"] = need
        alike = find_matches(
            need,
            user=request.user,
            conditions=Conditions(kinds=(found.name,), without=itself),
            k=each,
            profile="general",
        )
        above = 0
        if found.answered_by:
            conditions = Conditions(kinds=found.answered_by, without=itself + settled)
            answer = find_matches(
                need, user=request.user, conditions=conditions, k=each, per_kind=True, profile=found.query_profile
            )
            answer = _logged(request, answer, place=Place.RECORD, asked=shown.record)
            above = len(answer.results)
            context |= {
                "answer": answer,
                "groups": _groups(answer),
                "comparison": comparison_of(need, answer.results),
            }
            if answer.abstained and found.name in RECORD_KINDS:
                context["may_edit"] = allowed(request.user, "catalog.edit_record", shown.record)
        alike = _logged(request, alike, place=Place.RECORD, asked=shown.record, after=above)
        context = {"answer": alike, **context, "alike": alike, "alike_groups": _groups(alike)}
    response = render(request, "matching/record_matches.html" + ("#matches" if fragment else ""), context)
    patch_vary_headers(response, ["HX-Request"])
    return response
