"""Two records turn out to be one: a member merges and undoes in Chinese, two owners and a reviewer do in English."""

from __future__ import annotations

from heliu.accounts.tests.factories import OrganisationFactory, member, owner, reviewer
from heliu.catalog.choices import State
from heliu.catalog.models import Achievement, Demand
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory
from heliu.identity.models import Merge
from heliu.identity.tests.factories import pair_of

from .people import Visitor, with_password


def test_a_member_merges_two_records_and_undoes_it_in_chinese(live_server, browser, check_page):
    house = OrganisationFactory(verified=True, name_zh="海河铸造厂", name_en="")
    kept = DemandFactory(
        organisation=house, title_zh="低温铸件开裂", title_en="", description_zh="铸件在零下四十度开裂，成品率低。",
        description_en="", budget_min=30, budget_max=50,
    )  # fmt: skip
    gone = DemandFactory(
        organisation=house, title_zh="低温铸件易开裂", title_en="Castings crack in the cold",
        description_zh="铸件在零下三十度开裂，成品率偏低。", description_en="", parameters="抗冲击韧性：≥67 %",
    )  # fmt: skip
    pair_of(kept, gone)
    visitor = Visitor.arrive(browser, live_server.url, "zh-hans", phone=True)
    visitor.sign_in(with_password(member(house)))
    page = visitor.page
    visitor.go("/today/")
    page.get_by_role("link", name="低温铸件开裂 · 低温铸件易开裂").first.click()
    visitor.sees("是否为同一项？")
    check_page(page)
    # By the keyboard alone: the description of the right one, then the button.
    page.get_by_role("radio", name="中文描述: 右").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="是同一项，归并").focus()
    page.keyboard.press("Enter")
    visitor.sees("两条记录已归并")
    check_page(page)
    page.get_by_role("link", name="低温铸件开裂").click()
    visitor.sees("零下三十度")
    visitor.sees("抗冲击韧性")
    check_page(page)
    visitor.go(gone.get_absolute_url())
    visitor.sees("您要查看的记录已归并到这一条。")
    page.get_by_role("link", name="归并", exact=False).first.wait_for()
    visitor.go(Merge.objects.get().get_absolute_url())
    visitor.click("Undo the merge")
    visitor.sees("已撤销，两条记录恢复为各自独立。")
    check_page(page)
    assert set(Demand.objects.values_list("state", flat=True)) == {State.PUBLISHED}


def test_two_owners_agree_and_a_reviewer_merges_in_english(live_server, browser, check_page):
    one, other = (OrganisationFactory(verified=True, name_zh="", name_en=name) for name in ("River Works", "Sea Works"))
    kept = AchievementFactory(organisation=one, title_zh="", title_en="Coating for sea platforms", description_en="")
    AchievementFactory(organisation=other, title_zh="", title_en="A coating for sea platforms")
    pair = pair_of(kept, Achievement.objects.get(organisation=other))
    mine, theirs, judge = owner(one, language="en"), owner(other, language="en"), reviewer(language="en")
    visitor = Visitor.arrive(browser, live_server.url, "en")
    visitor.sign_in(with_password(mine))
    page = visitor.page
    visitor.go(kept.get_absolute_url())
    page.locator("#same").get_by_role("link", name="Compare the two").click()
    visitor.click("The same: propose a merge")
    visitor.sees("River Works: has agreed")
    check_page(page)
    visitor = Visitor.arrive(browser, live_server.url, "en")
    visitor.sign_in(with_password(theirs))
    visitor.go("/today/")
    visitor.page.get_by_text("Decide whether two are one").first.wait_for()
    visitor.go(pair.duplicate.get_absolute_url())
    visitor.click("Agree for Sea Works")
    visitor.sees("Sea Works: has agreed")
    visitor = Visitor.arrive(browser, live_server.url, "en")
    visitor.sign_in(with_password(judge))
    visitor.go("/duplicates/")
    check_page(visitor.page)
    visitor.page.locator("td.first a").first.click()
    visitor.click("Merge as agreed")
    visitor.sees("Two records became one")
    check_page(visitor.page)
    assert Achievement.objects.filter(state=State.MERGED).get().merged_into_id == kept.pk
    visitor.click("Undo the merge")
    visitor.sees("Both records stand for themselves again.")
