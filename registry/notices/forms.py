"""The forms around mail: the channel, a test, what somebody wants for themselves; robots of group
chats.
"""

from django import forms

from registry.organisation.models import Unit

from . import mailing, robots
from .models import DigestWish, MailChannel, Webhook


class ChannelForm(forms.ModelForm):
    use_required_attribute = False

    site = forms.URLField(
        label="本系统的网址",
        required=False,
        assume_scheme="https",
        help_text="邮件里的链接从这里开始，例如 https://fangkong.example.gov.cn。",
    )

    class Meta:
        model = MailChannel
        fields = ("is_on", "sender", "site")
        help_texts = {
            "is_on": "关着的时候，系统不连任何邮件服务器。",
            "sender": "收件人看到的发件人，例如 fangkong@example.gov.cn。",
        }

    def clean(self):
        asked = super().clean()
        for name in ("sender", "site") if asked.get("is_on") else ():
            if not asked.get(name) and name not in self.errors:
                self.add_error(name, "开通以前请先填写。")
        return asked


class TrialForm(forms.Form):
    use_required_attribute = False

    to = forms.EmailField(
        label="发一封测试邮件到", error_messages={"required": "请写收测试邮件的邮箱。"}
    )


class WishForm(forms.ModelForm):
    use_required_attribute = False

    class Meta:
        model = DigestWish
        fields = ("frequency", "address")
        widgets = {"frequency": forms.RadioSelect}
        help_texts = {"address": "请填自己的工作邮箱。邮件里只有件数和种类，没有姓名和内容。"}

    def clean(self):
        asked = super().clean()
        wants = asked.get("frequency") != DigestWish.Frequency.OFF
        if wants and not asked.get("address") and "address" not in self.errors:
            self.add_error("address", "请写收邮件的邮箱，或者选“不发”。")
        return asked


class WebhookForm(forms.ModelForm):
    """What is secret is typed and never shown again; left empty, what was set stays."""

    use_required_attribute = False

    unit = forms.ModelChoiceField(
        label="哪个单位的群",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="全部单位",
        help_text="选一个单位，群里只提醒这个单位和下属单位的事。",
    )
    kind = forms.ChoiceField(
        label="哪一种",
        choices=Webhook.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一种。"},
    )
    address = forms.CharField(
        label="机器人的地址",
        required=False,
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="在群设置里添加机器人以后，把给出的 Webhook 地址整个粘贴进来。",
    )
    secret = forms.CharField(
        label="加签密钥（只有钉钉有）",
        required=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="钉钉机器人的安全设置请选“加签”，把 SEC 开头的一串粘贴进来。",
    )

    class Meta:
        model = Webhook
        fields = ("unit", "kind", "is_on")
        help_texts = {"is_on": "关着的时候，系统不连企业微信和钉钉。"}

    field_order = ("unit", "kind", "address", "secret", "is_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._was = self.instance.kind, self.instance.token, self.instance.secret
        self.fields["unit"].queryset = Unit.objects.open().order_by("path")
        if self.instance.pk:
            kept = "已经设置，不再显示。要换就粘贴新的，不换就空着。"
            self.fields["address"].help_text = kept
            if self.instance.secret:
                self.fields["secret"].help_text = kept

    def clean(self):
        asked = super().clean()
        kind = asked.get("kind")
        if not kind:
            return asked
        self.instance.token = self._key(kind, asked.get("address", ""))
        self.instance.secret = self._secret(kind, asked.get("secret", ""))
        if asked.get("is_on") and not mailing.site():
            self.add_error("is_on", "请先在“邮件提醒”里填写本系统的网址，群里的链接要用它。")
        return asked

    def _key(self, kind, address):
        was, token, _ = self._was
        if not address and token and kind == was:
            return token
        key = robots.key_in(kind, address)
        if key is None:
            begins = robots.KINDS[kind].begins
            self.add_error("address", f"请粘贴机器人的完整地址，应该以 {begins} 开头。")
        return key or token

    def _secret(self, kind, secret):
        was, _, kept = self._was
        if kind != Webhook.Kind.DINGTALK:
            return ""
        secret = secret.strip() or (kept if kind == was else "")
        if not secret:
            self.add_error("secret", "钉钉机器人请用“加签”，把加签密钥粘贴进来。")
        return secret
