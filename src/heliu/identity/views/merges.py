"""What was merged, and the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heliu.accounts.http import SignedInRequest
from heliu.catalog.actions import CatalogError
from heliu.catalog.selectors import field_label
from heliu.identity import actions
from heliu.identity.errors import IdentityRefused
from heliu.identity.models import Duplicate, Merge
from heliu.identity.selectors import Pair, get_visible_merge, records_of
from heliu.kit.permissions import allowed


@login_required
@require_http_methods(["GET", "POST"])
def merge_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the record that stayed took over; undoing it is one button."""
    merge = get_visible_merge(request.user, pk)
    status = 200
    if request.method == "POST":
        try:
            done = actions.undo_merge(actor=request.user, merge=merge)
        except (IdentityRefused, CatalogError) as error:
            messages.error(request, str(error))
            status = error.status
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            status = 400
        else:
            messages.success(request, _("Undone. Both records stand for themselves again."))
            return redirect(done)
    return render(request, "identity/merge_detail.html", _context(request, merge), status=status)


def _context(request: SignedInRequest, merge: Merge) -> dict[str, Any]:
    kept, gone = records_of(merge)
    left, right = (kept, gone) if kept.pk < gone.pk else (gone, kept)
    pair = Pair(Duplicate(kind=merge.kind, left_id=left.pk, right_id=right.pk), left, right)
    return {
        "merge": merge, "kept": kept, "gone": gone,
        "taken": [field_label(type(kept), name) for name in merge.after],
        "stayed": [field_label(type(kept), name) for name in merge.left_as_is],
        "files": len(merge.joined.get("attachments", ())),
        "may_undo": not merge.is_undone and allowed(request.user, "identity.undo_merge", pair),
    }  # fmt: skip
