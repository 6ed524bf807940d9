"""Why an answer to a blind match is not taken.

    DealflowError
    ├── BlindMatchOver       409  it was revealed already, or its last day is over
    └── RecordMoved          409  one's own record changed since, so nothing would be revealed

Neither says anything of the other side: what is wrong there looks like waiting.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from heliu.dealflow.errors import DealflowError


class BlindMatchOver(DealflowError):
    status = 409
    message = _("This cannot be answered any more: both said yes already, or the last day is over.")


class RecordMoved(DealflowError):
    status = 409
    message = _(
        "Your record has changed since the match was found, is not shown at present, or was left out. Nothing would be "
        "revealed, so there is nothing to answer."
    )
