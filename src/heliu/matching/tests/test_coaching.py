"""What the coach says, and to whom."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from heliu.catalog.choices import Tier
from heliu.catalog.models import Achievement
from heliu.matching.adapters.answers import MAX_LENGTH
from heliu.matching.coaching.adapters import asking
from heliu.matching.coaching.adapters.amounts import FieldValue, budget_values, deadline_values, with_blanks
from heliu.matching.coaching.adapters.coach import coach, typed
from heliu.matching.coaching.adapters.values import Coaching, Written
from heliu.matching.coaching.forms import written_demand
from heliu.matching.coaching.labels import WORDINGS, answer_start, because_label, change_label, help_label
from heliu.matching.errors import NeedError
from heliu.matching.kinds import get_kind
from heliu.matching.sheets.choices import ELEMENTS
from heliu.matching.tests.factories import AchievementFactory, DemandFactory, ExpertFactory
from heliu.matching.tests.test_answers import KNOW, QUERY, SECRET, TITLE, people, published
from heliu_engine.coach import Element, Question, Sheet, Typical, take_apart

pytestmark = pytest.mark.django_db
NEED = "海边钢结构总是生锈，涂层总起泡。"
ANSWER = NEED + "\n目标参数：耐盐雾试验不少于1000小时"


def coached(written: Written, user=None) -> Coaching:
    return coach(written, user=user or AnonymousUser())


def form(**fields: str) -> Written:
    data = QueryDict(mutable=True)
    data.update(fields)
    return written_demand(data)


@pytest.fixture
def quotes(monkeypatch):
    """Call it with records to have the engine quote of each every place that it might ever have had."""

    def quote(*documents: tuple[str, str, str, str]) -> None:
        found = tuple(
            Typical(text, candidate, document, field, (0, len(text))) for candidate, document, field, text in documents
        )
        monkeypatch.setattr(asking, "questions", lambda *_, **__: (Question("parameters", 0.4),))
        monkeypatch.setattr(asking, "typical_of_each", lambda *_, **__: {"parameters": found})

    return quote


def test_what_is_understood_stands_where_it_says():
    fields = {
        "description_zh": "𝔸 海边钢结构总是生锈。\r\n预算：50万元",
        "need_conditions": "海边，湿度 95%",
        "title_zh": "防锈",
    }
    coaching = coached(form(**fields))
    places = {each.element: each.places for each in coaching.understood}
    assert {"problem", "budget", "conditions"} <= set(places)
    for element_places in places.values():
        for place in element_places:
            # As the page counts: a line break is one character.
            assert fields[place.field].replace("\r\n", "\n")[slice(*place.span)] == place.text
    assert [place.field for place in places["conditions"]] == ["need_conditions"]
    assert not {"problem", "budget", "conditions"} & set(coaching.missing)


def test_a_field_states_its_element_whatever_it_says():
    alone = coached(form(description_zh=NEED))
    assert {"budget", "deadline", "method", "object"} <= set(alone.missing) | {"object"}
    filled = form(
        description_zh=NEED, budget_max="30", deadline="2027-03-31", need_method="没有想法", need_object="50万元"
    )
    coaching = coached(filled)
    stated = {each.element: each for each in coaching.understood}
    assert stated["budget"].places == stated["deadline"].places == ()
    assert "50万元" in {place.text for place in stated["object"].places}, "in the field of the object it is no budget"
    assert not {"budget", "deadline", "method"} & {*coaching.missing, *(asked.element for asked in coaching.questions)}
    assert [asked.stated for asked in coaching.questions if asked.element == "object"] in ([], [True])


def test_the_language_is_the_one_that_is_written():
    assert form(description_en="Steel rusts by the sea.").field == "description_en"
    assert form(description_zh=NEED, description_en="Steel rusts.").field == "description_zh"
    assert form().field == "description_zh"


@pytest.mark.parametrize("tier", Tier.values)
def test_tiers_hold_whatever_the_engine_quotes(tier, catch_up, quotes):
    """Even an engine that quotes what the index must not hold tells nobody what they may not read."""
    record = published(AchievementFactory, title_zh=TITLE, description_zh=f"内有{SECRET}一事。", tier=tier)
    for number in range(20):
        published(AchievementFactory, title_zh=f"第{number}号阀门漏水", description_zh="垫圈老化。")
    catch_up()
    group = get_kind("achievement").group(record.pk)
    quotes((group, f"{group}:zh", "title", TITLE), (group, f"{group}:zh", "text", f"内有{SECRET}一事。"))
    for name, user in people(record).items():
        coaching = coached(typed(QUERY), user)
        suggested = {suggestion.text for suggestion in coaching.questions[0].suggestions}
        found = {move.result.kind.group(move.result.record.pk) for move in coaching.moved}
        # Who may see a confidential record gets its title, were it ever quoted; the index does not have it.
        known = {"owner", "reviewer"} if tier == Tier.CONFIDENTIAL else KNOW[tier]
        assert (TITLE in suggested) == (name in known), f"{name} and {tier}"
        assert (group in found) == (name in KNOW[tier]), f"{name} and {tier}"
        whole = f"内有{SECRET}一事。" in suggested
        assert whole == (name in KNOW[tier] and tier in (Tier.PUBLIC, Tier.MEMBERS)), f"{name} and {tier}"


def test_a_quote_the_record_no_longer_holds_is_dropped(catch_up, quotes):
    record = published(AchievementFactory, title_zh=TITLE, description_zh="耐盐雾1000小时。")
    catch_up()
    group = get_kind("achievement").group(record.pk)
    quotes(
        (group, f"{group}:zh", "text", "耐盐雾1000小时"), ("achievement:999999", "achievement:999999:zh", "text", "x")
    )
    [suggestion] = coached(typed(NEED)).questions[0].suggestions
    assert (suggestion.record, suggestion.field, suggestion.text) == (record, "description_zh", "耐盐雾1000小时")
    assert suggestion.blank == "耐盐雾＿＿小时"
    Achievement.objects.filter(pk=record.pk).update(description_zh="换了一句话，说的是别的事情。")
    assert coached(typed(NEED)).questions[0].suggestions == ()


def test_a_name_is_no_suggestion(catch_up, quotes):
    person = published(ExpertFactory, title_zh="林见海", description_zh="研究钢结构锈蚀。")
    catch_up()
    group = get_kind("expert").group(person.pk)
    # The name of an expert stands at the beginning of the text.
    quotes((group, f"{group}:zh", "text", "林见海"))
    assert coached(typed(NEED)).questions[0].suggestions == ()


@pytest.fixture
def region(catch_up):
    """Coatings and other things; one record has what only the answer asks for."""
    for number in range(12):
        published(AchievementFactory, title_zh=f"防锈涂层{number}", description_zh="钢结构用。")
    wanted = published(AchievementFactory, title_zh="高固含漆", description_zh="耐盐雾试验1440小时，合格。")
    for number in range(20):
        published(AchievementFactory, title_zh=f"第{number}号阀门漏水", description_zh="垫圈老化。")
    published(DemandFactory, title_zh="耐盐雾试验的另一需求", description_zh="耐盐雾试验1000小时")
    catch_up()
    return wanted


def test_what_an_answer_changed(region):
    first = coached(typed(NEED))
    assert not first.changed
    assert len(first.moved) == 10
    now = coached(typed(ANSWER, before=first.before, last=first.sheet.text))
    assert now.before == NEED
    [entered] = [move for move in now.moved if move.result.record == region]
    assert (entered.what, entered.before) == ("entered", None)
    assert entered.because.words == ("耐盐雾试验",), "the property it shares, and not the comparator or the number"
    assert all(move.result.kind.name != "demand" for move in now.moved), "a demand answers none"
    sentence = change_label(now.moved, 10)
    assert "新进入" in sentence
    assert "退出前 10 名" in sentence
    assert because_label(entered.because) == "因为“耐盐雾试验”"
    # Taken back, everything is as it was.
    assert not coached(typed(NEED, before=now.before, last=ANSWER)).changed


def test_what_the_page_keeps_is_only_a_text(region):
    """Whatever a page sends back as the text before, the results for it are found as the person."""
    Achievement.objects.filter(pk=region.pk).update(tier=Tier.MEMBERS)
    coaching = coached(typed(NEED + "\n目标参数：", before=ANSWER, last=NEED + "\n目标参数："))
    assert region not in [move.result.record for move in coaching.moved]


def test_without_an_index_the_text_is_read_all_the_same():
    coaching = coached(typed(NEED))
    assert coaching.answer.index_version == ""
    assert [asked.element for asked in coaching.questions] == list(coaching.missing)
    assert coaching.moved == ()


@pytest.mark.parametrize(
    "text",
    [
        "7" * MAX_LENGTH,
        "".join(map(chr, range(32))) * 50 + "涂层起泡",
        "<script>alert(1)</script><b>涂层</b> &amp; ]]> '\"" * 50,
        "тест العربية ไทย ひらがな 한국어 涂层 coating 🧪‍🔬 \u202e\u200b" * 50,
        "≥1000小时" * 2000,
        "。" * MAX_LENGTH,
    ],
    ids=["digits", "control", "html", "scripts", "values", "marks"],
)  # fmt: skip
def test_hostile_texts_are_read(text, region):
    coaching = coached(typed(text, before=text[::-1], last=text))
    for each in coaching.understood:
        for place in each.places:
            assert text[slice(*place.span)] == place.text


def test_a_need_is_neither_empty_nor_endless():
    for text in ("", " \n", "7" * (MAX_LENGTH + 1)):
        with pytest.raises(NeedError):
            coached(typed(text))


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("耐盐雾试验不低于1000小时", "耐盐雾试验不低于＿＿小时"),
        ("PM2.5浓度≤35μg/m3，按GB/T 10125试验", "PM2.5浓度≤＿＿μg/m3，按GB/T 10125试验"),
        ("工作温度-20~60℃", "工作温度＿＿~＿＿℃"),
        ("附着力≥5 MPa", "附着力≥＿＿ MPa"),
        ("salt spray of at least 1,000.5 h", "salt spray of at least ＿＿ h"),
        ("涂层起泡", "涂层起泡"),
    ],
)
def test_numbers_of_others_are_left_out(text, blank):
    assert with_blanks(text) == blank


@given(
    st.integers(1, 99_999),
    st.sampled_from(["≥", "不低于", "小于", "为"]),
    st.sampled_from(["MPa", "h", "℃", "mm", "%"]),
)
def test_no_stated_number_is_ever_put_in(number, comparator, unit):
    blank = with_blanks(f"附着力{comparator}{number} {unit}，外观平整")
    assert str(number) not in blank
    assert blank.startswith(f"附着力{comparator}")
    assert blank.endswith(f"{unit}，外观平整")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("预算50-80万元", {"budget_min": "50", "budget_max": "80"}),
        ("预算不超过1.5亿元", {"budget_max": "15000"}),
        ("budget 500,000 CNY", {"budget_max": "50"}),
        ("计划投入30万元以上", {"budget_min": "30"}),
        ("耐盐雾1000小时", {}),
    ],
)
def test_a_budget_for_its_fields(text, values):
    assert {each.field: each.value for each in budget_values(take_apart(text))} == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026年12月底前完成", "2026-12-31"),
        ("2027-03-31前完成", "2027-03-31"),
        ("Needed by 3 June 2027", "2027-06-03"),
        ("Deadline: February 2028", "2028-02-29"),
        ("2027年2月30日前完成", None),
        ("尽快完成", None),
    ],
)
def test_a_deadline_for_its_field(text, value):
    sheet = Sheet(text, (Element("deadline", (0, len(text)), text),), ())
    assert deadline_values(sheet) == ((FieldValue("deadline", value),) if value else ())


def test_every_element_is_asked_for_in_words():
    assert set(WORDINGS) == set(ELEMENTS)
    assert answer_start("budget", "zh") == "预算："
    assert answer_start("budget", "en") == "Budget: "
    assert "3" in help_label(0.31, 10)
    assert help_label(0.04, 10) == "预计结果几乎不变。"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_answer_that_begins_as_suggested_is_understood(lang):
    """What the button writes tells the coach which element follows, in either language."""
    answers = {
        "zh": {"conditions": "海边高湿", "current": "只能做到一般水平", "budget": "50万元", "cooperation": "联合开发"},
        "en": {"conditions": "humid sea air", "current": "240 h", "budget": "500,000 CNY", "cooperation": "licence"},
    }[lang]
    for name, words in answers.items():
        text = f"{ {'zh': NEED, 'en': 'Steel rusts.'}[lang] }\n{answer_start(name, lang)}{words}"
        coaching = coached(typed(text))
        assert name in {each.element for each in coaching.understood}, text
        assert name not in coaching.missing, text
        assert name in coached(typed(text[: -len(words)])).missing, "an answer that was only begun"
