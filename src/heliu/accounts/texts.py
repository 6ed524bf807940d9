"""Texts of Django that it has no Chinese for (5.2): named here, so that the area's own translation holds them."""

from django.utils.translation import ngettext_lazy

UNTRANSLATED_ELSEWHERE = (
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
)
