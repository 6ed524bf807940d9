"""What records near a need state: places in them, of records that may be read."""

from __future__ import annotations

import pytest

from heliu_engine import Document, Filters, Matcher, Query
from heliu_engine.coach import ELEMENTS, Typical, typical, typical_of_each

RECORDS = (
    Document("a", "海洋平台防腐涂层", "涂层厚度0.3mm，耐盐雾3000h。可在-40℃环境下施工。", kind="achievement"),
    Document("b:zh", "钢结构防腐涂层", "附着力8MPa，耐盐雾2000h。", group="b", kind="achievement"),
    Document("b:en", "Steel coating", "Adhesion 9 MPa.", group="b", kind="achievement", audience="members"),
    Document("c", "防腐涂层", "涂层厚度 0.3 mm，耐盐雾 3000 h。", kind="achievement"),
    Document("d", "防腐涂层研发", "目前耐盐雾500h，要求耐盐雾不低于1500h。", kind="demand"),
    Document("s", "防腐涂层", "耐盐雾9000h。", kind="achievement", audience="secret"),
)
OPEN = Filters(audiences=("public",))


@pytest.fixture
def matcher() -> Matcher:
    matcher = Matcher()
    others = (Document(f"o{number}", "苹果冷库保鲜", f"可存放{number + 100}天。") for number in range(30))
    matcher.add([*RECORDS, *others])
    return matcher


def check(found: tuple[Typical, ...]) -> None:
    """Every value is a place in a record."""
    documents = {document.id: document for document in RECORDS}
    for one in found:
        document = documents[one.document_id]
        assert one.candidate == document.candidate
        assert getattr(document, one.doc_field)[slice(*one.doc_span)] == one.text


def test_each_record_gives_one_place_about_what_most_of_them_name(matcher: Matcher):
    found = typical(matcher, "防腐涂层", "parameters", filters=OPEN)
    check(found)
    stated = {one.candidate: one.text for one in found}
    # Two of the three that state a thickness or a salt spray test state the same one; what is wanted, not what is.
    assert stated["b"] == "耐盐雾2000h"
    assert stated["d"] == "耐盐雾不低于1500h"
    assert len({"a", "c"} & stated.keys()) == 1
    assert len(stated) == len(found) == 3


def test_only_what_the_filters_allow_is_read(matcher: Matcher):
    need = Query(text="Steel coating with good adhesion 防腐涂层", lang="en")
    for audiences, expected in ((("public",), "b:zh"), (("public", "members"), "b:en")):
        found = typical(matcher, need, "parameters", k=9, filters=Filters(audiences=audiences))
        check(found)
        assert {one.document_id for one in found if one.candidate == "b"} == {expected}
        assert all(one.candidate != "s" for one in found)
    found = typical(matcher, "防腐涂层", "parameters", k=9, filters=Filters(audiences=("public",), exclude=("d",)))
    assert all(one.candidate != "d" for one in found)


def test_other_elements_come_from_text_or_title(matcher: Matcher):
    conditions = typical(matcher, "防腐涂层", "conditions", filters=OPEN)
    check(conditions)
    assert [one.text for one in conditions] == ["可在-40℃环境下施工"]
    things = typical(matcher, "防腐涂层", "object", k=2, filters=OPEN)
    check(things)
    assert len(things) == 2
    assert all(one.doc_field == "title" for one in things)
    assert typical(matcher, "防腐涂层", "confidentiality", filters=OPEN) == ()
    assert typical(Matcher(), "防腐涂层", "parameters") == ()


def test_documents_of_candidates(matcher: Matcher):
    both = matcher.documents(["b", "nobody"])
    assert {name: [document.id for document in own] for name, own in both.items()} == {"b": ["b:en", "b:zh"]}
    assert [document.id for document in matcher.documents(["b"], OPEN)["b"]] == ["b:zh"]
    assert matcher.documents(["s"], OPEN) == {}


def test_several_elements_at_once_are_what_each_gives_alone(matcher: Matcher):
    together = typical_of_each(matcher, "防腐涂层", ELEMENTS, k=2, filters=OPEN)
    assert together == {name: typical(matcher, "防腐涂层", name, k=2, filters=OPEN) for name in ELEMENTS}
    assert together["parameters"]
    assert typical_of_each(matcher, "qqqq", ("budget",)) == {"budget": ()}
