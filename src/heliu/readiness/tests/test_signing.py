"""What is signed and frozen, falls and their reasons, two at once."""

from __future__ import annotations

import os
from datetime import date

import pytest
from django_fsm import TransitionNotAllowed

from heliu.accounts.tests.factories import (
    OrganisationFactory,
    fresh,
    member,
    owner,
    reviewer,
)
from heliu.activity.models import Event
from heliu.catalog.models import Achievement
from heliu.catalog.tests.factories import AchievementFactory
from heliu.kit.tests.threads import at_once
from heliu.readiness.actions import (
    NewEvidence,
    delete_assessment,
    edit_assessment,
    sign_assessment,
    start_assessment,
    withdraw_assessment,
)
from heliu.readiness.choices import Conflict, State
from heliu.readiness.errors import (
    AssessmentChanged,
    AssessmentFinal,
    ConflictNotDeclared,
    FallReasonMissing,
    NothingAnswered,
    ScaleNotInForce,
)
from heliu.readiness.loading import scales
from heliu.readiness.models import Assessment
from heliu.readiness.tests.factories import ISO, answers_up_to, drafted, invited, signed, with_evidence
from heliu.readiness.tests.test_scales import NEW

pytestmark = pytest.mark.django_db


# -- signing -----------------------------------------------------------------------------------------


def test_what_is_signed_is_complete(place, achievement):
    author = member(place)
    draft = start_assessment(actor=author, achievement=achievement, scale=ISO)

    def sign():
        return sign_assessment(actor=author, assessment=draft, version=Assessment.objects.get(pk=draft.pk).version)

    with pytest.raises(NothingAnswered):
        sign()
    edit_assessment(actor=author, assessment=draft, version=1, fields={"answers": answers_up_to(draft, 2)})
    with pytest.raises(ConflictNotDeclared):
        sign()
    edit_assessment(
        actor=author, assessment=draft, version=2, fields={"conflict": Conflict.DECLARED, "conflict_note": "持股5%"}
    )
    with pytest.raises(AssessmentChanged):
        sign_assessment(actor=author, assessment=draft, version=2)
    done = sign()
    assert (done.state, done.level, done.assessor, done.conflict) == (State.SIGNED, 2, author, "declared")
    assert done.assessed_on is not None


def test_a_signed_one_is_frozen(place, achievement):
    author = member(place)
    draft = with_evidence(author, achievement)
    done = sign_assessment(actor=author, assessment=draft, version=draft.version)
    before = Assessment.objects.filter(pk=done.pk).values().get(), list(done.evidence.values())
    piece = done.evidence.first()
    for step in (
        lambda: edit_assessment(actor=author, assessment=done, version=done.version, fields={"answers": {}}),
        lambda: edit_assessment(actor=author, assessment=done, version=done.version, fields={}, remove=[piece.pk]),
        lambda: edit_assessment(
            actor=author, assessment=done, version=done.version, fields={}, add=[NewEvidence("1.1", link="https://a.cn")]
        ),
        lambda: sign_assessment(actor=author, assessment=done, version=done.version),
        lambda: delete_assessment(actor=author, assessment=done),
    ):  # fmt: skip
        with pytest.raises(AssessmentFinal):
            step()
    with pytest.raises(TransitionNotAllowed):
        done.sign(date(2026, 1, 1))
    with pytest.raises(AttributeError):
        done.state = State.DRAFT
    after = Assessment.objects.filter(pk=done.pk).values().get(), list(done.evidence.values())
    assert after == before


