"""The ``heliu`` command itself."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("arguments", "words"), [(["--help"], "Available subcommands"), (["create-admin", "--help"], "usage:")]
)
def test_help_is_there(arguments, words):
    done = subprocess.run([sys.executable, "-m", "heliu", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert words in done.stdout
