"""What people write on the pages of matchmaking days; what else has to hold is checked by the actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Organisation
from heliu.accounts.selectors import same_names
from heliu.catalog.forms import Section
from heliu.catalog.templatetags.catalog import KIND_LABELS
from heliu.kit.fields import CodeField, described
from heliu.matchdays.actions.days import DAY_FIELDS
from heliu.matchdays.choices import Admission, AvoidReason, RulingKind, Verdict
from heliu.matchdays.labels import entry_name
from heliu.matchdays.models import Entry, MatchDay, Meeting
from heliu.matchdays.models.meetings import LONGEST_NOTE

_MOMENT = "%Y-%m-%dT%H:%M"


class CodesField(CodeField):
    """Several codes of a vocabulary, one a line."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        options.setdefault("help_text", _("One a line: a name or a code. Each stands for everything below it."))
        super().__init__(required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(described(self.vocabulary, code) for code in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = [line for line in str(value or "").splitlines() if line.strip()]
        return list(dict.fromkeys(super(CodesField, self).clean(line) for line in lines))


class OrganisationByName(forms.CharField):
    """An organisation by its full name, so that no list tells who takes part."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("The full name, as on its page."))
        super().__init__(max_length=200, **options)

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        found: list[Organisation] = list(same_names(name)[:2])
        if len(found) != 1:
            raise ValidationError(_("No organisation, or more than one, has exactly this name."))
        return found[0]


def _beside(*names: str) -> Row:
    width = {2: "col-md-6", 3: "col-md-4", 4: "col-6 col-md-3"}[len(names)]
    return Row(*(Column(name, css_class=width) for name in names))


class DayForm(forms.ModelForm):
    """A day with its slots, bounds and who may come."""

    regions = CodesField(vocabulary="regions", label=_("Regions"))
    industries = CodesField(vocabulary="industries", label=_("Industries"))
    admission = forms.ChoiceField(
        label=_("Who may register"), choices=Admission.choices, widget=forms.RadioSelect, initial=Admission.VERIFIED
    )
    link = forms.URLField(
        label=_("Link to the meeting room"), required=False, assume_scheme="https",
        help_text=_("Shown to participants only."),
    )  # fmt: skip

    class Meta:
        model = MatchDay
        fields = DAY_FIELDS
        widgets = {
            "date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            **{
                name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
                for name in ("registration_opens", "registration_closes", "ranking_closes")
            },
            **{name: forms.Textarea(attrs={"rows": 4}) for name in ("description_zh", "description_en")},
        }

    def __init__(self, *args: Any, hosts: Sequence[Organisation] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        host: Any = self.fields["host"]
        known = [one.pk for one in hosts] + ([self.instance.host_id] if self.instance.host_id else [])
        host.queryset = Organisation.objects.filter(pk__in=known)
        host.empty_label = _("No organisation: in my own name")
        for name in ("title_zh", "description_zh", "title_en", "description_en"):
            self.fields[name].widget.attrs["lang"] = "zh-Hans" if name.endswith("_zh") else "en"
        for name in ("registration_opens", "registration_closes", "ranking_closes"):
            self.fields[name].input_formats = [_MOMENT]  # type: ignore[attr-defined]
        self.fields["sessions"].help_text = _("For example 09:00-11:30, 13:30-16:00; each is filled with meetings.")
        self.fields["tables"].help_text = _("Meetings at the same time.")
        self.fields["ranking_closes"].help_text = _("Empty: as long as registration.")
        self.fields["places"].help_text = _("Empty: nobody counts.")
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        return Layout(
            Section(
                _("In short"), _beside("title_zh", "title_en"), _beside("description_zh", "description_en"), "host"
            ),
            Section(
                _("Place and time"), _beside("place", "link"), _beside("date", "sessions"),
                _beside("slot_minutes", "break_minutes", "tables"),
            ),
            Section(
                _("Who may come"), "admission", _beside("regions", "industries"),
                _beside("registration_opens", "registration_closes", "ranking_closes"), "places",
                hint=_("Only verified organisations take part. Whoever is invited may always register."),
            ),
            Section(
                _("How many meetings each"),
                _beside("demand_floor", "demand_capacity", "supply_floor", "supply_capacity"), "lowest_level",
                hint=_("Minimums are kept as far as there are matches and seats; what keeps them from being is named."),
            ),
        )  # fmt: skip

    def _post_clean(self) -> None:
        # The action writes and checks the day itself; here only the fields are read.
        pass


class ReasonForm(forms.Form):
    """Why a day is cancelled."""

    reason = forms.CharField(label=_("Why it is cancelled"), max_length=300)


class InviteForm(forms.Form):
    organisation = OrganisationByName(label=_("Organisation"))


class RegisterForm(forms.Form):
    """Which of the person's organisations comes, and whether it is named."""

    organisation: Any = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    listed = forms.BooleanField(
        label=_("Name us in the public programme"), required=False,
        help_text=_("A meeting is named there only where both sides agree."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["organisation"]
        chosen.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations])


class ListedForm(forms.Form):
    listed = forms.BooleanField(label=_("Name us in the public programme"), required=False)


class EntryForm(forms.Form):
    """With which record, how often, and when somebody is there for it."""

    record = forms.ChoiceField(label=_("Record"))
    capacity = forms.IntegerField(label=_("Most meetings"), min_value=1)
    there = forms.TypedMultipleChoiceField(
        label=_("Slots in which somebody is there"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("At least one slot has to be left in which somebody is there.")},
    )  # fmt: skip
    title_shown = forms.BooleanField(
        label=_("Show title and summary of this confidential record to the organisers and to whoever might meet it"),
        required=False,
    )

    def __init__(
        self, *args: Any, day: MatchDay, records: Sequence[Any] = (), entry: Entry | None = None,
        may_show: bool = False, **options: Any,
    ) -> None:  # fmt: skip
        if entry is not None:
            there = [slot for slot in range(day.slots) if slot not in entry.absences]
            options["initial"] = {"capacity": entry.capacity, "there": there, "title_shown": entry.title_shown}
        super().__init__(*args, **options)
        slots: Any = self.fields["there"]
        slots.choices = [(slot, day.slot_label(slot)) for slot in range(day.slots)]
        slots.initial = list(range(day.slots))
        self._slots = day.slots
        self._records = {f"{record.kind}:{record.pk}": record for record in records}
        if entry is not None:
            del self.fields["record"]
        else:
            chosen: Any = self.fields["record"]
            chosen.choices = [(key, f"{KIND_LABELS[one.kind]}: {one.title}") for key, one in self._records.items()]
            self.fields["capacity"].initial = day.demand_capacity
        if not may_show:
            del self.fields["title_shown"]

    def facts(self) -> dict[str, Any]:
        """As the actions take them."""
        there = set(self.cleaned_data["there"])
        facts: dict[str, Any] = {
            "capacity": self.cleaned_data["capacity"],
            "absences": [slot for slot in range(self._slots) if slot not in there],
        }
        if "record" in self.fields:
            facts["record"] = self._records[self.cleaned_data["record"]]
        if "title_shown" in self.fields:
            facts["title_shown"] = self.cleaned_data["title_shown"]
        return facts


class AvoidForm(forms.Form):
    """Whom an organisation does not want to meet, for the organisers alone."""

    organisation = OrganisationByName(label=_("Organisation"))
    reason = forms.ChoiceField(label=_("Reason"), choices=AvoidReason.choices)
    note = forms.CharField(label=_("In your words (optional)"), max_length=300, required=False)


class RulingForm(forms.Form):
    """A pair that has to meet, or must not."""

    demand = forms.ModelChoiceField(label=_("Demand"), queryset=Entry.objects.none())
    supply = forms.ModelChoiceField(label=_("Supplier"), queryset=Entry.objects.none())
    kind = forms.ChoiceField(label=_("What you decide"), choices=RulingKind.choices)

    def __init__(self, *args: Any, entries: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for side in ("demand", "supply"):
            field: Any = self.fields[side]
            field.queryset = entries.filter(side=side)
            field.label_from_instance = lambda entry: f"{entry_name(entry)} · {entry.organisation.name}"


class DeclineForm(forms.ModelForm):
    class Meta:
        model = Meeting
        fields = ("note",)
        labels = {"note": _("Why (the other side and the organisers read it)")}


class ReportForm(forms.Form):
    """How a meeting went, as the person's side says."""

    side = forms.CharField(required=False, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("How it went"), choices=Verdict.choices, widget=forms.RadioSelect,
        help_text=_("Where both sides want to go on, either can make it an accepted introduction with one click."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note for your own organisation (optional)"), required=False, max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
