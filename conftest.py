"""Fixtures of every test. What the run needs of settings is in ``heliu.config.settings_for_tests``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

ROOT = Path(__file__).resolve().parent
SHARED = ROOT.parent / "shared"

sys.path.insert(0, str(ROOT / "tools"))

from compile_messages import compile_messages

compile_messages()


# A busy machine is no failure, so no example has a deadline. CI tries the same examples every time; a working copy
# looks for new ones.
hypothesis_settings.register_profile("working", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "working")


@pytest.fixture
def shared_data() -> Path:
    """The folder of real data sets beside the project; the test is skipped where it is absent."""
    data = SHARED / "data"
    if not data.is_dir():
        pytest.skip("../shared/data is absent: this test reads real data sets in place")
    return data


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    """Files and index of each test under its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.HELIU_INDEX = tmp_path / "index"


@pytest.fixture(autouse=True)
def _own_language():
    """A request leaves its language in the thread: each test begins with the one that a new process speaks."""
    translation.activate(django_settings.LANGUAGE_CODE)
    yield
    translation.deactivate()


def pytest_sessionfinish(session, exitstatus):
    """Where CI has everything a test may need, a test that was left out is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("HELIU_FAIL_ON_SKIP"):
        return
    skipped = reporter.stats.get("skipped", [])
    if skipped and exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"{len(skipped)} tests were skipped although HELIU_FAIL_ON_SKIP is set.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
