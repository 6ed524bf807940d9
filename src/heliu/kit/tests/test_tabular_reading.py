"""Reading tables: what is read rightly, and what is refused with a clear message."""

from __future__ import annotations

import json
import tracemalloc
import zipfile
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from heliu.kit.tabular import (
    BadHeader,
    EmptyFile,
    MacroWorkbook,
    TooLarge,
    UnknownEncoding,
    WrongFormat,
    open_table,
)
from heliu.kit.tabular.values import read_date, read_decimal, read_integer, read_list, read_text
from heliu.kit.tests.files import inline, raw_workbook, with_entry, workbook

KNOWN = ["标题", "描述", "title", "description"]
TEXT = "标题,描述,预算\n燃料电池测试台,需要 100 kW 的台架,30\n水处理膜,通量要高,12\n"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def read(path: Path, name: str = "") -> list[tuple[int, dict]]:
    return [(row.number, row.values) for row in open_table(path, name=name, known=KNOWN).rows()]


@contextmanager
def peak_below(limit: int):
    """Fail where Python holds more than ``limit`` bytes at any moment inside."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < limit
    finally:
        tracemalloc.stop()


def write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# -- what the file is ---------------------------------------------------------------------------


def test_a_picture_named_xlsx_is_named_for_what_it_is(tmp_path):
    path = write(tmp_path / "a.xlsx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100)
    with pytest.raises(WrongFormat, match="PNG"):
        open_table(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Excel file"),
        (b"<html><table><tr><td>title</td></tr></table></html>", "web page"),
        (b"title,\x00\x01\x02\x00\x00binary", "not a text file"),
        (b"PK\x03\x04 but no more", "damaged"),
    ],
)
def test_other_files_are_refused_with_their_name(tmp_path, content, words):
    with pytest.raises(WrongFormat, match=words):
        open_table(write(tmp_path / "a.csv", content))


def test_a_zip_and_a_damaged_workbook_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(WrongFormat, match="not an Excel workbook"):
        open_table(tmp_path / "a.xlsx")
    path = raw_workbook(tmp_path / "b.xlsx", '<row r="1"><c r="A1"><v>1</v></row>')
    with pytest.raises(WrongFormat, match="damaged"):
        open_table(path)
    whole = workbook(tmp_path / "c.xlsx", [["title"], ["x"]])
    write(tmp_path / "d.xlsx", whole.read_bytes()[:-300])
    with pytest.raises(WrongFormat, match="damaged"):
        open_table(tmp_path / "d.xlsx")


def test_macro_workbooks_are_refused_by_name_and_by_content(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["title"], ["x"]])
    assert read(path) == [(2, {"title": "x"})]
    with pytest.raises(MacroWorkbook):
        open_table(path, name="a.xlsm")
    with_entry(path, "xl/vbaProject.bin", b"macro")
    with pytest.raises(MacroWorkbook, match="macros"):
        open_table(path)


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.jsonl"])
def test_empty_files(tmp_path, name):
    with pytest.raises(EmptyFile, match="0 bytes"):
        open_table(write(tmp_path / name, b""))
    with pytest.raises(EmptyFile, match="no rows"):
        open_table(write(tmp_path / "blank.csv", b"\n\n  \n"))
    with pytest.raises(EmptyFile, match="no rows"):
        open_table(workbook(tmp_path / "none.xlsx", []))


def test_content_decides_where_the_name_says_otherwise(tmp_path):
    path = write(tmp_path / "a.xlsx", TEXT)
    table = open_table(path, known=KNOWN)
    assert len(list(table.rows())) == 2
    assert any("CSV" in note for note in table.notes)


# -- characters ---------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_told_apart(tmp_path, encoding):
    path = write(tmp_path / "a.csv", (TEXT * 3).encode(encoding))
    rows = read(path)
    assert rows[0] == (2, {"标题": "燃料电池测试台", "描述": "需要 100 kW 的台架", "预算": "30"})


def test_big5_and_western_text(tmp_path):
    text = "title,description\n" + "電動車電池管理系統的熱失控預警技術,需要學術單位協助開發並且驗證\n" * 3
    assert read(write(tmp_path / "a.csv", text.encode("big5")))[0][1]["title"].startswith("電動車電池")
    text = "title,description\n" + "Matériaux composés pour l'énergie,Étude de la dégradation à haute chaleur\n" * 3
    assert read(write(tmp_path / "b.csv", text.encode("cp1252")))[0][1]["title"] == "Matériaux composés pour l'énergie"


def test_a_long_gbk_file_is_read_to_its_end(tmp_path):
    # The sample ends in the middle of a two-byte character.
    text = "标题,描述\n" + "".join(f"第{number}号需求,{'高强度钢' * 50}\n" for number in range(1500))
    assert read(write(tmp_path / "a.csv", text.encode("gbk")))[-1][1]["标题"] == "第1499号需求"


def test_a_damaged_mark_is_said(tmp_path):
    with pytest.raises(UnknownEncoding, match="UTF-8"):
        open_table(write(tmp_path / "a.csv", b"\xef\xbb\xbftitle\n\xff\xfe\xfa"))


# -- CSV ----------------------------------------------------------------------------------------


def test_delimiters_quotes_and_rows_as_excel_numbers_them(tmp_path):
    text = 'title;description\n"a;b";"two\nlines, and ""more"""\n\nc;d\n'
    assert read(write(tmp_path / "a.csv", text)) == [
        (2, {"title": "a;b", "description": 'two\nlines, and "more"'}),
        (4, {"title": "c", "description": "d"}),
    ]
    assert open_table(tmp_path / "a.csv", known=KNOWN).total == 5
    assert read(write(tmp_path / "b.csv", "title\tdescription\na,b\tc\n"))[0][1] == {"title": "a,b", "description": "c"}


