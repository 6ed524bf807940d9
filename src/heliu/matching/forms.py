"""The need and its filters, as the home page asks for them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Organisation
from heliu.catalog.choices import ReadinessScale
from heliu.kit.vocabularies import Vocabulary, industries, regions
from heliu.matching.adapters.answers import MAX_LENGTH, Conditions
from heliu.matching.kinds import all_kinds, kind_names, readiness_range

LEVELS = {9: (3, 4, 5, 6, 7, 8, 9), 10: (3, 4, 5, 6, 7, 8, 9, 10), 13: (3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)}
"""Lowest levels one can ask for, by the highest level of the scale."""
LONGEST_ADDRESS = 2000
"""Bytes of an address that browsers, proxies and servers all take, also where signing in comes between and escapes it
once more; a longer need is not put into one."""
REGIONS_KEPT = 300
"""Seconds for which the list of regions to choose from is kept."""

Choices = list[tuple[Any, Any]]


def _known_regions() -> list[str]:
    """Codes of the regions that have organisations, and of everything above them."""
    codes = Organisation.objects.filter(is_active=True).exclude(region="").values_list("region", flat=True)
    found = {entry.code for code in codes.order_by("region").distinct() for entry in regions().path(code)}
    return sorted(found)


def _indented(vocabulary: Vocabulary, codes: list[str]) -> Choices:
    """Names, moved to the right by their depth."""
    return [(code, "\u2003" * (len(vocabulary.path(code)) - 1) + vocabulary.name(code)) for code in codes]


def region_choices() -> Choices:
    codes = cache.get_or_set("matching.regions", _known_regions, REGIONS_KEPT) or []
    return [("", _("Any region")), *_indented(regions(), codes)]


def industry_choices() -> Choices:
    """Sections and divisions: a letter, and a letter with two digits."""
    codes = sorted(code for code in industries().entries if len(code) in (1, 3))
    return [("", _("Any industry")), *_indented(industries(), codes)]


def readiness_choices() -> Choices:
    """By scale, since levels of different scales are never compared."""
    choices: Choices = [("", _("Any readiness"))]
    for scale in ReadinessScale:
        levels = [
            (f"{scale.value}:{level}", _("level %(level)d or higher") % {"level": level})
            for level in LEVELS[scale.highest]
        ]
        choices.append((scale.label, levels))
    return choices


class NeedForm(forms.Form):
    """One box, and filters beneath. ``clean`` leaves what is not understood aside instead of refusing it."""

    q = forms.CharField(
        label=_("What do you need solved?"),
        required=False,
        max_length=MAX_LENGTH,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "maxlength": MAX_LENGTH}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=forms.RadioSelect)
    region = forms.ChoiceField(label=_("Region"), required=False)
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    readiness = forms.ChoiceField(label=_("Readiness"), required=False)

    FILTERS = ("region", "industry", "readiness")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("kind", [("", _("All")), *((kind.name, kind.label_plural) for kind in all_kinds())])
        self._choose("region", self._with_current("region", region_choices(), regions()))
        self._choose("industry", self._with_current("industry", industry_choices(), industries()))
        self._choose("readiness", readiness_choices())

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    def _with_current(self, name: str, choices: Choices, vocabulary: Vocabulary) -> Choices:
        """A shared address may name a code that the list does not offer; it is kept."""
        current = self.data.get(name, "")
        if current in vocabulary and current not in dict(choices):
            choices.append((current, vocabulary.full_name(current)))
        return choices

    @property
    def typed(self) -> str:
        """What stands in the box, whether it can be used or not."""
        return str(self.data.get("q", ""))

    @property
    def text(self) -> str:
        return str(self.cleaned_data.get("q", ""))

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set, by name."""
        return {name: self.cleaned_data[name] for name in ("kind", *self.FILTERS) if self.cleaned_data.get(name)}

    @property
    def asks_coach(self) -> bool:
        """Whether the person asked for the coach by its button, without JavaScript."""
        return bool(self.text.strip()) and "coach" in self.data

    @property
    def publish(self) -> str:
        """Where the need becomes a demand, with its text unless that is too long for an address."""
        address = reverse("demand_create")
        return f"{address}?{urlencode({'text': self.text})}" if self.publishes_text else address

    @property
    def publishes_text(self) -> bool:
        return len(reverse("demand_create")) + len(urlencode({"text": self.text})) < LONGEST_ADDRESS

    @property
    def has_filters(self) -> bool:
        return any(name in self.chosen for name in self.FILTERS)

    def conditions(self) -> Conditions:
        """The filters as conditions of a search."""
        chosen = self.chosen
        readiness = None
        if value := chosen.get("readiness"):
            scale, _separator, level = value.partition(":")
            readiness = readiness_range(scale, int(level), None)
        return Conditions(
            kinds=(chosen["kind"],) if "kind" in chosen else kind_names(),
            regions=(chosen["region"],) if "region" in chosen else (),
            industries=(chosen["industry"],) if "industry" in chosen else (),
            readiness=readiness,
        )
