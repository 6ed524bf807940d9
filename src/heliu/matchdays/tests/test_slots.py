"""The slots of a day, worked by hand."""

from __future__ import annotations

from datetime import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu.matchdays.slots import NoSessionError, Session, parse_sessions, sessions_text, slot_starts

MORNING = Session(time(9), time(11, 30))


@pytest.mark.parametrize(
    "text",
    ["09:00-11:30, 13:30-16:00", "9:00-11:30,13:30-16:00", "09：00—11：30，13：30～16：00", "09:00–11:30; 13:30-16:00"],
)
def test_sessions_are_read_as_people_write_them(text):
    assert parse_sessions(text) == (MORNING, Session(time(13, 30), time(16)))
    assert sessions_text(parse_sessions(text)) == "09:00-11:30, 13:30-16:00"


@pytest.mark.parametrize(
    "text", ["", "morning", "09:00", "11:30-09:00", "09:00-11:30, 11:00-12:00", "25:00-26:00", "9-11"]
)
def test_what_is_no_session_is_refused(text):
    with pytest.raises(NoSessionError):
        parse_sessions(text)


def test_as_many_slots_as_fit():
    # 9:00, 9:25, 9:50, 10:15, 10:40, 11:05; one at 11:30 would end after the session.
    assert slot_starts((MORNING,), 20, 5) == (
        time(9), time(9, 25), time(9, 50), time(10, 15), time(10, 40), time(11, 5)
    )  # fmt: skip
    assert slot_starts((MORNING,), 150, 0) == (time(9),)
    assert slot_starts((MORNING,), 151, 0) == ()


@given(st.integers(5, 240), st.integers(0, 120))
def test_slots_lie_in_their_session_and_do_not_overlap(length, pause):
    minutes = [at.hour * 60 + at.minute for at in slot_starts((MORNING,), length, pause)]
    assert all(9 * 60 <= at <= 11 * 60 + 30 - length for at in minutes)
    assert all(later - earlier == length + pause for earlier, later in pairwise(minutes))
