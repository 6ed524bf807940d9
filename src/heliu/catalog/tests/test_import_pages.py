"""Importing by the pages: upload, look, change the columns, confirm."""

from __future__ import annotations

import io
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from heliu.accounts.actions import delete_account
from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, member, reviewer
from heliu.activity.models import Notice
from heliu.catalog.choices import State
from heliu.catalog.imports import jobs
from heliu.catalog.imports.models import ImportJob, ImportState
from heliu.catalog.models import Demand
from heliu.catalog.tests.factories import DemandFactory

pytestmark = pytest.mark.django_db

CSV = "标题,描述,预算\n低温密封,会泄漏,30万元\n水处理膜,通量低,很多\n"
GOOD = "标题,描述\n低温密封,会泄漏\n水处理膜,通量低\n"


@pytest.fixture
def organisation():
    return OrganisationFactory(verified=True)


@pytest.fixture
def person(organisation):
    return member(organisation)


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def upload(client, person, organisation, django_capture_on_commit_callbacks):
    """Sign in, upload a file and let the worker check it."""

    def send(content: str | bytes, name: str = "needs.csv", kind: str = "demand", **fields: str):
        client.force_login(person)
        file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
        data = {"file": file, "organisation": organisation.pk, "target": "draft", **fields}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("import_start", args=[kind]), data)

    return send


@pytest.fixture
def post(client, django_capture_on_commit_callbacks):
    """Press a button of the page and let the worker do what it asks for."""

    def press(name: str, job: ImportJob, **data: str):
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(reverse(name, args=[job.pk]), data)
        return client.get(response.url)

    return press


def test_a_file_goes_from_upload_to_records(client, upload, post, organisation, person):
    response = upload(GOOD)
    job = ImportJob.objects.get()
    assert response.url == job.get_absolute_url()
    assert (job.state, job.result["created"], job.result["bad"]) == (ImportState.CHECKED, 2, 0)
    assert not Demand.objects.exists()
    page = client.get(response.url).content.decode()
    assert "Save 2 records" in page
    assert "会泄漏" in page
    stored = Path(job.file.path)
    page = post("import_confirm", job).content.decode()
    assert "The import is done." in page
    demand = Demand.objects.get(title_zh="低温密封")
    assert (demand.organisation, demand.state, demand.created_by) == (organisation, State.DRAFT, person)
    assert demand.history.get().history_user == person
    assert not stored.exists()
    response = upload(GOOD)
    assert "in the catalog already" in client.get(response.url).content.decode()


def test_bad_rows_are_shown_and_can_be_taken_as_a_workbook(client, upload, post):
    upload(CSV)
    job = ImportJob.objects.get()
    page = client.get(job.get_absolute_url()).content.decode()
    assert "“很多” is not an amount" in page
    book = load_workbook(io.BytesIO(b"".join(client.get(reverse("import_bad_rows", args=[job.pk])).streaming_content)))
    header, row = book.active.iter_rows(values_only=True)
    assert (header[2:], row[0], row[2:]) == (("标题", "描述", "预算"), 3, ("水处理膜", "通量低", "很多"))
    post("import_confirm", job)
    assert not Demand.objects.exists()
    assert "The import is done." in post("import_confirm", job, keep_good="1").content.decode()
    assert Demand.objects.get().title_zh == "低温密封"


def test_columns_can_be_said(client, upload, post):
    upload("物品,说明\n低温密封,会泄漏\n")
    job = ImportJob.objects.get()
    assert job.state == ImportState.FAILED
    assert "No header row was found" in client.get(job.get_absolute_url()).content.decode()
    page = post("import_columns", job, **{"column-0": "title", "column-1": "title"}).content.decode()
    assert "cannot both become" in page
    post("import_columns", job, **{"column-0": "title", "column-1": "description", "target": "in_review"})
    job.refresh_from_db()
    assert (job.state, job.result["assignment"]) == (ImportState.CHECKED, {"title": "物品", "description": "说明"})
    post("import_confirm", job)
    assert Demand.objects.get().state == State.IN_REVIEW


def test_submitted_records_need_a_description_and_reviewers_get_one_notice(client, upload, post):
    judge = reviewer()
    upload("title,description\nSeal,Leaks\nValve,Sticks\nPump,\n", target="in_review")
    job = ImportJob.objects.get()
    assert job.result["bad"] == 1
    assert "Describe it first" in job.result["problems"][0][2]
    post("import_confirm", job, keep_good="1")
    assert set(Demand.objects.values_list("state", flat=True)) == {State.IN_REVIEW}
    notice = Notice.objects.get(recipient=judge)
    assert (notice.event.verb, notice.event.data["records"]) == ("submitted", 2)


