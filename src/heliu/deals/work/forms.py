"""Forms of tasks and files; what they check beyond their fields is checked by the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Organisation
from heliu.deals.models import Deal
from heliu.deals.work.choices import FileKind
from heliu.deals.work.models import LONGEST_REASON, DealTask
from heliu.deals.work.permissions import sides_of
from heliu.deals.work.selectors import people_to_ask
from heliu.kit.uploads import ACCEPTED


class TaskForm(forms.ModelForm[DealTask]):
    """A new task, or another version of one."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    class Meta:
        model = DealTask
        fields = ["title", "owner", "due_on", "note"]
        widgets = {
            "due_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"), "note": forms.Textarea({"rows": 2}),
        }  # fmt: skip

    def __init__(self, *args: Any, user: Any, deal: Deal, **options: Any) -> None:
        super().__init__(*args, **options)
        owner: Any = self.fields["owner"]
        task = self.instance if self.instance.pk is not None else None
        owner.queryset, owner.required = people_to_ask(user, deal, task).order_by("name", "pk"), True
        if self.instance.pk is not None:
            self.initial["version"] = self.instance.version

    def _post_clean(self) -> None:
        """The action writes and checks the record, not the form: what is refused is not half in it."""

    @property
    def answers(self) -> dict[str, Any]:
        """The fields of the task, without the version."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class DropForm(forms.Form):
    """Why a task will not be done."""

    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON)


class FileForm(forms.Form):
    """A file for both sides, or for one's own."""

    upload = forms.FileField(
        label=_("File"), widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text=_("PDF, Word, Excel, PowerPoint, text or a picture, without macros."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("What it is"), choices=FileKind.choices)
    side = forms.TypedChoiceField(label=_("On behalf of"), coerce=int)
    own_side_only = forms.BooleanField(
        label=_("Our side only"), required=False,
        help_text=_("The other side sees neither the file nor that there is one."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, deal: Deal, **options: Any) -> None:
        super().__init__(*args, **options)
        own = sides_of(user, deal)
        if len(own) == 1:
            # Whoever acts for one side is not asked for which.
            del self.fields["side"]
        else:
            sides = Organisation.objects.filter(pk__in=own)
            self.fields["side"].choices = [("", "---------"), *((one.pk, one.name) for one in sides)]  # type: ignore[attr-defined]
