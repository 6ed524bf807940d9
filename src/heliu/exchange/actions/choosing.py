"""An organisation says whether its public records are given to harvesters."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation
from heliu.accounts.selectors import owners_of
from heliu.activity.actions import record_event
from heliu.exchange.actions.following import note
from heliu.exchange.models import Withholding
from heliu.exchange.selectors import ORGANISATION
from heliu.kit.permissions import require

VERBS = {
    "open_data_given": gettext_lazy("Public records are given to harvesters"),
    "open_data_withheld": gettext_lazy("Public records are no longer given to harvesters"),
}


@transaction.atomic
def choose_open_data(*, actor: Actor, organisation: Organisation, given: bool) -> None:
    """Give the organisation's public records to harvesters, or nothing of it; what was out is announced as deleted.

    Saying the same again does nothing. Its other owners are told.
    """
    require(actor, "exchange.choose_open_data", organisation)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    withheld = Withholding.objects.filter(organisation=locked)
    if withheld.exists() != given:
        return
    if given:
        withheld.delete()
    else:
        Withholding.objects.create(organisation=locked, decided_by=person(actor))
    verb = "open_data_given" if given else "open_data_withheld"
    record_event(locked, verb, actor=person(actor), notify=owners_of(locked))
    note(ORGANISATION, locked.pk)
