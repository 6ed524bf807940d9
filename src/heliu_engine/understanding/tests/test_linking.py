"""Mentions linked to records."""

from __future__ import annotations

from heliu_engine.understanding import Candidate, Entry, link, understand

ENTRIES = (
    Entry("1", "organisation", ("天津大学", "Tianjin University"), ("12100000401359321Q",)),
    Entry("2", "organisation", ("曙光信息产业股份有限公司", "中科曙光")),
    Entry("3", "organisation", ("曙光信息产业有限公司",)),
    Entry("4", "person", ("张伟",)),
    Entry("5", "policy", ("科技成果评价办法",), ("国科发政〔2017〕115号",)),
    Entry("6", "platform", ("天津国家“芯火”双创平台",)),
)


def linked(text: str) -> dict[str, tuple[str | None, tuple[Candidate, ...]]]:
    return {one.mention.text: (one.id, one.candidates) for one in link(understand(text).mentions, ENTRIES)}


def test_names_aliases_and_numbers_link() -> None:
    found = linked("天津大学按国科发政〔2017〕115号，在天津国家芯火双创平台与中科曙光会面。")
    assert found["天津大学"] == ("1", (Candidate("1", 0.98, "name"),))
    assert found["国科发政〔2017〕115号"] == ("5", (Candidate("5", 1.0, "code"),))
    assert found["天津国家芯火双创平台"][0] == "6"
    assert found["中科曙光"] == ("2", (Candidate("2", 0.9, "alias"),))


def test_short_forms_and_persons_stay_unlinked_with_their_candidates() -> None:
    found = linked("天大校长张伟参加。")
    assert found["天大"] == ("1", (Candidate("1", 0.98, "name"),))
    assert found["张伟"] == (None, (Candidate("4", 0.6, "abbreviation"),))


def test_two_records_of_one_name_are_ambiguous() -> None:
    mentions = understand("天津大学").mentions
    double = (Entry("a", "organisation", ("天津大学",)), Entry("b", "organisation", ("天津大学",)))
    (only,) = link(mentions, double)
    assert only.id is None
    assert [one.id for one in only.candidates] == ["a", "b"]
    assert link(mentions, ())[0].candidates == ()


def test_an_abbreviation_shared_by_two_links_to_neither() -> None:
    (only,) = link(understand("曙光信息产业公司").mentions, ENTRIES[1:3])
    assert only.id is None
