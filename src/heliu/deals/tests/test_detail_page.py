"""The page of one deal: its list of parts, who takes the next step, and what its timeline says."""

from __future__ import annotations

import re

import pytest

from heliu.deals.choices import Stage
from heliu.deals.tests.factories import case_at, open_case

pytestmark = pytest.mark.django_db


def page(client, user, address) -> str:
    client.force_login(user)
    response = client.get(address, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def listed_parts(html: str) -> dict[str, str]:
    """Anchor → name in the list at the top."""
    found = re.search(r'<nav class="on-page.*?</nav>', html, re.DOTALL)
    assert found is not None
    return dict(re.findall(r'<a href="#([^"]+)">([^<]+)</a>', found.group()))


def test_every_part_is_listed_by_its_heading(client):
    case = case_at(Stage.NOTICE)
    html = page(client, case.two.seller_owner, case.deal.get_absolute_url())
    parts = listed_parts(html)
    assert set(parts) == {
        "steps", "facts", "tasks", "files", "payments", "papers", "public-notices", "benefit", "reliefs", "readiness",
        "valuations", "timeline", "about",
    }  # fmt: skip
    headings = re.findall(r"<h2[^>]*>\s*([^<]+?)\s*</h2>", html)
    for anchor, name in parts.items():
        assert html.count(f'id="{anchor}"') == 1
        assert name in headings


def test_what_is_not_shown_is_not_listed(client):
    case = open_case()
    parts = listed_parts(page(client, case.two.buyer, case.deal.get_absolute_url()))
    assert {"benefit", "reliefs", "public-notices"}.isdisjoint(parts)
    case.take("lose", reason="price")
    over = page(client, case.two.buyer, case.deal.get_absolute_url())
    assert "steps" not in listed_parts(over)
    assert "taken by" not in over


@pytest.mark.parametrize(
    ("stage", "reader", "said"),
    [
        (Stage.TERM_SHEET, "seller", ["Set the price: taken by an owner of either organisation."]),
        (Stage.TERM_SHEET, "seller_owner", []),
        (Stage.PRICED, "buyer", ["Enter the signed contract: taken by an owner of either organisation."]),
        (Stage.CONTRACTED, "buyer_owner", ["Enter the registration: taken by the provider."]),
        (Stage.PAID, "seller", ["Confirm that the benefit is distributed: taken by an owner of the provider."]),
    ],
)
def test_who_may_not_take_a_step_reads_who_does(client, stage, reader, said):
    case = case_at(stage)
    html = page(client, getattr(case.two, reader), case.deal.get_absolute_url())
    assert re.findall(r"[^<>]+: taken by [^<>]+\.", html) == said


def test_only_the_nearest_step_stands_out(client):
    case = open_case()
    html = page(client, case.two.buyer, case.deal.get_absolute_url())
    assert re.findall(r'<summary class="btn btn-primary">([^<]+)', html) == ["Take up the confidentiality agreement"]


def test_the_timeline_names_the_stages(client):
    case = case_at(Stage.PRICED)
    html = page(client, case.two.buyer, case.deal.get_absolute_url())
    reached = re.findall(r"Deal is now at: ([^<]+)<", html)
    assert reached == ["Priced", "Term sheet", "Evaluation", "Confidentiality agreement"]
