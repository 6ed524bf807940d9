"""The ``heliu`` command itself."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("arguments", [["--help"], ["help"], ["create-admin", "--help"]])
def test_help_is_there(arguments):
    done = subprocess.run([sys.executable, "-m", "heliu", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Unknown command" not in done.stdout + done.stderr
    assert "heliu" in done.stdout
