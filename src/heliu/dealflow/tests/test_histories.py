"""Whatever happens in whatever order: no introduction is ever without an owner and a next date."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest.mock import patch

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from heliu.accounts.actions import end_mandate, leave_organisation
from heliu.accounts.errors import AccountsError
from heliu.accounts.models import Mandate, User
from heliu.accounts.permissions import acting_for
from heliu.accounts.tests.factories import fresh, manager, member
from heliu.catalog.actions import CatalogError, close_record
from heliu.dealflow import actions
from heliu.dealflow.choices import State
from heliu.dealflow.clocks import has_run_out
from heliu.dealflow.errors import DealflowError
from heliu.dealflow.models import Introduction
from heliu.dealflow.tests.factories import Two, two
from heliu.kit.workdays import local_day

REFUSALS = (DealflowError, PermissionDenied, ValidationError, AccountsError, CatalogError)
WHO = ("buyer", "seller", "seller_owner", "manager")
ESCALATED = ("wait", 9), ("clocks", 0)
STEPS = st.one_of(
    st.tuples(st.just("wait"), st.integers(0, 15)),
    st.tuples(st.just("clocks"), st.just(0)),
    st.tuples(
        st.sampled_from(["introduce", "accept", "refuse", "withdraw", "resume", "leave"]),
        st.sampled_from(WHO),
    ),
    st.tuples(st.just("pause"), st.integers(-2, 80)),
    st.tuples(st.sampled_from(["join", "disable", "close demand", "close supply"]), st.just(0)),
)


class World:
    """Two organisations, one pair of records, and a day."""

    def __init__(self) -> None:
        self.moment = datetime.combine(date(2026, 1, 26), time(10), tzinfo=timezone.get_default_timezone())
        self.ended: dict[int, str] = {}
        with patch.object(timezone, "now", lambda: self.moment):
            self.two: Two = two()
            self.manager = manager(self.two.institute)
            self.two.introduce()

    def take(self, name: str, value: Any) -> None:
        with patch.object(timezone, "now", lambda: self.moment):
            with suppress(*REFUSALS):
                self._take(name, value)
            self.check(after_clocks=name == "clocks")

    def _take(self, name: str, value: Any) -> None:
        latest = Introduction.objects.order_by("-pk").first()
        assert latest is not None
        actor = fresh(self.person(value)) if value in WHO else None
        own = self.two.enterprise if value == "buyer" else self.two.institute
        steps: dict[str, Callable[[], Any]] = {
            "wait": lambda: self.wait(value),
            "clocks": actions.run_clocks,
            "introduce": lambda: self.two.introduce(actor),
            "accept": lambda: actions.accept_introduction(actor=actor, introduction=latest),
            "refuse": lambda: actions.refuse_introduction(actor=actor, introduction=latest, reason="capacity"),
            "withdraw": lambda: actions.withdraw_introduction(actor=actor, introduction=latest),
            "pause": lambda: self.pause(latest, value),
            "resume": lambda: actions.resume_introduction(actor=actor, introduction=latest),
            "leave": lambda: leave_organisation(actor=actor, organisation=own),
            "give mandate": self.give_mandate,
            "end mandate": self.end_mandate,
            "join": lambda: member(self.two.institute),
            "disable": lambda: User.objects.filter(pk=latest.owner_id).update(is_active=False),
            "close demand": lambda: close_record(actor=fresh(self.two.buyer), record=self.two.demand),
            "close supply": lambda: close_record(actor=fresh(self.two.seller), record=self.two.supply),
        }
        steps[name]()

    def pause(self, latest: Introduction, days: int) -> None:
        until = local_day() + timedelta(days=days)
        actions.pause_introduction(actor=fresh(self.two.seller), introduction=latest, until=until, note="展会")

    def person(self, name: str) -> User:
        return self.manager if name == "manager" else getattr(self.two, name)

    def give_mandate(self) -> None:
        if not self.manager.mandates.in_force().exists():
            Mandate.objects.create(manager=self.manager, organisation=self.two.institute, accepted_at=self.moment)

    def end_mandate(self) -> None:
        for mandate in self.manager.mandates.in_force():
            end_mandate(actor=fresh(self.manager), mandate=mandate)

    def wait(self, days: int) -> None:
        self.moment += timedelta(days=days)

    def check(self, *, after_clocks: bool) -> None:
        for one in Introduction.objects.all():
            if not one.is_open:
                assert one.next_at is None
                assert self.ended.setdefault(one.pk, one.state) == one.state, "what is over stays as it ended"
                assert one.owner_id or one.state in (State.LAPSED, State.WITHDRAWN)
                continue
            assert one.pk not in self.ended
            assert one.owner_id is not None
            assert one.next_at is not None
            assert one.next_at <= max(one.due_on, one.paused_until or one.due_on)
            if after_clocks:
                # A run leaves nothing undone: what is next lies ahead, or is the day of the reply itself.
                assert one.next_at > local_day() or (
                    one.next_at == one.due_on and not has_run_out(one.due_on, local_day())
                )
                assert one.owner is not None
                assert one.owner.is_active
                assert one.to_organisation_id in acting_for(fresh(one.owner))


class TestHistories(TestCase):
    """Spring Festival of 2026 lies in the middle of the usual history."""

    @settings(max_examples=30)
    @given(st.lists(STEPS, min_size=3, max_size=12))
    @example([("wait", 8), ("clocks", 0), ("wait", 15), ("clocks", 0), ("wait", 15), ("clocks", 0)])
    @example([("pause", 20), ("leave", "seller"), ("wait", 15), ("clocks", 0), ("wait", 8), ("clocks", 0)])
    @example([*ESCALATED, ("end mandate", 0), ("give mandate", 0), *ESCALATED, ("clocks", 0)])
    @example([*ESCALATED, ("disable", 0), ("clocks", 0), ("accept", "manager"), ("accept", "seller")])
    @example([("disable", 0), ("leave", "seller_owner"), ("clocks", 0), ("introduce", "seller")])
    def test_every_open_introduction_has_an_owner_and_a_next_date(self, steps):
        world = World()
        for name, value in steps:
            world.take(name, value)
