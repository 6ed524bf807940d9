"""What every registered kind has to promise."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from heliu.catalog.choices import State, Tier
from heliu.matching.adapters.answers import record_need
from heliu.matching.errors import NeedError
from heliu.matching.kinds import (
    RECORD_KINDS,
    Kind,
    Piece,
    RecordDocument,
    all_kinds,
    find_kind,
    get_kind,
    readiness_code,
    readiness_range,
    register_kind,
    split_group,
)
from heliu.matching.selectors import Shown
from heliu.matching.tests.factories import (
    AchievementFactory,
    DemandFactory,
    ExpertFactory,
    OrganisationFactory,
    WorkFactory,
)

pytestmark = pytest.mark.django_db
KINDS = [pytest.param(kind, id=kind.name) for kind in all_kinds()]
FACTORIES = {
    "achievement": AchievementFactory,
    "demand": DemandFactory,
    "expert": ExpertFactory,
    "organisation": OrganisationFactory,
}


def full_record(kind: Kind):
    """A record with text in both languages."""
    if kind.name == "organisation":
        return OrganisationFactory(
            name_en="Institute (Example)", description_zh="做涂料。", description_en="Makes coatings."
        )
    record = FACTORIES[kind.name](
        title_en="An English title", description_en="An English description.", keywords_zh=["防腐"],
        keywords_en=["corrosion"], industry="C2641",
    )  # fmt: skip
    if kind.name == "expert":
        WorkFactory(expert=record, title_en="Rust layers", abstract="On carbon steel.")
    return record


def stored(record, field: str) -> str:
    """What the database holds under a name of the API."""
    if field.startswith("works["):
        place, _, name = field.removeprefix("works[").partition("].")
        return getattr(list(record.works.all())[int(place)], name)
    return getattr(record, field)


@pytest.mark.parametrize("kind", KINDS)
def test_documents_hold_what_is_stored_where_they_say(kind):
    record = kind.findable().get(pk=full_record(kind).pk)
    documents = kind.index_documents(record)
    assert {document.lang for document in documents} == {"zh", "en"}
    assert len({document.id for document in documents}) == len(documents)
    for document in documents:
        assert document.id.startswith(kind.group(record.pk) + ":")
        for piece in (document.title, *document.body):
            assert stored(record, piece.field) == piece.text if piece.field else not piece.text
    assert split_group(kind.group(record.pk)) == (kind.name, record.pk)
    assert find_kind(record) is kind
    assert get_kind(kind.name) is kind
    assert record.get_absolute_url()


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_found_may_be_known(kind):
    """Findable and public is visible to anybody; what nobody may know of is not findable."""
    record = full_record(kind)
    assert kind.findable().filter(pk=record.pk).exists()
    assert kind.facets(record).audience == "public"
    assert kind.visible_to(AnonymousUser()).filter(pk=record.pk).exists()
    assert kind.readable_by(AnonymousUser()).filter(pk=record.pk).exists()
    organisation = record if kind.name == "organisation" else record.organisation
    organisation.is_active = False
    organisation.save()
    assert not kind.findable().filter(pk=record.pk).exists()
    assert not kind.visible_to(AnonymousUser()).filter(pk=record.pk).exists()


@pytest.mark.parametrize("name", RECORD_KINDS)
def test_tiers_decide_what_the_index_gets(name):
    kind = get_kind(name)
    record = full_record(kind)
    record.tier = Tier.MEMBERS
    assert kind.facets(record).audience == "members"
    assert any(document.body for document in kind.index_documents(record))
    record.tier = Tier.ON_REQUEST
    for document in kind.index_documents(record):
        assert document.title.field.startswith("title_")
        assert not document.text
        assert not document.keywords
    facets = kind.facets(record)
    assert (facets.audience, facets.region, facets.industry, facets.readiness) == ("public", "", "", None)
    record.tier = Tier.CONFIDENTIAL
    record.save()
    assert not kind.findable().filter(pk=record.pk).exists()


@pytest.mark.parametrize("state", [state for state in State.values if state != State.PUBLISHED])
def test_only_published_records_are_findable(state):
    assert not get_kind("demand").findable().filter(pk=DemandFactory(state=state).pk).exists()


def test_a_name_is_registered_once():
    with pytest.raises(ValueError, match="achievement"):
        register_kind(get_kind("achievement"))
    with pytest.raises(LookupError, match="instrument"):
        get_kind("instrument")


def test_spans_are_found_again_in_the_stored_field():
    document = RecordDocument(
        "demand:1:zh", "zh", Piece("title_zh", "标题"), (Piece("a", "一二三。"), Piece("b", "四五"))
    )
    assert document.text == "一二三。\n四五"
    assert document.locate("title", (0, 2)) == (Piece("title_zh", "标题"), (0, 2))
    assert document.locate("text", (0, 4)) == (Piece("a", "一二三。"), (0, 4))
    assert document.locate("text", (5, 7)) == (Piece("b", "四五"), (0, 2))
    assert document.locate("text", (2, 7)) == (Piece("a", "一二三。"), (2, 4)), "the longest share, the first of equals"
    assert document.locate("text", (4, 5)) is None
    assert document.locate("title", (0, 9)) is None


def test_a_persons_name_is_no_title():
    """Names are found by their words; their meaning says nothing, and "like this one" leaves them out."""
    kind = get_kind("expert")
    expert = ExpertFactory(title_zh="林见海", description_zh="研究锈蚀。", title_en="Lin Jianhai")
    WorkFactory(expert=expert, title_zh="锈层演化")
    chinese, english, work = kind.index_documents(expert)
    assert [chinese.title.text, english.title.text, work.title.text] == ["", "", "锈层演化"]
    assert [piece.field for piece in chinese.body] == ["title_zh", "description_zh"]
    assert record_need(kind, Shown(expert, True), "zh").text == "研究锈蚀。\n锈层演化"
    assert record_need(kind, Shown(expert, True), "en").text == "研究锈蚀。\n锈层演化", (
        "in English there is a name only"
    )
    with pytest.raises(NeedError):
        record_need(kind, Shown(ExpertFactory(description_zh=""), True), "zh")
    assert kind.to_documents(expert, False)[0].title.text == "林见海"


def test_money_present_state_and_confidentiality_are_not_searched():
    fields = {"need_current": "现状甲", "need_confidentiality": "保密乙", "cooperation": ["equity"], "budget_max": 777}
    record = DemandFactory(**fields, need_problem="问题丙")
    [document] = get_kind("demand").index_documents(record)
    assert [piece.field for piece in document.body] == ["description_zh", "need_problem"]
    assert not any(word in repr(document) for word in ("现状甲", "保密乙", "equity", "777"))


def test_fields_stored_once_go_to_the_document_of_their_language():
    record = DemandFactory(
        title_en="Rust", description_en="", parameters="耐盐雾 ≥ 1000 h", need_method="cold spraying"
    )
    fields = {
        document.lang: [piece.field for piece in document.body]
        for document in get_kind("demand").index_documents(record)
    }
    assert fields == {"zh": ["description_zh", "parameters"], "en": ["need_method"]}
    record = DemandFactory(title_zh="", description_zh="", title_en="Rust", parameters="耐盐雾")
    [document] = get_kind("demand").index_documents(record)
    assert [piece.field for piece in document.body] == ["parameters"]


def test_a_record_without_region_is_found_in_that_of_its_organisation():
    kind = get_kind("demand")
    assert kind.facets(DemandFactory(organisation__region="110108")).region == "110108"
    assert kind.facets(DemandFactory(organisation__region="110108", region="120116")).region == "120116"


def test_levels_of_different_scales_never_meet():
    low, high = readiness_range("iso16290", 4, None)
    assert low <= readiness_code("iso16290", 4) <= readiness_code("iso16290", 9) <= high
    assert not low <= readiness_code("gbt22900-2009", 6) <= high
    assert readiness_code("", None) is None
    assert readiness_code("unknown", 3) is None
    with pytest.raises(LookupError):
        readiness_range("unknown", 1, 2)