def test_a_changed_file_changes_nothing_that_was_begun(place, achievement, settings, tmp_path):
    settings.HELIU_SCALES = tmp_path
    file = tmp_path / "house.toml"
    file.write_text(NEW, encoding="utf-8")
    author = member(place)
    done, draft = (make(author, achievement, 1, "gjb-house") for make in (signed, drafted))
    file.write_text(NEW.replace("有报告吗", "有论文吗"), encoding="utf-8")
    os.utime(file, (1, 1))
    assert scales()["gjb-house"].last.criteria[0].text.zh == "有论文吗？"
    for one in (done, draft):
        found = Assessment.objects.get(pk=one.pk)
        assert (found.reached, found.asked.criteria[0].text.zh) == (1, "有报告吗？")
    file.unlink()
    with pytest.raises(ScaleNotInForce):
        sign_assessment(actor=author, assessment=draft, version=draft.version)
    assert Assessment.objects.get(pk=done.pk).asked.title.zh == "本院内部成熟度"


# -- falls -------------------------------------------------------------------------------------------


def test_a_fall_needs_its_reason_and_is_kept(place, achievement):
    author = member(place)
    first = signed(author, achievement, level=6)
    assert (first.fell_from, first.fall_reason) == (None, "")
    draft = drafted(author, achievement, level=4)
    with pytest.raises(FallReasonMissing) as refused:
        sign_assessment(actor=author, assessment=draft, version=draft.version, fall_reason=" ")
    assert (refused.value.before, refused.value.now) == (6, 4)
    assert achievement.history.latest().readiness_level == 6
    second = sign_assessment(actor=author, assessment=draft, version=draft.version, fall_reason="换了使用环境")
    assert (second.level, second.fell_from, second.fall_reason) == (4, 6, "换了使用环境")
    third = signed(author, achievement, level=4, fall_reason="not asked for")
    assert (third.fell_from, third.fall_reason) == (None, ""), "the same level is no fall"
    other = signed(author, achievement, level=1, scale="mrl")
    assert other.fell_from is None, "another scale is never compared"
    outside = signed(invited(reviewer(), achievement), achievement, level=2, fall_reason="无测试记录")
    assert outside.fell_from == 4, "whoever assessed before"


def test_what_was_withdrawn_is_no_level_to_fall_from(place, achievement):
    boss = owner(place)
    high = signed(boss, achievement, level=8)
    withdraw_assessment(actor=boss, assessment=high, reason="wrong evidence")
    assert signed(boss, achievement, level=2).fell_from is None
    with pytest.raises(AssessmentFinal):
        withdraw_assessment(actor=boss, assessment=high, reason="again")


# -- at once -----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_draft_is_signed_once():
    place = OrganisationFactory(verified=True)
    first, second = member(place), member(place)
    draft = drafted(first, AchievementFactory(organisation=place))
    outcomes = at_once(
        *[
            lambda actor=actor: sign_assessment(actor=fresh(actor), assessment=draft, version=draft.version)
            for actor in (first, second)
        ]
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Assessment", "AssessmentFinal"]
    assert Event.objects.filter(verb="assessed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_that_are_signed_at_once_the_second_sees_the_first():
    """The lower one is refused unless it came first, since then it is no fall; the record says the last one's."""
    place = OrganisationFactory(verified=True)
    achievement = AchievementFactory(organisation=place)
    author = member(place)
    high, low = drafted(author, achievement, level=7), drafted(author, achievement, level=2)
    outcomes = at_once(
        *[
            lambda one=one: sign_assessment(actor=fresh(author), assessment=one, version=one.version)
            for one in (high, low)
        ]
    )
    names = [type(one).__name__ for one in outcomes]
    assert names in (["Assessment", "FallReasonMissing"], ["Assessment", "Assessment"])
    assert Achievement.objects.get(pk=achievement.pk).readiness_level == 7
    if names[1] == "Assessment":
        assert outcomes[1].signed_at < outcomes[0].signed_at


@pytest.mark.django_db(transaction=True)
def test_of_two_who_edit_at_once_the_second_is_told():
    place = OrganisationFactory(verified=True)
    first, second = member(place), member(place)
    draft = drafted(first, AchievementFactory(organisation=place))
    outcomes = at_once(
        *[
            lambda actor=actor: edit_assessment(
                actor=fresh(actor), assessment=draft, version=draft.version, fields={"note": str(actor.pk)}
            )
            for actor in (first, second)
        ]
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Assessment", "AssessmentChanged"]
