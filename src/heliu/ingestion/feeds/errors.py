"""What the actions of feeds refuse, each with the HTTP status that pages and API answer with.

    FeedError                409
    ├── SourceChanged        409  somebody else has edited the source since it was read
    ├── SourceGone           404  it was deleted meanwhile
    ├── UnderWay             409  it is being visited
    ├── TooManySources       409  an organisation has as many as it may
    ├── FindingChanged       409  the source says something else meanwhile, or somebody else decided
    ├── FindingGone          404  it was deleted with its source
    ├── NotAcceptable        409  its state forbids accepting it
    ├── OwnerMissing         422  nobody said whose record it becomes
    └── TrialFailed          422  the source could not be read when it was tried

What is filled in wrongly raises a ValidationError by field.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.kit.language import listed


class FeedError(Exception):
    """The root; ``str()`` of it is a sentence for the person."""

    status = 409
    message: Any = gettext_lazy("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class SourceChanged(FeedError):
    """``changed`` names the fields, by their labels, that are different by now."""

    def __init__(self, changed: Sequence[str]) -> None:
        super().__init__()
        self.changed = list(changed)

    def __str__(self) -> str:
        return _("Somebody else has changed the source in the meantime: %(fields)s. Nothing of yours was saved.") % {
            "fields": listed(self.changed)
        }


class SourceGone(FeedError):
    status = 404
    message = gettext_lazy("This source was deleted.")


class UnderWay(FeedError):
    message = gettext_lazy("The source is being visited already.")


class TooManySources(FeedError):
    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __str__(self) -> str:
        return _("There can be up to %(most)d sources. Delete one first.") % {"most": self.most}


class FindingChanged(FeedError):
    message = gettext_lazy("The finding is not what you saw any more. Look at it and decide again.")


class FindingGone(FeedError):
    status = 404
    message = gettext_lazy("This finding was deleted.")


class NotAcceptable(FeedError):
    def __init__(self, state: Any) -> None:
        super().__init__()
        self.state = state

    def __str__(self) -> str:
        return _("The finding cannot be decided on like this; its state is: %(state)s.") % {"state": self.state}


class OwnerMissing(FeedError):
    status = 422
    message = gettext_lazy("Say which of your organisations the record will belong to.")


class TrialFailed(FeedError):
    """``reason`` is a sentence in the reader's language."""

    status = 422

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def __str__(self) -> str:
        return self.reason
