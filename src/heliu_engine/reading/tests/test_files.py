"""Files: PDF, Word, Excel, CSV, and names that say something else."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from heliu_engine.reading import ReadingError, Table, papers, read_file, read_page
from heliu_engine.reading.tests.samples import LINES, PAGE, excel_file, locked_pdf, pdf_file, replaced, saved, word_file


def test_word_gives_paragraphs_and_tables_in_order() -> None:
    document = read_file(word_file(), "通知.docx")
    assert (document.kind, document.title, document.date) == ("word", LINES[0], "2026-03-05")
    assert document.body.split("\n") == [*LINES[1:], "平台\t补助", "一号\t50万元", "表后的一段。"]
    assert document.tables == (Table(None, (("平台", "补助"), ("一号", "50万元"))),)


def test_merged_cells_of_word_are_given_once() -> None:
    file = docx.Document()
    table = file.add_table(rows=3, cols=3)
    for number in range(9):
        table.cell(number // 3, number % 3).text = str(number)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "高"
    table.cell(2, 1).merge(table.cell(2, 2)).text = "宽"
    rows = read_file(saved(file), "a.docx").tables[0].rows
    assert rows == (("高", "1", "2"), ("", "4", "5"), ("6", "宽", ""))


def test_what_was_deleted_with_changes_tracked_is_left_out() -> None:
    xml = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>'
        "<w:r><w:t>保留</w:t></w:r><w:del><w:r><w:t>删去</w:t></w:r></w:del><w:ins><w:r><w:t>补充</w:t></w:r></w:ins>"
        "</w:p></w:body></w:document>"
    )
    assert read_file(replaced(word_file(), "word/document.xml", xml.encode()), "a.docx").body == "保留补充"


def test_excel_gives_sheets_as_tables() -> None:
    rows = [
        ["首批平台清单", None, None],
        ["平台", "日期", "补助"],
        ["一号", date(2026, 3, 5), 50.0],
        [None, None, None],
    ]
    document = read_file(
        excel_file([*rows, ["二号", datetime.fromisoformat("2026-03-05T09:30"), 0.1 + 0.2]]), "清单.xlsx"
    )
    assert (document.kind, document.title) == ("excel", "首批平台清单")
    assert document.tables[0].title == "清单"
    assert document.tables[0].rows[2:] == (("一号", "2026-03-05", "50"), ("二号", "2026-03-05 09:30", "0.3"))
    assert document.body.split("\n")[0] == "首批平台清单"


def test_sheets_without_a_title_have_the_name_of_the_file() -> None:
    assert read_file(excel_file([["平台", "补助"], ["一号", 50]]), "平台清单.xlsx").title == "平台清单"
    book = openpyxl.Workbook()
    book.create_sheet("空")
    assert read_file(saved(book), "空.xlsx").tables == ()


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_any_encoding_with_any_mark(mark: str, encoding: str) -> None:
    text = "\r\n".join(
        mark.join(row) for row in (("平台名称", "所属领域"), ("一号平台", f'"新材料{mark}装备"'), ("二号", ""))
    )
    document = read_file(text.encode(encoding), "清单.csv")
    assert document.kind == "csv"
    assert document.tables[0].rows == (
        ("平台名称", "所属领域"),
        ("一号平台", " ".join(f"新材料{mark}装备".split())),
        ("二号", ""),
    )
    assert read_page(text.encode(encoding), content_type="text/csv").tables == document.tables


def test_pdf_lines_are_joined_and_margins_left_off() -> None:
    wide = "The office of science announces the second call for pilot plants in the whole"
    ends = ("region of the delta.", "province, as every year.", "country. Plants have to be open.")
    pages = [["Office of Science - Bulletin", wide, end, f"- {number} -"] for number, end in enumerate(ends, 1)]
    pages[0].insert(1, "Notice of the second call for pilot plants")
    document = read_file(pdf_file(pages), "a.pdf")
    assert document.kind == "pdf"
    assert document.title == "Notice of the second call for pilot plants"
    assert document.body.split("\n") == [f"{wide} {end}" for end in ends]


@pytest.mark.parametrize(
    ("shown", "meant"),
    [("⽣产⽅式⾼，2026年3⽉5⽇", "生产方式高，2026年3月5日"), ("⻓江⻔户", "长江门户"), ("eﬃcient", "efficient")],
)
def test_radicals_and_ligatures_of_a_pdf_become_characters(shown: str, meant: str) -> None:
    assert shown.translate(papers._SHAPES) == meant


def test_a_pdf_of_pictures_says_so_and_a_locked_one_is_refused() -> None:
    document = read_file(pdf_file([["Some text of the first page."], []]), "scan.pdf")
    assert document.notes == ("1 of 2 pages have no text; they may be pictures.",)
    with pytest.raises(ReadingError, match=r"^l\.pdf cannot be read: it is protected by a password"):
        read_file(locked_pdf(), "l.pdf")
    assert read_file(locked_pdf(owner_only=True), "l.pdf").body == "Only for members."


def test_bytes_decide_and_names_do_not(tmp_path: Path) -> None:
    assert read_file(PAGE.encode(), "page.pdf").kind == "html"
    assert read_page(word_file(), content_type="text/html", url="https://example.cn/a.html").kind == "word"
    path = tmp_path / "通知.txt"
    path.write_bytes(pdf_file([["Some text of the first page."]]))
    assert read_file(path).kind == "pdf"
    with pytest.raises(ReadingError, match=r"^absent\.txt cannot be read: No such file"):
        read_file(tmp_path / "absent.txt")
    with pytest.raises(ReadingError, match="Is a directory"):
        read_file(tmp_path)
