"""The forms around mail: the channel, a test, and what somebody wants for themselves."""

from django import forms

from .models import DigestWish, MailChannel


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
