"""Lists: one template, of which htmx fetches the part that changes; without JavaScript the form is a plain one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import memberships_of
from heliu.catalog.filtersets import RECORD_FILTERSETS, OrganisationFilterSet, SortedFilterSet
from heliu.catalog.models import RECORD_MODELS
from heliu.catalog.selectors import (
    get_visible_organisation,
    organisation_record_counts,
    own_organisations,
    own_record_counts,
    own_records,
    published_records,
    record_model,
    records_of_organisation,
    visible_organisations,
)
from heliu.catalog.tables import RECORD_TABLES, OrganisationTable
from heliu.kit.lists.pages import list_context, page_of, render_list


def _list_context(request: HttpRequest, filterset: SortedFilterSet, left_out: tuple[str, ...] = ()) -> dict[str, Any]:
    return list_context(request, filterset, page_of(filterset.qs, request), *left_out)


@require_GET
def record_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Published records of a kind."""
    filterset = RECORD_FILTERSETS[kind](request.GET, published_records(request.user, kind), request=request)
    # All of these are published, so there is no choosing of states.
    context = _list_context(request, filterset, left_out=("state",))
    caption = record_model(kind)._meta.verbose_name_plural
    context["table"] = RECORD_TABLES[kind](
        context["page"].object_list, request=request, filterset=filterset, caption=caption
    )
    owner = filterset.chosen.get("organisation")
    context |= {
        "kind": kind,
        "may_add": bool(memberships_of(request.user)),
        "owner": visible_organisations(request.user).filter(pk=owner).first() if owner else None,
    }
    return render_list(request, "catalog/record_list.html", context)


@login_required
@require_GET
def own_record_list(request: HttpRequest) -> HttpResponse:
    """Records of the person's organisations in every state, with the reasons of those that came back."""
    kind = request.GET.get("kind")
    kind = kind if kind in RECORD_MODELS else "demand"
    queryset = own_records(request.user, kind)
    data = request.GET.copy()
    data.setdefault("sort", "-updated")
    filterset = RECORD_FILTERSETS[kind](data, queryset, request=request)
    context = _list_context(request, filterset)
    caption = record_model(kind)._meta.verbose_name_plural
    context["table"] = RECORD_TABLES[kind](
        context["page"].object_list, request=request, filterset=filterset, caption=caption, show_state=True
    )
    context |= {
        "kind": kind,
        "counts": own_record_counts(request.user),
        "organisations": own_organisations(request.user),
    }
    return render_list(request, "catalog/own_records.html", context)


@require_GET
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Organisations with how many records each shows."""
    filterset = OrganisationFilterSet(request.GET, visible_organisations(request.user), request=request)
    context = _list_context(request, filterset)
    rows = context["page"].object_list
    context["table"] = OrganisationTable(
        rows, request=request, filterset=filterset, caption=Organisation._meta.verbose_name_plural,
        counts=organisation_record_counts(request.user, rows),
    )  # fmt: skip
    return render_list(request, "catalog/organisation_list.html", context | {"kind": "organisation"})


@require_GET
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts of an organisation and what it has published."""
    organisation = get_visible_organisation(request.user, pk)
    groups = []
    for kind in RECORD_MODELS:
        records = records_of_organisation(request.user, organisation, kind)
        groups.append({"kind": kind, "records": records[:10], "count": records.count()})
    context = {"organisation": organisation, "record": organisation, "groups": groups}
    return render(request, "catalog/organisation_detail.html", context)
