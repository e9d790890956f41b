"""The form of one catalogue row: core fields first, everything else folded with defaults."""

from django import forms

from registry.organisation.models import Section
from registry.papers.stamps import StampedForm

from .bases import plain_law, split_bases
from .checklist import default_visibility, faults
from .kinds.choosing import choices_of, kinds_for, misfit
from .models import PowerBasis, PowerVersion

CORE = ("name", "side", "kind", "sections")
HANDLING = ("handling_body", "time_limit", "supervision_channel")
FOLDED = (
    "exercising_body",
    "content",
    "conditions",
    "procedure",
    "steps",
    "disposition",
    "visibility",
    "ground",
)
MOST_STEPS = 40


def _line(name, help_text, *, required=False, model=PowerVersion, label=""):
    """A one-line field as long as its column."""
    column = model._meta.get_field(name)
    label = label or str(column.verbose_name)
    return forms.CharField(
        label=label,
        required=required,
        max_length=column.max_length,
        help_text=help_text,
        error_messages={
            "required": f"请填写{label}。",
            "max_length": f"{label}请控制在 {column.max_length} 个字以内。",
        },
    )


def _text(name, help_text, rows=2):
    column = PowerVersion._meta.get_field(name)
    return forms.CharField(
        label=str(column.verbose_name),
        required=False,
        max_length=5000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"{column.verbose_name}请控制在 5000 个字以内。"},
    )


class PowerForm(StampedForm):
    name = _line(
        "name",
        "照依据的说法写，简短，并看得出权力的性质（审核、审批、决定……）。例：学生学籍变动审核",
        required=True,
    )
    side = forms.ChoiceField(
        label="内外部",
        choices=PowerVersion.Side,
        widget=forms.RadioSelect,
        help_text="面向学生、家长和社会的是外部职权；人事、经费、项目等“三重一大”是内部职权。",
        error_messages={"required": "请选择是外部职权还是内部职权。"},
    )
    kind = forms.ChoiceField(
        label="职权类型",
        choices=(),
        help_text="学校的多数职权属于行政确认、行政奖励或其他职权；拿不准就选“其他职权”。",
        error_messages={"required": "请选择职权类型，拿不准就选“其他职权”。"},
    )
    served = forms.ChoiceField(
        label="服务对象",
        choices=[("", "没有（内部职权），或者还没写"), *PowerVersion.Served.choices],
        required=False,
        help_text="面向谁办：学生、家长、教师个人是自然人，企业、学校、社团是法人和其他组织。群众可以按它查找。",
    )
    sections = forms.ModelMultipleChoiceField(
        label="承办科室",
        queryset=Section.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="几个科室共同承办的，职权只列一项，在这里一起选上。提交前至少选一个。",
    )
    code = _line("code", "上级或编办给过编码的照抄，没有就空着。")
    handling_body = _line("handling_body", "具体由谁办。例：教务处学籍管理员")
    time_limit = _line("time_limit", "例：受理后五个工作日")
    supervision_channel = _line("supervision_channel", "群众向哪里反映。例：校务公开栏、校长信箱")
    supervision_phone = _line("supervision_phone", "会照原样公开，请写办公电话，不写个人手机。")
    supervision_address = _line("supervision_address", "到哪里当面反映。例：行政楼 203 室")
    supervision_email = _line("supervision_email", "请写单位的公用邮箱。")
    exercising_body = _line("exercising_body", "以谁的名义行使，不填就是本单位。")
    content = _text("content", "一两句话说明管什么。")
    conditions = _text("conditions", "符合什么条件可以办。")
    procedure = _text("procedure", "怎么办、要什么材料，可以照依据摘录。")
    steps = forms.CharField(
        label="办理环节",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="每行写一个环节，按先后顺序。例：受理、审核、公示、办结，各占一行。"
        "谁办、几天办、有几种结果，在“流程图”页面里写。",
    )
    disposition = forms.ChoiceField(
        label="清理意见",
        choices=PowerVersion.Disposition,
        required=False,
        help_text="多数职权是“保留”；可以交给下级、转出或改为事后监督的，在这里提出。",
    )
    visibility = forms.ChoiceField(
        label="公开范围",
        choices=[
            ("", "照常（外部职权面向社会，内部职权单位内部）"),
            *PowerVersion.Visibility.choices,
        ],
        required=False,
        help_text="外部职权要全部面向社会公开，确实涉密的才选“不公开”。",
    )
    ground = _line("ground", "只在选“不公开”时填写。例：国家秘密、商业秘密、个人隐私")
    why = forms.CharField(
        label="调整理由",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="和现行内容不一样时写明为什么改，审核人会看到。例：依据2026年修订的学籍办法",
    )

    def __init__(self, *args, unit, base=None, kind="", **kwargs):
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.kinds = {each.code: each for each in kinds_for(unit, kind)}
        self.fields["kind"].choices = choices_of(self.kinds.values())
        self.fields["sections"].queryset = unit.sections.filter(closed_on__isnull=True)
        if base is None:
            del self.fields["why"]

    def clean_steps(self):
        steps = [" ".join(line.split()) for line in self.cleaned_data["steps"].splitlines()]
        steps = [step for step in steps if step]
        if len(steps) > MOST_STEPS:
            raise forms.ValidationError(f"环节请控制在 {MOST_STEPS} 个以内，相近的可以合并。")
        return steps

    def clean_exercising_body(self):
        return self.cleaned_data["exercising_body"] or self.unit.name

    def clean_disposition(self):
        return self.cleaned_data["disposition"] or PowerVersion.Disposition.KEEP

    def clean(self):
        cleaned = super().clean()
        kind = self.kinds.get(cleaned.get("kind"))
        if kind and "side" in cleaned and not kind.fits(cleaned["side"]):
            self.add_error("kind", misfit(kind))
        if not cleaned.get("visibility") and "side" in cleaned:
            cleaned["visibility"] = default_visibility(cleaned["side"])
        if not self.errors:
            cleaned["ground"] = cleaned["ground"] if cleaned["visibility"] == "withheld" else ""
            for fault in faults(cleaned):
                self.add_error(fault.field, fault.text)
        return cleaned


