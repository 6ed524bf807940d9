"""How forms and the API say that something is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.forms import BaseForm
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.serializers import Serializer


def show_problems(form: BaseForm, error: DjangoValidationError, *, fields: Mapping[str, str] | None = None) -> None:
    """Put each problem beside the field it is about, and those of no field of the form above it.

    ``fields`` says which field of the form stands for one of the model, where they have not the same name.
    """
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, problems in error.error_dict.items():
        own = (fields or {}).get(name, name)
        form.add_error(own if own in form.fields else None, problems)


class RefusalsMixin:
    """For views of the API, before the view's own class.

    What the actions of the area refuse (``refusals``; each has a ``status``, and its text is a sentence) becomes
    ``{"detail": …}``, and what is filled in wrongly the problems of each field, with 400.
    """

    refusals: tuple[type[Exception], ...] = ()

    def sent(self, serializer: type[Serializer[Any]]) -> dict[str, Any]:
        """What the caller sent, read by a serializer; its problems are told with 400."""
        view: Any = self
        wanted = serializer(data=view.request.data)
        wanted.is_valid(raise_exception=True)
        values: dict[str, Any] = wanted.validated_data
        return values

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, self.refusals):
            return Response({"detail": str(exc)}, status=exc.status)  # type: ignore[attr-defined]
        if isinstance(exc, DjangoValidationError):
            exc = ValidationError(exc.message_dict if hasattr(exc, "error_dict") else exc.messages)
        parent: Any = super()
        response: Response = parent.handle_exception(exc)
        return response
