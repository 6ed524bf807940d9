"""Writing records: every page, API call, import and command goes through these.

Refusals, each with the HTTP status that pages and API answer with:

    django.core.exceptions.PermissionDenied   403  the rule of permissions.py says no
    django.core.exceptions.ValidationError    400  a field is wrong; by field name
    CatalogError
    ├── NotPossible                           409  the record's state, or a condition, forbids the step
    ├── EditConflict                          409  somebody else saved in between; carries what they changed
    ├── RecordGone                            404  deleted in the meantime
    └── ReasonMissing                         422  a record is returned with a reason only
    heliu.kit.uploads.UploadRefused           422  the file cannot be kept
"""

from heliu.catalog.actions.content import create_record, delete_record, edit_record, write_record
from heliu.catalog.actions.errors import CatalogError, EditConflict, NotPossible, ReasonMissing, RecordGone
from heliu.catalog.actions.files import attach_file, remove_attachment
from heliu.catalog.actions.merging import Joined, locked_pair, merge_record, part_record
from heliu.catalog.actions.people import forget_author
from heliu.catalog.actions.readiness import set_readiness
from heliu.catalog.actions.states import (
    close_record,
    expire_due_records,
    publish_record,
    reopen_record,
    return_record,
    submit_record,
)

__all__ = [
    "CatalogError",
    "EditConflict",
    "Joined",
    "NotPossible",
    "ReasonMissing",
    "RecordGone",
    "attach_file",
    "close_record",
    "create_record",
    "delete_record",
    "edit_record",
    "expire_due_records",
    "forget_author",
    "locked_pair",
    "merge_record",
    "part_record",
    "publish_record",
    "remove_attachment",
    "reopen_record",
    "return_record",
    "set_readiness",
    "submit_record",
    "write_record",
]
