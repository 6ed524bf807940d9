"""Ears of the area: each receiver calls one action or read and holds no rule."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from heliu.accounts.models import User
from heliu.accounts.signals import personal_data_requested
from heliu.agreements.actions import ship_template
from heliu.agreements.models import AgreementTemplate
from heliu.agreements.selectors import personal_agreements


def on_migrated(sender: AppConfig, using: str, **_: Any) -> None:
    """The table may be gone: migrating back to nothing announces itself in the same way."""
    if AgreementTemplate._meta.db_table in connections[using].introspection.table_names():
        ship_template()


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_agreements(user)


def connect(config: AppConfig) -> None:
    """Called once, when the application is ready."""
    post_migrate.connect(on_migrated, sender=config, dispatch_uid="agreements.migrated")
    personal_data_requested.connect(on_personal_data, dispatch_uid="agreements.personal_data")
