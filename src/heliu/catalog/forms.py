"""Forms of records; what they check beyond their fields is checked by the actions."""

from __future__ import annotations

import re
from typing import Any, ClassVar, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Field, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.accounts.models import Organisation
from heliu.catalog.choices import Cooperation, PropertyKind, PropertyStatus, Tier, Way, WorkKind
from heliu.catalog.models import Achievement, Demand, Expert, IntellectualProperty, Record, Work
from heliu.catalog.models.columns import LONGEST_KEYWORD
from heliu.kit.fields import CodeField
from heliu.kit.uploads import ACCEPTED

MOST_BOXES = 30
_BETWEEN_WORDS = re.compile(r"[,，、;；\n]+")


class WordsField(forms.CharField):
    """A list of words written into one line with commas between them, Chinese or English ones."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("help_text", _("Separate them by commas or 、"))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        words = (" ".join(word.split()) for word in _BETWEEN_WORDS.split(super().to_python(value) or ""))
        found = list(dict.fromkeys(word for word in words if word))
        if any(len(word) > LONGEST_KEYWORD for word in found):
            raise ValidationError(_("A keyword has at most %(length)d characters.") % {"length": LONGEST_KEYWORD})
        return found


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one box."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", FilesInput(attrs={"multiple": True, "accept": ACCEPTED}))
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in files]


class Section(Div):
    """A part of a form with a heading of its own."""

    template = "catalog/forms/section.html"

    def __init__(self, title: Any, *fields: Any, hint: Any = "", folded: bool = False) -> None:
        super().__init__(*fields)
        self.title = title
        self.hint = hint
        self.folded = folded


def _pair(name: str) -> Row:
    return Row(Column(f"{name}_zh", css_class="col-md-6"), Column(f"{name}_en", css_class="col-md-6"))


def _beside(*names: str) -> Row:
    width = {2: "col-md-6", 3: "col-md-4"}[len(names)]
    return Row(*(Column(name, css_class=width) for name in names))


class RecordForm(forms.ModelForm):
    """The columns of a record, and the version that the person has before them."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("Organisation"), empty_label=None,
        help_text=_("The record will belong to it."),
    )  # fmt: skip
    region = CodeField(vocabulary="regions", label=_("Region"), required=False)
    industry = CodeField(vocabulary="industries", label=_("Industry"), required=False)
    keywords_zh = WordsField(label=_("Keywords in Chinese"))
    keywords_en = WordsField(label=_("Keywords in English"))
    tier = forms.ChoiceField(label=_("Who may see it"), choices=Tier.choices, widget=forms.RadioSelect)
    uploads = FilesField(
        label=_("Pictures and files"), required=False,
        help_text=_("PDF, Word, Excel, PowerPoint without macros, text, CSV, JPEG, PNG, WebP."),
    )  # fmt: skip

    labels: ClassVar[dict[str, Any]] = {}
    sections: ClassVar[tuple[Any, ...]] = ()

    def __init__(self, *args: Any, organisations: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if organisations is None:
            del self.fields["organisation"]
        else:
            cast("forms.ModelChoiceField[Any]", self.fields["organisation"]).queryset = organisations
        for name, label in self.labels.items():
            self.fields[name].label = label
        for name in ("expires_on", "deadline"):
            if name in self.fields:
                # The browser's own date picker wants ISO dates in any language.
                self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 7 if name.startswith("description") else 3
            if name.endswith(("_zh", "_en")):
                field.widget.attrs["lang"] = "zh-Hans" if name.endswith("_zh") else "en"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.include_media = False
        self.helper.layout = self.make_layout()

    def make_layout(self) -> Layout:
        about = ["organisation"] if "organisation" in self.fields else []
        return Layout(
            "version",
            Section(_("In short"), *about, _pair("title"), _pair("description"),
                    hint=_("One language is enough; a second one lets more people find it.")),
            HTML(f'{{% panels "{self._meta.model.kind}.form" record %}}'),
            *self.sections,
            Section(_("Where it belongs"), _beside("region", "industry"), _pair("keywords")),
            Section(_("Contact"), _beside("contact_name", "contact_email", "contact_phone"),
                    hint=_("Shown to signed-in members of verified organisations only.")),
            Section(_("Who may see it, and how long"), "tier", _pair("summary"), Field("expires_on"),
                    hint=_("Members of your organisation and reviewers always see it.")),
            Section(_("Pictures and files"), "uploads", hint=_("Place and camera are taken out of pictures.")),
        )  # fmt: skip

    def written(self) -> dict[str, Any]:
        """What the person filled in, by field name, as the actions take it."""
        names = type(self.instance).editable_fields()
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


_SHARED = [*Record.text_fields, "keywords_zh", "keywords_en", "region", "industry"]
_LAST = ["contact_name", "contact_email", "contact_phone", "tier", "summary_zh", "summary_en", "expires_on"]


class DemandForm(RecordForm):
    cooperation = forms.MultipleChoiceField(
        label=_("Way of cooperation"), choices=Cooperation.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Demand
        fields = [*_SHARED, *Demand.own_fields, *_LAST]

    sections = (
        Section(
            _("The need taken apart"), "need_object", "need_problem", "need_method", "need_conditions", "parameters",
            "need_current",
            hint=_("The more of it you can say, the better the answers fit."),
        ),
        Section(_("Money and time"), _beside("budget_min", "budget_max", "deadline")),
        Section(
            _("Cooperation"), "cooperation", "need_confidentiality",
            hint=_("What you write on confidentiality is shown to members of verified organisations only."),
        ),
    )  # fmt: skip


class AchievementForm(RecordForm):
    ways = forms.MultipleChoiceField(
        label=_("Ways of transfer"), choices=Way.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    team = forms.ModelMultipleChoiceField(
        label=_("Team"), queryset=Expert.objects.none(), required=False,
        help_text=_("Experts of your organisation."), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = Achievement
        fields = [*_SHARED, *Achievement.own_fields, *_LAST]

    sections = (
        Section(_("Parameters"), "parameters"),
        Section(
            _("Readiness"), _beside("readiness_scale", "readiness_level"), _pair("readiness_evidence"),
            hint=_("The evidence says what was shown, where, and at which size."),
        ),
        Section(_("Ways of transfer and price"), "ways", _beside("price_min", "price_max")),
        Section(_("Team"), "team"),
    )  # fmt: skip

    def __init__(self, *args: Any, team: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if team is None:
            del self.fields["team"]
            self.helper.layout.fields = [
                field
                for field in self.helper.layout.fields
                if not (isinstance(field, Section) and "team" in field.fields)
            ]
        else:
            field = cast("forms.ModelMultipleChoiceField[Any]", self.fields["team"])
            field.queryset = team
            if team.count() > MOST_BOXES:
                field.widget = forms.SelectMultiple(attrs={"size": 8})
                field.widget.choices = field.choices

    def written(self) -> dict[str, Any]:
        written = super().written()
        if "team" in self.fields:
            written["team"] = [expert.pk for expert in self.cleaned_data["team"]]
        return written


class ExpertForm(RecordForm):
    class Meta:
        model = Expert
        fields = [*_SHARED, *Expert.own_fields, *_LAST]

    labels = {
        "title_zh": pgettext_lazy("of a person", "Name in Chinese"),
        "title_en": pgettext_lazy("of a person", "Name in English"),
        "description_zh": _("Profile in Chinese"),
        "description_en": _("Profile in English"),
    }
    sections = (Section(_("Position"), _pair("position"), "orcid"),)


class PartForm(forms.Form):
    """One row of a part of a record; an empty row is no row."""

    model: ClassVar[type[Any]]

    @property
    def is_row(self) -> bool:
        """Whether it holds anything: a row that was there, or one that somebody filled in."""
        return bool(self.initial) or self.has_changed()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.is_row and not self.errors and not cleaned.get("DELETE"):
            part = self.model(**{name: cleaned[name] for name in self.fields if name != "DELETE"})
            part.clean()
        return cleaned


class WorkForm(PartForm):
    model = Work
    kind = forms.ChoiceField(label=_("Kind"), choices=WorkKind.choices, initial=WorkKind.PAPER)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=500, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=500, required=False)
    year = forms.IntegerField(label=_("Year"), min_value=1800, max_value=2200, required=False)
    abstract = forms.CharField(label=_("Abstract"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class IntellectualPropertyForm(PartForm):
    model = IntellectualProperty
    kind = forms.ChoiceField(label=_("Kind"), choices=PropertyKind.choices, initial=PropertyKind.INVENTION)
    status = forms.ChoiceField(label=_("Status"), choices=PropertyStatus.choices, initial=PropertyStatus.NONE)
    number = forms.CharField(label=_("Number"), max_length=40, required=False)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=300, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)


class PartFormSet(BaseFormSet):
    """The rows of a part, and what the actions take of them."""

    name: ClassVar[str]
    title: ClassVar[Any]
    add_label: ClassVar[Any]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this row")

    def written(self) -> list[dict[str, Any]]:
        columns = list(self.form.base_fields)
        return [
            {name: form.cleaned_data[name] for name in columns}
            for form in self.forms
            if form.cleaned_data and form.is_row and not form.cleaned_data.get("DELETE")
        ]


class WorkFormSet(PartFormSet):
    name, title, add_label = "works", _("Works"), _("Add a work")


class IntellectualPropertyFormSet(PartFormSet):
    name, title, add_label = "intellectual_property", _("Intellectual property"), _("Add a right")


_ROWS = {"extra": 1, "can_delete": True, "max_num": 500, "absolute_max": 510}
PART_FORMSETS: dict[str, Any] = {
    "works": formset_factory(WorkForm, formset=WorkFormSet, **_ROWS),  # type: ignore[arg-type]
    "intellectual_property": formset_factory(
        IntellectualPropertyForm,
        formset=IntellectualPropertyFormSet,
        **_ROWS,  # type: ignore[arg-type]
    ),
}
RECORD_FORMS: dict[str, type[RecordForm]] = {
    "demand": DemandForm,
    "achievement": AchievementForm,
    "expert": ExpertForm,
}
"""Kind → its form."""


class ReturnForm(forms.Form):
    """Why a reviewer gives a record back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say what is missing or wrong; the owner reads it."),
    )  # fmt: skip


def part_initial(record: Record | None, name: str) -> list[dict[str, Any]]:
    """The rows of a part as a formset takes them."""
    if record is None:
        return []
    columns = record.part_fields[name]
    return list(getattr(record, name).order_by("pk").values(*columns))
