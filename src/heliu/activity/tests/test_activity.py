"""Timelines and notices."""

import pytest
from django.core.exceptions import PermissionDenied
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from heliu.accounts.actions import claim_organisation, edit_organisation, grant_role, refuse_claim
from heliu.accounts.signals import ANNOUNCEMENTS, organisation_edited
from heliu.accounts.tests.factories import (
    ClaimFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    member,
    owner,
    reviewer,
)
from heliu.activity.actions import mark_notice_read, mark_notices_read, record_event
from heliu.activity.models import Event, Notice
from heliu.activity.panels import organisation_timeline
from heliu.activity.selectors import notices_of, show_notices, timeline_of, unread_count
from heliu.activity.verbs import event_link, register_verbs, verb_label

pytestmark = pytest.mark.django_db


def test_everything_that_accounts_announce_has_a_label_in_both_languages():
    for verb in ANNOUNCEMENTS:
        with translation.override("en"):
            english = verb_label(verb)
        with translation.override("zh-hans"):
            chinese = verb_label(verb)
        assert english != verb
        assert chinese not in (verb, english)


def test_a_verb_has_one_label():
    with pytest.raises(ValueError, match="organisation_edited"):
        register_verbs({"organisation_edited": "something else"})
    assert verb_label("nobody registered this") == "nobody registered this"


def test_who_did_it_gets_no_notice_of_it():
    organisation, person, other = OrganisationFactory(), UserFactory(), UserFactory()
    record_event(organisation, "organisation_edited", actor=person, notify=[person, other, other])
    assert [notice.recipient for notice in Notice.objects.all()] == [other]
    assert [event.actor for event in timeline_of(organisation)] == [person]


def test_an_event_that_cannot_be_written_undoes_the_action():
    """Receivers run inside the transaction of the change."""
    organisation, person = OrganisationFactory(), UserFactory()

    def fail(sender, **_):
        raise RuntimeError

    organisation_edited.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            edit_organisation(actor=reviewer(), organisation=organisation, version=1, website="https://a.example")
    finally:
        organisation_edited.disconnect(fail)
    organisation.refresh_from_db()
    assert organisation.website == ""
    assert not Event.objects.exists()
    assert unread_count(person) == 0


def test_notices_are_ones_own():
    organisation, person, other = OrganisationFactory(), UserFactory(), administrator()
    record_event(organisation, "organisation_edited", notify=[person])
    notice = Notice.objects.get()
    with pytest.raises(PermissionDenied):
        mark_notice_read(actor=other, notice=notice)
    assert mark_notices_read(actor=other) == 0
    assert unread_count(person) == 1
    mark_notice_read(actor=person, notice=notice)
    assert unread_count(person) == 0


def test_unread_notices_come_first():
    organisation, person = OrganisationFactory(), UserFactory()
    for number in range(3):
        record_event(organisation, "organisation_edited", note=str(number), notify=[person])
    newest = Notice.objects.order_by("-pk").first()
    mark_notice_read(actor=person, notice=newest)
    assert [notice.event.note for notice in notices_of(person)] == ["1", "0", "2"]


def test_the_page_of_notices(client):
    organisation = OrganisationFactory(name_zh="海河泵业", name_en="Haihe Pumps")
    person = UserFactory()
    judge = UserFactory(name="李审核")
    record_event(organisation, "organisation_verified", actor=judge, note="公示系统", notify=[person])
    assert client.get(reverse("notice_list")).status_code == 302
    client.force_login(person)
    page = client.get(reverse("notice_list")).content.decode()
    assert "主体已认证 · 海河泵业" in page
    assert "李审核" in page
    assert "公示系统" in page
    client.cookies["django_language"] = "en"
    assert "Organisation verified · Haihe Pumps" in client.get(reverse("notice_list")).content.decode()
    notice = Notice.objects.get()
    assert client.get(reverse("notice_open", args=[notice.pk])).url == organisation.get_absolute_url()
    notice.refresh_from_db()
    assert notice.read_at is not None
    client.force_login(UserFactory())
    assert client.get(reverse("notice_open", args=[notice.pk])).status_code == 404


