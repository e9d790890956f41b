"""What is to be the same in many rows, and which rows are meant."""

from django import forms

from powers.kinds.choosing import choices_of, kinds_for
from powers.models import PowerVersion
from registry.organisation.models import Section

from .planning import Wish

TICKED, FOUND = "ticked", "found"


class WishForm(forms.Form):
    """What is left empty stays as each row has it. Shown again with what it would change; the
    confirmation compares a fingerprint of that."""

    scope = forms.ChoiceField(
        label="改哪些",
        choices=[(TICKED, "下面勾选的"), (FOUND, "这个条件下的全部")],
        widget=forms.RadioSelect,
        initial=TICKED,
        error_messages={"required": "请选择改勾选的，还是改全部。"},
    )
    kind = forms.ChoiceField(label="职权类型", required=False)
    visibility = forms.ChoiceField(
        label="公开范围", choices=[("", "不改"), *PowerVersion.Visibility.choices], required=False
    )
    served = forms.ChoiceField(
        label="服务对象",
        choices=[("", "不改"), *PowerVersion.Served.choices],
        required=False,
        help_text="只有外部职权有服务对象。",
    )
    ground = forms.CharField(
        label="不公开的理由",
        required=False,
        max_length=200,
        help_text="只在选“不公开”时填写。例：国家秘密、商业秘密、个人隐私",
    )
    sections = forms.ModelMultipleChoiceField(
        label="承办科室",
        queryset=Section.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选就是不改。",
    )
    beside = forms.BooleanField(label="加在原有的承办科室旁边，不替换", required=False)
    why = forms.CharField(
        label="调整理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写在每一行和现行内容不同的职权上，审核人会看到。例：按机构调整更换承办科室",
        error_messages={"required": "请写明为什么调整，审核人要看。"},
    )

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        (_, _), *kinds = choices_of(kinds_for(unit))
        self.fields["kind"].choices = [("", "不改"), *kinds]
        self.fields["sections"].queryset = unit.sections.filter(closed_on__isnull=True)

    def clean(self):
        cleaned = super().clean()
        withheld = cleaned.get("visibility") == PowerVersion.Visibility.WITHHELD
        if withheld and not cleaned.get("ground"):
            self.add_error("ground", "不公开的职权请写明理由，如国家秘密、商业秘密、个人隐私。")
        if not any(cleaned.get(name) for name in ("kind", "visibility", "served", "sections")):
            self.add_error(None, "请至少选一样要改的：职权类型、公开范围、服务对象或承办科室。")
        return cleaned

    @property
    def wish(self):
        cleaned = self.cleaned_data
        withheld = cleaned["visibility"] == PowerVersion.Visibility.WITHHELD
        return Wish(
            kind=cleaned["kind"],
            visibility=cleaned["visibility"],
            served=cleaned["served"],
            ground=cleaned["ground"] if withheld else "",
            sections=tuple(section.pk for section in cleaned["sections"]),
            beside=cleaned["beside"],
        )
