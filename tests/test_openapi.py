"""The API's description, as others rely on it: a change of it is seen in review."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command
from django.db import connection

SNAPSHOT = Path(__file__).parent / "openapi.yaml"


def test_the_description_is_the_one_under_review(tmp_path):
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", file=str(made), lang="en", validate=True, fail_on_warn=True)
    # The ranges of integers are the database's; the snapshot has SQLite's.
    if connection.vendor == "sqlite":
        assert made.read_text(encoding="utf-8") == SNAPSHOT.read_text(encoding="utf-8"), (
            "run `make openapi` and look at what changed"
        )
