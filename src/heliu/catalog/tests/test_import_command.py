"""``heliu import``: what is saved, what is refused, and what is said about it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import OrganisationFactory
from heliu.activity.models import Event
from heliu.catalog.choices import State
from heliu.catalog.models import Achievement, Demand, Expert
from heliu.catalog.signals import record_published, record_withdrawn
from heliu.catalog.spreadsheets.kinds import KINDS, columns_of, model_of
from heliu.kit.tabular import plain_name
from heliu.kit.tests.files import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def owner():
    return OrganisationFactory(name_zh="示例密封件厂", name_en="Seal Works", uscc="91120103MA05KXNK8E")


class Run:
    """What a run of the command ended with."""

    def __init__(self, *arguments: object, **options: object) -> None:
        out, err = io.StringIO(), io.StringIO()
        self.status = 0
        if "owner" in options:
            options["owner"] = str(options["owner"])
        try:
            call_command("import", *map(str, arguments), stdout=out, stderr=err, **options)
        except SystemExit as error:
            self.status = int(error.code or 0)
        except CommandError as error:
            self.status = error.returncode
            err.write(str(error))
        self.out, self.err = out.getvalue(), err.getvalue()

    @property
    def counts(self) -> tuple[int, ...]:
        """Created, updated, unchanged, bad."""
        return tuple(int(part.split()[1]) for part in self.out.strip().split(", "))


def table(tmp_path: Path, header: list[str], *rows: list[object], name: str = "a.csv") -> Path:
    path = tmp_path / name
    if name.endswith(".xlsx"):
        return workbook(path, [header, *rows])
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return path


def lines(path: Path, *objects: dict) -> Path:
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in objects), encoding="utf-8")
    return path


# -- identity -------------------------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing_and_a_changed_row_updates(tmp_path, owner):
    header = ["标题", "描述", "编号"]
    path = table(tmp_path, header, ["低温密封", "会泄漏", "A1"], ["水处理膜", "通量低", "A2"])
    assert Run("demand", path, owner=owner.name_zh).counts == (2, 0, 0, 0)
    assert Run("demand", path, owner=owner.name_zh).counts == (0, 0, 2, 0)
    table(tmp_path, header, ["低温密封", "在零下四十度泄漏", "A1"], ["水处理膜", "通量低", "A2"])
    assert Run("demand", path, owner=owner.name_en).counts == (0, 1, 1, 0)
    demand = Demand.objects.get(external_id="A1")
    assert (demand.description_zh, demand.version, demand.state) == ("在零下四十度泄漏", 2, State.DRAFT)
    assert demand.source == "a.csv"
    assert list(demand.history.order_by("history_id").values_list("history_type", "version")) == [("+", 1), ("~", 2)]
    verbs = Event.objects.filter(object_id=demand.pk).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["created", "edited"]
    before = demand.created_at
    assert Demand.history.filter(id=demand.pk).latest("history_id").created_at == before


def test_the_same_id_of_another_owner_is_another_record(tmp_path, owner):
    path = table(tmp_path, ["title", "external_id"], ["Cold seal", "A1"])
    assert Run("demand", path, owner=owner.name_zh).counts == (1, 0, 0, 0)
    assert Run("demand", path, owner=OrganisationFactory().pk).counts == (1, 0, 0, 0)
    assert Demand.objects.count() == 2


def test_without_an_id_title_and_description_tell_records_apart(tmp_path, owner):
    path = table(tmp_path, ["title", "description", "budget"], ["Seal", "Leaks", 30], ["Seal", "Cracks", 20])
    first = Run("demand", path, owner=owner.pk)
    assert first.counts == (2, 0, 0, 0)
    assert "external id" in first.err
    assert Run("demand", path, owner=owner.pk).counts == (0, 0, 2, 0)
    table(tmp_path, ["title", "description", "budget"], ["Seal", "Leaks", 50], ["Seal", "Cracks a lot", 20])
    assert Run("demand", path, owner=owner.pk).counts == (1, 1, 0, 0)


def test_rows_that_repeat_others_of_the_file(tmp_path, owner):
    path = table(tmp_path, ["title", "external_id"], ["Seal", "1"], ["Seal", "1"], ["Valve", "1"])
    run = Run("demand", path, owner=owner.pk)
    assert run.counts == (1, 0, 1, 1)
    assert "Row 4: Row 2 is the same record" in run.err
    assert not Demand.objects.exists()


def test_a_blank_cell_empties_the_field_of_a_mapped_column_only(tmp_path, owner):
    header = ["title", "description", "budget", "tier", "external_id"]
    path = table(tmp_path, header, ["Seal", "Leaks", "30万元", "members", "1"])
    Run("demand", path, owner=owner.pk)
    Demand.objects.update(contact_name="王工")
    table(tmp_path, header, ["Seal", "", "", "", "1"])
    assert Run("demand", path, owner=owner.pk).counts == (0, 1, 0, 0)
    demand = Demand.objects.get()
    assert (demand.description_en, demand.budget_min, demand.contact_name) == ("", None, "王工")
    assert demand.tier == "members"


# -- bad rows -------------------------------------------------------------------------------------


def test_nothing_is_saved_where_a_row_is_bad_unless_asked(tmp_path, owner):
    rows = [["Seal", "sometime"], ["", "2027-01-31"], ["Valve", "31.01.2027"]]
    path = table(tmp_path, ["title", "deadline"], *rows)
    run = Run("demand", path, owner=owner.pk)
    assert (run.status, run.counts) == (1, (1, 0, 0, 2))
    assert "Row 2, column “deadline”: “sometime” is not a date" in run.err
    assert "Row 3, column “title”: There is no title." in run.err
    assert "Nothing was saved" in run.err
    assert not Demand.objects.exists()
    run = Run("demand", path, owner=owner.pk, keep_good=True)
    assert (run.status, run.counts) == (1, (1, 0, 0, 2))
    assert Demand.objects.get().deadline == date(2027, 1, 31)


def test_reasons_are_in_the_language_of_the_person(tmp_path, owner):
    path = table(tmp_path, ["标题", "预算"], ["密封", "很多"])
    with translation.override("zh-hans"):
        run = Run("demand", path, owner=owner.pk)
    assert "“很多”" in run.err
    assert "is not an amount" not in run.err


@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_dry_run_saves_nothing_and_counts_the_same(tmp_path, owner, state):
    path = table(tmp_path, ["title"], ["Seal"], ["Valve"])
    run = Run("demand", path, owner=owner.pk, state=state, dry_run=True)
    assert (run.status, run.counts, Demand.objects.count()) == (0, (2, 0, 0, 0), 0)
    assert Run("demand", path, owner=owner.pk, state=state).counts == (2, 0, 0, 0)


def test_what_the_model_refuses_is_named_by_the_files_column(tmp_path, owner):
    header = ["名称", "成熟度", "成熟度级别", "联系邮箱", "地区"]
    path = table(tmp_path, header, ["x" * 301, "", 7, "", ""], ["膜", "TRL 12", "", "nobody", "朝阳区"])
    run = Run("achievement", path, owner=owner.pk)
    assert run.counts == (0, 0, 0, 2)
    for words in (
        "Row 2, column “名称”",
        "Row 2, column “成熟度”: A level means nothing",
        "Row 3, column “地区”: “朝阳区” is",
    ):
        assert words in run.err


# -- publishing -----------------------------------------------------------------------------------


def test_published_rows_are_announced_and_drafts_follow_when_asked(tmp_path, owner):
    heard, gone = [], []
    hear = lambda record, **_: heard.append(record.pk)  # noqa: E731
    leave = lambda record, **_: gone.append(record.pk)  # noqa: E731
    record_published.connect(hear)
    record_withdrawn.connect(leave)
    try:
        path = table(tmp_path, ["title", "external_id", "tier"], ["Seal", "1", ""], ["Valve", "2", "confidential"])
        Run("demand", path, owner=owner.pk)
        assert heard == []
        assert Run("demand", path, owner=owner.pk, state="published").counts == (0, 2, 0, 0)
        seal, valve = Demand.objects.order_by("external_id")
        assert {seal.state, valve.state} == {State.PUBLISHED}
        assert (heard, seal.version, seal.published_at is None) == ([seal.pk], 1, False)
        assert Run("demand", path, owner=owner.pk, state="published").counts == (0, 0, 2, 0)
        table(tmp_path, ["title", "external_id", "tier"], ["Seal", "1", "confidential"])
        Run("demand", path, owner=owner.pk)
        assert gone == [seal.pk]
    finally:
        record_published.disconnect(hear)
        record_withdrawn.disconnect(leave)
    event = Event.objects.filter(object_id=seal.pk, verb="published").get()
    assert event.data["version"] == 1


def test_a_failure_while_saving_leaves_nothing_behind(tmp_path, owner):
    def fail(record, **_):
        if record.external_id == "2":
            raise RuntimeError("no")

    record_published.connect(fail)
    try:
        path = table(tmp_path, ["title", "external_id"], ["Seal", "1"], ["Valve", "2"])
        with pytest.raises(RuntimeError):
            Run("demand", path, owner="新建单位", create_owner=True, state="published")
    finally:
        record_published.disconnect(fail)
    assert not Demand.objects.exists()
    assert not Organisation.objects.filter(name_zh="新建单位").exists()


# -- owners ---------------------------------------------------------------------------------------


def test_the_owner_is_found_by_name_code_and_number_or_similar_ones_are_named(tmp_path, owner):
    path = table(tmp_path, ["title"], ["Seal"])
    for text in (owner.name_zh, owner.name_en, owner.uscc, owner.pk):
        assert Run("demand", path, owner=str(text), dry_run=True).status == 0
    run = Run("demand", path, owner="示例密封厂")
    assert run.status == 2
    assert "Similar: 示例密封件厂" in run.err
    assert not Demand.objects.exists()
    assert Run("demand", path, owner="示例密封厂", create_owner=True).counts == (1, 0, 0, 0)
    # A name unlike any other is somebody new.
    assert Run("demand", path, owner="华北膜工程研究院").counts == (1, 0, 0, 0)
    assert Organisation.objects.get(name_zh="华北膜工程研究院").kind == "institute"


def test_where_nothing_names_the_owner_the_operator_owns_the_records(tmp_path, settings):
    settings.HELIU_OPERATOR = "滨海转化中心"
    path = table(tmp_path, ["title", "external_id"], ["Seal", "1"])
    run = Run("demand", path)
    assert (run.status, run.counts) == (0, (1, 0, 0, 0))
    assert "滨海转化中心" in run.err
    assert Run("demand", path).counts == (0, 0, 1, 0)
    assert Demand.objects.get().organisation == Organisation.objects.get(name_zh="滨海转化中心")


def test_a_column_may_name_the_owner_of_each_row(tmp_path, owner):
    rows = [["Seal", owner.name_zh], ["Valve", "某某大学（示例）"], ["Pump", "某某大学(示例)"], ["Cup", ""]]
    path = table(tmp_path, ["title", "单位名称"], *rows)
    run = Run("demand", path)
    assert (run.status, run.counts) == (1, (1, 0, 0, 3))
    assert "Row 5, column “单位名称”: No organisation is named" in run.err
    path = table(tmp_path, ["title", "单位名称"], *rows[:2])
    run = Run("demand", path, create_owner=True)
    assert run.counts == (2, 0, 0, 0)
    assert "1 new organisation" in run.err
    assert Demand.objects.get(title_en="Valve").organisation.kind == "university"
    path = table(tmp_path, ["title", "单位名称"], rows[2])
    assert Run("demand", path).counts == (1, 0, 0, 0)
    assert Organisation.objects.count() == 2


# -- columns --------------------------------------------------------------------------------------


def test_names_of_columns_are_unambiguous_and_fields_exist():
    for kind in KINDS:
        seen: dict[str, str] = {}
        for column in columns_of(kind):
            for name in {plain_name(name) for name in column.names}:
                assert seen.setdefault(name, column.name) == column.name, (kind, name)
            for name in column.fields:
                assert model_of(kind)._meta.get_field(name)


def test_languages_are_detected_and_explicit_columns_win(tmp_path, owner):
    header = ["title", "title_en", "description", "关键词"]
    path = table(tmp_path, header, ["用于 CO2 捕集的膜", "Membrane", "Works at low pressure.", "膜、碳捕集"])
    run = Run("achievement", path, "--map", "title=title", owner=owner.pk)
    assert run.counts == (1, 0, 0, 0), run.err
    record = Achievement.objects.get()
    assert (record.title_zh, record.title_en) == ("用于 CO2 捕集的膜", "Membrane")
    assert record.description_en == "Works at low pressure."
    assert record.keywords_zh == ["膜", "碳捕集"]


def test_maps_name_columns_and_unmapped_ones_are_told(tmp_path, owner):
    path = table(tmp_path, ["thing", "note", "描述"], ["Seal", "x", "Leaks"])
    run = Run("demand", path, owner=owner.pk)
    assert (run.status, "“thing”, “note”, “描述”" in run.err) == (2, True)
    run = Run("demand", path, "--map", "标题=Thing", "--map", "description=-", owner=owner.pk)
    assert run.counts == (1, 0, 0, 0)
    assert "left out: “note”, “描述”" in run.err
    assert Run("demand", path, "--map", "title=nothing", owner=owner.pk).status == 2
    assert Run("demand", path, "--map", "colour=thing", owner=owner.pk).status == 2
    run = Run("demand", table(tmp_path, ["标题", "Title"], ["a", "b"]), owner=owner.pk)
    assert (run.status, "both give" in run.err) == (2, True)
    run = Run("demand", table(tmp_path, ["title", "title"], ["a", "b"]), owner=owner.pk)
    assert (run.status, "more than one column (A, B)" in run.err) == (2, True)
    run = Run("demand", table(tmp_path, ["title", "note", "note"], ["a", "b", "c"]), owner=owner.pk)
    assert run.counts == (1, 0, 0, 0)


def test_one_map_may_take_several_pairs():
    command = import_module("heliu.catalog.management.commands.import")
    pairs = ["a=b", "c=d", "e=f"]
    words = ["heliu", "import", "demand", "a.csv", "--map", *pairs, "--state", "draft"]
    expected = [*words[:4], *(word for pair in pairs for word in ("--map", pair)), "--state", "draft"]
    assert command._one_map_a_pair(words) == expected
    before = ["heliu", "import", "--map", "a=b", "demand", "x=y.csv"]
    assert command._one_map_a_pair(before) == before


def test_usage_errors_and_unreadable_files_end_with_two(tmp_path, owner):
    assert Run("demand", tmp_path / "none.csv", owner=owner.pk).status == 2
    (tmp_path / "a.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)
    run = Run("demand", tmp_path / "a.xlsx", owner=owner.pk)
    assert (run.status, "PNG" in run.err) == (2, True)
    assert Run("organisation", tmp_path / "a.xlsx", owner="x").status == 2


def test_a_full_demand_in_excel(tmp_path, owner):
    header = (
        ["技术需求表", None],
        ["需求名称*", "需求描述", "预算（万元）", "期限", "地区", "行业", "技术指标", "公开范围"],
    )
    row = ["低温密封", "泄漏", "1,200 万", 46349, "天津市河西区", "C3444", "温度 ≤ -40 ℃", "会员"]
    path = workbook(tmp_path / "a.xlsx", [*header, row], change=lambda sheet: sheet.merge_cells("A1:H1"))
    run = Run("demand", path, owner=owner.pk)
    assert run.counts == (1, 0, 0, 0), run.err
    demand = Demand.objects.get()
    assert (demand.budget_min, demand.budget_max, demand.deadline) == (Decimal(1200), Decimal(1200), date(2026, 11, 23))
    assert (demand.region, demand.industry, demand.tier) == ("120103", "C3444", "members")


def test_experts_and_organisations(tmp_path, owner):
    path = table(tmp_path, ["姓名", "职称", "ORCID", "研究方向"], ["李示例", "教授", "0000-0002-1825-0097", "密封"])
    assert Run("expert", path, owner=owner.pk).counts == (1, 0, 0, 0)
    assert Expert.objects.get().position_zh == "教授"
    header = ["单位名称", "统一社会信用代码", "类型", "官网"]
    rows = [["示例密封件厂", "9112 0103 MA05 KXNK 8E", "企业", ""], ["华北示例大学", "", "", "www.example.org"]]
    path = table(tmp_path, header, *rows)
    assert Run("organisation", path).counts == (1, 0, 1, 0)
    created = Organisation.objects.get(name_zh="华北示例大学")
    assert (created.kind, created.website) == ("university", "https://www.example.org")
    assert Run("organisation", path).counts == (0, 0, 2, 0)
    table(tmp_path, header, rows[0], ["华北示例大学", "", "", "https://example.org"], ["另一厂", owner.uscc, "", ""])
    run = Run("organisation", path, keep_good=True)
    assert run.counts == (0, 1, 1, 1)
    assert "same record" in run.err


def test_nested_values_of_jsonl(tmp_path, owner):
    rows = {"title": "Seal", "keywords": ["cold", "seal"]}, {"title": {"zh": "膜"}}, {"title": "Cup", "extra": {"a": 1}}
    run = Run("demand", lines(tmp_path / "a.jsonl", *rows), owner=owner.pk, keep_good=True)
    assert run.counts == (2, 0, 0, 1)
    assert "Row 2, column “title”: A text is needed here" in run.err
    assert Demand.objects.get(title_en="Seal").keywords_en == ["cold", "seal"]
