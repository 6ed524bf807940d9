"""Sources, visits and findings by HTTP."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.accounts.models import Organisation
from heliu.ingestion.feeds.actions import deciding, sources, trying, visiting
from heliu.ingestion.feeds.errors import FeedError
from heliu.ingestion.feeds.filtersets import FindingFilterSet, SourceFilterSet
from heliu.ingestion.feeds.models import Finding, Source, Visit
from heliu.ingestion.feeds.selectors import (
    get_visible_finding,
    get_visible_source,
    organisations_in_charge,
    own_organisations,
    visible_findings,
    visible_sources,
    visible_visits,
)
from heliu.ingestion.feeds.serializers import (
    AcceptFindingSerializer,
    AddSourceSerializer,
    DecidedFindingsSerializer,
    DecideFindingSerializer,
    DecideFindingsSerializer,
    EditSourceSerializer,
    FindingSerializer,
    SourceSerializer,
    TriedSerializer,
    VisitSerializer,
)
from heliu.kit.lists.pages import Pages
from heliu.kit.refusals import RefusalsMixin

CHANGED = OpenApiResponse(description="Somebody else was faster, or the state forbids it; `detail` says which.")


@extend_schema_view(
    list=extend_schema(summary="Sources that you look after"),
    retrieve=extend_schema(summary="A source"),
    create=extend_schema(
        summary="Add a source", request=AddSourceSerializer, responses={201: SourceSerializer},
        description="Owners for their organisation, administrators for the installation. It is visited soon.",
    ),
    partial_update=extend_schema(
        summary="Edit a source", request=EditSourceSerializer, responses={200: SourceSerializer, 409: CHANGED}
    ),
    destroy=extend_schema(
        summary="Delete a source with its visits and findings", description="Records that were made of them stay."
    ),
)  # fmt: skip
class SourceViewSet(RefusalsMixin, mixins.ListModelMixin, viewsets.GenericViewSet[Source]):
    """Places that are looked at again and again."""

    refusals = (FeedError,)
    queryset = Source.objects.none()
    serializer_class = SourceSerializer
    filterset_class = SourceFilterSet
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Source]:
        return visible_sources(self.request.user)

    def _shown(self, pk: int, code: int = status.HTTP_200_OK) -> Response:
        return Response(SourceSerializer(get_visible_source(self.request.user, pk)).data, status=code)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(int(pk))

    def create(self, request: Request) -> Response:
        values = self.sent(AddSourceSerializer)
        owner = self._owner(values.pop("organisation", None))
        made = sources.add_source(
            actor=request.user, organisation=owner, kind=values.pop("kind"), fields=values
        )  # fmt: skip
        return self._shown(made.pk, status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str) -> Response:
        source = get_visible_source(request.user, int(pk))
        values = self.sent(EditSourceSerializer)
        sources.edit_source(actor=request.user, source=source, version=values.pop("version"), fields=values)
        return self._shown(source.pk)

    def destroy(self, request: Request, pk: str) -> Response:
        sources.delete_source(actor=request.user, source=get_visible_source(request.user, int(pk)))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(summary="Pause a source", request=None, responses=SourceSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        return self._shown(
            sources.pause_source(actor=request.user, source=get_visible_source(request.user, int(pk))).pk
        )

    @extend_schema(summary="Take a source up again", request=None, responses=SourceSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        return self._shown(
            sources.resume_source(actor=request.user, source=get_visible_source(request.user, int(pk))).pk
        )

    @extend_schema(
        summary="Visit a source at once", request=None, responses={202: VisitSerializer, 409: CHANGED}
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def visit(self, request: Request, pk: str) -> Response:
        visit = visiting.ask_for_visit(actor=request.user, source=get_visible_source(request.user, int(pk)))
        return Response(VisitSerializer(visit).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(
        summary="Try a source out", request=AddSourceSerializer, responses=TriedSerializer(many=True), filters=False,
        description="The first things it gives. Nothing is kept.",
    )  # fmt: skip
    @action(detail=False, methods=["post"], url_path="try", pagination_class=None)
    def try_out(self, request: Request) -> Response:
        values = self.sent(AddSourceSerializer)
        owner = self._owner(values.pop("organisation", None))
        found = trying.try_source(actor=request.user, organisation=owner, kind=values.pop("kind"), fields=values)
        return Response(TriedSerializer(found, many=True).data)

    def _owner(self, pk: int | None) -> Organisation | None:
        """One of the caller's own; whoever else's is not found."""
        return get_object_or_404(organisations_in_charge(self.request.user), pk=pk) if pk is not None else None


@extend_schema_view(
    list=extend_schema(summary="Visits of your sources"), retrieve=extend_schema(summary="A visit")
)  # fmt: skip
class VisitViewSet(viewsets.ReadOnlyModelViewSet[Visit]):
    """Each time that a source was looked at."""

    queryset = Visit.objects.none()
    serializer_class = VisitSerializer
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    filterset_fields = ["source", "state"]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Visit]:
        return visible_visits(self.request.user)


@extend_schema_view(
    list=extend_schema(summary="What your sources found"), retrieve=extend_schema(summary="A finding")
)  # fmt: skip
class FindingViewSet(RefusalsMixin, viewsets.ReadOnlyModelViewSet[Finding]):
    """What sources gave, and what people made of it."""

    refusals = deciding.REFUSALS
    queryset = Finding.objects.none()
    serializer_class = FindingSerializer
    filterset_class = FindingFilterSet
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Finding]:
        return visible_findings(self.request.user)

    @extend_schema(
        summary="Accept a finding", request=AcceptFindingSerializer, responses={200: FindingSerializer, 409: CHANGED},
        description="It becomes a draft, or is written into the record that was made of it: into fields that nobody "
        "wrote or confirmed by hand.",
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        finding = get_visible_finding(request.user, int(pk))
        values = self.sent(AcceptFindingSerializer)
        accepted = deciding.accept_finding(
            actor=request.user, finding=finding, version=values["version"],
            organisation=self._owner(values.get("organisation")),
        )  # fmt: skip
        return Response(FindingSerializer(accepted).data)

    @extend_schema(
        summary="Set a finding aside", request=DecideFindingSerializer,
        responses={200: FindingSerializer, 409: CHANGED},
        description="It comes back when the source says something else.",
    )  # fmt: skip
    @action(detail=True, methods=["post"], url_path="set-aside")
    def set_aside(self, request: Request, pk: str) -> Response:
        finding = get_visible_finding(request.user, int(pk))
        version = self.sent(DecideFindingSerializer)["version"]
        return Response(
            FindingSerializer(deciding.set_finding_aside(actor=request.user, finding=finding, version=version)).data
        )

    @extend_schema(
        summary="Decide on several findings", request=DecideFindingsSerializer, responses=DecidedFindingsSerializer,
        filters=False,
        description="Each is done or refused by itself.",
    )  # fmt: skip
    @action(detail=False, methods=["post"], pagination_class=None)
    def decide(self, request: Request) -> Response:
        values = self.sent(DecideFindingsSerializer)
        seen = {one["id"]: one["version"] for one in values["findings"]}
        chosen = [(finding, seen[finding.pk]) for finding in visible_findings(request.user).filter(pk__in=seen)]
        outcome = deciding.decide_findings(
            actor=request.user, findings=chosen, accept=values["accept"],
            organisation=self._owner(values.get("organisation")),
        )  # fmt: skip
        return Response(DecidedFindingsSerializer(outcome).data)

    def _owner(self, pk: int | None) -> Organisation | None:
        return get_object_or_404(own_organisations(self.request.user), pk=pk) if pk is not None else None
