"""Sign-in and change of password."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


class SignInForm(AuthenticationForm):
    """One message whatever was wrong: whether the account exists must not be told."""

    error_messages = {
        "invalid_login": "登录名或密码不对，请检查后再试。连续输错几次会暂停登录一会儿。",
        "inactive": "登录名或密码不对，请检查后再试。连续输错几次会暂停登录一会儿。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "登录名"
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].label = "密码"
        self.fields["username"].error_messages["required"] = "请填写登录名。"
        self.fields["password"].error_messages["required"] = "请填写密码。"


class ChangePasswordForm(PasswordChangeForm):
    error_messages = {
        "password_mismatch": "两次输入的新密码不一样，请重新输入。",
        "password_incorrect": "当前密码不对，请重新输入。",
    }
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "当前密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password2"].label = "再输一次新密码"
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写{field.label}。"
        self.fields["new_password2"].error_messages["required"] = "请再输一次新密码。"

    def clean(self):
        """As Django does it, with what the rules say shown beside the first of the two fields."""
        self.validate_passwords("new_password1", "new_password2")
        self.validate_password_for_user(self.user, "new_password1")
        return forms.Form.clean(self)