def test_ragged_rows(tmp_path):
    path = write(tmp_path / "a.csv", "title,description\nshort\nlong,one,two\nfine,one,\n")
    rows = list(open_table(path, known=KNOWN).rows())
    assert [bool(row.problems) for row in rows] == [False, True, False]
    assert "3 instead of 2" in rows[1].problems[""]


def test_a_quotation_mark_that_is_never_closed_is_named(tmp_path):
    rows = list(open_table(write(tmp_path / "a.csv", 'title\nfine\n"open\nnext\n'), known=KNOWN).rows())
    assert rows[0].values == {"title": "fine"}
    assert (rows[1].number, "never closed" in rows[1].problems[""]) == (3, True)
    rows = list(open_table(write(tmp_path / "b.csv", 'title\n"a" b\nfine\n'), known=KNOWN).rows())
    assert (rows[0].number, bool(rows[0].problems), rows[1].values) == (2, True, {"title": "fine"})


@pytest.mark.parametrize("size", [200_000, 10_000_000])
def test_a_huge_cell_is_refused_with_its_address(tmp_path, size):
    with pytest.raises(TooLarge, match="B3"):
        read(write(tmp_path / "a.csv", "title,description\nx,y\nz," + "长" * size + "\n"))
    data = f'<row r="1">{inline("A1", "title")}{inline("B1", "description")}</row>'
    huge = f'{data}<row r="3">{inline("A3", "z")}{inline("B3", "l" * size)}</row>'
    with pytest.raises(TooLarge, match="B3"):
        open_table(raw_workbook(tmp_path / "a.xlsx", huge))
    shared = f"{data}<row r='7'><c r='C7' t='s'><v>1</v></c></row>"
    strings = f"<si><t>small</t></si><si><t>{'l' * size}</t></si>"
    with pytest.raises(TooLarge, match="C7"):
        open_table(raw_workbook(tmp_path / "b.xlsx", shared, shared=strings))
    line = json.dumps({"title": "x", "description": "l" * size})
    with pytest.raises(TooLarge, match="description"):
        open_table(write(tmp_path / "a.jsonl", line))


# -- the header ---------------------------------------------------------------------------------


def test_a_title_above_the_header_is_skipped_with_a_note(tmp_path):
    rows = [["2026 年技术需求汇总表"], [None], ["填表单位", "某公司"], ["序号", "标题", "描述"], [1, "甲", "乙"]]
    path = workbook(tmp_path / "a.xlsx", rows, change=lambda sheet: sheet.merge_cells("A1:C1"))
    table = open_table(path, known=KNOWN)
    assert [(row.number, row.values) for row in table.rows()] == [(5, {"序号": 1, "标题": "甲", "描述": "乙"})]
    assert any("row 4" in note for note in table.notes)


