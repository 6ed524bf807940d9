"""The plan as papers carry it."""

from __future__ import annotations

import pytest
from django.utils import translation

from heliu.accounts.tests.factories import fresh
from heliu.deals.payments import actions
from heliu.deals.payments.models import Milestone, Payment
from heliu.deals.payments.papers import payment_lines
from heliu.deals.payments.tests.factories import case_with_plan

pytestmark = pytest.mark.django_db


def test_an_acceptance_does_not_change_what_was_agreed():
    case, milestone, _upfront, later = case_with_plan("performing")
    with translation.override("en"):
        agreed = payment_lines(case.now())
        assert "30 days after the acceptance of “样机”" in agreed
        actions.deliver_milestone(actor=fresh(case.two.seller), milestone=milestone, note="SF1002")
        actions.accept_milestone(actor=fresh(case.two.buyer), milestone=Milestone.objects.get(pk=milestone.pk))
        assert Payment.objects.get(pk=later.pk).due_on is not None
        assert payment_lines(case.now()) == agreed
