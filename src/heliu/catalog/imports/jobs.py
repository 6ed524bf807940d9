"""Actions of imports by the pages: upload, change the columns, confirm, take back; and what the worker runs."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heliu.accounts.models import Organisation, User
from heliu.catalog.choices import State
from heliu.catalog.imports.errors import ImportRefused
from heliu.catalog.imports.models import ImportJob, ImportState
from heliu.catalog.imports.progress import ProgressFile, forget_progress, is_moving
from heliu.catalog.imports.running import CheckedImport, ImportRequest, check_file, open_request
from heliu.kit.jobs import enqueue
from heliu.kit.permissions import require
from heliu.kit.tabular import Sheet, TableError, open_table, write_xlsx

SHOWN_PROBLEMS = 100
SHOWN_ROWS = 5
SHOWN_CHARACTERS = 200
KEPT = timedelta(days=30)
TARGETS = (State.DRAFT, State.IN_REVIEW)


def start_import(
    *, actor: User, kind: str, organisation: Organisation | None, upload: UploadedFile[Any], target: str = State.DRAFT,
    keep_good: bool = False,
) -> ImportJob:  # fmt: skip
    """Keep an uploaded file and have it checked. Raises TableError where it is no table at all."""
    if kind == "organisation":
        require(actor, "accounts.add_for_others")
        organisation, target = None, State.DRAFT
    else:
        require(actor, "catalog.add_record", organisation)
    if target not in TARGETS:
        raise PermissionDenied
    purge_imports()
    job = ImportJob(
        kind=kind, organisation=organisation, created_by=actor, name=Path(upload.name or "").name[:200],
        language=get_language() or "zh-hans", target=target, keep_good=keep_good,
    )  # fmt: skip
    job.file.save(job.name, upload, save=False)
    try:
        # Says at once what is wrong with the file itself; the header is looked at when it is checked.
        open_table(Path(job.file.path), name=job.name)
        with transaction.atomic():
            job.save()
            _queue(job, "check_import")
    except BaseException:
        _remove(job.file)
        raise
    return job


@transaction.atomic
def change_mapping(*, actor: User, job: ImportJob, mapping: Mapping[str, str], keep_good: bool, target: str) -> None:
    """Check the file anew with these columns: column of the catalog → column of the file."""
    job = _own(actor, job)
    if job.state not in (ImportState.CHECKED, ImportState.FAILED) or not job.file:
        raise ImportRefused(_("This import is no longer waiting for you."))
    if target not in TARGETS:
        raise PermissionDenied
    job.mapping, job.keep_good, job.target = dict(mapping), keep_good, target
    job.state, job.error, job.turn = ImportState.CHECKING, "", job.turn + 1
    job.language = get_language() or job.language
    job.save()
    _queue(job, "check_import")


@transaction.atomic
def confirm_import(*, actor: User, job: ImportJob, keep_good: bool = False) -> None:
    """Save what was checked. ``keep_good`` saves the good rows although others are bad."""
    job = _own(actor, job)
    if job.state != ImportState.CHECKED:
        raise ImportRefused(_("This import is no longer waiting for you."))
    job.keep_good = keep_good
    if (job.result["bad"] and not keep_good) or not (job.result["created"] or job.result["updated"]):
        raise ImportRefused(_("There is nothing to save."))
    job.state, job.turn = ImportState.SAVING, job.turn + 1
    job.save()
    _queue(job, "save_import")


@transaction.atomic
def discard_import(*, actor: User, job: ImportJob) -> None:
    """Forget an import and its files; what was saved stays."""
    job = _own(actor, job)
    if job.state == ImportState.SAVING and is_moving(job):
        raise ImportRefused(_("This import is being saved."))
    _delete(job)


def purge_imports() -> None:
    """Delete imports that are 30 days old with their files."""
    for job in ImportJob.objects.filter(created_at__lt=timezone.now() - KEPT)[:100]:
        _delete(job)


def delete_imports_of(user: User) -> None:
    """Delete all imports of a person with their files."""
    for job in ImportJob.objects.filter(created_by=user):
        _delete(job)


def _delete(job: ImportJob) -> None:
    for stored in (job.file, job.bad_rows):
        if stored:
            transaction.on_commit(partial(stored.storage.delete, str(stored.name)))
    forget_progress(job)
    job.delete()


def _remove(stored: FieldFile) -> None:
    stored.storage.delete(str(stored.name))


def _own(actor: User, job: ImportJob) -> ImportJob:
    if job.created_by_id != actor.pk:
        raise PermissionDenied
    return ImportJob.objects.select_for_update().get(pk=job.pk)


def _queue(job: ImportJob, task: str) -> None:
    transaction.on_commit(partial(enqueue, f"catalog.{task}", job.pk, job.turn))


# -- in the worker ----------------------------------------------------------------------------------


def run_check(job_pk: int, turn: int) -> None:
    """Check a file and note what was found."""
    job = _at(job_pk, turn, ImportState.CHECKING)
    if job is None:
        return
    with translation.override(job.language):
        try:
            with check_file(_request(job), ProgressFile(job)) as checked:
                result = _preview(job, checked)
                _keep_bad_rows(job, checked)
        except (TableError, ImportRefused, PermissionDenied) as error:
            _finish(job, ImportState.FAILED, error=str(error), result=_columns_only(job))
        except Exception:
            _finish(job, ImportState.FAILED, error=_("Something went wrong here; it is not your file."))
            raise
        else:
            _finish(job, ImportState.CHECKED, result=result)


def run_save(job_pk: int, turn: int) -> None:
    """Check a file once more, since the catalog may have changed, and save it."""
    job = _at(job_pk, turn, ImportState.SAVING)
    if job is None:
        return
    progress = ProgressFile(job)
    with translation.override(job.language):
        try:
            with check_file(_request(job), lambda _phase, done, total: progress("saving", done, 2 * total)) as checked:
                result = _preview(job, checked)
                _keep_bad_rows(job, checked)
                done = checked.save(lambda _phase, done, total: progress("saving", total + done, 2 * total))
                result |= {name: done[name] for name in ("created", "updated", "unchanged")}
        except (TableError, ImportRefused, PermissionDenied, IntegrityError) as error:
            changed = _("The records were changed by others meanwhile; please bring the file in again.")
            _finish(job, ImportState.FAILED, error=changed if isinstance(error, IntegrityError) else str(error))
        except Exception:
            _finish(job, ImportState.FAILED, error=_("Something went wrong here; it is not your file."))
            raise
        else:
            _finish(job, ImportState.DONE, result=result)


def _at(job_pk: int, turn: int, state: ImportState) -> ImportJob | None:
    """The job, unless it was taken back, changed or confirmed since this was queued."""
    return (
        ImportJob.objects.select_related("organisation", "created_by").filter(pk=job_pk, turn=turn, state=state).first()
    )


def _request(job: ImportJob) -> ImportRequest:
    return ImportRequest(
        job.kind, Path(job.file.path), job.name, job.created_by, mapping=job.mapping or {},
        recognise=job.mapping is None, owner=job.organisation, state=job.target, keep_good=job.keep_good,
    )  # fmt: skip


def _finish(job: ImportJob, state: ImportState, *, error: str = "", result: dict[str, Any] | None = None) -> None:
    forget_progress(job)
    job.state, job.error = state, error
    if result is not None:
        job.result = result
    if state == ImportState.DONE:
        job.finished_at = timezone.now()
        # What is in the catalog now need not be kept a second time.
        _remove(job.file)
        job.file = ""
    ImportJob.objects.filter(pk=job.pk, turn=job.turn).update(
        state=job.state, error=job.error, result=job.result, finished_at=job.finished_at, file=job.file,
        bad_rows=job.bad_rows,
    )  # fmt: skip


def _preview(job: ImportJob, checked: CheckedImport) -> dict[str, Any]:
    problems = [[one.row, one.column, one.reason] for one in islice(checked.problems(), SHOWN_PROBLEMS)]
    return {
        "columns": checked.table.columns[:200],
        "assignment": checked.assignment.by_name,
        "first_rows": _first_rows(checked),
        "notes": checked.notes,
        "problems": problems,
        "rows": checked.rows,
        "bad": checked.bad,
        **{name: checked.counts[name] for name in ("created", "updated", "unchanged")},
    }


def _first_rows(checked: CheckedImport) -> list[list[Any]]:
    rows = islice(checked.table.rows(), SHOWN_ROWS)
    return [[row.number, {name: str(value)[:SHOWN_CHARACTERS] for name, value in row.values.items()}] for row in rows]


def _columns_only(job: ImportJob) -> dict[str, Any]:
    """The file's columns, so that the person can say which is which where that was the trouble."""
    request = _request(job)
    try:
        table = open_table(request.path, name=request.name)
        first = [[row.number, {name: str(value)[:SHOWN_CHARACTERS] for name, value in row.values.items()}]
                 for row in islice(table.rows(), SHOWN_ROWS)]  # fmt: skip
    except TableError:
        return {}
    try:
        _table, assignment = open_request(request)
        found = assignment.by_name
    except (TableError, ImportRefused):
        found = job.mapping or {}
    return {"columns": table.columns[:200], "assignment": found, "first_rows": first}


def _keep_bad_rows(job: ImportJob, checked: CheckedImport) -> None:
    """Write the bad rows with their reasons as a workbook that can be mended and brought in again."""
    if job.bad_rows:
        _remove(job.bad_rows)
        job.bad_rows = ""
    if not checked.bad:
        return
    columns = checked.table.columns
    header = [_("Row in the file"), _("What is wrong"), *columns]

    def rows() -> Any:
        for number, problems, values in checked.bad_rows():
            reasons = "\n".join(f"{one.column}: {one.reason}" if one.column else one.reason for one in problems)
            yield [number, reasons, *(values.get(name) for name in columns)]

    with tempfile.TemporaryFile() as stream:
        write_xlsx(stream, [Sheet(_("Bad rows"), header, rows(), widths=(10, 60), wrap=True)])
        stream.seek(0)
        job.bad_rows.save("bad.xlsx", File(stream), save=False)
