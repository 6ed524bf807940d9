"""Settings of the test suite: data in a folder of its own that goes with the run, nothing slow, nothing sent.

pytest-django reads settings before any conftest, so what settings take from the environment is set here.
"""

import os
import tempfile
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[3]
_home = tempfile.TemporaryDirectory(prefix="heliu-test-")
os.environ["HELIU_HOME"] = _home.name
os.environ["HELIU_SECRET_KEY"] = "only-for-tests"  # noqa: S105
os.environ.setdefault("HELIU_ENCODER", "none")
# What is slow to make is shared with `make run`: front-end packages and the converted sentence model.
os.environ.setdefault("HELIU_ASSETS", str(_CHECKOUT / "var" / "assets"))
os.environ.setdefault("HELIU_CACHE", str(_CHECKOUT / "var" / "cache"))
# Playwright's loop runs in the thread of the browser tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
os.environ.pop("HELIU_DATABASE_URL", None)
if _url := os.environ.get("HELIU_TEST_DATABASE_URL"):
    os.environ["HELIU_DATABASE_URL"] = _url

from heliu.config.settings import *  # noqa: F403
from heliu.config.settings import DATABASES, STATIC_ROOT, STORAGES

STATIC_ROOT.mkdir()
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default", "feeds"]}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # In a file, as in an installation: threads with connections of their own then wait for each other.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_home.name) / "test.sqlite3")}
else:
    # The test database is dropped at the end; a connection kept open would be in the way.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
