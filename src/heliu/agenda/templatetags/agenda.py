"""When something is due, on pages."""

from __future__ import annotations

from django import template

from heliu.agenda.labels import day_label, due_label

register = template.Library()

register.filter("due_in_words", due_label)
register.filter("day_with_weekday", day_label)
