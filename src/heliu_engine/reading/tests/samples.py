"""Files made for tests: small ones that are sound, and hostile ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx
import openpyxl
import pypdf

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8">
<title>市科技局发布中试平台名单_示例市科技网</title></head><body>
<div id="nav"><a href="/">首页</a> &gt; <a href="/news/">新闻</a> &gt; 正文</div>
<div class="main">
<h1>市科技局发布中试平台名单</h1>
<div class="info">发布时间：2026-03-05 09:30　来源：示例日报　作者：王小明　字号：大 中 小</div>
<div class="text">
<p>本报讯（记者 李华 张文）市科技局昨日发布首批中试平台名单，
十二家单位入选，涉及新材料、生物医药和高端装备三个领域。</p>
<p>入选平台须向社会开放，全年服务企业不少于三十家。
<a href="detail.html">名单详情</a>由市科技局另行公布，企业可以直接预约。</p>
<table><caption>首批平台</caption>
<tr><th>平台</th><th colspan="2">领域与补助</th></tr>
<tr><td rowspan="2">一号平台</td><td>新材料</td><td>50万元</td></tr>
<tr><td>装备</td><td>30万元</td></tr></table>
<p>市科技局负责人表示，明年将再遴选一批平台，并对成效突出的平台给予奖励。</p>
</div>
<p>附件：<a href="/files/2026/list.pdf">首批中试平台名单</a> <a href="/down?file=form.docx">申请表</a></p>
<p>责任编辑：赵六</p>
<div>分享到：<a href="#">微信</a> <a href="javascript:void(0)">打印</a></div>
<h3>相关阅读</h3><ul><li><a href="/a">全市召开科技大会</a></li><li><a href="/b">新政策解读</a></li></ul>
</div>
<div class="foot">版权所有：示例市科学技术局 未经授权不得转载</div></body></html>"""
"""A page as a local paper would make it."""

LINES = (
    "关于申报2026年度中试平台的通知",
    "各有关单位：",
    "为加快科技成果转化，现就申报中试平台的有关事项通知如下。",
    "申报单位应当在本市注册满一年，具有独立法人资格。",
    "市科学技术局",
    "2026年3月5日",
)


def word_file(
    lines: Sequence[str] = LINES, rows: Sequence[Sequence[str]] = (("平台", "补助"), ("一号", "50万元"))
) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            table.cell(number, place).text = cell
    document.add_paragraph("表后的一段。")
    return saved(document)


def excel_file(rows: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "清单"
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def pdf_file(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF with lines of ASCII in Helvetica."""
    streams = []
    for lines in pages:
        shown = " T* ".join(f"({line.replace('(', '').replace(')', '')}) Tj" for line in lines)
        streams.append(f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET".encode("ascii"))
    return pdf_of(streams)


def pdf_of(streams: Sequence[bytes], resources: str = "", more: Sequence[bytes] = ()) -> bytes:
    """A PDF of content streams; objects in ``more`` have numbers from 10 + 2 times the number of pages on."""
    count = len(streams)
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(count))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    for number, stream in enumerate(streams):
        objects[10 + 2 * number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {11 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> {resources} >> >>"
        ).encode()
        objects[11 + 2 * number] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    for number, body in enumerate(more):
        objects[10 + 2 * count + number] = body
    return _numbered(objects)


def _numbered(objects: dict[int, bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n" % (max(objects) + 1)
    for number in range(max(objects) + 1):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (max(objects) + 1, start))


def endless_pdf(depth: int = 24) -> bytes:
    """A PDF of forms that each call the next one twice: a few hundred bytes, 2 ** depth operations."""
    first = 12
    forms = []
    for number in range(depth):
        stream = b"/X0 Do /X0 Do" if number + 1 < depth else b"BT /F1 9 Tf (x) Tj ET"
        inner = f"/XObject << /X0 {first + number + 1} 0 R >>" if number + 1 < depth else ""
        head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 3 0 R >> {inner} >>"
        forms.append(f"{head} /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    return pdf_of([b"/X0 Do"], f"/XObject << /X0 {first} 0 R >>", forms)


def locked_pdf(owner_only: bool = False) -> bytes:
    """A PDF that wants a password: for reading, or only for changing it."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_file([["Only for members."]])))
    writer.encrypt(user_password="" if owner_only else "secret", owner_password="owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def replaced(data: bytes, part: str, content: bytes) -> bytes:
    """An Office file with one part made anew."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return buffer.getvalue()
