"""Putting the sample region into an installation, and taking it out again.

Loading is the installation's own doing, not a person's: there is no actor to ask a rule about.
Every row carries its key as external id, so loading again finds it and changes only what differs.
"""

from __future__ import annotations

import json
import os
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.utils import timezone

from heliu.accounts.choices import MemberRole, Verification
from heliu.accounts.models import Mandate, Membership, Organisation, RoleGrant, User
from heliu.accounts.permissions import forget_lookups
from heliu.accounts.privacy import PRIVACY_VERSION
from heliu.accounts.signals import account_deleted, organisation_changed
from heliu.activity.actions import forget_record, record_event
from heliu.activity.delivery.choices import Way
from heliu.activity.delivery.models import NoticePreferences
from heliu.catalog.actions import delete_record
from heliu.catalog.choices import State
from heliu.catalog.models import Achievement, Demand, Expert, IntellectualProperty, Record, Work
from heliu.catalog.origins import Origin, OriginKind, Origins, Written
from heliu.catalog.signals import record_published, record_withdrawn, records_written
from heliu.dealflow.actions import hand_over
from heliu.kit.permissions import OPERATOR
from heliu.sample.deal import give_deal
from heliu.sample.matchday import load_matchday, remove_matchday
from heliu.sample.page import load_page, remove_page
from heliu.sample.portfolio import forget_introductions, give_portfolio
from heliu.sample.region import Row, read_region
from heliu.sample.selectors import DEMO_ACCOUNTS, SOURCE, demo_accounts_path, sample_organisations, stored_passwords

ORIGINS = Origins(Origin(OriginKind.INSTALLATION, name=SOURCE))
"""Of everything that is loaded here."""
_NO_MAIL = dict.fromkeys(("answer", "records", "access", "platform"), Way.NONE)


@transaction.atomic
def load_sample() -> Counter[str]:
    """Create or update the sample region; gives how many rows were created, updated and unchanged."""
    region = read_region()
    counts: Counter[str] = Counter()
    owners: dict[str, Organisation] = {}
    for row in region.institutions:
        owners[row["key"]] = _load_organisation(row, counts, illustrative=False)
    for row in region.organisations:
        owners[row["key"]] = _load_organisation(row, counts, illustrative=True)
    people: dict[str, Record] = {}
    written: list[Written] = []
    for row in region.experts:
        people[row["key"]] = _load_record(
            Expert, row, owners, counts, written, _expert_fields(row), works=row.get("works", [])
        )  # fmt: skip
    for row in region.achievements:
        team = [people[key] for key in row.get("team", [])]
        _load_record(
            Achievement, row, owners, counts, written, _achievement_fields(row), rights=row.get("ip") or [], team=team
        )  # fmt: skip
    for row in region.demands:
        _load_record(Demand, row, owners, counts, written, _demand_fields(row))
    records_written.send(Record, written=written, actor=None)
    return counts


@transaction.atomic
def remove_sample() -> Counter[str]:
    """Delete the sample region's rows; an organisation that somebody has built upon stays.

    Demonstration accounts go with it. Gives how many rows of each model were deleted, and under
    ``kept`` how many organisations stayed because they own records or members of others, or have agreed on something.
    """
    counts: Counter[str] = Counter()
    forget_introductions()
    remove_matchday()
    remove_page()
    for user in User.objects.filter(email__in=[account.email for account in DEMO_ACCOUNTS]):
        account_deleted.send(User, user=user)
        organisations = [membership.organisation for membership in user.memberships.select_related("organisation")]
        user.memberships.all().delete()
        for organisation in organisations:
            hand_over(organisation)
        user.delete()
    demo_accounts_path().unlink(missing_ok=True)
    for model in (Demand, Achievement, Expert):
        for record in model.objects.filter(source=SOURCE, illustrative=True):
            delete_record(actor=OPERATOR, record=record)
            counts[model.kind] += 1
    for organisation in sample_organisations():
        built_upon = ("memberships", "demands", "achievements", "experts", "agreements_proposed", "agreements_received",
                      "pages")  # fmt: skip
        if any(getattr(organisation, name).exists() for name in built_upon):
            counts["kept"] += 1
            continue
        record_withdrawn.send(Organisation, record=organisation)
        forget_record(organisation)
        versions = Organisation.history.filter(id=organisation.pk)
        organisation.delete()
        versions.delete()
        counts["organisation"] += 1
    return counts


@transaction.atomic
def create_demo_accounts() -> None:
    """Make the demonstration people with passwords of this installation's own; existing ones keep theirs.

    One of them organises the illustrative matchmaking day, another finds a page that was read for them.
    """
    passwords = stored_passwords()
    for account in DEMO_ACCOUNTS:
        passwords.setdefault(account.email, secrets.token_urlsafe(9))
        user, created = User.objects.get_or_create(
            email=account.email,
            defaults={
                "name": account.name, "is_staff": account.administrator, "is_superuser": account.administrator,
                "consent_version": PRIVACY_VERSION, "consented_at": timezone.now(),
            },
        )  # fmt: skip
        if created or not user.check_password(passwords[account.email]):
            user.set_password(passwords[account.email])
            user.save(update_fields=["password"])
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        # Their addresses do not exist: what they are told stands on the platform alone.
        NoticePreferences.objects.get_or_create(user=user, defaults={**_NO_MAIL, "agenda": False})
        if account.organisation:
            organisation = sample_organisations().get(external_id=account.organisation)
            Membership.objects.get_or_create(user=user, organisation=organisation, defaults={"role": MemberRole.OWNER})
        for role in account.roles:
            RoleGrant.objects.get_or_create(user=user, role=role)
        for organisation in sample_organisations().filter(external_id__in=account.mandates):
            Mandate.objects.get_or_create(
                organisation=organisation, manager=user, defaults={"accepted_at": timezone.now()}
            )
        if account.mandates:
            forget_lookups(user)
            give_portfolio(user)
            give_deal(user)
    load_matchday()
    load_page()
    path = demo_accounts_path()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(passwords, stream, indent=2)


