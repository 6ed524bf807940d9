"""Records that are one and records that only look so, worked by hand, and what must hold for any."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heliu_engine.errors import InputError
from heliu_engine.identity import Entry, Index, compare, find_duplicates

BODY = (
    "本项目研制海洋平台钢构件用的纳米防腐涂层，以石墨烯片层阻隔氯离子，底漆与面漆一次成型。盐雾试验3000小时不起泡，"
    "附着力12 MPa，已用于海边栈桥与风电塔筒，三年未见返锈。每平方米成本比现有环氧涂层低两成，常温下四小时表干。"
)
COATING = Entry("a", "achievement", "一种海洋平台用石墨烯防腐涂层", BODY, "天津海岸涂料有限公司")
TRADITIONAL = "本項目研製海洋平臺鋼構件用的納米防腐塗層，以石墨烯片層阻隔氯離子，底漆與面漆一次成型。"


def verdict(one: Entry, **changes: object) -> str:
    return compare(one, replace(one, id="b", **changes)).verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "【成果推介】海洋平台用石墨烯防腐涂层技术"},
        {"body": BODY[:90] + "……", "owner": ""},
        {"body": "成果简介：" + BODY + "\n联系人：王老师　电话：022-00000000", "owner": "天津海岸涂料"},
        {"body": "".join(reversed([part + "。" for part in BODY.split("。") if part]))},
        {"body": BODY.replace("，", ", ").replace("3000", "３０００"), "title": "海洋平台用石墨烯防腐塗層"},
        {"body": ""},
    ],
)
def test_second_versions_are_found(changes):
    assert verdict(COATING, **changes) in ("same", "likely")
    other = replace(COATING, id="b", **changes)
    assert [(pair.left, pair.right) for pair in find_duplicates([other, COATING])] == [("a", "b")]


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "demand"},
        {"title": "一种海洋平台用石墨烯导热涂层", "body": BODY.replace("防腐", "导热").replace("盐雾", "热循环")},
        {"body": BODY.replace("3000", "1000").replace("12 MPa", "8 MPa")},
        {"body": "苹果采后一周内以短波紫外线照射，再以壳聚糖成膜，常温可存放半年而不失水，已在三家果库使用。"},
    ],
)
def test_what_only_looks_so_is_not(changes):
    assert verdict(COATING, **changes) == "different"
    assert not find_duplicates([COATING, replace(COATING, id="b", **changes)])


def test_what_differs_is_said():
    other = replace(COATING, id="b", body=BODY.replace("12 MPa", "8 MPa"))
    numbers = next(reason for reason in compare(COATING, other).reasons if reason.nature == "numbers")
    assert (numbers.agrees, numbers.left, numbers.right) == (False, "12 MPa", "8 MPa")
    start, end = numbers.left_spans[0]
    assert BODY[start:end] == "12 MPa"
    body = next(reason for reason in compare(COATING, other).reasons if reason.nature == "body")
    assert body.agrees
    assert body.left in BODY
    assert body.share is not None
    assert 0.9 < body.share < 1.0
    traditional = replace(COATING, id="b", title=f"關於{COATING.title}", body=TRADITIONAL)
    spans = next(reason for reason in compare(COATING, traditional).reasons if reason.nature == "body").right_spans
    assert spans == ((0, len(TRADITIONAL) - 1),)


def test_identifiers_decide():
    one = replace(COATING, codes={"patent": "ZL201710601862.3"})
    assert compare(one, replace(one, id="b", codes={"patent": "201710601862"})).verdict == "same"
    assert compare(one, replace(one, id="b", codes={"patent": "ZL201710601999.X"})).verdict == "different"
    # One number with two texts is for a person to look at; so is one identifier that agrees and one that does not.
    other = Entry(
        "c", "achievement", "苹果保鲜方法", "采后一周内处理，可存放半年。", codes={"patent": "ZL201710601862.3"}
    )
    assert compare(one, other).score == pytest.approx(0.7)
    both = {"patent": "ZL201710601862.3", "case": "7"}
    assert compare(replace(one, codes=both), replace(one, id="b", codes={**both, "case": "8"})).score == pytest.approx(
        0.7
    )
    # A source that counts its own may count one thing twice.
    counted = replace(COATING, codes={"external:list": "1"})
    assert compare(counted, replace(counted, id="b", codes={"external:list": "2"})).verdict != "different"


def test_titles_alone_need_to_say_the_same():
    one = Entry("a", "achievement", "基于区块链的访客控制管理方法及系统")
    assert compare(one, replace(one, id="b", title="基于区块链的访客控制管理方法")).score > 0
    assert compare(one, replace(one, id="b", title=f"一种{one.title}")).verdict == "same"
    assert compare(one, replace(one, id="b", title="基于指纹的门禁控制管理方法及系统")).verdict == "different"
    assert compare(Entry("a", "x", ""), Entry("b", "x", "")).verdict == "different"


def test_two_records_of_one_id_are_refused():
    with pytest.raises(InputError, match="'a'"):
        find_duplicates([COATING, COATING])


WORDS = st.sampled_from(
    ["防腐", "涂层", "钢", "5 kW", "10kW", "LiFePO4", "coating", "steel", "。", "\n", "Ａ", "鋼", "²"]
)
TEXTS = st.lists(WORDS, max_size=40).map("".join) | st.text(max_size=80)
ENTRIES = st.builds(
    Entry,
    id=st.sampled_from("abcdefgh"),
    kind=st.sampled_from(["achievement", "demand"]),
    title=TEXTS,
    body=TEXTS,
    owner=st.sampled_from(["", "甲公司", "乙公司"]),
    codes=st.dictionaries(st.sampled_from(["patent", "external:x"]), st.text(max_size=12), max_size=2),
    names=st.lists(st.sampled_from(["张伟", "Wei Zhang", ""]), max_size=2).map(tuple),
    year=st.none() | st.integers(1990, 2030),
)


@settings(deadline=None)
@given(ENTRIES, ENTRIES)
def test_it_is_the_same_from_both_sides(one, other):
    here, there = compare(one, other), compare(other, one)
    assert here.score == there.score
    assert here.features == there.features
    assert 0.0 <= here.score <= 1.0
    texts = ((one.title, one.body), (other.title, other.body))
    for reason in here.reasons:
        for spans, (title, body) in zip((reason.left_spans, reason.right_spans), texts, strict=True):
            assert all(0 <= start < end <= len(title if reason.field == "title" else body) for start, end in spans)


@settings(deadline=None)
@given(ENTRIES)
def test_a_record_with_something_to_say_is_the_same_as_its_copy(entry):
    long = replace(entry, title=f"{entry.title}石墨烯防腐涂层的制备", body=f"{BODY}{entry.body}")
    assert compare(long, replace(long, id="copy")).verdict in ("same", "likely")


@settings(deadline=None, max_examples=40)
@given(st.lists(ENTRIES, max_size=8, unique_by=lambda entry: entry.id), st.randoms())
def test_the_order_makes_no_difference_and_nothing_is_its_own_duplicate(entries, rng):
    found = find_duplicates(entries)
    assert all(pair.left < pair.right for pair in found)
    assert len({(pair.left, pair.right) for pair in found}) == len(found)
    shuffled = list(entries)
    rng.shuffle(shuffled)
    assert find_duplicates(shuffled) == found
    index = Index()
    index.update(entries)
    assert all(entry.id not in index.candidates(entry) for entry in entries)
