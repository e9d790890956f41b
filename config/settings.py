"""All settings. What differs between installations comes from the environment (see README).

ENVIRONMENT=production turns on what needs HTTPS and refuses to start unsafely (config/safety.py).
"""

from datetime import timedelta
from pathlib import Path

import django
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import demo_site, environment, public_only
from config.safety import refusals
from registry.access.password_profiles import PROFILES

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# The installation

ENVIRONMENT = environment.known_environment(env.str("ENVIRONMENT", default=environment.DEVELOPMENT))
IN_PRODUCTION = ENVIRONMENT == environment.PRODUCTION
DATA_DIR = environment.made_directory(env.str("DATA_DIR", default=str(BASE_DIR / "data")))
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if IN_PRODUCTION else ["127.0.0.1", "localhost", "[::1]"]
)
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY and not IN_PRODUCTION:
    SECRET_KEY = environment.kept_secret_key(DATA_DIR)
TRAIL_KEY = env.str("TRAIL_KEY", default="") or environment.derived_trail_key(SECRET_KEY)

# Parts

INSTALLED_APPS = [
    "registry.access.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "captcha",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "registry.organisation",
    "registry.files",
    "registry.trail",
    "registry.jobs",
    "registry.notices",
    "registry.papers",
    "registry.paging",
    "registry.access",
    "registry.intake",
    "registry.laws",
    "registry.rules",
    "registry.tasks",
    "powers.kinds",
    "powers",
    "powers.particulars",
    "powers.resting",
    "powers.first_check",
    "powers.causes",
    "powers.bulk",
    "risks",
    "reviews",
    "reviews.clearing",
    "reviews.alerts",
    "reviews.inspections",
    "reviews.fulfilment",
    "reviews.self_checks",
    "reviews.talks",
    "reviews.activities",
    "reviews.commitments",
    "reviews.exercises",
    "reviews.disposal",
    "reviews.sources",
    "reviews.questionnaires",
    "reviews.assessment",
    "reviews.cycle",
]
MIDDLEWARE = [
    "config.request_id.RequestIdMiddleware",
    "config.proxy.TrustedProxyMiddleware",
    "registry.trail.middleware.OriginMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "reviews.views.public.keeping.KeptPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.sliding_session.SlidingSessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "registry.access.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "registry.access.middleware.PersonMiddleware",
    "registry.access.refusing.RefusedAttemptsMiddleware",
    "registry.access.middleware.PasswordDueMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "registry.access.context.desk",
                "registry.notices.context.unread_notices",
            ],
        },
    },
]
# Widgets may be overridden in templates/django/forms/.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# Data

DATABASES = {
    "default": environment.complete_database(
        env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'register.sqlite3'}")
    )
}
MEDIA_ROOT = FILES_DIR = DATA_DIR / "files"
CHECKPOINTS_DIR = DATA_DIR / "checkpoints"
MAX_UPLOAD_BYTES = 20 * 1024 * 1024
# A killed worker's job is taken again after the lease. A stopping worker finishes or hands back,
# and must be through before the supervisor, which waits 25 seconds, kills it.
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=60)
JOB_STOP_SECONDS = env.int("JOB_STOP_SECONDS", default=20)
JOB_BACKOFF_SECONDS = 5
# Processes that lay out forms side by side. Each takes about 120 MiB beside the fonts' files, which
# all share; a container with a quota of processor time below its cores sets fewer.
PRESSES = env.int("PRESSES", default=4)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Form fields together; files have their own limits where they are taken in.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Pages of the public site that each process keeps while nothing public changes, at most so many
# (reviews/views/public/keeping.py).
PUBLIC_PAGES_KEPT = 300

# Language and time

