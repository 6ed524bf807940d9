"""Agreements on pages."""

from __future__ import annotations

from django import template

from heliu.agreements.labels import standing_label

register = template.Library()

register.filter("standing_in_words", standing_label)
