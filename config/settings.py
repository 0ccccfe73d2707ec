"""Every setting comes from the environment or from the `.env` that set-up writes.

A missing secret stops the start. Nothing here knows a town: towns are rows.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from config import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


env = environ.Env()
env.read_env(env.str("ENV_FILE", str(BASE_DIR / ".env")))

SECRET_KEY = env.str("SECRET_KEY")
# The former keys, so that sessions and mails under way survive a change.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# LINK_KEYS=2026a=secret,2027a=secret — the last one makes new links, all of them open old ones.
LINK_KEYS: dict[str, str] = env.dict("LINK_KEYS")
if not LINK_KEYS:
    raise ImproperlyConfigured(
        "LINK_KEYS is empty: set at least one pair, e.g. LINK_KEYS=a=long-secret"
    )
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
CLOCK_MAY_MOVE = env.bool("CLOCK_MAY_MOVE", DEMO)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000")
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "cms",
    "bookings",
    "lectures",
    "notifications",
    "accounts",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "config.back.BackMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.languages.ReadingsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.middleware.SiteScopeMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "config.methods.MethodMiddleware",
    "config.busy.BusyMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "arrived"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "cms.context.frame",
            ]
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'okigaru.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        # Seconds a writer waits for its turn; SQLite keeps no queue, so under a rush some wait long.
        "timeout": env.float("SQLITE_TIMEOUT", 20.0),
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A statement that comes again is planned once for each connection: for our many small ones
    # planning took as long as answering.
    DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 5}
    if env.str("TEST_TEMPLATE", ""):
        DATABASES["default"]["TEST"] = {"TEMPLATE": env.str("TEST_TEMPLATE")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# redis://…, unix:///path, or embedded:// for the Valkey that `make run` starts beside the database.
REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL == "embedded://":
    REDIS_URL = f"unix://{embedded.socket_path(DATA_DIR)}"
CACHES = {
    "default": {
        "BACKEND": "config.cache.PatientCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "okigaru-cache",
        "OPTIONS": {"socket_timeout": 2, "retry": Retry(NoBackoff(), 0)},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Celery (docs/operations: why each). The database holds what is due; a queue may lose or repeat.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://") or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,  # longer than every time limit
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TASK_PUBLISH_RETRY = False  # fail fast: the sweep finds what was not queued
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_TASK_DEFAULT_QUEUE", "okigaru")
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Tokyo"

# Mail. `mailbox://` keeps mail for the demo's /mailbox/; smtp://, smtp+tls://, smtps:// send it.
EMAIL_URL = env.str("EMAIL_URL", "mailbox://")
# What Wagtail tells its people of drafts that were handed in.
EMAIL_BACKEND = "notifications.backend.OutboxBackend"
# `mailbox://`, imap://user:password@host:port/INBOX, imaps://…, or lmtp:// for mail that only comes
# through `manage.py receive_lmtp`.
INBOX_URL = env.str("INBOX_URL", "mailbox://")
# For `?auth=xoauth2` in INBOX_URL (docs/receiving-mail.md): a command that prints a token, or the
# provider's token endpoint, with a refresh token or without one.
INBOX_TOKEN_COMMAND = env.str("INBOX_TOKEN_COMMAND", "")
INBOX_TOKEN_URL = env.str("INBOX_TOKEN_URL", "")
INBOX_TOKEN_CLIENT_ID = env.str("INBOX_TOKEN_CLIENT_ID", "")
INBOX_TOKEN_CLIENT_SECRET = env.str("INBOX_TOKEN_CLIENT_SECRET", "")
INBOX_TOKEN_SCOPE = env.str("INBOX_TOKEN_SCOPE", "")
INBOX_REFRESH_TOKEN = env.str("INBOX_REFRESH_TOKEN", "")
# Where `manage.py receive_lmtp` listens: host:port of this machine, or unix:///path.
LMTP_LISTEN = env.str("LMTP_LISTEN", "127.0.0.1:8024")
# Where a mail of unknown outcome can be looked up: imap(s):// of an archive that gets a copy of
# all mail sent, or file:///path of the mail server's log. Empty: unknown mail waits for a person.
OUTBOX_LOOKUP_URL = env.str("OUTBOX_LOOKUP_URL", "")
# The pace towards one receiving domain. The demo's mailbox has no other side to spare.
_KEPT = EMAIL_URL.startswith("mailbox:")
OUTBOX_DOMAIN_BURST = env.float("OUTBOX_DOMAIN_BURST", 10_000.0 if _KEPT else 100.0)
OUTBOX_DOMAIN_PER_SECOND = env.float("OUTBOX_DOMAIN_PER_SECOND", 1_000.0 if _KEPT else 5.0)
# The receiving server's name in Authentication-Results (RFC 8601). Empty: no mail acts by itself.
# The demo's mailbox stamps with this name too.
AUTHSERV_ID = env.str("AUTHSERV_ID", "mx.mikagami.example" if DEMO else "")
# What pulls the answers out of the inbox; notifications knows no booking.
INBOX_READER = "bookings.tasks.pull_answers"

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("日本語")), ("ja-easy", "やさしい日本語"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(BASE_DIR / "static-collected")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

SECURE_CONTENT_TYPE_NOSNIFF = True
# No address ever leaves in a Referer. "no-referrer" would make browsers post `Origin: null`, which
# the CSRF check refuses.
SECURE_REFERRER_POLICY = "strict-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
# How many requests one address may begin and send in an hour: a whole library may share one.
REQUESTS_AN_HOUR = env.int("REQUESTS_AN_HOUR", 60)
REQUESTS_A_DAY_OF_A_PHONE = env.int("REQUESTS_A_DAY_OF_A_PHONE", 10)

HTTPS = env.bool("HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# The city's other host names, and the browsers' preload list, are not ours to decide about.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Signing in (docs/signing-in.md): by password, and by the city's own OpenID Connect provider.
# OKIGARU_SECOND_FACTOR=required: who signs in by password also needs a code of their telephone.
# A demo's logins are known to all, so nobody may lock the others out: there it is off.
SECOND_FACTOR = env.str("OKIGARU_SECOND_FACTOR", "off" if DEMO else "offered")
if SECOND_FACTOR not in ("off", "offered", "required"):
    raise ImproperlyConfigured("OKIGARU_SECOND_FACTOR is one of: off, offered, required")
if DEMO and SECOND_FACTOR != "off":
    raise ImproperlyConfigured("DEMO=1 takes no second factor: unset OKIGARU_SECOND_FACTOR")
ACCOUNT_ADAPTER = "accounts.signing_in.SignInAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/5m/key"}
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.PasswordAgainForm",
    "change_password": "accounts.forms.ChangePasswordForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", False) else 0
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.FirstCodeForm",
}
OIDC_ISSUER = env.str("OIDC_ISSUER", "")
OIDC_NAME = env.str("OIDC_NAME", "")
# Whether the provider may be believed that a mail address belongs to who signs in, though it does
# not say so itself (`email_verified`). Only for a provider where nobody writes their own address.
OIDC_EMAILS_ARE_VERIFIED = env.bool("OIDC_EMAILS_ARE_VERIFIED", False)
# OIDC_ROLES=kouza-office=office,kouza-kansa=auditor@kouza.city.example: what a value of the claim
# makes of somebody, at every sign-in. Empty: roles are given by hand.
OIDC_ROLE_CLAIM = env.str("OIDC_ROLE_CLAIM", "groups")
OIDC_ROLES: dict[str, str] = env.dict("OIDC_ROLES", default={})
ROLE_KEEPER = "lectures.roles"  # gives and takes; accounts knows no Wagtail group
SOCIALACCOUNT_ADAPTER = "accounts.city_provider.CityAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "city",
                "name": OIDC_NAME,
                "client_id": env.str("OIDC_CLIENT_ID", ""),
                "secret": env.str("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        # The button that leads to the city's provider is a form, and its answer leads there.
        "form-action": ["'self'", *([origin_of(OIDC_ISSUER)] if OIDC_ISSUER else [])],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'none'"],
    },
}

WAGTAIL_SITE_NAME = "お気軽講座"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Signing in and passwords are ours; an address is what names a person at the city's provider.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Drafts are told to the office and the editors of their town.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_FRONTEND_LOGIN_URL = "/sign-in/"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "lectures.search.backend"}}
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ja", "日本語"), ("en", "English")]
# Times are the venue's, whoever looks at them.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
# Also leaves out what a telephone writes into a photograph: where it was taken.
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"jpeg": "webp", "png": "webp"}
WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES
WAGTAIL_ALLOW_UNICODE_SLUGS = True
# /api/v2/ (docs/api.md): how many pages an answer may hold, and by whose address it counts.
WAGTAILAPI_LIMIT_MAX = 100
REST_FRAMEWORK = {"NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT, "UNAUTHENTICATED_USER": None}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "pdf", "pptx", "txt", "xlsx"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_secrets": {"()": "config.redaction.NoSecrets"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_secrets"],
        }
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
}
