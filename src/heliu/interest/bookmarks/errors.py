"""Why a bookmark cannot be kept.

BookmarkError                     400
├── TooManyBookmarks              409  the person keeps as many as one may
└── BookmarkGone                  404  it was taken away meanwhile
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


class BookmarkError(Exception):
    """The root; ``str()`` of it is a sentence for the person."""

    status = 400
    message: Any = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class TooManyBookmarks(BookmarkError):
    status = 409

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __str__(self) -> str:
        return str(
            _("You keep %(most)d bookmarks, which is as many as one can. Take one away first.") % {"most": self.most}
        )


class BookmarkGone(BookmarkError):
    status = 404
    message = _("This bookmark was taken away.")
