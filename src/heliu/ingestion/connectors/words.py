"""What connectors say about sources, settings and entries: codes that can be kept, and sentences for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

WORDS = {
    # Settings.
    "missing": gettext_noop("Something has to be given here."),
    "no_address": gettext_noop("Give an address that begins with http:// or https://."),
    "no_text": gettext_noop("A text of at most %(most)d characters is needed here."),
    "no_number": gettext_noop("A whole number between %(least)d and %(most)d is needed here."),
    "no_choice": gettext_noop("“%(value)s” is not one of: %(choices)s."),
    "no_mail": gettext_noop("Give an e-mail address: the source asks to know whom it can write to."),
    "no_day": gettext_noop("A day such as 2026-11-23 is needed here."),
    "no_pattern": gettext_noop("“%(value)s” cannot be used as a pattern: a text with * for anything is needed."),
    "no_path": gettext_noop("“%(value)s” is not a path, such as data.items or authors[0].name."),
    "no_field": gettext_noop("“%(value)s” is not a field that can be written. There is: %(choices)s."),
    "no_mapping": gettext_noop("A mapping of fields is needed here: field of the record to path in the source."),
    "twice_mapped": gettext_noop("“%(value)s” is given twice."),
    "no_table": gettext_noop("A table needs a text for each value of the source, at most 500 of them."),
    "no_transform": gettext_noop("“%(value)s” is not known as a way to change a value. There is: %(choices)s."),
    "no_date_format": gettext_noop("“%(value)s” is not a form of dates, such as %%Y-%%m-%%d."),
    "no_id_mapped": gettext_noop("Say which value identifies an entry (external_id)."),
    "no_title_mapped": gettext_noop("Say which value is the title or name."),
    "unknown_setting": gettext_noop("Nothing is called “%(value)s” here. There is: %(choices)s."),
    # Answers and files.
    "status": gettext_noop("The source answered with HTTP %(status)d."),
    "too_large": gettext_noop("The answer is larger than %(most)d MB."),
    "not_text": gettext_noop("The answer is not text: %(reason)s"),
    "not_xml": gettext_noop("The answer is not well-formed XML: %(reason)s."),
    "unsafe_xml": gettext_noop("The answer declares entities, which are not read for safety."),
    "deep": gettext_noop("The answer is nested more than %(most)d levels deep."),
    "many_parts": gettext_noop("The answer has more than %(most)d parts."),
    "not_json": gettext_noop("The answer is not JSON: %(reason)s."),
    "not_format": gettext_noop("The answer is not of the format %(format)s."),
    "no_list": gettext_noop("There is no list at “%(path)s”."),
    "not_table": gettext_noop("The file cannot be read as a table: %(reason)s"),
    "oai": gettext_noop("The source answered with the error %(error)s: %(message)s"),
    "circle": gettext_noop("The source sends on to the same page again and again."),
    # Single entries.
    "no_id": gettext_noop("It has no identifier."),
    "long_id": gettext_noop("Its identifier is longer than %(most)d characters."),
    "no_title": gettext_noop("It has no title or name."),
    "no_entry": gettext_noop("It is not of the form that the source uses for entries."),
    "large_entry": gettext_noop("It is larger than %(most)d KB."),
    "bad_value": gettext_noop("“%(field)s” cannot be read: %(reason)s"),
}
"""Code → sentence, of everything that connectors refuse."""


def words_of(code: str, data: Mapping[str, Any]) -> str:
    """What a code says, in the reader's language; the code itself where nobody knows it any more."""
    if code not in WORDS:
        return code
    try:
        return _(WORDS[code]) % dict(data)
    except (KeyError, TypeError, ValueError):
        return _(WORDS[code])
