"""Forms, steps and review through the pages, as a person without JavaScript uses them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, member, reviewer
from heliu.catalog import actions
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import RECORD_MODELS, Achievement, Demand, Expert
from heliu.catalog.tests.factories import DemandFactory, ExpertFactory, make_record

pytestmark = pytest.mark.django_db

NO_ROWS = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}


def rows(name: str, *entries: dict[str, str], initial: int = 0) -> dict[str, str]:
    """The fields of a formset."""
    data = {f"{name}-TOTAL_FORMS": str(len(entries)), f"{name}-INITIAL_FORMS": str(initial)}
    for place, entry in enumerate(entries):
        data |= {f"{name}-{place}-{field}": value for field, value in entry.items()}
    return data


def filled(kind: str, **changes) -> dict:
    data = {"title_zh": "低温密封", "description_zh": "零下四十度不漏。", "tier": "public"}
    if kind == "achievement":
        data |= rows("intellectual_property")
    if kind == "expert":
        data |= rows("works")
    return data | changes


@pytest.mark.parametrize("kind", RECORD_MODELS)
def test_a_member_writes_a_record_and_nobody_else(client, kind):
    address = reverse(f"{kind}_create")
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code == 403
    owner, other = OrganisationFactory(), OrganisationFactory()
    insider = member(owner)
    client.force_login(insider)
    assert client.get(address).status_code == 200
    model = RECORD_MODELS[kind]
    assert client.post(address, filled(kind, organisation=other.pk)).status_code == 200
    assert not model.objects.exists()
    empty = client.post(address, filled(kind, organisation=owner.pk, title_zh=" "))
    assert "invalid-feedback" in empty.content.decode()
    data = filled(
        kind, organisation=owner.pk, keywords_zh="密封， 低温、阀", region="120103 天津市 河西区", industry="C3391"
    )
    answer = client.post(address, data)
    record = model.objects.get()
    assert answer.headers["Location"] == record.get_absolute_url()
    assert (record.organisation, record.created_by, record.state) == (owner, insider, State.DRAFT)
    assert (record.keywords_zh, record.region, record.industry) == (["密封", "低温", "阀"], "120103", "C3391")


@pytest.mark.parametrize(
    ("text", "lang", "title"),
    [
        ("海边钢结构三年就锈，涂层总起泡。想找能用十年的。", "zh", "海边钢结构三年就锈，涂层总起泡"),
        ("冬天续航掉得厉害\n怎么少费电？", "zh", "冬天续航掉得厉害"),
        ("Cells swell above 3.5 V. How can it be stopped?", "en", "Cells swell above 3.5 V"),
        ("锈" * 80, "zh", ""),
    ],
)
def test_a_need_is_carried_over_into_a_demand(client, text, lang, title):
    address = reverse("demand_create")
    signing_in = client.get(address, {"text": text})
    assert signing_in.status_code == 302
    target = parse_qs(urlsplit(signing_in["Location"]).query)["next"][0]
    assert parse_qs(urlsplit(target).query)["text"] == [text], "signing in does not lose it"
    client.force_login(member(OrganisationFactory()))
    form = client.get(target).context["form"]
    assert form[f"description_{lang}"].value() == text
    assert form[f"title_{lang}"].value() == title
    other = client.get(reverse("achievement_create"), {"text": text}).context["form"]
    assert not other[f"description_{lang}"].value(), "what somebody needs is not what they have"
    assert not Demand.objects.exists()


def test_rows_of_rights_and_works(client):
    owner = OrganisationFactory()
    colleague = ExpertFactory(organisation=owner)
    client.force_login(member(owner))
    first = {"kind": "invention", "status": "granted", "number": "ZL1", "title_zh": "密封圈"}
    empty = {"kind": "invention", "status": "none", "number": "", "title_zh": ""}
    data = filled(
        "achievement", organisation=owner.pk, ways=["licence"], team=[colleague.pk],
        readiness_scale="iso16290", readiness_level="6",
    ) | rows("intellectual_property", first, empty)  # fmt: skip
    client.post(reverse("achievement_create"), data)
    record = Achievement.objects.get()
    assert [right.number for right in record.intellectual_property.all()] == ["ZL1"]
    assert (list(record.team.all()), record.ways) == ([colleague], ["licence"])
    form = client.get(reverse("achievement_edit", args=[record.pk])).content.decode()
    assert 'value="ZL1"' in form
    second = {"kind": "software", "status": "registered", "number": "2026SR1", "title_zh": ""}
    data = filled("achievement", version="1", ways=["equity"]) | rows(
        "intellectual_property", {**first, "DELETE": "on"}, second, initial=1
    )
    assert client.post(reverse("achievement_edit", args=[record.pk]), data).status_code == 302
    record = Achievement.objects.get()
    assert [right.number for right in record.intellectual_property.all()] == ["2026SR1"]
    assert (list(record.team.all()), record.ways, record.version) == ([], ["equity"], 2)
    nameless = {"kind": "paper", "title_zh": "", "title_en": "", "year": "2020"}
    answer = client.post(reverse("expert_create"), filled("expert", organisation=owner.pk) | rows("works", nameless))
    assert answer.status_code == 200
    assert Expert.objects.count() == 1
    work = {"kind": "paper", "title_zh": "低温冲击", "year": "2020"}
    client.post(reverse("expert_create"), filled("expert", organisation=owner.pk) | rows("works", work))
    assert Expert.objects.latest("pk").works.get().title_zh == "低温冲击"


def test_editing_belongs_to_the_owner(client):
    record = DemandFactory(title_zh="原名")
    address = reverse("demand_edit", args=[record.pk])
    for person in (member(), reviewer(), UserFactory(is_superuser=True)):
        client.force_login(person)
        assert client.get(address).status_code == 403
        assert client.post(address, filled("demand", version="1")).status_code == 403
    hidden = DemandFactory(tier=Tier.CONFIDENTIAL)
    client.force_login(member())
    assert client.get(reverse("demand_edit", args=[hidden.pk])).status_code == 404
    client.force_login(member(record.organisation))
    page = client.get(address).content.decode()
    assert "原名" in page
    client.post(address, filled("demand", version="1"))
    record = Demand.objects.get(pk=record.pk)
    assert (record.title_zh, record.version, record.state) == ("低温密封", 2, State.PUBLISHED)


def test_saving_what_the_page_showed_changes_nothing(client):
    record = DemandFactory(parameters="压力 10 MPa\n口径 DN25", description_zh="甲\n乙", budget_min=5)
    client.force_login(member(record.organisation))
    address = reverse("demand_edit", args=[record.pk])
    form = client.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields if name != "uploads"}
    sent = {name: str(value).replace("\n", "\r\n") for name, value in shown.items() if value not in (None, "", [])}
    assert client.post(address, sent).status_code == 302
    assert Demand.objects.get().version == 1


def test_mistakes_are_listed_above_the_form(client):
    owner = OrganisationFactory()
    client.force_login(member(owner))
    right = {"kind": "invention", "status": "none", "number": "", "title_zh": "", "title_en": "x" * 301}
    data = filled("achievement", organisation=owner.pk, title_zh="", region="火星", price_min="5", price_max="1")
    answer = client.post(reverse("achievement_create"), data | rows("intellectual_property", right))
    anchors = {mistake["anchor"] for mistake in answer.context["mistakes"]}
    assert anchors >= {"id_region", "intellectual_property-rows"}
    assert 'href="#id_region"' in answer.content.decode()
    assert not Achievement.objects.exists()


def test_a_second_editor_is_told_what_the_first_changed(client):
    record = DemandFactory(title_zh="原名", tier="public")
    actions.edit_record(actor=member(record.organisation), record=record, version=1, fields={"title_zh": "甲的名字"})
    client.force_login(member(record.organisation))
    address = reverse("demand_edit", args=[record.pk])
    answer = client.post(address, filled("demand", version="1", title_zh="乙的名字"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(text in page for text in ("原名", "甲的名字", 'value="乙的名字"', 'name="version" value="2"'))
    assert Demand.objects.get().title_zh == "甲的名字"
    assert client.post(address, filled("demand", version="2", title_zh="乙的名字")).status_code == 302
    assert Demand.objects.get().title_zh == "乙的名字"
    # Without a version nothing is overwritten either.
    assert client.post(address, filled("demand", title_zh="丙")).status_code == 409


def test_the_way_of_a_record_through_the_pages(client):
    owner = OrganisationFactory(verified=True)
    insider, judge = member(owner), reviewer()
    record = DemandFactory(organisation=owner, state=State.DRAFT, title_zh="低温密封")

    def step(name: str, **data) -> str:
        client.post(reverse("record_step", args=["demand", record.pk, name]), data)
        return Demand.objects.get(pk=record.pk).state

    def decide(**data) -> int:
        return client.post(reverse("record_review", args=["demand", record.pk]), data).status_code

    client.force_login(insider)
    assert client.get(reverse("record_review", args=["demand", record.pk])).status_code == 403
    assert step("submit") == State.IN_REVIEW
    client.force_login(judge)
    assert "低温密封" in client.get(reverse("review_queue")).content.decode()
    assert decide(decision="return", version="1", reason=" ") == 200
    assert decide(decision="return", version="1", reason="缺少压力") == 302
    client.force_login(insider)
    assert "缺少压力" in client.get(record.get_absolute_url()).content.decode()
    client.post(reverse("demand_edit", args=[record.pk]), filled("demand", version="1", description_zh="耐压十兆帕。"))
    assert step("submit") == State.IN_REVIEW
    client.force_login(judge)
    page = client.get(reverse("record_review", args=["demand", record.pk])).content.decode()
    assert "铸件在低温下开裂。</del>" in page
    assert "耐压十兆帕。</ins>" in page
    assert decide(decision="approve", version="1") == 409
    assert decide(decision="approve", version="2") == 302
    assert Demand.objects.get().is_published
    client.force_login(insider)
    assert step("close", note="已签约") == State.CLOSED
    history = client.get(reverse("record_history", args=["demand", record.pk])).content.decode()
    assert "已签约" in history
    assert step("reopen") == State.DRAFT
    assert client.post(reverse("record_delete", args=["demand", record.pk])).status_code == 302
    assert not Demand.objects.exists()


def test_steps_of_strangers(client):
    record = DemandFactory(state=State.DRAFT)
    published = DemandFactory()
    submit = reverse("record_step", args=["demand", record.pk, "submit"])
    assert client.post(submit).status_code == 302  # to the sign-in page
    client.force_login(member())
    assert client.post(submit).status_code == 404
    for name in ("submit", "close", "reopen"):
        assert client.post(reverse("record_step", args=["demand", published.pk, name])).status_code == 403
    assert client.post(reverse("record_step", args=["demand", published.pk, "explode"])).status_code == 404
    assert client.post(reverse("record_delete", args=["demand", published.pk])).status_code == 403
    assert client.get(reverse("record_history", args=["demand", published.pk])).status_code == 403
    assert client.get(reverse("record_history", args=["nonsense", 1])).status_code == 404
    assert client.get(submit).status_code == 405
    assert {*Demand.objects.values_list("state", flat=True)} == {State.DRAFT, State.PUBLISHED}


def test_the_queue_is_for_reviewers_and_leaves_out_their_own(client):
    judge = reviewer()
    own = OrganisationFactory()
    judge.memberships.create(organisation=own)
    for kind in RECORD_MODELS:
        make_record(kind, title_zh=f"别人的{kind}", state=State.IN_REVIEW, tier=Tier.CONFIDENTIAL)
        mine = make_record(kind, title_zh=f"自己的{kind}", state=State.IN_REVIEW, organisation=own)
    for person in (UserFactory(is_superuser=True), member()):
        client.force_login(person)
        assert client.get(reverse("review_queue")).status_code == 403
    client.force_login(judge)
    page = client.get(reverse("review_queue")).content.decode()
    assert all(f"别人的{kind}" in page for kind in RECORD_MODELS)
    assert "自己的" not in page
    assert client.get(reverse("record_review", args=["expert", mine.pk])).status_code == 403


def test_a_reviewer_takes_off_what_became_wrong(client):
    record = DemandFactory()
    client.force_login(reviewer())
    address = reverse("record_review", args=["demand", record.pk])
    assert client.get(address).status_code == 200
    client.post(address, {"decision": "return", "version": "1", "reason": "广告"})
    assert Demand.objects.get().state == State.RETURNED


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", RECORD_MODELS)
def test_pages_in_both_languages(client, kind, language):
    client.cookies["django_language"] = language
    record = make_record(kind, illustrative=True, title_zh="中文名", title_en="English name")
    page = client.get(record.get_absolute_url()).content.decode()
    assert ("English name</span></h1>" in page) == (language == "en")
    assert "示例" in page
    assert "The casting cracks" in page
    assert "铸件在低温下开裂" in page
    client.force_login(member(record.organisation))
    for name in ("demand_list", "own_records", f"{kind}_create"):
        assert client.get(reverse(name)).status_code == 200
