"""Two records become one and two again: what is taken over, what stays, what comes back."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile

from heliu.accounts.tests.factories import OrganisationFactory, fresh, member, owner, reviewer
from heliu.activity.models import Event, Notice
from heliu.catalog.actions import NotPossible, close_record, edit_record
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Achievement, Attachment, Demand, Expert, IntellectualProperty
from heliu.catalog.selectors import published_records, standing_for, whole_timeline
from heliu.catalog.signals import record_withdrawn, record_written, records_merged, records_unmerged
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory, ExpertFactory
from heliu.identity.actions import (
    agree_to_merge,
    carry_out_merge,
    declare_apart,
    merge_pair,
    propose_merge,
    refuse_merge,
    report_pair,
    undo_merge,
)
from heliu.identity.choices import DuplicateState, Side
from heliu.identity.errors import NotAgreed, NotMergeable, NotUndoable, RecordsChanged
from heliu.identity.models import Duplicate
from heliu.identity.selectors import load_pairs

from .factories import pair_of, versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return OrganisationFactory(verified=True)


def heard(signal, catch):
    def receiver(sender, **given):
        catch.append({name: value for name, value in given.items() if name != "signal"})

    signal.connect(receiver, weak=False)
    return receiver


def test_a_merge_takes_over_what_is_missing_and_undoing_it_gives_everything_back(house):
    actor = member(house)
    kept = AchievementFactory(organisation=house, description_en="", price_min=30, price_max=None, keywords_zh=["铸造"])
    gone = AchievementFactory(
        organisation=house, title_zh="铸件", description_en="From the other.", price_min=None, price_max=20,
        keywords_zh=["低温", "铸造"], readiness_scale="iso16290", readiness_level=5,
    )  # fmt: skip
    for record, number in ((kept, "ZL1"), (gone, "ZL1"), (gone, "ZL2")):
        IntellectualProperty.objects.create(achievement=record, kind="invention", number=number)
    first, second = ExpertFactory(organisation=house), ExpertFactory()
    kept.team.set([first])
    gone.team.set([first, second])
    file = Attachment.objects.create(
        record=gone, name="图.txt", kind="file", stored_name="x", size=3, media_type="text/plain"
    )
    file.file.save("x", ContentFile(b"abc"))
    merges, written, withdrawn = [], [], []
    listeners = [(signal, heard(signal, catch)) for signal, catch in
                 ((records_merged, merges), (record_written, written), (record_withdrawn, withdrawn))]  # fmt: skip
    pair = pair_of(kept, gone)
    merge = merge_pair(
        actor=actor, pair=pair, keep=Side.LEFT, choices={"keywords_zh": "both", "title_en": "right"}, versions=(1, 1)
    )
    for signal, receiver in listeners:
        signal.disconnect(receiver)
    kept, old_gone = Achievement.objects.get(pk=kept.pk), gone
    gone = Achievement.objects.get(pk=gone.pk)
    assert (kept.description_en, kept.readiness_level, kept.keywords_zh) == ("From the other.", 5, ["铸造", "低温"])
    assert kept.title_en == old_gone.title_en
    # A range is taken from one of the two, never made of both.
    assert (kept.price_min, kept.price_max) == (30, None)
    assert kept.version == 2
    assert sorted(kept.intellectual_property.values_list("number", flat=True)) == ["ZL1", "ZL2"]
    assert set(kept.team.all()) == {first, second}
    assert [one.pk for one in kept.attachments.all()] == [file.pk]
    assert (gone.state, gone.merged_into, gone.state_before_merging) == (State.MERGED, kept, State.PUBLISHED)
    assert gone.history.first().history_change_reason == "merged"
    assert list(published_records(actor, "achievement")) == [kept]
    assert merges[0]["record"] == kept
    assert merges[0]["merged"] == ("achievement", gone.pk)
    # What was begun with the merged record goes on, so it is not withdrawn.
    assert withdrawn == []
    assert written[0]["origins"].of("description_en").kind == "merge"
    assert written[0]["origins"].of("description_en").item == f"achievement {gone.pk}"
    verbs = set(whole_timeline(actor, kept).values_list("verb", "object_id"))
    assert {("merged_in", kept.pk), ("merged", gone.pk), ("edited", kept.pk)} <= verbs
    assert Duplicate.objects.get().state == DuplicateState.MERGED

    parted = []
    receiver = heard(records_unmerged, parted)
    undone = undo_merge(actor=fresh(actor), merge=merge)
    records_unmerged.disconnect(receiver)
    kept, gone = (Achievement.objects.get(pk=one.pk) for one in (kept, gone))
    assert (kept.description_en, kept.readiness_level, kept.readiness_scale) == ("", None, "")
    assert (kept.keywords_zh, kept.version) == (["铸造"], 3)
    assert list(kept.intellectual_property.values_list("number", flat=True)) == ["ZL1"]
    assert set(kept.team.all()) == {first}
    assert (gone.state, gone.merged_into, gone.published_at) == (State.PUBLISHED, None, old_gone.published_at)
    assert [one.pk for one in gone.attachments.all()] == [file.pk]
    assert set(gone.team.all()) == {first, second}
    assert parted == [{"record": kept, "restored": ("achievement", gone.pk)}]
    assert undone.left_as_is == []
    assert Duplicate.objects.get().is_open
    with pytest.raises(NotUndoable):
        undo_merge(actor=fresh(actor), merge=merge)


def test_what_was_changed_since_stays_when_a_merge_is_undone(house):
    actor = member(house)
    kept = DemandFactory(organisation=house, description_en="", title_en="", budget_min=None, budget_max=None)
    gone = DemandFactory(organisation=house, description_en="Other", title_en="Other title", budget_min=5, budget_max=9)
    merge = merge_pair(actor=actor, pair=pair_of(kept, gone), keep=Side.LEFT, choices={}, versions=(1, 1))
    kept = Demand.objects.get(pk=kept.pk)
    edit_record(actor=actor, record=kept, version=2, fields={"description_en": "Better", "budget_max": 8})
    done = undo_merge(actor=actor, merge=merge)
    kept = Demand.objects.get(pk=kept.pk)
    assert (kept.description_en, kept.title_en) == ("Better", "")
    # A range that was changed in part is kept in whole.
    assert (kept.budget_min, kept.budget_max) == (5, 8)
    assert sorted(done.left_as_is) == ["budget_max", "budget_min", "description_en"]


def test_a_merge_of_a_merge_is_undone_from_its_end(house):
    actor = member(house)
    one, two, three = (DemandFactory(organisation=house) for _ in range(3))
    first = merge_pair(actor=actor, pair=pair_of(one, two), keep=Side.RIGHT, choices={}, versions=(1, 1))
    two.refresh_from_db(fields=["version"])
    second = merge_pair(actor=actor, pair=pair_of(two, three), keep=Side.RIGHT, choices={}, versions=(two.version, 1))
    assert standing_for(actor, "demand", one.pk) == three
    with pytest.raises(NotUndoable):
        undo_merge(actor=actor, merge=first)
    undo_merge(actor=actor, merge=second)
    undo_merge(actor=actor, merge=first)
    assert set(Demand.objects.values_list("state", flat=True)) == {State.PUBLISHED}


def test_experts_on_teams_are_followed_and_files_and_tiers_do_not_open_more(house, client):
    actor = member(house)
    kept, gone = ExpertFactory(organisation=house), ExpertFactory(organisation=house, tier=Tier.MEMBERS)
    team = AchievementFactory()
    team.team.set([gone])
    merge = merge_pair(actor=actor, pair=pair_of(kept, gone), keep=Side.LEFT, choices={}, versions=(1, 1))
    assert set(team.team.all()) == {kept, gone}
    # Of two tiers the one that opens less stays.
    assert Expert.objects.get(pk=kept.pk).tier == Tier.MEMBERS
    client.force_login(actor)
    assert client.get(f"/api/v1/achievements/{team.pk}/").json()["team"] == [kept.pk]
    undo_merge(actor=actor, merge=merge)
    assert set(team.team.all()) == {gone}
    assert Expert.objects.get(pk=kept.pk).tier == Tier.PUBLIC


def test_a_merged_record_is_changed_no_more_and_leads_to_the_other(house, client):
    actor, stranger = member(house), member()
    kept, gone = DemandFactory(organisation=house), DemandFactory(organisation=house)
    draft = DemandFactory(organisation=house, state=State.DRAFT)
    merge_pair(actor=actor, pair=pair_of(kept, gone), keep=Side.LEFT, choices={}, versions=(1, 1))
    kept.refresh_from_db(fields=["version"])
    merge_pair(actor=actor, pair=pair_of(kept, draft), keep=Side.LEFT, choices={}, versions=(kept.version, 1))
    gone = Demand.objects.get(pk=gone.pk)
    with pytest.raises(PermissionDenied):
        edit_record(actor=actor, record=gone, version=1, fields={"title_zh": "改"})
    with pytest.raises(NotPossible):
        close_record(actor=actor, record=gone)
    for person in (None, stranger, actor):
        if person:
            client.force_login(person)
        answer = client.get(f"/demands/{gone.pk}/")
        assert (answer.status_code, answer["Location"]) == (302, kept.get_absolute_url())
        answer = client.get(f"/demands/{draft.pk}/")
        # That there was a draft is nobody's to know but its owner's.
        assert answer.status_code == (302 if person is actor else 404)
    assert "已归并" in client.get(f"/demands/{gone.pk}/?itself=1").content.decode()
    client.force_login(stranger)
    answer = client.get(f"/api/v1/demands/{gone.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/demands/{kept.pk}/")
    assert client.get(f"/api/v1/demands/{draft.pk}/").status_code == 404
    client.force_login(reviewer())
    assert client.get(f"/demands/{draft.pk}/?itself=1").status_code == 404


def test_who_may_not_merge_changes_nothing(house):
    actor, other = member(house), OrganisationFactory(verified=True)
    mine, theirs, closed = DemandFactory(organisation=house), DemandFactory(organisation=other), DemandFactory(
        organisation=house, state=State.CLOSED
    )  # fmt: skip
    pair = pair_of(mine, theirs)
    for person in (actor, member(other), reviewer()):
        with pytest.raises(PermissionDenied):
            merge_pair(actor=person, pair=pair, keep=Side.LEFT, choices={}, versions=(1, 1))
    with pytest.raises(NotMergeable):
        merge_pair(actor=actor, pair=pair_of(mine, closed), keep=Side.LEFT, choices={}, versions=(1, 1))
    twin = DemandFactory(organisation=house, budget_min=9, budget_max=9)
    pair = pair_of(mine, twin)
    with pytest.raises(RecordsChanged):
        merge_pair(actor=actor, pair=pair, keep=Side.LEFT, choices={}, versions=(1, 2))
    Demand.objects.filter(pk=twin.pk).update(title_zh="", title_en="")
    choices = {"title_zh": "right", "title_en": "right"}
    with pytest.raises(ValidationError):
        merge_pair(actor=actor, pair=pair, keep=Side.LEFT, choices=choices, versions=(1, 1))
    assert not Event.objects.exists()
    assert set(Demand.objects.values_list("state", flat=True)) == {State.PUBLISHED, State.CLOSED}


def test_two_organisations_agree_and_a_reviewer_carries_it_out(house):
    other = OrganisationFactory(verified=True)
    mine, theirs = owner(house), owner(other)
    kept = DemandFactory(organisation=house, description_en="")
    gone = DemandFactory(organisation=other, description_en="Theirs")
    judge = reviewer()
    pair = pair_of(kept, gone)
    propose_merge(actor=mine, pair=pair, keep=Side.LEFT, choices={}, versions=(1, 1))
    assert Notice.objects.filter(recipient=theirs, event__verb="merge_proposed").count() == 1
    with pytest.raises(NotAgreed):
        carry_out_merge(actor=judge, pair=pair, versions=(1, 1))
    for person, place in ((member(other), other), (theirs, house), (judge, other)):
        with pytest.raises(PermissionDenied):
            agree_to_merge(actor=person, pair=pair, organisation=place, versions=(1, 1))
    agree_to_merge(actor=theirs, pair=pair, organisation=other, versions=(1, 1))
    # An agreement is to just these versions.
    edit_record(actor=theirs, record=gone, version=1, fields={"title_en": "Changed"})
    pair = load_pairs([pair.duplicate])[0]
    with pytest.raises(NotAgreed):
        carry_out_merge(actor=judge, pair=pair, versions=versions(pair))
    propose_merge(actor=judge, pair=pair, keep=Side.LEFT, choices={}, versions=versions(pair))
    for person, place in ((mine, house), (theirs, other)):
        agree_to_merge(actor=person, pair=pair, organisation=place, versions=versions(pair))
    with pytest.raises(PermissionDenied):
        carry_out_merge(actor=mine, pair=pair, versions=versions(pair))
    # Whoever gave a word and is no owner any more has given none.
    theirs.memberships.update(role="member")
    with pytest.raises(NotAgreed):
        carry_out_merge(actor=judge, pair=pair, versions=versions(pair))
    theirs.memberships.update(role="owner")
    merge = carry_out_merge(actor=judge, pair=pair, versions=versions(pair))
    assert Demand.objects.get(pk=kept.pk).description_en == "Theirs"
    with pytest.raises(PermissionDenied):
        undo_merge(actor=fresh(mine), merge=merge)
    undo_merge(actor=judge, merge=merge)
    assert Demand.objects.get(pk=gone.pk).state == State.PUBLISHED


def test_a_proposal_is_refused_and_the_pair_stays(house):
    other = OrganisationFactory(verified=True)
    mine, theirs = owner(house), owner(other)
    pair = pair_of(DemandFactory(organisation=house), DemandFactory(organisation=other))
    propose_merge(actor=mine, pair=pair, keep=Side.LEFT, choices={}, versions=(1, 1))
    refuse_merge(actor=theirs, pair=pair, note="不是一回事")
    with pytest.raises(NotAgreed):
        agree_to_merge(actor=theirs, pair=pair, organisation=other, versions=(1, 1))
    assert Duplicate.objects.get().is_open
    with pytest.raises(PermissionDenied):
        declare_apart(actor=mine, pair=pair, versions=(1, 1))
    declare_apart(actor=reviewer(), pair=pair, versions=(1, 1))
    assert Duplicate.objects.get().state == DuplicateState.APART
    with pytest.raises(NotMergeable):
        propose_merge(actor=mine, pair=pair, keep=Side.LEFT, choices={}, versions=(1, 1))


def test_a_pair_is_named_by_hand(house):
    actor = member(house)
    one, other, secret = (DemandFactory(organisation=house), DemandFactory(), DemandFactory(tier=Tier.CONFIDENTIAL))
    made = report_pair(actor=actor, one=other, other=one)
    assert (made.left_id, made.right_id, made.by_hand) == (one.pk, other.pk, True)
    assert report_pair(actor=actor, one=one, other=other) == made
    with pytest.raises(NotMergeable):
        report_pair(actor=actor, one=one, other=one)
    with pytest.raises(NotMergeable):
        report_pair(actor=actor, one=one, other=secret)
    with pytest.raises(PermissionDenied):
        report_pair(actor=member(), one=one, other=other)
