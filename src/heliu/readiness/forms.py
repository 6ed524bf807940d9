"""The form of an assessment: one answer, one note and evidence for each criterion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from heliu.catalog.models import Attachment
from heliu.kit.uploads import ACCEPTED
from heliu.readiness.actions import NewEvidence
from heliu.readiness.choices import Answer, Conflict
from heliu.readiness.models import LONGEST_ANSWER, LONGEST_LINK, LONGEST_NOTE, Assessment, Evidence
from heliu.readiness.scales import Criterion, Level


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion on the page."""

    criterion: Criterion
    answer: forms.BoundField
    note: forms.BoundField
    link: forms.BoundField
    file: forms.BoundField
    attachment: forms.BoundField | None
    """None where the achievement has no files."""
    evidence: Sequence[Evidence]

    @property
    def problems(self) -> list[Any]:
        fields = (self.answer, self.note, self.link, self.file, *([self.attachment] if self.attachment else []))
        return [problem for field in fields for problem in field.errors]

    @property
    def has_more(self) -> bool:
        """Whether the part for evidence is shown open."""
        return bool(self.evidence or self.problems)


@dataclass(frozen=True, slots=True)
class Step:
    """One level on the page."""

    level: Level
    asked: Sequence[Asked]
    met: int
    answered: int

    @property
    def is_complete(self) -> bool:
        return self.met == len(self.level.criteria)


class AssessmentForm(forms.Form):
    """Nothing in it is required: a half-done assessment is saved as it is."""

    note = forms.CharField(
        label=Assessment._meta.get_field("note").verbose_name, help_text=Assessment._meta.get_field("note").help_text,
        required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )  # fmt: skip
    conflict = forms.ChoiceField(
        label=_("Conflict of interest"), choices=Conflict.choices, required=False,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )  # fmt: skip
    conflict_note = forms.CharField(
        label=_("Which relation"), help_text=Assessment._meta.get_field("conflict_note").help_text, required=False,
        max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )  # fmt: skip

    def __init__(
        self, *, assessment: Assessment, evidence: Mapping[str, Sequence[Evidence]], files: Sequence[Attachment],
        posted: Any = None, uploads: MultiValueDict[str, Any] | None = None, fields: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """``fields`` stands in place of what the assessment says, after another person's edit was merged in."""
        self.assessment, self._evidence = assessment, evidence
        shown = {name: getattr(assessment, name) for name in Assessment.editable_fields} | dict(fields or {})
        super().__init__(
            posted, uploads, initial={name: shown[name] for name in ("note", "conflict", "conflict_note")}
        )  # fmt: skip
        self._attachments = [("", _("None")), *((str(one.pk), one.name) for one in files)] if files else []
        for criterion in assessment.asked.criteria:
            self._add(criterion, shown["answers"].get(criterion.id, {}))

    def _add(self, criterion: Criterion, given: Mapping[str, str]) -> None:
        key = _key(criterion)
        about = {"aria-describedby": f"ask_{key}"}
        self.fields[f"answer_{key}"] = forms.ChoiceField(
            choices=Answer.choices, required=False, initial=given.get("answer", ""),
            widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        )  # fmt: skip
        self.fields[f"note_{key}"] = forms.CharField(
            label=_("Note"), required=False, max_length=LONGEST_ANSWER, initial=given.get("note", ""),
            widget=forms.Textarea(attrs={"class": "form-control", "rows": 1} | about),
        )  # fmt: skip
        self.fields[f"link_{key}"] = forms.URLField(
            label=_("Link"), required=False, max_length=LONGEST_LINK, assume_scheme="https",
            widget=forms.URLInput(attrs={"class": "form-control", "placeholder": "https://"} | about),
        )  # fmt: skip
        self.fields[f"file_{key}"] = forms.FileField(
            label=_("File to upload"), required=False, allow_empty_file=True,
            widget=forms.FileInput(attrs={"class": "form-control", "accept": ACCEPTED} | about),
        )  # fmt: skip
        if self._attachments:
            self.fields[f"attachment_{key}"] = forms.ChoiceField(
                label=_("File of the achievement"), choices=self._attachments, required=False,
                widget=forms.Select(attrs={"class": "form-select"} | about),
            )  # fmt: skip

    def steps(self) -> Iterator[Step]:
        """The levels from low to high."""
        for level in self.assessment.asked.levels:
            answers = [self.assessment.answer_to(one.id) for one in level.criteria]
            yield Step(
                level, [self._asked(one) for one in level.criteria], sum(one == Answer.MET for one in answers),
                sum(one != Answer.NONE for one in answers),
            )  # fmt: skip

    def _asked(self, criterion: Criterion) -> Asked:
        key = _key(criterion)
        return Asked(
            criterion, self[f"answer_{key}"], self[f"note_{key}"], self[f"link_{key}"], self[f"file_{key}"],
            self[f"attachment_{key}"] if self._attachments else None, self._evidence.get(criterion.id, ()),
        )  # fmt: skip

    # -- what was filled in -----------------------------------------------------------------------

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the action takes it."""
        answers = {}
        for criterion in self.assessment.asked.criteria:
            key = _key(criterion)
            one = {"answer": self.cleaned_data[f"answer_{key}"], "note": _unified(self.cleaned_data[f"note_{key}"])}
            if any(one.values()):
                answers[criterion.id] = one
        return {
            "answers": answers, "note": _unified(self.cleaned_data["note"]),
            "conflict": self.cleaned_data["conflict"], "conflict_note": _unified(self.cleaned_data["conflict_note"]),
        }  # fmt: skip

    @property
    def new_evidence(self) -> list[NewEvidence]:
        found = []
        for criterion in self.assessment.asked.criteria:
            key = _key(criterion)
            if upload := self.cleaned_data[f"file_{key}"]:
                found.append(NewEvidence(criterion.id, upload=upload))
            if link := self.cleaned_data[f"link_{key}"]:
                found.append(NewEvidence(criterion.id, link=link))
            if attachment := self.cleaned_data.get(f"attachment_{key}"):
                found.append(NewEvidence(criterion.id, attachment=int(attachment)))
        return found

    @property
    def removed(self) -> list[int]:
        """Ids of the evidence that is to go; what is no number is nobody's."""
        return [int(one) for one in self.data.getlist("remove") if one.isdecimal() and len(one) < 19]  # type: ignore[attr-defined]


def _key(criterion: Criterion) -> str:
    return criterion.id.replace(".", "_")


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


class InvitationForm(forms.Form):
    """Which reviewer to ask."""

    email = forms.EmailField(
        label=_("E-mail address of the reviewer"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "class": "form-control"}),
    )
    note = forms.CharField(
        label=_("Message"), required=False, max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )  # fmt: skip
