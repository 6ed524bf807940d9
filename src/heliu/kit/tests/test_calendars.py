"""Calendar files, read back by the library that calendar programs are written with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from heliu.kit.calendars import Entry, calendar_file

STAMPED = datetime(2026, 1, 1, tzinfo=UTC)
# What a person may type: no control characters but line ends, and no halves of surrogate pairs.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=300)


def event_of(content: bytes):
    [event] = Calendar.from_ical(content).walk("VEVENT")
    return event


@given(summary=TEXT, description=TEXT)
def test_any_text_comes_back_from_lines_of_75_octets(summary, description):
    content = calendar_file([Entry("u@x", summary, date(2026, 2, 24), STAMPED, description=description)], name="合流")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")
    event = event_of(content)
    assert str(event["SUMMARY"]) == summary
    assert str(event.get("DESCRIPTION", "")) == description


@pytest.mark.parametrize(
    ("zone", "utc"),
    [("Asia/Shanghai", "20260308T063000Z"), ("America/New_York", "20260308T183000Z"), ("UTC", "20260308T143000Z")],
)
def test_a_moment_is_written_in_utc_whatever_its_zone(zone, utc):
    # The day on which New York's clocks go forward.
    starts = datetime(2026, 3, 8, 14, 30, tzinfo=ZoneInfo(zone))
    content = calendar_file([Entry("u@x", "洽谈", starts, STAMPED, ends=starts + timedelta(minutes=40))], name="合流")
    assert f"DTSTART:{utc}".encode() in content
    event = event_of(content)
    assert event.decoded("DTSTART") == starts
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=40)


def test_a_whole_day_is_that_day_wherever_it_is_read():
    content = calendar_file([Entry("u@x", "到期", date(2026, 2, 28), STAMPED)], name="合流")
    assert b"DTSTART;VALUE=DATE:20260228\r\nDTEND;VALUE=DATE:20260301\r\n" in content
    assert b"TRANSP:TRANSPARENT" in content


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        calendar_file([Entry("u@x", "洽谈", datetime(2026, 3, 8, 14), STAMPED)], name="合流")  # noqa: DTZ001


def test_programs_are_told_how_often_to_look():
    content = calendar_file([], name="合流", refresh=timedelta(hours=1))
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" in content
    assert b"REFRESH" not in calendar_file([], name="合流")
