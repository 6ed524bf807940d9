"""Why papers refuse something: children of ``deals.errors.DealError``.

DealError
├── TemplateRefused      422  a file that cannot be a template; says why, and names the fields that mean nothing
├── TemplateTaken        409  somebody else uploaded one at the same moment
├── PaperUnsuited        409  the kind of paper does not fit the deal
├── PaperFailed          500  a template that was accepted cannot be filled after all
└── RulesUnreadable      503  a data file of the rulebook cannot be read
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.deals.errors import DealError


class TemplateRefused(DealError):
    """``reason`` is a sentence; ``unknown`` names the fields that mean nothing."""

    status = 422

    def __init__(self, reason: Any, unknown: Sequence[str] = ()) -> None:
        super().__init__()
        self.reason, self.unknown = reason, list(unknown)

    def __str__(self) -> str:
        return str(self.reason)


class TemplateTaken(DealError):
    status = 409
    message = gettext_lazy("Somebody else has uploaded a template at the same moment. Look at the list and try again.")


class PaperUnsuited(DealError):
    """``kind`` is the label of the kind of paper."""

    status = 409

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def __str__(self) -> str:
        return _("%(kind)s: this paper does not fit the kind of contract of the deal.") % {"kind": self.kind}


class PaperFailed(DealError):
    """``kind`` is the label of the kind of paper."""

    status = 500

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def __str__(self) -> str:
        return _("%(kind)s: the template cannot be filled. Tell the administrator.") % {"kind": self.kind}


class RulesUnreadable(DealError):
    """``problem`` names the file, the place in it, and what is wrong."""

    status = 503

    def __init__(self, problem: str) -> None:
        super().__init__()
        self.problem = problem

    def __str__(self) -> str:
        return _("A file of rules cannot be read: %(problem)s") % {"problem": self.problem}
