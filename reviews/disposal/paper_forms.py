"""What the office enters from paper, word for word."""

from django import forms
from django.utils import timezone

from registry.files.signed_sheets import SheetForm
from registry.organisation.models import Person

from . import from_paper
from .forms import SeveralFiles, SeveralFilesInput, text_field

AS_WRITTEN = "照纸上写的录入，不改字句。"


class SignSheetForm(SheetForm):
    person = forms.ModelChoiceField(
        label="签字人",
        queryset=Person.objects.none(),
        empty_label=None,
        error_messages={"required": "请选签字的人。"},
    )
    field_order = ("person", "signed_on", "analysis", "commitment", "plan", "said", "uploads")

    def __init__(self, *args, people, act, **kwargs):
        super().__init__(*args, **kwargs)
        self.since = timezone.localdate(act.issued_at)
        self.fields["person"].queryset = Person.objects.filter(pk__in=[each.pk for each in people])


class ReplySheetForm(SignSheetForm):
    analysis = text_field("原因分析", required="请录入原因分析。", help_text=AS_WRITTEN)
    commitment = text_field("承诺", required="请录入承诺。", rows=3, help_text=AS_WRITTEN)
    plan = text_field("整改计划", required="请录入整改计划。", help_text=AS_WRITTEN)


class RectifySheetForm(SignSheetForm):
    said = text_field("整改情况", required="请录入整改情况。", help_text=AS_WRITTEN)
    uploads = SeveralFiles(
        label="整改材料",
        help_text="PDF、DOCX、PNG、JPG，可以一次选几个，每个不超过 20 MB。",
        widget=SeveralFilesInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg"}),
        error_messages={
            "required": "请至少附一份能说明整改情况的材料。",
            "empty": "文件是空的，请检查。",
        },
    )


FORMS = {
    from_paper.SIGN: SignSheetForm,
    from_paper.REPLY: ReplySheetForm,
    from_paper.RECTIFY: RectifySheetForm,
}
