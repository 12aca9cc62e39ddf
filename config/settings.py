"""All settings. What differs between machines comes from the environment; see docs/deploy.md."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.env import MAKE_A_KEY, env_bool, env_hosts, env_int, env_mail, env_origins, env_text
from config.mail import mail_settings

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env_bool("DEBUG")
SECRET_KEY = env_text("SECRET_KEY") or ("only-for-development" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        f"SECRET_KEY is not set. {MAKE_A_KEY}, and keep it (or set DEBUG=1 to try things out)."
    )
ALLOWED_HOSTS = env_hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
SITE_NAME = env_text("SITE_NAME")

INSTALLED_APPS = [
    "config",
    "wizard",
    "faq",
    "contact",
    "insights",
    "tools",
    "search",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "config.heads.headers_alone",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.policy.content_security_policy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.health.health",  # below it a host that is not allowed is refused
    "config.damaged_links.damaged_links",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.bodies.readable_bodies",  # above it the host is known to be ours, below it forms can be read
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def _database() -> dict[str, Any]:
    default = f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(env_text("DATABASE_URL") or default))
    except Exception as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be understood: {error}") from error
    if database["ENGINE"].endswith("sqlite3"):
        # Readers never wait, writers queue instead of failing: what a live server on SQLite needs.
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds for commands; pages have DATABASE_TIMEOUT
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-32000;",
        }
        database["CONN_MAX_AGE"] = None
    else:
        database["CONN_MAX_AGE"] = env_int("CONN_MAX_AGE", 600, most=86_400)
        database["CONN_HEALTH_CHECKS"] = True
    if database["ENGINE"] == "django.db.backends.postgresql":
        database["ENGINE"] = "config.postgresql"
        database.setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)
    return database


DATABASES = {"default": _database()}
# How many seconds a page waits for one answer of the database (config/patience.py); 0: as long as it takes.
DATABASE_TIMEOUT = env_int("DATABASE_TIMEOUT", 10, most=600)


def _cache() -> dict[str, Any]:
    url = env_text("CACHE_URL") or "locmem://"
    scheme, _, rest = url.partition("://")
    if scheme == "locmem":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": rest}
    if scheme == "dummy":
        return {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    if scheme == "db":
        return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": rest or "cache"}
    if scheme == "file" and rest.startswith("/"):
        return {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": rest}
    if scheme in {"redis", "rediss"}:
        # Seconds; without limits of its own a silent server would hold whoever votes.
        options = {"socket_connect_timeout": 1, "socket_timeout": 1}
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": options,
        }
    raise ImproperlyConfigured(
        f"CACHE_URL begins with “{scheme}”. Use locmem://, db://TABLE, file:///DIR, redis://HOST or dummy://."
    )


CACHES = {"default": _cache()}


DEFAULT_FROM_EMAIL = env_mail("DEFAULT_FROM_EMAIL", "michishirube@localhost")
# Enquiries are taken when there is somebody to mail them to.
ENQUIRY_EMAIL = env_mail("ENQUIRY_EMAIL")
globals().update(mail_settings(env_text("EMAIL_URL"), is_needed=bool(ENQUIRY_EMAIL), debug=DEBUG))
# Seconds for each answer of the mail server; for its last word on a mail see contact/smtp.py.
EMAIL_TIMEOUT = 10
# Enquiries are mailed by a thread of the process that stored them (False: only when asked, as in tests).
POSTMAN = True
ENQUIRY_KEEP_DAYS = env_int("ENQUIRY_KEEP_DAYS", 180, least=1, most=3650)

# Counts are added up in memory and written this often, in seconds (0: only when asked, as in tests).
COUNTS_WRITTEN_EVERY = 3
# How many votes and comments one address may send in ten minutes, and the smallest number the insights show.
FEEDBACK_LIMIT = env_int("FEEDBACK_LIMIT", 30, most=10_000)
INSIGHTS_SMALLEST = env_int("INSIGHTS_SMALLEST", 5, most=1000)
# After how many days `forget_texts` deletes what readers searched for and commented; the numbers stay.
TEXTS_KEEP_DAYS = env_int("TEXTS_KEEP_DAYS", 400, least=1, most=3650)

# For how many months after its creation a support case is kept, as the helper `case-expiry` counts it.
CASE_MONTHS = env_int("CASE_MONTHS", 12, least=1, most=120)

# How many wrong passwords one address may send to admin in ten minutes; for one user name see ground/login.py.
LOGIN_LIMIT = env_int("LOGIN_LIMIT", 10, least=1, most=1000)

# A step of 200 choices has eleven fields for each in admin; some more are refused in a sentence, not by Django.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
# Only admin remembers a language, and only its own pages are sent it; public pages have theirs in the address.
LANGUAGE_COOKIE_PATH = "/admin/"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env_text("TIME_ZONE") or "Asia/Tokyo"
try:
    ZoneInfo(TIME_ZONE)
except (KeyError, ValueError) as error:
    raise ImproperlyConfigured(f"TIME_ZONE is “{TIME_ZONE}”. Use a name such as Asia/Tokyo.") from error

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Nothing on any page, admin included, is inline or comes from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
# Whoever signs in without saying where to go on, or names another site, begins at the start of admin.
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
CSRF_FAILURE_VIEW = "ground.refusals.not_from_this_login"
SESSION_COOKIE_HTTPONLY = True
HTTPS = env_bool("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|livez|readyz)$"]  # asked for by whoever stands before the proxy
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if not HTTPS and not DEBUG:  # said by the operator: `check --deploy` need not ask for what goes with HTTPS
    SILENCED_SYSTEM_CHECKS = [f"security.{code}" for code in ("W004", "W008", "W012", "W016")]
BEHIND_PROXY = env_bool("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = env_origins("CSRF_TRUSTED_ORIGINS")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_text("LOG_LEVEL") or "WARNING"},
}
if LOGGING["root"]["level"] not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:  # type: ignore[index]
    raise ImproperlyConfigured(
        f"LOG_LEVEL is “{os.environ['LOG_LEVEL']}”. Use DEBUG, INFO, WARNING, ERROR or CRITICAL."
    )
