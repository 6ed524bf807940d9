"""Forms of importing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.accounts.models import Organisation
from heliu.catalog.choices import State
from heliu.catalog.imports.errors import ImportRefused
from heliu.catalog.imports.models import ImportJob
from heliu.catalog.spreadsheets.columns import OWNER, Column
from heliu.catalog.spreadsheets.kinds import columns_of
from heliu.kit.language import current_language

TARGETS = [
    (State.DRAFT.value, gettext_lazy("Drafts: I look at them before I submit them")),
    (State.IN_REVIEW.value, gettext_lazy("Submitted for review at once; each needs a description")),
]


class UploadForm(forms.Form):
    """A file, whose its records will be, and what they become."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Organisation"), empty_label=None
    )
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("Excel (.xlsx), CSV or JSONL"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv,.jsonl,.ndjson"}),
    )  # fmt: skip
    target = forms.ChoiceField(
        label=gettext_lazy("What the records become"), choices=TARGETS, initial=State.DRAFT, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if organisations is None:  # Organisations themselves have neither an owner nor a review.
            del self.fields["organisation"], self.fields["target"]
        else:
            field = self.fields["organisation"]
            field.queryset = organisations  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.HELIU_UPLOAD_LIMIT_MB * 1024 * 1024:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB. The operator can bring in larger ones by command.")
                % {"limit": settings.HELIU_UPLOAD_LIMIT_MB}
            )
        return file


def offered_columns(job: ImportJob) -> list[Column]:
    """What a column of the file can become; the owner was chosen with the upload."""
    return [column for column in columns_of(job.kind) if column.name != OWNER]


def mapping_rows(job: ImportJob) -> list[dict[str, Any]]:
    """The file's columns with their first values and what they become, for the form."""
    became = {header: name for name, header in job.result.get("assignment", {}).items()}
    language = current_language()
    options = [(column.name, column.label(language)) for column in offered_columns(job)]
    rows = []
    for place, header in enumerate(job.result.get("columns", [])):
        values = [cells[header] for _number, cells in job.result.get("first_rows", []) if header in cells]
        rows.append(
            {"field": f"column-{place}", "header": header, "values": values[:3], "chosen": became.get(header, ""),
             "options": options}
        )  # fmt: skip
    return rows


def read_mapping(job: ImportJob, data: Any) -> dict[str, str]:
    """What the person chose: column of the catalog → column of the file."""
    names = {column.name for column in offered_columns(job)}
    mapping: dict[str, str] = {}
    for place, header in enumerate(job.result.get("columns", [])):
        name = data.get(f"column-{place}", "")
        if name not in names:
            continue
        if name in mapping:
            label = next(one.label(current_language()) for one in offered_columns(job) if one.name == name)
            raise ImportRefused(
                _("“%(first)s” and “%(second)s” cannot both become “%(label)s”.")
                % {"first": mapping[name], "second": header, "label": label}
            )
        mapping[name] = header
    return mapping
