"""PUBLIC_ONLY=1: an installation that shows publications and can do nothing else.

No sign-in, no admin, no session, no form token, no worker: what is not there needs no guarding. Its
account in the database may read `reviews.public_role.TABLES` and write nothing.
"""

from collections.abc import Mapping
from typing import Any

ROOT_URLCONF = "config.public_urls"
MIDDLEWARE = (
    "config.request_id.RequestIdMiddleware",
    "config.proxy.TrustedProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "reviews.views.public.keeping.KeptPagesMiddleware",
)
LEFT_OUT = (
    "registry.access.apps.DeskAdminConfig",
    "django.contrib.sessions",
    "django.contrib.messages",
)
CONTEXT_PROCESSORS = ["django.template.context_processors.request"]
# Without forms there is nothing to forge, without sign-in nobody to lock out.
SILENCED = ["security.W003", "axes.W002", "axes.W003"]


def narrowed(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that differ from those of a whole installation, by name."""
    (engine,) = settings["TEMPLATES"]
    options = {**engine["OPTIONS"], "context_processors": CONTEXT_PROCESSORS}
    return {
        "PUBLIC_ONLY": True,
        "ROOT_URLCONF": ROOT_URLCONF,
        "MIDDLEWARE": [name for name in settings["MIDDLEWARE"] if name in MIDDLEWARE],
        "INSTALLED_APPS": [name for name in settings["INSTALLED_APPS"] if name not in LEFT_OUT],
        "TEMPLATES": [{**engine, "OPTIONS": options}],
        "AUTHENTICATION_BACKENDS": [],
        "NAVIGATION_COUNTS": {},
        "SILENCED_SYSTEM_CHECKS": [*settings["SILENCED_SYSTEM_CHECKS"], *SILENCED],
    }
