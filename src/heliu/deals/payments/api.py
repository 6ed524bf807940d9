"""The API of milestones and payments: the same filters, rules and actions as the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.functional import cached_property
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, status, viewsets
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.deals.errors import DealError
from heliu.deals.models import Deal
from heliu.deals.payments import actions
from heliu.deals.payments.errors import PlanChanged
from heliu.deals.payments.filtersets import PaymentFilterSet
from heliu.deals.payments.models import Milestone, Payment, Receipt
from heliu.deals.payments.selectors import (
    get_visible_milestone,
    get_visible_payment,
    get_visible_receipt,
    milestones_of,
    payments_of,
    visible_payments,
)
from heliu.deals.payments.serializers import (
    MilestoneStepSerializer,
    MoveSerializer,
    PaymentSerializer,
    PlanSerializer,
    ReceiveSerializer,
    TakeBackSerializer,
    VoidSerializer,
    WriteMilestoneSerializer,
    WritePaymentSerializer,
)
from heliu.deals.payments.spreadsheets import write_plan
from heliu.deals.selectors import get_visible_deal
from heliu.deals.serializers import DealRefusedSerializer
from heliu.kit.lists.pages import Pages
from heliu.kit.refusals import RefusalsMixin
from heliu.kit.tabular import CONTENT_TYPES
from heliu.kit.tabular.responses import file_response, named_today

_REFUSED = OpenApiResponse(
    DealRefusedSerializer, description="The stage, the contract, another person's edit or what came in forbids it."
)
_MILESTONE_STEPS: dict[str, tuple[Any, frozenset[str]]] = {
    "deliver": (actions.deliver_milestone, frozenset({"on", "note"})),
    "accept": (actions.accept_milestone, frozenset({"on", "note"})),
    "return": (actions.return_milestone, frozenset({"reason"})),
    "drop": (actions.drop_milestone, frozenset({"reason"})),
}
"""Step → its action, and what it takes of what the caller said."""


def _described(summary: str, request: Any = None, code: int = 200) -> Any:
    """The description of what answers with the plan."""
    return extend_schema(summary=summary, request=request, responses={code: PlanSerializer, 409: _REFUSED})


@extend_schema_view(list=extend_schema(summary="Payments of your deals"))
class PaymentViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Payment]):
    """The payments of all deals that you may know of."""

    queryset = Payment.objects.none()
    serializer_class = PaymentSerializer
    filterset_class = PaymentFilterSet
    pagination_class = Pages
    permission_classes = [IsAuthenticated]

    def get_queryset(self) -> QuerySet[Payment]:
        return visible_payments(self.request.user).prefetch_related("receipts", "moves")


class _PlanPart(RefusalsMixin, viewsets.GenericViewSet[Any]):
    """What acts on a part of the plan of one deal and answers with the whole plan."""

    refusals = (DealError,)
    queryset = Deal.objects.none()
    serializer_class = PlanSerializer
    pagination_class = None
    permission_classes = [IsAuthenticated]

    @cached_property
    def deal(self) -> Deal:
        return get_visible_deal(self.request.user, self.kwargs["deal"])

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if isinstance(exc, PlanChanged):
            response.data["changed"] = exc.changed
        return response

    def _plan(self, code: int = status.HTTP_200_OK) -> Response:
        deal = get_visible_deal(self.request.user, self.kwargs["deal"])
        return Response(PlanSerializer(deal, context=self.get_serializer_context()).data, status=code)

    def _said(self, serializer: Any, *, partial: bool = False) -> dict[str, Any]:
        context = {**self.get_serializer_context(), "deal": self.deal}
        wanted = serializer(data=self.request.data, partial=partial, context=context)
        wanted.is_valid(raise_exception=True)
        values: dict[str, Any] = wanted.validated_data
        return values

    def _edited(self, serializer: Any) -> dict[str, Any]:
        """The version that was read, and the fields."""
        fields = self._said(serializer, partial=True)
        return {"version": fields.pop("version"), "fields": fields}

    def _new(self, serializer: Any) -> dict[str, Any]:
        fields = self._said(serializer)
        fields.pop("version", None)
        return fields


class PlanViewSet(_PlanPart):
    """The plan of a deal. Whoever acts for neither side gets 404. Each answer is the plan as it then is."""

    def _payment(self, number: int) -> Payment:
        return get_visible_payment(self.request.user, self.kwargs["deal"], number)

    @extend_schema(summary="The plan of a deal with its sums", responses=PlanSerializer)
    def retrieve(self, request: Request, deal: int) -> Response:
        return self._plan()

    @extend_schema(
        summary="The plan of a deal as a workbook whose sums are formulas",
        responses={(200, CONTENT_TYPES["xlsx"]): OpenApiTypes.BINARY},
    )
    def workbook(self, request: Request, deal: int) -> FileResponse:
        found = self.deal
        milestones, payments = milestones_of(found), payments_of(found)
        return file_response(
            named_today(f"plan-{found.number}"), lambda stream: write_plan(stream, found, milestones, payments)
        )

    @_described("Add a payment; once the contract is signed, a royalty", WritePaymentSerializer, 201)
    def create(self, request: Request, deal: int) -> Response:
        actions.plan_payment(actor=request.user, deal=self.deal, fields=self._new(WritePaymentSerializer))
        return self._plan(status.HTTP_201_CREATED)

    @_described("Edit a payment of the version you have read", WritePaymentSerializer)
    def partial_update(self, request: Request, deal: int, number: int) -> Response:
        payment = self._payment(number)
        actions.edit_payment(actor=request.user, payment=payment, **self._edited(WritePaymentSerializer))
        return self._plan()

    @_described("Take a payment out of the plan")
    def destroy(self, request: Request, deal: int, number: int) -> Response:
        actions.remove_payment(actor=request.user, payment=self._payment(number))
        return self._plan()

    @_described("Confirm that all or a part of a payment came in", ReceiveSerializer)
    def receive(self, request: Request, deal: int, number: int) -> Response:
        payment = self._payment(number)
        actions.receive_payment(actor=request.user, payment=payment, **self._said(ReceiveSerializer))
        return self._plan()

    @_described("Take a receipt back that was entered by mistake", TakeBackSerializer)
    def take_back(self, request: Request, deal: int, number: int) -> Response:
        receipt: Receipt = get_visible_receipt(request.user, deal, number)
        actions.take_back_receipt(actor=request.user, receipt=receipt, **self._said(TakeBackSerializer))
        return self._plan()

    @_described("Give up what is outstanding of a payment", VoidSerializer)
    def void(self, request: Request, deal: int, number: int) -> Response:
        payment = self._payment(number)
        actions.void_payment(actor=request.user, payment=payment, **self._said(VoidSerializer))
        return self._plan()

    @_described("Move the date of a payment", MoveSerializer)
    def move(self, request: Request, deal: int, number: int) -> Response:
        payment = self._payment(number)
        actions.move_due_date(actor=request.user, part=payment, **self._said(MoveSerializer))
        return self._plan()


class MilestoneViewSet(_PlanPart):
    """Milestones of a deal. Each answer is the plan as it then is."""

    def _milestone(self, number: int) -> Milestone:
        return get_visible_milestone(self.request.user, self.kwargs["deal"], number)

    @_described("Add a milestone", WriteMilestoneSerializer, 201)
    def create(self, request: Request, deal: int) -> Response:
        actions.plan_milestone(actor=request.user, deal=self.deal, fields=self._new(WriteMilestoneSerializer))
        return self._plan(status.HTTP_201_CREATED)

    @_described("Edit a milestone of the version you have read", WriteMilestoneSerializer)
    def partial_update(self, request: Request, deal: int, number: int) -> Response:
        milestone = self._milestone(number)
        actions.edit_milestone(actor=request.user, milestone=milestone, **self._edited(WriteMilestoneSerializer))
        return self._plan()

    @_described("Take a milestone out of the plan")
    def destroy(self, request: Request, deal: int, number: int) -> Response:
        actions.remove_milestone(actor=request.user, milestone=self._milestone(number))
        return self._plan()

    @_described("Deliver, accept, return or drop a milestone", MilestoneStepSerializer)
    def step(self, request: Request, deal: int, number: int) -> Response:
        milestone, said = self._milestone(number), self._said(MilestoneStepSerializer)
        action, takes = _MILESTONE_STEPS[said["step"]]
        facts = {name: value for name, value in said.items() if name in takes}
        if "reason" in takes or said["step"] == "deliver":
            facts.setdefault("reason" if "reason" in takes else "note", "")
        action(actor=request.user, milestone=milestone, **facts)
        return self._plan()

    @_described("Move the date of a milestone", MoveSerializer)
    def move(self, request: Request, deal: int, number: int) -> Response:
        milestone = self._milestone(number)
        actions.move_due_date(actor=request.user, part=milestone, **self._said(MoveSerializer))
        return self._plan()
