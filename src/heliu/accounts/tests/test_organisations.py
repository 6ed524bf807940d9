"""Registering, editing, verifying and hiding organisations."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext

from heliu.accounts.actions import (
    edit_organisation,
    register_organisation,
    set_organisation_shown,
    verify_organisation,
    withdraw_verification,
)
from heliu.accounts.choices import MemberRole
from heliu.accounts.errors import DuplicateOrganisation, EditConflict, IdentityChange
from heliu.accounts.models import Membership, Organisation
from heliu.accounts.permissions import in_verified_organisation, memberships_of
from heliu.accounts.signals import organisation_changed
from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, administrator, member, owner, reviewer
from heliu.activity.models import Event, Notice
from heliu.kit.permissions import OPERATOR

pytestmark = pytest.mark.django_db

GOOD_USCC = "91350100M000100Y43"
ODD_USCC = "91350100M000100Y41"
GOOD_ROR = "03vek6s52"


@pytest.fixture
def changes():
    heard = []

    def listen(sender, record, **_):
        heard.append(record)

    organisation_changed.connect(listen)
    yield heard
    organisation_changed.disconnect(listen)


def test_registering_makes_an_owner_and_is_announced(changes):
    person = UserFactory()
    assert memberships_of(person) == {}
    organisation = register_organisation(
        actor=person, kind="enterprise", name_zh=" 海河泵业 ", uscc="9135 0100-M000100Y43", ror="https://ror.org/03VEK6S52"
    )  # fmt: skip
    assert (organisation.name_zh, organisation.uscc, organisation.ror) == ("海河泵业", GOOD_USCC, GOOD_ROR)
    assert memberships_of(person) == {organisation.pk: MemberRole.OWNER}
    assert changes == [organisation]
    assert Event.objects.get(verb="organisation_registered").actor == person
    assert organisation.history.get().history_user == person


def test_only_reviewers_administrators_and_the_operator_register_for_others():
    with pytest.raises(PermissionDenied):
        register_organisation(actor=UserFactory(), as_owner=False, kind="park", name_en="A")
    for actor, name in ((reviewer(), "B"), (administrator(), "C"), (OPERATOR, "D")):
        organisation = register_organisation(actor=actor, as_owner=False, kind="park", name_en=name)
        assert not organisation.memberships.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "name_zh"),
        ({"name_en": "X", "uscc": "123"}, "uscc"),
        ({"name_en": "X", "uscc": "I" * 18}, "uscc"),
        ({"name_en": "X", "ror": "abc"}, "ror"),
        ({"name_en": "X", "region": "999999"}, "region"),
        ({"name_en": "X", "industry": "Z99"}, "industry"),
        ({"name_en": "X", "website": "javascript:alert(1)"}, "website"),
        ({"name_en": "X", "kind": "club"}, "kind"),
    ],
)
def test_a_wrong_form_is_refused(fields, field):
    with pytest.raises(ValidationError) as refusal:
        register_organisation(actor=UserFactory(), **{"kind": "enterprise", **fields})
    assert field in refusal.value.error_dict
    assert not Organisation.objects.exists()


def test_a_wrong_check_digit_only_warns(client):
    person = UserFactory()
    client.force_login(person)
    answer = client.post(
        reverse("organisation_new"), {"kind": "enterprise", "name_zh": "甲厂", "uscc": ODD_USCC}, follow=True
    )  # fmt: skip
    organisation = Organisation.objects.get()
    assert organisation.uscc == ODD_USCC
    warning = gettext("The check character of the credit code does not fit; please compare it.")
    assert warning in answer.content.decode()
    assert warning in client.get(reverse("organisation_edit", args=[organisation.pk])).content.decode()
    hints = client.get(reverse("organisation_check"), {"uscc": ODD_USCC, "but": organisation.pk}).content.decode()
    assert warning in hints
    assert "甲厂" not in hints
    organisation.uscc = GOOD_USCC
    organisation.save()
    assert warning not in client.get(reverse("organisation_edit", args=[organisation.pk])).content.decode()


def test_the_same_code_is_refused_and_the_same_name_asked_about():
    existing = OrganisationFactory(name_zh="海河泵业（天津）有限公司", name_en="Haihe Pumps", uscc=GOOD_USCC)
    person = UserFactory()
    with pytest.raises(DuplicateOrganisation) as refusal:
        register_organisation(actor=person, kind="enterprise", name_zh="别的名字", uscc=GOOD_USCC, distinct=True)
    assert (refusal.value.similar, refusal.value.certain) == ([existing], True)
    for name in ({"name_zh": "海河泵业(天津)有限公司"}, {"name_en": "haihe  PUMPS"}):
        with pytest.raises(DuplicateOrganisation) as refusal:
            register_organisation(actor=person, kind="enterprise", **name)
        assert (refusal.value.similar, refusal.value.certain) == ([existing], False)
    register_organisation(actor=person, kind="enterprise", name_en="Haihe Pumps", distinct=True)
    assert Organisation.objects.count() == 2


def test_the_form_offers_to_claim_what_is_there(client):
    existing = OrganisationFactory(name_zh="海河泵业")
    client.force_login(UserFactory())
    data = {"kind": "enterprise", "name_zh": "海河泵业"}
    page = client.post(reverse("organisation_new"), data).content.decode()
    assert reverse("claim_new", args=[existing.pk]) in page
    assert 'name="distinct"' in page
    assert Organisation.objects.count() == 1
    client.post(reverse("organisation_new"), {**data, "distinct": "on"})
    assert Organisation.objects.count() == 2


def test_editing_is_for_owners_reviewers_and_administrators(changes):
    organisation = OrganisationFactory()
    for actor in (UserFactory(), member(organisation)):
        with pytest.raises(PermissionDenied):
            edit_organisation(actor=actor, organisation=organisation, version=1, website="https://a.example")
    for version, actor in enumerate((owner(organisation), reviewer(), administrator()), start=1):
        saved = edit_organisation(
            actor=actor, organisation=organisation, version=version, website=f"https://a{version}.example"
        )  # fmt: skip
        assert saved.version == version + 1
    assert [one.website for one in changes] == [f"https://a{number}.example" for number in (1, 2, 3)]
    assert Event.objects.filter(verb="organisation_edited").first().data == {"changed": ["website"]}


def test_nothing_changed_writes_nothing(changes):
    organisation = OrganisationFactory()
    saved = edit_organisation(actor=reviewer(), organisation=organisation, version=1, name_zh=organisation.name_zh)
    assert saved.version == 1
    assert changes == []


def test_an_outdated_edit_overwrites_nothing(client):
    organisation = OrganisationFactory()
    person = owner(organisation)
    edit_organisation(actor=reviewer(), organisation=organisation, version=1, website="https://theirs.example")
    with pytest.raises(EditConflict) as refusal:
        edit_organisation(actor=person, organisation=organisation, version=1, website="https://mine.example")
    assert refusal.value.current.website == "https://theirs.example"
    client.force_login(person)
    data = {
        "kind": "enterprise", "name_zh": organisation.name_zh, "name_en": organisation.name_en, "version": "1",
        "region": "120103", "website": "https://mine.example",
    }  # fmt: skip
    answer = client.post(reverse("organisation_edit", args=[organisation.pk]), data)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "https://theirs.example" in page
    assert 'name="version" value="2"' in page
    client.post(reverse("organisation_edit", args=[organisation.pk]), {**data, "version": "2"})
    organisation.refresh_from_db()
    assert organisation.website == "https://mine.example"


def test_a_verified_organisation_cannot_become_another_one_unnoticed(client):
    organisation = OrganisationFactory(verified=True)
    person, judge = owner(organisation), reviewer()
    assert in_verified_organisation(person)
    with pytest.raises(IdentityChange):
        edit_organisation(actor=person, organisation=organisation, version=1, name_zh="清华大学")
    saved = edit_organisation(
        actor=person, organisation=organisation, version=1, name_zh="清华大学", end_verification=True
    )  # fmt: skip
    assert not saved.is_verified
    assert not in_verified_organisation(person)
    assert Notice.objects.get(event__verb="verification_withdrawn").recipient == judge
    other = OrganisationFactory(verified=True)
    assert edit_organisation(actor=judge, organisation=other, version=1, name_zh="改名").is_verified
    assert edit_organisation(actor=owner(other), organisation=other, version=2, website="https://b.example").is_verified
    client.force_login(owner(other))
    data = {"kind": "enterprise", "name_zh": "又改名", "version": "3"}
    page = client.post(reverse("organisation_edit", args=[other.pk]), data).content.decode()
    assert 'name="end_verification"' in page
    client.post(reverse("organisation_edit", args=[other.pk]), {**data, "end_verification": "on"})
    other.refresh_from_db()
    assert (other.name_zh, other.is_verified) == ("又改名", False)


def test_verification_is_given_and_taken_by_reviewers_with_a_reason(changes):
    organisation = OrganisationFactory()
    person, judge = owner(organisation), reviewer()
    for actor in (person, administrator()):
        with pytest.raises(PermissionDenied):
            verify_organisation(actor=actor, organisation=organisation, note="x")
    with pytest.raises(ValidationError):
        verify_organisation(actor=judge, organisation=organisation, note=" ")
    verified = verify_organisation(actor=judge, organisation=organisation, note="公示系统")
    assert verified.is_verified
    assert verified.verified_at is not None
    for actor in (person, administrator()):
        with pytest.raises(PermissionDenied):
            withdraw_verification(actor=actor, organisation=verified, reason="x")
    with pytest.raises(ValidationError):
        withdraw_verification(actor=judge, organisation=verified, reason="")
    assert not withdraw_verification(actor=judge, organisation=verified, reason="已注销").is_verified
    told = Notice.objects.filter(recipient=person).order_by("pk").values_list("event__verb", "event__note")
    assert list(told) == [("organisation_verified", "公示系统"), ("verification_withdrawn", "已注销")]
    assert len(changes) == 2


def test_a_hidden_organisation_has_no_pages_for_anybody(client):
    organisation = OrganisationFactory()
    person = owner(organisation)
    with pytest.raises(PermissionDenied):
        set_organisation_shown(actor=person, organisation=organisation, shown=False)
    set_organisation_shown(actor=reviewer(), organisation=organisation, shown=False)
    client.force_login(person)
    for name in ("organisation_edit", "claim_new", "organisation_members"):
        assert client.get(reverse(name, args=[organisation.pk])).status_code == 404
    shown = set_organisation_shown(actor=administrator(), organisation=organisation, shown=True)
    assert shown.is_active
    assert client.get(reverse("organisation_edit", args=[organisation.pk])).status_code == 200


def test_pages_of_reviewers_refuse_others(client):
    organisation = OrganisationFactory()
    for person, status in ((owner(organisation), 403), (reviewer(), 200)):
        client.force_login(person)
        for name in ("organisation_verify", "verification_withdraw"):
            assert client.get(reverse(name, args=[organisation.pk])).status_code == status
    client.post(reverse("organisation_verify", args=[organisation.pk]), {"reason": "公示系统"})
    organisation.refresh_from_db()
    assert organisation.is_verified
    client.post(reverse("verification_withdraw", args=[organisation.pk]), {"reason": "错了"})
    organisation.refresh_from_db()
    assert not organisation.is_verified


def test_my_organisations_takes_a_fixed_number_of_queries(client, django_assert_num_queries):
    person = UserFactory()
    client.force_login(person)
    counts = []
    for _ in range(2):
        for _ in range(3):
            organisation = OrganisationFactory()
            Membership.objects.create(user=person, organisation=organisation)
        with django_assert_num_queries(counts[0] if counts else 60, exact=False) as captured:
            assert client.get(reverse("my_organisations")).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
