"""Somebody tries to find out what a confidential record says, whose it is, or that there is one.

``docs/explanation/blind.md`` lists the attacks; each has a test here or beside its part (``test_rounds``: how many
decoys are told, and by lot; ``test_actions``: who is told, when, and what is remembered).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from heliu.accounts.choices import OrganisationKind, PlatformRole
from heliu.accounts.models import Mandate, Tenancy
from heliu.accounts.tests.factories import OrganisationFactory, fresh, member, owner, reviewer, with_role
from heliu.activity.actions import mark_notices_read
from heliu.activity.models import Notice
from heliu.catalog.actions import close_record, create_record, edit_record, publish_record, submit_record
from heliu.catalog.choices import Tier
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory, ExpertFactory
from heliu.dealflow.blind import models
from heliu.dealflow.blind.actions import (
    answer_blind_match,
    find_blind_matches,
    keep_out,
    run_round,
    take_back_answer,
)
from heliu.dealflow.blind.models import BlindSide
from heliu.dealflow.blind.selectors import visible_sides
from heliu.dealflow.blind.tests.attacker import Asked, Seen, addresses, differences, look, probes
from heliu.dealflow.blind.tests.factories import AFTER, FRIDAY, LAST_DAY, NEED, ROUND, WRITTEN
from heliu.dealflow.choices import State
from heliu.dealflow.models import Introduction
from heliu.matching.tasks import update_index
from heliu.matching.tests.calibration import use_threshold

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("matching"), pytest.mark.crawl, pytest.mark.timeout(1200)
]  # fmt: skip

SECRET = {
    "title_zh": "氟硅杂化防腐涂层", "title_en": "Fluorosilicone hybrid coating", "summary_zh": "海工装备用",
    "description_zh": "钢结构表面涂层，耐中性盐雾五千小时，防止锈蚀。", "description_en": "It stops rust.",
    "keywords_zh": ["氟硅"], "region": "110108", "industry": "C2641", "parameters": "耐盐雾≥5000h",
    "readiness_scale": "iso16290", "readiness_level": 6, "ways": ["licence"],
    "contact_name": "欧阳", "contact_email": "ouyang@example.org",
}  # fmt: skip
WORDS = ["氟硅", "钢结构涂层耐中性盐雾五千小时，防止锈蚀"]
FILTERS = [
    {"region": "110000"}, {"industry": "C26"}, {"readiness": "iso16290:6"}, {"tier": "confidential"},
    {"way": "licence"}, {"sort": "title"}, {"page": "2"},
]  # fmt: skip


class Scene:
    """A region with public records, attackers of every sort, and an institute that has something to hide."""

    def __init__(self) -> None:
        self.institute = OrganisationFactory(verified=True, name_zh="渤海涂层研究所", name_en="Bohai Coatings")
        self.scientist, self.reviewer = owner(self.institute), reviewer()
        self.expert = ExpertFactory(organisation=self.institute, title_zh="郑工", title_en="")
        AchievementFactory(organisation=self.institute, title_zh="水性防锈底漆", title_en="")
        attackers = OrganisationFactory(verified=True, name_zh="打探公司", name_en="Curious Ltd")
        self.attacker = owner(attackers)
        decoys = [
            DemandFactory(**NEED | {"title_zh": f"防腐需求{number}"}, organisation=attackers, tier=tier)
            for number, tier in enumerate((Tier.PUBLIC, Tier.MEMBERS, Tier.CONFIDENTIAL))
        ]
        offer = AchievementFactory(organisation=attackers, title_zh="氟硅涂层", title_en="")
        # As many as it takes for one more to change a number that is rounded to fives: 5 and 7 of 12.
        AchievementFactory.create_batch(3, title_zh="冷却塔", title_en="")
        for number in range(7):
            last = AchievementFactory(
                organisation=attackers, title_zh=f"诱饵{number}", title_en="", tier=Tier.CONFIDENTIAL, region="110108"
            )
        self.target = last.pk + 1  # The number that the next achievement gets.
        self.own = {"demand": decoys[0].pk, "achievement": offer.pk}
        park = OrganisationFactory(kind=OrganisationKind.PARK, name_zh="高教科创园", name_en="Park")
        # Whoever has all of these sees what each of them sees.
        helper = member(park, is_staff=True, is_superuser=True)
        for role in (PlatformRole.MANAGER, PlatformRole.PARK_OPERATOR, PlatformRole.ANALYST):
            with_role(role, helper)
        now = "2026-11-01T00:00Z"
        Tenancy.objects.create(organisation=self.institute, park=park, accepted_at=now)
        Mandate.objects.create(organisation=self.institute, manager=helper, accepted_at=now)
        self.people = {
            "visitor": None,
            "member of a verified organisation": self.attacker,
            "manager without confidential records, park operator, analyst, administrator": helper,
        }
        for user in filter(None, self.people.values()):
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        update_index()

    def publish(self, tier: str = Tier.CONFIDENTIAL):
        """As an owner does it: written, submitted, reviewed, out."""
        fields = SECRET | {"tier": tier, "team": [self.expert.pk]}
        record = create_record(actor=self.scientist, kind="achievement", organisation=self.institute, fields=fields)
        record = submit_record(actor=self.scientist, record=record)
        record = publish_record(actor=self.reviewer, record=record)
        assert record.pk == self.target
        return record

    def look(self, *names: str) -> dict[str, dict[Asked, Seen]]:
        """What each of them is answered, everywhere; the member, and the visitor, also search and narrow lists."""
        everywhere = addresses((self.institute.pk, self.target))
        tries = probes(
            target=self.target, own=self.own, words=WORDS, filters=[*FILTERS, {"organisation": self.institute.pk}]
        )
        searches = [one for one in tries if one.body is None]
        extra = {"visitor": searches, "member of a verified organisation": tries}
        return {
            name: look(fresh(user) if user else None, everywhere + extra.get(name, []))
            for name, user in self.people.items()
            if not names or name in names
        }


@pytest.fixture
def scene(calendar, settings):
    settings.HELIU_MATCH_RATE = "100000/min"
    calendar.set(WRITTEN)
    return Scene()


def test_no_answer_of_the_platform_depends_on_a_confidential_record(scene):
    """Search, facets, counts, suggestions, reasons, why-not, coach, similar, exports, API, pages, other people's
    numbers: all of it is byte for byte what it would be if there were no such record, whatever its owner does."""
    before = scene.look()
    record = scene.publish()
    update_index()
    record = edit_record(
        actor=scene.scientist, record=record, version=record.version, fields={"title_zh": "氟硅防腐涂层"}
    )
    update_index()
    after = scene.look()
    assert {name: differences(before[name], after[name]) for name in before} == {name: [] for name in before}
    # What this look would overlook, it would overlook of a public record too.
    edit_record(actor=scene.scientist, record=record, version=record.version, fields={"tier": Tier.PUBLIC})
    update_index()
    name = "member of a verified organisation"
    seen = differences(before[name], scene.look(name)[name])
    for place in (
        f"GET /achievements/{record.pk}/", "GET /achievements/", "GET /achievements/?industry=C26", "GET /?q=", "GET /",
        f"GET /match/achievement/{record.pk}/", f"GET /match/demand/{scene.own['demand']}/", "GET /organisations/",
        f"GET /organisations/{scene.institute.pk}/", "GET /export/achievement/", "POST /api/v1/match",
        "POST /api/v1/coach", "GET /api/v1/achievements/", "GET /api/v1/why-not", "POST /api/v1/introductions/",
        "POST /coach/need/",
    ):  # fmt: skip
        assert any(one.startswith(place) for one in seen), place


# -- somebody who is told -------------------------------------------------------------------------

OTHER_SECRET = SECRET | {
    "title_zh": "石墨烯防锈底漆，用于跨海大桥", "title_en": "", "summary_zh": "", "description_en": "",
    "description_zh": "锈蚀的钢结构喷涂后耐盐雾。" * 20, "keywords_zh": [], "region": "130200", "industry": "C3514",
    "parameters": "", "readiness_scale": "", "readiness_level": None, "ways": [],
}  # fmt: skip


TELLING = [Asked(path) for path in ("/notices/", "/blind-matches/", "/api/v1/blind-matches/", "/account/export/")]


class Told:
    """An attacker with one decoy, of which a credible match with somebody's confidential achievement is told."""

    def __init__(self, calendar, monkeypatch) -> None:
        self.calendar, self.monkeypatch = calendar, monkeypatch
        attackers = OrganisationFactory(verified=True, name_zh="打探公司", name_en="Curious Ltd")
        self.attacker = owner(attackers)
        EmailAddress.objects.create(user=self.attacker, email=self.attacker.email, verified=True, primary=True)
        self.decoy = DemandFactory(**NEED, organisation=attackers, tier=Tier.CONFIDENTIAL)
        AchievementFactory.create_batch(3, title_zh="冷却塔", title_en="", description_zh="冷却水。", description_en="")
        self.institutes = [
            OrganisationFactory(verified=True, name_zh="渤海涂层研究所", region="110108"),
            OrganisationFactory(
                verified=True, name_zh="燕山大桥局", region="130300", kind=OrganisationKind.GOVERNMENT
            ),
        ]  # fmt: skip
        self.scientists = [owner(institute) for institute in self.institutes]
        update_index()

    def world(self, secret: dict, *, written: str = WRITTEN, whose: int = 0):
        """Another region, the same but for the record that nobody may see, in the morning before they are told."""
        # The numbers of blind matches are random; here they are the same in every world.
        numbers = count()
        self.monkeypatch.setattr(models.secrets, "randbelow", lambda top: next(numbers))
        self.calendar.set(written)
        scientist, institute = self.scientists[whose], self.institutes[whose]
        target = AchievementFactory(**secret, organisation=institute, tier=Tier.CONFIDENTIAL, created_by=scientist)
        self.calendar.set(FRIDAY)
        assert find_blind_matches() == 1
        self.calendar.set(ROUND, hour=0)
        return target, scientist

    def look(self, asked: list[Asked] | None = None) -> dict[Asked, Seen]:
        [number] = BlindSide.objects.filter(side="demand").values_list("pk", flat=True)
        return look(fresh(self.attacker), asked or addresses([self.decoy.pk, number]))

    @property
    def side(self):
        return visible_sides(fresh(self.attacker)).get()


