"""The region that `agenda` measures: organisations, people, records and introductions, drawn at random from a seed.

Nothing of it is real. What pages have to show of it is kept beside the database, to compare them with.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

BATCH = 1_000
_CHARACTERS = (
    "高温合金涂层传感检测冲击韧性渗透率膜分离催化剂电池正极材料数控机床伺服驱动激光焊接缺陷识别算法水处理装置在线监测"
)


@dataclass
class Region:
    """What was made up, to compare pages with."""

    people: list[int] = field(default_factory=list)
    members: dict[int, list[int]] = field(default_factory=dict)
    """Organisation → its people, who answers most first."""
    owed: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))
    """Person → days by which they owe a reply."""
    expected: Counter[int] = field(default_factory=Counter)
    """Person → replies that they wait for."""
    of_organisation: Counter[int] = field(default_factory=Counter)
    """Organisation → introductions on either side."""

    def organisations_of(self, person: int) -> list[int]:
        return [pk for pk, people in self.members.items() if person in people]


def text(draw: random.Random, length: int) -> str:
    return "".join(draw.choices(_CHARACTERS, k=length))


def skewed(draw: random.Random, items: Sequence[Any], count: int) -> list[Any]:
    """Items by Zipf's law: the second half as often as the first, the third a third as often."""
    return draw.choices(items, weights=[1 / (rank + 1) for rank in range(len(items))], k=count)


def saved(model: Any, rows: Iterator[Any]) -> list[Any]:
    made: list[Any] = []
    while page := list(itertools.islice(rows, BATCH)):
        made += model.objects.bulk_create(page)
    return made


