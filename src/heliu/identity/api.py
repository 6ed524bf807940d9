"""Pairs, merges and names by HTTP: the same filters, rules and actions as the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.accounts.models import Organisation
from heliu.catalog.access.log import note_reading
from heliu.catalog.actions import CatalogError
from heliu.catalog.choices import AccessKind, AccessWay
from heliu.catalog.selectors import readable_records
from heliu.identity import actions
from heliu.identity.adapters import resolve_organisation
from heliu.identity.choices import Side
from heliu.identity.comparing import hidden_rows
from heliu.identity.errors import IdentityRefused
from heliu.identity.filtersets import DuplicateFilterSet, NameFilterSet
from heliu.identity.forms import read_choices
from heliu.identity.models import Duplicate, Merge, OrganisationName
from heliu.identity.selectors import (
    Pair,
    get_visible_pair,
    load_pairs,
    visible_duplicates,
    visible_merges,
    visible_names,
)
from heliu.identity.serializers import (
    AgreeSerializer,
    ApartSerializer,
    EditNameSerializer,
    IdentityRefusedSerializer,
    LikelyDuplicateSerializer,
    MergePairSerializer,
    MergeSerializer,
    OrganisationNameSerializer,
    RefuseMergeSerializer,
    ReportPairSerializer,
    ResolvedSerializer,
    VersionsSerializer,
)
from heliu.kit.lists.pages import Pages
from heliu.kit.refusals import RefusalsMixin

SHOWN = LikelyDuplicateSerializer
REFUSED = OpenApiResponse(
    IdentityRefusedSerializer, description="Changed since you looked at it, decided already, or not agreed to."
)
MERGED = {201: MergeSerializer, 409: REFUSED}


@extend_schema_view(
    list=extend_schema(summary="Likely duplicates", responses=SHOWN(many=True)),
    retrieve=extend_schema(summary="One likely duplicate", responses=SHOWN),
    create=extend_schema(
        summary="Name two records that are the same", request=ReportPairSerializer,
        responses={201: SHOWN, 409: REFUSED},
    ),
    merge=extend_schema(
        summary="Merge two records of your organisation", request=MergePairSerializer, responses=MERGED
    ),
    apart=extend_schema(
        summary="Say that they are different", request=ApartSerializer, responses={200: SHOWN, 409: REFUSED}
    ),
    reopen=extend_schema(summary="Take that back", request=None, responses={200: SHOWN, 409: REFUSED}),
    propose=extend_schema(
        summary="Propose a merge to the owners", request=MergePairSerializer, responses={200: SHOWN, 409: REFUSED}
    ),
    agree=extend_schema(
        summary="Agree to a proposed merge", request=AgreeSerializer, responses={200: SHOWN, 409: REFUSED}
    ),
    refuse=extend_schema(
        summary="Refuse a proposed merge", request=RefuseMergeSerializer, responses={200: SHOWN, 409: REFUSED}
    ),
    carry_out=extend_schema(
        summary="Merge what the owners agreed to", request=VersionsSerializer, responses=MERGED,
        description="For reviewers who belong to neither organisation.",
    ),
)  # fmt: skip
class DuplicateViewSet(RefusalsMixin, viewsets.GenericViewSet[Duplicate]):
    """Pairs whose two records the caller may read in full; open ones unless ``state`` asks for others."""

    refusals = (IdentityRefused, CatalogError)
    queryset = Duplicate.objects.none()
    serializer_class = SHOWN
    filterset_class = DuplicateFilterSet
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Duplicate]:
        return visible_duplicates(self.request.user)

    def _pair(self, pk: str) -> Pair:
        return get_visible_pair(self.request.user, int(pk))

    def _shown(self, pk: str | int, code: int = status.HTTP_200_OK) -> Response:
        pair = self._pair(str(pk))
        self._note([pair])
        return Response(SHOWN(pair).data, status=code)

    def _note(self, pairs: list[Pair]) -> None:
        records = [one for pair in pairs if pair.is_of_records for one in (pair.left, pair.right)]
        note_reading(self.request.user, records, what=AccessKind.READ, way=AccessWay.API)

    def list(self, request: Request) -> Response:
        page: list[Any] = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(SHOWN(load_pairs(page), many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(pk)

    def create(self, request: Request) -> Response:
        wanted = self.sent(ReportPairSerializer)
        records = {
            name: readable_records(request.user, wanted["kind"]).filter(pk=wanted[name]).first()
            for name in ("one", "other")
        }
        if missing := [name for name, record in records.items() if record is None]:
            raise ValidationError({missing[0]: ["Not found."]})
        made = actions.report_pair(actor=request.user, **records)
        return self._shown(made.pk, status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: str) -> Response:
        pair = self._pair(pk)
        made = actions.merge_pair(actor=request.user, pair=pair, **self._chosen(pair))
        return Response(MergeSerializer(made).data, status=status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"])
    def apart(self, request: Request, pk: str) -> Response:
        pair, sent = self._pair(pk), self.sent(ApartSerializer)
        actions.declare_apart(actor=request.user, pair=pair, versions=_versions(sent), note=sent.get("note", ""))
        return self._shown(pk)

    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        actions.reopen_pair(actor=request.user, pair=self._pair(pk))
        return self._shown(pk)

    @action(detail=True, methods=["post"])
    def propose(self, request: Request, pk: str) -> Response:
        pair = self._pair(pk)
        actions.propose_merge(actor=request.user, pair=pair, **self._chosen(pair))
        return self._shown(pk)

    @action(detail=True, methods=["post"])
    def agree(self, request: Request, pk: str) -> Response:
        pair, sent = self._pair(pk), self.sent(AgreeSerializer)
        organisation = Organisation.objects.filter(pk=sent["organisation"]).first()
        if organisation is None:
            raise ValidationError({"organisation": ["Not found."]})
        actions.agree_to_merge(actor=request.user, pair=pair, organisation=organisation, versions=_versions(sent))
        return self._shown(pk)

    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        sent = self.sent(RefuseMergeSerializer)
        actions.refuse_merge(actor=request.user, pair=self._pair(pk), note=sent.get("note", ""))
        return self._shown(pk)

    @action(detail=True, methods=["post"], url_path="carry-out", url_name="carry-out")
    def carry_out(self, request: Request, pk: str) -> Response:
        pair, sent = self._pair(pk), self.sent(VersionsSerializer)
        made = actions.carry_out_merge(actor=request.user, pair=pair, versions=_versions(sent))
        return Response(MergeSerializer(made).data, status=status.HTTP_201_CREATED)

    def _chosen(self, pair: Pair) -> dict[str, Any]:
        sent = self.sent(MergePairSerializer)
        hidden = hidden_rows(pair, self.request.user)
        choices = read_choices(dict(sent.get("choices", {})), pair.kind, hidden, prefix="")
        return {"keep": Side(sent["keep"]), "choices": choices, "versions": _versions(sent)}


def _versions(sent: dict[str, Any]) -> tuple[int, int]:
    return sent["left_version"], sent["right_version"]


@extend_schema_view(
    list=extend_schema(
        summary="Merges of records",
        parameters=[OpenApiParameter("kept_id", OpenApiTypes.INT, description="Into this record.")],
    ),
    retrieve=extend_schema(summary="One merge"),
    undo=extend_schema(summary="Undo a merge", request=None, responses={200: MergeSerializer, 409: REFUSED}),
)
class MergeViewSet(RefusalsMixin, viewsets.ReadOnlyModelViewSet[Merge]):
    """What was merged, for whoever may see both records."""

    refusals = (IdentityRefused, CatalogError)
    queryset = Merge.objects.none()
    serializer_class = MergeSerializer
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    filterset_fields = ["kind", "kept_id", "merged_id"]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Merge]:
        return visible_merges(self.request.user)

    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        return Response(MergeSerializer(actions.undo_merge(actor=request.user, merge=self.get_object())).data)


@extend_schema_view(
    list=extend_schema(summary="Other names of organisations"),
    retrieve=extend_schema(summary="One other name"),
    create=extend_schema(
        summary="Add a name", request=OrganisationNameSerializer,
        responses={201: OrganisationNameSerializer, 409: REFUSED},
    ),
    partial_update=extend_schema(
        summary="Change a name", request=EditNameSerializer, responses={200: OrganisationNameSerializer, 409: REFUSED}
    ),
    destroy=extend_schema(summary="Take a name away"),
    resolve=extend_schema(
        summary="Which organisations a name may mean", responses=ResolvedSerializer(many=True),
        parameters=[
            OpenApiParameter("name", OpenApiTypes.STR, description="As it stands in a text."),
            OpenApiParameter("code", OpenApiTypes.STR, description="Credit code; an equal one settles it."),
            OpenApiParameter("ror", OpenApiTypes.STR, description="ROR id, likewise."),
            OpenApiParameter("region", OpenApiTypes.STR, description="GB/T 2260 code; prefers those of its province."),
        ],
    ),
)  # fmt: skip
class OrganisationNameViewSet(RefusalsMixin, viewsets.ReadOnlyModelViewSet[OrganisationName]):
    """What organisations are called beside the two names of their pages: public facts."""

    refusals = (IdentityRefused,)
    queryset = OrganisationName.objects.none()
    serializer_class = OrganisationNameSerializer
    filterset_class = NameFilterSet
    pagination_class = Pages
    permission_classes = [IsAuthenticatedOrReadOnly]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[OrganisationName]:
        return visible_names(self.request.user).select_related("organisation")

    def create(self, request: Request) -> Response:
        sent = self.sent(OrganisationNameSerializer)
        made = actions.add_name(actor=request.user, **sent)
        return Response(OrganisationNameSerializer(made).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str) -> Response:
        name = self.get_object()
        wanted = EditNameSerializer(data=request.data, partial=True)
        wanted.is_valid(raise_exception=True)
        changed = actions.edit_name(actor=request.user, entry=name, **wanted.validated_data)
        return Response(OrganisationNameSerializer(changed).data)

    @action(detail=False, methods=["get"], filterset_class=None, pagination_class=None)
    def resolve(self, request: Request) -> Response:
        asked = {name: request.query_params.get(name, "")[:200] for name in ("name", "code", "ror", "region")}
        if not (asked["name"].strip() or asked["code"] or asked["ror"]):
            raise ValidationError({"name": ["Give a name or a code."]})
        found = resolve_organisation(asked.pop("name"), **asked)
        return Response(ResolvedSerializer(found, many=True).data)

    def destroy(self, request: Request, pk: str) -> Response:
        actions.remove_name(actor=request.user, entry=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
