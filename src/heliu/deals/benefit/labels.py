"""Amounts and states of a split in words."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heliu.deals.benefit.figures import ONE_SHARE, unit_of
from heliu.deals.benefit.models import Share, SplitVersion
from heliu.deals.labels import yuan
from heliu.deals.splitting import FEN
from heliu.rulebook.conditions import Answer


def plain(number: Decimal) -> str:
    """A number without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity(amount: Decimal | None, unit: Decimal) -> str:
    """Yuan to the fen, a number of shares, or per cent of a company; a dash where it is not known yet."""
    if amount is None:
        return "–"
    if unit == FEN:
        return yuan(amount)
    if unit == ONE_SHARE:
        number = int(amount)
        return ngettext("%(number)s share", "%(number)s shares", number) % {"number": f"{number:,}"}
    return percent(amount)


def percent(number: Decimal | None) -> str:
    """At most four decimals; a dash where there is no number."""
    return "–" if number is None else f"{plain(round(number, 4))} %"


def amount_of(share: Share) -> str:
    """What a share of an approved version comes to."""
    return quantity(share.amount, unit_of(share.version))


def answer_label(answer: Answer) -> str:
    """What a clause of a rule answers."""
    return {True: _("met"), False: _("not met"), None: _("unknown")}[answer]


def name_label(share: Share) -> str:
    return share.name or _("(account deleted)")


def version_label(version: SplitVersion) -> str:
    return _("Version %(number)d") % {"number": version.number}
