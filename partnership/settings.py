"""Settings come from the environment. Development has safe defaults; production refuses to start unsafe."""

import os
from pathlib import Path

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(env("PARTNERSHIP_ENV_FILE", default=str(BASE_DIR / ".env")))
VAR_DIR = Path(env("PARTNERSHIP_VAR", default=str(BASE_DIR / "var")))

# --- Development or production -------------------------------------------------------------------
PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)
DEVELOPMENT_KEY = "development-only-key-that-production-refuses"
SECRET_KEY = env("SECRET_KEY", default="" if PRODUCTION else DEVELOPMENT_KEY)
# Keys of the two places where identity is handled: hashing at the gate and encryption at rest.
# Each is a comma-separated list of "version:key", the newest first (outcomes.submissions.identity, partnership.vault).
STUDENT_KEY_SECRETS = env.list("STUDENT_KEY_SECRETS", default=[] if PRODUCTION else ["1:" + DEVELOPMENT_KEY])
VAULT_SECRETS = env.list("VAULT_SECRETS", default=[] if PRODUCTION else ["1:" + DEVELOPMENT_KEY])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])

if PRODUCTION:
    unsafe = [
        reason
        for reason, is_so in {
            "DEBUG is on": DEBUG,
            "SECRET_KEY is missing, short or the development key": len(SECRET_KEY) < 40
            or SECRET_KEY == DEVELOPMENT_KEY,
            "STUDENT_KEY_SECRETS is missing or the development key": not STUDENT_KEY_SECRETS
            or any(DEVELOPMENT_KEY in secret for secret in STUDENT_KEY_SECRETS),
            "VAULT_SECRETS is missing or the development key": not VAULT_SECRETS
            or any(DEVELOPMENT_KEY in secret for secret in VAULT_SECRETS),
            "ALLOWED_HOSTS is empty or a wildcard": not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS,
            "SECOND_FACTOR_REQUIRED is off": not env.bool("SECOND_FACTOR_REQUIRED", default=True),
            "SECURITY_HEADERS is off": not env.bool("SECURITY_HEADERS", default=True),
            "OUTGOING_TO_PRIVATE_NETWORKS is on": env.bool("OUTGOING_TO_PRIVATE_NETWORKS", default=False),
        }.items()
        if is_so
    ]
    if unsafe:
        raise ImproperlyConfigured("This installation refuses to start unsafe: " + "; ".join(unsafe) + ".")

