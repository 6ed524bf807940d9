"""What the views of the API share."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from heliu.dealflow.errors import DealflowError
from heliu.dealflow.serializers import RefusedSerializer
from heliu.kit.refusals import RefusalsMixin
from heliu.matchdays.errors import CannotAssign, MatchdaysError
from heliu.matchdays.models import MatchDay, Registration
from heliu.matchdays.selectors.days import get_registration, get_run_day, get_visible_day

REFUSED = OpenApiResponse(RefusedSerializer, description="The state of the day, or something else, forbids it.")


class Refusing(RefusalsMixin, APIView):
    """Answers a refusal of an action with its status and a sentence; ``reasons`` where there are several."""

    refusals = (MatchdaysError, DealflowError)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, CannotAssign):
            return Response({"detail": str(exc), "reasons": list(exc.reasons)}, status=exc.status)
        return super().handle_exception(exc)


class OfDay(Refusing):
    """A view below a day, for people who are signed in."""

    permission_classes = [IsAuthenticated]

    def day(self) -> MatchDay:
        return get_visible_day(self.request.user, self.kwargs["pk"])

    def run_day(self) -> MatchDay:
        return get_run_day(self.request.user, self.kwargs["pk"])

    def registration(self) -> Registration:
        return get_registration(self.request.user, self.day(), self.kwargs["registration"])

    def read(self, serializer: Any, **options: Any) -> Any:
        """What the caller sent, checked by form."""
        wanted = serializer(data=self.request.data, **options)
        wanted.is_valid(raise_exception=True)
        return wanted.validated_data

    def context(self, **facts: Any) -> dict[str, Any]:
        return {"request": self.request, **facts}