def make_region(introductions: int, seed: int = 5) -> Region:
    draw, region = random.Random(seed), Region()
    institutes, enterprises = make_organisations(draw, region, introductions)
    supplies = make_records(draw, region, "achievement", institutes, introductions // 3)
    demands = make_records(draw, region, "demand", enterprises, introductions // 4)
    make_introductions(draw, region, demands, supplies, introductions)
    make_other_items(draw, region, supplies, introductions // 20)
    return region


def make_organisations(draw: random.Random, region: Region, introductions: int) -> tuple[list[Any], list[Any]]:
    from heliu.accounts.choices import MemberRole, OrganisationKind, Verification
    from heliu.accounts.models import Membership, Organisation, User

    count = max(introductions // 25, 20)
    verified = Verification.VERIFIED
    organisations = saved(Organisation, (
        Organisation(
            kind=OrganisationKind.ENTERPRISE, name_zh=f"第{number}号单位", name_en=f"Organisation {number}",
            verification=verified, region="120116", description_zh=text(draw, 200),
        )
        for number in range(count)
    ))  # fmt: skip
    sizes = [1 + min(int(draw.expovariate(0.4)), 9) for _ in organisations]
    people = saved(User, (
        User(email=f"p{number}@example.org", name=f"人员{number}", language=("zh-hans", "en")[number % 7 == 0],
             password="!", consent_version="bench")
        for number in range(sum(sizes))
    ))  # fmt: skip
    region.people = [person.pk for person in people]
    rest = iter(region.people)
    for organisation, size in zip(organisations, sizes, strict=True):
        region.members[organisation.pk] = list(itertools.islice(rest, size))
    # Some act for two.
    for organisation in draw.sample(organisations, count // 10):
        other = draw.choice(region.people)
        if other not in region.members[organisation.pk]:
            region.members[organisation.pk].append(other)
    saved(Membership, (
        Membership(organisation_id=pk, user_id=person, role=MemberRole.MEMBER if place else MemberRole.OWNER)
        for pk, members in region.members.items()
        for place, person in enumerate(members)
    ))  # fmt: skip
    return organisations[: count * 2 // 5], organisations[count * 2 // 5 :]


def make_records(draw: random.Random, region: Region, kind: str, owners: list[Any], count: int) -> list[Any]:
    from heliu.catalog.choices import State, Tier
    from heliu.catalog.models import RECORD_MODELS
    from heliu.kit.workdays import local_day

    model = RECORD_MODELS[kind]
    today = local_day()
    states = draw.choices(
        [State.PUBLISHED, State.DRAFT, State.RETURNED, State.IN_REVIEW], weights=[88, 4, 4, 4], k=count
    )  # fmt: skip
    tiers = draw.choices([Tier.PUBLIC, Tier.MEMBERS, Tier.ON_REQUEST, Tier.CONFIDENTIAL], weights=[6, 2, 1, 1], k=count)
    return saved(model, (
        model(
            organisation=owner, created_by_id=skewed(draw, region.members[owner.pk], 1)[0], state=state, tier=tier,
            title_zh=text(draw, 20), title_en=f"{kind} {number}", description_zh=text(draw, draw.randint(300, 1500)),
            summary_zh=text(draw, 60), keywords_zh=[text(draw, 4)],
            expires_on=today + timedelta(days=draw.randint(0, 400)) if draw.random() < 0.5 else None,
        )
        for number, (owner, state, tier) in enumerate(zip(skewed(draw, owners, count), states, tiers, strict=True))
    ))  # fmt: skip


def make_introductions(
    draw: random.Random, region: Region, demands: list[Any], supplies: list[Any], count: int
) -> None:
    from django.utils import timezone

    from heliu.dealflow.choices import RefusalReason, Side, State
    from heliu.dealflow.models import Introduction
    from heliu.kit.workdays import add_working_days, local_day

    now, today = timezone.now(), local_day()
    pairs: set[tuple[int, int]] = set()
    rows = []
    published = [[one for one in records if one.state == "published"] for records in (demands, supplies)]
    while len(rows) < count:
        demand, supply = draw.choice(published[0]), draw.choice(published[1])
        if (demand.pk, supply.pk) in pairs or demand.organisation_id == supply.organisation_id:
            continue
        pairs.add((demand.pk, supply.pk))
        side = Side.DEMAND if draw.random() < 0.8 else Side.SUPPLY
        asking, asked = (demand, supply) if side == Side.DEMAND else (supply, demand)
        state = draw.choices([State.SENT, State.ACCEPTED, State.REFUSED, State.LAPSED], weights=[30, 30, 25, 15])[0]
        is_open = state == State.SENT
        due = add_working_days(today, draw.randint(-1, 5)) if is_open else today - timedelta(days=draw.randint(5, 300))
        paused = is_open and due > today and draw.random() < 0.05
        rows.append(Introduction(
            demand=demand, achievement=supply, side=side, from_organisation_id=asking.organisation_id,
            to_organisation_id=asked.organisation_id, asked_by_id=asking.created_by_id, owner_id=asked.created_by_id,
            message=text(draw, draw.randint(40, 400)), demand_version=1, supply_version=1, state=state,
            sent_at=now - timedelta(days=draw.randint(0, 9) if is_open else draw.randint(10, 310)), due_on=due,
            next_at=due if is_open else None, paused_until=due if paused else None, days_left=2 if paused else None,
            refusal_reason=RefusalReason.PRICE if state == State.REFUSED else "", late=draw.random() < 0.1,
            replied_at=now if state in (State.ACCEPTED, State.REFUSED) else None,
        ))  # fmt: skip
        region.of_organisation.update({asking.organisation_id: 1, asked.organisation_id: 1})
        if is_open:
            region.owed[asked.created_by_id].append(due)
            region.expected[asking.created_by_id] += 1
    saved(Introduction, iter(rows))


def make_other_items(draw: random.Random, region: Region, supplies: list[Any], count: int) -> None:
    """Requests for access, claims, mandates, invitations, notices, and five reviewers."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from heliu.accounts.choices import PlatformRole
    from heliu.accounts.models import Claim, Invitation, Mandate, Organisation, RoleGrant
    from heliu.activity.models import Event, Notice
    from heliu.catalog.models import AccessRequest

    organisations = list(region.members)
    closed = [one for one in supplies if one.tier == "on_request"]
    asked = {(draw.choice(closed), draw.choice(organisations)) for _ in range(count)}
    saved(AccessRequest, (
        AccessRequest(kind="achievement", record_id=one.pk, owner_id=one.organisation_id, organisation_id=asking,
                      asked_by_id=region.members[asking][0], reason=text(draw, 50))
        for one, asking in asked if asking != one.organisation_id
    ))  # fmt: skip
    saved(Claim, (
        Claim(organisation_id=draw.choice(organisations), user_id=person, evidence=text(draw, 50))
        for person in draw.sample(region.people, count // 10)
    ))  # fmt: skip
    managers = draw.sample(region.people, 10)
    saved(RoleGrant, (RoleGrant(user_id=person, role=PlatformRole.MANAGER) for person in managers))
    saved(RoleGrant, (RoleGrant(user_id=pk, role=PlatformRole.REVIEWER) for pk in draw.sample(region.people, 5)))
    offers = {(draw.choice(managers), draw.choice(organisations)) for _ in range(count // 10)}
    saved(Mandate, (
        Mandate(manager_id=manager, organisation_id=pk, asked_by_id=manager, by_organisation=False)
        for manager, pk in offers
    ))  # fmt: skip
    later = timezone.now() + timedelta(days=9)
    saved(Invitation, (
        Invitation(organisation_id=draw.choice(organisations), email=f"new{number}@example.org", expires_at=later,
                   secret_hash=f"{number:064}", invited_by_id=draw.choice(region.people))
        for number in range(count // 2)
    ))  # fmt: skip
    about = ContentType.objects.get_for_model(Organisation)
    events = saved(Event, (
        Event(content_type=about, object_id=draw.choice(organisations), verb="organisation_edited")
        for _ in range(count * 5)
    ))  # fmt: skip
    saved(Notice, (Notice(event=event, recipient_id=draw.choice(region.people)) for event in events))