# --- Applications: partnership <- programs <- outcomes <- cms ------------------------------------
INSTALLED_APPS = [
    "cms",
    "outcomes",
    "programs",
    "partnership",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "guardian",
    "import_export",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "django.contrib.auth",
    "django.contrib.humanize",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "partnership.web.requests.RequestIdMiddleware",
    "partnership.web.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.caching.middleware.PublicPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "partnership.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "partnership.access.middleware.RightsOfTodayMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "partnership.access.sessions.SessionLimitsMiddleware",
    "partnership.access.second_factor.SecondFactorMiddleware",
    "partnership.access.seen_as.SeenAsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "partnership.urls"
WSGI_APPLICATION = "partnership.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "partnership.context.nonce",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "partnership.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data ----------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'partnership.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers are never locked out (write-ahead log); a writer takes its lock at BEGIN, so that two
    # writers wait for each other instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A copy of the database (PostgreSQL's streaming replication) that public pages are read from (cms.caching.replica).
READ_REPLICA_URL = env("READ_REPLICA_URL", default="")
if READ_REPLICA_URL:
    DATABASES["replica"] = {
        **DATABASES["default"],
        **env.db_url_config(READ_REPLICA_URL),
        "TEST": {"MIRROR": "default"},
    }
    DATABASE_ROUTERS = ["cms.caching.replica.PublicReads"]
    MIDDLEWARE.insert(
        MIDDLEWARE.index("cms.caching.middleware.PublicPagesMiddleware"),
        "cms.caching.replica.PublicReadsMiddleware",
    )
# Attempts to sign in are counted in the first, so in production every process must see the same counts, and nothing
# that readers ask for may push them out: pages and drawings are kept in the second, in the memory of each web process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "partnership_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
    if PRODUCTION
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "partnership.web.memory.BoundedMemory",
        "LOCATION": "pages",
        "OPTIONS": {"MOST_BYTES": env.int("PAGE_CACHE_MEGABYTES", default=64) * 1024 * 1024},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
# Collected in production only; in development the application serves its files where they are.
STATIC_ROOT = env("STATIC_ROOT", default=str(VAR_DIR / "static") if PRODUCTION else None)
# Media in an S3-compatible bucket, which stays private: its files are read by the platform and served by it.
MEDIA_BUCKET = env("MEDIA_BUCKET", default="")
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": MEDIA_BUCKET,
            "endpoint_url": env("MEDIA_BUCKET_ENDPOINT", default="") or None,
            "region_name": env("MEDIA_BUCKET_REGION", default="") or None,
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
    if MEDIA_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

# A spreadsheet that is handed in stays in memory until it is encrypted into the vault.
FILE_UPLOAD_HANDLERS = ["partnership.vault.upload.InMemoryOnlyUploadHandler"]
# A ClamAV daemon that looks at every upload: tcp://host:3310 or unix:///run/clamav/clamd.sock; blank: none does.
CLAMAV = env("CLAMAV", default="")
# What may rest in the vault for one organization at once: files, bytes (partnership.vault.quota).
VAULT_SHARE = (env.int("VAULT_FILES_EACH", default=5000), env.int("VAULT_BYTES_EACH", default=20 * 1024**3))
# Pictures, and documents, that one person may add to the site within a day.
SITE_FILES_A_DAY = env.int("SITE_FILES_A_DAY", default=300)
LARGEST_UPLOAD_BYTES = env.int("LARGEST_UPLOAD_BYTES", default=256 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Acceptance that changes or removes more than so many rows, and more than so many percent of the rows that
# count, waits for a second person. A dataset may say otherwise (Dataset.change_threshold).
CHANGE_THRESHOLD = (
    env.int("CHANGE_THRESHOLD_ROWS", default=10),
    env.int("CHANGE_THRESHOLD_PERCENT", default=10),
)

# --- Background work -----------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": env("TASKS_BACKEND", default="django_tasks_db.DatabaseBackend")}}
WORKER_LEASE_SECONDS = env.int("WORKER_LEASE_SECONDS", default=60)

# --- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "partnership.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "partnership.access.passwords.NothingOfThePartnership"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "partnership.access.accounts.InvitedOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # An invitation is only ever accepted from the mailbox it was sent to.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # Sign-up is closed: there is nothing to say to an unknown mailbox.
ACCOUNT_EMAIL_NOTIFICATIONS = True  # A changed password or second step is told to its mailbox.
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # allauth would put the host there that the request names.
# Guesses are counted per account, apart for browsers it knows, and those of all others per network (access.accounts).
ACCOUNT_RATE_LIMITS = {
    "login": None,  # Who fails is limited, not who signs in.
    "login_failed": "5/300s/key",
    "stranger_failed": "20/m/ip,100/h/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if PRODUCTION else 0)
# Roles that touch data, releases or people take a second factor; only outside production may it be left off.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=PRODUCTION)
MFA_ADAPTER = "partnership.access.second_factor.SealedAuthenticators"
MFA_FORMS = {"login_webauthn": "partnership.access.passkeys.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# An account begins with a letter to its mailbox or with `manage.py found`, so nobody takes one that is another's. allauth
# would ask for a mailbox that it has proved itself, and shut out for good whoever set a password by a link.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# A code is good for the half minute in which it is shown; 1: for one more on either side, where telephones' clocks are off.
MFA_TOTP_TOLERANCE = env.int("MFA_TOTP_TOLERANCE", default=0)
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Sign-on at an organization's own identity provider (access.sign_on).
SOCIALACCOUNT_ADAPTER = "partnership.access.sign_on.OrganizationSignOn"
SOCIALACCOUNT_LOGIN_ON_GET = True  # Our own page has asked; a redirect out of a form would be stopped.
SOCIALACCOUNT_STORE_TOKENS = False
USERSESSIONS_TRACK_ACTIVITY = False
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
ANONYMOUS_USER_NAME = None  # Nobody who is not signed in holds an object permission.
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# E-mail goes through partnership.mail, which keeps for later what the mail server does not take.
MAIL_DELIVERY, EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"], "partnership.mail.PatientBackend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Partnership <partnership@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Language and time ---------------------------------------------------------------------------
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", default="America/Los_Angeles")
LANGUAGE_CODE = "en"
# The languages of the site; a further one: docs/pages.md.
OWN_LANGUAGES = {"en": _("English"), "es": _("Spanish")}
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    (code, OWN_LANGUAGES[code] if code in OWN_LANGUAGES else _(LANG_INFO[code]["name"]))
    for code in env.list("SITE_LANGUAGES", default=["en", "es"])
]
# LOCALE_FOLDERS: folders of further words, each with <language>/LC_MESSAGES/django.mo; they come before our own.
LOCALE_PATHS = [
    *env.list("LOCALE_FOLDERS", default=[]),
    *(BASE_DIR / app / "locale" for app in ("partnership", "programs", "outcomes", "cms")),
]
WAGTAIL_I18N_ENABLED = True

# --- Pages ---------------------------------------------------------------------------------------
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_SITE_NAME = env("PARTNERSHIP_NAME", default="Partnership")
PARTNERSHIP_TAGLINE = env("PARTNERSHIP_TAGLINE", default="")
PARTNERSHIP_LOGO_URL = env("PARTNERSHIP_LOGO_URL", default="")
# Who answers for the site: a mailbox for barriers that somebody meets, and for weaknesses that somebody finds.
CONTACT_EMAIL = env("CONTACT_EMAIL", default="")
# The day of the last check by people, as 2026-11-26, and what the installation itself knows of, divided by "|".
ACCESSIBILITY_CHECKED_ON = env("ACCESSIBILITY_CHECKED_ON", default="")
ACCESSIBILITY_LIMITS = [
    limit for limit in env("ACCESSIBILITY_LIMITS", default="").split("|") if limit.strip()
]
# Two colors as #rrggbb; partnership.brand keeps them readable. Blank: the default ones.
BRAND_COLOR = env("BRAND_COLOR", default="")
ACCENT_COLOR = env("ACCENT_COLOR", default="")
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# A page that is made in one language stands in the others as an alias, until somebody translates it.
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = True
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILIMAGES_IMAGE_MODEL = "cms.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.picture_form.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_MODEL = "cms.Download"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.picture_form.DownloadForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "csv", "txt", "ics"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = []  # What somebody uploaded is saved, never shown in the site's own origin.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search_backend"}}

# Public pages are kept in memory until something public changes (cms.caching).
PAGE_CACHE = env.bool("PAGE_CACHE", default=True)
# A form that people without an account send in sooner than this was written by a machine.
SHORTEST_FORM_SECONDS = env.int("SHORTEST_FORM_SECONDS", default=3)

# --- Security ------------------------------------------------------------------------------------
SECURITY_HEADERS = env.bool("SECURITY_HEADERS", default=True)
# Whether the platform may call servers that are not on the public internet (a sign-on in development).
OUTGOING_TO_PRIVATE_NETWORKS = env.bool("OUTGOING_TO_PRIVATE_NETWORKS", default=False)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail shows previews in a frame of its own origin.
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # Which asks for DENY.
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
# The browser itself sees to it that a cookie of such a name came from this host, over TLS.
COOKIE_PREFIX = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = COOKIE_PREFIX + "sessionid", COOKIE_PREFIX + "csrftoken"
LANGUAGE_COOKIE_NAME = COOKIE_PREFIX + "django_language"
LANGUAGE_COOKIE_SAMESITE, LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SECURE = "Lax", True, PRODUCTION
MESSAGE_STORAGE = "partnership.web.messages.Messages"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- Demonstration -------------------------------------------------------------------------------
DEMO_MODE = env.bool("DEMO_MODE", default=False)

# --- Backup --------------------------------------------------------------------------------------
BACKUP_SECRET = env("BACKUP_SECRET", default="")
POSTGRES_PATH = env("POSTGRES_PATH", default=os.environ.get("PATH", ""))  # Where pg_dump and pg_restore are.

# --- Watching it -----------------------------------------------------------------------------------
# Who may read /metrics/ ("Authorization: Bearer ..."); blank: nobody.
METRICS_TOKEN = env("METRICS_TOKEN", default="")
# The audit log also as lines of JSON: "stdout", "syslog" (or "syslog:/path/of/socket", "syslog:host:514"); blank: no.
AUDIT_LOG = env("AUDIT_LOG", default="stdout" if PRODUCTION else "")
DEFAULT_EXCEPTION_REPORTER_FILTER = "partnership.web.reports.NothingPersonal"
ADMINS = [(address, address) for address in env.list("ERROR_MAIL", default=[])]
_place = AUDIT_LOG.removeprefix("syslog").removeprefix(":") or "/dev/log"
_host, _colon, _port = _place.rpartition(":")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "partnership.web.logs.WithRequest"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {request_id} {message}", "style": "{"},
        "json": {"()": "partnership.web.logs.JsonLines"},
        "bare": {"format": "{message}", "style": "{"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env("LOG_FORMAT", default="json" if PRODUCTION else "line"),
            "filters": ["request"],
        },
        "mail": {
            "class": "django.utils.log.AdminEmailHandler",
            "level": "ERROR",
            "include_html": False,
        },
        "audit": {
            "class": "logging.handlers.SysLogHandler",
            "address": (_host, int(_port)) if _port.isdigit() else _place,
            "formatter": "bare",
        }
        if AUDIT_LOG.startswith("syslog")
        else {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "bare"},
    },
    "loggers": {
        "partnership.audit": {"handlers": ["audit"], "level": "INFO", "propagate": False},
        "partnership.requests": {"level": "INFO" if PRODUCTION else "WARNING"},
        "django.request": {
            "handlers": ["mail"] if ADMINS else [],
            "level": "ERROR" if PRODUCTION else "WARNING",
        },
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}

# --- How the apps meet: who adds what to whom -------------------------------------------------------
from partnership.wiring import *  # noqa: E402, F403
