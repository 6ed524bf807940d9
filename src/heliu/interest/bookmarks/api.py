"""Bookmarks by HTTP."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status, viewsets
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.catalog.api import Pages
from heliu.interest.bookmarks import actions
from heliu.interest.bookmarks.errors import BookmarkError
from heliu.interest.bookmarks.filtersets import BookmarkFilterSet
from heliu.interest.bookmarks.models import Bookmark
from heliu.interest.bookmarks.selectors import bookmarks_of, get_markable, shown
from heliu.interest.bookmarks.serializers import (
    AddBookmarkSerializer,
    BookmarkSerializer,
    BookmarkWordsSerializer,
    RefusedBookmarkSerializer,
)
from heliu.kit.refusals import RefusalsMixin

SHOWN = BookmarkSerializer
REFUSED = OpenApiResponse(RefusedBookmarkSerializer, description="As many are kept as one can.")


@extend_schema_view(
    list=extend_schema(summary="Your bookmarks", responses=SHOWN(many=True)),
    retrieve=extend_schema(summary="One of your bookmarks", responses=SHOWN),
    create=extend_schema(
        summary="Keep a record", request=AddBookmarkSerializer, responses={201: SHOWN, 409: REFUSED},
        description="One that is kept already is given back as it is.",
    ),
    partial_update=extend_schema(
        summary="Change your label and note", request=BookmarkWordsSerializer, responses=SHOWN
    ),
    destroy=extend_schema(summary="Let a record go"),
)  # fmt: skip
class BookmarkViewSet(RefusalsMixin, viewsets.GenericViewSet[Bookmark]):
    """The caller's own; nobody sees those of others."""

    refusals = (BookmarkError,)
    queryset = Bookmark.objects.none()
    serializer_class = SHOWN
    filterset_class = BookmarkFilterSet
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Bookmark]:
        return bookmarks_of(self.request.user)

    def _shown(self, bookmark: Bookmark, code: int = status.HTTP_200_OK) -> Response:
        (one,) = shown(self.request.user, [bookmark])
        return Response(SHOWN(one).data, status=code)

    def list(self, request: Request) -> Response:
        page: list[Any] = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(SHOWN(shown(request.user, page), many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(self.get_object())

    def create(self, request: Request) -> Response:
        wanted = AddBookmarkSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values: dict[str, Any] = wanted.validated_data
        record = get_markable(request.user, values.pop("kind"), values.pop("record"))
        made = actions.add_bookmark(actor=request.user, record=record, **values)
        return self._shown(made, status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str) -> Response:
        bookmark = self.get_object()
        wanted = BookmarkWordsSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        words = {"label": bookmark.label, "note": bookmark.note} | wanted.validated_data
        return self._shown(actions.edit_bookmark(actor=request.user, bookmark=bookmark, **words))

    def destroy(self, request: Request, pk: str) -> Response:
        actions.remove_bookmark(actor=request.user, bookmark=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
