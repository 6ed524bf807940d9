"""One guarded way to ask whether somebody may do something.

Rules are asked directly rather than through ``user.has_perm``: there a superuser may do anything,
and a confidential demand is not for administrators either.
"""

from __future__ import annotations

from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class Operator:
    """Whoever runs a command on the installation's own machine, or a task of its worker.

    There is one, ``OPERATOR``. Pages and API act for the person of the request and never pass it.
    """

    is_authenticated = False
    pk = None

    def __repr__(self) -> str:
        return "OPERATOR"


OPERATOR = Operator()


def allowed(actor: Any, permission: str, record: Any = None) -> bool:
    """Whether the registered rule lets ``actor`` do it. An unknown rule is an error, not a refusal."""
    if not rules.perm_exists(permission):
        raise LookupError(f"No rule is registered for {permission!r}.")
    if actor is OPERATOR:
        return True
    return bool(rules.has_perm(permission, actor, record))


def require(actor: Any, permission: str, record: Any = None) -> None:
    """Raise PermissionDenied (HTTP 403) unless the rule lets ``actor`` do it."""
    if not allowed(actor, permission, record):
        raise PermissionDenied(_("You are not allowed to do this."))
