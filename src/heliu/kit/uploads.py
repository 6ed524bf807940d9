"""Checking a file that somebody uploads.

What a file is, is told by its content; its name only serves for showing. Pictures are drawn anew, so
that neither place and camera (EXIF) nor anything hidden behind the picture stays in them. Office
files with macros are refused.

    UploadRefused (422)
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader

MOST_PIXELS = 50_000_000
LONGEST_NAME = 120
MOST_PAGES = 500
# Of the parts inside an office file, unpacked: more is a bomb, not a report.
MOST_UNPACKED = 500 * 1024 * 1024
MOST_PARTS = 20_000
LONGEST_LISTING = 5 * 1024 * 1024

PICTURES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
_OFFICE = "application/vnd.openxmlformats-officedocument"
OFFICE = {
    "word/document.xml": (f"{_OFFICE}.wordprocessingml.document", ".docx"),
    "xl/workbook.xml": (f"{_OFFICE}.spreadsheetml.sheet", ".xlsx"),
    "ppt/presentation.xml": (f"{_OFFICE}.presentationml.presentation", ".pptx"),
}
ACCEPTED = ".pdf,.docx,.xlsx,.pptx,.txt,.csv,.jpg,.jpeg,.png,.webp"


class UploadRefused(Exception):
    """The file is not kept; the message tells the person why."""

    status = 422


@dataclass(frozen=True, slots=True)
class CheckedUpload:
    """A file that may be kept, with the name to show and the type to serve it as."""

    name: str
    extension: str
    media_type: str
    is_picture: bool
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)


def safe_name(name: str, extension: str) -> str:
    """The last part of a name without characters that could mislead, with the extension of the true type."""
    last = re.split(r"[\\/]", name)[-1]
    # Control and format characters (Cc, Cf) include those that turn the direction of writing.
    kept = "".join(char for char in last if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    kept = re.sub(r'[<>:"|?*]+', "_", kept).strip(" .")
    stem = PurePosixPath(kept).stem.strip(" .") if kept else ""
    return (stem[:LONGEST_NAME].strip(" .") or "file") + extension


def check_upload(upload: UploadedFile) -> CheckedUpload:
    """Look into a file and give what may be kept of it, or refuse it."""
    limit = settings.HELIU_UPLOAD_LIMIT_MB
    if (upload.size or 0) > limit * 1024 * 1024:
        raise UploadRefused(_("The file is larger than %(limit)d MB.") % {"limit": limit})
    content = upload.read()
    if not content:
        raise UploadRefused(_("The file is empty."))
    media_type, extension, content = _recognise(content, PurePosixPath(upload.name or "").suffix.lower())
    return CheckedUpload(
        name=safe_name(upload.name or "", extension), extension=extension, media_type=media_type,
        is_picture=media_type.startswith("image/"), content=content,
    )  # fmt: skip


def check_pdf(upload: UploadedFile) -> CheckedUpload:
    """A PDF that opens without a password and whose pages can be read, or a refusal."""
    start = upload.read(1024)
    upload.seek(0)
    if start and not start.lstrip().startswith(b"%PDF-"):
        raise UploadRefused(_("This is not a PDF file."))
    checked = check_upload(upload)
    try:
        reader = PdfReader(io.BytesIO(checked.content))
        if reader.is_encrypted:
            raise UploadRefused(_("The PDF is protected by a password. Save it without one and upload it again."))
        pages = len(reader.pages)
        if pages > MOST_PAGES:
            raise UploadRefused(_("The PDF has more than %(number)d pages.") % {"number": MOST_PAGES})
        readable = pages > 0 and all(page.mediabox.width > 0 for page in reader.pages)
    except UploadRefused:
        raise
    except Exception as error:  # A broken file makes pypdf fail in as many ways as it can be broken.
        raise UploadRefused(_("The PDF is damaged: its pages cannot be read.")) from error
    if not readable:
        raise UploadRefused(_("The PDF is damaged: its pages cannot be read."))
    return checked


def _recognise(content: bytes, suffix: str) -> tuple[str, str, bytes]:
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or content[:4] + content[8:12] == b"RIFFWEBP":
        return _picture(content)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return "application/pdf", ".pdf", content
    if content.startswith(b"PK\x03\x04"):
        media_type, extension = _office(content)
        return media_type, extension, content
    if suffix in (".txt", ".csv", ".md", ".tsv") and _is_text(content):
        return ("text/csv", ".csv", content) if suffix == ".csv" else ("text/plain", ".txt", content)
    raise UploadRefused(
        _("This type of file is not accepted. Accepted are PDF, Word, Excel and PowerPoint files without macros, "
          "text, CSV, and pictures (JPEG, PNG, WebP).")
    )  # fmt: skip


def _picture(content: bytes) -> tuple[str, str, bytes]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(PICTURES)) as probe:
                if probe.width * probe.height > MOST_PIXELS:
                    raise UploadRefused(
                        _("The picture has more than %(number)d million pixels.") % {"number": MOST_PIXELS // 10**6}
                    )
                probe.verify()
            with Image.open(io.BytesIO(content), formats=list(PICTURES)) as picture:
                kind = str(picture.format)
                drawn = ImageOps.exif_transpose(picture)
                if kind == "JPEG" and drawn.mode not in ("RGB", "L"):
                    drawn = drawn.convert("RGB")
                # A new picture of the bare pixels: nothing that the file carried beside them comes along.
                bare = Image.new(drawn.mode, drawn.size)
                if drawn.mode == "P":
                    drawn = drawn.convert("RGBA")
                    bare = Image.new("RGBA", drawn.size)
                bare.paste(drawn)
                out = io.BytesIO()
                bare.save(out, format=kind, **({"quality": 90} if kind != "PNG" else {"optimize": False}))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError,
            Image.DecompressionBombWarning) as error:  # fmt: skip
        raise UploadRefused(_("The picture is damaged or too large.")) from error
    media_type, extension = PICTURES[kind]
    return media_type, extension, out.getvalue()


def _office(content: bytes) -> tuple[str, str]:
    refusal = UploadRefused(
        _("The file is damaged, or an archive; only Word, Excel and PowerPoint files are accepted.")
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename.lower() for part in parts}
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UploadRefused(_("The file unpacks to more than can be accepted."))
            if any(part.flag_bits & 1 for part in parts):
                raise UploadRefused(_("The file is protected by a password."))
            if "[content_types].xml" not in names:
                raise refusal
            listing = next(part for part in parts if part.filename.lower() == "[content_types].xml")
            if listing.file_size > LONGEST_LISTING:
                raise refusal
            types = archive.read(listing)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, EOFError) as error:
        raise refusal from error
    if b"macroenabled" in types.lower() or any("vbaproject" in name or "/macrosheets/" in name for name in names):
        raise UploadRefused(_("Files with macros are not accepted; please save it without macros."))
    for part, found in OFFICE.items():
        if part in names:
            return found
    raise refusal


def _is_text(content: bytes) -> bool:
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    for encoding in ("utf-8", "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
