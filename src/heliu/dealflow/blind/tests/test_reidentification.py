"""Somebody tries to find out what a confidential record says, whose it is, or that there is one.

``docs/explanation/blind.md`` lists the attacks; each has a test here or beside its part (``test_rounds``: how many
decoys are told, and by lot; ``test_actions``: who is told, when, and what is remembered).
"""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from heliu.accounts.choices import OrganisationKind, PlatformRole
from heliu.accounts.models import Mandate, Tenancy
from heliu.accounts.tests.factories import (
    OrganisationFactory,
    administrator,
    member,
    owner,
    reviewer,
    with_role,
)
from heliu.catalog.actions import create_record, edit_record, publish_record, submit_record
from heliu.catalog.choices import Tier
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory, ExpertFactory
from heliu.dealflow.blind.tests.attacker import Asked, Seen, addresses, differences, look, probes
from heliu.dealflow.blind.tests.factories import NEED, WRITTEN
from heliu.dealflow.tests.factories import fresh
from heliu.matching.tasks import update_index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matching")]

SECRET = {
    "title_zh": "氟硅杂化防腐涂层", "title_en": "Fluorosilicone hybrid coating", "summary_zh": "海工装备用",
    "description_zh": "钢结构表面涂层，耐中性盐雾五千小时，防止锈蚀。", "description_en": "It stops rust in salt spray.",
    "keywords_zh": ["氟硅"], "region": "110108", "industry": "C2641", "parameters": "耐盐雾≥5000h",
    "readiness_scale": "iso16290", "readiness_level": 6, "ways": ["licence"],
    "contact_name": "欧阳", "contact_email": "ouyang@example.org",
}  # fmt: skip
WORDS = ["氟硅", "钢结构涂层耐中性盐雾五千小时，防止锈蚀"]
FILTERS = [
    {"region": "110000"}, {"industry": "C26"}, {"readiness": "iso16290:6"}, {"tier": "confidential"}, {"way": "licence"},
    {"sort": "title"}, {"page": "2"},
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
        helper = with_role(PlatformRole.MANAGER, with_role(PlatformRole.PARK_OPERATOR, member(park)))
        now = "2026-11-01T00:00Z"
        Tenancy.objects.create(organisation=self.institute, park=park, accepted_at=now)
        Mandate.objects.create(organisation=self.institute, manager=helper, accepted_at=now)
        self.people = {
            "visitor": None,
            "member of a verified organisation": self.attacker,
            "manager without confidential records, and park operator": helper,
            "analyst": with_role(PlatformRole.ANALYST),
            "administrator": administrator(),
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
    numbers: all of it is byte for byte what it would be if the record did not exist, whatever its owner does with it."""
    before = scene.look()
    record = scene.publish()
    update_index()
    record = edit_record(
        actor=scene.scientist, record=record, version=record.version, fields={"title_zh": "氟硅防腐涂层"}
    )
    update_index()
    after = scene.look()
    assert {name: differences(before[name], after[name]) for name in before} == dict.fromkeys(before, [])
    # What this look would overlook, it would overlook of a public record too.
    edit_record(actor=scene.scientist, record=record, version=record.version, fields={"tier": Tier.PUBLIC})
    update_index()
    name = "member of a verified organisation"
    seen = differences(before[name], scene.look(name)[name])
    for place in (
        f"GET /achievements/{record.pk}/", "GET /achievements/", "GET /achievements/?industry=C26", "GET /?q=", "GET /",
        f"GET /match/achievement/{record.pk}/", f"GET /match/demand/{scene.own['demand']}/", "GET /organisations/",
        f"GET /organisations/{scene.institute.pk}/", "GET /export/achievement/", "POST /api/v1/match", "POST /api/v1/coach",
        "GET /api/v1/achievements/", "GET /api/v1/why-not", "POST /api/v1/introductions/", "POST /coach/need/",
    ):  # fmt: skip
        assert any(one.startswith(place) for one in seen), place
