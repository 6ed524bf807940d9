"""The API of the desk: the same rules and actions as the pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.catalog.api import Pages
from heliu.catalog.models import Demand
from heliu.dealflow.serializers import RefusedSerializer
from heliu.deals.models import Deal
from heliu.deals.selectors import get_visible_deal
from heliu.desk import actions
from heliu.desk.adapters import likely_duplicates, read_demand, shortlist
from heliu.desk.errors import DeskError
from heliu.desk.filtersets import CaseFilterSet
from heliu.desk.models import AskBack, CaseNote, TimeEntry
from heliu.desk.selectors.cases import fetch_rows, get_case
from heliu.desk.selectors.ledger import contribution_to, hours_of, known_cases, notes_of, statement_of
from heliu.desk.selectors.triage import visible_ask_backs
from heliu.desk.serializers import (
    AnswerQuestionSerializer,
    AskBackSerializer,
    CaseNoteSerializer,
    CaseSerializer,
    ContributionSerializer,
    DealContributionSerializer,
    DecidedSerializer,
    DecideSerializer,
    HoursSerializer,
    ScreenSerializer,
    SendSerializer,
    SentSerializer,
    TierAnswerSerializer,
    TierSerializer,
)
from heliu.kit.permissions import require
from heliu.kit.refusals import RefusalsMixin

REFUSED = OpenApiResponse(RefusedSerializer, description="Somebody was quicker, or what was seen is out of date.")


class DeskAPI(RefusalsMixin, viewsets.GenericViewSet[Any]):
    """What every part of the desk's API does with a refusal."""

    refusals = (DeskError,)
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d+"


@extend_schema_view(
    list=extend_schema(summary="The board: cases of your portfolio", responses=CaseSerializer(many=True)),
    retrieve=extend_schema(summary="What a triage of this demand looks at", responses=ScreenSerializer),
    decide=extend_schema(
        summary="Decide what becomes of a demand", request=DecideSerializer, responses={201: DecidedSerializer}
    ),
    tier=extend_schema(
        summary="Change the disclosure tier, or propose it", request=TierSerializer, responses=TierAnswerSerializer
    ),
    introductions=extend_schema(
        summary="Introduce a demand to several", request=SendSerializer,
        responses={200: SentSerializer(many=True), 409: REFUSED},
    ),
    contribution=extend_schema(summary="Your contribution to a demand", responses=ContributionSerializer),
)  # fmt: skip
class TriageViewSet(DeskAPI):
    """Demands of the organisations that gave a technology manager their mandate; others get 404."""

    queryset = Demand.objects.none()
    serializer_class = CaseSerializer
    filterset_class = CaseFilterSet

    def list(self, request: Request) -> Response:
        require(request.user, "desk.use_desk")
        filterset = CaseFilterSet(
            request.query_params, CaseFilterSet.Meta.model.objects.none(), request=request
        )  # fmt: skip
        if not filterset.form.is_valid():
            raise ValidationError(filterset.form.errors)
        page = self.paginate_queryset(filterset.lines())
        rows = fetch_rows(request.user, page or [])
        return self.get_paginated_response(
            CaseSerializer(rows, many=True, context=self.get_serializer_context()).data
        )  # fmt: skip

    def retrieve(self, request: Request, pk: str) -> Response:
        demand = get_case(request.user, "demand", int(pk))
        reading, found = read_demand(demand, request.user), shortlist(demand, request.user)
        coaching = reading.coaching
        screen = {
            "stated": [each.element for each in coaching.understood] if coaching else [],
            "missing": list(coaching.missing) if coaching else [],
            "questions": [asked.element for asked in reading.questions],
            "tier": demand.tier,
            "duplicates": likely_duplicates(demand, request.user),
            "shortlist": found.options,
            "abstained": found.answer is not None and found.answer.abstained,
        }
        return Response(ScreenSerializer(screen, context=self.get_serializer_context()).data)

    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        demand = get_case(request.user, "demand", int(pk))
        triage = actions.triage_demand(actor=request.user, demand=demand, **self.sent(DecideSerializer))
        return Response(DecidedSerializer(triage).data, status=status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"])
    def tier(self, request: Request, pk: str) -> Response:
        demand = get_case(request.user, "demand", int(pk))
        asked = actions.change_tier(actor=request.user, demand=demand, **self.sent(TierSerializer))
        return Response({"changed": asked is None, "question": asked and asked.pk})

    @action(detail=True, methods=["post"])
    def introductions(self, request: Request, pk: str) -> Response:
        demand = get_case(request.user, "demand", int(pk))
        values = self.sent(SendSerializer)
        wanted = [actions.Wanted(one["kind"], one["id"], one["message"]) for one in values["recipients"]]
        dispatch = actions.send_introductions(
            actor=request.user, demand=demand, token=values["token"], wanted=wanted, next_step=values["next_step"]
        )
        return Response(SentSerializer(dispatch.recipients.all(), many=True).data)

    @action(detail=True, methods=["get"])
    def contribution(self, request: Request, pk: str) -> Response:
        return Response(ContributionSerializer(statement_of(request.user, "demand", int(pk))).data)


@extend_schema_view(retrieve=extend_schema(summary="Your contribution to a deal", responses=DealContributionSerializer))
class DealContributionViewSet(DeskAPI):
    """What a technology manager did for a deal; nobody else reads it. Who works on it with no mandate gets 403."""

    queryset = Deal.objects.none()
    serializer_class = DealContributionSerializer

    def retrieve(self, request: Request, pk: str) -> Response:
        deal = get_visible_deal(request.user, int(pk))
        require(request.user, "desk.work_case", deal.introduction)
        return Response(DealContributionSerializer(contribution_to(request.user, deal)).data)


@extend_schema_view(
    list=extend_schema(summary="Questions of technology managers to your organisations, and about your cases"),
    retrieve=extend_schema(summary="One question"),
    answer=extend_schema(
        summary="Answer for the organisation", request=AnswerQuestionSerializer,
        responses={200: AskBackSerializer, 409: REFUSED},
    ),
)  # fmt: skip
class QuestionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, DeskAPI):
    """What managers ask back; members of the demand's organisation answer."""

    queryset = AskBack.objects.none()
    serializer_class = AskBackSerializer

    def get_queryset(self) -> QuerySet[AskBack]:
        return visible_ask_backs(self.request.user)

    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        asked = actions.answer_ask_back(
            actor=request.user, ask_back=self.get_object(), **self.sent(AnswerQuestionSerializer)
        )  # fmt: skip
        return Response(AskBackSerializer(asked).data)


