"""``heliu match`` and ``heliu index``."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from heliu.catalog.choices import Tier
from heliu.matching.actions import index_state
from heliu.matching.adapters.keeper import IndexKeeper
from heliu.matching.models import IndexState
from heliu.matching.tests.factories import AchievementFactory, DemandFactory, OrganisationFactory
from heliu.matching.tests.test_answers import published

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[str, str]:
    out, errors = StringIO(), StringIO()
    call_command(*arguments, stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def status() -> dict:
    return json.loads(run("index", "status", "--json")[0])


def test_index_from_nothing_to_up_to_date(fake_encoder):
    out, errors = run("match", "锈蚀")
    assert "Nothing was found" in out
    assert "no index yet" in errors
    published(DemandFactory)
    before = status()
    assert (before["documents"], before["waiting"], before["version"]) == (0, 2, "")
    assert "heliu index build" in run("index", "status")[0]
    out, errors = run("index", "update")
    assert "2 documents" in out
    assert "Records 2/2" in errors
    assert "Vectors 2/2" in errors
    after = status()
    assert (after["documents"], after["waiting"], after["pending"]) == (2, 0, 0)
    assert after["committed"] == after["head"] > 0
    assert after["vectors"] > 0
    assert after["bytes"] > 0
    assert (after["encoder"], after["writer_alive"]) == ("fake", False)
    published(DemandFactory)
    assert "behind by 2 changes and no worker is running" in run("index", "status")[0]
    run("index", "build")
    assert status()["version"].partition(".")[0] != after["version"].partition(".")[0], "a new generation"
    assert (status()["documents"], status()["waiting"]) == (4, 0)


def test_building_beside_a_writer():
    """A living writer is asked to do it; one that gives no sign of life is named."""
    state = index_state()
    with IndexKeeper(state):
        with pytest.raises(CommandError, match="no sign of life"):
            run("index", "build")
        IndexState.objects.update(beat_at=timezone.now())
        assert "Nothing is waiting" in run("index", "update")[0]


def test_a_need_in_words(catch_up):
    published(AchievementFactory, title_zh="水性防腐涂料", organisation__name_zh="海河研究所示例")
    catch_up()
    out, errors = run("match", "耐盐雾的防腐涂料", "-k", "3")
    assert "水性防腐涂料" in out
    assert "海河研究所示例" in out
    assert "耐盐雾" in out
    assert "Semantic off" in errors


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("",), ("锈", "-o", "x.xlsx"), ("锈", "--demands", "x.xlsx"), ("--demands", "x.xlsx"),
        ("--demands", "absent.xlsx", "-o", "x.xlsx"), ("--demands", "absent.xlsx", "-o", "x.csv"),
        ("--demands", "absent.xlsx", "-o", "absent/x.xlsx"), ("锈", "-k", "0"), ("锈", "--kind", "instrument"),
    ],
)  # fmt: skip
def test_wrong_use_is_explained(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError):
        run("match", *arguments)
    assert not list(tmp_path.iterdir())


def rows(path, sheet: int) -> list[tuple]:
    return list(load_workbook(path).worksheets[sheet].iter_rows(values_only=True))


def test_a_workbook_of_demands(catch_up, tmp_path):
    organisation = OrganisationFactory(name_zh="=HYPERLINK()示例", region="120116")
    record = published(
        AchievementFactory, organisation=organisation, title_zh="=1+1 防腐涂料", description_zh="要耐盐雾。"
    )
    published(AchievementFactory, tier=Tier.ON_REQUEST, title_zh="另一种防腐涂料", description_zh="")
    published(AchievementFactory, tier=Tier.MEMBERS, title_zh="内部防腐涂料", description_zh="")
    for title in ("轴承异响", "酶法提油", "固态电池", "数控刀具", "冷链温控", "中药炮制"):
        published(AchievementFactory, title_zh=title, description_zh="")
    catch_up()
    book = Workbook()
    book.active.append(["需求汇总表"])
    book.active.append(["需求编号", "需求名称", "需求描述", "联系人"])
    book.active.append(["D-1", "防腐涂料", "要耐盐雾。", "张工"])
    book.active.append([None, None, None, "李工"])
    book.active.append([7, None, "qqqq zzzz", None])
    source, target = tmp_path / "needs.xlsx", tmp_path / "matches.xlsx"
    book.save(source)
    out, errors = run("match", "--demands", str(source), "-o", str(target), "-k", "5")
    assert "2 demands" in out
    assert "1 without an answer" in out
    assert "Demands" in errors
    header, *matches = rows(target, 0)
    assert len(header) == 13
    assert {(row[0], row[1]) for row in matches} == {("D-1", "防腐涂料")}
    assert [row[2] for row in matches] == list(range(1, len(matches) + 1))
    first = next(row for row in matches if row[4] == record.pk and row[5].startswith("=1+1"))
    assert first[6] == "=HYPERLINK()示例"
    assert "滨海新区" in first[7]
    assert first[8] > 0
    assert first[9:11] == (None, "是"), "nothing is calibrated, so there is no level"
    assert "防腐涂料" in first[11]
    hidden = next(row for row in matches if row[5] == "另一种防腐涂料")
    assert (hidden[6], hidden[7]) == (None, None), "of an on request record the title only"
    assert not any("内部" in str(row) for row in matches)
    assert rows(target, 1)[1:] == [("7", "qqqq zzzz", "没有结果", None, None)]
    cells = [cell for line in load_workbook(target).worksheets[0].iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"], "nothing runs as a formula"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("needs.csv", "id,title,description\nA,防腐涂料,耐盐雾\n".encode("gb18030")),
        ("needs.csv", "标题\n防腐涂料\n".encode()),
        ("needs.jsonl", json.dumps({"id": "A", "title": "防腐涂料", "text": "耐盐雾"}).encode()),
    ],
)
def test_other_files_of_demands(name, content, catch_up, tmp_path):
    published(AchievementFactory, title_zh="防腐涂料")
    catch_up()
    (tmp_path / name).write_bytes(content)
    run("match", "--demands", str(tmp_path / name), "-o", str(tmp_path / "m.xlsx"))
    assert [row[1] for row in rows(tmp_path / "m.xlsx", 0)[1:]] == ["防腐涂料"]


@pytest.mark.parametrize("content", [b"", b"who,when\nZhang,now\n", b"\x00\x01\x02", b"title,title\na,b\n"])
def test_files_that_cannot_be_read_are_named(content, tmp_path):
    (tmp_path / "needs.csv").write_bytes(content)
    with pytest.raises(CommandError):
        run("match", "--demands", str(tmp_path / "needs.csv"), "-o", str(tmp_path / "m.xlsx"))
    assert not (tmp_path / "m.xlsx").exists()
