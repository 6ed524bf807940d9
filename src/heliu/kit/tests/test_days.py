"""A day alone is the installation's, on every page."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

from django.utils import timezone

import heliu
from heliu.kit.workdays import iso_day

# A moment shown as a day by the zone of who looks: two people would read two days.
_READERS_DAY = re.compile(r"\w*(?:_at|\.at|\.created|\.expiry)\|date:\"(?!c\"|[^\"]*H)[^\"]*\"")


def test_the_day_of_a_moment_is_the_same_for_everybody():
    moment = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)
    for zone in ("America/New_York", "Asia/Shanghai"):
        with timezone.override(zone):
            assert iso_day(moment) == "2026-01-01"
    assert iso_day(date(2026, 2, 24)) == "2026-02-24"
    assert iso_day(None) == ""


def test_no_page_makes_a_day_of_a_moment_by_the_readers_clock():
    found = [
        f"{path.name}: {match[0]}"
        for path in Path(heliu.__file__).parent.rglob("*.html")
        for match in _READERS_DAY.finditer(path.read_text(encoding="utf-8"))
        if "SHORT_DATETIME_FORMAT" not in match[0]
    ]
    assert not found, f"Write {{{{ moment|day }}}} there: {found}"