def test_strangers_and_other_people(client, upload, person, organisation):
    assert client.get(reverse("import_start", args=["demand"])).status_code == 302
    upload(GOOD)
    job = ImportJob.objects.get()
    other = member()
    client.force_login(other)
    for name in ("import_job", "import_bad_rows"):
        assert client.get(reverse(name, args=[job.pk])).status_code == 404
    for name in ("import_confirm", "import_discard", "import_columns"):
        assert client.post(reverse(name, args=[job.pk])).status_code == 404
    data = {"file": SimpleUploadedFile("a.csv", GOOD.encode()), "organisation": organisation.pk, "target": "draft"}
    assert client.post(reverse("import_start", args=["demand"]), data).status_code == 200
    assert client.get(reverse("import_start", args=["organisation"])).status_code == 404
    assert client.get(reverse("import_start", args=["nothing"])).status_code == 404
    client.force_login(UserFactory())
    assert client.get(reverse("import_start", args=["demand"])).status_code == 403
    client.force_login(person)
    data = {"file": SimpleUploadedFile("a.csv", GOOD.encode()), "organisation": organisation.pk, "target": "published"}
    assert client.post(reverse("import_start", args=["demand"]), data).status_code == 200
    assert ImportJob.objects.count() == 1


def test_a_row_cannot_reach_the_records_of_others(upload):
    theirs = DemandFactory(external_id="A1", title_zh="别人的需求")
    upload("标题,编号,所属单位,state\n我的,A1," + theirs.organisation.name_zh + ",published\n")
    job = ImportJob.objects.get()
    assert (job.result["created"], job.result["updated"]) == (1, 0)
    assert any("所属单位" in note for note in job.result["notes"])


def test_reviewers_bring_in_organisations(client, post, django_capture_on_commit_callbacks):
    client.force_login(reviewer())
    file = SimpleUploadedFile("a.csv", "名称,类型\n华北示例大学,高校\n".encode("gbk"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("import_start", args=["organisation"]), {"file": file})
    job = ImportJob.objects.get()
    assert job.result["created"] == 1
    assert "The import is done." in post("import_confirm", job).content.decode()


def test_wrong_files_are_refused_at_once_and_not_kept(client, upload, settings):
    response = upload(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, name="a.xlsx")
    assert "PNG" in response.content.decode()
    assert not ImportJob.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    settings.HELIU_UPLOAD_LIMIT_MB = 0
    assert "larger than 0 MB" in upload(GOOD).content.decode()


def test_a_discarded_import_takes_its_files_along(client, upload, post, settings):
    upload(CSV)
    post("import_discard", ImportJob.objects.get())
    assert not ImportJob.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_job_of_an_earlier_turn_does_nothing(upload):
    upload(GOOD)
    job = ImportJob.objects.get()
    before = job.result
    jobs.run_check(job.pk, job.turn)
    jobs.run_save(job.pk, job.turn)
    job.refresh_from_db()
    assert (job.state, job.result) == (ImportState.CHECKED, before)
    ImportJob.objects.update(state=ImportState.SAVING, turn=job.turn + 2)
    jobs.run_save(job.pk, job.turn + 1)
    assert not Demand.objects.exists()


def test_progress_is_shown_while_it_runs(client, upload):
    upload(GOOD)
    ImportJob.objects.update(state=ImportState.SAVING)
    job = ImportJob.objects.get()
    part = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 1s"' in part
    assert "Waiting for the worker" in part
    assert "<html" not in part
    Path(job.file.path + ".progress").write_text('{"phase": "saving", "done": 1, "total": 4}')
    assert 'aria-valuenow="25"' in client.get(job.get_absolute_url()).content.decode()
    client.post(reverse("import_discard", args=[job.pk]))
    assert ImportJob.objects.exists()
    # A worker that was killed an hour ago will not finish it.
    hour_ago = time.time() - 3600
    os.utime(job.file.path + ".progress", (hour_ago, hour_ago))
    client.post(reverse("import_discard", args=[job.pk]))
    assert not ImportJob.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_template_is_brought_in_as_it_is(client, upload, language):
    client.cookies["django_language"] = language
    for kind in ("demand", "achievement", "expert", "organisation"):
        response = client.get(reverse("import_template", args=[kind]))
        book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        sheet, examples = book.worksheets
        assert sheet["A1"].comment
        columns = {row[0].value: row for row in examples.iter_rows(min_row=2)}
        assert examples["A2"].value.rstrip("*") in columns
        if kind == "organisation":
            continue
        place = 1 if language == "zh-hans" else 3
        values = {row[place - 1].value: row[place].value for row in examples.iter_rows(min_row=2)}
        for number, cell in enumerate(sheet[1], start=1):
            sheet.cell(2, number, values[cell.value.rstrip("*")])
        stream = io.BytesIO()
        book.save(stream)
        ImportJob.objects.all().delete()
        upload(stream.getvalue(), name="filled.xlsx", kind=kind)
        job = ImportJob.objects.get()
        assert (job.state, job.result["created"], job.result["problems"]) == (ImportState.CHECKED, 1, []), job.error


def test_an_empty_file_is_called_empty(upload, client):
    upload("标题,描述\n")
    page = client.get(ImportJob.objects.get().get_absolute_url()).content.decode()
    assert "There are no rows in this file." in page
    assert "in the catalog already" not in page


def test_files_go_with_the_account_and_after_thirty_days(upload, person, settings, django_capture_on_commit_callbacks):
    def files() -> list[Path]:
        return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]

    upload(CSV)
    assert len(files()) == 2
    ImportJob.objects.update(created_at=timezone.now() - timedelta(days=31))
    upload(GOOD)
    assert len(files()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(actor=person, password="password")
    assert files() == []
    assert not ImportJob.objects.exists()
