"""Forms of warnings and disposal: narrowing, to whom, what is asked, answer, judgement."""

from uuid import uuid4

from django import forms
from django.utils import timezone

from registry.files.storing import check_text
from registry.organisation.models import Post, Seat, Unit
from registry.organisation.unit_choice import UnitChoiceForm
from registry.papers.stamps import StampedForm
from registry.standing.fields import day_field
from risks.models import RiskPoint

from .models import FollowUp, LadderStep, WarningColour
from .models.warnings import RED

LONGEST = 2000
UNIT_ITSELF = "unit"
PASSED, REDONE, RAISED = "passed", "redone", "raised"
WORDED = (FollowUp.Kind.LEVEL, FollowUp.Kind.MEASURE)
LONGEST_REASON = 200
YEARS_FILED = 5


def text_field(label, *, required, rows=4, help_text="", is_required=True):
    return forms.CharField(
        label=label,
        required=is_required,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required, "max_length": f"请写在 {LONGEST} 字以内。"},
    )


class WhomForm(UnitChoiceForm):
    """First the unit, then the post in it, or the unit itself."""

    whom = forms.ChoiceField(label="岗位", required=False)
    field_order = ("unit_named", "unit", "whom")

    def __init__(self, data, *, units, own_posts):
        super().__init__(data)
        self.offer_units(units, empty="请选择单位")
        first = next(iter(self.place.offered), None)
        self.unit = self.place.chosen or (None if self.place.several else first)
        posts = Post.objects.filter(unit=self.unit, closed_on__isnull=True).exclude(
            pk__in=own_posts
        )
        self._posts = {
            str(post.pk): post
            for post in posts.select_related("unit", "section").order_by("section__order", "pk")
        }
        whole = [(UNIT_ITSELF, "单位（整个单位）")] if self.unit else []
        named = [(key, post_name(post)) for key, post in self._posts.items()]
        self.fields["whom"].choices = [("", "请选择岗位"), *whole, *named]
        if self.unit is None:
            del self.fields["whom"]

    @property
    def post(self):
        return self._posts.get(self.data.get("whom", ""))

    @property
    def is_chosen(self):
        return self.unit is not None and (self.post or self.data.get("whom") == UNIT_ITSELF)


