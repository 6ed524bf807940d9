"""What of the sample region is in this installation."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import Organisation, User

SOURCE = "heliu-sample"
"""Marks every row that the sample region brought."""

NEEDS_TO_TRY = (
    "电池鼓包，客户怕着火，想找能把热失控挡住的办法",
    "冬天电动车续航掉得厉害，怎么少费电",
    "Dust on solar panels in dry regions without washing water",
)
"""Three needs that show words and meaning at work; ``heliu serve`` prints them."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A person of the demonstration."""

    email: str
    name: str
    does: str
    organisation: str = ""
    roles: tuple[PlatformRole, ...] = ()
    mandates: tuple[str, ...] = ()
    """Organisations that a technology manager of the demonstration works for."""
    administrator: bool = False


DEMO_ACCOUNTS = (
    DemoAccount("enterprise@demo.example", "钱工 (demo)", "owner of an example enterprise", "ne-org-anchu"),
    DemoAccount("laboratory@demo.example", "孙老师 (demo)", "owner of an example laboratory", "ne-org-jinghan"),
    DemoAccount("reviewer@demo.example", "李审核 (demo)", "reviewer", roles=(PlatformRole.REVIEWER,)),
    DemoAccount(
        "manager@demo.example",
        "吴经理 (demo)",
        "technology manager of both examples",
        roles=(PlatformRole.MANAGER,),
        mandates=("ne-org-anchu", "ne-org-jinghan"),
    ),
    DemoAccount("analyst@demo.example", "郑分析 (demo)", "bureau analyst", roles=(PlatformRole.ANALYST,)),
    DemoAccount("admin@demo.example", "周管理 (demo)", "administrator", administrator=True),
)


def sample_organisations() -> QuerySet[Organisation]:
    """The organisations that the sample region brought."""
    return Organisation.objects.filter(source=SOURCE)


def demo_accounts_path() -> Path:
    """Where this installation keeps the demonstration passwords (readable by its owner alone)."""
    return settings.HELIU_HOME / "demo_accounts.json"


def stored_passwords() -> dict[str, str]:
    """E-mail → password of the demonstration accounts made here; empty before there are any."""
    path = demo_accounts_path()
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def demonstration_lines() -> list[str]:
    """What ``heliu serve`` tells about the demonstration; empty where the sample is not loaded."""
    passwords = stored_passwords()
    present = set(User.objects.filter(email__in=passwords).values_list("email", flat=True))
    if not present:
        return []
    lines = ["", "Demonstration accounts (passwords are this installation's own):"]
    lines += [
        f"  {account.email:<26} {passwords[account.email]:<14} {account.does}"
        for account in DEMO_ACCOUNTS
        if account.email in present
    ]
    lines += ["", "Three needs to try:", *(f"  {need}" for need in NEEDS_TO_TRY), ""]
    return lines