def test_no_header_is_said_with_the_cells_that_were_found(tmp_path):
    path = write(tmp_path / "a.csv", "甲,乙\n丙,丁\n")
    with pytest.raises(BadHeader, match="甲”, “乙"):
        open_table(path, known=KNOWN)
    assert open_table(path).columns == ["甲", "乙"]


def test_repeated_headers_are_refused_where_they_are_needed(tmp_path):
    table = open_table(write(tmp_path / "a.csv", "title,Title ,note,note\na,b,c,d\n"), known=KNOWN)
    with pytest.raises(BadHeader, match=r"title.*A, B"):
        table.require_single("title")
    assert table.repeated == {"title": ["A", "B"], "note": ["C", "D"]}


def test_a_header_repeated_below_and_blank_rows_are_no_records(tmp_path):
    rows = [["标题*", "描述（必填）"], ["a", "b"], [None, " "], ["标题*", "描述（必填）"], ["c", "d"]]
    assert [number for number, _values in read(workbook(tmp_path / "a.xlsx", rows))] == [2, 5]


# -- workbooks ----------------------------------------------------------------------------------


def test_formulas_give_their_stored_result_or_say_that_there_is_none(tmp_path):
    cells = f'<row r="1">{inline("A1", "title")}{inline("B1", "description")}</row>'
    cells += f'<row r="2">{inline("A2", "x")}<c r="B2"><f>1+1</f><v>2</v></c></row>'
    cells += f'<row r="3">{inline("A3", "y")}<c r="B3"><f>1+1</f></c></row>'
    cells += f'<row r="4">{inline("A4", "z")}<c r="B4" t="e"><v>#REF!</v></c></row>'
    rows = list(open_table(raw_workbook(tmp_path / "a.xlsx", cells), known=KNOWN).rows())
    assert rows[0].values == {"title": "x", "description": 2}
    assert "B3" in rows[1].problems["description"]
    assert "#REF!" in rows[2].problems["description"]


def test_a_merged_cell_holds_for_each_of_its_rows_but_not_sideways(tmp_path):
    rows = [["单位", "标题", "描述"], ["甲公司", "一", "x"], [None, "二", "y"], [None, "三"], ["乙公司", "四", "z"]]

    def merge(sheet):
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("B4:C4")

    table = open_table(workbook(tmp_path / "a.xlsx", rows, change=merge), known=KNOWN)
    assert [row.values.get("单位") for row in table.rows()] == ["甲公司", "甲公司", "甲公司", "乙公司"]
    assert [row.values.get("描述") for row in table.rows()] == ["x", "y", None, "z"]
    assert any("merged" in note for note in table.notes)


def test_a_wrong_size_in_the_sheet_cuts_nothing_off(tmp_path):
    cells = f'<row r="1">{inline("A1", "title")}</row><row r="2">{inline("A2", "x")}</row>'
    path = raw_workbook(tmp_path / "a.xlsx", cells, dimension='<dimension ref="A1"/>')
    assert read(path) == [(2, {"title": "x"})]


def test_days_are_days_and_other_sheets_are_noted(tmp_path):
    def add(sheet):
        sheet.parent.create_sheet("More").append(["left out"])

    path = workbook(tmp_path / "a.xlsx", [["title"], [datetime(2026, 11, 23)]], change=add)  # noqa: DTZ001
    table = open_table(path, known=KNOWN)
    assert [row.values["title"] for row in table.rows()] == [datetime(2026, 11, 23)]  # noqa: DTZ001
    assert any("More" in note for note in table.notes)


def test_zip_bombs_are_refused_without_unpacking_them(tmp_path):
    bomb = f'<row r="1">{inline("A1", "title")}</row>' + "<row/>" * 10
    path = raw_workbook(tmp_path / "a.xlsx", bomb, shared="<si><t>" + " " * 200_000_000 + "</t></si>")
    assert path.stat().st_size < 1_000_000
    with peak_below(8_000_000), pytest.raises(TooLarge, match="zip bomb"):
        open_table(path)
    with pytest.raises(WrongFormat, match="not in order"):
        open_table(raw_workbook(tmp_path / "b.xlsx", '<row r="99999999999"><c r="A9"><v>1</v></c></row>'))


