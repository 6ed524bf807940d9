"""Ears of the desk: each receiver calls one action or read and holds no rule."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from heliu.accounts.models import Organisation, User
from heliu.accounts.signals import (
    account_deleted,
    mandate_changed,
    mandate_ended,
    member_left,
    member_removed,
    personal_data_requested,
)
from heliu.agreements.models import Agreement
from heliu.agreements.signals import agreement_in_force
from heliu.catalog.models import Record
from heliu.catalog.signals import record_withdrawn
from heliu.dealflow.actions import end_introductions_of, forget_person, hand_over, invite_openings
from heliu.dealflow.blind.selectors import personal_blind_answers
from heliu.dealflow.meetings.actions import cancel_meetings_of
from heliu.dealflow.meetings.actions import forget_person as forget_participant
from heliu.dealflow.meetings.selectors import personal_meetings
from heliu.dealflow.models import Introduction
from heliu.dealflow.selectors import personal_introductions, refused_partners
from heliu.matching.signals import matches_wanted


def on_member_gone(sender: Any, record: Organisation, **_: Any) -> None:
    hand_over(record)


def on_account_deleted(sender: Any, user: User, **_: Any) -> None:
    forget_person(user)
    forget_participant(user)


def on_withdrawn(sender: Any, record: Record | Organisation, **_: Any) -> None:
    end_introductions_of(record)


def on_introduction_saved(sender: Any, instance: Introduction, **_: Any) -> None:
    cancel_meetings_of(instance)


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_introductions(user) | personal_meetings(user) | personal_blind_answers(user)


def on_matches_wanted(sender: Any, record: Any, user: Any, **_: Any) -> dict[str, set[int]]:
    return refused_partners(user, record)


def on_agreement_in_force(sender: Any, agreement: Agreement, **_: Any) -> None:
    invite_openings(agreement)


def connect() -> None:
    """Called once, when the application is ready."""
    member_left.connect(on_member_gone, dispatch_uid="dealflow.member_left")
    mandate_changed.connect(on_member_gone, dispatch_uid="dealflow.mandate_changed")
    mandate_ended.connect(on_member_gone, dispatch_uid="dealflow.mandate_ended")
    member_removed.connect(on_member_gone, dispatch_uid="dealflow.member_removed")
    account_deleted.connect(on_account_deleted, dispatch_uid="dealflow.account_deleted")
    agreement_in_force.connect(on_agreement_in_force, dispatch_uid="dealflow.agreement_in_force")
    post_save.connect(on_introduction_saved, sender=Introduction, dispatch_uid="dealflow.introduction_saved")
    record_withdrawn.connect(on_withdrawn, dispatch_uid="dealflow.withdrawn")
    personal_data_requested.connect(on_personal_data, dispatch_uid="dealflow.personal_data")
    matches_wanted.connect(on_matches_wanted, dispatch_uid="dealflow.matches_wanted")
