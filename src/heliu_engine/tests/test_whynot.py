"""Why a candidate is not among the first, and changes that keep what they promise."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heliu_engine import Document, Filters, Matcher, Query
from heliu_engine.errors import InputError
from heliu_engine.tests.fakes import ConceptEncoder, made_documents
from heliu_engine.whynot import EDIT_KINDS, Edit, edited, rank_of, why_not
from heliu_engine.whynot.phrases import pieces_of, terms_of

NEED = Query(
    "海边钢结构三年就锈，涂层总起泡。要求耐盐雾≥1000h，附着力≥5MPa。", "海边钢结构防腐涂层", ("耐盐雾涂料",), "zh"
)
OWN = [Document("own:zh", "金属表面防护材料", "对涂料与防锈有多年研究。", group="own", kind="achievement", lang="zh")]


def rivals(count: int = 16, strong: int = 6) -> list[Document]:
    """Some records that say what the need says, and others that say a little of it."""
    return [
        Document(
            f"rival{number:02}",
            f"钢结构防腐涂层{number}号" if number < strong else f"防腐材料{number}号",
            "海边钢结构三年不锈，耐盐雾涂料。" if number < strong else f"试验{number}次，对防锈涂料有研究。",
            kind="achievement",
            lang="zh",
            readiness=number % 9 + 1,
            region=("120101", "110108")[number % 2],
        )
        for number in range(count)
    ]


@pytest.fixture
def matcher() -> Matcher:
    made = Matcher(ConceptEncoder())
    made.add([*rivals(), *OWN, *made_documents(40)])
    made.commit()
    return made


def test_a_trial_scores_documents_as_the_index_does(matcher: Matcher):
    trial = matcher.trial(NEED)
    documents = [*OWN, *rivals(3)]
    tried = trial.scored([[document] for document in documents])
    for document, scored in zip(documents, tried, strict=True):
        match = matcher.score(NEED, [document.candidate]).matches[0]
        assert scored.score == match.score, document.id
        assert scored.parts == match.parts
    assert [rival.id for rival in trial.rivals(Filters(kinds=("achievement",)), 10)] == [
        match.id for match in matcher.match(NEED, k=10, filters=Filters(kinds=("achievement",))).matches
    ]


def test_trials_that_share_encode_once_and_score_the_same(monkeypatch):
    encoder = ConceptEncoder()
    matcher = Matcher(encoder)
    matcher.add([*rivals(), *made_documents(40)])
    matcher.commit()
    encoded: list[str] = []
    really = encoder.encode
    monkeypatch.setattr(encoder, "encode", lambda texts, *, role: (encoded.extend(texts), really(texts, role=role))[1])
    first = matcher.trial(NEED)
    first.scored([OWN])
    other = Query("储能电池温度不均", "电池热管理", (), "zh")
    alone = matcher.trial(other).scored([OWN])
    encoded.clear()
    shared = matcher.trial(other, like=first).scored([OWN])
    assert shared == alone
    assert not {OWN[0].title, OWN[0].text} & set(encoded)


def test_a_change_keeps_its_promise_once_it_is_made(matcher: Matcher):
    filters = Filters(kinds=("achievement",))
    answer = why_not(matcher, NEED, OWN, filters=filters)
    assert answer.rank == rank_of(matcher, NEED, OWN, filters=filters)
    assert answer.rank is not None
    assert answer.rank > 10
    assert (answer.inside, answer.exhausted) == (False, False)
    assert sum(part.own for part in answer.parts) == pytest.approx(answer.score)
    assert [part.behind for part in answer.parts] == sorted((part.behind for part in answer.parts), reverse=True)
    assert answer.changes
    assert answer == why_not(matcher, NEED, OWN, filters=filters), "the same question has the same answer"
    for change in answer.changes:
        assert change.rank <= 10
        assert len(change.edits) == len(answer.changes[0].edits) <= 3
        for edit in change.edits:
            assert edit.text in f"{NEED.title}\n{NEED.text}\n{NEED.keywords}", "every word is the query's own"
            assert edit.ground in (OWN[0].title, "对涂料与防锈有多年研究。")
        made = Matcher(ConceptEncoder())
        made.add([*rivals(), *(edited(OWN, change.edits) or []), *made_documents(40)])
        ranks = {match.id: match.rank for match in made.match(NEED, k=20, filters=filters).matches}
        assert ranks["own"] <= 10


def test_nothing_is_proposed_to_a_record_about_something_else(matcher: Matcher):
    other = [Document("own:zh", "苹果冷库保鲜", "水果可存放半年。", group="own", kind="achievement", lang="zh")]
    answer = why_not(matcher, NEED, other, filters=Filters(kinds=("achievement",)))
    assert answer.exhausted
    assert set(answer.proposed) == {"keyword", "parameter", "purpose", "title", "language"}
    # Without an encoder a shared word is the ground, and there is none either.
    words = Matcher()
    words.add([*rivals(), *other])
    assert why_not(words, NEED, other).proposed == dict.fromkeys(answer.proposed, 0)


def test_who_is_among_the_first_needs_no_change(matcher: Matcher):
    answer = why_not(matcher, NEED, rivals(1), filters=Filters(kinds=("achievement",)))
    assert (answer.inside, answer.changes, answer.tried) == (True, (), 0)
    # Alone among candidates that the asker knows of, anybody is first.
    assert why_not(matcher, NEED, OWN, known=lambda ids: ()).rank == 1
    with pytest.raises(InputError):
        why_not(matcher, NEED, [])


def test_only_the_kinds_that_are_allowed_are_proposed(matcher: Matcher):
    for kind in ("keyword", "purpose", "title", "parameter"):
        answer = why_not(matcher, NEED, OWN, filters=Filters(kinds=("achievement",)), kinds=(kind,))
        assert list(answer.proposed) == [kind]
        assert {edit.kind for change in answer.changes for edit in change.edits} <= {kind}


def test_a_stated_parameter_is_not_asked_for_again(matcher: Matcher):
    need = replace(NEED, text="要求耐盐雾≥1000h，附着力≥5MPa。")
    filters = Filters(kinds=("achievement",))
    asked = why_not(matcher, need, OWN, filters=filters, kinds=("parameter",))
    stated = [replace(OWN[0], text=OWN[0].text + "耐盐雾1200h，附着力为8MPa。")]
    again = why_not(matcher, need, stated, filters=filters, kinds=("parameter",))
    assert asked.proposed["parameter"] > again.proposed["parameter"] == 0


def test_a_condition_is_met_by_the_record_or_accepted_by_the_search(matcher: Matcher):
    filters = Filters(kinds=("achievement",), readiness_min=7, regions=("31",))
    placed = [
        replace(
            OWN[0], title="海边钢结构防腐涂层", text="耐盐雾涂料，海边钢结构三年不锈。", readiness=5, region="120101"
        )
    ]
    answer = why_not(matcher, NEED, placed, filters=filters)
    assert (answer.rank, answer.inside) == (None, False)
    assert answer.unmet == (
        Edit("readiness", "5", subject="search"),
        Edit("region", "120101", subject="search"),
    )
    assert [change.edits for change in answer.changes] == [answer.unmet]
    assert answer.changes[0].rank <= 10
    silent = [replace(placed[0], readiness=None, region="")]
    unmet = why_not(matcher, NEED, silent, filters=filters).unmet
    assert rank_of(matcher, NEED, silent, filters=filters) is None
    assert [(edit.kind, edit.text, edit.subject) for edit in unmet] == [
        ("readiness", "7", "record"),
        ("region", "31", "record"),
    ]
    assert why_not(matcher, NEED, placed, filters=filters, kinds=("keyword",)).exhausted


def test_a_record_in_another_language_begins_with_a_title():
    matcher = Matcher(ConceptEncoder())
    matcher.add([*rivals(strong=12), *made_documents(40)])
    english = [
        Document("own:en", "Paint for tools", "Years of study of rust.", group="own", kind="achievement", lang="en")
    ]
    answer = why_not(matcher, NEED, english, filters=Filters(kinds=("achievement",)))
    assert answer.proposed["language"] > 0
    for change in answer.changes:
        assert change.edits[0].kind == "language"
    without = why_not(matcher, NEED, english, filters=Filters(kinds=("achievement",)), kinds=("keyword", "title"))
    assert without.exhausted
    assert without.proposed == {"keyword": 0, "title": 0}


def test_what_the_record_says_already_is_not_proposed(matcher: Matcher):
    filters = Filters(kinds=("achievement",))
    asked = why_not(matcher, NEED, OWN, filters=filters)
    said = {edit.text for change in asked.changes for edit in change.edits if edit.kind in ("keyword", "title")}
    assert said
    again = [replace(OWN[0], title=OWN[0].title + "，" + "，".join(sorted(said)))]
    answer = why_not(matcher, NEED, again, filters=filters, kinds=("keyword", "title"))
    assert not said & {edit.text for change in answer.changes for edit in change.edits}


def test_terms_and_pieces_of_a_query():
    need = Query(
        "毛坯供应商暂时不换。目标：翘曲≤0.3 mm/m；腹板不许有振纹。", "隔框铣后翘曲大", ("薄壁、加工", "薄壁件"), "zh"
    )
    terms = terms_of(need, "zh")
    assert terms[0] == "薄壁件", "a keyword that holds a separator would be two"
    assert {"翘曲", "翘曲大"} <= set(terms)
    assert not any(any(character.isdigit() for character in term) for term in terms)
    assert pieces_of(need, "zh") == ["隔框铣后翘曲大", "毛坯供应商暂时不换", "腹板不许有振纹"]
    english = Query("The off-tracking area must be seen.", "Warning device for trucks", lang="en")
    assert "off-tracking area" in terms_of(english, "en")
    assert "seen" not in terms_of(english, "en"), "a short word alone says nothing"


@cache
def _some_rivals() -> Matcher:
    made = Matcher(ConceptEncoder())
    made.add(rivals(12))
    return made


TEXT = st.text(alphabet=st.sampled_from("防腐涂层钢结构≥5MPa,，。;\n\x00 rust coating<b>1"), max_size=80)


@settings(max_examples=40)
@given(title=TEXT, text=TEXT, own_title=TEXT, own_text=TEXT)
def test_any_text_has_an_answer(title: str, text: str, own_title: str, own_text: str):
    own = [Document("own", own_title, own_text)]
    answer = why_not(_some_rivals(), Query(text, title), own)
    assert answer.rank is None or answer.rank >= 1
    assert all(
        change.rank <= 10 and {edit.kind for edit in change.edits} <= set(EDIT_KINDS) for change in answer.changes
    )
    assert answer.inside or answer.exhausted == (not answer.changes)
