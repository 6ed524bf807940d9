"""Who may see, write and withdraw assessments; invitations; what is forgotten."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from heliu.accounts.actions import delete_account
from heliu.accounts.selectors import personal_data
from heliu.accounts.tests.factories import (
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
from heliu.catalog.choices import State as RecordState
from heliu.catalog.choices import Tier
from heliu.catalog.models import Achievement
from heliu.catalog.tests.factories import AchievementFactory
from heliu.kit.permissions import allowed
from heliu.readiness.actions import (
    delete_assessment,
    edit_assessment,
    end_invitation,
    invite_reviewer,
    sign_assessment,
    start_assessment,
    withdraw_assessment,
)
from heliu.readiness.choices import InvitationState, State
from heliu.readiness.errors import (
    InvitationOver,
    WithdrawalReasonMissing,
)
from heliu.readiness.models import Assessment
from heliu.readiness.tests.factories import ISO, drafted, invited, signed

pytestmark = pytest.mark.django_db


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


# -- who may -----------------------------------------------------------------------------------------


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


# -- invitations -------------------------------------------------------------------------------------


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


# -- forgetting --------------------------------------------------------------------------------------


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
