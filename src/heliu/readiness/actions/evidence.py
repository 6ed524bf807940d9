"""Evidence of a draft: files of the achievement, files of its own, links."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from heliu.kit.uploads import UploadRefused, check_upload
from heliu.readiness.choices import EvidenceKind
from heliu.readiness.models import Assessment, Evidence
from heliu.readiness.selectors import attachments_of

MOST_EVIDENCE = 100
"""Pieces of evidence of one assessment."""


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """A piece to add to a criterion: exactly one of attachment (its id), link and upload."""

    criterion: str
    attachment: int | None = None
    link: str = ""
    upload: UploadedFile | None = None
    name: str = ""
    """What a link is called; its address where empty."""


def add_evidence(assessment: Assessment, pieces: Sequence[NewEvidence]) -> None:
    """Add to a draft that the caller holds. Raises ValidationError and UploadRefused, and then keeps nothing."""
    if not pieces:
        return
    if assessment.evidence.count() + len(pieces) > MOST_EVIDENCE:
        raise ValidationError({"evidence": _("At most %(number)d pieces of evidence.") % {"number": MOST_EVIDENCE}})
    known = {criterion.id for criterion in assessment.asked.criteria}
    written: list[Evidence] = []
    try:
        for piece in pieces:
            if piece.criterion not in known:
                raise ValidationError({"evidence": _("This scale has no such criterion.")})
            written.append(_add(assessment, piece))
    except BaseException:
        for one in written:
            _drop_file(one)
        raise


def _add(assessment: Assessment, piece: NewEvidence) -> Evidence:
    if sum((piece.attachment is not None, bool(piece.link), piece.upload is not None)) != 1:
        raise ValidationError({"evidence": _("Evidence is a file of the achievement, a file of its own, or a link.")})
    made = Evidence(assessment=assessment, criterion=piece.criterion)
    if piece.upload is not None:
        return _keep_upload(made, piece.upload)
    if piece.link:
        made.kind, made.link = EvidenceKind.LINK, piece.link.strip()
        made.name = (piece.name.strip() or made.link)[:200]
    else:
        attachment = next((one for one in attachments_of(assessment) if one.pk == piece.attachment), None)
        if attachment is None:
            raise ValidationError({"evidence": _("The achievement has no such file.")})
        made.kind, made.attachment, made.name = EvidenceKind.ATTACHMENT, attachment, attachment.name
    _save(made)
    return made


def _keep_upload(made: Evidence, upload: UploadedFile) -> Evidence:
    try:
        checked = check_upload(upload)
    except UploadRefused as error:
        raise UploadRefused(f"{made.criterion}, {upload.name}: {error}") from None
    made.kind, made.name, made.media_type, made.size = EvidenceKind.FILE, checked.name, checked.media_type, checked.size
    made.stored_name = secrets.token_hex(16) + checked.extension
    made.file.save(made.stored_name, ContentFile(checked.content), save=False)
    try:
        _save(made)
    except BaseException:
        _drop_file(made)
        raise
    return made


def _save(made: Evidence) -> None:
    try:
        made.full_clean(exclude=["assessment", "file"])
    except ValidationError as error:
        raise ValidationError({"evidence": [f"{made.criterion}: {text}" for text in error.messages]}) from None
    made.save()


def _drop_file(evidence: Evidence) -> None:
    if evidence.file:
        evidence.file.storage.delete(str(evidence.file.name))


def remove_evidence(assessment: Assessment, ids: Iterable[int]) -> int:
    """Take pieces off a draft that the caller holds; gives how many there were."""
    found = list(assessment.evidence.filter(pk__in=list(ids)))
    for one in found:
        one.delete()
    return len(found)


def forget_evidence(evidence: Evidence) -> None:
    """Delete the bytes of a piece that is being deleted, once that is kept."""
    if evidence.file:
        transaction.on_commit(partial(evidence.file.storage.delete, str(evidence.file.name)))
