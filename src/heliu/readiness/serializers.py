"""What the API says of assessments, and what it takes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.readiness.choices import Answer, Conflict
from heliu.readiness.models import LONGEST_ANSWER, LONGEST_LINK, LONGEST_NOTE, Assessment, Evidence, Invitation
from heliu.readiness.selectors import Offer


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    """What shows that a criterion is met; ``url`` is empty where a file was taken off the achievement."""

    url = serializers.CharField(source="address", read_only=True)

    class Meta:
        model = Evidence
        fields = ["id", "criterion", "kind", "name", "media_type", "size", "url"]
        read_only_fields = fields


class AnsweredSerializer(serializers.Serializer[Any]):
    """A criterion with its answer."""

    criterion = serializers.CharField(help_text="Its level and its place there, such as 3.2.")
    level = serializers.IntegerField()
    question = serializers.CharField(help_text="In the caller's language.")
    answer = serializers.ChoiceField(choices=Answer.choices, allow_blank=True)
    note = serializers.CharField()


class AssessmentSerializer(serializers.ModelSerializer[Assessment]):
    """An assessment with what it found."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    scale_title = serializers.CharField(source="asked.__str__", read_only=True)
    instrument = serializers.CharField(source="asked.instrument", read_only=True)
    own_wording = serializers.BooleanField(
        source="asked.own_wording", read_only=True, help_text="Whether the questions are our own words."
    )
    assessor = serializers.SerializerMethodField(help_text="Empty where the account was deleted.")
    level = serializers.IntegerField(
        source="reached", read_only=True,
        help_text="The highest n with every criterion of the levels 1 to n met; 0 where not even the first is reached.",
    )  # fmt: skip
    stopped_by = serializers.SerializerMethodField(help_text="The criteria in the way of the next level.")
    answers = serializers.SerializerMethodField()
    evidence = EvidenceSerializer(many=True, read_only=True)

    class Meta:
        model = Assessment
        fields = [
            "id", "url", "achievement", "scale", "scale_version", "scale_title", "instrument", "own_wording", "state",
            "level", "stopped_by", "standing", "assessor", "assessed_on", "signed_at", "conflict", "conflict_note",
            "note", "answers", "evidence", "fell_from", "fall_reason", "withdrawn_at", "withdrawal_reason", "version",
            "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_assessor(self, assessment: Assessment) -> str:
        return str(assessment.assessor) if assessment.assessor else ""

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_stopped_by(self, assessment: Assessment) -> list[str]:
        return [criterion.id for criterion in assessment.stopped_by]

    @extend_schema_field(AnsweredSerializer(many=True))
    def get_answers(self, assessment: Assessment) -> list[dict[str, Any]]:
        return [
            {
                "criterion": criterion.id, "level": level.number, "question": str(criterion),
                "answer": assessment.answer_to(criterion.id).value, "note": assessment.note_on(criterion.id),
            }
            for level in assessment.asked.levels
            for criterion in level.criteria
        ]  # fmt: skip


class StartAssessmentSerializer(serializers.Serializer[Any]):
    """A draft to begin."""

    achievement = serializers.IntegerField(min_value=1)
    scale = serializers.CharField(max_length=40, help_text="Its name, as `/assessments/scales/` lists it.")
    from_last = serializers.BooleanField(
        default=False, help_text="Take over answers and notes of the last signed one on the same questions."
    )


class AssessmentAnswerSerializer(serializers.Serializer[Any]):
    """The answer to one criterion."""

    answer = serializers.ChoiceField(choices=Answer.choices, allow_blank=True, default="")
    note = serializers.CharField(allow_blank=True, default="", max_length=LONGEST_ANSWER)


class EditAssessmentSerializer(serializers.Serializer[Any]):
    """What to change of the version that was read."""

    version = serializers.IntegerField(min_value=1, help_text="The version that you have read.")
    answers = serializers.DictField(
        child=AssessmentAnswerSerializer(),
        required=False,
        help_text="All answers, by criterion; those left out are not answered.",
    )
    note = serializers.CharField(allow_blank=True, required=False, max_length=LONGEST_NOTE)
    conflict = serializers.ChoiceField(choices=Conflict.choices, allow_blank=True, required=False)
    conflict_note = serializers.CharField(allow_blank=True, required=False, max_length=LONGEST_NOTE)


class AddEvidenceSerializer(serializers.Serializer[Any]):
    """Evidence for a criterion: exactly one of attachment, link and file."""

    version = serializers.IntegerField(min_value=1)
    criterion = serializers.CharField(max_length=10)
    attachment = serializers.IntegerField(required=False, min_value=1, help_text="Id of a file of the achievement.")
    link = serializers.URLField(required=False, max_length=LONGEST_LINK)
    name = serializers.CharField(required=False, max_length=200, help_text="What a link is called.")
    file = serializers.FileField(required=False, allow_empty_file=True)


class VersionSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1, help_text="The version that you have read.")


class SignAssessmentSerializer(VersionSerializer):
    """Signing a draft."""

    fall_reason = serializers.CharField(
        allow_blank=True, default="", max_length=LONGEST_NOTE,
        help_text="Asked for where the level is below that of the last signed assessment on the same scale.",
    )  # fmt: skip


class WithdrawAssessmentSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=LONGEST_NOTE)


class AssessmentCriterionSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    question = serializers.CharField(source="__str__")


class AssessmentLevelSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    name = serializers.CharField(source="__str__")
    criteria = AssessmentCriterionSerializer(many=True)


class AssessmentScaleSerializer(serializers.Serializer[Any]):
    """A scale as it is offered today, or its last version where its time is over."""

    name = serializers.CharField(source="scale.name")
    title = serializers.CharField(source="scale.__str__")
    in_force = serializers.BooleanField()
    sets_readiness = serializers.CharField(source="scale.readiness", help_text="Empty where it sets none.")
    version = serializers.CharField(source="version.version")
    instrument = serializers.CharField(source="version.instrument")
    issuer = serializers.CharField(source="version.issuer")
    valid_from = serializers.DateField(source="version.valid_from")
    valid_to = serializers.DateField(source="version.valid_to", allow_null=True)
    read_in = serializers.CharField(source="version.source", help_text="Where it was read, and what was not.")
    verified = serializers.BooleanField(source="version.verified")
    own_wording = serializers.BooleanField(source="version.own_wording")
    levels = AssessmentLevelSerializer(source="version.levels", many=True)


def scales_as_json(offers: list[Offer]) -> Any:
    return AssessmentScaleSerializer(offers, many=True).data


class AssessmentInvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation to assess, to its reviewer and to the members of the owner."""

    reviewer = serializers.CharField(source="reviewer.__str__", read_only=True)

    class Meta:
        model = Invitation
        fields = ["id", "achievement", "reviewer", "note", "state", "created_at", "ended_at"]
        read_only_fields = fields


class InviteReviewerSerializer(serializers.Serializer[Any]):
    achievement = serializers.IntegerField(min_value=1)
    email = serializers.EmailField(help_text="Address of a reviewer of this platform.")
    note = serializers.CharField(allow_blank=True, default="", max_length=LONGEST_NOTE)
