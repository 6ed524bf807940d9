"""Fixtures of every test; each test run keeps its data in a folder of its own."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "tools"))

# Settings read the environment when they are imported, so it is set before pytest-django does that.
_home = tempfile.TemporaryDirectory(prefix="heliu-test-")
os.environ["HELIU_HOME"] = _home.name
os.environ["HELIU_SECRET_KEY"] = "only-for-tests"
os.environ.setdefault("HELIU_ENCODER", "none")
# What is slow to make is shared with `make run`: front-end packages and the converted sentence model.
os.environ.setdefault("HELIU_ASSETS", str(ROOT / "var" / "assets"))
os.environ.setdefault("HELIU_CACHE", str(ROOT / "var" / "cache"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs beside the browser tests
if url := os.environ.get("HELIU_TEST_DATABASE_URL"):
    os.environ["HELIU_DATABASE_URL"] = url
else:
    os.environ.pop("HELIU_DATABASE_URL", None)

import pytest
from compile_messages import compile_messages

compile_messages()

SHARED = ROOT.parent / "shared"


@pytest.fixture
def shared_data() -> Path:
    """The folder of real data sets beside the project; the test is skipped where it is absent."""
    data = SHARED / "data"
    if not data.is_dir():
        pytest.skip("../shared/data is absent: this test reads real data sets in place")
    return data


@pytest.fixture(autouse=True)
def _plain_surroundings(settings, tmp_path):
    """No hashed static files, fast passwords, mail kept in memory, jobs run at once, files under the test's folder."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.HELIU_INDEX = tmp_path / "index"


def pytest_sessionfinish(session, exitstatus):
    """Where CI has everything a test may need, a test that was left out is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("HELIU_FAIL_ON_SKIP"):
        return
    skipped = reporter.stats.get("skipped", [])
    if skipped and exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"{len(skipped)} tests were skipped although HELIU_FAIL_ON_SKIP is set.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