class BasisForm(forms.Form):
    law = _line("law", "", model=PowerBasis, label="法律法规或文件名称")
    article = _line("article", "", model=PowerBasis, label="条款")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["law"].required = False

    def clean(self):
        """《教育法》第二十八条 written into one field is parted; an article alone needs its law."""
        cleaned = super().clean()
        law, article = cleaned.get("law", ""), cleaned.get("article", "")
        if article and not law and "law" not in self.errors:
            self.add_error("law", "请写明这一条出自哪部法律法规或文件。")
        if law and not article:
            parts = split_bases(law)
            if len(parts) == 1:
                law, cleaned["article"] = parts[0]
        cleaned["law"] = plain_law(law)
        return cleaned


class BaseBases(forms.BaseFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.row_label = f"法律依据第 {(index or 0) + 1} 条"
        form.fields["DELETE"].label = "删去这一条"

    def content(self):
        """The bases that stay, blanks and repetitions left out."""
        kept = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        pairs = dict.fromkeys((row["law"], row["article"]) for row in kept if row.get("law"))
        return [{"law": law, "article": article} for law, article in pairs]


def bases_formset(extra):
    return forms.formset_factory(
        BasisForm,
        formset=BaseBases,
        extra=extra,
        can_delete=True,
        max_num=30,
        validate_max=True,
        absolute_max=60,
    )


class StrikeForm(StampedForm):
    """Why a power goes out of force."""

    why = forms.CharField(
        label="销号的理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="审核人和以后查阅的人会看到。例：该项审批已上收区教育体育局（依据文号）",
        error_messages={"required": "请写明为什么销号，审核人要看。"},
    )


class ConfirmForm(StampedForm):
    """Nothing to fill in, but the row must still be the one that was shown."""
