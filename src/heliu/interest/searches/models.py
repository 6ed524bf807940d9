"""A search that somebody keeps."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.interest.searches.choices import DEFAULT_LEVEL, NEED, Level, Place
from heliu.kit.jsontext import ReadableJSONEncoder

LONGEST_NAME = 120
LONGEST_NEED = 20_000
Filters = dict[str, list[str]]


class SavedSearch(models.Model):
    """Each SavedSearch belongs to one person, and nobody else ever sees it.

    It keeps what was asked and no results: those are found anew for the person each time.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    place = models.CharField(_("searches in"), max_length=20, choices=Place.choices)
    text = models.TextField(_("need"), blank=True, validators=[MaxLengthValidator(LONGEST_NEED)])
    filters: models.JSONField[Filters, Filters] = models.JSONField(
        _("filters"), default=dict, blank=True, encoder=ReadableJSONEncoder
    )
    # Of place, text and filters: the same search is kept once.
    fingerprint = models.CharField(max_length=40, editable=False)
    wants_alerts = models.BooleanField(_("tell me of new results"), default=True)
    level = models.PositiveSmallIntegerField(_("how strong"), choices=Level.choices, default=DEFAULT_LEVEL)
    created_at = models.DateTimeField(_("saved at"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last looked at"), default=timezone.now)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "fingerprint"], name="one_search_of_a_person")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_need(self) -> bool:
        """Whether it ranks records for a need; else it filters a list, which has no levels."""
        return self.place == NEED

    @property
    def query(self) -> QueryDict:
        """What the form of its page is asked with."""
        made = QueryDict(mutable=True)
        for name, values in self.filters.items():
            made.setlist(name, values)
        if self.is_need:
            made["q"] = self.text
        return made

    @property
    def run_url(self) -> str:
        """The page that it was saved on, with the same question."""
        address = reverse("home") if self.is_need else reverse(f"{self.place}_list")
        pairs: list[tuple[str, Any]] = [(name, value) for name, values in self.filters.items() for value in values]
        if self.is_need:
            pairs.insert(0, ("q", self.text))
        return f"{address}?{urlencode(pairs)}" if pairs else address

    def get_absolute_url(self) -> str:
        return reverse("saved_search", args=[self.pk])


def fingerprint_of(place: str, text: str, filters: Filters) -> str:
    """The same for the same question."""
    asked = json.dumps([place, text.strip(), filters], ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(asked.encode(), digest_size=20).hexdigest()
