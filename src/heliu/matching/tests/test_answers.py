"""What is found, by whom, and why."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from heliu.accounts.models import User
from heliu.catalog.choices import Tier
from heliu.catalog.models import Achievement
from heliu.catalog.signals import record_published, record_withdrawn
from heliu.matching.adapters.answers import MAX_LENGTH, Conditions, find_matches, record_need, typed_need
from heliu.matching.errors import NeedError
from heliu.matching.kinds import get_kind, readiness_range
from heliu.matching.selectors import get_shown
from heliu.matching.tests.factories import (
    AchievementFactory,
    DemandFactory,
    ExpertFactory,
    OrganisationFactory,
    UserFactory,
    WorkFactory,
    member_of,
    reviewer,
)

pytestmark = pytest.mark.django_db
TITLE, SECRET = "紫铜蒸镀", "辐照硬化"
QUERY = f"{TITLE}和{SECRET}"
EVERYBODY = ("anonymous", "stranger", "unverified", "member", "owner", "reviewer", "administrator")
KNOW = {
    Tier.PUBLIC: set(EVERYBODY),
    Tier.MEMBERS: {"member", "owner", "reviewer"},
    Tier.ON_REQUEST: set(EVERYBODY),
    Tier.CONFIDENTIAL: set(),
}
"""Who finds a published record by searching. The owner of a confidential one has the list of their own."""


def published(factory, **fields):
    record = factory(**fields)
    record_published.send(type(record), record=record)
    return record


def people(record) -> dict[str, object]:
    return {
        "anonymous": AnonymousUser(),
        "stranger": UserFactory(),
        "unverified": member_of(verified=False),
        "member": member_of(),
        "owner": member_of(record.organisation),
        "reviewer": reviewer(),
        "administrator": User.objects.create_superuser("root@example.org"),
    }


def found(text: str, user=None, **conditions) -> dict[str, object]:
    answer = find_matches(typed_need(text), user=user or AnonymousUser(), conditions=Conditions(**conditions), k=50)
    return {result.kind.group(result.record.pk): result for result in answer.results}


def by_api(client, user, text: str, **_: object) -> tuple[set[str], str]:
    response = client.post(reverse("api_match"), {"text": text, "k": 50}, content_type="application/json")
    assert response.status_code == 200, response.content
    return {
        f"{result['kind']}:{result['id']}" for result in response.json()["results"]
    }, response.content.decode().replace(text, "")


def by_page(client, user, text: str, **_: object) -> tuple[set[str], str]:
    response = client.get(reverse("home"), {"q": text})
    assert response.status_code == 200
    answer = response.context["answer"]
    shown = response.content.decode().replace("<mark>", "").replace("</mark>", "")
    _, _, results = shown.partition('id="results"')
    return {result.kind.group(result.record.pk) for result in answer.results}, results.replace(text, "")


def by_record_page(client, user, text: str, *, like) -> tuple[set[str], str]:
    response = client.get(reverse("record_matches", args=["demand", like.pk]), headers={"HX-Request": "true"})
    assert response.status_code == 200
    shown = response.content.decode().replace("<mark>", "").replace("</mark>", "").replace(text, "")
    results = [*response.context["answer"].results, *response.context["alike"].results]
    return {result.kind.group(result.record.pk) for result in results}, shown


@pytest.mark.parametrize("ask", [by_api, by_page, by_record_page])
@pytest.mark.parametrize("kind", ["achievement", "demand"])
@pytest.mark.parametrize("tier", Tier.values)
def test_tiers_hold_however_one_asks(tier, kind, ask, client, catch_up, fake_encoder, settings):
    """Found by those who may know of it; beyond the title nothing of an on request record is in any answer."""
    settings.HELIU_MATCH_RATE = "1000/min"
    factory = {"achievement": AchievementFactory, "demand": DemandFactory}[kind]
    record = published(factory, title_zh=TITLE, description_zh=f"内有{SECRET}一事。", keywords_zh=[SECRET], tier=tier)
    like = published(DemandFactory, title_zh=QUERY, description_zh="")
    # Words are evidence only where they are rare, so there must be others that lack them.
    for number in range(20):
        published(DemandFactory, title_zh=f"第{number}号阀门漏水", description_zh="垫圈老化。")
    catch_up()
    group = get_kind(kind).group(record.pk)
    for name, user in people(record).items():
        client.logout()
        if name != "anonymous":
            client.force_login(user)
        groups, shown = ask(client, user, QUERY, like=like)
        assert (group in groups) == (name in KNOW[tier]), f"{name} and {tier}"
        if tier in (Tier.ON_REQUEST, Tier.CONFIDENTIAL) or name not in KNOW[tier]:
            assert SECRET not in shown, f"{name} reads of {tier}"
        elif ask is by_api:
            assert SECRET in shown, f"{name} sees why"


def test_what_the_index_has_not_noticed_yet_is_hidden_all_the_same(catch_up, fake_encoder):
    """The index is behind in each of these steps."""
    record = published(AchievementFactory, title_zh=TITLE, description_zh=f"内有{SECRET}一事。")
    group = get_kind("achievement").group(record.pk)
    catch_up()
    assert group in found(QUERY)
    Achievement.objects.filter(pk=record.pk).update(tier=Tier.ON_REQUEST)
    result = found(QUERY)[group]
    assert not result.readable
    assert all(SECRET not in why.text for why in result.reasons)
    Achievement.objects.filter(pk=record.pk).update(tier=Tier.MEMBERS)
    assert group not in found(QUERY)
    assert group not in found(QUERY, UserFactory())
    Achievement.objects.filter(pk=record.pk).update(tier=Tier.PUBLIC, state="closed")
    assert group not in found(QUERY)
    record_withdrawn.send(Achievement, record=record)
    catch_up()
    assert group not in found(QUERY)
    record.delete()
    assert group not in found(QUERY)


@pytest.mark.parametrize("per_kind", [False, True])
def test_hidden_records_take_no_places(per_kind, catch_up):
    """Many of the best are withdrawn and the index does not know: those behind them move up."""
    for number in range(30):
        published(AchievementFactory, title_zh=f"钢结构防腐涂料{number}", description_zh="")
    kept = published(AchievementFactory, title_zh="说到涂料的另一种成果，只是顺便提了一句而已", description_zh="")
    catch_up()
    Achievement.objects.exclude(pk=kept.pk).update(state="closed")
    answer = find_matches(typed_need("钢结构防腐涂料"), user=AnonymousUser(), k=3, per_kind=per_kind)
    assert [result.record for result in answer.results if result.kind.name == "achievement"] == [kept]


@pytest.mark.parametrize("encoder", ["none", "fake_encoder"])
def test_reasons_are_what_is_stored(encoder, catch_up, request):
    """Spans and marks fit the stored fields and the need, code point by code point."""
    if encoder != "none":
        request.getfixturevalue(encoder)
    need = "𝔸 海边钢结构三年就锈，涂层总起泡；the coating must resist salt spray."
    published(
        AchievementFactory, title_zh="水性防锈涂层", title_en="Water-borne coating",
        description_zh="😀 第一句无关。涂层耐盐雾，钢结构不锈。", description_en="It resists salt spray.",
        parameters="盐雾 1000 h\n钢结构用",
    )  # fmt: skip
    expert = published(ExpertFactory, title_zh="林某", description_zh="教书。")
    WorkFactory(expert=expert, title_zh="钢结构涂层起泡机理", abstract="The coating of steel.")
    record_published.send(type(expert), record=expert)
    published(OrganisationFactory, name_zh="涂层研究所示例", description_zh="做钢结构涂层。")
    catch_up()
    answer = find_matches(typed_need(need), user=AnonymousUser(), k=20)
    fields = set()
    assert answer.semantic == (encoder != "none")
    for result in answer.results:
        assert sum(result.parts.values()) == pytest.approx(result.score)
        for why in result.reasons:
            name = why.doc_field
            if name.startswith("works["):
                stored = getattr(result.record.works.all()[int(name[6])], name.partition("].")[2])
            else:
                stored = getattr(result.record, name)
            assert stored[slice(*why.doc_span)] == why.text
            assert need[slice(*why.query_span)] == why.query_text
            for start, end in why.doc_marks:
                assert why.doc_span[0] <= start < end <= why.doc_span[1]
            for start, end in why.query_marks:
                assert why.query_span[0] <= start < end <= why.query_span[1]
            if why.nature == "words":
                assert why.doc_marks
            fields.add(name)
    if encoder == "none":
        assert {"description_zh", "works[0].title_zh"} <= fields
        assert {result.kind.name for result in answer.results} == {"achievement", "expert", "organisation"}


def test_a_reason_the_record_no_longer_gives_is_dropped(catch_up):
    record = published(AchievementFactory, title_zh="无关", description_zh="钢结构涂层起泡。")
    catch_up()
    group = get_kind("achievement").group(record.pk)
    assert found("钢结构涂层起泡")[group].reasons
    Achievement.objects.filter(pk=record.pk).update(description_zh="换了一句话，说的是别的事情。")
    assert found("钢结构涂层起泡")[group].reasons == ()


def test_meaning_finds_what_shares_no_word(catch_up, fake_encoder):
    record = published(AchievementFactory, title_zh="海上风机塔筒防腐", description_zh="可耐盐雾。")
    published(AchievementFactory, title_zh="固态电池", description_zh="续航更长。")
    catch_up()
    result = next(iter(found("rust on steel", kinds=("achievement",)).values()))
    assert result.record == record
    assert {why.nature for why in result.reasons} == {"meaning"}


def test_a_name_is_no_reason_by_its_meaning(catch_up, fake_encoder):
    person = published(ExpertFactory, title_zh="防锈涂层", description_zh="教书育人多年。")
    catch_up()
    result = found("rust on steel", kinds=("expert",))[get_kind("expert").group(person.pk)]
    assert all(not why.doc_field.startswith("title_") for why in result.reasons)
    # By its words it is: who types a name looks for that person.
    result = found("防锈涂层", kinds=("expert",))[get_kind("expert").group(person.pk)]
    assert [(why.nature, why.doc_field) for why in result.reasons][:1] == [("words", "title_zh")]


def test_conditions_narrow(catch_up):
    here = published(
        AchievementFactory,
        organisation__region="120116",
        industry="C2641",
        readiness_scale="iso16290",
        readiness_level=6,
    )
    there = published(
        AchievementFactory, region="110108", industry="C3841", readiness_scale="gbt22900-2009", readiness_level=6
    )
    need = published(DemandFactory)
    catch_up()
    one, two, demand = (get_kind(r.kind).group(r.pk) for r in (here, there, need))
    everything = set(found("防腐涂料 盐雾 锈蚀"))
    assert {one, two, demand} <= everything
    assert demand not in found("防腐涂料 盐雾 锈蚀", kinds=("achievement",))
    assert set(found("防腐涂料 盐雾", kinds=("achievement",), regions=("120000",))) == {one}
    assert set(found("防腐涂料 盐雾", kinds=("achievement",), regions=("110108", "310000"))) == {two}
    assert set(found("防腐涂料 盐雾", kinds=("achievement",), industries=("C26",))) == {one}
    assert set(found("防腐涂料 盐雾", kinds=("achievement",), readiness=readiness_range("iso16290", 4, None))) == {one}
    assert set(found("防腐涂料 盐雾", kinds=("achievement",), readiness=readiness_range("gbt22900-2009", 4, 6))) == {
        two
    }
    assert one not in found("防腐涂料 盐雾", without=(one,))


def test_an_on_request_record_does_not_tell_by_filters(catch_up):
    record = published(DemandFactory, tier=Tier.ON_REQUEST, title_zh=TITLE, region="120116", industry="C2641")
    catch_up()
    group = get_kind("demand").group(record.pk)
    assert group in found(TITLE)
    assert group not in found(TITLE, regions=("120116",))
    assert group not in found(TITLE, industries=("C2641",))


def test_the_need_of_a_record_is_what_the_person_may_read(catch_up):
    record = DemandFactory(title_zh=TITLE, description_zh=SECRET, tier=Tier.ON_REQUEST)
    kind = get_kind("demand")
    for user, readable in ((AnonymousUser(), False), (member_of(record.organisation), True), (reviewer(), True)):
        need = record_need(kind, get_shown(kind, [record.pk], user)[record.pk], "zh")
        assert (SECRET in need.text) == readable
    assert record_need(kind, get_shown(kind, [record.pk], user)[record.pk], "en").lang == "zh", "the only one there is"
    empty = DemandFactory(title_zh="", description_zh="")
    with pytest.raises(NeedError):
        record_need(kind, get_shown(kind, [empty.pk], AnonymousUser())[empty.pk], "zh")


def test_a_need_is_neither_empty_nor_endless():
    assert typed_need("锈" * MAX_LENGTH).text
    for text in ("", " \n", "锈" * (MAX_LENGTH + 1)):
        with pytest.raises(NeedError):
            typed_need(text)


def test_without_an_index_nothing_is_found_and_nothing_breaks():
    answer = find_matches(typed_need("锈"), user=AnonymousUser())
    assert (answer.results, answer.index_version, answer.semantic) == ((), "", False)


def test_an_encoder_that_fails_leaves_the_words(catch_up, fake_encoder, monkeypatch):
    published(AchievementFactory, title_zh="钢结构防腐涂料")
    catch_up()
    assert find_matches(typed_need("钢结构防腐"), user=AnonymousUser()).semantic

    def fail(*_: object, **__: object):
        from heliu_engine.errors import EncoderError

        raise EncoderError("It is down.")

    monkeypatch.setattr(fake_encoder, "encode", fail)
    monkeypatch.setattr(fake_encoder, "encode_parts", fail)
    answer = find_matches(typed_need("钢结构用的涂料"), user=AnonymousUser())
    assert answer.results
    assert (answer.semantic, answer.problem) == (False, "It is down.")
