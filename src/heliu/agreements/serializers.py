"""What the API says of agreements, and what it takes."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from heliu.accounts.models import Organisation
from heliu.agreements.certificates import Outcome
from heliu.agreements.choices import Direction, Language, State, Way
from heliu.agreements.labels import confidential_until, standing_label
from heliu.agreements.models import (
    LONGEST_NOTE,
    LONGEST_PURPOSE,
    LONGEST_TEXT,
    MOST_MONTHS,
    Acceptance,
    Agreement,
    AgreementTemplate,
)
from heliu.agreements.selectors import side_to_accept


class PartySerializer(serializers.ModelSerializer[Organisation]):
    """One of the two organisations."""

    class Meta:
        model = Organisation
        fields = ["id", "name_zh", "name_en", "uscc"]
        read_only_fields = fields


class AcceptanceSerializer(serializers.ModelSerializer[Acceptance]):
    """Who has bound an organisation by exactly this text or file, and when."""

    class Meta:
        model = Acceptance
        fields = ["organisation", "name", "position", "statement", "content_hash", "template_number", "at"]
        read_only_fields = fields


class AgreementSerializer(serializers.ModelSerializer[Agreement]):
    """What two organisations may do with what they tell each other in confidence."""

    party_a = PartySerializer(read_only=True)
    party_b = PartySerializer(read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    template_version = serializers.IntegerField(source="template.number", read_only=True, default=None)
    standing = serializers.SerializerMethodField(help_text="How it stands, in words in the language of the request.")
    waits_for_you = serializers.SerializerMethodField(help_text="Whether you may accept it now.")
    confidential_until = serializers.SerializerMethodField()
    acceptances = AcceptanceSerializer(many=True, read_only=True)

    class Meta:
        model = Agreement
        fields = [
            "id", "url", "reference", "party_a", "party_b", "direction", "way", "language", "purpose", "term_months",
            "survival_months", "template_version", "text", "file_name", "content_hash", "state", "standing",
            "waits_for_you", "proposed_at", "answer_by", "in_force_at", "ends_on", "ended_at", "end_note",
            "confidential_until", "acceptances",
        ]  # fmt: skip
        read_only_fields = fields

    def get_standing(self, agreement: Agreement) -> str:
        return standing_label(agreement)

    def get_waits_for_you(self, agreement: Agreement) -> bool:
        return agreement.is_open and side_to_accept(self.context["request"].user, agreement) is not None

    def get_confidential_until(self, agreement: Agreement) -> str | None:
        day = confidential_until(agreement)
        return day.isoformat() if day else None


class TermsSerializer(serializers.Serializer[Any]):
    """For which of your organisations, with which other one, and what for."""

    party_a = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.filter(is_active=True), help_text="Your own organisation."
    )
    party_b = serializers.PrimaryKeyRelatedField(queryset=Organisation.objects.filter(is_active=True))
    purpose = serializers.CharField(max_length=LONGEST_PURPOSE)
    direction = serializers.ChoiceField(choices=Direction.choices, default=Direction.MUTUAL)
    survival_months = serializers.IntegerField(min_value=0, max_value=MOST_MONTHS, default=36)


class ProposeSerializer(TermsSerializer):
    """A proposal; the text of the template in force is filled in and frozen."""

    language = serializers.ChoiceField(choices=Language.choices, default=Language.CHINESE)
    term_months = serializers.IntegerField(min_value=1, max_value=MOST_MONTHS, default=24)


class SignatureSerializer(serializers.Serializer[Any]):
    """Who binds the organisation. ``content_hash`` is that of the text or PDF that you have read."""

    name = serializers.CharField(max_length=100, help_text="Your name as you sign; it is kept with the agreement.")
    position = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)
    password = serializers.CharField(trim_whitespace=False, write_only=True, help_text="Your password once more.")
    entitled = serializers.BooleanField(help_text="That you may bind the organisation; anything but true is refused.")


class AcceptAgreementSerializer(SignatureSerializer):
    """Accepting exactly this text or file."""

    content_hash = serializers.CharField(max_length=64)


class AgreementUploadSerializer(TermsSerializer, SignatureSerializer):
    """A PDF that both have signed elsewhere."""

    upload = serializers.FileField()
    ends_on = serializers.DateField()


class AgreementNoteSerializer(serializers.Serializer[Any]):
    """A word to the other side."""

    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, default="", allow_blank=True)


class CompareSerializer(serializers.Serializer[Any]):
    """A text that may be the agreement's; of a PDF its SHA-256 is compared by whoever has it."""

    text = serializers.CharField(max_length=2 * LONGEST_TEXT, trim_whitespace=False)


class ComparisonSerializer(serializers.Serializer[Any]):
    """What the comparison comes to."""

    content_hash = serializers.CharField(help_text="SHA-256 of the text that was given.")
    found = serializers.ChoiceField(choices=Outcome.choices, source="outcome")


class CertificatePartySerializer(serializers.Serializer[Any]):
    party = serializers.ChoiceField(choices=["A", "B"])
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    uscc = serializers.CharField(allow_null=True)


class CertificateAcceptanceSerializer(serializers.Serializer[Any]):
    organisation = serializers.CharField()
    name = serializers.CharField()
    position = serializers.CharField()
    statement = serializers.CharField()
    sha256 = serializers.CharField()
    template_version = serializers.IntegerField(allow_null=True)
    at = serializers.DateTimeField()


class CertificateSerializer(serializers.Serializer[Any]):
    """Everything that shows what was agreed, by whom and when."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)
    way = serializers.ChoiceField(choices=Way.choices)
    direction = serializers.ChoiceField(choices=Direction.choices)
    purpose = serializers.CharField()
    language = serializers.ChoiceField(choices=Language.choices)
    parties = CertificatePartySerializer(many=True)
    template_version = serializers.IntegerField(allow_null=True)
    term_months = serializers.IntegerField(allow_null=True)
    survival_months = serializers.IntegerField()
    proposed_at = serializers.DateTimeField()
    in_force_at = serializers.DateTimeField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    confidential_until = serializers.DateField(allow_null=True)
    sha256 = serializers.CharField()
    sha256_computed_now = serializers.CharField(allow_blank=True)
    file_name = serializers.CharField(allow_null=True)
    text = serializers.CharField(allow_null=True)
    acceptances = CertificateAcceptanceSerializer(many=True)
    issued_at = serializers.DateTimeField()
    issued_by = serializers.CharField()


class AgreementRefusedSerializer(serializers.Serializer[Any]):
    """Why a step is not possible."""

    detail = serializers.CharField()


class AgreementTemplateSerializer(serializers.ModelSerializer[AgreementTemplate]):
    """A version of the text that agreements are made from."""

    used = serializers.BooleanField(read_only=True, help_text="Then it is never changed again.")

    class Meta:
        model = AgreementTemplate
        fields = ["id", "number", "text_zh", "text_en", "note", "checked", "in_force", "used", "created_at"]
        read_only_fields = ["id", "number", "in_force", "used", "created_at"]
