"""Forms of sources: what every source has, and the settings of its kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Organisation
from heliu.ingestion.feeds.choices import ItemKind, Takeover
from heliu.ingestion.feeds.models import Source
from heliu.ingestion.feeds.readers import Reader, Setting, SettingKind

PREFIX = "option_"
"""In front of the names of settings, which may be called as fields are."""
ROWS = 4


def _json_of(text: str) -> dict[str, Any]:
    """A JSON object, or ValidationError."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ValidationError(_("This is no JSON: %(problem)s"), params={"problem": str(error)}) from None
    if not isinstance(found, dict):
        raise ValidationError(_("A JSON object in {} is wanted."))
    return found


class LinesField(forms.CharField):
    """A list, one a line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": ROWS}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(one) for one in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]


class MapField(LinesField):
    """Names and what they stand for, one a line: ``title = name``; what begins with { is JSON."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        lines = (
            f"{name} = {what if isinstance(what, str) else json.dumps(what, ensure_ascii=False)}"
            for name, what in value.items()
        )
        return "\n".join(lines)

    def to_python(self, value: Any) -> Any:
        found: dict[str, Any] = {}
        for line in super().to_python(value):
            name, sign, what = line.replace("＝", "=").partition("=")
            if not sign or not name.strip() or not what.strip():
                raise ValidationError(_("“%(line)s” is not of the form name = value."), params={"line": line[:80]})
            what = what.strip()
            found[name.strip()] = _json_of(what) if what.startswith("{") else what
        return found


class DataField(forms.CharField):
    """JSON."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 10, "class": "font-monospace", "spellcheck": "false"})
        super().__init__(widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else json.dumps(value or {}, ensure_ascii=False, indent=2)

    def to_python(self, value: Any) -> Any:
        return _json_of(super().to_python(value) or "{}")


_FIELDS: dict[SettingKind, type[forms.Field]] = {
    SettingKind.TEXT: forms.CharField,
    SettingKind.LINES: LinesField,
    SettingKind.MAP: MapField,
    SettingKind.FLAG: forms.BooleanField,
    SettingKind.CHOICE: forms.ChoiceField,
    SettingKind.DATA: DataField,
}
WHOLE = "*"
"""The name of a setting that holds all of them as JSON."""


CHOOSING = {
    "hx-get": "", "hx-trigger": "change", "hx-include": f"[name^='{PREFIX}']", "hx-target": "#settings",
    "hx-select": "#settings", "hx-swap": "outerHTML",
}  # fmt: skip
"""Of the field on which others depend: the settings come again as they fit. Without scripts they do when sent."""


def _field_of(setting: Setting, *, chooses: bool) -> forms.Field:
    options: dict[str, Any] = {"choices": setting.choices} if setting.kind == SettingKind.CHOICE else {}
    if chooses:
        options["widget"] = forms.Select(attrs=CHOOSING)
    return _FIELDS[setting.kind](label=setting.label, help_text=setting.help, required=setting.required, **options)


class SourceForm(forms.ModelForm):
    """A source of one kind; ``options`` are filled in by the settings that its reader declares."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), required=False, label=_("Belongs to"),
        empty_label=_("This installation"),
    )  # fmt: skip

    class Meta:
        model = Source
        fields = ["name", "address", "folder", "item_kind", "rhythm", "every_hours", "at", "weekday", "takeover"]
        widgets = {
            "at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "takeover": forms.RadioSelect,
        }

    def __init__(
        self, *args: Any, reader: Reader, organisations: Any = None, for_installation: bool = False,
        typed: Mapping[str, str] | None = None, **options: Any,
    ) -> None:  # fmt: skip
        """``typed``: settings that were filled in before another value of the reader's chooser was chosen."""
        super().__init__(*args, **options)
        self.reader = reader
        del self.fields["folder" if reader.place == "address" else "address"]
        self.fields[reader.place].required = reader.needs_place
        kinds = [(kind.value, kind.label) for kind in ItemKind if kind in reader.item_kinds]
        self.fields["item_kind"] = forms.ChoiceField(label=_("What it gives"), choices=kinds)
        self.fields["every_hours"].help_text = _("Where it is visited every few hours.")
        self.fields["at"].help_text = _("In the time zone of this installation.")
        self.fields["weekday"].help_text = _("Where it is visited every week.")
        for name in ("every_hours", "weekday"):
            self.fields[name].required = False
        self._choose_owner(organisations, for_installation)
        given = self.instance.options if self.instance.pk else {}
        typed = typed or {}
        chooser = PREFIX + reader.chooser
        chosen = (self.data if self.is_bound else typed).get(chooser, given.get(reader.chooser) or "")
        self.settings = reader.fitting(chosen)
        for setting in self.settings:
            name = PREFIX + setting.name
            self.fields[name] = _field_of(setting, chooses=name == chooser)
            self.initial[name] = typed.get(name, given if setting.name == WHOLE else given.get(setting.name))

    def _choose_owner(self, organisations: Any, for_installation: bool) -> None:
        """Chosen once: a source and what it gave stay with who added it."""
        installation = for_installation if organisations is not None else self.instance.organisation_id is None
        if installation and (organisations is None or not organisations):
            self.fields["takeover"].widget = forms.HiddenInput()
        if organisations is None:
            del self.fields["organisation"]
            return
        field: Any = self.fields["organisation"]
        field.queryset = organisations
        if not for_installation:
            field.required, field.empty_label = True, None

    def _post_clean(self) -> None:
        """The action fills and checks the source; the form only reads what was typed."""

    @property
    def given(self) -> dict[str, Any]:
        """What the action takes."""
        fields = {name: self.cleaned_data[name] for name in Source.editable_fields if name in self.cleaned_data}
        for name in ("every_hours", "weekday"):
            if fields.get(name) in (None, ""):
                fields[name] = getattr(self.instance, name)
        fields["weekday"] = int(fields["weekday"])
        fields["takeover"] = fields.get("takeover") or Takeover.REVIEW
        return fields | {"options": self._options()}

    def _options(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for setting in self.settings:
            value = self.cleaned_data.get(PREFIX + setting.name)
            if setting.name == WHOLE:
                found |= value or {}
            elif value not in (None, "", [], {}):
                found[setting.name] = value
        return found

    def places(self) -> list[Any]:
        """The bound fields of the kind's own settings."""
        return [self[PREFIX + setting.name] for setting in self.settings]

    def usual(self) -> list[Any]:
        """All other bound fields that are shown."""
        return [field for field in self.visible_fields() if not field.name.startswith(PREFIX)]
