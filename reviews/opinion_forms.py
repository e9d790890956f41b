"""Giving an opinion on a publicity, finding it again, answering it."""

from django import forms

from .models import OpinionAnswer
from .opinions import new_receipt, plain_receipt, receipt_in

LONGEST = 2000
NAMED, UNNAMED = "named", "unnamed"


class GivenForm(forms.Form):
    """What is asked of whoever gives an opinion; `publication`: whose rows a number names."""

    use_required_attribute = False

    receipt = forms.CharField(required=False, widget=forms.HiddenInput)
    row = forms.IntegerField(
        label="对第几条",
        required=False,
        min_value=1,
        help_text="填公示表里的序号；对整个公示有意见的，留空。",
        error_messages={"invalid": "请填序号，如 3。", "min_value": "序号从 1 开始。"},
    )
    text = forms.CharField(
        label="意见",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="哪里不准确、漏了什么、怎样改更好。说事不说人。",
        error_messages={
            "required": "请写一句您的意见。",
            "max_length": f"请写在 {LONGEST} 字以内。",
        },
    )

    def __init__(self, *args, publication, **kwargs):
        super().__init__(*args, **kwargs)
        self.publication = publication

    def clean_receipt(self):
        """Of a receipt that is none of this publicity the page drawn again carries a fresh one."""
        found = receipt_in(self.cleaned_data["receipt"], self.publication)
        if found is None:
            self.data = self.data.copy()
            self.data[self.add_prefix("receipt")] = new_receipt(self.publication)
            raise forms.ValidationError("还没有提交成功。您写的都还在，请再按一次。")
        return found

    def clean_row(self):
        number = self.cleaned_data["row"]
        if number is None:
            return None
        row = self.publication.rows.filter(position=number).first()
        if row is None:
            most = self.publication.row_count
            raise forms.ValidationError(f"这次公示只有 {most} 条，请核对序号。")
        return row


class OpinionForm(GivenForm):
    naming = forms.ChoiceField(
        label="署名",
        choices=[(NAMED, "署名"), (UNNAMED, "不署名")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择署名，还是不署名。"},
    )


class ReceiptForm(forms.Form):
    """Asked by POST: a receipt number does not belong into an address or a log."""

    use_required_attribute = False

    receipt = forms.CharField(
        label="回执号",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "请填回执号。"},
    )

    def clean_receipt(self):
        return plain_receipt(self.cleaned_data["receipt"])


class AnswerForm(forms.Form):
    use_required_attribute = False

    outcome = forms.ChoiceField(
        label="结论",
        choices=OpinionAnswer.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择采纳、部分采纳，还是不采纳。"},
    )
    reply = forms.CharField(
        label="答复",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写给提意见的人看：感谢什么，改了什么；不采纳的，把道理说清楚。",
        error_messages={
            "required": "请写明答复。",
            "max_length": f"请写在 {LONGEST} 字以内。",
        },
    )


class TogetherForm(AnswerForm):
    """One answer for several; `theirs`: the opinions that the person answers. One answered since
    stays among them, so that it is said who did, and nothing is written.
    """

    opinion = forms.ModelMultipleChoiceField(
        label="答复哪几条",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请勾选要一起答复的意见。",
            "invalid_choice": "所选的意见不在这次公示里，请重新勾选。",
        },
    )
    field_order = ["opinion", "outcome", "reply"]

    def __init__(self, *args, theirs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opinion"].queryset = theirs
