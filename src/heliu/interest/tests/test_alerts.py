"""What arrives in the index is told to whom it concerns, once, and only as far as they may see it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, fresh, member, reviewer
from heliu.activity.models import Event, Notice
from heliu.catalog.actions import close_record, edit_record, publish_record, reopen_record, submit_record
from heliu.catalog.choices import Tier
from heliu.catalog.models import Achievement
from heliu.catalog.signals import record_published
from heliu.catalog.tests.factories import AchievementFactory, ExpertFactory
from heliu.interest.alerts.actions import running
from heliu.interest.alerts.actions.settings import set_least_level
from heliu.interest.alerts.actions.writing import TOLD
from heliu.interest.alerts.models import Alert, Arrival, Digest
from heliu.interest.alerts.selectors import alerts_of
from heliu.interest.searches.actions import save_search
from heliu.interest.tests.factories import BATTERY, COATING, market
from heliu.matching.actions import index_state
from heliu.matching.adapters.keeper import IndexKeeper
from heliu.matching.tasks import Writer

pytestmark = pytest.mark.django_db


def told(person) -> list[str]:
    """What a person was told, in English."""
    with translation.override("en"):
        return [str(notice.event.record) for notice in Notice.objects.filter(recipient=person, event__verb=TOLD)]


def test_a_new_achievement_tells_the_demand_it_fits_and_a_new_demand_the_achievement(arrive):
    one = market()
    demand = one.demand()
    arrive(demand)
    assert not Alert.objects.exists()
    achievement, other = one.achievement(), one.achievement(**BATTERY)
    arrive(achievement, other)
    alert = Alert.objects.get(known=False)
    assert (alert.own_kind, alert.own_id, alert.kind, alert.object_id) == (
        "demand", demand.pk, "achievement", achievement.pk
    )  # fmt: skip
    assert (alert.level, alert.own_version, alert.version) == (4, demand.version, achievement.version)
    assert alert.index_version
    assert told(one.buyer) == ["1 new achievement: 海边钢结构防腐"]
    assert told(one.seller) == []
    assert not Arrival.objects.exists()

    later = market().demand(title_zh="钢桥锈蚀")
    arrive(later)
    assert told(one.seller) == ["1 new demand: 水性防腐涂料"]
    assert len(told(one.buyer)) == 1, "a demand is no answer to a demand"


def test_never_twice_not_after_a_change_nor_when_it_comes_back(arrive):
    one = market()
    demand, judge = one.demand(), reviewer()
    arrive(demand)
    achievement = one.achievement()
    arrive(achievement)
    edited = edit_record(
        actor=fresh(one.seller), record=achievement, fields={"title_zh": "水性防腐面漆"}, version=achievement.version
    )
    arrive()
    close_record(actor=fresh(one.seller), record=edited)
    arrive()
    assert not alerts_of(fresh(one.buyer), demand).exists(), "what was withdrawn is not listed"
    back = reopen_record(actor=fresh(one.seller), record=edited)
    back = publish_record(actor=fresh(judge), record=submit_record(actor=fresh(one.seller), record=back))
    arrive()
    assert alerts_of(fresh(one.buyer), demand).count() == 1
    assert len(told(one.buyer)) == 1
    arrive(demand, back)
    running.run_alerts()
    assert len(told(one.buyer)) == 1
    assert len(told(one.seller)) == 1, "the demand was new to it when it came back, and is told once"


def test_what_fitted_when_the_demand_was_published_is_on_its_page_and_is_not_told_later(arrive):
    one = market()
    achievement = one.achievement()
    arrive(achievement)
    demand = one.demand()
    arrive(demand)
    arrive(achievement)
    assert told(one.buyer) == []
    assert Alert.objects.filter(known=True, own_kind="demand").count() == 1
    # One that did not fit before and does after a change is told.
    late = one.achievement(**BATTERY)
    arrive(late)
    assert told(one.buyer) == []
    Achievement.objects.filter(pk=late.pk).update(**COATING)
    arrive(late)
    assert told(one.buyer) == ["1 new achievement: 海边钢结构防腐"]


def test_the_level_is_the_receivers(arrive):
    one = market()
    demand = one.demand()
    arrive(demand)
    set_least_level(actor=fresh(one.buyer), record=demand, level=0)
    arrive(one.achievement())
    assert told(one.buyer) == []
    set_least_level(actor=fresh(one.buyer), record=demand, level=4)
    arrive(one.achievement())
    assert told(one.buyer) == ["1 new achievement: 海边钢结构防腐"]
    with pytest.raises(PermissionDenied):
        set_least_level(actor=fresh(one.seller), record=demand, level=2)


def test_a_burst_is_told_in_one_notice(arrive):
    one = market()
    arrive(one.demand())
    arrive(*(one.achievement() for _ in range(12)), ExpertFactory(organisation=one.institute, **COATING))
    assert told(one.buyer) == ["12 new achievements, 1 new expert: 海边钢结构防腐"]
    assert Digest.objects.filter(recipient=one.buyer).count() == 1
    assert Alert.objects.filter(own_kind="demand", known=False).count() == 13


def test_only_what_the_receiver_may_see_and_never_their_own(arrive):
    one = market()
    stranger = OrganisationFactory()
    person = member(stranger)
    open_demand = one.demand(organisation=stranger, created_by=person)
    demand = one.demand()
    arrive(demand, open_demand)
    own = AchievementFactory(organisation=one.enterprise, created_by=one.buyer, **COATING)
    members_only = one.achievement(tier=Tier.MEMBERS)
    secret = one.achievement(tier=Tier.CONFIDENTIAL)
    arrive(own, members_only, secret)
    assert [alert.object_id for alert in alerts_of(fresh(one.buyer), demand)] == [members_only.pk]
    assert [alert.object_id for alert in alerts_of(fresh(person), open_demand)] == [own.pk]
    # What is hidden later is not read any more, nor counted.
    Achievement.objects.filter(pk=members_only.pk).update(tier=Tier.CONFIDENTIAL)
    assert alerts_of(fresh(one.buyer), demand).count() == 0


def test_a_confidential_demand_is_told_to_its_own_people_only(arrive):
    one = market()
    demand = one.demand(tier=Tier.CONFIDENTIAL)
    arrive(one.achievement())
    assert told(one.buyer) == ["1 new achievement: 海边钢结构防腐"]
    assert told(one.seller) == []
    assert [alert.own_id for alert in Alert.objects.filter(known=False)] == [demand.pk]


def test_a_closed_demand_hears_nothing(arrive):
    one = market()
    demand = one.demand()
    arrive(demand)
    close_record(actor=fresh(one.buyer), record=demand)
    arrive(one.achievement())
    assert told(one.buyer) == []


def test_saved_searches_hear_what_comes_after_them(arrive):
    one = market()
    old = one.achievement()
    arrive(old)
    person = UserFactory()
    need = save_search(actor=person, place="need", text="海边的钢结构三年就锈")
    filtered = save_search(actor=person, place="achievement", filters={"region": ["120103"]}, name="河西的成果")
    silent = save_search(actor=person, place="achievement", wants_alerts=False)
    elsewhere = save_search(actor=person, place="achievement", filters={"region": ["110000"]})
    arrive(old)
    assert not Alert.objects.filter(known=False).exists(), "what was there already is not new"
    fits, strange = one.achievement(), one.achievement(**BATTERY, region="120103")
    arrive(fits, strange)
    new = lambda search: {alert.object_id for alert in alerts_of(person, search)}  # noqa: E731
    assert new(need) == {fits.pk}
    assert new(filtered) == new(silent) == {fits.pk, strange.pk}
    assert new(elsewhere) == set()
    assert sorted(told(person)) == ["1 new achievement: 海边的钢结构三年就锈", "2 new achievements: 河西的成果"]
    assert {alert.level for alert in alerts_of(person, filtered)} == {None}


def test_without_an_encoder_lists_hear_and_needs_do_not(catch_up):
    one = market()
    demand, person = one.demand(), UserFactory()
    listed = save_search(actor=person, place="achievement")
    save_search(actor=person, place="need", text="海边的钢结构三年就锈")
    achievement = one.achievement()
    for record in (demand, achievement):
        record_published.send(type(record), record=record)
    catch_up()
    assert [(alert.search_id, alert.object_id) for alert in Alert.objects.all()] == [(listed.pk, achievement.pk)]


def test_nobody_is_told_before_the_vectors_are_there(arrive, monkeypatch):
    one = market()
    demand = one.demand()
    arrive(demand)
    achievement = one.achievement()
    record_published.send(type(achievement), record=achievement)
    with IndexKeeper(index_state()) as keeper:
        writer = Writer(keeper)
        assert writer.take_changes()
        assert keeper.pending
        running.run_alerts()
        assert Arrival.objects.exists(), "it waits"
        assert told(one.buyer) == []
        writer.embed_all()
    assert len(told(one.buyer)) == 1


def test_more_that_comes_is_waited_for(arrive, monkeypatch):
    one = market()
    arrive(one.demand())
    achievement = one.achievement()
    Arrival.objects.create(kind="achievement", object_id=achievement.pk)
    monkeypatch.setattr(running, "_more_comes", lambda oldest: True)
    assert running.run_alerts() == 0
    assert Arrival.objects.exists()


def test_nothing_stays_of_a_record_or_person_that_is_deleted(arrive):
    one = market()
    demand = one.demand()
    arrive(demand)
    achievement = one.achievement()
    arrive(achievement)
    assert Event.objects.filter(verb=TOLD).count() == 1
    one.institute.delete()
    assert not Alert.objects.exists()
    demand.delete()
    assert not Event.objects.filter(verb=TOLD).exists()
    assert not Digest.objects.exists()
    assert Notice.objects.filter(event__verb=TOLD).count() == 0
