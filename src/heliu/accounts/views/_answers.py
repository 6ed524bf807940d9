"""What several pages do with a refusal."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest

from heliu.accounts.errors import AccountsError
from heliu.kit.refusals import show_problems


def show_errors(form: BaseForm, error: ValidationError | AccountsError) -> None:
    """Put an action's refusal on the form, beside the field it is about where the form has it."""
    if isinstance(error, AccountsError):
        form.add_error(None, str(error))
    else:
        show_problems(form, error)


def show_refusal(request: HttpRequest, error: AccountsError | ValidationError) -> None:
    """Tell the person on the next page why nothing happened."""
    for sentence in error.messages if isinstance(error, ValidationError) else [str(error)]:
        messages.error(request, sentence)
