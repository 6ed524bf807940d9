"""Two people at the same moment, each with a connection of their own.

Each passes the agreement as they have read it before, so only an action that looks again under the lock can tell that
the other was faster: without ``locked`` both would succeed, or neither acceptance would see the other one.
"""

from __future__ import annotations

from typing import Any

import pytest

from heliu.accounts.tests.factories import administrator, fresh, owner
from heliu.activity.models import Event
from heliu.agreements.actions import (
    TermCounts,
    edit_template,
    propose_agreement,
    run_terms,
    terminate_agreement,
    withdraw_agreement,
)
from heliu.agreements.actions.proposing import Terms
from heliu.agreements.choices import State
from heliu.agreements.errors import AlreadyAccepted, AlreadyProposed, NotPossible, TemplateUsed
from heliu.agreements.models import Acceptance, Agreement, AgreementTemplate
from heliu.agreements.terms import months_later
from heliu.agreements.tests.factories import accept, sides
from heliu.kit.tests.threads import at_once
from heliu.kit.workdays import local_day

pytestmark = pytest.mark.django_db(transaction=True)


def read_twice(agreement: Agreement) -> tuple[Agreement, Agreement]:
    first, second = (Agreement.objects.get(pk=agreement.pk) for _ in range(2))
    return first, second


def test_both_accept_at_once_and_it_is_in_force_once():
    two = sides()
    first, second = read_twice(two.propose())
    outcomes = at_once(lambda: accept(first, two.owner_a), lambda: accept(second, two.owner_b))
    assert all(isinstance(outcome, Agreement) for outcome in outcomes), outcomes
    assert Agreement.objects.get().state == State.IN_FORCE
    assert Acceptance.objects.count() == 2
    assert Event.objects.filter(verb="agreement_in_force").count() == 1


def test_two_of_one_side_accept_at_once_and_one_acceptance_is_kept():
    two = sides()
    colleague = owner(two.b)
    first, second = read_twice(two.propose())
    outcomes = at_once(lambda: accept(first, two.owner_b), lambda: accept(second, colleague))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Agreement", AlreadyAccepted.__name__]
    assert Acceptance.objects.count() == 1
    assert Agreement.objects.get().state == State.PROPOSED


def test_the_last_acceptance_or_the_withdrawal_holds_and_the_other_is_told():
    two = sides()
    agreement = two.propose()
    accept(agreement, two.owner_a)
    first, second = read_twice(agreement)

    def withdraw() -> Any:
        return withdraw_agreement(actor=fresh(two.member_a), agreement=second)

    outcomes = at_once(lambda: accept(first, two.owner_b), withdraw)
    kept = [outcome for outcome in outcomes if isinstance(outcome, Agreement)]
    assert len(kept) == 1, outcomes
    assert [type(outcome) for outcome in outcomes if outcome is not kept[0]] == [NotPossible]
    now = Agreement.objects.get()
    assert now.state == kept[0].state
    assert now.state in (State.IN_FORCE, State.WITHDRAWN)
    assert (now.state == State.IN_FORCE) == (Acceptance.objects.count() == 2) == (now.in_force_at is not None)
    assert Event.objects.filter(verb__in=["agreement_in_force", "agreement_withdrawn"]).count() == 1


def test_it_ends_once():
    two = sides()
    first, second = read_twice(two.in_force(term_months=1))
    after = months_later(local_day(), 2)

    def terminate() -> Any:
        return terminate_agreement(actor=fresh(two.owner_a), agreement=first, note="不再合作")

    outcomes = at_once(terminate, lambda: run_terms(day=after), lambda: run_terms(day=after))
    expired = sum(outcome.expired for outcome in outcomes if isinstance(outcome, TermCounts))
    terminated = sum(isinstance(outcome, Agreement) for outcome in outcomes)
    assert expired + terminated == 1, outcomes
    assert Agreement.objects.get(pk=second.pk).state == (State.EXPIRED if expired else State.TERMINATED)
    assert Event.objects.filter(verb__in=["agreement_expired", "agreement_terminated"]).count() == 1


def test_both_propose_at_once_and_one_agreement_is_made():
    two = sides()
    propose = lambda user, a, b: propose_agreement(  # noqa: E731
        actor=fresh(user), party_a=a, party_b=b, terms=Terms("洽谈合作")
    )
    outcomes = at_once(
        lambda: propose(two.member_a, two.a, two.b), lambda: propose(two.member_b, two.b, two.a)
    )  # fmt: skip
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Agreement", AlreadyProposed.__name__]
    assert Agreement.objects.count() == 1


def test_a_version_is_edited_or_used_but_no_agreement_has_another_text_than_its_version():
    two, admin = sides(), administrator()
    template = AgreementTemplate.objects.get()
    texts = {"text_zh": template.text_zh.replace("三十日", "二十日"), "text_en": template.text_en}
    outcomes = at_once(two.propose, lambda: edit_template(actor=admin, template=template, **texts))
    agreement = Agreement.objects.get()
    used = AgreementTemplate.objects.get()
    assert ("二十日" in agreement.text) == ("二十日" in used.text_zh), outcomes
    assert isinstance(outcomes[1], TemplateUsed) == ("三十日" in used.text_zh)
