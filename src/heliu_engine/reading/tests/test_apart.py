"""Reading a page or file does nothing else: it fetches nothing, writes nothing, and its work grows with the file.

Files are hostile from the inside here: parts of office files are mixed up after unpacking, where ``test_damaged_input``
damages whole files.
"""

from __future__ import annotations

import io
import os
import random
import re
import socket
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heliu_engine.errors import InputError
from heliu_engine.reading import ReadingError, read_file, read_page
from heliu_engine.reading.tests.samples import PAGE, excel_file, pdf_file, replaced, word_file
from heliu_engine.restore import restore
from heliu_engine.tests.work import calls

_SHEET = "xl/worksheets/sheet1.xml"
_PIECES = (
    "<w:p>", "</w:p>", "<w:tbl><w:tr/></w:tbl>", "<w:tc><w:tcPr><w:gridSpan w:val='-3'/></w:tcPr></w:tc>",
    "<w:vMerge/>", "<w:gridSpan w:val='99999999999'/>", "<c r='ZZZZ1'/>", "<c r='A0' t='s'><v>99999</v></c>",
    "<c t='d'><v>x</v></c>", "<c t='n'><v>1e999</v></c>", "<row r='-1'/>", "<mergeCell ref='A1:XFD1048576'/>",
    "<f>1/0</f>", "&#0;", "&x;", "<!--", "]]>", "<a:b/>", "\x00", "\ufffe",
)  # fmt: skip
"""What is put between the characters of a part."""


class Canary:
    """A server on this machine to which nobody should speak."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.visits = 0
        self.visited = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _address = self._socket.accept()
            except OSError:
                return  # It was closed.
            self.visits += 1
            self.visited.set()
            caller.close()

    def close(self) -> None:
        if self._socket.fileno() == -1:
            return
        # Closing alone does not wake who waits for a caller.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)


@pytest.fixture
def canary() -> Iterator[Canary]:
    server = Canary()
    yield server
    server.close()


def _entities(address: str) -> str:
    return (
        f'<?xml version="1.0"?><!DOCTYPE r SYSTEM "{address}/dtd" [<!ENTITY x SYSTEM "{address}/entity">'
        f'<!ENTITY % p SYSTEM "{address}/parameter">%p;<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    )


def _in_part(file: bytes, name: str, mark: str, text: str, head: str) -> bytes:
    """The file with a head of its own before a part, and an entity in the text that bears the mark."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        part = archive.read(name).decode()
    part = re.sub(r"^<\?xml[^>]*\?>\s*", "", part).replace(mark, text, 1)
    return replaced(file, name, (head + part).encode())


def _linked(file: bytes, address: str) -> bytes:
    """A Word file whose picture, template and settings lie elsewhere."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        name = "word/_rels/document.xml.rels"
        part = archive.read(name).decode()
    kinds = ("image", "attachedTemplate", "hyperlink", "oleObject", "frame")
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    more = "".join(
        f'<Relationship Id="x{kind}" Type="{base}/{kind}" Target="{address}/{kind}" TargetMode="External"/>'
        for kind in kinds
    )
    return replaced(file, name, part.replace("</Relationships>", more + "</Relationships>").encode())


def hostile_files(address: str) -> dict[str, bytes]:
    """Name → a file that asks to have something fetched from the address."""
    head = _entities(address)
    page = (
        f"{head}<html xmlns:xi='http://www.w3.org/2001/XInclude'><head><base href='{address}/'>"
        f"<link rel=stylesheet href='{address}/css'><meta http-equiv=refresh content='0;url={address}/next'>"
        f"<script src='{address}/js'></script></head><body>&x;&f;<xi:include href='{address}/include' parse='text'/>"
        f"<img src='{address}/img'><iframe src='{address}/frame'></iframe><object data='{address}/o'></object>"
    )
    pdf = pdf_file([["Notice of the call."]])
    action = f"/Type /Catalog /OpenAction << /S /URI /URI ({address}/pdf) >> /AA << /F ({address}/file) >>"
    return {
        "a.html": page.encode() + PAGE.partition("<body>")[2].encode(),
        "a.txt": head.encode() + "&x; 各有关单位：现将通知印发给你们。\n".encode() * 5,
        "a.docx": _in_part(word_file(), "word/document.xml", "市科学技术局", "市&x;&f;局", head),
        "b.docx": _linked(word_file(), address),
        "a.xlsx": _in_part(excel_file([["平台", "补助"]]), _SHEET, "平台", "平&x;台", head),
        "b.xlsx": _in_part(excel_file([["平台", 1]]), _SHEET, "<v>1</v>", "<v>&x;</v>", head),
        "a.pdf": pdf.replace(b"/Type /Catalog", action.encode()),
    }


def _tried(read: Callable[[], Any]) -> Any:
    """What is read, or nothing where it is refused with the documented error; any other error is the test's."""
    try:
        return read()
    except (ReadingError, InputError):
        return None


