"""The platform's own settings, with static files that need no collecting: a page's time has no part in those."""

from heliu.config.settings import *  # noqa: F403
from heliu.config.settings import STATIC_ROOT, STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(exist_ok=True)
