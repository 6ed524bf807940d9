"""How one is told of what happens, and an organisation's webhooks and chat robots, by HTTP."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.generics import RetrieveUpdateAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.accounts.models import User
from heliu.activity.delivery import actions
from heliu.activity.delivery.errors import DeliveryError
from heliu.activity.delivery.models import Channel, NoticePreferences
from heliu.activity.delivery.planning import preferences_of
from heliu.activity.delivery.selectors import (
    deliveries_of,
    get_channel_delivery,
    get_managed_channel,
    get_managed_organisation,
    managed_channels,
)
from heliu.activity.delivery.serializers import (
    ChangeChannelSerializer,
    ChannelSerializer,
    DeliverySerializer,
    MadeChannelSerializer,
    NewChannelSerializer,
    PreferencesSerializer,
)
from heliu.kit.refusals import RefusalsMixin

NO_STORE = {"Cache-Control": "no-store"}
REFUSED = OpenApiResponse(description="It is on its way, or the channel is off.")
ORGANISATION = OpenApiParameter("organisation", OpenApiTypes.INT, description="Only channels of this organisation.")


@extend_schema_view(
    get=extend_schema(summary="How you are told of what happens"),
    patch=extend_schema(summary="Change how you are told; what is left out stays"),
)
class PreferencesView(RetrieveUpdateAPIView[NoticePreferences]):
    """By mail at once, in the digest, or only on the platform, for each class of notices. Everybody for themselves."""

    serializer_class = PreferencesSerializer
    permission_classes = [IsAuthenticated]
    http_method_names = ["get", "patch", "head", "options"]

    def get_object(self) -> NoticePreferences:
        return preferences_of(cast("User", self.request.user))

    def perform_update(self, serializer: Any) -> None:
        try:
            serializer.instance = actions.choose_notices(
                actor=cast("User", self.request.user), **serializer.validated_data
            )  # fmt: skip
        except DjangoValidationError as error:
            raise ValidationError(error.message_dict) from error


@extend_schema_view(
    list=extend_schema(summary="Channels of the organisations that you own", parameters=[ORGANISATION]),
    retrieve=extend_schema(summary="One channel"),
    destroy=extend_schema(summary="Delete a channel with its log"),
)
class ChannelViewSet(RefusalsMixin, viewsets.ReadOnlyModelViewSet[Channel]):
    """Webhooks and chat robots, for owners of the organisation; to everybody else they do not exist."""

    refusals = (DeliveryError,)
    queryset = Channel.objects.none()
    serializer_class = ChannelSerializer
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Channel]:
        found = managed_channels(self.request.user)
        wanted = self.request.query_params.get("organisation", "")
        if wanted:
            if not wanted.isdecimal() or len(wanted) > 18:
                raise ValidationError({"organisation": "a number"})
            found = found.filter(organisation=int(wanted))
        return found

    def get_object(self) -> Channel:
        return get_managed_channel(self.request.user, int(self.kwargs["pk"]))

    @extend_schema(summary="Add a channel", request=NewChannelSerializer, responses={201: MadeChannelSerializer})
    def create(self, request: Request) -> Response:
        """The secret of a webhook is in this answer only. An organisation has at most 20 channels (409)."""
        wanted = NewChannelSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values = dict(wanted.validated_data)
        organisation = get_managed_organisation(request.user, values.pop("organisation").pk)
        channel = actions.add_channel(actor=request.user, organisation=organisation, **values)
        return Response(MadeChannelSerializer(channel).data, status=status.HTTP_201_CREATED, headers=NO_STORE)

    @extend_schema(
        summary="Change a channel, or switch it on or off", request=ChangeChannelSerializer, responses=ChannelSerializer
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        wanted = ChangeChannelSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values = dict(wanted.validated_data)
        on = values.pop("active", None)
        channel = self.get_object()
        if values:
            channel = actions.change_channel(actor=request.user, channel=channel, **values)
        if on is not None:
            channel = actions.switch_channel(actor=request.user, channel=channel, on=on)
        return Response(ChannelSerializer(channel).data)

    def destroy(self, request: Request, pk: str) -> Response:
        actions.delete_channel(actor=request.user, channel=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(summary="Give a webhook a new secret", request=None, responses=MadeChannelSerializer)
    @action(detail=True, methods=["post"])
    def secret(self, request: Request, pk: str) -> Response:
        """The old one signs beside it for 24 hours."""
        channel = actions.renew_secret(actor=request.user, channel=self.get_object())
        return Response(MadeChannelSerializer(channel).data, headers=NO_STORE)

    @extend_schema(summary="Send a test", request=None, responses={202: DeliverySerializer})
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: str) -> Response:
        """The worker sends it; ask the channel's deliveries how it went."""
        delivery = actions.send_test(actor=request.user, channel=self.get_object())
        return Response(DeliverySerializer(delivery).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(summary="What was sent to a channel", responses=DeliverySerializer(many=True))
    @action(detail=True, methods=["get"])
    def deliveries(self, request: Request, pk: str) -> Response:
        """The latest first."""
        page: Any = self.paginate_queryset(deliveries_of(self.get_object()))  # type: ignore[arg-type]
        return self.get_paginated_response(DeliverySerializer(page, many=True).data)

    @extend_schema(
        summary="Send something again, under the same id", request=None,
        parameters=[OpenApiParameter("delivery", OpenApiTypes.INT, OpenApiParameter.PATH)],
        responses={202: DeliverySerializer, 409: REFUSED},
    )  # fmt: skip
    @action(detail=True, methods=["post"], url_path=r"deliveries/(?P<delivery>\d+)/again")
    def again(self, request: Request, pk: str, delivery: str) -> Response:
        found = get_channel_delivery(self.get_object(), int(delivery))
        sent = actions.send_again(actor=request.user, delivery=found)
        return Response(DeliverySerializer(sent).data, status=status.HTTP_202_ACCEPTED)
