"""A small region of which something goes out in every set that can hold something."""

from __future__ import annotations

import re
from types import SimpleNamespace

from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import OrganisationFactory
from heliu.catalog.models import RECORD_MODELS, IntellectualProperty, Work
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory, ExpertFactory
from heliu.exchange.actions import catch_up, note

PRIVATE_WORDS = re.compile("qz(contact|phone|hush)")
"""What no way out may say of the region."""


def make_region() -> SimpleNamespace:
    """A university with an expert, an achievement and a demand, whose texts hold what formats have trouble with."""
    university = OrganisationFactory(
        verified=True, kind="university", name_zh="海河大学", name_en="Haihe University", uscc="91350100M000100Y43",
        ror="03yrm5c26", website="https://haihe.example.edu/?a=1&b=2",
    )  # fmt: skip
    expert = ExpertFactory(
        organisation=university, title_zh="欧阳明远", title_en="Ouyang Mingyuan", orcid="0000-0002-1825-0097",
        position_zh="教授", position_en="Professor",
    )  # fmt: skip
    for kind, year in (("paper", 2021), ("patent", 2020), ("project", None), ("standard", 1999)):
        named = {"title_zh": f"低温铸件的{kind}", "abstract": "Cracks <in> the cold"}
        Work.objects.create(expert=expert, kind=kind, year=year, **named)
    achievement = AchievementFactory(
        organisation=university, title_zh="抗裂铸件 </script> & \x0b", keywords_zh=["铸件", "低温"],
        keywords_en=["casting"],
        readiness_scale="iso16290", readiness_level=6, ways=["licence"], price_min=50, price_max="120.5",
        contact_name="qzcontact", contact_email="qzcontact@example.org", contact_phone="qzphone",
    )  # fmt: skip
    achievement.team.add(expert)
    for kind, number in (("invention", "ZL201710601862.3"), ("utility", "201920000001.5"), ("software", "2020SR01")):
        IntellectualProperty.objects.create(achievement=achievement, kind=kind, number=number, title_zh=f"铸件{number}")
    demand = DemandFactory(
        organisation=university,
        need_object="阀门",
        need_confidentiality="qzhush",
        budget_min=10,
        contact_name="qzcontact",
    )
    follow()
    return SimpleNamespace(university=university, expert=expert, achievement=achievement, demand=demand)


def follow() -> int:
    """Compare everything that there is, as the worker does once a change is kept."""
    for kind, model in (("organisation", Organisation), *RECORD_MODELS.items()):
        for pk in model.objects.values_list("pk", flat=True):
            note(kind, pk)
    return catch_up()
