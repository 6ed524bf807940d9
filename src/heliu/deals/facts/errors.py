"""Why stating facts is refused: children of ``deals.errors.DealError``.

DealError
└── FactsChanged         409  somebody else has stated facts since they were read
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from heliu.deals.errors import DealError


class FactsChanged(DealError):
    status = 409
    message = _("Somebody else has stated facts in the meantime. Nothing of yours was saved.")
