"""What is sent out, as the API tells it. Addresses and secrets are written and never read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.accounts.models import Organisation
from heliu.activity.delivery.choices import ChannelKind, NoticeClass
from heliu.activity.delivery.models import Channel, Delivery, NoticePreferences
from heliu.activity.verbs import verb_label
from heliu.kit.outside import LONGEST_URL


class PreferencesSerializer(serializers.ModelSerializer[NoticePreferences]):
    """How a person is told: class by class, and when the digest comes, in their own time zone."""

    refused_address = serializers.CharField(
        read_only=True, help_text="Address that a mail server does not know: nothing is sent there. Empty: none."
    )

    class Meta:
        model = NoticePreferences
        fields = [
            "answer", "records", "access", "platform", "agenda", "rhythm", "weekday", "hour", "digest_at",
            "refused_address",
        ]  # fmt: skip
        read_only_fields = ["digest_at"]


class ChannelSerializer(serializers.ModelSerializer[Channel]):
    """A webhook or chat robot of an organisation."""

    host = serializers.CharField(read_only=True, help_text="Server and port of the address; the rest may hold a key.")

    class Meta:
        model = Channel
        fields = [
            "id", "organisation", "kind", "name", "host", "classes", "language", "active", "failing_since",
            "disabled_at", "disabled_because", "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class ChangeChannelSerializer(serializers.Serializer[Any]):
    """What may be changed of a channel; what is left out stays."""

    name = serializers.CharField(max_length=100, required=False)
    url = serializers.CharField(max_length=LONGEST_URL, required=False, write_only=True)
    classes = serializers.ListField(child=serializers.ChoiceField(choices=NoticeClass.choices), required=False)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    secret = serializers.CharField(max_length=200, required=False, write_only=True, help_text="Of a DingTalk robot.")
    active = serializers.BooleanField(required=False, help_text="Switch it on or off.")


class NewChannelSerializer(serializers.Serializer[Any]):
    """A new channel."""

    organisation = serializers.PrimaryKeyRelatedField(queryset=Organisation.objects.filter(is_active=True))
    kind = serializers.ChoiceField(choices=ChannelKind.choices)
    name = serializers.CharField(max_length=100)
    url = serializers.CharField(max_length=LONGEST_URL, write_only=True)
    classes = serializers.ListField(
        child=serializers.ChoiceField(choices=NoticeClass.choices), default=lambda: list(NoticeClass.values)
    )
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="zh-hans")
    secret = serializers.CharField(
        max_length=200, required=False, write_only=True, help_text="That a DingTalk robot shows; a webhook's is made."
    )


class MadeChannelSerializer(ChannelSerializer):
    """The answer to making a channel or renewing its secret: the only ones that hold the secret."""

    secret = serializers.CharField(read_only=True, help_text="Of a webhook; not shown again.")

    class Meta(ChannelSerializer.Meta):
        fields = [*ChannelSerializer.Meta.fields, "secret"]
        read_only_fields = fields


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    """One delivery to a channel. ``token`` is the webhook-id, the same for every try."""

    what = serializers.SerializerMethodField()

    class Meta:
        model = Delivery
        fields = [
            "id", "token", "what", "is_test", "state", "attempts", "status", "problem", "created_at", "tried_at",
            "next_at", "sent_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.CharField(help_text="What it tells of, in words."))
    def get_what(self, delivery: Delivery) -> str:
        return verb_label(delivery.event.verb) if delivery.event else "test"
