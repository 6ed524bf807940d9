"""The API on one's own account: who the token acts for, and the tokens themselves.

An organisation's public facts are under ``/api/v1/organisations/``, which the catalog answers.
"""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import ValidationError as DjangoValidationError
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, status, viewsets
from rest_framework.exceptions import APIException, PermissionDenied, ValidationError
from rest_framework.generics import RetrieveUpdateAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.accounts.actions import create_token, edit_profile, revoke_token
from heliu.accounts.errors import AccountsError
from heliu.accounts.models import ApiToken, User
from heliu.accounts.selectors import own_tokens
from heliu.accounts.serializers import MadeTokenSerializer, MeSerializer, NewTokenSerializer, TokenSerializer


class Refused(APIException):
    """A refusal of the accounts area with its own HTTP status."""

    def __init__(self, error: AccountsError) -> None:
        self.status_code = error.status
        super().__init__(str(error), type(error).__name__)


@extend_schema_view(
    get=extend_schema(summary="The person this request acts for"),
    patch=extend_schema(summary="Change one's name, language or time zone"),
)
class MeView(RetrieveUpdateAPIView):
    """Who the request acts for, with roles and organisations. Anyone signed in; each sees only themselves."""

    serializer_class = MeSerializer
    permission_classes = [IsAuthenticated]
    http_method_names = ["get", "patch", "head", "options"]

    def get_object(self) -> User:
        return cast("User", self.request.user)

    def perform_update(self, serializer: Any) -> None:
        user = self.get_object()
        values = {name: getattr(user, name) for name in ("name", "language", "time_zone")} | serializer.validated_data
        try:
            edit_profile(actor=user, **values)
        except DjangoValidationError as error:
            raise ValidationError(error.message_dict) from error


@extend_schema_view(
    list=extend_schema(summary="One's API tokens"),
    destroy=extend_schema(summary="Revoke a token at once"),
)
class TokenViewSet(mixins.ListModelMixin, mixins.DestroyModelMixin, viewsets.GenericViewSet[ApiToken]):
    """One's own API tokens; other people's do not exist here, not for administrators either."""

    serializer_class = TokenSerializer
    permission_classes = [IsAuthenticated]
    pagination_class = None
    filter_backends: list[Any] = []
    queryset = ApiToken.objects.none()
    lookup_field = "token_key"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[0-9a-f]+"

    def get_queryset(self) -> Any:
        return own_tokens(self.request.user) if self.request.user.is_authenticated else ApiToken.objects.none()

    @extend_schema(
        summary="Make a token", request=NewTokenSerializer, responses={status.HTTP_201_CREATED: MadeTokenSerializer}
    )
    def create(self, request: Request) -> Response:
        """Only from a signed-in browser session: a stolen token must not make itself a successor.

        A person has at most ten tokens that have not expired (409). The secret is in this answer only.
        """
        if request.auth is not None:
            raise PermissionDenied("A token cannot make tokens; sign in for it.")
        wanted = NewTokenSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        try:
            token, secret = create_token(actor=cast("User", request.user), **wanted.validated_data)
        except AccountsError as error:
            raise Refused(error) from error
        answer = {**TokenSerializer(token).data, "token": secret}
        return Response(answer, status=status.HTTP_201_CREATED, headers={"Cache-Control": "no-store"})

    def perform_destroy(self, instance: ApiToken) -> None:
        revoke_token(actor=self.request.user, token=instance)
