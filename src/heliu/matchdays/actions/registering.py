"""Organisations take part: with which records, when, how often, and whom they would rather meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation
from heliu.activity.actions import record_event
from heliu.catalog.choices import Tier
from heliu.kit.permissions import allowed, require
from heliu.matchdays.actions.steps import locked_day
from heliu.matchdays.choices import Side, State
from heliu.matchdays.errors import DayFull, Gone, NotFitting, NotNow
from heliu.matchdays.models import Avoidance, Entry, MatchDay, Registration, Wish
from heliu.matchdays.parties import Applicant
from heliu.matchdays.selectors.days import free_places
from heliu.matchdays.selectors.entries import suggestions_for

MOST_ENTRIES = 50
"""Records of one organisation on one day."""
REGISTRATION_OVER = gettext_lazy("Registration is not open at present.")
WISHES_OVER = gettext_lazy("Wishes can no longer be stated.")


@transaction.atomic
def register(*, actor: Actor, day: MatchDay, organisation: Organisation, listed: bool = False) -> Registration:
    """Take part with an organisation; records follow. One that had withdrawn comes back.

    The lock of the day makes two who want its last place come one after the other.
    """
    day = locked_day(day)
    require(actor, "matchdays.register", Applicant(day, organisation))
    if not day.takes_registrations:
        raise NotNow(REGISTRATION_OVER)
    registration = day.registrations.filter(organisation=organisation).first()
    if registration is not None and registration.withdrawn_at is None:
        return registration
    if free_places(day) == 0:
        raise DayFull
    registration = registration or Registration(day=day, organisation=organisation)
    registration.registered_by, registration.registered_at = person(actor), timezone.now()
    registration.listed, registration.withdrawn_at = listed, None
    registration.full_clean()
    registration.save()
    facts = {"organisation": organisation.pk}
    record_event(day, "matchday_registered", actor=person(actor), note=organisation.name, data=facts)
    return registration


@transaction.atomic
def change_registration(*, actor: Actor, registration: Registration, listed: bool) -> Registration:
    """Whether the organisation is named in the public programme; at any time until the day is over."""
    registration = _locked(actor, registration)
    registration.listed = listed
    registration.save(update_fields=["listed"])
    return registration


@transaction.atomic
def enter_record(
    *, actor: Actor, registration: Registration, record: Any, capacity: int | None = None,
    absences: Iterable[int] = (), title_shown: bool = False,
) -> Entry:  # fmt: skip
    """Take part with one record. ``capacity``: meetings at most; by default what the day allows.

    A confidential record is let in by a member of its owner alone, and with its title shown to the organisers and to
    whoever might meet it.
    """
    registration = _locked(actor, registration)
    day = registration.day
    _refuse_late(day)
    _check_record(actor, registration, record, title_shown)
    side = Side.DEMAND if record.kind == "demand" else Side.SUPPLY
    entry = registration.entries.filter(**{record.kind: record}).first()
    if entry is None:
        if Entry.objects.standing().filter(registration=registration).count() >= MOST_ENTRIES:
            raise NotFitting(_("At most %(most)d records of one organisation take part.") % {"most": MOST_ENTRIES})
        entry = Entry(registration=registration, side=side, **{record.kind: record})
    elif entry.withdrawn_at is None:
        raise NotFitting(_("This record takes part already."))
    entry.withdrawn_at, entry.registered_by = None, person(actor)
    entry.title_shown = title_shown or record.tier != Tier.CONFIDENTIAL
    _set(entry, capacity or (day.demand_capacity if side == Side.DEMAND else day.supply_capacity), absences)
    return entry


def _check_record(actor: Actor, registration: Registration, record: Any, title_shown: bool) -> None:
    if record.organisation_id != registration.organisation_id or not allowed(actor, "catalog.view_record", record):
        raise Gone
    if not record.is_published:
        raise NotFitting(_("Only a published record can take part."))
    if record.tier == Tier.CONFIDENTIAL:
        require(actor, "matchdays.show_title", record)
        if not title_shown:
            raise ValidationError({"title_shown": _("A confidential record takes part only where its title is shown.")})


@transaction.atomic
def change_entry(
    *, actor: Actor, entry: Entry, capacity: int, absences: Iterable[int], title_shown: bool | None = None
) -> Entry:
    """How often and when it can meet; until meetings are chosen. ``title_shown`` is for a confidential record."""
    registration = _locked(actor, entry.registration)
    entry = Entry.objects.with_records().get(pk=entry.pk)
    if registration.day.state not in (State.OPEN, State.CLOSED):
        raise NotNow(_("Meetings are chosen already."))
    if entry.record.tier == Tier.CONFIDENTIAL and title_shown is not None:
        require(actor, "matchdays.show_title", entry.record)
        entry.title_shown = title_shown
    _set(entry, capacity, absences)
    return entry


def _set(entry: Entry, capacity: int, absences: Iterable[int]) -> None:
    entry.capacity, entry.absences = capacity, sorted(set(absences))
    entry.full_clean()
    entry.save()


# -- wishes ---------------------------------------------------------------------------------------


@transaction.atomic
def state_wishes(*, actor: Actor, entry: Entry, ranked: Sequence[int] = (), excluded: Iterable[int] = ()) -> list[Wish]:
    """Say whom an entry would rather meet, the most wanted first, and whom not, in place of what was said before.

    Both are ids of entries that were suggested to it; about others there is nothing to say.
    """
    registration = _locked(actor, entry.registration)
    if not registration.day.takes_wishes:
        raise NotNow(WISHES_OVER)
    entry = Entry.objects.with_records().get(pk=entry.pk)
    places = {pk: place for place, pk in enumerate(dict.fromkeys(ranked), start=1)}
    refused = set(excluded)
    suggested = {one.seen.entry.pk for one in suggestions_for(actor, entry)}
    if both := places.keys() & refused:
        raise ValidationError({"ranked": _("You cannot both rank and exclude a partner.")}, params={"both": both})
    if not (places.keys() | refused) <= suggested:
        raise ValidationError({"ranked": _("Only suggested partners can be ranked or excluded.")})
    entry.wishes.all().delete()
    said: Mapping[int, int | None] = {**places, **dict.fromkeys(sorted(refused))}
    return Wish.objects.bulk_create(
        Wish(entry=entry, partner_id=pk, rank=place, excluded=place is None, stated_by=person(actor))
        for pk, place in said.items()
    )


@transaction.atomic
def avoid_organisation(
    *, actor: Actor, registration: Registration, organisation: Organisation, reason: str, note: str = ""
) -> Avoidance:
    """Meet nobody of another organisation; it is not told, and the reason is for the organisers alone."""
    registration = _locked(actor, registration)
    _refuse_settled(registration.day)
    avoidance = registration.avoidances.filter(organisation=organisation).first()
    avoidance = avoidance or Avoidance(registration=registration, organisation=organisation)
    avoidance.reason, avoidance.note, avoidance.stated_by = reason, note.strip(), person(actor)
    avoidance.full_clean()
    avoidance.save()
    return avoidance


@transaction.atomic
def meet_again(*, actor: Actor, registration: Registration, organisation: Organisation) -> None:
    """Take it back that another organisation is not to be met."""
    registration = _locked(actor, registration)
    _refuse_settled(registration.day)
    registration.avoidances.filter(organisation=organisation).delete()


def _locked(actor: Actor, registration: Registration) -> Registration:
    """The registration as it is now, its day locked, for somebody who may change it."""
    day = locked_day(registration.day)
    found = day.registrations.standing().select_related("organisation").filter(pk=registration.pk).first()
    if found is None:
        raise Gone
    require(actor, "matchdays.change_registration", found)
    if day.is_over:
        raise NotNow(_("The matchmaking day is over."))
    found.day = day
    return found


def _refuse_late(day: MatchDay) -> None:
    if not day.takes_registrations:
        raise NotNow(REGISTRATION_OVER)


def _refuse_settled(day: MatchDay) -> None:
    if day.state not in (State.OPEN, State.CLOSED):
        raise NotNow(_("Meetings are chosen already."))
