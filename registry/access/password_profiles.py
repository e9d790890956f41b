"""The two sets of password rules an installation chooses from; read by the settings.

"classified" follows 等保 (classes of characters, age, history); "modern" asks for length and
refuses known passwords. The two contradict each other, so there is no mixture.
"""

from typing import Any


def _rule(name, **options):
    return {"NAME": f"registry.access.password_rules.{name}", "OPTIONS": options}


PROFILES: dict[str, dict[str, Any]] = {
    "classified": {
        "AUTH_PASSWORD_VALIDATORS": [
            _rule("LongEnough", at_least=10),
            _rule("CharacterClasses", at_least=3),
            _rule("WithoutUserName"),
            _rule("NotCommon"),
            _rule("NotUsedBefore"),
        ],
        "PASSWORD_MAX_AGE_DAYS": 90,
        "PASSWORD_HISTORY": 5,
    },
    "modern": {
        "AUTH_PASSWORD_VALIDATORS": [
            _rule("LongEnough", at_least=12),
            _rule("WithoutUserName"),
            _rule("NotCommon"),
        ],
        "PASSWORD_MAX_AGE_DAYS": None,
        "PASSWORD_HISTORY": 0,
    },
}
