"""The API of benefit splits: the same rules and actions as the pages."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status, viewsets
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from heliu.deals.benefit import actions
from heliu.deals.benefit.errors import NotReady, SplitEdited
from heliu.deals.benefit.models import Split
from heliu.deals.benefit.selectors import get_split_deal, get_version, own_rewards, split_of
from heliu.deals.benefit.serializers import (
    EditSplitSerializer,
    MarkRewardPaidSerializer,
    OwnRewardSerializer,
    SplitEditsSerializer,
    SplitReasonSerializer,
    SplitRefusedSerializer,
    SplitSerializer,
)
from heliu.deals.benefit.spreadsheets import write_split
from heliu.deals.errors import DealError
from heliu.deals.models import Deal
from heliu.kit.refusals import RefusalsMixin
from heliu.kit.tabular import CONTENT_TYPES
from heliu.kit.tabular.responses import file_response

REFUSED = OpenApiResponse(SplitRefusedSerializer, description="Another person's edit, a gap, a floor or a conflict.")
DONE = {200: SplitSerializer, 409: REFUSED}
WORKBOOK = {(200, CONTENT_TYPES["xlsx"]): OpenApiTypes.BINARY}
MADE = {201: SplitSerializer, 409: REFUSED}


class SplitViewSet(RefusalsMixin, viewsets.GenericViewSet[Split]):
    """The benefit split of a deal, for members of the provider; everybody else gets 404, members who are no owners 403
    where they would write."""

    refusals = (DealError,)
    queryset = Split.objects.none()
    serializer_class = SplitSerializer
    permission_classes = [IsAuthenticated]

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if isinstance(exc, NotReady):
            response.data |= {"missing": exc.missing}
        elif isinstance(exc, SplitEdited):
            response.data |= {"changed": exc.changed, "edits": exc.edits}
        return response

    def _deal(self) -> Deal:
        return get_split_deal(self.request.user, int(self.kwargs["pk"]))

    def _shown(self, code: int = status.HTTP_200_OK) -> Response:
        split = split_of(self._deal())
        if split is None:
            raise Http404
        return Response(SplitSerializer(split, context=self.get_serializer_context()).data, status=code)

    def _said(self, serializer: Any) -> dict[str, Any]:
        wanted = serializer(data=self.request.data)
        wanted.is_valid(raise_exception=True)
        return dict(wanted.validated_data)

    def _do(self, action: Any, code: int = status.HTTP_200_OK, **values: Any) -> Response:
        action(actor=self.request.user, deal=self._deal(), **values)
        return self._shown(code)

    @extend_schema(summary="The benefit split of a deal: versions and payment list", responses=SplitSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        return self._shown()

    @extend_schema(summary="Begin the benefit split of a deal", request=None, responses=MADE)
    def create(self, request: Request, pk: int) -> Response:
        return self._do(actions.start_split, status.HTTP_201_CREATED)

    @extend_schema(summary="Write the draft that you have read", request=EditSplitSerializer, responses=DONE)
    def partial_update(self, request: Request, pk: int) -> Response:
        deal = self._deal()
        wanted = EditSplitSerializer(data=request.data, partial=True)
        wanted.is_valid(raise_exception=True)
        actions.edit_draft(actor=request.user, deal=deal, **wanted.values())
        return self._shown()

    @extend_schema(summary="Approve the draft that you have read", request=SplitEditsSerializer, responses=DONE)
    def approve(self, request: Request, pk: int) -> Response:
        return self._do(actions.approve, **self._said(SplitEditsSerializer))

    @extend_schema(summary="Throw away the draft that you have read", request=SplitEditsSerializer, responses=DONE)
    def discard(self, request: Request, pk: int) -> Response:
        return self._do(actions.discard_draft, **self._said(SplitEditsSerializer))

    @extend_schema(summary="Begin a new version, and say why", request=SplitReasonSerializer, responses=MADE)
    def new_version(self, request: Request, pk: int) -> Response:
        return self._do(actions.start_version, status.HTTP_201_CREATED, **self._said(SplitReasonSerializer))

    @extend_schema(summary="State that no reward is due, and why", request=SplitReasonSerializer, responses=DONE)
    def none_due(self, request: Request, pk: int) -> Response:
        return self._do(actions.say_none_due, **self._said(SplitReasonSerializer))

    @extend_schema(summary="Take back that no reward is due", request=None, responses=DONE)
    def none_due_back(self, request: Request, pk: int) -> Response:
        return self._do(actions.take_back_none_due)

    @extend_schema(summary="Mark that a person got their reward", request=MarkRewardPaidSerializer, responses=MADE)
    def pay(self, request: Request, pk: int) -> Response:
        return self._do(actions.mark_paid, status.HTTP_201_CREATED, **self._said(MarkRewardPaidSerializer))

    @extend_schema(summary="Take back a payment, and say why", request=SplitReasonSerializer, responses=DONE)
    def unpay(self, request: Request, pk: int, payment: int) -> Response:
        return self._do(actions.take_back_payment, payment=payment, **self._said(SplitReasonSerializer))

    @extend_schema(summary="A version as a workbook with formulas", responses=WORKBOOK)
    def workbook(self, request: Request, pk: int, number: int) -> FileResponse:
        deal = self._deal()
        version = get_version(deal, number)
        return file_response(f"heliu-{deal.number}-{number}", lambda stream: write_split(stream, version))


class OwnRewardsView(APIView):
    """A contributor's own shares of rewards."""

    permission_classes = [IsAuthenticated]

    @extend_schema(summary="Your shares of rewards", responses=OwnRewardSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(OwnRewardSerializer(own_rewards(request.user), many=True).data)
