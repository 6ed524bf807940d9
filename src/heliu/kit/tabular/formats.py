"""Telling what a file is from its content; its name is only a hint."""

from __future__ import annotations

import codecs
import zipfile
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from heliu.kit.tabular.errors import EmptyFile, MacroWorkbook, UnknownEncoding, WrongFormat

SAMPLE = 64 * 1024


class Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"
    JSONL = "jsonl"


_FOREIGN = (
    (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"BM", "BMP"), (b"%PDF", "PDF"),
    (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "gzip"), (b"RIFF", "RIFF"), (b"SQLite format 3", "SQLite"),
    (b"{\\rtf", "RTF"),
)  # fmt: skip
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


def find_format(path: Path, name: str) -> Format:
    """The format of a file, or WrongFormat saying what it is instead."""
    size = path.stat().st_size
    if size == 0:
        raise EmptyFile(_("The file is empty (0 bytes)."))
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_workbook(path, name)
        return Format.XLSX
    if head.startswith(_OLD_OFFICE):
        raise WrongFormat(
            _("This is an old Excel file (.xls) or one with a password. Open it in Excel and save it as .xlsx.")
        )
    for magic, what in _FOREIGN:
        if head.startswith(magic) and not (magic == b"BM" and head.isascii()):
            raise WrongFormat(
                _("“%(name)s” is not a table: its content is %(format)s. Give .xlsx, .csv or .jsonl.")
                % {"name": name, "format": what}
            )
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<":
        raise WrongFormat(
            _("This is a web page or XML, not a table, whatever its name says. Open it in Excel and save it as .xlsx.")
        )
    if start[:1] == b"[" and Path(name).suffix.lower() in {".json", ".jsonl", ".ndjson"}:
        raise WrongFormat(_("This is one JSON list. JSONL has one object a line, without brackets around them all."))
    if start[:1] == b"{" or Path(name).suffix.lower() in {".jsonl", ".ndjson"}:
        return Format.JSONL
    return Format.CSV


def _check_workbook(path: Path, name: str) -> None:
    """Refuse archives that are no workbook, and workbooks with macros."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {entry.filename.lower() for entry in archive.infolist()}
            types = _head_of_part(archive, "[Content_Types].xml")
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        raise WrongFormat(_("The workbook is damaged and cannot be opened."))
    if (
        "macroenabled" in types.lower()
        or any(part.endswith("vbaproject.bin") for part in parts)
        or any(part.startswith("xl/macrosheets/") for part in parts)
        or Path(name).suffix.lower() in {".xlsm", ".xltm", ".xlam"}
    ):
        raise MacroWorkbook(
            _("This workbook may carry macros, and such files are not opened here. Save it as .xlsx without macros.")
        )
    if "xl/workbook.bin" in parts:
        raise WrongFormat(_("This is a binary workbook (.xlsb). Open it in Excel and save it as .xlsx."))
    if "xl/workbook.xml" not in parts and "spreadsheetml.sheet.main" not in types:
        raise WrongFormat(_("This is an archive or another kind of document, not an Excel workbook (.xlsx)."))


def _head_of_part(archive: zipfile.ZipFile, part: str) -> str:
    try:
        with archive.open(part) as stream:
            return stream.read(1024 * 1024).decode("utf-8", "replace")
    except KeyError:
        return ""


def find_encoding(path: Path) -> str:
    """The encoding of a text file: by its mark, else UTF-8 if all of it is, else GB 18030, Big5, or a guess.

    UTF-8 is told from GBK by strict decoding of the whole file: Chinese text of one is next to never
    valid in the other. GB 18030 (which contains GBK) would accept Big5 too, but what comes out
    then lies largely outside the 6,763 everyday characters of GB 2312; so does what Big5 is not.
    """
    with path.open("rb") as stream:
        sample = stream.read(SAMPLE)
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            _must_decode(path, encoding)
            return encoding
    if b"\x00" in sample:
        encoding = _utf16_without_mark(sample)
        _must_decode(path, encoding)
        return encoding
    if _decodes(path, "utf-8"):
        return "utf-8"
    # A sample may end in the middle of a character: "ignore" drops that rest.
    if _decodes(path, "gb18030") and _share(sample.decode("gb18030", "ignore"), "gb2312") > 0.7:
        return "gb18030"
    if _decodes(path, "big5") and _share(sample.decode("big5", "ignore"), "big5") > 0.7:
        return "big5"
    from charset_normalizer import from_bytes

    guess = from_bytes(sample).best()
    if guess is None or not _decodes(path, guess.encoding):
        raise UnknownEncoding(_("The characters of this file cannot be told. Save it as UTF-8 (in Excel: CSV UTF-8)."))
    return guess.encoding


def _share(text: str, charset: str) -> float:
    """The share of non-ASCII characters that a character set knows; 0 without any."""
    wide = [char for char in text if ord(char) > 127]
    if not wide:
        return 0.0
    known = 0
    for char in wide:
        try:
            known += len(char.encode(charset)) == 2
        except UnicodeEncodeError:
            continue
    return known / len(wide)


def _utf16_without_mark(sample: bytes) -> str:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 0.2 * len(sample) / 2 or min(even, odd) > 0.02 * len(sample):
        raise WrongFormat(_("This is not a text file: it holds bytes that no text has."))
    return "utf-16-le" if odd > even else "utf-16-be"


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as stream:
            while stream.read(SAMPLE):
                pass
    except (UnicodeError, LookupError):
        return False
    return True


def _must_decode(path: Path, encoding: str) -> None:
    if not _decodes(path, encoding):
        raise UnknownEncoding(
            _("The file says it is %(encoding)s, but is damaged. Save it as UTF-8 (in Excel: CSV UTF-8).")
            % {"encoding": encoding.upper().removesuffix("-SIG")}
        )
