"""Who sees which pair: a table, written down here anew and asked on every way to a pair."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, administrator, manager, member, reviewer
from heliu.catalog.choices import State, Tier
from heliu.catalog.tests.factories import DemandFactory
from heliu.catalog.tests.promises import grant
from heliu.identity.agenda import count_duplicates, duplicate_items
from heliu.identity.choices import DuplicateState
from heliu.identity.models import Duplicate

from .factories import pair_of

pytestmark = pytest.mark.django_db

PAIRS = {
    # Name → tier and state of the record of A, of that of the second organisation, and which that is.
    "public": ((Tier.PUBLIC, State.PUBLISHED), (Tier.PUBLIC, State.PUBLISHED), "B"),
    "within A": ((Tier.PUBLIC, State.PUBLISHED), (Tier.PUBLIC, State.DRAFT), "A"),
    "secret within A": ((Tier.CONFIDENTIAL, State.PUBLISHED), (Tier.PUBLIC, State.PUBLISHED), "A"),
    "secret of B": ((Tier.PUBLIC, State.PUBLISHED), (Tier.CONFIDENTIAL, State.PUBLISHED), "B"),
    "secret of A": ((Tier.CONFIDENTIAL, State.PUBLISHED), (Tier.PUBLIC, State.PUBLISHED), "B"),
    "on request of B": ((Tier.PUBLIC, State.PUBLISHED), (Tier.ON_REQUEST, State.PUBLISHED), "B"),
    "draft of A": ((Tier.PUBLIC, State.DRAFT), (Tier.PUBLIC, State.PUBLISHED), "B"),
    "draft of B": ((Tier.PUBLIC, State.PUBLISHED), (Tier.PUBLIC, State.DRAFT), "B"),
    "closed": ((Tier.PUBLIC, State.CLOSED), (Tier.PUBLIC, State.PUBLISHED), "A"),
}
SEEN = {
    "visitor": set(),
    "signed in": set(),
    "administrator": set(),
    "member of A, granted": {"public", "within A", "secret within A", "draft of A", "on request of B"},
    "member of B": {"public", "on request of B", "draft of B"},
    "member of another": set(),
    "reviewer": {"public", "on request of B"},
    "manager of A": {"within A"},
    "manager of A, confidential too": {"within A"},
    "manager of both": {"public", "within A", "on request of B", "draft of A", "draft of B"},
}
STEPS = ("merge", "apart", "propose", "agree", "carry-out", "refuse", "reopen")


@pytest.fixture
def scene():
    places = {name: OrganisationFactory(verified=True) for name in ("A", "B")}
    pairs = {}
    for name, (one, other, second) in PAIRS.items():
        records = [
            DemandFactory(organisation=places[place], tier=tier, state=state, title_zh=f"标题 {name} {place}")
            for place, (tier, state) in (("A", one), (second, other))
        ]
        pairs[name] = pair_of(*records)
    both = manager(places["A"])
    manager_of_b = manager(places["B"])
    manager_of_b.mandates.update(manager=both)
    granted = member(places["A"])
    grant(pairs["on request of B"].right, places["A"])
    people = {
        "visitor": AnonymousUser(), "signed in": UserFactory(), "administrator": administrator(),
        "member of A, granted": granted, "member of B": member(places["B"]), "member of another": member(),
        "reviewer": reviewer(), "manager of A": manager(places["A"]),
        "manager of A, confidential too": manager(places["A"], confidential=True), "manager of both": both,
    }  # fmt: skip
    return pairs, people


def test_pairs_are_seen_by_whom_both_are_open_to(scene, client):
    pairs, people = scene
    for who, user in people.items():
        seen = set(Duplicate.objects.visible_to(user).values_list("pk", flat=True))
        assert {name for name, pair in pairs.items() if pair.duplicate.pk in seen} == SEEN[who], who
        if not user.is_authenticated:
            continue
        client.force_login(user)
        page, rows = client.get("/duplicates/").content.decode(), client.get("/api/v1/duplicates/").json()
        assert rows["count"] == len(SEEN[who]), who
        sheet = b"".join(client.get("/duplicates/export/?format=csv")).decode()
        for name, pair in pairs.items():
            shown = name in SEEN[who]
            assert (pair.duplicate.get_absolute_url() in page) == shown, (who, name)
            assert (f"标题 {name} A" in sheet) == shown, (who, name)
            expected = 200 if shown else 404
            assert client.get(pair.duplicate.get_absolute_url()).status_code == expected, (who, name)
            assert client.get(f"/api/v1/duplicates/{pair.duplicate.pk}/").status_code == expected, (who, name)
            sent = {"left_version": 1, "right_version": 1, "keep": "left"}
            for step in STEPS if not shown else ():
                answer = client.post(f"/api/v1/duplicates/{pair.duplicate.pk}/{step}/", sent | {"organisation": 1})
                assert answer.status_code == 404, (who, name, step)
    assert set(SEEN) == set(people)


def test_what_waits_counts_only_what_one_can_decide(scene):
    pairs, people = scene
    counts = {who: count_duplicates(user) for who, user in people.items() if user.is_authenticated}
    # Within their own organisation members decide, of all that they see reviewers; managers look.
    assert {who: number for who, number in counts.items() if number} == {"member of A, granted": 2, "reviewer": 2}
    items = duplicate_items(people["reviewer"], 50)
    assert {item.key for item in items} == {str(pairs[name].duplicate.pk) for name in ("public", "on request of B")}


def test_without_a_grant_what_is_on_request_is_not_held_against_ones_own():
    mine, theirs = DemandFactory(), DemandFactory(tier=Tier.ON_REQUEST)
    pair_of(mine, theirs)
    assert not Duplicate.objects.visible_to(member(mine.organisation)).exists()


def test_pairs_of_organisations_are_for_reviewers(client):
    one, other = OrganisationFactory(), OrganisationFactory()
    pair = pair_of(one, other)
    for person, status in ((member(one), 404), (reviewer(), 200)):
        client.force_login(person)
        assert client.get(pair.duplicate.get_absolute_url()).status_code == status
    sent = {"decision": "apart", "left_version": 1, "right_version": 1}
    assert client.post(pair.duplicate.get_absolute_url(), sent).status_code == 302
    assert Duplicate.objects.get().state == DuplicateState.APART
