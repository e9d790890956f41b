"""The forms of the clearing: opening a round, a row of a declaration, handing in, answering."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from powers.kinds.choosing import choices_of, kinds_for, misfit
from powers.models import PowerVersion
from registry.organisation.models import Section, Unit
from registry.organisation.unit_fields import UnitField, UnitsField
from registry.papers.stamps import StampedForm

from .declaring import FIELDS, FOUND
from .models import DeclaredPower

Disposition = DeclaredPower.Disposition
SCOPE = ("should_do", "must_not", "how_far")
RESPONSIBILITIES = ("political", "administrative", "disciplinary", "moral")


def _text(name, help_text="", rows=2):
    column = DeclaredPower._meta.get_field(name)
    return forms.CharField(
        label=str(column.verbose_name),
        required=False,
        max_length=column.max_length or 2000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"{column.verbose_name}请控制在 %(limit_value)d 个字以内。"},
    )


class RoundForm(forms.Form):
    due_on = forms.DateField(
        label="申报截止",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="各岗位、科室在这一天以前列出自己行使的职权。",
        error_messages={
            "required": "请选择申报截止日期。",
            "invalid": "请写成 2026-12-01 这样的日期。",
        },
    )
    word = forms.CharField(
        label="要求",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="说给大家听的一两句话，可以不写。例：凡是涉及单位和个人利益的，都列出来，不怕小。",
        error_messages={"max_length": "要求请控制在 %(limit_value)d 个字以内。"},
    )

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise forms.ValidationError("截止日期请选今天或者以后。")
        return due_on


class RowForm(StampedForm):
    """A row: of a power in the register only what is said of it, of one newly found all."""

    name = forms.CharField(
        label="职权名称",
        max_length=200,
        help_text="照依据的说法写，看得出是审核、审批还是决定。例：教辅材料选用审核",
        error_messages={
            "required": "请填写职权名称。",
            "max_length": "职权名称请控制在 %(limit_value)d 个字以内。",
        },
    )
    side = forms.ChoiceField(
        label="内外部",
        choices=PowerVersion.Side,
        widget=forms.RadioSelect,
        help_text="面向学生、家长和社会的是外部职权；人、财、物等“三重一大”是内部职权。",
    )
    kind = forms.ChoiceField(
        label="职权类型",
        help_text="拿不准就选“其他职权”。",
        error_messages={"required": "请选择职权类型。"},
    )
    content = _text("content", "一两句话说明管什么。")
    bases = _text(
        "bases", "每行写一条。例：《中华人民共和国义务教育法》第十二条；也可以写“三定”方案。"
    )
    disposition = forms.ChoiceField(
        label="清理意见",
        choices=Disposition,
        widget=forms.RadioSelect,
        help_text="下级能够承担的就下放；能事后监管、民主评议的，少用事前审批；没有依据的取消。",
        error_messages={"required": "请选择清理意见。"},
    )
    reason = _text("reason", "不是“保留”的，写一句为什么。例：区局文件已改为备案（文号）")
    to_all = forms.BooleanField(
        label="下放给全部所属单位",
        required=False,
        help_text="直接所属的每个单位各自答复；只给其中一个、几个的，不勾，在下面选。",
    )
    to_units = UnitsField(
        label="下放给所属单位",
        required=False,
        help_text="可以选几个，各自答复接收不接收。",
    )
    to_unit = UnitField(
        label="转移给单位", required=False, empty_label="不交给单位", help_text="转移的只选一个。"
    )
    to_section = forms.ModelChoiceField(
        label="交给本单位科室",
        queryset=Section.objects.none(),
        required=False,
        empty_label="不交给科室",
    )
    to_other = forms.CharField(
        label="交给系统以外的单位",
        required=False,
        max_length=120,
        help_text="不在这个系统里的单位，写全称。",
    )
    should_do = _text("should_do", "这项职权该做什么。例：五个工作日内核对材料并答复")
    must_not = _text("must_not", "不该做什么。例：不得要求家长重复提交材料")
    how_far = _text("how_far", "可以做到什么程度、什么范围。例：只审核本校学籍，跨区的报区局")
    political = _text("political")
    administrative = _text("administrative")
    disciplinary = _text("disciplinary")
    moral = _text("moral")

    def __init__(self, *args, declaration, row=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_known = row is not None and row.power_id is not None
        if self.is_known:
            for name in FOUND:
                del self.fields[name]
        unit = declaration.round.unit
        self._offer_kinds(unit, row)
        units = Unit.objects.open().exclude(pk=unit.pk)
        below = units.within(unit)
        root = unit.line[-1]
        self.fields["to_unit"].offer(units.filter(Q(path__startswith=f"/{root}/")))
        self.has_below = below.exists()
        own = declaration.post.section_id if declaration.post_id else declaration.section_id
        sections = unit.sections.filter(closed_on__isnull=True).exclude(pk=own)
        self.fields["to_section"].queryset = sections
        if self.has_below:
            self.fields["to_units"].offer(below)
        else:
            self._withdraw("disposition", Disposition.HAND_DOWN)
            del self.fields["to_all"], self.fields["to_units"]

    def _offer_kinds(self, unit, row):
        if not self.is_known:
            self.kinds = {each.code: each for each in kinds_for(unit, row.kind_id if row else "")}
            self.fields["kind"].choices = choices_of(self.kinds.values())

    def _withdraw(self, name, value):
        """Nobody is below: there is nobody to hand down to."""
        field = self.fields[name]
        field.choices = [(code, label) for code, label in field.choices if code != value]

    def clean(self):
        cleaned = super().clean()
        self._check_kind(cleaned)
        disposition = cleaned.get("disposition")
        if disposition and disposition != Disposition.KEEP and not cleaned.get("reason"):
            self.add_error("reason", "不是“保留”的，请写一句理由。")
        if disposition != Disposition.HAND_DOWN:
            cleaned.update(to_all=False, to_units=[])
        if disposition == Disposition.HAND_DOWN:
            self._check_below(cleaned)
        elif disposition == Disposition.TRANSFER:
            self._check_one_receiver(cleaned)
        else:
            cleaned.update(to_unit=None, to_section=None, to_other="")
        return cleaned

    def _check_kind(self, cleaned):
        kind = None if self.is_known else self.kinds.get(cleaned.get("kind"))
        if kind and "side" in cleaned and not kind.fits(cleaned["side"]):
            self.add_error("kind", misfit(kind))

    def _check_below(self, cleaned):
        """One that was chosen as if it were transferred is meant as well."""
        one, named = cleaned.get("to_unit"), list(cleaned.get("to_units") or ())
        if one is not None and self.fields["to_units"].queryset.filter(pk=one.pk).exists():
            named = list(dict.fromkeys([*named, one]))
        if "to_units" in self.errors or "to_unit" in self.errors:
            return
        if cleaned["to_all"] and named:
            self.add_error("to_units", "全部所属单位和其中几个，请只选一样。")
        elif not cleaned["to_all"] and not named:
            self.add_error("to_units", "下放请选所属单位，或者勾选全部所属单位。")
        cleaned.update(to_section=None, to_other="", to_unit=None, to_units=named)
        if len(named) == 1:
            cleaned.update(to_unit=named[0], to_units=[])

    def _check_one_receiver(self, cleaned):
        named = [cleaned.get(name) for name in ("to_unit", "to_section", "to_other")]
        if "to_unit" not in self.errors and sum(bool(one) for one in named) != 1:
            self.add_error("to_unit", "移交请写明一个接收的单位或者科室，三处只填一处。")

    @property
    def content_typed(self):
        """Plain data as `declaring.content_of` gives it; of a known power its own part is blank."""
        cleaned = self.cleaned_data
        chosen = {
            f"{name}_id": cleaned[name] and cleaned[name].pk for name in ("to_unit", "to_section")
        }
        several = sorted(unit.pk for unit in cleaned["to_units"])
        typed = {**cleaned, **chosen, "to_several": bool(several)}
        said = {field: typed.get(field, "") for field in FIELDS}
        return {**said, "to_all": typed["to_all"], "to_units": several}


class HandInForm(forms.Form):
    none_because = forms.CharField(
        label="没有职权的说明",
        required=False,
        max_length=200,
        help_text="没有列出职权的才写。例：本岗位只做具体工作，不审核、不审批、不经手钱物。",
        error_messages={"max_length": "说明请控制在 %(limit_value)d 个字以内。"},
    )


class OfferForm(forms.Form):
    reason = forms.CharField(
        label="不接收的理由",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="接收的不用写。例：学校没有专职财务人员，暂时承担不了。",
        error_messages={"max_length": "理由请控制在 %(limit_value)d 个字以内。"},
    )