def test_a_part_that_lies_about_its_size_is_refused(tmp_path):
    path = raw_workbook(tmp_path / "a.xlsx", f'<row r="1">{inline("A1", "title")}</row>')
    with_entry(path, "docProps/core.xml", b"")
    with zipfile.ZipFile(path) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.find(b"xl/worksheets/sheet1.xml", content.find(mark, sheet.header_offset))
        start = content.rfind(mark, 0, place)
        content[start + offset : start + offset + 4] = (10).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises((TooLarge, WrongFormat)):
        open_table(path)


def test_a_document_type_is_refused(tmp_path):
    path = raw_workbook(tmp_path / "a.xlsx", "")
    entity = b'<!DOCTYPE a [<!ENTITY b "c">]><sst/>'
    with pytest.raises(WrongFormat, match="document type"):
        open_table(with_entry(path, "xl/sharedStrings.xml", entity))


# -- JSONL --------------------------------------------------------------------------------------


def test_jsonl_names_its_broken_lines(tmp_path):
    lines = ['{"title": "a", "tags": ["x", "y"]}', '{"title": "b"', "", "[1]", '{"title": "c", "title": "d"}']
    lines.append('{"n": {"a": 1}}')
    table = open_table(write(tmp_path / "a.jsonl", "\n".join(lines)))
    rows = list(table.rows())
    assert [row.number for row in rows] == [1, 2, 4, 5, 6]
    assert [bool(row.problems) for row in rows] == [False, True, True, True, False]
    assert "character" in rows[1].problems[""]
    assert rows[4].values == {"n": {"a": 1}}
    assert table.columns == ["title", "tags", "n"]
    with pytest.raises(WrongFormat, match="one object a line"):
        open_table(write(tmp_path / "b.json", '[{"title": "a"}]'))


# -- values -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23", "2026/11/23", "2026.11.23", "23.11.2026", "2026年11月23日", "２０２６年１１月２３日", "20261123",
        "23/11/2026", "11/23/2026", "23 Nov 2026", "23 November 2026", "Nov 23, 2026", "2026-11-23 08:30", 46349,
        46349.5, "46349", 20261123, datetime(2026, 11, 23, 8), date(2026, 11, 23), "2026 年 11 月 23 日",  # noqa: DTZ001
    ],
)  # fmt: skip
def test_days_in_the_ways_people_write_them(text):
    assert read_date(text) == date(2026, 11, 23)


def test_days_that_are_not_clear():
    assert read_date("2026年2月") == date(2026, 2, 28)
    assert read_date("05/05/2026") == date(2026, 5, 5)
    with pytest.raises(ValueError, match="2026-04-03 or 2026-03-04"):
        read_date("03/04/2026")
    with pytest.raises(ValueError, match="no day 30"):
        read_date("2026-02-30")
    for text in ("soon", "11/23/26", "2026", 12, True, "31.11.26", "0000-01-01x"):
        with pytest.raises(ValueError, match="not a date"):
            read_date(text)


def test_numbers_lists_and_texts():
    assert read_decimal("1,234,567.5") == Decimal("1234567.5")
    assert read_decimal("１２") == 12
    with pytest.raises(ValueError, match="not a number"):
        read_decimal("1,23")
    assert read_integer(6.0) == 6
    with pytest.raises(ValueError, match="whole"):
        read_integer("6.5")
    assert read_list("机器人、机器 视觉，AI;机器人") == ["机器人", "机器 视觉", "AI"]
    assert read_list("模型 修正 钢管") == ["模型", "修正", "钢管"]
    assert read_list(["a b", 3]) == ["a b", "3"]
    assert read_text(13800000000.0) == "13800000000"
    assert read_text("a\x07b\r\nc ") == "ab\nc"
    with pytest.raises(ValueError, match="nested"):
        read_text({"a": 1})


def test_memory_stays_bounded_over_many_rows(tmp_path):
    """20,000 rows of 1 KB are 20 MB of text; reading them holds a fraction of that."""
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("title,description\n")
        for number in range(20_000):
            stream.write(f"需求 {number},{'x' * 1000}\n")
    with peak_below(4_000_000):
        assert sum(1 for _row in open_table(path, known=KNOWN).rows()) == 20_000