def _load_organisation(row: Row, counts: Counter[str], *, illustrative: bool) -> Organisation:
    organisation = sample_organisations().filter(external_id=row["key"]).first()
    organisation = organisation or Organisation(source=SOURCE, external_id=row["key"])
    fields = {
        "kind": row["kind"], "region": row["region"], "industry": row.get("industry", ""),
        "illustrative": illustrative, **_both("name", row), **_both("description", row),
    }  # fmt: skip
    if illustrative:
        # Invented bodies count as verified, so that the demonstration shows what members see.
        fields["verification"] = Verification.VERIFIED
    if _keep(organisation, fields, counts):
        organisation_changed.send(Organisation, record=organisation)
    return organisation


def _load_record(
    model: type[Record], row: Row, owners: dict[str, Organisation], counts: Counter[str], written: list[Written],
    fields: dict[str, Any], *, works: Iterable[Row] = (), rights: Iterable[Row] = (), team: Sequence[Record] = (),
) -> Record:  # fmt: skip
    owner = owners[row["organisation"]]
    record = model.objects.filter(organisation=owner, external_id=row["key"], source=SOURCE).first()
    is_new = record is None
    if record is None:
        record = model(
            organisation=owner, external_id=row["key"], source=SOURCE, illustrative=True, state=State.PUBLISHED,
            published_at=timezone.now(),
        )  # fmt: skip
    common = {
        "region": row.get("region") or owner.region, "industry": row.get("industry", ""),
        "keywords_zh": row.get("keywords", {}).get("zh", []), "keywords_en": row.get("keywords", {}).get("en", []),
        **_both("description", row),
    }  # fmt: skip
    fields = common | fields
    differing = [name for name, value in fields.items() if is_new or getattr(record, name) != value]
    changed = _keep(record, fields, counts)
    if isinstance(record, Expert):
        rows = [_titled(work, kind=work["kind"], year=work["year"]) for work in works]
        if _replace(record.works, Work, rows):
            changed, differing = True, [*differing, "works"]
    if isinstance(record, Achievement):
        rows = [_titled(right, kind=right["kind"], status=right["status"]) for right in rights]
        if _replace(record.intellectual_property, IntellectualProperty, rows):
            changed, differing = True, [*differing, "intellectual_property"]
        before = set(record.team.values_list("pk", flat=True))
        record.team.set(team)  # type: ignore[arg-type]
        if before != {one.pk for one in team}:
            differing.append("team")
    if is_new:
        record_event(record, "published")
    if is_new:
        differing += ["source", "external_id"]
    if differing:
        written.append(Written(record, differing, ORIGINS, row["key"]))
    if changed:
        record_published.send(model, record=record)
    return record


def _keep(row: models.Model, fields: dict[str, Any], counts: Counter[str]) -> bool:
    """Save what differs and say whether anything did."""
    if row.pk and all(getattr(row, name) == value for name, value in fields.items()):
        counts["unchanged"] += 1
        return False
    counts["updated" if row.pk else "created"] += 1
    if row.pk:
        fields = {**fields, "version": row.version + 1}  # type: ignore[attr-defined]
    for name, value in fields.items():
        setattr(row, name, value)
    # The protected state cannot be cleaned: cleaning assigns the field anew.
    row.full_clean(exclude={"state"} if isinstance(row, Record) else None)
    row.save()
    return True


def _replace(manager: Any, model: type[models.Model], rows: list[dict[str, Any]]) -> bool:
    """Make the related rows those given; gives whether anything differed."""
    names = list(rows[0]) if rows else []
    if list(manager.order_by("pk").values(*names)) == rows if rows else not manager.exists():
        return False
    manager.all().delete()
    for row in rows:
        manager.add(model(**row), bulk=False)
    return True


def _both(name: str, row: Row) -> dict[str, str]:
    return {f"{name}_{lang}": row[name][lang].strip() for lang in ("zh", "en")}


def _titled(row: Row, **fields: Any) -> dict[str, Any]:
    return {**fields, "title_zh": row["title"]["zh"], "title_en": row["title"]["en"]}


def _expert_fields(row: Row) -> dict[str, Any]:
    names = {"title_zh": row["name"]["zh"], "title_en": row["name"]["en"]}
    return {**names, **_both("position", row), "contact_name": row["name"]["zh"]}


def _achievement_fields(row: Row) -> dict[str, Any]:
    readiness = row.get("readiness") or {}
    price = row.get("price") or {}
    return {
        **_both("title", row), "ways": row.get("ways") or [],
        "readiness_scale": readiness.get("scale", ""), "readiness_level": readiness.get("level"),
        "readiness_evidence_zh": readiness.get("evidence", {}).get("zh", ""),
        "readiness_evidence_en": readiness.get("evidence", {}).get("en", ""),
        "price_min": price.get("min"), "price_max": price.get("max"),
    }  # fmt: skip


def _demand_fields(row: Row) -> dict[str, Any]:
    budget = row.get("budget") or {}
    return {
        **_both("title", row), "tier": row.get("tier", "public"), "deadline": row.get("deadline"),
        "budget_min": budget.get("min"), "budget_max": budget.get("max"),
        "cooperation": row.get("cooperation") or [], "need_current": row.get("current", ""),
        "need_confidentiality": row.get("confidentiality", ""),
    }  # fmt: skip
