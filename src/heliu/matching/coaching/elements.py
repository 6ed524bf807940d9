"""What the elements of a need are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from heliu.matching.coaching.choices import ElementName

Words = Promise | str

ELEMENT_LABELS: dict[ElementName, Words] = {
    "object": pgettext_lazy("element of a need", "Object"),
    "problem": pgettext_lazy("element of a need", "Problem"),
    "method": pgettext_lazy("element of a need", "Method"),
    "parameters": pgettext_lazy("element of a need", "Target parameters"),
    "conditions": pgettext_lazy("element of a need", "Conditions"),
    "current": pgettext_lazy("element of a need", "Current state"),
    "budget": pgettext_lazy("element of a need", "Budget"),
    "deadline": pgettext_lazy("element of a need", "Deadline"),
    "cooperation": pgettext_lazy("element of a need", "Cooperation"),
    "confidentiality": pgettext_lazy("element of a need", "Confidentiality"),
}
