"""The part of a score that says how far required values are met: of the pair alone, and for all that may be best."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from heliu_engine import Document, Matcher, Query
from heliu_engine.cli import main, ranking
from heliu_engine.scoring import RankingModel, Requirements, load_model, save_model, shipped_model

NEED = "桥梁缆索用钢材，抗拉强度≥500MPa，伸长率≥8%。"


def steel(name: str, text: str, **more) -> Document:
    return Document(name, "桥梁缆索用钢材", f"桥梁缆索用钢材。{text}", **more)


def weighing(weight: float) -> RankingModel:
    plain = shipped_model("plain")
    demand = replace(plain.profiles["demand"], parameters=weight, levels=None, credible=None)
    return RankingModel("test", {**plain.profiles, "demand": demand})


def many(count: int, seed: int = 2) -> list[Document]:
    """Documents about one thing whose words and values differ, some of them two to a candidate."""
    chance = random.Random(seed)
    words = ["桥梁", "缆索", "钢材", "锚具", "热处理", "拉拔", "涂层", "腐蚀"]
    return [
        Document(
            f"d{number:03}",
            "".join(chance.sample(words, 3)),
            f"{''.join(chance.sample(words, 4))}，抗拉强度{chance.choice((420, 480, 500, 560))}MPa，"
            f"延伸率达到{chance.choice((5, 8, 11))}%。",
            group=f"g{number // 2}" if number % 3 == 0 else "",
        )
        for number in range(count)
    ]


def test_what_meets_the_values_goes_before_what_misses_them():
    matcher = Matcher()
    matcher.add(
        [
            steel("missing", "抗拉强度400MPa，断后伸长率5%。"),
            steel("half", "抗张强度达到520MPa，成本低。"),
            steel("silent", "性能优良。"),
            steel("both", "抗拉强度为520～560MPa，伸长率10%。"),
        ]
    )
    answer = matcher.match(NEED, k=4)
    weight = matcher.ranking.profile("demand").parameters
    assert 0 < weight <= 0.1
    found = {match.id: match for match in answer.matches}
    assert {name: match.parts["parameters"] / weight for name, match in found.items()} == {
        "both": 1, "half": 0.5, "silent": 0, "missing": -1,
    }  # fmt: skip
    assert (answer.matches[0].id, answer.matches[-1].id) == ("both", "missing")
    for match in answer.matches:
        assert sum(match.parts.values()) == pytest.approx(match.score)
    # A miss is no reason to be left out, even where words carry less.
    heavy = Matcher(ranking=weighing(5.0))
    heavy.add([steel("missing", "抗拉强度400MPa，断后伸长率5%。")])
    (match,) = heavy.match(NEED).matches
    assert match.score < 0


def test_a_query_without_values_and_a_profile_without_weight_have_no_such_part(monkeypatch):
    matcher = Matcher()
    matcher.add([steel("a", "抗拉强度520MPa。")])
    assert "parameters" in matcher.match(NEED).matches[0].parts

    def refuse(*_given):
        raise AssertionError("no text may be read")

    monkeypatch.setattr(Requirements, "met", refuse)
    assert "parameters" not in matcher.match("桥梁缆索用钢材").matches[0].parts
    assert "parameters" not in matcher.match(NEED, profile="expert").matches[0].parts
    assert "parameters" not in matcher.match("桥梁缆索用钢材，预算200万元").matches[0].parts


@pytest.mark.parametrize("weight", [0.05, 0.4])
@pytest.mark.parametrize("k", [1, 5, 30])
def test_the_best_are_those_of_scoring_everything(weight: float, k: int):
    matcher = Matcher(ranking=weighing(weight))
    documents = many(60)
    matcher.add(documents)
    everything = matcher.score(NEED, [document.id for document in documents], reasons=False).matches
    best = matcher.match(NEED, k=k, reasons=False).matches
    assert [(match.id, match.score) for match in best] == [(match.id, match.score) for match in everything[:k]]
    assert len({round(match.parts["parameters"], 9) for match in everything}) > 2


def test_a_score_never_depends_on_what_else_is_scored():
    documents = many(40)
    matcher = Matcher()
    matcher.add(documents)
    together = {match.id: match.score for match in matcher.score(NEED, [each.id for each in documents]).matches}
    for identity, score in together.items():
        assert matcher.score(NEED, [identity]).matches[0].score == score


def test_the_command_ranks_as_if_everything_were_scored(tmp_path: Path, monkeypatch):
    queries, corpus = tmp_path / "queries.jsonl", tmp_path / "corpus.jsonl"
    queries.write_text(json.dumps({"id": "q", "text": NEED, "lang": "zh"}, ensure_ascii=False) + "\n", "utf-8")
    rows = [{"id": each.id, "title": each.title, "text": each.text, "lang": "zh"} for each in many(60)]
    corpus.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    common = ["rank", "--queries", str(queries), "--corpus", str(corpus), "--encoder", "none", "-k", "5", "--out"]
    runs = []
    for small in (0, 20_000):
        monkeypatch.setattr(ranking, "SMALL", small)
        runs.append(tmp_path / f"run{small}")
        assert main([*common, str(runs[-1])]) == 0
    assert runs[0].read_bytes() == runs[1].read_bytes()
    met = Requirements(Query(NEED))
    documents = {each.id: each for each in many(60)}
    best = [documents[line.split()[2]] for line in runs[0].read_text("utf-8").splitlines()]
    assert sum(met.met(each) for each in best) / 5 > sum(met.met(each) for each in documents.values()) / 60


def test_the_weight_is_read_and_written(tmp_path: Path):
    for name in ("full", "licensed", "plain"):
        profiles = shipped_model(name).profiles
        assert {use for use, profile in profiles.items() if profile.parameters} == {"demand"}
        save_model(shipped_model(name), tmp_path / name)
        assert load_model(tmp_path / name) == shipped_model(name)
