"""Uploads: what is taken, what is refused and why, how it is served and who may put it there."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from PIL import Image

from heliu.accounts.tests.factories import member, reviewer
from heliu.activity.models import Event
from heliu.catalog import actions
from heliu.catalog.choices import State
from heliu.catalog.models import Attachment
from heliu.catalog.tests.factories import DemandFactory
from heliu.kit.uploads import UploadRefused, check_upload, safe_name

EXIF_MAKE, EXIF_ORIENTATION = 0x010F, 0x0112


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, format=kind, **options)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def office(*names: str, types: str = "<Types/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("content", "name", "media_type", "shown"),
    [
        (b"%PDF-1.7\n%...", "报告.pdf", "application/pdf", "报告.pdf"),
        (b"%PDF-1.7\n%...", "../../etc/run.exe", "application/pdf", "run.pdf"),
        (workbook(), "指标.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "指标.xlsx"),
        (
            office("word/document.xml"), "a.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a.docx",
        ),
        ("中文".encode("gb18030"), "gbk.txt", "text/plain", "gbk.txt"),
        ("名称,值\n".encode("utf-8-sig"), "t.CSV", "text/csv", "t.csv"),
        (picture("PNG"), "no-extension", "image/png", "no-extension.png"),
        (picture("WEBP"), "x.jpg", "image/webp", "x.webp"),
    ],
)  # fmt: skip
def test_what_is_taken_is_told_by_its_content(content, name, media_type, shown):
    checked = check_upload(upload(content, name))
    assert (checked.media_type, checked.name) == (media_type, shown)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.pdf"),
        (b"MZ\x90\x00" + b"\x00" * 100, "tool.pdf"),
        (b"<html><script>1</script>", "page.html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.svg"),
        (b"GIF89a" + b"\x00" * 20, "x.gif"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old.xls"),
        (b"a\x00b", "binary.txt"),
        (office("xl/workbook.xml", "xl/vbaProject.bin"), "macro.xlsx"),
        (office("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "macro.xlsx"),
        (
            office("word/document.xml", types="<Types>vnd.ms-word.document.macroEnabled.main+xml</Types>"),
            "m.docx",
        ),
        (office("readme.txt"), "archive.docx"),
        (b"PK\x03\x04broken", "broken.docx"),
        (picture()[:200], "cut.jpg"),
        (b"\xff\xd8\xff\xe0 not a picture", "fake.jpg"),
    ],
)
def test_what_is_refused(content, name):
    with pytest.raises(UploadRefused):
        check_upload(upload(content, name))


def test_limits(settings, monkeypatch):
    settings.HELIU_UPLOAD_LIMIT_MB = 1
    with pytest.raises(UploadRefused, match="1 MB"):
        check_upload(upload(b"%PDF-" + b"0" * 1024 * 1024, "big.pdf"))
    monkeypatch.setattr("heliu.kit.uploads.MOST_PIXELS", 100)
    with pytest.raises(UploadRefused):
        check_upload(upload(picture("PNG"), "wide.png"))
    monkeypatch.setattr("heliu.kit.uploads.MOST_UNPACKED", 3)
    with pytest.raises(UploadRefused):
        check_upload(upload(workbook(), "bomb.xlsx"))


def test_pictures_lose_what_was_hidden_in_them():
    exif = Image.Exif()
    exif[EXIF_MAKE], exif[EXIF_ORIENTATION] = "SecretCam", 6
    original = picture(exif=exif.tobytes(), comment=b"HiddenComment") + b"AppendedPayload"
    checked = check_upload(upload(original, "photo.jpg"))
    assert not any(secret in checked.content for secret in (b"SecretCam", b"HiddenComment", b"AppendedPayload"))
    with Image.open(io.BytesIO(checked.content)) as drawn:
        assert drawn.size == (20, 40)  # turned upright before the note about it was lost
        assert not drawn.getexif()
    for mode in ("RGBA", "P", "L", "LA", "1"):
        out = io.BytesIO()
        Image.new(mode, (5, 5)).save(out, format="PNG")
        assert check_upload(upload(out.getvalue(), "x.png")).is_picture


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("C:\\x\\报告\u202efdp.exe", "报告fdp.txt"),
        ("..", "file.txt"),
        ("", "file.txt"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ('q"<i>.txt', "q_i_.txt"),
        ("长" * 300 + ".txt", "长" * 120 + ".txt"),
    ],
)
def test_names_cannot_mislead(name, safe):
    assert safe_name(name, ".txt") == safe


@pytest.mark.django_db
def test_files_on_a_record(client, settings, django_capture_on_commit_callbacks):
    record = DemandFactory()
    insider = member(record.organisation)
    for stranger in (member(), reviewer()):
        with pytest.raises(PermissionDenied):
            actions.attach_file(actor=stranger, record=record, upload=upload(b"%PDF-1", "x.pdf"))
    client.force_login(insider)
    files = [upload(picture(), "现场.jpg"), upload(b"%PDF-1", "说明.pdf"), upload(b"MZ", "bad.exe")]
    answer = client.post(reverse("attachment_add", args=["demand", record.pk]), {"uploads": files}, follow=True)
    assert "bad.exe" in answer.content.decode()
    assert sorted(record.attachments.values_list("name", "kind")) == [("现场.jpg", "picture"), ("说明.pdf", "file")]
    for attachment in record.attachments.all():
        path = settings.MEDIA_ROOT / attachment.file.name
        assert path.exists()
        assert attachment.name.split(".")[0] not in path.name
        client.logout()
        served = client.get(reverse("attachment_download", args=[attachment.pk]))
        assert served["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in served["Content-Security-Policy"]
        assert served["Cache-Control"] == "private, no-store"
        assert served["Content-Disposition"].startswith("inline" if attachment.kind == "picture" else "attachment")
        assert served.getvalue() == path.read_bytes()
        remove = reverse("attachment_remove", args=[attachment.pk])
        client.force_login(member())
        assert client.post(remove).status_code == 403
        client.force_login(insider)
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(remove).status_code == 302
        assert not path.exists()
    assert Event.objects.filter(verb="file_removed").count() == 2


@pytest.mark.django_db
def test_files_come_and_go_with_their_draft(client, settings, django_capture_on_commit_callbacks):
    record = DemandFactory(state=State.DRAFT)
    insider = member(record.organisation)
    client.force_login(insider)
    answer = client.post(f"/api/v1/demands/{record.pk}/attachments/", {"file": upload(b"%PDF-1", "x.pdf")})
    assert answer.status_code == 201
    refused = client.post(f"/api/v1/demands/{record.pk}/attachments/", {"file": upload(b"MZ", "x.exe")})
    assert refused.status_code == 422
    path = settings.MEDIA_ROOT / Attachment.objects.get().file.name
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_record(actor=insider, record=record)
    assert not path.exists()
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_no_more_files_than_a_record_may_have(monkeypatch):
    monkeypatch.setattr("heliu.catalog.actions.files.MOST_ATTACHMENTS", 1)
    record = DemandFactory()
    insider = member(record.organisation)
    actions.attach_file(actor=insider, record=record, upload=upload(b"%PDF-1", "x.pdf"))
    with pytest.raises(UploadRefused):
        actions.attach_file(actor=insider, record=record, upload=upload(b"%PDF-1", "y.pdf"))
