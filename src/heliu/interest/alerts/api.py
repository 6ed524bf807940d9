"""Alerts by HTTP."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from heliu.catalog.api import Pages
from heliu.interest.alerts.actions.settings import set_least_level
from heliu.interest.alerts.filtersets import OwnAlertFilterSet
from heliu.interest.alerts.models import Alert
from heliu.interest.alerts.selectors import get_own_subject, levels_set, own_alerts, shown
from heliu.interest.alerts.serializers import AlertSerializer, AlertSettingSerializer


@extend_schema_view(
    list=extend_schema(
        summary="What was told of your searches and of your organisations' records",
        responses=AlertSerializer(many=True),
    )
)
class AlertViewSet(viewsets.GenericViewSet[Alert]):
    """The newest first; records that the caller may not see any more are left out."""

    queryset = Alert.objects.none()
    serializer_class = AlertSerializer
    filterset_class = OwnAlertFilterSet
    pagination_class = Pages
    permission_classes = [IsAuthenticated]

    def get_queryset(self) -> QuerySet[Alert]:
        return own_alerts(self.request.user)

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(AlertSerializer(shown(request.user, page), many=True).data)


class AlertSettingView(APIView):
    """From which level on the people behind a record of one's own are told what fits it."""

    permission_classes = [IsAuthenticated]

    def _shown(self, kind: str, pk: int) -> Response:
        return Response({"level": levels_set(kind, [pk])[pk]})

    @extend_schema(
        operation_id="alert_setting", summary="The least level of a record's alerts",
        description="For those who act for the record's organisation.", responses=AlertSettingSerializer,
    )  # fmt: skip
    def get(self, request: Request, kind: str, pk: int) -> Response:
        get_own_subject(request.user, kind, pk)
        return self._shown(kind, pk)

    @extend_schema(
        operation_id="set_alert_setting", summary="Set the least level of a record's alerts",
        description="For members of the record's organisation; 0 for never.", request=AlertSettingSerializer,
        responses=AlertSettingSerializer,
    )  # fmt: skip
    def put(self, request: Request, kind: str, pk: int) -> Response:
        record: Any = get_own_subject(request.user, kind, pk)
        wanted = AlertSettingSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        set_least_level(actor=request.user, record=record, level=wanted.validated_data["level"])
        return self._shown(kind, pk)
