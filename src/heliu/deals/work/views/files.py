"""Files of a deal: putting one there, saving one, taking one off."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.deals.errors import DealError
from heliu.deals.models import Deal
from heliu.deals.selectors import get_visible_deal
from heliu.deals.work import actions
from heliu.deals.work.forms import FileForm
from heliu.deals.work.selectors import get_visible_file
from heliu.deals.work.stored import stored_file
from heliu.kit.permissions import require
from heliu.kit.refusals import show_problems
from heliu.kit.uploads import UploadRefused


def _files_of(deal: Deal) -> str:
    return f"{reverse('deal_detail', args=[deal.pk])}#files"


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def file_create(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a file on a deal; the form on the deal's page leads here, and comes back with what is wrong in it."""
    deal = get_visible_deal(request.user, pk)
    require(request.user, "deals.add_file", deal)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(*posted, user=request.user, deal=deal)
    if request.method == "POST" and form.is_valid():
        try:
            actions.attach_file(actor=request.user, deal=deal, **form.cleaned_data)
        except UploadRefused as error:
            form.add_error("upload", str(error))
        except ValidationError as error:
            show_problems(form, error)
        except DealError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(_files_of(deal))
    refused = 422 if form.is_bound and form.errors else 200
    return render(request, "deals/work/file_form.html", {"deal": deal, "form": form}, status=refused)


@login_required
@require_GET
@never_cache
def file_download(request: SignedInRequest, pk: int, file: int) -> FileResponse:
    """A file, to those who may read it; it is saved and never shown within a page."""
    return stored_file(get_visible_file(request.user, file, deal=pk))


@login_required
@require_POST
def file_remove(request: SignedInRequest, pk: int, file: int) -> HttpResponse:
    """Take a file off its deal; name and SHA-256 stay."""
    found = get_visible_file(request.user, file, deal=pk)
    try:
        actions.remove_file(actor=request.user, file=found)
    except DealError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Removed. The name and the SHA-256 of the file stay here."))
    return redirect(_files_of(found.deal))
