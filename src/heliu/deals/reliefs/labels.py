"""Reliefs in words."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heliu.deals.reliefs.choices import Base, Sort
from heliu.deals.reliefs.selectors import Relief
from heliu.rulebook.deciding import Decision


def answer_label(decision: Decision) -> str:
    """What the answer means for a relief: never more than "may apply"."""
    if decision.version is None:
        return pgettext("relief", "no rule in force")
    return {
        True: pgettext("relief", "may apply"), False: pgettext("relief", "does not apply"),
        None: pgettext("relief", "not known yet"),
    }[decision.answer]  # fmt: skip


def estimate_note(relief: Relief) -> str:
    """What an estimate supposes; empty where there is none."""
    estimate, version = relief.estimate, relief.decision.version
    if estimate is None or version is None:
        return ""
    if estimate.sort == Sort.SALARY:
        return _("Tax follows from the salary of the month, which is not known here.")
    if estimate.sort == Sort.VALUE_ADDED:
        rate = _percent(version.parameters["usual_rate"])
        return _("Supposed: a rate of %(rate)s included in the amount.") % {"rate": rate}
    rate = _percent(version.parameters["usual_tax_rate"])
    if estimate.base_from == Base.STATED:
        return _("Supposed: a rate of %(rate)s.") % {"rate": rate}
    return _(
        "Supposed: a rate of %(rate)s, no costs, and no other income from technology transfer in the tax year. State "
        "the income of the year for a better estimate."
    ) % {"rate": rate}


def _percent(share: float) -> str:
    return f"{(Decimal(str(share)) * 100).normalize():f}%"
