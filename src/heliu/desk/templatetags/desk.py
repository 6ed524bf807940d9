"""The desk on pages."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heliu.dealflow.selectors import seen_record
from heliu.desk.labels import case_title, hours_label, idle_label, likeness_label
from heliu.desk.selectors.ledger import Statement
from heliu.kit.language import current_language

register = template.Library()

register.filter("hours_in_words", hours_label)
register.filter("likeness_in_words", likeness_label)
register.filter("idle_in_words", idle_label)
register.simple_tag(case_title, name="case_name")


@register.simple_tag(takes_context=True)
def seen_title(context: template.Context, record: Any) -> SafeString | str:
    """A record's title with its address, as far as the reader may know it."""
    seen = seen_record(context["request"].user, record)
    if seen.record is None:
        return _("Not open to you")
    return format_html('<a href="{}">{}</a>', seen.record.get_absolute_url(), seen.record)


@register.simple_tag
def name_of(organisation: tuple[int, str, str]) -> str:
    """An organisation of the sums, in the page's language."""
    _pk, chinese, english = organisation
    first, second = (english, chinese) if current_language() == "en" else (chinese, english)
    return first or second


@register.simple_tag(takes_context=True)
def month_query(context: template.Context, month: date) -> str:
    """The page's query for one month."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    query["since"] = month.replace(day=1).isoformat()
    query["until"] = month.replace(day=monthrange(month.year, month.month)[1]).isoformat()
    return f"?{query.urlencode()}"


@register.simple_tag
def contribution_in_words(statement: Statement) -> str:
    """What the manager did, in a sentence: how often which step, and the time."""
    counts = Counter(deed.what for deed in statement.deeds)
    parts = [
        _("%(what)s (%(count)d times)") % {"what": what, "count": count} if count > 1 else what
        for what, count in counts.items()
    ]
    if statement.minutes:
        parts.append(_("%(time)s entered") % {"time": hours_label(statement.minutes)})
    if not parts:
        return _("Nothing was done for this case yet.")
    return pgettext("between parts of a sentence", "; ").join(parts) + pgettext("end of a sentence", ".")
