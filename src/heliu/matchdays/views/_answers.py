"""What several pages do with a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest

from heliu.dealflow.errors import DealflowError
from heliu.kit.refusals import show_problems
from heliu.matchdays.errors import CannotAssign, MatchdaysError

REFUSALS = (MatchdaysError, DealflowError, ValidationError)


def tried(request: HttpRequest, action: Callable[..., Any], done: Any = "", **facts: Any) -> bool:
    """Call an action for the person of the request; a refusal, or that it is done, is told on the next page."""
    try:
        action(actor=request.user, **facts)
    except REFUSALS as error:
        for sentence in sentences_of(error):
            messages.error(request, sentence)
        return False
    if done:
        messages.success(request, str(done))
    return True


def sentences_of(error: Exception) -> list[str]:
    """A refusal in sentences."""
    if isinstance(error, ValidationError):
        return list(error.messages)
    return list(error.reasons) if isinstance(error, CannotAssign) else [str(error)]


def filled_in(form: BaseForm, action: Callable[..., Any]) -> Any:
    """What the action gives for a form that is filled in; None where it refuses, with the reasons on the form."""
    try:
        return action()
    except ValidationError as error:
        show_problems(form, error)
    except (MatchdaysError, DealflowError) as error:
        form.add_error(None, str(error))
    return None
