"""An owner keeps the organisation's records from harvesters, and a visitor fetches what is still open."""

from __future__ import annotations

import pytest

from heliu.accounts.models import User
from heliu.accounts.tests.factories import owner
from heliu.exchange.actions import catch_up
from heliu.exchange.dumps import write_dump
from heliu.exchange.models import Exposure
from heliu.exchange.tests.region import make_region

from .people import Visitor, with_password


@pytest.mark.parametrize(("language", "phone"), [("zh-hans", False), ("en", True)])
def test_given_withheld_and_fetched(live_server, browser, check_page, language, phone):
    region = make_region()
    boss = owner(region.university)
    User.objects.update(language=language)
    keeper, visitor = (Visitor.arrive(browser, live_server.url, language, phone=phone) for _ in range(2))
    write_dump()

    visitor.go("/data/")
    check_page(visitor.page)
    with visitor.page.expect_download() as fetched:
        visitor.page.get_by_role("link", name="records.jsonl").click()
    assert region.achievement.title_zh[:4] in fetched.value.path().read_text(encoding="utf-8")

    keeper.sign_in(with_password(User.objects.get(pk=boss.pk)))
    keeper.go(region.university.get_absolute_url())
    keeper.follow("Open data: given")
    check_page(keeper.page)
    keeper.click("Give nothing out")
    keeper.sees(keeper.words("Nothing of this organisation is given out."))
    check_page(keeper.page)

    catch_up()
    assert not Exposure.objects.filter(deleted=False).exists()
    visitor.go(region.achievement.get_absolute_url())
    assert visitor.page.locator("script[type='application/ld+json']").count() == 0
