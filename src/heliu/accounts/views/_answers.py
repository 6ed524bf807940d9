"""What several pages do with a refusal."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest

from heliu.accounts.errors import AccountsError


def show_errors(form: BaseForm, error: ValidationError | AccountsError) -> None:
    """Put an action's refusal on the form, beside the field it is about where the form has it."""
    if isinstance(error, AccountsError):
        form.add_error(None, str(error))
        return
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)


def show_refusal(request: HttpRequest, error: AccountsError | ValidationError) -> None:
    """Tell the person on the next page why nothing happened."""
    for sentence in error.messages if isinstance(error, ValidationError) else [str(error)]:
        messages.error(request, sentence)
