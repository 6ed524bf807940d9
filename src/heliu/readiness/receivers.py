"""Ears of this area: each receiver calls one action or read and holds no rule."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete

from heliu.accounts.models import User
from heliu.accounts.signals import account_deleted, personal_data_requested
from heliu.readiness.actions import forget_assessment, forget_assessor, forget_evidence
from heliu.readiness.models import Assessment, Evidence
from heliu.readiness.selectors import personal_assessments


def on_deleted(sender: Any, instance: Assessment, **_: Any) -> None:
    forget_assessment(instance)


def on_evidence_deleted(sender: Any, instance: Evidence, **_: Any) -> None:
    forget_evidence(instance)


def on_account_deleted(sender: Any, user: User, **_: Any) -> None:
    forget_assessor(user)


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_assessments(user)


def connect() -> None:
    """Called once, when the application is ready; after the history has been connected, whose last row goes too."""
    post_delete.connect(on_deleted, sender=Assessment, dispatch_uid="readiness.deleted")
    post_delete.connect(on_evidence_deleted, sender=Evidence, dispatch_uid="readiness.evidence_deleted")
    account_deleted.connect(on_account_deleted, dispatch_uid="readiness.account_deleted")
    personal_data_requested.connect(on_personal_data, dispatch_uid="readiness.personal_data")
