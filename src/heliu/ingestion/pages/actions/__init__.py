"""Writing pages; refusals are drawn in ``errors``."""

from heliu.ingestion.pages.actions.adding import ACCEPTED, add_address, add_upload, is_under_way, read_again
from heliu.ingestion.pages.actions.deciding import UNCHANGED, decide_mention, register_mentioned
from heliu.ingestion.pages.actions.drafting import draft_record
from heliu.ingestion.pages.actions.keeping import (
    delete_page,
    finish_looking,
    forget_page,
    forget_person,
    forget_version,
    share_page,
)
from heliu.ingestion.pages.actions.running import run_reading

__all__ = [
    "ACCEPTED",
    "UNCHANGED",
    "add_address",
    "add_upload",
    "decide_mention",
    "delete_page",
    "draft_record",
    "finish_looking",
    "forget_page",
    "forget_person",
    "forget_version",
    "is_under_way",
    "read_again",
    "register_mentioned",
    "run_reading",
    "share_page",
]