def test_nothing_is_fetched_whatever_a_file_asks_for(canary: Canary) -> None:
    address = f"http://127.0.0.1:{canary.port}"
    for name, data in hostile_files(address).items():
        assert address.encode() in data or name.endswith(("docx", "xlsx"))
        document = _tried(lambda name=name, data=data: read_file(data, name))
        restored = _tried(lambda data=data: restore(data))
        told = [document.body if document else "", restored.text if restored else ""]
        assert not any("root:" in text for text in told), name
        _tried(lambda data=data: read_page(data, url=f"{address}/page"))
    assert canary.visits == 0
    # That it hears at all.
    socket.create_connection(("127.0.0.1", canary.port)).close()
    assert canary.visited.wait(10)
    canary.close()
    assert canary.visits == 1


_WATCHED = {"open", "os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.truncate", "shutil.move"}
_DONE_ELSEWHERE = {"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"}


class Watch:
    """Notes what the interpreter is asked to do outside its own memory, while it is on."""

    def __init__(self) -> None:
        self.on = False
        self.seen: list[tuple[str, Any]] = []
        sys.addaudithook(self._note)  # A hook cannot be taken away again; it is silent while it is off.

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on or event not in _WATCHED | _DONE_ELSEWHERE:
            return
        if event != "open" or _writes(arguments):
            self.seen.append((event, arguments[0] if arguments else None))


