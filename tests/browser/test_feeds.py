"""A local system on a server of this machine is tried, added, visited, reviewed, changes, and is reviewed again."""

from __future__ import annotations

import json

import pytest

from heliu.accounts.choices import MemberRole
from heliu.accounts.tests.factories import MembershipFactory, OrganisationFactory
from heliu.catalog.models import Achievement
from heliu.ingestion.fetching.tests.test_fetching import site
from heliu.kit.tests.servers import LOOPBACK

from .people import Visitor, follow, with_password

WORDS = {
    "zh-hans": {
        "name": "名称", "address": "网址", "list": "列表路径", "mapping": "字段映射", "try": "试采集",
        "add": "添加数据源", "visit": "立即采集", "review": "审核 2 条采集结果", "accept": "接受本页全部",
        "done": "已处理 2 条采集结果。",
        "again": "审核 1 条采集结果", "write": "写入记录", "accepted": "已接受。",
    },
    "en": {
        "name": "Name", "address": "Address", "list": "Path to the list", "mapping": "Mapping", "try": "Try it now",
        "add": "Add the source", "visit": "Visit it now", "review": "Review 2 findings",
        "accept": "Accept all on this page", "done": "2 findings done.", "again": "Review 1 finding",
        "write": "Write it into the record", "accepted": "Accepted.",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_local_system_from_the_first_try_to_a_changed_record(language, live_server, browser, settings, check_page):
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = LOOPBACK
    settings.HELIU_INGEST_PAUSE = 0.0
    house = OrganisationFactory(verified=True)
    owner = MembershipFactory(organisation=house, role=MemberRole.OWNER).user
    words = WORDS[language]
    items = [{"no": "A1", "name": "耐低温密封圈"}, {"no": "A2", "name": "屏蔽泵"}]

    def results(_request: bytes) -> tuple[int, str, bytes]:
        return 200, "Content-Type: application/json\r\n", json.dumps(items, ensure_ascii=False).encode()

    with site({"/results.json": results}) as (address, _seen):
        person = Visitor.arrive(browser, live_server.url, language, phone=language == "en")
        person.sign_in(with_password(owner))
        page = person.page
        person.go("/sources/new/json/")
        page.get_by_label(words["name"]).first.fill("科研系统")
        page.locator("#id_address").fill(f"{address}/results.json")
        page.get_by_label(words["mapping"]).fill("external_id = no\ntitle = name")
        page.get_by_role("button", name=words["try"]).click()
        person.sees("屏蔽泵")
        check_page(page)
        assert not Achievement.objects.exists()
        page.get_by_role("button", name=words["add"]).click()
        follow(page.get_by_role("button", name=words["visit"]))
        check_page(page)
        follow(page.get_by_role("link", name=words["review"]))
        check_page(page)
        page.get_by_role("button", name=words["accept"]).click()
        person.sees(words["done"])
        assert set(Achievement.objects.values_list("title_zh", flat=True)) == {"耐低温密封圈", "屏蔽泵"}

        items[1]["name"] = "高温屏蔽泵"
        person.go("/sources/")
        check_page(page)
        page.get_by_role("link", name="科研系统").click()
        page.get_by_role("button", name=words["visit"]).click()
        page.get_by_role("link", name=words["again"]).click()
        page.get_by_role("link", name="高温屏蔽泵").click()
        person.sees("屏蔽泵")
        check_page(page)
        page.get_by_role("button", name=words["write"]).click()
        person.sees(words["accepted"])
    assert Achievement.objects.filter(title_zh="高温屏蔽泵", organisation=house).count() == 1