def test_all_are_marked_as_read_at_once(client):
    organisation, person = OrganisationFactory(), UserFactory()
    for _ in range(3):
        record_event(organisation, "organisation_edited", notify=[person])
    client.force_login(person)
    assert client.get(reverse("notices_read")).status_code == 405
    assert reverse("notices_read") in client.get(reverse("notice_list")).content.decode()
    client.post(reverse("notices_read"))
    assert unread_count(person) == 0
    assert reverse("notices_read") not in client.get(reverse("notice_list")).content.decode()


def test_a_notice_about_what_one_can_no_longer_see_says_nothing_about_it(client):
    organisation = OrganisationFactory(name_zh="秘密工厂")
    person = UserFactory()
    record_event(organisation, "organisation_edited", actor=UserFactory(name="某人"), note="秘密说明", notify=[person])
    client.force_login(person)
    assert "秘密工厂" in client.get(reverse("notice_list")).content.decode()
    organisation.is_active = False
    organisation.save()
    page = client.get(reverse("notice_list")).content.decode()
    for word in ("秘密工厂", "秘密说明", "某人"):
        assert word not in page
    assert "无权查看" in page
    assert client.get(reverse("notice_open", args=[Notice.objects.get().pk])).url == reverse("notice_list")


def test_a_notice_about_a_deleted_record_does_no_harm(client):
    organisation, person = OrganisationFactory(), UserFactory()
    record_event(organisation, "organisation_edited", notify=[person])
    organisation.delete()
    client.force_login(person)
    assert client.get(reverse("notice_list")).status_code == 200


def test_a_model_that_does_not_say_who_may_see_it_shows_nothing():
    person = UserFactory()
    claim = ClaimFactory()
    record_event(claim, "organisation_edited", notify=[person])
    (shown,) = show_notices(person, notices_of(person))
    assert (shown.record, shown.title, shown.note) == (None, "", "")


def test_a_role_is_told_to_the_person(client):
    person = UserFactory()
    grant_role(actor=administrator(), user=person, role="reviewer")
    client.force_login(person)
    assert "您获得了一个平台角色 · 审核员" in client.get(reverse("notice_list")).content.decode()
    (shown,) = show_notices(person, notices_of(person))
    assert not shown.has_page


def test_a_notice_of_a_claim_leads_to_the_claim_for_those_who_may_see_it():
    organisation, judge, person = OrganisationFactory(), reviewer(), UserFactory()
    claim = claim_organisation(actor=person, organisation=organisation, evidence="e")
    refuse_claim(actor=judge, claim=claim, reason="no")
    opened, refused = Event.objects.order_by("pk")
    assert event_link(opened, organisation, judge) == claim.get_absolute_url()
    assert event_link(refused, organisation, person) == claim.get_absolute_url()
    assert event_link(refused, organisation, owner(organisation)) == organisation.get_absolute_url()
    claim.delete()
    assert event_link(opened, organisation, judge) == organisation.get_absolute_url()


def test_the_timeline_names_what_happened():
    organisation = OrganisationFactory()
    record_event(organisation, "organisation_registered", actor=UserFactory(name="王工"))
    record_event(organisation, "organisation_verified", note="<b>公示</b>")
    render = Template("{% load activity %}{% timeline organisation limit=1 %}").render
    with translation.override("zh-hans"):
        page = render(Context({"organisation": organisation}))
    assert "主体已认证" in page
    assert "&lt;b&gt;公示" in page
    assert "王工" not in page
    assert "最近 1 条" in page
    page = Template("{% load activity %}{% timeline organisation %}").render(Context({"organisation": organisation}))
    assert "王工" in page


def test_an_organisations_timeline_is_for_its_people_and_reviewers():
    organisation = OrganisationFactory()
    request = RequestFactory().get("/")
    for person, sees in ((UserFactory(), False), (member(organisation), True), (reviewer(), True)):
        request.user = person
        assert (organisation_timeline(request, organisation) is not None) == sees


def test_the_list_takes_a_fixed_number_of_queries(client, django_assert_num_queries):
    person = UserFactory()
    client.force_login(person)
    record_event(OrganisationFactory(), "organisation_edited", actor=UserFactory(), notify=[person])
    with django_assert_num_queries(60, exact=False) as few:
        client.get(reverse("notice_list"))
    for _ in range(10):
        record_event(OrganisationFactory(), "organisation_edited", actor=UserFactory(), notify=[person])
    with django_assert_num_queries(len(few)):
        client.get(reverse("notice_list"))
