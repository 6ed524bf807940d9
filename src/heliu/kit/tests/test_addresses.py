"""How addresses are filled in."""

from __future__ import annotations

from heliu.kit.tests.addresses import Route, form_of


def test_a_gap_is_filled_by_where_it_stands_before_its_name_is_asked():
    days = Route("", "/matchdays/{}/meetings/{}/", ("pk", "meeting"))
    values = {"/matchdays/": [7], "/matchdays/{}/meetings/": ["a", "b"], "pk": [1], "meeting": [2]}
    assert list(days.filled(values)) == ["/matchdays/7/meetings/a/", "/matchdays/7/meetings/b/"]
    assert list(days.filled({"pk": [1], "meeting": [2]})) == ["/matchdays/1/meetings/2/"]
    assert list(days.filled({"pk": [1]})) == []


def test_the_api_and_the_pages_share_what_is_filled_in():
    assert list(Route("", "/api/v1/deals/{}/", ("id",)).filled({"/deals/": [3]})) == ["/api/v1/deals/3/"]


def test_patterns_of_both_sorts_become_the_same_form():
    assert form_of("deals/<int:pk>/") == form_of(r"^deals/(?P<pk>\d+)/$") == "/deals/{}/"
