"""Deals of accepted introductions, with the work on them. What belongs to a contract is in ``contracts``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from heliu.accounts.tests.factories import fresh
from heliu.dealflow.models import Introduction
from heliu.deals.actions import edit_deal, take_step
from heliu.deals.models import Deal
from heliu.deals.parties import Party
from heliu.deals.work.actions import add_task, attach_file, drop_task, finish_task, remove_file
from heliu.deals.work.choices import FileKind
from heliu.kit.workdays import local_day

from .setting import ACTING, ALLY, GUEST, OWNERS, TRUSTED, Part, Setting

BOTH = ACTING | GUEST
"""Whoever acts for either side of the deal about a record for members."""
SECRET_BOTH = TRUSTED | ALLY
"""The same of the deal about a confidential record."""
WORDS = ("title", "terms", "payment", "party")
NOBODY: frozenset[str] = frozenset()


def plain_deal() -> Deal:
    """The one about a record for members."""
    return _opened_by("qzasked")


def secret_deal() -> Deal:
    """The one about a confidential record."""
    return _opened_by("qzsecretmessage")


def _opened_by(message: str) -> Deal:
    return Deal.objects.get(introduction=Introduction.objects.get(message__startswith=message))


def say(setting: Setting, deal: Deal, **fields: Any) -> Deal:
    """The owner's member writes it into the deal."""
    now = Deal.objects.get(pk=deal.pk)
    return edit_deal(actor=fresh(setting.author), deal=now, version=now.version, fields=fields)


def step(setting: Setting, deal: Deal, *names: str) -> None:
    """Steps of the deal, one after the other, by the owner of the provider."""
    for name in names:
        take_step(actor=fresh(setting.one(OWNERS)), deal=deal, step=name)


def under(part: str, objects: Iterable[Any]) -> dict[str, list[int]]:
    """Where objects that belong to deals are met: each beneath its own deal."""
    found: dict[str, list[int]] = {}
    for one in objects:
        found.setdefault(f"/deals/{one.deal_id}/{part}/", []).append(one.pk)
    return found


def deals(setting: Setting) -> Part:
    """One about a record for members, one about a confidential record; both have come to their term sheet."""
    plain, secret = _said(setting, plain_deal(), "qzdeal"), _said(setting, secret_deal(), "qzsecretdeal")
    return Part(
        {f"qzdeal{word}": BOTH for word in WORDS} | {f"qzsecretdeal{word}": SECRET_BOTH for word in WORDS},
        {"/deals/": [plain.pk, secret.pk], "/deals/{}/steps/": ["agree_nda", "lose", "hold", "cancel"]},
    )


def _said(setting: Setting, deal: Deal, mark: str) -> Deal:
    title, terms, payment, party = (mark + word for word in WORDS)
    parties = [Party(name=party, share=Decimal(20)).stored()]
    step(setting, deal, "agree_terms")
    return say(setting, deal, title=title, terms=terms, payment_terms=payment, parties=parties)


def tasks(setting: Setting) -> Part:
    """One that was dropped and one that was done between the same two, one of the confidential deal."""
    guest, plain = setting.one(GUEST), plain_deal()
    dropped = add_task(actor=fresh(guest), deal=plain, title="qztask 检测报告", owner=setting.author, note="qzhowto")
    drop_task(actor=fresh(setting.author), task=dropped, reason="qzwhydropped")
    done = add_task(actor=fresh(setting.author), deal=plain, title="qzdone 样件", owner=guest)
    finish_task(actor=fresh(guest), task=done)
    secret = add_task(
        actor=fresh(setting.author), deal=secret_deal(), title="qzsecrettask 样件", owner=setting.author,
        due_on=local_day() + timedelta(days=3),
    )  # fmt: skip
    given = (dropped, done, secret)
    return Part(
        dict.fromkeys(("qztask", "qzhowto", "qzwhydropped", "qzdone"), BOTH) | {"qzsecrettask": SECRET_BOTH},
        {
            **under("tasks", given), "/deals/tasks/": [one.pk for one in given],
            "/deals/{}/tasks/{}/": ["done", "drop", "reopen"],
        },
        starts=["/deals/tasks/?state=dropped", "/deals/tasks/?state=done", "/api/v1/deals/tasks/?state=dropped"],
    )  # fmt: skip


def files(setting: Setting) -> Part:
    """For both sides and for one alone; of those that were removed the names stay and the bytes go."""
    ours, theirs, plain = setting.author, setting.one(GUEST), plain_deal()
    kept = [
        _file(ours, plain, "qzshared"), _file(theirs, plain, "qztheirsalone", alone=True),
        _file(ours, plain, "qzoursalone", alone=True),
        _file(ours, secret_deal(), "qzsecretshared"), _file(ours, secret_deal(), "qzsecretalone", alone=True),
    ]  # fmt: skip
    for removed in (_file(ours, plain, "qzremoved"), _file(ours, plain, "qzremovedalone", alone=True)):
        remove_file(actor=fresh(ours), file=removed)
        kept.append(removed)
    readers = {
        "qzshared": BOTH, "qztheirsalone": GUEST, "qzoursalone": ACTING, "qzsecretshared": SECRET_BOTH,
        "qzsecretalone": TRUSTED, "qzremoved": BOTH, "qzremovedalone": ACTING,
    }  # fmt: skip
    return Part(
        {f"{word}name": who for word, who in readers.items()}
        | {f"{word}bytes": NOBODY if "removed" in word else who for word, who in readers.items()},
        {**under("files", kept), "/deals/files/": [one.pk for one in kept]},
    )


def _file(actor: Any, deal: Deal, word: str, *, alone: bool = False) -> Any:
    upload = SimpleUploadedFile(f"{word}name.txt", f"{word}bytes".encode())
    return attach_file(actor=fresh(actor), deal=deal, upload=upload, kind=FileKind.OTHER, own_side_only=alone)
