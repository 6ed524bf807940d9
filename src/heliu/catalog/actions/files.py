"""Files of a record."""

from __future__ import annotations

import secrets
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.catalog.actions.errors import RecordGone
from heliu.catalog.actions.steps import locked
from heliu.catalog.choices import AttachmentKind
from heliu.catalog.models import Attachment, Record
from heliu.kit.permissions import require
from heliu.kit.uploads import UploadRefused, check_upload

MOST_ATTACHMENTS = 30


@transaction.atomic
def attach_file(*, actor: Actor, record: Record, upload: UploadedFile) -> Attachment:
    """Check a file by its content and keep it under a random name outside the web root."""
    record = locked(record)
    require(actor, "catalog.edit_record", record)
    if record.attachments.count() >= MOST_ATTACHMENTS:  # type: ignore[attr-defined]
        raise UploadRefused(_("A record has at most %(number)d files.") % {"number": MOST_ATTACHMENTS})
    checked = check_upload(upload)
    attachment = Attachment(
        record=record, name=checked.name, media_type=checked.media_type, size=checked.size,
        kind=AttachmentKind.PICTURE if checked.is_picture else AttachmentKind.FILE,
        stored_name=secrets.token_hex(16) + checked.extension, uploaded_by=person(actor),
    )  # fmt: skip
    attachment.file.save(attachment.stored_name, ContentFile(checked.content), save=False)
    try:
        attachment.full_clean()
        attachment.save()
        record_event(record, "file_added", actor=person(actor), note=attachment.name)
    except BaseException:
        attachment.file.storage.delete(str(attachment.file.name))
        raise
    return attachment


@transaction.atomic
def remove_attachment(*, actor: Actor, attachment: Attachment) -> None:
    """Take a file off its record; the bytes go once the change is kept."""
    record = attachment.record
    if record is None:
        raise RecordGone(_("The record was deleted."))
    require(actor, "catalog.edit_record", record)
    transaction.on_commit(partial(attachment.file.storage.delete, str(attachment.file.name)))
    record_event(record, "file_removed", actor=person(actor), note=attachment.name)
    attachment.delete()
