"""The two sets of password rules an installation chooses from; read by the settings.

"classified" follows 等保 (classes of characters, age, history); "modern" asks for length and
refuses known passwords. The two contradict each other, so there is no mixture.
"""

from typing import Any

_DJANGO = "django.contrib.auth.password_validation."
_OURS = "registry.access.password_rules."


def _rule(name, **options):
    return {"NAME": name, "OPTIONS": options} if options else {"NAME": name}


PROFILES: dict[str, dict[str, Any]] = {
    "classified": {
        "AUTH_PASSWORD_VALIDATORS": [
            _rule(_DJANGO + "MinimumLengthValidator", min_length=10),
            _rule(_OURS + "CharacterClasses", at_least=3),
            _rule(_OURS + "WithoutUserName"),
            _rule(_DJANGO + "CommonPasswordValidator"),
            _rule(_OURS + "NotUsedBefore"),
        ],
        "PASSWORD_MAX_AGE_DAYS": 90,
        "PASSWORD_HISTORY": 5,
    },
    "modern": {
        "AUTH_PASSWORD_VALIDATORS": [
            _rule(_DJANGO + "MinimumLengthValidator", min_length=12),
            _rule(_OURS + "WithoutUserName"),
            _rule(_DJANGO + "CommonPasswordValidator"),
        ],
        "PASSWORD_MAX_AGE_DAYS": None,
        "PASSWORD_HISTORY": 0,
    },
}
