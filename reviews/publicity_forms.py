"""Forms of the office for a running publicity."""

from django import forms

from .models import PublicityExtension
from .publicity import LONGEST_EXTENSION


class ExtensionForm(forms.Form):
    """`instead_of`: the last day as the page showed it; what moved meanwhile is not extended."""

    use_required_attribute = False

    instead_of = forms.DateField(widget=forms.HiddenInput)
    days = forms.IntegerField(
        label="延长几个工作日",
        min_value=1,
        max_value=LONGEST_EXTENSION,
        help_text="从原定的最后一天往后数；公示只能延长，不能缩短。",
        error_messages={
            "required": "请填延长的工作日数，如 3。",
            "invalid": "请填数字，如 3。",
            "min_value": "至少延长 1 个工作日；公示不能缩短。",
            "max_value": f"一次最多延长 {LONGEST_EXTENSION} 个工作日。",
        },
    )
    why = forms.CharField(
        label="理由",
        max_length=PublicityExtension._meta.get_field("why").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="会显示在公示页面、公告和公示情况报告里，请不要写个人信息。",
        error_messages={"required": "请写一句延长的理由。"},
    )
