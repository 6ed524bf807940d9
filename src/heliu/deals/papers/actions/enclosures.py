"""Files that a registration package needs beside the papers."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.dealflow.actions import people_concerned
from heliu.deals.actions.steps import locked
from heliu.deals.errors import StepNotPossible
from heliu.deals.models import Deal
from heliu.deals.papers.actions.storing import hash_of, stored
from heliu.deals.papers.choices import ENCLOSED
from heliu.deals.papers.models import Enclosure
from heliu.kit.permissions import require
from heliu.kit.uploads import check_upload

MOST_ENCLOSURES = 50
"""Files of one deal, earlier ones of an item included."""


def _writable(deal: Deal, actor: Actor) -> Deal:
    deal = locked(deal)
    require(actor, "deals.add_enclosure", deal)
    if deal.is_over:
        raise StepNotPossible(deal.get_stage_display())
    return deal


@transaction.atomic
def add_enclosure(*, actor: Actor, deal: Deal, item: str, upload: UploadedFile) -> Enclosure:
    """Keep a file for an item of the package; the newest of an item counts. Raises UploadRefused, ValidationError."""
    deal = _writable(deal, actor)
    if item not in ENCLOSED:
        raise ValidationError({"item": _("Choose what the file is.")})
    if deal.enclosures.count() >= MOST_ENCLOSURES:
        raise ValidationError(
            {"upload": _("Take a file out first: there are %(number)d.") % {"number": MOST_ENCLOSURES}}
        )
    file = check_upload(upload)
    enclosure = Enclosure(
        deal=deal, item=item, name=file.name, media_type=file.media_type, size=file.size,
        content_hash=hash_of(file.content), added_by=person(actor),
    )  # fmt: skip
    name = f"papers/{deal.pk}/enclosures/{enclosure.content_hash}{file.extension}"
    with stored(enclosure.file, name, file.content):
        enclosure.save()
        record_event(
            deal, "enclosure_added", actor=person(actor), note=file.name, data={"item": item},
            notify=people_concerned(deal.introduction),
        )  # fmt: skip
    return enclosure


@transaction.atomic
def remove_enclosure(*, actor: Actor, enclosure: Enclosure) -> None:
    """Take a file out; its bytes go once no other row names them."""
    deal = _writable(enclosure.deal, actor)
    name, storage = str(enclosure.file.name), enclosure.file.storage
    Enclosure.objects.filter(pk=enclosure.pk).delete()
    if not Enclosure.objects.filter(file=name).exists():
        transaction.on_commit(partial(storage.delete, name))
    record_event(deal, "enclosure_removed", actor=person(actor), note=enclosure.name, data={"item": enclosure.item})