def _writes(arguments: tuple[Any, ...]) -> bool:
    _path, mode, flags = arguments
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return bool((flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


@cache
def watch() -> Watch:
    return Watch()


def test_nothing_is_written_or_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in the folder one stands in, nor in that for temporary files, nor anywhere else by the interpreter."""
    here, temporary, home = (tmp_path / name for name in ("here", "temporary", "home"))
    for folder in (here, temporary, home):
        folder.mkdir()
    (here / "kept.txt").write_text("kept", encoding="utf-8")
    files = hostile_files("http://127.0.0.1:9") | {
        "../up.html": PAGE.encode(), "/etc/x.docx": word_file(), "c.xlsx": excel_file([["a", 1]] * 50),
        "c.pdf": pdf_file([["Text."]] * 3),
    }  # fmt: skip
    restore("预热：模型和词表先读进来。".encode())
    monkeypatch.chdir(here)
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr("tempfile.tempdir", None)
    watching = watch()
    watching.seen.clear()
    for name, data in files.items():
        _tried(lambda name=name, data=data: read_file(data, name))  # What it needs of code is loaded now.
        watching.on = True
        try:
            _tried(lambda name=name, data=data: read_file(data, name))
            _tried(lambda data=data: restore(data))
        finally:
            watching.on = False
    assert not watching.seen
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    assert left == ["here", "here/kept.txt", "home", "temporary"]
    assert (here / "kept.txt").read_text(encoding="utf-8") == "kept"
    watching.on = True
    (here / "b.txt").write_text("seen", encoding="utf-8")
    watching.on = False
    assert watching.seen == [("open", str(here / "b.txt"))]  # That it sees at all.


@cache
def _parts() -> dict[str, tuple[bytes, str]]:
    """Name → a file and the text of the part of it that is mixed up."""
    files = {
        "word/document.xml": word_file(), "word/styles.xml": word_file(), "word/_rels/document.xml.rels": word_file(),
        _SHEET: excel_file([["平台", "补助"], ["一号", 50]]), "xl/workbook.xml": excel_file([["a"]]),
        "xl/styles.xml": excel_file([["a"]]),
    }  # fmt: skip
    return {name: (file, zipfile.ZipFile(io.BytesIO(file)).read(name).decode()) for name, file in files.items()}


@pytest.mark.parametrize("part", _parts())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), pieces=st.lists(st.sampled_from(_PIECES), max_size=6), cut=st.booleans())
def test_mixed_up_parts_of_office_files_never_crash(part: str, seed: int, pieces: list[str], cut: bool) -> None:
    file, text = _parts()[part]
    chance = random.Random(seed)
    for piece in pieces:
        # Between two tags more often than within one, where XML itself would already end it.
        places = [match.end() for match in re.finditer(r">", text)] if chance.random() < 0.7 else range(len(text))
        place = chance.choice(list(places) or [0])
        text = text[:place] + piece + text[place:]
    if cut:
        tags = list(re.finditer(r"<[^<>/]+/>|<v>[^<]*</v>|\b\w+=\"[^\"]*\"", text))
        if tags:
            gone = chance.choice(tags)
            text = text[: gone.start()] + text[gone.end() :]
    name = "a.docx" if part.startswith("word") else "a.xlsx"
    _tried(lambda: read_file(replaced(file, part, text.encode("utf-8", "replace")), name))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), count=st.integers(1, 12))
def test_mixed_up_words_of_a_pdf_never_crash(seed: int, count: int) -> None:
    """Whole words of the file are exchanged, so that it goes on being one that means something else."""
    chance = random.Random(seed)
    words = re.split(rb"(\s+)", _pdf())
    for _ in range(count):
        words[chance.randrange(len(words))] = chance.choice(
            [chance.choice(words), b"0", b"-1", b"9" * 20, b"<<", b">>", b"1 0 R", b"null", b"[", b"(", b"/Kids", b"Do"]
        )
    _tried(lambda: read_file(b"".join(words), "a.pdf"))


@cache
def _pdf() -> bytes:
    return pdf_file([["Notice of the call", "Plants have to be open."], ["Page two."]])


_GROWING: dict[str, Callable[[int], Callable[[], Any]]] = {
    "word": lambda n: _reading(word_file(["各单位应当按时报送材料。"] * n), "a.docx"),
    "word table": lambda n: _reading(replaced(word_file(), "word/document.xml", _word_table(n)), "a.docx"),
    "excel": lambda n: _reading(excel_file([["平台", 1]] * n), "a.xlsx"),
    "pdf": lambda n: _reading(pdf_file([["Plants have to be open."]] * (n // 8)), "a.pdf"),
    "csv": lambda n: _reading("平台,补助\n".encode() * n, "a.csv"),
    "text": lambda n: _reading("各单位应当按时报送材料，逾期不再受理。\n".encode() * n, "a.txt"),
    "damage": lambda n: lambda: restore("強(qiáng)化創(chuàng)新(xīn)，推進(jìn)轉(zhuǎn)化。\n" * (n // 4)),
}


def _word_table(rows: int) -> bytes:
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>平台</w:t></w:r></w:p></w:tc>" * 2 + "</w:tr>"
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{name}"><w:body><w:tbl>{row * rows}</w:tbl></w:body></w:document>'.encode()


def _reading(data: bytes, name: str) -> Callable[[], Any]:
    return lambda: read_file(data, name)


@pytest.mark.parametrize("kind", _GROWING)
def test_work_grows_with_the_file_and_no_faster(kind: str) -> None:
    _GROWING[kind](16)()  # What is loaded once is not counted.
    one, two, four = (calls(_GROWING[kind](n)) for n in (200, 400, 800))
    # Quadratic work would be four and sixteen times as much.
    assert two <= 2.6 * one
    assert four <= 5.2 * one
    assert four > one  # Something was read.
