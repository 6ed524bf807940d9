"""Words for verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from heliu.matching.kinds import States
from heliu.matching.numbers import SIGNS, number_in_words, range_in_words, share_in_words, with_unit
from heliu.matching.verdicts.statements import Outcome, Role, Statement, Verdict

_DISTANCE_DIGITS = 3
"""Of a distance between two values: more would be finer than what was measured."""


def property_label(statement: Statement) -> str:
    """What is measured, as it is written; something to call it by where nothing says so."""
    return statement.property or _("Value without a name")


def role_label(role: Role, states: States) -> str:
    """What a statement is for. A record that offers reaches its values, and what it costs is its price."""
    required = {
        "target": pgettext("role of a parameter", "target"),
        "condition": pgettext("role of a parameter", "condition"),
        "current": pgettext("role of a parameter", "present state"),
        "budget": pgettext("role of a parameter", "budget"),
        "deadline": pgettext("role of a parameter", "deadline"),
    }
    reached, price = pgettext("role of a parameter", "stated value"), pgettext("role of a parameter", "price")
    offered = {"target": reached, "current": reached, "budget": price}
    return required[role] if states == "required" else offered.get(role, required[role])


def verdict_label(verdict: Verdict) -> str:
    """A verdict in words, with by how much: ``missed by 3.2 MPa (6 %)``."""
    match verdict.outcome:
        case "met":
            return pgettext("verdict", "met")
        case "not_stated":
            return pgettext("verdict", "not stated")
        case "incomparable":
            return _obstacle(verdict)
        case "partly":
            return pgettext("verdict", "partly met") + _distance(verdict)
    return _missed(verdict)


def _missed(verdict: Verdict) -> str:
    by = _by(verdict)
    if not by:
        return pgettext("verdict", "missed")
    if verdict.required.comparator in ("<=", "<"):
        return pgettext("verdict, above the limit", "missed by %(by)s") % {"by": by}
    return pgettext("verdict", "missed by %(by)s") % {"by": by}


def _distance(verdict: Verdict) -> str:
    by = _by(verdict)
    return pgettext("verdict, after partly met", ", short by %(by)s") % {"by": by} if by else ""


def _by(verdict: Verdict) -> str:
    """How far the offered value lies beyond the limit; empty where nobody knows or it is nothing."""
    if not verdict.missed_by:
        return ""
    number = number_in_words(verdict.missed_by, _DISTANCE_DIGITS)
    if verdict.required.unit in ("%", "％"):
        # A share of a share would be read as the distance itself.
        return pgettext("distance", "%(number)s percentage points") % {"number": number}
    far = with_unit(number, verdict.required.unit)
    if verdict.share is None:
        return far
    return pgettext("distance and share", "%(far)s (%(share)s)") % {"far": far, "share": share_in_words(verdict.share)}


def _obstacle(verdict: Verdict) -> str:
    return {
        "unit": pgettext("verdict", "cannot be compared: units of different kinds"),
        "conditions": pgettext("verdict", "cannot be compared: under other conditions"),
        "relative": pgettext("verdict", "cannot be compared: a change, and what it starts from is not stated"),
        None: pgettext("verdict", "cannot be compared"),
    }[verdict.obstacle]


def count_label(verdicts: Iterable[Verdict]) -> str:
    """The verdicts counted: ``3 of 5 parameters met, 1 missed, 1 not stated``."""
    counts = Counter(verdict.outcome for verdict in verdicts)
    total = counts.total()
    parts = [
        ngettext("%(met)d of %(total)d parameter met", "%(met)d of %(total)d parameters met", total)
        % {"met": counts["met"], "total": total}
    ]
    words: dict[Outcome, str] = {
        "missed": pgettext("count of verdicts", "%(count)d missed"),
        "partly": pgettext("count of verdicts", "%(count)d partly met"),
        "not_stated": pgettext("count of verdicts", "%(count)d not stated"),
        "incomparable": pgettext("count of verdicts", "%(count)d not comparable"),
    }
    parts += [word % {"count": counts[outcome]} for outcome, word in words.items() if counts[outcome]]
    return pgettext("between counts", ", ").join(parts)


def value_in_words(statement: Statement) -> str:
    """What is stated, without its property: ≤14 元/公斤, 80–90 ℃, ±0.02 mm, down 50 %. The unit is as written."""
    numbers = range_in_words(statement.low, statement.high, tolerance=statement.comparator == "plus_minus")
    value = with_unit(SIGNS.get(statement.comparator, "") + numbers, statement.unit)
    match statement.change:
        case "increase":
            return pgettext("change of a value", "up %(value)s") % {"value": value}
        case "decrease":
            return pgettext("change of a value", "down %(value)s") % {"value": value}
    return value
