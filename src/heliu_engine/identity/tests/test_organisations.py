"""What names of organisations mean, and which two organisations may be one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine.errors import InputError
from heliu_engine.identity import Organisation, OrganisationResolver

GOOD, OTHER = "91350100M000100Y43", "91512081MA62K0260E"
"""Two codes whose check characters fit."""


def known(*names: str, **fields: str) -> Organisation:
    return Organisation(names[0], {"official": names}, **fields)


RESOLVER = OrganisationResolver(
    [
        Organisation(
            "南开大学", {"official": ("南开大学",), "english": ("Nankai University",), "former": ("国立南开大学",)}
        ),
        Organisation(
            "天津大学",
            {"official": ("天津大学",), "english": ("Tianjin University",), "former": ("北洋大学",)},
            region="120000",
        ),
        *map(
            known,
            ("天津工业大学", "天津科技大学", "天津理工大学", "天津大学仁爱学院", "哈尔滨工业大学", "哈尔滨理工大学"),
        ),
        *map(known, ("中国科学院上海硅酸盐研究所", "中国电子科技集团公司第三十八研究所", "中国矿业大学（北京）")),
        *map(known, ("天津市北海通信技术有限公司", "中环检测(天津)有限公司", "中环检测(上海)有限公司")),
        *map(
            known,
            (
                "中国石油化工股份有限公司",
                "中国石油化工股份有限公司巴陵分公司",
                "美的集团股份有限公司",
                "美的电器有限公司",
            ),
        ),
        Organisation("科大", {"official": ("天津科大讯能有限公司",), "short": ("科大讯能",)}, code=GOOD),
    ]
)


@pytest.mark.parametrize(
    ("mention", "meant", "ground"),
    [
        ("南開大學", "南开大学", "official"),
        ("南开", "南开大学", "abbreviation"),
        ("国立南开大学", "南开大学", "former"),
        ("北洋大学", "天津大学", "former"),
        ("天大", "天津大学", "abbreviation"),
        ("天津工大", "天津工业大学", "abbreviation"),
        ("天科大", "天津科技大学", "abbreviation"),
        ("哈工大", "哈尔滨工业大学", "abbreviation"),
        ("仁爱学院", "天津大学仁爱学院", "abbreviation"),
        ("天大仁爱学院", "天津大学仁爱学院", "abbreviation"),
        ("中国矿业大学(北京)", "中国矿业大学（北京）", "official"),
        ("中科院上海硅酸盐所", "中国科学院上海硅酸盐研究所", "abbreviation"),
        ("中国电科38所", "中国电子科技集团公司第三十八研究所", "abbreviation"),
        ("Tianjin Univ.", "天津大学", "english"),
        ("NANKAI UNIVERSITY", "南开大学", "english"),
        ("University of Tianjin", "天津大学", "abbreviation"),
        ("天津北海通信技术有限公司", "天津市北海通信技术有限公司", "form"),
        ("天津市北海通信技术有限责任公司", "天津市北海通信技术有限公司", "form"),
        ("中環檢測（天津）有限公司", "中环检测(天津)有限公司", "official"),
        ("科大讯能", "科大", "short"),
    ],
)
def test_a_name_means_what_it_says(mention, meant, ground):
    found = RESOLVER.best(mention)
    assert found is not None
    assert (found.id, found.ground) == (meant, ground)


@pytest.mark.parametrize(
    "mention",
    [
        "天津商业大学", "天津", "大学", "中环检测有限公司", "南开大学滨海学院", "美的有限公司",
        "中国石油化工股份有限公司上海分公司",
        "上海北海通信技术有限公司", "北海通信技术", "Tianjin University of Technology", "", "！",
    ],
)  # fmt: skip
def test_a_name_that_only_looks_so_is_not_resolved(mention):
    assert RESOLVER.best(mention) is None


def test_a_part_and_a_name_without_its_place_are_proposed_only():
    assert [(each.id, each.ground) for each in RESOLVER.resolve("天津大学化学学院")] == [("天津大学", "part")]
    department = RESOLVER.resolve("School of Chemistry, Tianjin University")
    assert [(each.id, each.ground) for each in department] == [("天津大学", "part")]
    assert [(each.id, each.ground) for each in RESOLVER.resolve("北海通信技术有限公司")] == [
        ("天津市北海通信技术有限公司", "place")
    ]


def test_codes_win_and_rule_out():
    assert RESOLVER.resolve("某公司", code=f" {GOOD.lower()} ")[0].score == 1.0
    assert RESOLVER.best("天津科大讯能有限公司", code=OTHER) is None
    # What cannot be a code says nothing.
    assert RESOLVER.best("天津科大讯能有限公司", code="123") is not None
    assert (
        RESOLVER.resolve("天津大学", region="440000")[0].score < RESOLVER.resolve("天津大学", region="120104")[0].score
    )


def test_one_written_name_of_two_is_not_resolved():
    twins = OrganisationResolver([known("甲测技术有限公司"), Organisation("b", {"official": ("甲测技术有限公司",)})])
    assert twins.best("甲测技术有限公司") is None
    assert [each.score for each in twins.resolve("甲测技术有限公司")] == [0.49, 0.49]


def test_two_entered_twice_are_found_but_never_with_different_codes():
    one = known("甲测技术有限公司", code=GOOD)
    (pair,) = OrganisationResolver([one, known("甲测技术股份有限公司")]).likely_same()
    assert {pair.left, pair.right} == {one.id, "甲测技术股份有限公司"}
    assert pair.ground == "form"
    assert not OrganisationResolver([one, known("甲测技术股份有限公司", code=OTHER)]).likely_same()
    slip = GOOD[:-2] + "5" + GOOD[-1]
    (pair,) = OrganisationResolver([one, Organisation("z", one.names, code=slip)]).likely_same()
    assert pair.score == 0.5
    assert not OrganisationResolver([known("天津大学"), known("天津大学仁爱学院"), known("天津工业大学")]).likely_same()
    with pytest.raises(InputError):
        OrganisationResolver([one, one])


@given(
    st.lists(st.text(max_size=12) | st.sampled_from(["甲有限公司", "甲", "乙大学"]), max_size=6), st.text(max_size=20)
)
def test_any_names_are_taken(names, mention):
    resolver = OrganisationResolver(Organisation(str(place), {"official": (name,)}) for place, name in enumerate(names))
    assert all(0 < each.score <= 1 for each in resolver.resolve(mention))
    assert all(pair.left < pair.right for pair in resolver.likely_same())
