"""Public notices in words."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from heliu.deals.facts.showing import fact_labels
from heliu.deals.notice.choices import Counted, OnObjection
from heliu.deals.notice.models import PublicNotice
from heliu.deals.notice.selectors import Need
from heliu.kit.language import current_language, listed
from heliu.rulebook.deciding import Decision


def why_not(need: Need) -> str:
    """Why the rules ask for no notice: the clauses that are not met, with their articles."""
    lang = current_language()
    clauses = [
        f"{clause.clause.text.in_language(lang)} ({clause.clause.article})"
        for decision in need.decisions for clause in decision.clauses if clause.answer is False
    ]  # fmt: skip
    if clauses:
        return _("No public notice is needed, since this does not hold: %(clauses)s.") % {
            "clauses": pgettext("between the parts of a line", "; ").join(clauses)
        }
    ended = [one.ended for one in need.decisions if one.ended is not None]
    if ended:
        words = {"instrument": ended[-1].instrument, "day": ended[-1].valid_to}
        return _("No public notice is needed: %(instrument)s ended on %(day)s and nothing has followed it.") % words
    return _("No public notice is needed: no rule on it is in force here.")


def need_label(decision: Decision) -> str:
    """What a rule's answer means for a notice."""
    if decision.version is None:
        return pgettext("public notice", "no rule in force")
    return {
        True: pgettext("public notice", "needed"), False: pgettext("public notice", "not needed"),
        None: pgettext("public notice", "not known yet"),
    }[decision.answer]  # fmt: skip


def undecided(need: Need) -> str:
    """That nobody can say yet whether one is needed, and which facts are missing."""
    return _("Whether a public notice is needed is not known. The provider has to say: %(facts)s.") % {
        "facts": listed(fact_labels(need.deciding))
    }


def days_label(number: int, counted: str) -> str:
    """So many days of a sort: "15 working days"."""
    if counted == Counted.WORKING:
        return ngettext("%(number)d working day", "%(number)d working days", number) % {"number": number}
    return ngettext("%(number)d calendar day", "%(number)d calendar days", number) % {"number": number}


def counting_label(notice: PublicNotice) -> str:
    """How its days count, by its rule."""
    parts = [days_label(notice.days, notice.counted), _("the day it goes up does not count")]
    if notice.moved_off_holidays:
        parts.append(_("a last day on a weekend or holiday moves to the next working day"))
    after = {
        OnObjection.REMAINING: _("after an objection the days go on that were left"),
        OnObjection.RESTART: _("after an objection all days begin anew"),
    }
    parts.append(after[OnObjection(notice.on_objection)])
    return capfirst(_("; ").join(parts))


def unknown_years_label(notice: PublicNotice) -> str:
    """That the holidays of a year are not known; empty where they are."""
    years = listed(notice.unknown_years)
    if not years:
        return ""
    return _(
        "The holidays of %(years)s are not known yet, so that only weekends were left out. Check the last day."
    ) % {"years": years}


def left_label(notice: PublicNotice) -> str:
    """What is left of the days of a notice that is stopped."""
    return pgettext("public notice", "%(days)s left") % {"days": days_label(notice.days_left, notice.counted)}
