"""Why a search cannot be saved.

SearchError                       400
├── TooManySearches               409  the person keeps as many as one may
├── AlreadySaved                  409  they keep this very search
├── NothingToSave                 400  a need without text
└── SearchGone                    404  it was deleted meanwhile
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from heliu.interest.searches.models import SavedSearch


class SearchError(Exception):
    """The root; ``str()`` of it is a sentence for the person."""

    status = 400
    message: Any = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class TooManySearches(SearchError):
    status = 409

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __str__(self) -> str:
        return str(
            _("You keep %(most)d searches, which is as many as one can. Delete one first.") % {"most": self.most}
        )


class AlreadySaved(SearchError):
    status = 409

    def __init__(self, search: SavedSearch) -> None:
        super().__init__()
        self.search = search

    def __str__(self) -> str:
        return str(_("You keep this search already, as “%(name)s”.") % {"name": self.search.name})


class NothingToSave(SearchError):
    message = _("Say what is needed before you save the search.")


class SearchGone(SearchError):
    status = 404
    message = _("This search was deleted.")
