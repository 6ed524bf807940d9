"""What is too large or was made to hurt is refused with a sentence, and takes no more time than an honest file."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import pytest

from heliu_engine.reading import ReadingError, papers, read_file, read_page, sheets
from heliu_engine.reading.limits import CELLS, LARGEST, Budget
from heliu_engine.reading.tests.samples import endless_pdf, excel_file, pdf_file, replaced, word_file

_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
    "<sheetData>{rows}</sheetData></worksheet>"
)
_DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{body}</w:document>'


def _archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_larger_files_than_any_are_refused() -> None:
    with pytest.raises(ReadingError, match=r"^big\.html cannot be read: it is larger than 32 MB"):
        read_file(bytes(LARGEST + 1), "big.html")


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (lambda: replaced(word_file(), "word/document.xml", b" " * 40_000_000), "would grow more than 200 times"),
        (lambda: _archive({f"{n}.xml": b" " * 2**20 for n in range(130)}), "would be larger than 128 MB"),
        (lambda: _archive({f"{n}": b"" for n in range(5_001)}), "more than 5,000 parts"),
        (lambda: _archive({"a.txt": b"x"}), "it is a ZIP archive, not a Word or Excel file"),
        (lambda: b"PK\x03\x04 and nothing more", "cannot be unpacked"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "of before 2007"),
        (lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (lambda: b"{\\rtf1 text}", "it is an RTF file"),
        (lambda: b"%PDF-1.7\n%%EOF", "it is a damaged PDF"),
        (lambda: pdf_file([["Text."]])[:200], "it is a damaged PDF"),
        (lambda: replaced(word_file(), "word/document.xml", b"<no"), "it is a damaged Word file"),
        (lambda: replaced(excel_file([[1]]), "xl/workbook.xml", b"<no"), "it is a damaged Excel file"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "it is a picture"),
        (lambda: bytes(range(32)) * 9, "it is not text"),
    ],
)
def test_what_cannot_be_read_says_why(file: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(ReadingError, match=reason) as refused:
        read_file(file(), "a")
    assert "\n" not in str(refused.value)


def test_sheets_are_counted_and_not_believed() -> None:
    sparse = _SHEET.format(
        rows='<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="A900000"><v>2</v></c></row>'
    )
    wide = _SHEET.format(rows="".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 20)))
    true = _SHEET.format(rows='<row r="1"><c r="A1"><v>1</v></c></row>')
    for rows, reason in ((sparse, "more than 100,000 rows"), (wide, "more than 200,000 cells")):
        with pytest.raises(ReadingError, match=reason):
            read_file(replaced(excel_file([[1]]), "xl/worksheets/sheet1.xml", rows.encode()), "a.xlsx")
    assert read_file(replaced(excel_file([[1]]), "xl/worksheets/sheet1.xml", true.encode()), "a").tables[0].rows == (
        ("1",),
    )


def test_entities_of_office_files_are_not_expanded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    sheet = bomb + _SHEET.format(rows='<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>')
    with pytest.raises(ReadingError, match="damaged Excel"):
        read_file(replaced(excel_file([[1]]), "xl/worksheets/sheet1.xml", sheet.encode()), "a.xlsx")
    word = bomb + _DOCUMENT.format(body="<w:body><w:p><w:r><w:t>x&b;&f;</w:t></w:r></w:p></w:body>")
    body = read_file(replaced(word_file(), "word/document.xml", word.encode()), "a.docx").body
    assert "aaaa" not in body
    assert body.startswith("x")


def test_cells_that_claim_to_be_wide_and_rows_without_end_are_refused() -> None:
    page = "<!DOCTYPE html><table>" + "<tr><td rowspan=999 colspan=999>a<td>b" * 300
    with pytest.raises(ReadingError, match=f"more than {CELLS:,} cells"):
        read_page(page.encode())
    with pytest.raises(ReadingError, match="more than 10 cells"):
        Budget(10).take(11)
    with pytest.raises(ReadingError, match="row 2 has a cell of more than 100,000 characters"):
        read_file(b'a,b\n1,"' + b"x" * 200_000, "a.csv")


def test_forms_of_a_pdf_that_call_each_other_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "OPERATIONS", 300)
    with pytest.raises(ReadingError, match="more than 300 operations"):
        read_file(endless_pdf(), "a.pdf")
    monkeypatch.setattr(papers, "PAGES", 1)
    with pytest.raises(ReadingError, match="more than 1 pages"):
        read_file(pdf_file([["a"], ["b"]]), "a.pdf")


def test_a_sheet_may_have_only_so_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS", 2)
    assert len(read_file(b"a,b\nc,d", "a.csv").tables[0].rows) == 2
    with pytest.raises(ReadingError, match="more than 2 rows"):
        read_file(b"a,b\nc,d\ne,f", "a.csv")


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<table><tr><td>a",
        "<a href=x><div>a",
        "<p>责任编辑：某</p><p>相关阅读</p><p>这是一个长句子，用来试验文章的长度。</p>",
        "<title>一二三四五六七八</title><p>一二三四五六七八九十，一二三四五六七八九十。",
        "<!---->",
        "<p>这是一个长句子，用来试验文章的长度，看看是否线性。</p>",
        "<p>（记者",
        "版权归",
        "来源：",
        "a > ",
    ],
)
def test_time_grows_no_faster_than_the_page(piece: str) -> None:
    def spent(size: int) -> float:
        page = ("<!DOCTYPE html><base href='http://a/" + "b/" * 1500 + "'>" + piece * (size // len(piece))).encode()
        begun = time.process_time()
        read_page(page)
        return time.process_time() - begun

    # Four times as much: quadratic time would be sixteen times as long. The better of two runs, for busy machines.
    short, long = (min(spent(size), spent(size)) for size in (40_000, 160_000))
    assert long < 10 * short + 0.2