LANGUAGE_CODE = "zh-hans"
# Last, so over all: an app (captcha) brings words of its own for sentences of Django.
LOCALE_PATHS = [Path(django.__file__).parent / "conf" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Files that browsers fetch: ours, and those npm put in node_modules

STATIC_URL = "static/"
STATIC_ROOT = environment.made_directory(str(DATA_DIR / "static"))
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/bootstrap", BASE_DIR / "node_modules/bootstrap/dist"),
    ("vendor/icons", BASE_DIR / "node_modules/bootstrap-icons/font"),
    ("vendor/htmx", BASE_DIR / "node_modules/htmx.org/dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IN_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IN_PRODUCTION
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Who may come in

AUTH_USER_MODEL = "organisation.Account"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "sign-in"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# "classified" (等保) or "modern"; see registry/access/password_profiles.py.
PASSWORD_PROFILE = env.str("PASSWORD_PROFILE", default="classified")
AUTH_PASSWORD_VALIDATORS = PROFILES[PASSWORD_PROFILE]["AUTH_PASSWORD_VALIDATORS"]
PASSWORD_MAX_AGE_DAYS = PROFILES[PASSWORD_PROFILE]["PASSWORD_MAX_AGE_DAYS"]
PASSWORD_HISTORY = PROFILES[PASSWORD_PROFILE]["PASSWORD_HISTORY"]
# Per name and address together, and never prolonged by further attempts: nobody can lock a
# colleague out from another machine.
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "registry.access.lockout.locked_out"
AXES_ENABLE_ADMIN = False
# The trail keeps sign-ins; a second record with the browser's name would only be more to protect.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# The number beside an entry of the menu, by its URL name: a function of the person.
NAVIGATION_COUNTS = {
    "inbox": "reviews.views.inbox.waiting_count",
    "clearing": "reviews.clearing.waiting.waiting_count",
    "talk-list": "reviews.talks.waiting.waiting_count",
    "commitment-list": "reviews.commitments.signing.waiting_count",
    "disposal-list": "reviews.disposal.waiting.waiting_for_office",
    "suggestion-list": "reviews.views.suggestions.unanswered_count",
    "exercise-list": "reviews.exercises.waiting.waiting_count",
}
# An entry stands in the menu only where this function of the reach says that it applies.
NAVIGATION_WHERE = {"exercise-list": "reviews.exercises.owners.applies"}

# The question beside the public form (reviews/challenges.py); writing an opinion takes its time.
CAPTCHA_CHALLENGE_FUNCT = "reviews.challenges.signs"
CAPTCHA_TIMEOUT = 2 * 60  # minutes
CAPTCHA_FONT_SIZE = 36
CAPTCHA_LETTER_ROTATION = (-18, 18)
CAPTCHA_FOREGROUND_COLOR = "#1f2d3d"
CAPTCHA_NOISE_FUNCTIONS = ["captcha.helpers.noise_dots"]
CAPTCHA_2X_IMAGE = False

# Sessions and cookies

SESSION_COOKIE_AGE = 8 * 60 * 60  # a working day without a click; see config/sliding_session.py
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IN_PRODUCTION
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = IN_PRODUCTION
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# The proxy in front says https by X-Forwarded-Proto, which gunicorn believes from 127.0.0.1 only.
SECURE_SSL_REDIRECT = IN_PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IN_PRODUCTION else 0
SILENCED_SYSTEM_CHECKS = [
    # Whether the office's other sub-domains speak HTTPS is not ours to promise.
    "security.W005",
    "security.W021",
]

# What is written to the log, and that no mail leaves

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "config.request_id.RequestIdFilter"}},
    "formatters": {"line": {"()": "config.log_lines.JsonLine"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["request_id"],
            "formatter": "line",
        },
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # RequestIdMiddleware already writes a line for a page not found or refused.
        "django.request": {"level": "ERROR"},
        # Warns that HEAD has no body, which HTTP asks for.
        "gunicorn.http.wsgi": {"level": "ERROR"},
        # Names and addresses of people who mistyped a password belong in the trail only.
        "axes": {"level": "CRITICAL"},
        # Says of every glyph missing from a font that it is missing.
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}
# The server of mail. Nothing is sent before an administrator switches the channel on, too.
EMAIL_HOST = env.str("EMAIL_HOST", default="")
EMAIL_PORT = env.int("EMAIL_PORT", default=465)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=True)
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"

# An installation for the public alone, see config/public_only.py

PUBLIC_ONLY = env.bool("PUBLIC_ONLY", default=False)
if PUBLIC_ONLY:
    globals().update(public_only.narrowed(globals()))

if IN_PRODUCTION and (reasons := refusals(globals())):
    raise ImproperlyConfigured("正式环境没有启动：\n- " + "\n- ".join(reasons))

# What the foot of the public site says about who runs it; what is not given is left out. `url` is
# where it stands (https://…), for the codes on printed documents; without it they carry none.
PUBLIC_SITE = (demo_site.foot(PORT) if DEMO else {}) | {
    name: value
    for name in ("name", "owner", "contact", "address", "record", "police", "code", "url")
    if (value := env.str(f"SITE_{name.upper()}", default=""))
}
