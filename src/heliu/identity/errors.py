"""What cannot be done with two records that may be one.

IdentityRefused             400
├── RecordsChanged          409  one of the two was changed since the person looked at them
├── NotMergeable            409  the state of a record, or of the pair, forbids it
├── NotAgreed               409  an owner has not agreed to just this
├── NotUndoable             409  something was built on the merge
└── NameTaken               409  the organisation has this name already
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


class IdentityRefused(Exception):
    """The root; ``str()`` of it is a sentence for the person."""

    status = 400
    message: Any = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.message)


class RecordsChanged(IdentityRefused):
    status = 409
    message = _("One of the two records was changed in the meantime. Look at them as they are now, and decide again.")


class NotMergeable(IdentityRefused):
    status = 409
    message = _("These two can no longer be merged: one of them is closed or merged already, or the pair was decided.")


class NotAgreed(IdentityRefused):
    status = 409
    message = _("The owners of both records have not agreed to this yet, or a record was changed since they did.")


class NotUndoable(IdentityRefused):
    status = 409
    message = _("This merge cannot be undone now.")


class NameTaken(IdentityRefused):
    status = 409
    message = _("The organisation has this name already.")
