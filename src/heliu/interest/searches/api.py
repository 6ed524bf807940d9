"""Saved searches by HTTP."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.catalog.api import Pages
from heliu.interest.searches import actions
from heliu.interest.searches.errors import SearchError
from heliu.interest.searches.models import Filters, SavedSearch
from heliu.interest.searches.selectors import clean_filters, searches_of
from heliu.interest.searches.serializers import (
    RefusedSearchSerializer,
    SavedSearchSerializer,
    SaveSearchSerializer,
    SearchWishesSerializer,
)
from heliu.kit.refusals import RefusalsMixin

SHOWN = SavedSearchSerializer
REFUSED = OpenApiResponse(RefusedSearchSerializer, description="It is kept already, or too many are.")


@extend_schema_view(
    list=extend_schema(summary="Your saved searches", responses=SHOWN(many=True)),
    retrieve=extend_schema(summary="One of your saved searches", responses=SHOWN),
    create=extend_schema(
        summary="Keep a search", request=SaveSearchSerializer, responses={201: SHOWN, 409: REFUSED},
        description="What answers its need already is remembered, so that only what comes later is told.",
    ),
    partial_update=extend_schema(
        summary="Call a search differently, or be told more or less", request=SearchWishesSerializer, responses=SHOWN
    ),
    destroy=extend_schema(summary="Forget a search and what was told of it"),
)  # fmt: skip
class SavedSearchViewSet(RefusalsMixin, viewsets.GenericViewSet[SavedSearch]):
    """The caller's own; nobody sees those of others. What was told of one: ``/alerts/?search=``."""

    refusals = (SearchError,)
    queryset = SavedSearch.objects.none()
    serializer_class = SHOWN
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    filter_backends: list[Any] = []
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[SavedSearch]:
        return searches_of(self.request.user).select_related("owner")

    def _shown(self, search: SavedSearch, code: int = status.HTTP_200_OK) -> Response:
        return Response(SHOWN(search, context=self.get_serializer_context()).data, status=code)

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(SHOWN(page, many=True, context=self.get_serializer_context()).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(self.get_object())

    def create(self, request: Request) -> Response:
        wanted = SaveSearchSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values: dict[str, Any] = wanted.validated_data
        filters = _understood(request.user, values["place"], values["filters"])
        return self._shown(
            actions.save_search(actor=request.user, **(values | {"filters": filters})), status.HTTP_201_CREATED
        )

    def partial_update(self, request: Request, pk: str) -> Response:
        search = self.get_object()
        wanted = SearchWishesSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        wishes = {"name": search.name, "wants_alerts": search.wants_alerts, "level": search.level}
        return self._shown(
            actions.edit_search(actor=request.user, search=search, **(wishes | wanted.validated_data))
        )  # fmt: skip

    def destroy(self, request: Request, pk: str) -> Response:
        actions.delete_search(actor=request.user, search=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _understood(user: Any, place: str, given: Filters) -> Filters:
    """The filters as a page would keep them. A misspelt one would save a search that nobody asked for."""
    query = QueryDict(mutable=True)
    for name, values in given.items():
        query.setlist(name, values)
    filters = clean_filters(user, place, query)
    if unknown := sorted(name for name, values in given.items() if any(values) and name not in filters):
        raise ValidationError({"filters": [f"Not understood: {', '.join(unknown)}"]})
    return filters
