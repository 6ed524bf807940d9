"""Who may be named as looking after a deal, and to whom their names are told."""

from __future__ import annotations

import pytest

from heliu.accounts.tests.factories import fresh, manager, member
from heliu.deals.forms import DealForm
from heliu.deals.selectors import people_offered
from heliu.deals.tests.factories import open_case

pytestmark = pytest.mark.django_db


def test_nobody_is_offered_the_members_of_the_other_side():
    case = open_case()
    colleague, theirs = member(case.two.institute), member(case.two.enterprise)
    deal = case.now()
    own = set(people_offered(fresh(case.two.seller), deal))
    assert {colleague, case.two.seller, case.two.seller_owner} <= own
    assert not own & ({theirs, case.two.buyer, case.two.buyer_owner} - {deal.owner})
    agent = manager(case.two.institute)
    assert set(people_offered(agent, deal)) <= {deal.owner, agent}
    form = DealForm(None, instance=deal, user=fresh(case.two.buyer))
    assert colleague not in form.fields["owner"].queryset
