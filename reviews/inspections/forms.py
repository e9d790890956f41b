"""Forms of inspections: the plan, what was found at each point, the bulletin, what was mended."""

from django import forms

from registry.organisation.models import Seat
from registry.organisation.unit_fields import UnitField
from registry.papers.stamps import StampedForm

from .models import InspectedPoint

DAY = {"type": "date"}
MOST_POINTS = 30
Found = InspectedPoint.Found
MISSING = (Found.PARTLY, Found.NOT_DONE)


class PlanForm(forms.Form):
    use_required_attribute = False

    office = forms.ChoiceField(label="检查部门")
    unit = UnitField(
        label="被检查单位",
        empty_label="请选择",
        error_messages={"required": "请选择检查哪个单位。"},
    )
    about = forms.CharField(
        label="检查事项",
        max_length=80,
        help_text="一句话，例如“采购和验收环节措施落实情况”。",
        error_messages={"required": "请写检查什么。"},
    )
    on = forms.DateField(
        label="检查日期",
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        error_messages={"required": "请选检查的日子。"},
    )
    team = forms.CharField(
        label="检查人员",
        max_length=200,
        help_text="两人以上，用顿号隔开。与被检查岗位有利害关系的请回避。",
        error_messages={"required": "请写检查人员。"},
    )
    size = forms.IntegerField(
        label="抽取条数",
        min_value=1,
        max_value=MOST_POINTS,
        initial=8,
        help_text=f"等级高的、一年里没有查过的，抽到的机会大；最多 {MOST_POINTS} 条。",
        error_messages={"required": "请写抽取几条风险点。"},
    )

    def __init__(self, *args, offices, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.offices = {f"{seat}-{unit.pk}": (seat, unit) for seat, unit in offices}
        self.fields["office"].choices = [
            (key, f"{unit.name} {Seat(seat).label}") for key, (seat, unit) in self.offices.items()
        ]
        self.fields["unit"].offer(units)

    def clean(self):
        asked = super().clean()
        if asked.get("office") and asked.get("unit"):
            _, office_unit = self.offices[asked["office"]]
            if not office_unit.contains(asked["unit"]):
                self.add_error("unit", "这个单位不归所选的检查部门检查。")
        return asked

    @property
    def content(self):
        return {name: self.cleaned_data[name] for name in ("about", "on", "team", "size")}


class FoundForm(StampedForm):
    """Three fields for each point, `found-<id>`, `text-<id>`, `mend_by-<id>`; all may be left for
    later."""

    def __init__(self, *args, points, **kwargs):
        self.points = list(points)
        super().__init__(*args, current=current_of(self.points), **kwargs)
        for point in self.points:
            self._add(point)

    def _add(self, point):
        place = f"第 {point.position} 条"
        self.fields[f"found-{point.pk}"] = forms.ChoiceField(
            label=f"{place}检查情况",
            choices=[("", "还没有查"), *Found.choices],
            required=False,
            initial=point.found,
        )
        self.fields[f"text-{point.pk}"] = forms.CharField(
            label=f"{place}说明",
            required=False,
            max_length=1000,
            initial=point.text,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"mend_by-{point.pk}"] = forms.DateField(
            label=f"{place}整改期限",
            required=False,
            initial=point.mend_by,
            widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        )

    def rows(self):
        """[(the point, its three bound fields)]."""
        for point in self.points:
            names = (f"{name}-{point.pk}" for name in ("found", "text", "mend_by"))
            yield point, *(self[name] for name in names)

    def clean(self):
        asked = super().clean()
        for point in self.points:
            self._check(point.pk, asked)
        return asked

    def _check(self, pk, asked):
        missing = asked.get(f"found-{pk}") in MISSING
        if missing and not asked.get(f"text-{pk}"):
            self.add_error(f"text-{pk}", "请写清哪里没有做到，对方才知道怎么改。")
        if asked.get(f"mend_by-{pk}") and not missing:
            self.add_error(f"mend_by-{pk}", "没有问题的不用写整改期限。")

    @property
    def content(self):
        return {
            point.pk: {
                "found": self.cleaned_data[f"found-{point.pk}"],
                "text": self.cleaned_data[f"text-{point.pk}"],
                "mend_by": self.cleaned_data[f"mend_by-{point.pk}"],
            }
            for point in self.points
        }


def current_of(points):
    """As the stamp compares what was found, by the names of the fields."""
    return {
        f"{name}-{each.pk}": value
        for each in points
        for name, value in (
            ("found", each.found),
            ("text", each.text),
            ("mend_by", each.mend_by.isoformat() if each.mend_by else ""),
        )
    }


class BulletinForm(forms.Form):
    use_required_attribute = False

    bulletin = forms.CharField(
        label="通报内容",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="总体怎么样、哪些做得好、哪些要改。说岗位和事情，不点人名。",
        error_messages={"required": "请写通报内容。"},
    )


class MendedForm(forms.Form):
    use_required_attribute = False

    text = forms.CharField(
        label="整改情况",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="改了什么、从哪天起、怎样防止再出现。",
        error_messages={"required": "请写整改情况。"},
    )
