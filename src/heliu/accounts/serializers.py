"""What the API shows of a person and their tokens."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.accounts.models import ApiToken, Membership, User


class OwnMembershipSerializer(serializers.ModelSerializer):
    """An organisation the person acts for."""

    id = serializers.IntegerField(source="organisation_id", read_only=True)
    name_zh = serializers.CharField(source="organisation.name_zh", read_only=True)
    name_en = serializers.CharField(source="organisation.name_en", read_only=True)
    verified = serializers.BooleanField(source="organisation.is_verified", read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "name_zh", "name_en", "verified", "role"]
        read_only_fields = ["role"]


class MeSerializer(serializers.ModelSerializer):
    """The person a request acts for."""

    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    roles = serializers.SerializerMethodField(help_text="Roles on the platform as a whole.")
    organisations = serializers.SerializerMethodField(help_text="Organisations the person acts for.")

    class Meta:
        model = User
        fields = ["id", "email", "name", "language", "time_zone", "roles", "organisations"]
        read_only_fields = ["email"]
        extra_kwargs = {
            "time_zone": {
                "help_text": "IANA name of the zone in which pages show times, for example `Asia/Shanghai`; empty for "
                "the installation's."
            }
        }

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_roles(self, user: User) -> list[str]:
        return sorted(user.role_grants.values_list("role", flat=True))

    @extend_schema_field(OwnMembershipSerializer(many=True))
    def get_organisations(self, user: User) -> Any:
        rows = user.memberships.select_related("organisation").order_by("pk")
        return OwnMembershipSerializer(rows, many=True).data


class TokenSerializer(serializers.ModelSerializer):
    """A token without its secret; ``id`` is the beginning of it."""

    id = serializers.CharField(source="token_key", read_only=True)

    class Meta:
        model = ApiToken
        fields = ["id", "name", "created", "expiry"]
        read_only_fields = ["created", "expiry"]


class NewTokenSerializer(serializers.Serializer):
    """What a new token is for, and for how many days it works."""

    name = serializers.CharField(max_length=100)
    days = serializers.IntegerField(
        min_value=1, max_value=3650, allow_null=True, default=90, help_text="Days until it expires; null for never."
    )


class MadeTokenSerializer(TokenSerializer):
    """The answer to making a token: the only one that holds its secret."""

    token = serializers.CharField(read_only=True, help_text="Send it as `Authorization: Token …`; not shown again.")

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "token"]
