"""People, their accounts (system administrator) and their permissions (security administrator)."""

from django import forms
from django.contrib import admin
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)

from registry.access.accounts import (
    change_permissions,
    disable_account,
    enable_account,
    open_account,
)
from registry.access.actors import actor_of
from registry.access.passwords import give_initial_password
from registry.organisation.models import Account, AdminRole, Person

from .rights import RoleAdmin, titled

PROFILE_FIELDS = ["unit", "name", "title"]
ACCOUNT_FIELDS = ["username", "initial_password", "is_active"]
PERMISSION_FIELDS = ["admin_role", "is_staff"]


class PersonForm(forms.ModelForm):
    """A person and, where wanted, the account: name, initial password, in use or not."""

    username = forms.CharField(label="登录名", max_length=150, required=False)
    initial_password = forms.CharField(
        label="初始密码",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    is_active = forms.BooleanField(
        label="账号启用",
        required=False,
        initial=True,
        help_text="取消勾选即停用：对方下一次点击就会退出，也不能再登录。",
    )

    class Meta:
        model = Person
        fields = PROFILE_FIELDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["initial_password"].help_text = (
            "留空表示不改。本人第一次登录时必须换掉。" + password_validators_help_text_html()
        )
        if self.instance.account_id:
            self.fields["username"].initial = self.instance.account.username
            self.fields["username"].disabled = True
            self.fields["is_active"].initial = self.instance.account.is_active

    def clean_username(self):
        username = Account.normalize_username(self.cleaned_data["username"])
        if username and not self.instance.account_id:
            check_username(username)
            if Account.objects.filter(username__iexact=username).exists():
                raise forms.ValidationError("这个登录名已有人使用，请换一个。")
        return username

    def clean(self):
        data = super().clean()
        username, password = data.get("username"), data.get("initial_password")
        if password and not username:
            self.add_error("username", "设置初始密码时，请同时填写登录名。")
        elif username and not password and not self.instance.account_id:
            self.add_error("initial_password", "新开账号要设一个初始密码。")
        elif password:
            self._check_password(password, username)
        return data

    def _check_password(self, password, username):
        account = self.instance.account if self.instance.account_id else Account(username=username)
        try:
            validate_password(password, account)
        except forms.ValidationError as refusal:
            self.add_error("initial_password", refusal)


def check_username(username):
    try:
        Account._meta.get_field("username").run_validators(username)
    except forms.ValidationError:
        raise forms.ValidationError(
            "登录名只能用文字、数字和 @ . + - _ 这几种符号，中间不要有空格。"
        ) from None


class PermissionForm(forms.ModelForm):
    """What the security administrator gives: a role of the three, and entry to the stock admin."""

    is_staff = forms.BooleanField(
        label="可进入后台设置",
        required=False,
        help_text="进入后台不等于能看业务内容；看什么、办什么仍由岗位和席位决定。",
    )
    by = None

    class Meta:
        model = Person
        fields = ["admin_role"]
        error_messages = {
            "admin_role": {"unique": "这个管理员角色已有人担任，请先收回，再授予新人。"}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.account_id:
            self.fields["is_staff"].initial = self.instance.account.is_staff
        else:
            self.fields["is_staff"].disabled = True

    def clean(self):
        if self.by is not None and self.by.pk == self.instance.pk:
            raise forms.ValidationError("不能变更自己的权限，请由另一位管理员办理。")
        return super().clean()


class SetupForm(PermissionForm, PersonForm):
    """Both at once, for the superuser of the first hour, who is nobody's colleague."""

    class Meta(PermissionForm.Meta):
        fields = [*PROFILE_FIELDS, "admin_role"]


@admin.register(Person)
class PersonAdmin(RoleAdmin):
    """Two administrators meet here: one opens accounts, the other gives permissions."""

    list_display = ["name", "unit", "title", "account", "account_state", "admin_role"]
    list_filter = [
        "admin_role",
        ("account__is_active", titled("账号启用")),
        ("account__is_staff", titled("可进入后台设置")),
    ]
    list_select_related = ["unit", "account"]
    search_fields = ["name", "account__username", "unit__name", "unit__code"]
    search_help_text = "按姓名、登录名、单位名称或代码查找"
    autocomplete_fields = ["unit"]

    @admin.display(description="账号状态")
    def account_state(self, person):
        if not person.account_id:
            return "没有账号"
        return "启用" if person.account.is_active else "已停用"

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) or _is_security(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_form(self, request, obj=None, **kwargs):
        form = self._form_for(request, obj)
        built = super().get_form(request, obj, **{**kwargs, "form": form, "fields": None})
        built.by = request.person
        return built

    def get_fieldsets(self, request, obj=None):
        form = self._form_for(request, obj)
        sets = [(None, {"fields": PROFILE_FIELDS})]
        if issubclass(form, PersonForm):
            sets.append(("登录账号", {"fields": ACCOUNT_FIELDS}))
        if issubclass(form, PermissionForm):
            sets.append(("权限", {"fields": PERMISSION_FIELDS}))
        return sets

    def get_readonly_fields(self, request, obj=None):
        return PROFILE_FIELDS if self._form_for(request, obj) is PermissionForm else []

    def save_model(self, request, obj, form, change):
        by = actor_of(request)
        if isinstance(form, PersonForm):
            super().save_model(request, obj, form, change)
            save_account(obj, form.cleaned_data, by)
        if isinstance(form, PermissionForm) and set(form.changed_data) & set(PERMISSION_FIELDS):
            change_permissions(
                person=obj,
                admin_role=form.cleaned_data["admin_role"],
                is_staff=form.cleaned_data["is_staff"],
                by=by,
            )

    def _form_for(self, request, obj):
        if request.user.is_superuser and obj:
            return SetupForm
        return PermissionForm if obj and _is_security(request) else PersonForm


def save_account(person, data, by):
    """What the form says of the account: opened, given a new password, stopped or started."""
    if not person.account_id:
        if data["username"]:
            open_account(
                person=person,
                username=data["username"],
                encoded=make_password(data["initial_password"]),
                by=by,
            )
        return
    if data["initial_password"]:
        encoded = make_password(data["initial_password"])
        give_initial_password(account=person.account, encoded=encoded, by=by)
    if person.account.is_active and not data["is_active"]:
        disable_account(person=person, by=by)
    elif data["is_active"] and not person.account.is_active:
        enable_account(person=person, by=by)


def _is_security(request):
    return request.person is not None and request.person.admin_role == AdminRole.SECURITY
