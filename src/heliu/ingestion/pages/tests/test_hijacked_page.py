"""The hijacked page beside the project, handed in: what its speakers ask for, and what of Heliu answers it.

It is not ours to ship: the test reads it in place, and is left out where it is not there.
"""

from __future__ import annotations

import pytest

from heliu.accounts.tests.factories import OrganisationFactory
from heliu.ingestion.pages.functions import BY_KEY
from heliu.ingestion.pages.models import Mention

from .factories import page_of

pytestmark = pytest.mark.django_db


def test_it_yields_whom_it_names_and_what_is_asked_for(shared_data, person, house, client):
    known = OrganisationFactory(name_zh="南开大学", name_en="")
    content = (shared_data / "hijacked-page" / "page.txt").read_bytes()
    page = page_of(person, house, content, name="page.txt")
    assert (page.spam, page.published_on, page.source) == (True, "2023-07-27", "天津日报")
    assert page.title.endswith("推动更多科技成果转化为现实生产力")
    rights = page.versions.get().reading["rights"]
    assert (rights["terms"], rights["holder"] is None) == ("attributed", False)
    assert page.versions.get().reading["edits_in_all"] > 300
    found: dict[str, dict[str, Mention]] = {}
    for one in Mention.objects.filter(version__page=page):
        found.setdefault(one.kind, {})[one.name] = one
    assert {"南开大学", "天津大学", "曙光信息产业股份有限公司"} <= found["organisation"].keys()
    assert found["organisation"]["南开大学"].target_id == known.pk
    assert {"元素有机化学国家重点实验室", "物质绿色创造与制造海河实验室"} <= found["laboratory"].keys()
    assert {"天津国家芯火双创平台", "国家先进计算产业创新中心"} <= found["platform"].keys()
    asked = {
        "聚焦科技创新供需匹配对接": ("陈敏尔", "matching"),
        "推动科技成果加快从实验室走向生产线": ("陈敏尔", "readiness"),
        "推动各项惠企政策落地落实": ("陈敏尔", "policies"),
        "围绕产业链部署创新链、延伸创新链": ("陈敏尔", "chains"),
        "深化京津冀协同创新": ("陈敏尔", "regions"),
        "探索以融资租赁方式助力科技服务业发展": ("张工", "finance"),
        "集聚算力等资源服务要素": ("张工", "facilities"),
    }
    for words, (speaker, function) in asked.items():
        measure = found["measure"][words]
        assert measure.details["asked_by"] == speaker, words
        assert function in measure.details["functions"], words
        assert function in BY_KEY
    client.force_login(person)
    shown = client.get(page.get_absolute_url(), headers={"Accept-Language": "zh-hans"}).content.decode()
    for words in ("标题系植入", "提出的要求与对应功能", "尚未提供", "供需对接"):
        assert words in shown
    excerpt = page.versions.get().reading["excerpt"]["text"]
    assert 200 < len(excerpt) <= 1_000
