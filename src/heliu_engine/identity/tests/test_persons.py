"""Persons by name, organisation and works together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine.identity import Person, compare_persons
from heliu_engine.identity.person_names import agreement

ZHANG = Person(
    "a",
    ("张伟",),
    ("天津大学",),
    works=("海洋平台用石墨烯防腐涂层的制备", "钢结构腐蚀的在线监测"),
    co_authors=("李娜", "王强", "张伟"),
    fields=("材料科学", "防腐"),
)
ORCID, OTHER_ORCID = "0000-0002-1825-0097", "0000-0001-5109-3700"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("张伟", "張偉 教授", "same"),
        ("Wei Zhang", "ZHANG, Wei", "same"),
        ("José García", "Jose Garcia", "same"),
        ("张伟", "Zhang Wei", "compatible"),
        ("张伟", "Wei Zhang", "compatible"),
        ("张伟", "W. Zhang", "compatible"),
        ("张明伟", "Ming-Wei Zhang", "compatible"),
        ("张明伟", "M. W. Zhang", "compatible"),
        ("欧阳明", "Ming Ouyang", "compatible"),
        ("吕布", "Lü Bu", "compatible"),
        ("J. Smith", "John Smith", "compatible"),
        ("Ming Wei Zhang", "Mingwei Zhang", "compatible"),
        ("张伟", "张玮", "different"),
        ("张伟", "Li Wei", "different"),
        ("Wei Zhang", "Wei Li", "different"),
        ("J. Smith", "Peter Smith", "different"),
        ("", "", "different"),
    ],
)
def test_names(one, other, expected):
    assert agreement(one, other) == agreement(other, one) == expected


def verdict(**changes: object) -> str:
    return compare_persons(ZHANG, replace(ZHANG, id="b", **changes)).verdict  # type: ignore[arg-type]


def test_orcids_decide():
    one = replace(ZHANG, orcid=ORCID)
    assert compare_persons(one, Person("b", ("W. Chang",), orcid=f"https://orcid.org/{ORCID}")).verdict == "same"
    assert compare_persons(one, replace(one, id="b", orcid=OTHER_ORCID)).verdict == "different"
    # A wrong check digit is no ORCID.
    assert compare_persons(one, replace(one, id="b", orcid=ORCID[:-1] + "8")).verdict == "same"


def test_the_name_alone_is_never_enough():
    nothing = {"organisations": (), "works": (), "co_authors": (), "fields": ()}
    assert verdict(**nothing) == "different"
    assert verdict(**{**nothing, "organisations": ("天津大學",)}) == "likely"
    others = {"works": ("苹果采后保鲜",), "co_authors": ("赵敏",)}
    assert verdict(**others, fields=()) == "likely"
    assert verdict(**others, organisations=("河北农业大学",), fields=("园艺",)) == "different"


def test_works_and_co_authors_speak():
    assert verdict(works=("一种海洋平台用石墨烯防腐涂层的制备",), co_authors=()) == "same"
    assert verdict(works=(), co_authors=("王强", "李娜"), fields=()) == "same"
    # The person's own name among the co-authors is none.
    assert verdict(works=(), co_authors=("张伟",), fields=()) == "likely"
    moved = {"organisations": ("南开大学",), "names": ("Wei Zhang",)}
    assert verdict(**moved, works=ZHANG.works[:1], co_authors=("李娜", "王强")) == "same"
    reasons = compare_persons(ZHANG, replace(ZHANG, id="b", works=("苹果采后保鲜",))).reasons
    assert {reason.nature: reason.agrees for reason in reasons} == {
        "name": True, "organisation": True, "works": False, "co_authors": True, "fields": True,
    }  # fmt: skip


def test_chinese_names_that_differ_are_not_mended_by_pinyin():
    one, other = (
        replace(ZHANG, names=("张伟", "Zhang Wei")),
        replace(ZHANG, id="b", names=("张玮", "Wei Zhang", "Z. Wei")),
    )
    assert compare_persons(replace(one, names=("张伟", "W. Zhang")), other).verdict == "different"


def test_a_co_author_who_is_named_twice_counts_once():
    one = Person("a", ("张伟",), co_authors=("李娜",))
    other = Person("b", ("张伟",), co_authors=("李娜", "李娜"))
    assert compare_persons(one, other).score == compare_persons(other, one).score == 0.5
    # Nor is a name with a mark of enumeration in it two.
    joined = replace(one, co_authors=("李娜、王芳",)), replace(other, co_authors=("李娜、王芳",))
    assert compare_persons(*joined).score == 0.5


NAMES = st.sampled_from(["张伟", "Wei Zhang", "W. Zhang", "李娜", "Na Li", "", "欧阳明"]) | st.text(max_size=8)
PERSONS = st.builds(
    Person,
    id=st.sampled_from("ab"),
    names=st.lists(NAMES, max_size=3).map(tuple),
    organisations=st.lists(st.sampled_from(["天津大学", "天津大學", "Nankai Univ."]), max_size=2).map(tuple),
    orcid=st.sampled_from(["", ORCID, OTHER_ORCID, "x"]),
    works=st.lists(st.sampled_from(["石墨烯防腐涂层", "苹果保鲜", "A study of steel"]), max_size=2).map(tuple),
    co_authors=st.lists(NAMES, max_size=3).map(tuple),
    fields=st.lists(st.sampled_from(["材料", "园艺"]), max_size=2).map(tuple),
)


@given(PERSONS, PERSONS)
def test_it_is_the_same_from_both_sides(one, other):
    here, there = compare_persons(one, other), compare_persons(other, one)
    assert (here.score, here.verdict) == (there.score, there.verdict)
    assert {(reason.nature, reason.agrees) for reason in here.reasons} == {
        (reason.nature, reason.agrees) for reason in there.reasons
    }
    if here.verdict == "same" and not (one.orcid and one.orcid == other.orcid):
        assert any(reason.nature in ("works", "co_authors") and reason.agrees for reason in here.reasons)