class IssueForm(forms.Form):
    """`key` becomes the key of the act: what is sent twice is issued once."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    person = forms.ModelChoiceField(
        label="对谁",
        queryset=None,
        empty_label=None,
        error_messages={"required": "请选择对谁。", "invalid_choice": "此人现在不在这个岗位上。"},
    )
    point = forms.ModelChoiceField(
        label="涉及哪个风险点",
        queryset=RiskPoint.objects.none(),
        required=False,
        empty_label="不落到具体的风险点",
    )
    colour = forms.ModelChoiceField(
        label="预警",
        queryset=WarningColour.objects.all(),
        required=False,
        empty_label="不发预警",
        help_text="预警发在岗位上，不发在人身上。",
    )
    ordered_by = forms.CharField(
        label="决定机关",
        required=False,
        max_length=80,
        help_text="只在红色预警时填，例如“和平区纪委监委”。",
    )
    why = text_field(
        "事由",
        required="请写事由。",
        help_text="说事不说人，只写工作上的事实。不写线索从哪里来，也不写谁反映的。",
    )
    step = forms.ModelChoiceField(
        label="处置方式",
        queryset=LadderStep.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择处置方式。"},
        help_text="由轻到重排列，只列出由您的席位决定的。",
    )
    leader_post = forms.ModelChoiceField(
        label="责任领导",
        queryset=Post.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择责任领导。"},
        help_text="这位领导会看到这份文书，负责督促整改。",
    )
    demand = text_field(
        "请对方做什么",
        required="请写清请对方做什么。",
        help_text="一件一件写清楚，对方照着就能办。",
    )
    reply_due = day_field("回复期限", help_text="空着就按处置方式规定的工作日计算。")
    rectify_due = day_field("整改期限", help_text="空着就按处置方式规定的工作日计算。")

    def __init__(self, *args, holders, points, steps, leaders, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4
        for name, rows in (
            ("person", holders),
            ("point", points),
            ("step", steps),
            ("leader_post", leaders),
        ):
            if rows is None:
                del self.fields[name]
            else:
                self.fields[name].queryset = rows
        self.fields["step"].label_from_instance = _step_name
        self.fields["leader_post"].label_from_instance = _with_unit

    def clean(self):
        asked = super().clean()
        colour, step = asked.get("colour"), asked.get("step")
        if colour and colour.pk == RED and not asked.get("ordered_by", "").strip():
            self.add_error("ordered_by", "红色预警须写明决定机关。")
        if colour and step and not step.colours.filter(pk=colour.pk).exists():
            self.add_error("step", f"“{step.name}”不用于{colour.label}，请换一种。")
        reply, rectify = asked.get("reply_due"), asked.get("rectify_due")
        if reply and rectify and rectify < reply:
            self.add_error("rectify_due", "整改期限不能早于回复期限。")
        return asked


class ReplyForm(StampedForm):
    """Kept as a draft it may be incomplete; sent it is whole."""

    use_required_attribute = False

    analysis = text_field(
        "原因分析",
        required="请写一写原因。",
        is_required=False,
        help_text="当时是怎么回事，哪一步可以做得更好。",
    )
    commitment = text_field(
        "承诺", required="请写承诺。", is_required=False, rows=3, help_text="今后怎样做。"
    )
    plan = text_field(
        "整改计划",
        required="请写整改计划。",
        is_required=False,
        help_text="准备做哪几件事，各在什么时候做完。",
    )

    def check_whole(self):
        """Each missing part told at its field; whether there is none."""
        for name, said in (
            ("analysis", "请写一写原因。"),
            ("commitment", "请写承诺。"),
            ("plan", "请写整改计划。"),
        ):
            if not self.cleaned_data.get(name, "").strip():
                self.add_error(name, said)
        return not self.errors


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    widget = SeveralFilesInput

    def clean(self, data, initial=None):
        several = data if isinstance(data, list | tuple) else [data]
        uploads = [super(SeveralFiles, self).clean(each, initial) for each in several]
        for upload in uploads:
            check_text(upload, upload.name)
        return uploads


class RectifyForm(forms.Form):
    use_required_attribute = False

    said = text_field(
        "整改情况", required="请写一写整改情况。", help_text="对照整改计划，一件一件写做到了什么。"
    )
    uploads = SeveralFiles(
        label="整改材料",
        help_text="PDF、DOCX、PNG、JPG，可以一次选几个，每个不超过 20 MB。",
        widget=SeveralFilesInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg"}),
        error_messages={
            "required": "请至少附一份能说明整改情况的材料。",
            "empty": "文件是空的，请检查。",
        },
    )


class RecheckForm(StampedForm):
    """`current` is where the act stood: nobody judges what they have not seen."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label="复查结论",
        choices=[
            (PASSED, "整改到位，办结"),
            (REDONE, "还差一点，重新整改"),
            (RAISED, "没有整改，转上一级处置"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择复查结论。"},
    )
    said = text_field("复查意见", required="请写复查意见。", help_text="对方会看到这段话。")
    due = day_field("新的整改期限", help_text="只在重新整改时填；空着就是 10 个工作日。")
    step = forms.ModelChoiceField(
        label="上一级的处置方式",
        queryset=LadderStep.objects.none(),
        required=False,
        empty_label="请选择",
        help_text="只在转上一级时选。",
    )
    demand = text_field(
        "新的要求", required="", is_required=False, rows=3, help_text="只在转上一级时写。"
    )

    def __init__(self, *args, steps, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["step"].queryset = steps
        if not steps:
            choices = self.fields["outcome"].choices
            self.fields["outcome"].choices = [each for each in choices if each[0] != RAISED]
            del self.fields["step"], self.fields["demand"]

    def clean(self):
        asked = super().clean()
        if asked.get("outcome") == RAISED:
            if not asked.get("step"):
                self.add_error("step", "请选择上一级的处置方式。")
            if not asked.get("demand", "").strip():
                self.add_error("demand", "请写新的要求。")
        return asked


class ReasonForm(forms.Form):
    use_required_attribute = False

    why = text_field("理由", required="请写一句理由。", rows=3)

    def __init__(self, *args, help_text, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why"].help_text = help_text


class VolumeForm(forms.Form):
    """Of which discipline office of the person's, and of which year."""

    use_required_attribute = False

    office = forms.ModelChoiceField(
        label="立卷的机构", queryset=Unit.objects.none(), empty_label=None
    )
    year = forms.TypedChoiceField(label="办结年度", coerce=int)

    def __init__(self, *args, reach, **kwargs):
        super().__init__(*args, **kwargs)
        offices = Unit.objects.filter(pk__in=reach.units_of(Seat.DISCIPLINE_OFFICE))
        self.fields["office"].queryset = offices
        this_year = timezone.localdate().year
        years = range(this_year, this_year - YEARS_FILED, -1)
        self.fields["year"].choices = [(year, f"{year} 年") for year in years]
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()
            self.fields["office"].initial = offices[0].pk


class FollowUpForm(forms.Form):
    """回到台账. What is raised for the post is worded anew and stands for itself."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="等级和措施要不要调整",
        choices=FollowUp.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择一项。"},
    )
    reason = text_field(
        "为什么提",
        required="",
        is_required=False,
        rows=3,
        help_text=(
            "岗位上的人会看到，200 字以内。从工作本身说起，不写这次处置，"
            "例如“月底异动集中，核对时间不够”。"
        ),
    )
    risk = text_field(
        "风险点",
        required="",
        is_required=False,
        rows=3,
        help_text="只在建议增加措施时写。只写风险本身。",
    )
    measure = text_field(
        "建议的措施",
        required="",
        is_required=False,
        rows=3,
        help_text="只在建议增加措施时写。",
    )

    def clean(self):
        asked = super().clean()
        kind = asked.get("kind")
        wanted = {"reason": "请写一句为什么提。"}
        if kind == FollowUp.Kind.MEASURE:
            wanted |= {"risk": "请写风险点。", "measure": "请写建议的措施。"}
        for name, said in wanted.items() if kind in WORDED else ():
            if not asked.get(name, "").strip():
                self.add_error(name, said)
        if len(asked.get("reason", "")) > LONGEST_REASON:
            self.add_error("reason", f"请写在 {LONGEST_REASON} 字以内。")
        return asked


class StepForm(StampedForm):
    use_required_attribute = False

    name = forms.CharField(label="名称", max_length=40, error_messages={"required": "请写名称。"})
    order = forms.IntegerField(
        label="由轻到重第几",
        min_value=1,
        max_value=999,
        error_messages={"required": "请写一个数字。", "invalid": "请写一个数字。"},
    )
    seat = forms.ChoiceField(
        label="由谁决定",
        choices=LadderStep._meta.get_field("seat").choices,
        help_text="提醒谈话由党组织进行，谈话提醒由纪检监察机构进行，不要混用。",
    )
    colours = forms.ModelMultipleChoiceField(
        label="用于",
        queryset=WarningColour.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一种颜色。"},
    )
    reply_days = forms.IntegerField(label="几个工作日内回复", min_value=1, max_value=250)
    rectify_days = forms.IntegerField(label="几个工作日内整改", min_value=1, max_value=250)
    offered = forms.BooleanField(label="使用中", required=False, help_text="停用以后不再列出。")


def post_name(post):
    return f"{post.section.name} · {post.name}" if post.section_id else post.name


def _with_unit(post):
    return f"{post.unit.name} · {post.name}"


def _step_name(step):
    colours = "、".join(colour.label for colour in step.colours.all())
    return f"{step.name}（{colours}）"
