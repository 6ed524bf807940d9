"""The text of a page in pieces that give it back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from heliu.ingestion.pages.choices import Decision, MentionKind
from heliu.ingestion.pages.marking import paragraphs_of
from heliu.ingestion.pages.models import Mention


def mention(pk: int, kind: str, *places: tuple[int, int], decision: str = Decision.PROPOSED) -> Mention:
    return Mention(pk=pk, kind=kind, places=[list(place) for place in places], decision=decision)


def test_mentions_within_a_statement_and_paragraphs():
    body = "林校长说，要推动南开大学转化。\n\n南开大学来了"
    school = mention(1, MentionKind.ORGANISATION, (8, 12), (17, 21))
    asked = mention(2, MentionKind.MEASURE, (6, 14))
    wrong = mention(3, MentionKind.PERSON, (0, 3), decision=Decision.REFUSED)
    first, second = paragraphs_of(body, [asked, school, wrong])
    assert [(one.text, one.mention, one.statement, one.leads) for one in first] == [
        ("林校长说，要", None, None, False), ("推动", None, asked, True), ("南开大学", school, asked, False),
        ("转化", None, asked, False), ("。", None, None, False),
    ]  # fmt: skip
    assert [(one.text, one.mention) for one in second] == [("南开大学", school), ("来了", None)]


SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 12), st.sampled_from(["person", "place", "measure", "demand"])),
    max_size=12,
)


@given(st.text("甲乙\n。 ", max_size=60), SPANS)
def test_the_pieces_give_the_text_back(body, spans):
    found = [
        mention(number, kind, (start, min(start + length, len(body))))
        for number, (start, length, kind) in enumerate(spans)
        if start < len(body)
    ]
    paragraphs = paragraphs_of(body, found)
    assert ["".join(one.text for one in pieces) for pieces in paragraphs] == [
        line for line in body.split("\n") if line.strip()
    ]
    for pieces in paragraphs:
        assert all(one.text for one in pieces)
