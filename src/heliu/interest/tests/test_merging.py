"""What people keep follows a merge, and goes back when it is undone."""

from __future__ import annotations

import pytest

from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, member
from heliu.catalog.tests.factories import AchievementFactory
from heliu.identity.actions import merge_pair, undo_merge
from heliu.identity.choices import Side
from heliu.identity.tests.factories import pair_of
from heliu.interest.alerts.actions.settings import set_least_level
from heliu.interest.alerts.models import AlertSetting
from heliu.interest.bookmarks.actions import add_bookmark
from heliu.interest.bookmarks.models import Bookmark

pytestmark = pytest.mark.django_db


def test_bookmarks_settings_and_comparisons_follow(client):
    house = OrganisationFactory(verified=True)
    actor, keeper, both = member(house), UserFactory(), UserFactory()
    kept, gone = (AchievementFactory(organisation=house) for _ in range(2))
    for person, records in ((keeper, [gone]), (both, [kept, gone])):
        for record in records:
            add_bookmark(actor=person, record=record, note=f"记 {record.pk}")
    set_least_level(actor=actor, record=gone, level=4)
    merge = merge_pair(actor=actor, pair=pair_of(kept, gone), keep=Side.LEFT, choices={}, versions=(1, 1))
    assert Bookmark.objects.get(owner=keeper).object_id == kept.pk
    # Two bookmarks of one person stay two: each has words of its own.
    assert set(Bookmark.objects.filter(owner=both).values_list("object_id", flat=True)) == {kept.pk, gone.pk}
    assert AlertSetting.objects.get(object_id=kept.pk).level == 4
    client.force_login(keeper)
    assert kept.title_zh in client.get("/bookmarks/").content.decode()
    for names in (f"achievement:{gone.pk}", f"achievement:{gone.pk},achievement:{kept.pk}"):
        page = client.get("/compare/", {"ids": names}).content.decode()
        assert kept.title_zh in page
        assert gone.title_zh not in page
    undo_merge(actor=actor, merge=merge)
    found = Bookmark.objects.get(owner=keeper)
    assert (found.object_id, found.merged_from, found.note) == (gone.pk, None, f"记 {gone.pk}")
