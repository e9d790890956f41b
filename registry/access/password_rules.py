"""What a new password must satisfy; which rules count is chosen by PASSWORD_PROFILE."""

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from .passwords import was_used_before

# (what it is called, whether a character belongs to it)
CLASSES = [
    ("大写字母", lambda c: "A" <= c <= "Z"),
    ("小写字母", lambda c: "a" <= c <= "z"),
    ("数字", lambda c: "0" <= c <= "9"),
    ("符号", lambda c: not (c.isascii() and c.isalnum())),
]


class LongEnough:
    """At least so many characters."""

    def __init__(self, at_least):
        self.at_least = at_least

    def validate(self, password, user=None):
        if len(password) < self.at_least:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self):
        return f"密码至少 {self.at_least} 个字符。"


class NotCommon(CommonPasswordValidator):
    """None of the passwords that everybody tries first."""

    def get_error_message(self):
        return "这个密码太常见，容易被猜到，请换一个。"

    def get_help_text(self):
        return "不要用常见的密码。"


class CharacterClasses:
    """At least so many of: capital letters, small letters, digits, other characters."""

    def __init__(self, at_least=3):
        self.at_least = at_least

    def validate(self, password, user=None):
        present = sum(any(belongs(c) for c in password) for _, belongs in CLASSES)
        if present < self.at_least:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self):
        names = "、".join(name for name, _ in CLASSES)
        return f"密码要包含{names}中的至少 {self.at_least} 种。"


class WithoutUserName:
    """The user name, forwards or backwards, must not be part of the password."""

    def validate(self, password, user=None):
        name = (user.get_username() if user else "").lower()
        if len(name) >= 3 and (name in password.lower() or name[::-1] in password.lower()):
            raise ValidationError(self.get_help_text(), code="password_has_user_name")

    def get_help_text(self):
        return "密码里不要出现登录名。"


class NotUsedBefore:
    """None of the last passwords again (PASSWORD_HISTORY of them, the present one included)."""

    def validate(self, password, user=None):
        if user is not None and was_used_before(user, password):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self):
        return f"不要使用最近 {settings.PASSWORD_HISTORY} 次用过的密码。"
