"""Writing papers, their templates and enclosures. Refusals are drawn in ``papers.errors``."""

from heliu.deals.papers.actions.enclosures import add_enclosure, remove_enclosure
from heliu.deals.papers.actions.making import make_paper
from heliu.deals.papers.actions.templates import put_in_force, return_to_draft, upload_template

__all__ = [
    "add_enclosure", "make_paper", "put_in_force", "remove_enclosure", "return_to_draft", "upload_template",
]  # fmt: skip
