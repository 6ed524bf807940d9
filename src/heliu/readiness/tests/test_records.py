"""Who may see, write, sign and withdraw assessments; falls; what is frozen; races; what is forgotten."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django_fsm import TransitionNotAllowed

from heliu.accounts.actions import delete_account
from heliu.accounts.selectors import personal_data
from heliu.accounts.tests.factories import (
    OrganisationFactory,
    UserFactory,
    administrator,
    fresh,
    manager,
    member,
    owner,
    reviewer,
)
from heliu.activity.models import Event, Notice
from heliu.agenda.sources import sources
from heliu.catalog.actions import delete_record
from heliu.catalog.choices import State as RecordState
from heliu.catalog.choices import Tier
from heliu.catalog.models import Achievement
from heliu.catalog.tests.factories import AchievementFactory
from heliu.kit.permissions import allowed
from heliu.kit.tests.threads import at_once
from heliu.readiness.actions import (
    NewEvidence,
    delete_assessment,
    edit_assessment,
    end_invitation,
    invite_reviewer,
    sign_assessment,
    start_assessment,
    withdraw_assessment,
)
from heliu.readiness.choices import Conflict, InvitationState, State
from heliu.readiness.errors import (
    AssessmentChanged,
    AssessmentFinal,
    ConflictNotDeclared,
    FallReasonMissing,
    InvitationOver,
    NothingAnswered,
    ScaleNotInForce,
    TooManyAssessments,
    WithdrawalReasonMissing,
)
from heliu.readiness.loading import scales
from heliu.readiness.models import Assessment, Evidence
from heliu.readiness.selectors import rebased, unsupported
from heliu.readiness.tests.factories import ISO, answers_up_to, drafted, invited, signed, text_file
from heliu.readiness.tests.test_scales import NEW

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return OrganisationFactory(verified=True)


@pytest.fixture
def achievement(place):
    return AchievementFactory(organisation=place)


def people(organisation, achievement) -> dict[str, object]:
    return {
        "owner": owner(organisation), "member": member(organisation), "manager": manager(organisation),
        "trusted manager": manager(organisation, confidential=True), "invited": invited(reviewer(), achievement),
        "reviewer": reviewer(), "other member": member(), "administrator": administrator(), "nobody": UserFactory(),
    }  # fmt: skip


def readers(tier: str) -> set[str]:
    """Who may read a published achievement of this tier in full."""
    found = {"owner", "member", "trusted manager", "invited", "reviewer"}
    if tier != Tier.CONFIDENTIAL:
        found.add("manager")
    if tier == Tier.PUBLIC:
        found |= {"other member", "administrator", "nobody"}
    if tier == Tier.MEMBERS:
        found |= {"other member"}
    return found


# -- who may ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tier", Tier.values)
def test_who_sees_and_writes(place, tier):
    """Lists and single rules say the same; drafts are for those who write them, the rest follows the content."""
    achievement = AchievementFactory(organisation=place, tier=tier)
    everybody = people(place, achievement)
    acting = {"owner", "member", "trusted manager"} | ({"manager"} if tier != Tier.CONFIDENTIAL else set())
    own, done = drafted(member(place), achievement), signed(member(place), achievement)
    outside = drafted(everybody["invited"], achievement)
    for name, person in everybody.items():
        person = fresh(person)
        may = {"draft": name in acting, "signed": name in readers(tier), "third": name == "invited"}
        for what, one in (("draft", own), ("signed", done), ("third", outside)):
            assert Assessment.objects.visible_to(person).filter(pk=one.pk).exists() == may[what], (name, what)
            assert allowed(person, "readiness.view_assessment", one) == may[what], (name, what)
        assert allowed(person, "readiness.add_assessment", achievement) == (name in acting | {"invited"}), name
        assert allowed(person, "readiness.edit_assessment", own) == may["draft"], name
        assert allowed(person, "readiness.sign_assessment", outside) == may["third"], name
        assert not allowed(person, "readiness.edit_assessment", done), name
        assert allowed(person, "readiness.withdraw_assessment", done) == (name == "owner"), name
        assert allowed(person, "readiness.invite_reviewer", achievement) == (name in {"owner", "member"}), name
        if name not in acting | {"invited"}:
            with pytest.raises(PermissionDenied):
                start_assessment(actor=person, achievement=achievement, scale=ISO)
        if name not in acting:
            with pytest.raises(PermissionDenied):
                edit_assessment(actor=person, assessment=own, version=own.version, fields={"note": "x"})
            with pytest.raises(PermissionDenied):
                sign_assessment(actor=person, assessment=own, version=own.version)
            with pytest.raises(PermissionDenied):
                delete_assessment(actor=person, assessment=own)
        if name != "owner":
            with pytest.raises(PermissionDenied):
                withdraw_assessment(actor=person, assessment=done, reason="x")
    visitor = Assessment.objects.visible_to(AnonymousUser())
    assert set(visitor.values_list("pk", flat=True)) == ({done.pk} if tier == Tier.PUBLIC else set())


def test_as_what_somebody_assesses(place, achievement):
    """Whoever belongs to the owner assesses themselves, also where they are a reviewer or a manager besides."""
    by_member = signed(member(place), achievement)
    by_manager = signed(manager(place), achievement)
    by_reviewer = signed(invited(reviewer(), achievement), achievement)
    assert (by_member.standing, by_manager.standing, by_reviewer.standing) == ("self", "mandated", "third_party")
    insider = reviewer()
    draft = drafted(invited(insider, achievement), achievement)
    assert draft.standing == "third_party"
    place.memberships.create(user=insider, role="member")
    done = sign_assessment(actor=fresh(insider), assessment=draft, version=draft.version)
    assert done.standing == "self", "it is asked again when it is signed"


def test_the_owner_cannot_take_away_what_a_third_party_signed(place, achievement):
    assessor = invited(reviewer(), achievement)
    done = signed(assessor, achievement, level=2)
    with pytest.raises(PermissionDenied):
        withdraw_assessment(actor=owner(place), assessment=done, reason="unwelcome")
    with pytest.raises(WithdrawalReasonMissing):
        withdraw_assessment(actor=fresh(assessor), assessment=done, reason="  ")
    assert withdraw_assessment(actor=fresh(assessor), assessment=done, reason="mistake").state == State.WITHDRAWN


def test_of_a_closed_achievement_nothing_new_is_assessed(place, achievement):
    draft = drafted(member(place), achievement)
    type(achievement).objects.filter(pk=achievement.pk).update(state=RecordState.CLOSED)
    draft = Assessment.objects.get(pk=draft.pk)
    with pytest.raises(PermissionDenied):
        sign_assessment(actor=member(place), assessment=draft, version=draft.version)
    with pytest.raises(PermissionDenied):
        drafted(member(place), achievement)


# -- drafts -----------------------------------------------------------------------------------------


def test_a_draft_is_saved_half_done_and_checked(place, achievement):
    author = member(place)
    draft = start_assessment(actor=author, achievement=achievement, scale=ISO)
    assert (draft.level, draft.reached, draft.answered) == (None, 0, 0)
    assert [one.id for one in draft.stopped_by] == ["1.1", "1.2"]

    def edit(**fields):
        return edit_assessment(actor=author, assessment=draft, version=draft.version, fields=fields)

    for wrong in ({"9.9": {"answer": "met"}}, {"1.1": {"answer": "perhaps"}}, {"1.1": "met"}, [],
                  {"1.1": {"answer": "met", "note": "x" * 1001}}, {"1.1": {"answer": "met", "level": 9}}):  # fmt: skip
        with pytest.raises(ValidationError) as refused:
            edit(answers=wrong)
        assert set(refused.value.message_dict) == {"answers"}
    with pytest.raises(ValidationError) as refused:
        edit(conflict=Conflict.DECLARED)
    assert set(refused.value.message_dict) == {"conflict_note"}
    with pytest.raises(TypeError):
        edit(level=9)
    draft = Assessment.objects.get(pk=draft.pk)
    assert draft.version == 1, "nothing was written"
    draft = edit(answers={"1.1": {"answer": "met", "note": ""}})
    assert (draft.version, draft.answered, draft.reached) == (2, 1, 0)
    assert edit_assessment(actor=author, assessment=draft, version=2, fields={"note": ""}).version == 2


def test_the_second_of_two_is_told_and_loses_nothing(place, achievement):
    first, second = member(place), member(place)
    draft = drafted(first, achievement, level=1)
    answers = {name: dict(given) for name, given in draft.answers.items()}
    edit_assessment(
        actor=first, assessment=draft, version=2, fields={"answers": answers | {"2.1": {"answer": "met", "note": "a"}}}
    )  # fmt: skip
    own = {"answers": answers | {"1.2": {"answer": "not_met", "note": "b"}}, "note": "mine", "conflict": "none",
           "conflict_note": ""}  # fmt: skip
    with pytest.raises(AssessmentChanged) as refused:
        edit_assessment(actor=second, assessment=draft, version=2, fields=own)
    assert refused.value.changed == ["2.1"]
    newest = Assessment.objects.get(pk=draft.pk)
    merged = rebased(newest, 2, own)
    assert merged["note"] == "mine"
    assert merged["answers"]["2.1"] == {"answer": "met", "note": "a"}, "what the first one wrote stays"
    assert merged["answers"]["1.2"] == {"answer": "not_met", "note": "b"}
    assert edit_assessment(actor=second, assessment=newest, version=newest.version, fields=merged).version == 4


def test_from_the_last_one_with_its_answers_and_without_its_evidence(place, achievement):
    author = member(place)
    draft = drafted(author, achievement, level=3)
    draft = edit_assessment(
        actor=author, assessment=draft, version=draft.version, fields={}, add=[NewEvidence("1.1", upload=text_file())]
    )
    done = sign_assessment(actor=author, assessment=draft, version=draft.version)
    again = start_assessment(actor=author, achievement=achievement, scale=ISO, from_last=True)
    assert (again.answers, again.reached, again.conflict) == (done.answers, 3, "")
    assert not again.evidence.exists()
    assert start_assessment(actor=author, achievement=achievement, scale=ISO).answers == {}


def test_a_scale_that_is_over_or_unknown_is_refused(place, achievement, monkeypatch):
    author = member(place)
    with pytest.raises(ScaleNotInForce) as refused:
        start_assessment(actor=author, achievement=achievement, scale="gbt22900-2009")
    assert "2022-10-11" in str(refused.value)
    with pytest.raises(ScaleNotInForce):
        start_assessment(actor=author, achievement=achievement, scale="no-such")
    draft = drafted(author, achievement, scale="gbt22900-2022")
    monkeypatch.setattr("heliu.readiness.actions.signing.local_day", lambda: date(2022, 1, 1))
    with pytest.raises(ScaleNotInForce):
        sign_assessment(actor=author, assessment=draft, version=draft.version)


def test_no_more_drafts_than_there_may_be(place, achievement, monkeypatch):
    monkeypatch.setattr("heliu.readiness.actions.drafts.MOST_DRAFTS", 1)
    author = member(place)
    draft = drafted(author, achievement)
    with pytest.raises(TooManyAssessments):
        drafted(author, achievement)
    delete_assessment(actor=author, assessment=draft)
    drafted(author, achievement)


# -- evidence ---------------------------------------------------------------------------------------


def with_evidence(author, achievement, level=4) -> Assessment:
    draft = drafted(author, achievement, level)
    pieces = [NewEvidence("1.1", upload=text_file()), NewEvidence("2.1", link="https://example.org/报告", name="论文")]
    return edit_assessment(actor=author, assessment=draft, version=draft.version, fields={}, add=pieces)


def test_evidence_of_three_kinds(place, achievement):
    from django.contrib.contenttypes.models import ContentType

    from heliu.catalog.actions import attach_file, remove_attachment

    author = member(place)
    file = attach_file(actor=author, record=achievement, upload=text_file("检测.txt"))
    foreign = attach_file(actor=author, record=AchievementFactory(organisation=place), upload=text_file())
    draft = with_evidence(author, achievement, level=2)
    assert ContentType.objects.get_for_model(achievement) == file.content_type

    def add(*pieces):
        current = Assessment.objects.get(pk=draft.pk)
        return edit_assessment(
            actor=author, assessment=current, version=current.version, fields={}, add=list(pieces)
        )  # fmt: skip

    before = Assessment.objects.get(pk=draft.pk).version
    for wrong in (
        NewEvidence("9.9", link="https://example.org"), NewEvidence("1.1"),
        NewEvidence("1.1", link="https://example.org", attachment=file.pk), NewEvidence("1.1", attachment=foreign.pk),
        NewEvidence("1.1", link="javascript:alert(1)"), NewEvidence("1.1", link="file:///etc/passwd"),
    ):  # fmt: skip
        with pytest.raises(ValidationError):
            add(NewEvidence("1.1", upload=text_file("kept.txt")), wrong)
    assert Evidence.objects.count() == 2, "of several none is kept where one is refused"
    assert len(list(Path(Evidence.objects.get(kind="file").file.path).parent.iterdir())) == 1, "nor its bytes"
    assert Assessment.objects.get(pk=draft.pk).version == before
    current = add(NewEvidence("3.1", attachment=file.pk))
    assert unsupported(current) == ["1.2", "2.2", "2.3"]
    remove_attachment(actor=author, attachment=file)
    gone = Evidence.objects.get(kind="attachment")
    assert (gone.address, gone.name) == ("", "检测.txt"), "it leaves its name"
    kept = Path(Evidence.objects.get(kind="file").file.path)
    assert kept.exists()
    assert "测试报告" not in str(kept)


@pytest.mark.django_db(transaction=True)
def test_the_bytes_go_with_the_evidence():
    place = OrganisationFactory(verified=True)
    author, achievement = member(place), AchievementFactory(organisation=place, state=RecordState.DRAFT)
    draft = with_evidence(author, achievement)
    file = Evidence.objects.get(kind="file")
    path = Path(file.file.path)
    edit_assessment(actor=author, assessment=draft, version=draft.version, fields={}, remove=[file.pk, 999999])
    assert not path.exists()
    draft = with_evidence(author, achievement)
    path = Path(draft.evidence.get(kind="file").file.path)
    delete_record(actor=author, record=achievement)
    assert not path.exists()
    assert not Assessment.objects.exists()
    assert not Assessment.history.exists()


# -- signing ----------------------------------------------------------------------------------------


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


# -- falls ------------------------------------------------------------------------------------------


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


# -- invitations ------------------------------------------------------------------------------------


def test_inviting_a_reviewer(place, achievement):
    boss, asked = owner(place), reviewer()
    for wrong in (member().email, "nobody@example.org", reviewer(is_active=False).email):
        with pytest.raises(ValidationError):
            invite_reviewer(actor=boss, achievement=achievement, email=wrong)
    insider = reviewer()
    place.memberships.create(user=insider, role="member")
    with pytest.raises(ValidationError):
        invite_reviewer(actor=boss, achievement=achievement, email=insider.email)
    invitation = invite_reviewer(actor=boss, achievement=achievement, email=asked.email.upper(), note="请评估")
    with pytest.raises(ValidationError):
        invite_reviewer(actor=boss, achievement=achievement, email=asked.email)
    assert Notice.objects.filter(recipient=asked, event__verb="assessment_invited").exists()
    source = next(one for one in sources() if one.name == "readiness")
    assert [item.about for item in source.items(asked, 5)] == [achievement.title]
    assert (source.count(asked), source.count(boss), source.count(member())) == (1, 1, 0)
    assert not source.items(boss, 5)[0].mine
    done = signed(fresh(asked), achievement, level=3)
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.DONE
    assert source.count(asked) == source.count(boss) == 0
    assert not allowed(fresh(asked), "readiness.add_assessment", achievement), "one invitation, one assessment"
    assert done.standing == "third_party"


def test_an_invitation_declined_or_taken_back(place, achievement):
    boss = owner(place)
    first, second = reviewer(), reviewer()
    one = invite_reviewer(actor=boss, achievement=achievement, email=first.email)
    two = invite_reviewer(actor=boss, achievement=achievement, email=second.email)
    draft = drafted(fresh(second), achievement)
    with pytest.raises(PermissionDenied):
        end_invitation(actor=second, invitation=one)
    assert end_invitation(actor=first, invitation=one).state == InvitationState.DECLINED
    assert end_invitation(actor=boss, invitation=two).state == InvitationState.WITHDRAWN
    with pytest.raises(InvitationOver):
        end_invitation(actor=boss, invitation=two)
    with pytest.raises(PermissionDenied):
        sign_assessment(actor=fresh(second), assessment=draft, version=draft.version)
    assert Notice.objects.filter(recipient=boss, event__verb="assessment_declined").exists()
    assert Notice.objects.filter(recipient=second, event__verb="assessment_uninvited").exists()
    hidden = AchievementFactory(organisation=place, state=RecordState.DRAFT)
    with pytest.raises(PermissionDenied):
        invite_reviewer(actor=boss, achievement=hidden, email=reviewer().email)


# -- forgetting -------------------------------------------------------------------------------------


def test_an_account_that_is_deleted_leaves_what_it_signed(place, achievement):
    author = member(place)
    done = signed(author, achievement, level=5)
    data = personal_data(author)["readiness_assessments"]
    assert (data[0]["level"], data[0]["standing"]) == (5, "self")
    author.memberships.all().delete()
    type(achievement).objects.filter(pk=achievement.pk).update(tier=Tier.CONFIDENTIAL)
    data = personal_data(fresh(author))["readiness_assessments"]
    assert (data[0]["level"], data[0]["answers"]) == (None, None), "it belongs to the organisation"
    author.delete()
    done = Assessment.objects.get(pk=done.pk)
    assert (done.assessor, done.level) == (None, 5)
    achievement = Achievement.objects.get(pk=achievement.pk)
    assert achievement.readiness_basis == "self"
    assert achievement.readiness_assessor is None
    guest = invited(reviewer(), achievement)
    assert personal_data(guest)["readiness_invitations"][0]["state"] == "open"
    draft = drafted(guest, achievement)
    guest.set_unusable_password()
    delete_account(actor=guest, password="")
    assert not Assessment.objects.filter(pk=draft.pk).exists(), "nobody else would ever see it"
    assert Event.objects.get(verb="assessed").actor is None


# -- at once ----------------------------------------------------------------------------------------


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
