"""Records of every kind, tier and state, a mark in every group of their texts; and requests for access to them."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from heliu.accounts.models import Organisation
from heliu.catalog.access.actions import ask_access, refuse_access
from heliu.catalog.access.models import AccessRequest
from heliu.catalog.actions import edit_record
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Attachment, Record, Work
from heliu.catalog.origins import Origin, OriginKind, Origins
from heliu.catalog.tests.factories import make_record

from .setting import ACTING, GUEST, MEMBERS, REVIEWERS, Part, Setting

KINDS = ("demand", "achievement", "expert")
GROUPS = ("title", "text", "contact", "versions")
RESTRICTED = (Tier.ON_REQUEST, Tier.CONFIDENTIAL)


def mark_of(kind: str, tier: str, group: str) -> str:
    return f"qz{kind}{tier}{group}".replace("_", "")


def marked_records(owner: Organisation, author: Any) -> dict[tuple[str, str], Record]:
    """One of every kind and tier."""
    return {(kind, tier): _record(owner, author, kind, tier) for kind in KINDS for tier in Tier.values}


def marks_of_records(table: dict[str, dict[str, set[str]]]) -> dict[str, set[str]]:
    """Mark → who may be told, as the table of docs/reference/tiers.md says."""
    return {
        mark_of(kind, tier, group): {name for name, tiers in table.items() if group in tiers[tier]}
        for kind in KINDS
        for tier in Tier.values
        for group in GROUPS
    }


def places_of_records(records: dict[tuple[str, str], Record], tiers: tuple[str, ...]) -> dict[str, list[Any]]:
    """Where records are met. Where an address takes any kind, one is mostly enough: others have their own."""
    ids = {kind: [records[kind, tier].pk for tier in tiers] for kind in KINDS}
    any_kind = sorted({pk for some in ids.values() for pk in some})
    found: dict[str, list[Any]] = {f"/{kind}s/": ids[kind] for kind in KINDS}
    files = Attachment.objects.filter(object_id__in=ids["achievement"], name="achievement.txt")
    return found | {
        "kind": ["achievement"], "pk": any_kind, "id": any_kind, "/records/": list(KINDS),
        "/attachments/": [one.pk for one in files],
    }  # fmt: skip


def _record(owner: Organisation, author: Any, kind: str, tier: str) -> Record:
    title, text, contact, before = (mark_of(kind, tier, group) for group in GROUPS)
    record = make_record(
        kind, organisation=owner, created_by=author, tier=tier, title_zh=f"{title} 低温韧性铸件", title_en="",
        summary_zh=f"{title} 摘要", description_zh=f"{text} 铸件在低温下开裂，抗冲击韧性≥67 J。", description_en="",
        keywords_zh=[before], contact_name=contact, contact_email=f"{contact}@example.org",
    )  # fmt: skip
    file = default_storage.save(f"{text}.txt", ContentFile(text.encode()))
    Attachment.objects.create(
        record=record, kind="file", name=f"{kind}.txt", media_type="text/plain", size=len(text), file=file
    )  # fmt: skip
    if kind == "expert":
        Work.objects.create(expert=record, title_zh=f"{text} 论文", abstract=text)
    # Where a field came from is told with the record's text, the words of the source with its contact.
    page = Origin(OriginKind.PAGE, name=f"{text} 来源页", url=f"https://{text}.example.org/", quote=f"{contact} 原文")
    return edit_record(
        actor=author, record=record, version=record.version, fields={"keywords_zh": [text]}, origins=Origins(page)
    )


def unpublished(setting: Setting) -> Part:
    """A draft, and a record in every other state that is not public."""
    made = {"organisation": setting.owner, "created_by": setting.author, "title_en": ""}
    drafts = [make_record(kind, **made, state=State.DRAFT, title_zh=f"qz{kind}draft 草稿") for kind in KINDS]
    waiting = make_record("demand", **made, state=State.IN_REVIEW, title_zh="qzwaiting 待审")
    returned = make_record(
        "achievement", **made, state=State.RETURNED, title_zh="qzreturned 退回", return_reason="qzwhyreturned"
    )
    closed = make_record("achievement", **made, state=State.CLOSED, title_zh="qzclosed 关闭")
    seen = ACTING | REVIEWERS
    return Part(
        {f"qz{kind}draft": ACTING for kind in KINDS}
        | dict.fromkeys(("qzwaiting", "qzreturned", "qzclosed"), seen)
        | {"qzwhyreturned": MEMBERS | REVIEWERS},
        {f"/{draft.kind}s/": [draft.pk] for draft in drafts[2:]}
        | {
            "/demands/": [drafts[0].pk, waiting.pk], "/achievements/": [drafts[1].pk, returned.pk, closed.pk],
            "pk": [drafts[1].pk],
            "/review/": ["demand"], "/review/{}/": [waiting.pk],
            "/records/{}/{}/": ["submit", "publish", "return", "close", "reopen"],
        },
    )  # fmt: skip


def requests_for_access(setting: Setting) -> Part:
    """One that waits, one that was refused, and those that were granted with the people of the table."""
    asking = {"member of a verified organisation"}
    record = setting.records["expert", Tier.ON_REQUEST]
    facts = {"actor": setting.one(asking), "organisation": setting.home(asking)}
    waiting = ask_access(record=record, reason="qzaskreason", **facts)
    other = ask_access(record=setting.records["demand", Tier.ON_REQUEST], reason="qzaskother", **facts)
    refuse_access(actor=setting.author, request=other, answer="qzaccessanswer")
    granted = AccessRequest.objects.filter(organisation=setting.home(GUEST)).first()
    assert granted is not None
    return Part(
        dict.fromkeys(("qzaskreason", "qzaskother", "qzaccessanswer"), MEMBERS | asking | REVIEWERS),
        {
            "/access/": [waiting.pk, other.pk, granted.pk],
            "/access/{}/": ["grant", "refuse", "revoke", "withdraw"],
        },
    )  # fmt: skip