class EntryAPI(mixins.ListModelMixin, mixins.RetrieveModelMixin, DeskAPI):
    """Notes or hours: each is its author's alone, so everybody else gets 404."""

    keep: ClassVar[Any]
    edit: ClassVar[Any]
    argument: ClassVar[str]

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if self.action == "list":
            page = getattr(self, "_page", None)
            context["known"] = known_cases(self.request.user, page) if page is not None else None
        return context

    def paginate_queryset(self, queryset: Any) -> Any:
        self._page = super().paginate_queryset(queryset)
        return self._page

    def create(self, request: Request) -> Response:
        wanted = self.get_serializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values = dict(wanted.validated_data)
        case = get_case(request.user, values.pop("kind"), values.pop("record_id"))
        made = type(self).keep(actor=request.user, case=case, **values)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str) -> Response:
        entry = self.get_object()
        wanted = self.get_serializer(entry, data=request.data, partial=True)
        wanted.is_valid(raise_exception=True)
        names = [name for name in ("text", "day", "minutes", "activity", "note") if hasattr(entry, name)]
        values = {name: wanted.validated_data.get(name, getattr(entry, name)) for name in names}
        changed = type(self).edit(actor=request.user, **{self.argument: entry}, **values)
        return Response(self.get_serializer(changed).data)

    def destroy(self, request: Request, pk: str) -> Response:
        actions.delete_entry(actor=request.user, entry=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _described(what: str, serializer: Any) -> Any:
    return extend_schema_view(
        list=extend_schema(summary=f"Your {what}"),
        retrieve=extend_schema(summary=f"One of your {what}"),
        create=extend_schema(summary=f"Add to your {what}", request=serializer, responses={201: serializer}),
        partial_update=extend_schema(summary=f"Change one of your {what}", request=serializer, responses=serializer),
        destroy=extend_schema(summary=f"Delete one of your {what}", responses={204: None}),
    )


@_described("notes on cases", CaseNoteSerializer)
class NoteViewSet(EntryAPI):
    """Notes that nobody but their author reads, administrators neither."""

    queryset = CaseNote.objects.none()
    serializer_class = CaseNoteSerializer
    keep, edit, argument = actions.keep_note, actions.edit_note, "note"

    def get_queryset(self) -> QuerySet[CaseNote]:
        return notes_of(self.request.user)


@_described("hours on cases", HoursSerializer)
class HoursViewSet(EntryAPI):
    """Time spent on cases."""

    queryset = TimeEntry.objects.none()
    serializer_class = HoursSerializer
    keep, edit, argument = actions.keep_hours, actions.edit_hours, "entry"

    def get_queryset(self) -> QuerySet[TimeEntry]:
        return hours_of(self.request.user)
