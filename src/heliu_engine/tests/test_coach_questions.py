"""Which question is asked first: the one whose answers, as needs nearby give them, change most of what is found."""

from __future__ import annotations

import pytest

from heliu_engine import Document, Filters, Matcher, Query
from heliu_engine.coach import ELEMENTS, answered, questions, take_apart
from heliu_engine.coach.questions import USUAL, USUAL_WEIGHT

SUPPLY, NEEDS = Filters(kinds=("achievement",)), Filters(kinds=("demand",))
# Coatings come for two places and by two ways; only where they work tells the achievements apart.
PLACES = ("海边栈桥盐雾环境", "地下管廊潮湿环境", "高炉烟气高温环境", "冷库低温环境")
VAGUE = Query(text="防腐涂层", lang="zh")


def shop(*demands: Document) -> Matcher:
    matcher = Matcher()
    matcher.add(
        Document(f"{place}{number}", f"防腐涂层{number}号", f"适用于{where}。", lang="zh", kind="achievement")
        for place, where in enumerate(PLACES)
        for number in range(12)
    )
    matcher.add(demands)
    return matcher


def demand(number: int, text: str, audience: str = "public") -> Document:
    return Document(f"d{number}", "防腐涂层", text, lang="zh", kind="demand", audience=audience)


@pytest.fixture
def matcher() -> Matcher:
    return shop(*(demand(n, f"涂层需要在{where}下使用。预算{n + 5}0万元。") for n, where in enumerate(PLACES)))


def helps(matcher: Matcher, query: Query, needs: Filters = NEEDS) -> dict[str, float]:
    found = questions(matcher, query, take_apart(query.text, lang="zh"), filters=SUPPLY, needs=needs)
    assert [each.help for each in found] == sorted((each.help for each in found), reverse=True)
    return {each.element: each.help for each in found}


def measured(found: dict[str, float], element: str) -> float:
    """Without what is usual."""
    return found[element] * (1 + USUAL_WEIGHT) - USUAL[element] * USUAL_WEIGHT


def test_help_is_the_share_of_results_that_answers_nearby_change(matcher: Matcher):
    found = helps(matcher, VAGUE)
    assert set(found) == set(ELEMENTS)
    # Four needs name four places, and each brings ten results from there. They were all from one place before: three
    # of four answers change all of them, and these four make a third of the twelve that are near.
    assert measured(found, "conditions") == pytest.approx(0.25, abs=0.05)
    # As many name a budget, and no achievement says anything of money.
    assert measured(found, "budget") == pytest.approx(0, abs=0.01)
    # Nobody nearby says anything of secrecy.
    assert measured(found, "confidentiality") == pytest.approx(0)


def test_what_is_stated_is_not_asked_for_except_the_object(matcher: Matcher):
    found = helps(matcher, Query(text="防腐涂层需要在冷库低温环境下使用，预算50万元", lang="zh"))
    assert not found.keys() & {"conditions", "budget"}
    assert "object" in found


def test_only_needs_that_may_be_read_are_tried():
    hidden = [demand(n, f"涂层需要在{where}下使用。", "members") for n, where in enumerate(PLACES)]
    bare = shop()
    seen = Filters(kinds=("demand",), audiences=("public",))
    supply = Filters(kinds=("achievement",), audiences=("public",))
    sheet = take_apart(VAGUE.text, lang="zh")
    with_hidden = questions(shop(*hidden), VAGUE, sheet, filters=supply, needs=seen)
    assert with_hidden == questions(bare, VAGUE, sheet, filters=supply, needs=seen)
    members = Filters(kinds=("demand",), audiences=("public", "members"))
    assert with_hidden != questions(shop(*hidden), VAGUE, sheet, filters=supply, needs=members)


def test_an_empty_index_asks_what_usually_helps():
    found = questions(Matcher(), VAGUE, take_apart(VAGUE.text, lang="zh"))
    assert [each.element for each in found[:3]] == ["object", "problem", "method"]
    assert found[0].help == USUAL["object"]


@pytest.mark.parametrize(
    ("query", "element", "expected"),
    [
        (Query(text="涂层起泡"), "object", Query(title="涂层起泡 钢桥", text="")),
        (Query(text="涂层起泡"), "problem", Query(title="涂层起泡", text="钢桥")),
        (Query(title="涂层", text="起泡"), "object", Query(title="涂层 钢桥", text="起泡")),
        (Query(title="涂层", text="起泡"), "method", Query(title="涂层", text="起泡\n钢桥")),
    ],
)
def test_an_answer_goes_where_the_form_has_it(query: Query, element, expected: Query):
    assert answered(query, element, "钢桥") == expected
