"""Writing tasks and files: every page and API call goes through these. Refusals are drawn in ``work.errors``."""

from heliu.deals.work.actions.files import attach_file, drop_bytes, remove_file
from heliu.deals.work.actions.tasks import add_task, drop_task, edit_task, finish_task, reopen_task

__all__ = [
    "add_task", "attach_file", "drop_bytes", "drop_task", "edit_task", "finish_task", "remove_file", "reopen_task",
]  # fmt: skip
