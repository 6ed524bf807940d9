"""What a mention is: confirmed, refused, called something else, tied to the catalog."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from heliu.accounts.choices import OrganisationKind
from heliu.accounts.errors import DuplicateOrganisation
from heliu.accounts.http import SignedInRequest
from heliu.ingestion.pages import actions
from heliu.ingestion.pages.choices import BODIES
from heliu.ingestion.pages.errors import MentionChanged, PageError
from heliu.ingestion.pages.forms import DecideForm
from heliu.ingestion.pages.models import Mention
from heliu.ingestion.pages.proposals import sentence_at
from heliu.ingestion.pages.selectors import Target, candidates, get_mention, get_readable_page, target_for
from heliu.kit.permissions import allowed, require


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def mention_detail(request: SignedInRequest, pk: int, mention_pk: int) -> HttpResponse:
    """One mention with its sentence; ``?q=`` looks for something else in the catalog that it may be.

    The buttons of the list post here a decision alone.
    """
    page = get_readable_page(request.user, pk)
    mention = get_mention(page, mention_pk)
    require(request.user, "ingestion.decide_mention", page)
    query = request.GET.get("q", mention.name)[:200]
    kind = request.POST.get("kind", mention.kind)
    tied = target_for(request.user, mention)
    offered = candidates(request.user, kind, query)
    form = DecideForm(
        request.POST if "kind" in request.POST else None, targets=_choices(tied, offered),
        initial={"turn": mention.turn, "kind": mention.kind, "target": str(tied.pk) if tied else ""},
    )  # fmt: skip
    conflict = None
    if request.method == "POST":
        decision = request.POST.get("decision", "")
        try:
            if "kind" not in request.POST:
                turn = request.POST.get("turn", "")
                _decide(request, mention, decision, int(turn) if turn.isdecimal() else 0)
                return redirect(f"{page.get_absolute_url()}#mention-{mention.pk}")
            if form.is_valid():
                target = form.cleaned_data["target"]
                actions.decide_mention(
                    actor=request.user, mention=mention, turn=form.cleaned_data["turn"], decision=decision,
                    kind=form.cleaned_data["kind"], target=int(target) if target else None,
                )  # fmt: skip
                messages.success(request, _("Saved."))
                return redirect(f"{page.get_absolute_url()}#mention-{mention.pk}")
        except MentionChanged as error:
            conflict = error
            mention = get_mention(page, mention_pk)
            form = DecideForm(
                targets=_choices(target_for(request.user, mention), offered),
                initial={"turn": mention.turn, "kind": mention.kind},
            )  # fmt: skip
        except PageError as error:
            form.add_error(None, str(error)) if form.is_bound else messages.error(request, str(error))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    quote, _start = sentence_at(mention.version.body, mention.places[0])
    context = {
        "page": page, "mention": mention, "form": form, "quote": quote, "query": query, "conflict": conflict,
         "address": reverse("mention_detail", args=[page.pk, mention.pk]),
    }  # fmt: skip
    context["may_register"] = (
        tied is None and mention.kind in BODIES and allowed(request.user, "accounts.add_for_others")
    )
    context["organisation_kinds"] = OrganisationKind.choices
    return render(request, "ingestion/pages/mention.html", context, status=409 if conflict else 200)


@login_required
@require_POST
def mention_register(request: SignedInRequest, pk: int, mention_pk: int) -> HttpResponse:
    """Enter an organisation that the page names, for others to claim."""
    page = get_readable_page(request.user, pk)
    mention = get_mention(page, mention_pk)
    turn, kind = request.POST.get("turn", ""), request.POST.get("kind", "")
    try:
        made = actions.register_mentioned(
            actor=request.user, mention=mention, turn=int(turn) if turn.isdecimal() else 0, kind=kind
        )  # fmt: skip
    except (PageError, DuplicateOrganisation) as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%(name)s” was entered; others can claim it.") % {"name": made.name})
    return redirect("mention_detail", page.pk, mention.pk)


def _decide(request: SignedInRequest, mention: Mention, decision: str, turn: int) -> None:
    actions.decide_mention(actor=request.user, mention=mention, turn=turn, decision=decision)


def _choices(tied: Target | None, offered: list[Target]) -> list[tuple[str, Any]]:
    known = {str(one.pk): one.name for one in ([tied] if tied else []) + offered}
    return [("", pgettext("mention", "nothing that is known here")), *known.items()]
