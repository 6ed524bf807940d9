"""The list of pages, its export, and handing one in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from heliu.accounts.http import SignedInRequest
from heliu.ingestion.pages import actions
from heliu.ingestion.pages.errors import PageError
from heliu.ingestion.pages.filtersets import PageFilterSet
from heliu.ingestion.pages.forms import AddPageForm
from heliu.ingestion.pages.functions import FUNCTIONS
from heliu.ingestion.pages.selectors import organisations_to_add_for, visible_pages
from heliu.ingestion.pages.spreadsheets import EXPORT_FORMATS, write_pages
from heliu.ingestion.pages.tables import PageTable
from heliu.kit.lists.pages import list_context, page_of, render_list
from heliu.kit.permissions import require
from heliu.kit.tabular.responses import file_response, named_today
from heliu.kit.uploads import UploadRefused


@login_required
@require_GET
@never_cache
def page_list(request: SignedInRequest) -> HttpResponse:
    """Pages that the person may know of."""
    filterset = PageFilterSet(request.GET, visible_pages(request.user), request=request)
    page = page_of(filterset.qs, request)
    table = PageTable(page.object_list, request=request, filterset=filterset, caption=pgettext("web", "Pages"))
    return render_list(
        request, "ingestion/pages/list.html", {**list_context(request, filterset, page), "table": table}
    )  # fmt: skip


@login_required
@require_GET
@never_cache
def page_export(request: SignedInRequest) -> FileResponse:
    """The whole list as Excel or CSV, with the same filters and order."""
    format_name = request.GET.get("format", "xlsx")
    if format_name not in EXPORT_FORMATS:
        raise Http404
    found = PageFilterSet(request.GET, visible_pages(request.user), request=request).qs
    return file_response(
        named_today("pages"),
        lambda stream: write_pages(stream, format_name, found, request.user),
        format_name=format_name,
    )


@login_required
@require_http_methods(["GET", "POST"])
def page_add(request: SignedInRequest) -> HttpResponse:
    """Hand in an address or a file; it is read by the worker, and its page shows how far that is."""
    require(request.user, "ingestion.add_page")
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AddPageForm(data, files, organisations=organisations_to_add_for(request.user))
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data.get("organisation")
        upload = form.cleaned_data["file"]
        try:
            page = (
                actions.add_upload(actor=request.user, upload=upload, organisation=organisation)
                if upload
                else actions.add_address(actor=request.user, url=form.cleaned_data["url"], organisation=organisation)
            )
        except (PageError, UploadRefused) as error:
            form.add_error("file" if upload else "url", str(error))
        else:
            if page.latest:
                messages.info(
                    request, _("This address is known already; it is asked whether there is a newer version.")
                )
            return redirect(page)
    return render(request, "ingestion/pages/add.html", {"form": form})


@require_GET
def function_list(request: SignedInRequest) -> HttpResponse:
    """What a region asks for, and where Heliu does it: for everybody."""
    return render(request, "ingestion/pages/functions.html", {"functions": FUNCTIONS})
