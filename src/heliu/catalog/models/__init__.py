"""What companies need and what laboratories have."""

from heliu.catalog.access.models import AccessEvent, AccessRequest
from heliu.catalog.imports.models import ImportJob
from heliu.catalog.models.parts import Attachment, IntellectualProperty, Work, attachment_path
from heliu.catalog.models.querysets import (
    RecordQuerySet,
    granted_ids,
    opened_ids,
    register_confidential_grant,
    register_content_grant,
)
from heliu.catalog.models.record import Record
from heliu.catalog.models.records import RECORD_MODELS, Achievement, Demand, Expert

__all__ = [
    "RECORD_MODELS",
    "AccessEvent",
    "AccessRequest",
    "Achievement",
    "Attachment",
    "Demand",
    "Expert",
    "ImportJob",
    "IntellectualProperty",
    "Record",
    "RecordQuerySet",
    "Work",
    "attachment_path",
    "granted_ids",
    "opened_ids",
    "register_confidential_grant",
    "register_content_grant",
]
