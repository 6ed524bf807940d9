"""Template tags of pages."""

from __future__ import annotations

from django import template

from heliu.ingestion.pages.labels import confidence_in_words, sign_in_words, terms_in_words

register = template.Library()

register.filter("in_words", confidence_in_words)
register.filter("terms", terms_in_words)
register.filter("sign", sign_in_words)
