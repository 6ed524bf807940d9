"""Forms of meetings. Times are read in the zone that the page shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.dealflow.meetings.actions import Appointment
from heliu.dealflow.meetings.choices import MeetingOutcome
from heliu.dealflow.meetings.labels import zone_label
from heliu.dealflow.meetings.models import LONGEST, LONGEST_NOTE, Meeting
from heliu.dealflow.meetings.selectors import own_people
from heliu.dealflow.models import Introduction

LOCAL = "%Y-%m-%dT%H:%M"
USUAL_MINUTES = 60


class MeetingForm(forms.Form):
    """When, where, what about, and who of one's own side."""

    starts_at = forms.DateTimeField(
        label=_("Begins at"), input_formats=[LOCAL, "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=5, max_value=int(LONGEST.total_seconds() // 60), initial=USUAL_MINUTES
    )
    place = forms.CharField(label=_("Place"), max_length=300, required=False)
    link = forms.URLField(
        label=_("Link"), max_length=500, required=False, assume_scheme="https",
        help_text=_("Of the video conference. A place or a link is needed."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Subject of the meeting"), required=False, max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Both sides read it. Write nothing that is confidential."),
    )  # fmt: skip
    people = forms.TypedMultipleChoiceField(
        label=_("Who of your side takes part"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("For the other side its contact is asked, who may bring others."),
    )  # fmt: skip
    sequence = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    def __init__(
        self, *args: Any, user: Any, introduction: Introduction, meeting: Meeting | None = None, **options: Any
    ) -> None:
        options["initial"] = _initial(user, meeting) | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            (one.pk, str(one)) for one in own_people(user, introduction)
        ]
        self.fields["starts_at"].help_text = zone_label()

    @property
    def appointment(self) -> Appointment:
        """What was filled in, of a form that is valid."""
        found = self.cleaned_data
        ends = found["starts_at"] + timedelta(minutes=found["minutes"])
        return Appointment(found["starts_at"], ends, found["place"], found["link"], found["note"])


def _initial(user: Any, meeting: Meeting | None) -> dict[str, Any]:
    if meeting is None:
        return {"people": [user.pk]}
    return {
        "starts_at": timezone.localtime(meeting.starts_at),
        "minutes": int((meeting.ends_at - meeting.starts_at).total_seconds() // 60),
        "place": meeting.place, "link": meeting.link, "note": meeting.note, "sequence": meeting.sequence,
        "people": [one.user_id for one in meeting.participants.all()],
    }  # fmt: skip


class CancelForm(forms.Form):
    note = forms.CharField(label=_("Why (optional)"), max_length=300, required=False)


class OutcomeForm(forms.Form):
    """What came of it; both sides read it."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=MeetingOutcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What was agreed (optional)"), required=False, max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Both sides read it."),
    )  # fmt: skip
