"""The environment becomes Django's settings. Every setting that a marketplace may want is here.

`DATABASE_URL` names the database (PostgreSQL 16 or newer); `goodstanding serve` gives its own where
nobody does.
"""

import os
from pathlib import Path
from typing import Any

from goodstanding.server.project.database import database_of
from goodstanding.server.project.embedded import usual_folder

TRUE = frozenset({"1", "true", "yes", "on"})


def _is(name: str, usual: str) -> bool:
    return os.environ.get(name, usual).lower() in TRUE


def _secret() -> str:
    """The key that signs sessions and links; from a file where orchestrators mount secrets."""
    path = os.environ.get("GOODSTANDING_SECRET_FILE")
    return Path(path).read_text().strip() if path else os.environ.get("GOODSTANDING_SECRET", "")


SECRET_KEY = _secret()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("GOODSTANDING_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.postgres",
    "django.contrib.sessions",
    "goodstanding.server.store.apps.StoreConfig",
]
MIDDLEWARE = [
    "goodstanding.server.project.middleware.observed",
    "django.middleware.security.SecurityMiddleware",
    "goodstanding.server.project.middleware.guarded",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "goodstanding.server.project.urls"
WSGI_APPLICATION = "goodstanding.server.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
DATABASES: dict[str, dict[str, Any]] = {"default": database_of(os.environ.get("DATABASE_URL", ""))}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "goodstanding"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is("GOODSTANDING_HTTPS", "no")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 2**20

# Of the marketplace that this service serves.
GOODSTANDING_POLICY = os.environ.get("GOODSTANDING_POLICY", "evidence-points")
GOODSTANDING_FORM = os.environ.get("GOODSTANDING_FORM", "classic")
GOODSTANDING_URL = os.environ.get("GOODSTANDING_URL", "http://localhost:8000").rstrip("/")
# Who signs the ledger; made when it is first needed. Keep a copy of it, and publish its public key.
GOODSTANDING_LEDGER_KEY_FILE = os.environ.get("GOODSTANDING_LEDGER_KEY_FILE") or str(
    usual_folder(Path.cwd()) / "ledger.key"
)
# Letters go out to public addresses alone; while developing, to this machine too.
GOODSTANDING_WEBHOOKS_LOOPBACK = _is("GOODSTANDING_WEBHOOKS_LOOPBACK", "no")
