"""Django settings. What an installer may set is in docs/reference/contracts.md."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from psycopg.conninfo import conninfo_to_dict

PACKAGE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("ANHUAN_DATA", "var")).resolve()
ROLE = os.environ.get("ANHUAN_ROLE", "plant")
DEBUG = os.environ.get("ANHUAN_DEBUG") == "1"
NATS_URL = os.environ.get("NATS_URL", "nats://127.0.0.1:4222")
FILES_URL = os.environ.get("FILES_URL", f"file://{DATA}/files")
FACE_MODELS = os.environ.get("ANHUAN_FACE_MODELS", "")  # a folder; none: no face check


def _secret_key() -> str:
    """The signing key: from the environment, else from the data folder (made by the node)."""
    stored = DATA / "secrets" / "django"
    given = os.environ.get("ANHUAN_SECRET_KEY")
    return given or (stored.read_text().strip() if stored.exists() else "not-for-production")


def _planning(known: dict[str, Any]) -> dict[str, Any]:
    """A row beside six it points to takes 15 ms to plan when every order of joining is weighed, and
    0.8 ms to read. The order the query names is good: keys lead from the row outwards."""
    return known | {"options": f"{known.get('options', '')} -c join_collapse_limit=4".strip()}


def _database() -> dict[str, Any]:
    """DATABASE_URL in any form libpq knows, Unix sockets included."""
    known = conninfo_to_dict(os.environ.get("DATABASE_URL", "postgresql:///anhuan"))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": known.pop("dbname", "anhuan"),
        "USER": known.pop("user", ""),
        "PASSWORD": known.pop("password", ""),
        "HOST": known.pop("host", ""),
        "PORT": str(known.pop("port", "")),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 16, "timeout": 10}, **_planning(known)},
        "TEST": {"NAME": os.environ.get("ANHUAN_TEST_DATABASE")},
    }


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("ANHUAN_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("ANHUAN_ORIGINS", "").split(",") if o]
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "anhuan.web.urls"
ASGI_APPLICATION = "anhuan.web.asgi.application"
AUTH_USER_MODEL = "org.Account"

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_vite",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "procrastinate.contrib.django",
    "rest_framework",
    "tree_queries",
    "anhuan.domains.audit",
    "anhuan.domains.outbox",
    "anhuan.domains.org",
    "anhuan.domains.plant",
    "anhuan.domains.notify",
    "anhuan.domains.documents",
    "anhuan.domains.field",
    "anhuan.domains.risk",
    "anhuan.domains.hazards",
    "anhuan.domains.inspection",
    "anhuan.domains.mechanism",
    "anhuan.domains.alarms",
    "anhuan.domains.positioning",
    "anhuan.domains.emergency",
    "anhuan.domains.omlox",
    "anhuan.domains.vehicles",
    "anhuan.domains.calibration",
    "anhuan.domains.permits",
    "anhuan.domains.faces",
    "anhuan.domains.watch",
    "anhuan.domains.training",
    "anhuan.domains.contractors",
    "anhuan.domains.reporting",
    "anhuan.domains.pipes",
    "anhuan.domains.province",
    "anhuan.desk",
    "anhuan.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "anhuan.web.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "anhuan.web.middleware.FirstThings",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "django.template.context_processors.i18n",
                "anhuan.web.shell.shell",
            ],
        },
    }
]

# --- language and time: stored in UTC, shown in plant time ------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 86_400
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = os.environ.get("ANHUAN_TIME_ZONE", "Asia/Shanghai")
USE_I18N = USE_TZ = True

# --- static files and islands -----------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = None
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True  # the node serves straight from the package, nothing to collect
WHITENOISE_AUTOREFRESH = DEBUG
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": PACKAGE / "static" / "islands" / "manifest.json",
        "static_url_prefix": "islands",
    }
}

# --- login: lockout, expiry, second factor ----------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "anhuan.web.backend.AccountBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {"NAME": "anhuan.web.passwords.ThreeKinds"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "anhuan.web.login.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/login/"
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,10/5m/key"}  # wider than axes, which locks first
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Anhuan"
MFA_TOTP_TOLERANCE = 1  # one step of 30 s either way: phones' clocks
MFA_ADAPTER = "anhuan.web.login.MFAAdapter"
MFA_FORMS = {"authenticate": "anhuan.web.login.CodeForm"}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts need no email
MFA_REQUIRED = os.environ.get("ANHUAN_MFA_REQUIRED", "1") == "1"  # for administrators
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "login/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
SESSION_COOKIE_AGE = int(os.environ.get("ANHUAN_SESSION_S", 12 * 3600))  # one shift
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_COOKIES = os.environ.get("ANHUAN_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "style-src-attr": ["'unsafe-inline'"],  # bar widths; attributes cannot load anything
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],  # a voice note is heard before it is sent
        "worker-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- REST -------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "anhuan.web.tokens.ApiTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["anhuan.desk.rest.HasRight"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "anhuan.desk.rest.ByCursor",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "60/min", "user": "1200/min"},
    "EXCEPTION_HANDLER": "anhuan.desk.api.problem_details",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Anhuan 安环",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# --- the field app at /m/ ---------------------------------------
FIELD = {
    "lease_h": int(os.environ.get("ANHUAN_FIELD_LEASE_H", 12)),  # without a network: one shift
    "photo_bytes": 600_000,
    "voice_s": 60,
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# Limits and used codes hold over all web processes of the box, so these share a folder.
SHARED_CACHE = os.environ.get("ANHUAN_SHARED_CACHE")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": SHARED_CACHE,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
    if SHARED_CACHE
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Each process its own: a file for every list that somebody filters would fill the folder.
    "counts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counts",
    },
}
SERIALIZATION_MODULES: dict[str, str] = {}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ANHUAN_LOG", "INFO")},
    "loggers": {name: {"level": "WARNING"} for name in ("uvicorn.access", "axes", "procrastinate")},
}