@contextmanager
def one_world() -> Iterator[None]:
    """Whatever happens in it has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def told(calendar, monkeypatch):
    calendar.set(WRITTEN)
    # The level is told, so it is the same here whatever is hidden.
    use_threshold(monkeypatch, credible=0.2, cuts=(0.01, 0.05, 0.1))
    return Told(calendar, monkeypatch)


def test_who_is_told_learns_nothing_of_the_other_record(told):
    """Two regions that differ in nothing but the confidential record, its owner, and when it was written."""
    with one_world():
        told.world(SECRET)
        before = told.look(TELLING)
        assert run_round().told == 1
        first = told.look()
    assert len(differences(before, first)) == len(TELLING)
    with one_world():
        told.world(OTHER_SECRET, written="2026-11-05", whose=1)
        assert run_round().told == 1
        assert differences(first, told.look()) == []


def no(record, scientist) -> None:
    answer_blind_match(actor=scientist, side=visible_sides(scientist).get(), answer="no", reason="竞争对手")


def yes_and_back(record, scientist) -> None:
    answer_blind_match(actor=scientist, side=visible_sides(scientist).get(), answer="yes")
    take_back_answer(actor=scientist, side=visible_sides(scientist).get())


def yes_and_edited(record, scientist) -> None:
    answer_blind_match(actor=scientist, side=visible_sides(scientist).get(), answer="yes")
    edit_record(actor=scientist, record=record, version=record.version, fields={"title_zh": "改名"})


def closed(record, scientist) -> None:
    close_record(actor=scientist, record=record)


def left_out(record, scientist) -> None:
    keep_out(actor=scientist, record=record)


def test_a_no_a_lapse_and_a_record_that_is_gone_look_the_same_and_take_the_same_time(told):
    with one_world():
        told.world(SECRET)
        before = told.look()
        run_round()
        # A notice that was read shows no number on every page.
        mark_notices_read(actor=told.attacker)
        affected = [asked for asked, seen in told.look().items() if before[asked] != seen]
    assert set(affected) > set(TELLING)
    said, late, over = [], [], []
    for meanwhile in (lambda record, scientist: None, no, yes_and_back, yes_and_edited, closed, left_out):
        with one_world():
            record, scientist = told.world(SECRET)
            run_round()
            meanwhile(record, scientist)
            answer_blind_match(actor=fresh(told.attacker), side=told.side, answer="yes")
            said.append(told.look(affected))
            told.calendar.set(LAST_DAY, hour=23)
            run_round()
            late.append(told.look(affected))
            told.calendar.set(AFTER, hour=0)
            run_round()
            over.append(told.look(affected))
    for looks in (said, late, over):
        assert [differences(looks[0], one) for one in looks[1:]] == [[]] * 5
    assert differences(said[0], over[0]), "who said yes is told that it is over"


def test_third_persons_notice_neither_the_match_nor_what_comes_of_it(told):
    """Not even who manages the owner's other records, runs the park it is in, or administers the platform."""
    target, scientist = told.world(SECRET)
    institute = target.organisation
    park = OrganisationFactory(kind=OrganisationKind.PARK)
    helper = with_role(PlatformRole.MANAGER, with_role(PlatformRole.PARK_OPERATOR, member(park)))
    EmailAddress.objects.create(user=helper, email=helper.email, verified=True, primary=True)
    Tenancy.objects.create(organisation=institute, park=park, accepted_at=timezone.now())
    Mandate.objects.create(organisation=institute, manager=helper, accepted_at=timezone.now())
    for number in range(5):
        # So many that the institute's reply rate is public.
        Introduction.objects.create(
            demand=DemandFactory(title_zh=f"需求{number}"), achievement=AchievementFactory(organisation=institute),
            side="demand", from_organisation=told.decoy.organisation, to_organisation=institute, message="x",
            demand_version=1, supply_version=1, due_on="2026-11-10", state=State.LAPSED,
        )  # fmt: skip
    asked = addresses([institute.pk, target.pk, 2])
    before = look(fresh(helper), asked)
    run_round()
    answer_blind_match(actor=fresh(told.attacker), side=told.side, answer="yes")
    answer_blind_match(actor=scientist, side=visible_sides(scientist).get(), answer="yes")
    assert Introduction.objects.filter(state=State.ACCEPTED).count() == 1
    assert differences(before, look(fresh(helper), asked)) == []


@pytest.mark.parametrize("first_day", ["2026-11-02", "2026-11-09"])
def test_the_day_of_a_notice_does_not_tell_the_day_a_record_came_out(calendar, first_day):
    """Published on any day of a week, and at any hour, a record is told of in the same round."""
    calendar.set("2026-10-01")
    attackers = OrganisationFactory(verified=True)
    owner(attackers)
    DemandFactory(**NEED, organisation=attackers, tier=Tier.CONFIDENTIAL)
    AchievementFactory()
    update_index()
    rounds = set()
    for number in range(7):
        with one_world():
            day = date.fromisoformat(first_day) + timedelta(days=number)
            calendar.set(day, hour=1 + 3 * number)
            target = AchievementFactory(**SECRET, tier=Tier.CONFIDENTIAL)
            owner(target.organisation)
            while not Notice.objects.exists():
                day += timedelta(days=1)
                calendar.set(day, hour=0)
                run_round()
                find_blind_matches()
            rounds.add((day, Notice.objects.first().created_at.hour))
    assert rounds == {(date.fromisoformat(first_day) + timedelta(days=14), 16)}
