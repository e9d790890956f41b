"""纸质补录: an office enters what somebody without an account signed on paper.

Who has an account acts on screen: nobody clicks for them. The form is the same everywhere; which
row points to the sheet, and who may enter it, is the caller's matter.
"""

from django import forms
from django.utils import timezone

from registry.tables.text import chinese_date

from .models import SignedSheet
from .storing import check_scan, store

HAS_ACCOUNT = "{}有登录账号，请由本人在系统里办理，不用补录。"
SCAN_HELP = "用手机可以直接拍照；也可以选 PDF、PNG 或 JPG 文件，不超过 20 MB。"


def scan_input():
    """A file of the kinds of `check_scan`; a phone offers its camera beside its files.

    Without `capture`, which would open the camera and leave no choice.
    """
    return forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"})


class SheetForm(forms.Form):
    """When it was signed, and the scan of it. `since`: the day on which there was something to
    sign; None: any.
    """

    since = None

    signed_on = forms.DateField(
        label="签署日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写纸质表上的签署日期。"},
    )
    scan = forms.FileField(
        label="签字页扫描件",
        widget=scan_input(),
        help_text=SCAN_HELP,
        error_messages={"required": "请上传签字页的扫描件。"},
    )

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("签署日期不能晚于今天。")
        if self.since and day < self.since:
            raise forms.ValidationError(
                f"签署日期不能早于 {chinese_date(self.since)}，那时还没有这份材料。"
            )
        return day

    def clean_scan(self):
        scan = self.cleaned_data["scan"]
        check_scan(scan, scan.name)
        return scan


def keep_sheet(*, signed_on, scan, by):
    """The sheet with its scan put away, in the transaction of what it proves."""
    content_type = check_scan(scan, scan.name)
    kept = store(stream=scan, name=scan.name, content_type=content_type, by=by)
    return SignedSheet.objects.create(
        signed_on=signed_on, scan=kept, recorded_by=by, recorded_at=timezone.now()
    )
