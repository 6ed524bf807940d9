"""The evaluation page says what its JSON says, and the parts of the benchmark that need no data do what they say."""

from __future__ import annotations

import copy
import json
import re
import sys
from pathlib import Path

import pytest

from heliu_engine.scoring import Profile

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


@pytest.fixture
def page(monkeypatch):
    """The module that writes the page."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    before = set(sys.modules)
    from evaluation import page as module

    yield module
    for name in set(sys.modules) - before:
        if name.split(".")[0] == "evaluation":
            del sys.modules[name]


@pytest.fixture
def figures():
    """Those of the last run."""
    return json.loads((DOCS / "reference/evaluation.json").read_text(encoding="utf-8"))


def test_page_and_charts_say_what_the_json_says(page, figures):
    for path, expected in page.files_of(DOCS, figures).items():
        assert path.read_text(encoding="utf-8") == expected, (
            f"{path}: run `make bench-quality` and look at what changed"
        )


def test_a_figure_that_was_changed_by_hand_is_seen(page, figures):
    text = (DOCS / "reference/evaluation.md").read_text(encoding="utf-8")
    changed = copy.deepcopy(figures)
    measure = changed["ranking"][0]["measures"][0]
    measure["figures"]["bm25"] += 0.01
    assert page.rendered(text, figures) == text
    assert page.rendered(text, changed) != text
    assert page.rendered(page.rendered(text, changed), figures) == text


def test_a_page_without_its_marks_is_refused(page, figures):
    text = (DOCS / "reference/evaluation.md").read_text(encoding="utf-8")
    for broken in ("<!-- begin levels -->", "<!-- end levels -->"):
        with pytest.raises(page.BlockMissing):
            page.rendered(text.replace(broken, ""), figures)


def test_prose_holds_no_figure(page, figures):
    text = (DOCS / "reference/evaluation.md").read_text(encoding="utf-8")
    prose = re.sub(r"<!-- begin (\w+) -->.*?<!-- end \1 -->", "", text, flags=re.DOTALL)
    # ".5" is the loss at random, which no run changes.
    assert set(re.findall(r"(?<![\w@])\d*\.\d+", prose)) <= {".5"}


def test_numbers_are_written_alike(page):
    assert [page.number(value) for value in (0.6459, -0.02, 0.0, -0.0001, 1.0, None)] == [
        ".646", "−.020", ".000", ".000", "1.000", "—",
    ]  # fmt: skip


def test_parts_left_out_hand_their_weight_to_the_others(page):
    pytest.importorskip("sklearn")
    pytest.importorskip("bm25s")
    from evaluation.ablation import without

    profile = Profile(0.2, 0.2, 0.2, 0.4, 0.25)
    assert without(profile, ()) == profile
    words = without(profile, ("meaning_title", "meaning_whole", "language"))
    assert (words.meaning_title, words.meaning_whole, words.language) == (0, 0, 0)
    assert (words.words_title, words.words_whole) == pytest.approx((1 / 3, 2 / 3))
    assert without(profile, ("language",)).words_whole == 0.4


def test_no_need_of_the_benchmark_was_trained_on():
    def texts(path: Path) -> set[str]:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        return {value for row in rows for name, value in row.items() if name.startswith(("need_", "answer_"))}

    trained = set().union(*(texts(path) for path in (ROOT / "training/pairs").glob("*.jsonl")))
    for name in ("low_overlap", "unanswerable"):
        assert texts(ROOT / f"benchmarks/data/{name}.jsonl").isdisjoint(trained)
