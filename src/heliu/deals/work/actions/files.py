"""Putting files on a deal and taking them off.

What both sides may know of stands in the deal's timeline, which both read. Of a file for one side alone nothing is
recorded there, and nobody gets a notice: its own row says who put it there and who removed it.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.dealflow.actions import people_concerned
from heliu.deals.actions.steps import locked
from heliu.deals.errors import StepNotPossible
from heliu.deals.models import Deal
from heliu.deals.work.models import DealFile
from heliu.deals.work.permissions import sides_of
from heliu.kit.permissions import require
from heliu.kit.uploads import UploadRefused, check_upload

VERBS = {
    "deal_file_added": gettext_lazy("File added"),
    "deal_file_removed": gettext_lazy("File removed"),
}
"""What the events recorded here are called; registered with the timeline."""
MOST_FILES = 100
"""Files that a side may have on a deal. Counted by side: a common count would tell of the other's own files."""


@transaction.atomic
def attach_file(
    *, actor: Actor, deal: Deal, upload: UploadedFile, kind: str, side: int | None = None, own_side_only: bool = False
) -> DealFile:
    """Check a file by its content and keep it under a random name outside the web root.

    ``side`` is the id of the organisation on whose behalf; whoever acts for one side alone need not name it.
    """
    deal = locked(deal)
    require(actor, "deals.add_file", deal)
    if deal.is_over:
        raise StepNotPossible(deal.get_stage_display())
    side = _side(actor, deal, side)
    if DealFile.objects.kept().filter(deal=deal, side=side).count() >= MOST_FILES:
        raise UploadRefused(_("Each side has at most %(number)d files on a deal.") % {"number": MOST_FILES})
    checked = check_upload(upload)
    file = DealFile(
        deal=deal, side_id=side, own_side_only=own_side_only, kind=kind, name=checked.name,
        media_type=checked.media_type, size=checked.size, sha256=hashlib.sha256(checked.content).hexdigest(),
        uploaded_by=person(actor),
    )  # fmt: skip
    file.full_clean(validate_constraints=False)
    file.file.save(secrets.token_hex(16) + checked.extension, ContentFile(checked.content), save=False)
    try:
        file.save()
        _tell(file, "deal_file_added", actor, note=file.name)
    except BaseException:
        file.file.storage.delete(str(file.file.name))
        raise
    return file


@transaction.atomic
def remove_file(*, actor: Actor, file: DealFile) -> None:
    """Take a file off its deal: its row stays as a trace, the bytes go once the change is kept."""
    deal = locked(file.deal)
    found = DealFile.objects.kept().select_for_update(of=("self",)).filter(pk=file.pk).first()
    if found is None:
        raise Http404
    found.deal = deal
    require(actor, "deals.remove_file", found)
    if deal.is_over:
        raise StepNotPossible(deal.get_stage_display())
    drop_bytes(found)
    found.file, found.removed_by, found.removed_at = "", person(actor), timezone.now()
    found.save()
    _tell(found, "deal_file_removed", actor, note=f"{found.name} · SHA-256 {found.sha256}")


def drop_bytes(file: DealFile) -> None:
    """Delete what is stored of a file once the transaction is committed."""
    if file.file:
        transaction.on_commit(partial(file.file.storage.delete, str(file.file.name)))


def _side(actor: Actor, deal: Deal, side: int | None) -> int:
    own = sides_of(actor, deal)
    if side is None and len(own) == 1:
        return own[0]
    if side not in own:
        raise ValidationError({"side": _("Say on behalf of which side.")})
    return side


def _tell(file: DealFile, verb: str, actor: Actor, note: str) -> None:
    if file.own_side_only:
        return
    data = {"file": file.pk, "kind": file.kind, "sha256": file.sha256}
    told = people_concerned(file.deal.introduction)
    record_event(file.deal, verb, actor=person(actor), note=note, data=data, notify=told)
