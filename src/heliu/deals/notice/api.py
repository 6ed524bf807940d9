"""The API of public notices: the same rules and actions as the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.deals.errors import DealError
from heliu.deals.facts.api import ProviderView
from heliu.deals.facts.showing import shown
from heliu.deals.models import Deal
from heliu.deals.notice import actions
from heliu.deals.notice.actions.showing import Announcement
from heliu.deals.notice.filtersets import PublicNoticeFilterSet
from heliu.deals.notice.labels import undecided, why_not
from heliu.deals.notice.models import PublicNotice
from heliu.deals.notice.selectors import (
    get_visible_notice,
    get_visible_objection,
    kinds_in_question,
    need_of,
    visible_notices,
)
from heliu.deals.notice.serializers import (
    BeginNoticeSerializer,
    DealNoticesSerializer,
    DecideObjectionSerializer,
    MakeObjectionSerializer,
    NoticeReadersSerializer,
    PublicNoticeDetailSerializer,
    PublicNoticeSerializer,
    TakeBackObjectionSerializer,
    WithdrawNoticeSerializer,
)
from heliu.deals.serializers import DealRefusedSerializer
from heliu.kit.language import localised
from heliu.kit.lists.pages import Pages
from heliu.kit.refusals import RefusalsMixin
from heliu.kit.workdays import local_day

SHOWN = PublicNoticeDetailSerializer
REFUSED = OpenApiResponse(DealRefusedSerializer, description="What the deal or the notice is by now forbids it.")


def _changes(summary: str, request: Any) -> Any:
    return extend_schema(summary=summary, request=request, responses={200: SHOWN, 409: REFUSED})


@extend_schema_view(
    list=extend_schema(summary="Public notices that you may read", responses=PublicNoticeSerializer(many=True)),
    retrieve=extend_schema(summary="One public notice with the objections you may read", responses=SHOWN),
    object=_changes("Object to a public notice", MakeObjectionSerializer),
    decide=_changes("Reject an objection or uphold it, in writing", DecideObjectionSerializer),
    take_back=_changes("Take your own objection back", TakeBackObjectionSerializer),
    readers=_changes("Show a public notice to everybody, or to members only", NoticeReadersSerializer),
    withdraw=_changes("Take a public notice down and say why", WithdrawNoticeSerializer),
)
class PublicNoticeViewSet(RefusalsMixin, mixins.ListModelMixin, viewsets.GenericViewSet[PublicNotice]):
    """Public notices: of one's own organisations, and those shown to everybody. Others get 404."""

    refusals = (DealError,)
    queryset = PublicNotice.objects.none()
    serializer_class = PublicNoticeSerializer
    filterset_class = PublicNoticeFilterSet
    pagination_class = Pages
    permission_classes = [IsAuthenticatedOrReadOnly]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[PublicNotice]:
        return visible_notices(self.request.user)

    def get_object(self) -> PublicNotice:
        return get_visible_notice(self.request.user, int(self.kwargs["pk"]))

    def _shown(self, notice: PublicNotice) -> Response:
        found = PublicNotice.objects.select_related("deal__provider", "deal__introduction").get(pk=notice.pk)
        return Response(SHOWN(found, context=self.get_serializer_context()).data)

    def _values(self, serializer: Any) -> dict[str, Any]:
        wanted = serializer(data=self.request.data)
        wanted.is_valid(raise_exception=True)
        values: dict[str, Any] = wanted.validated_data
        return values

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(self.get_object())

    @action(detail=True, methods=["post"])
    def object(self, request: Request, pk: str) -> Response:
        notice = self.get_object()
        actions.object_to(actor=request.user, notice=notice, **self._values(MakeObjectionSerializer))
        return self._shown(notice)

    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        notice, values = self.get_object(), self._values(DecideObjectionSerializer)
        objection = get_visible_objection(request.user, notice, values.pop("objection"))
        actions.decide_objection(actor=request.user, objection=objection, **values)
        return self._shown(notice)

    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        notice, values = self.get_object(), self._values(TakeBackObjectionSerializer)
        objection = get_visible_objection(request.user, notice, values["objection"])
        actions.take_back_objection(actor=request.user, objection=objection)
        return self._shown(notice)

    @action(detail=True, methods=["post"])
    def readers(self, request: Request, pk: str) -> Response:
        values = self._values(NoticeReadersSerializer)
        return self._shown(actions.show_notice(actor=request.user, notice=self.get_object(), **values))

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        values = self._values(WithdrawNoticeSerializer)
        return self._shown(actions.withdraw_notice(actor=request.user, notice=self.get_object(), **values))


class DealNoticesView(ProviderView):
    """The public notices of a deal, for its provider."""

    permission_classes = [IsAuthenticated]

    def _shown(self, deal: Deal, code: int = status.HTTP_200_OK) -> Response:
        needs = [need_of(deal, kind, local_day()) for kind in ([] if deal.is_over else kinds_in_question(deal))]
        said = {
            "needs": [
                {
                    "kind": one.kind, "needed": one.answer, "rules": [shown(decision) for decision in one.decisions],
                    "words": "" if one.answer else undecided(one) if one.answer is None else why_not(one),
                }
                for one in needs
            ],
            "notices": PublicNotice.objects.filter(deal=deal).select_related("deal__provider").order_by("-pk"),
        }  # fmt: skip
        return Response(DealNoticesSerializer(said, context={"request": self.request}).data, status=code)

    @extend_schema(summary="The public notices of a deal, and which it needs", responses=DealNoticesSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return self._shown(self.get_deal(pk))

    @extend_schema(
        summary="Put a public notice up today", request=BeginNoticeSerializer,
        responses={201: DealNoticesSerializer, 409: REFUSED},
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        deal = self.get_deal(pk)
        wanted = BeginNoticeSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        said: dict[str, Any] = wanted.validated_data
        kind = said.pop("kind")
        rewards = [{"name": one["name"], "amount": str(one["amount"])} for one in said.pop("rewards")]
        said["title"] = said["title"] or localised(deal.supply, "title")[:200]
        actions.begin_notice(
            actor=request.user, deal=deal, kind=kind, announcement=Announcement(**said, rewards=rewards)
        )
        return self._shown(Deal.objects.get(pk=deal.pk), status.HTTP_201_CREATED)
