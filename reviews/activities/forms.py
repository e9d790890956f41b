"""Forms of activities: the plan, who came, what came of it; files, notes, kinds."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from registry.organisation.models import Person, Unit
from registry.papers.stamps import StampedForm
from reviews.own_kinds import OwnKindForm

from .inviting import GROUPS, PRINCIPALS, may_be_invited, people_of
from .models import LEAST_BALLOTS, ActivityFile, ActivityKind, Invitation

MOST_SUBJECTS = 4
FEW_BALLOTS = "收回的票不足 {} 张，容易看出谁投了什么，不记票数，请在结果里写意见的要点。"


def _day(label, **options):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    missing = {"required": "请选日期。", "invalid": "请写成 2026-09-01 这样的日期。"}
    return forms.DateField(label=label, widget=widget, error_messages=missing, **options)


def _either(some, others):
    """The people of both queries, each once."""
    found = Q(pk__in=some.order_by().values("pk")) | Q(pk__in=others.order_by().values("pk"))
    return Person.objects.filter(found).order_by("name", "pk")


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return f"{person.name}（{person.title}）" if person.title else person.name


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person):
        return f"{person.name}（{person.title}）" if person.title else person.name


class PlanForm(StampedForm):
    """`kinds` is None once it is planned: of which kind it is stays."""

    use_required_attribute = False

    kind = forms.ModelChoiceField(
        label="活动类型",
        queryset=ActivityKind.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选活动类型。"},
    )
    about = forms.CharField(
        label="主题",
        max_length=80,
        help_text="例：节前警示教育、食堂招标廉政听证。参加的人会在消息和日历里看到。",
        error_messages={"required": "请写主题，一句话就够。"},
    )
    planned_on = _day("哪一天")
    place = forms.CharField(
        label="在哪里", max_length=80, error_messages={"required": "请写地点。"}
    )
    holder = PersonField(
        label="主持人",
        queryset=Person.objects.none(),
        empty_label="请选择",
        help_text="由主持人登记出席、写结果，防控办也可以代办。",
        error_messages={"required": "请选主持人。"},
    )
    groups = forms.MultipleChoiceField(
        label="请这些人参加",
        choices=list(GROUPS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    people = PeopleField(
        label="再请这几位",
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="上面已经包括的不用再选。",
    )
    guests = forms.CharField(
        label="外请人员",
        max_length=200,
        required=False,
        help_text="单位以外的人，写身份和人数，例：家长代表 6 人、社区代表 2 人。",
    )

    def __init__(self, *args, unit, kinds=None, invited=None, **kwargs):
        super().__init__(*args, **kwargs)
        self._unit, self._today = unit, timezone.localdate()
        own = may_be_invited(unit, self._today)
        self.fields["holder"].queryset = own.filter(account__is_active=True)
        self.fields["people"].queryset = own
        if not Unit.objects.filter(parent=unit).exists():
            groups = self.fields["groups"]
            groups.choices = [each for each in groups.choices if each[0] != PRINCIPALS]
        if kinds is None:
            del self.fields["kind"]
            self.fields["people"].queryset = _either(own, invited)
            self.fields["people"].label = "参加的人"
            self.fields["people"].help_text = "去掉勾的不再邀请。"
            self.fields["groups"].label = "再加上这些人"
        else:
            self.fields["kind"].queryset = kinds

    def clean(self):
        asked = super().clean()
        if not self.is_stale and not asked.get("groups") and not asked.get("people"):
            self.add_error("groups", "请选要请谁参加。")
        return asked

    @property
    def invited(self):
        """Everybody who is to be invited, each once."""
        asked = self.cleaned_data
        grouped = people_of(self._unit, asked["groups"], self._today)
        return list(_either(grouped, asked["people"]))


class AttendanceForm(StampedForm):
    """`came-<id>` for each who was invited."""

    held_on = _day("举行日期")

    def __init__(self, *args, invitations, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitations = list(invitations)
        for each in self.invitations:
            self.fields[f"came-{each.pk}"] = forms.ChoiceField(
                label=str(each.person),
                choices=Invitation.Came.choices,
                initial=each.came or Invitation.Came.CAME,
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
                error_messages={"required": "请选这一位到了没有。"},
            )

    def rows(self):
        return [(each, self[f"came-{each.pk}"]) for each in self.invitations]

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("还没有到这一天，举行过以后再登记。")
        return day

    @property
    def came(self):
        return {each.pk: self.cleaned_data[f"came-{each.pk}"] for each in self.invitations}


class RecordForm(forms.Form):
    """The result in words; where the kind has a ballot, `subject-<n>` and `count-<n>-<grade>`."""

    use_required_attribute = False

    result = forms.CharField(
        label="结果",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="讲了什么、听到了什么意见、接下来怎么办。就事论事，不写谁投了什么票。",
        error_messages={"required": "请写活动的结果。"},
    )

    def __init__(self, *args, grades, **kwargs):
        super().__init__(*args, **kwargs)
        self.grades = grades
        for line in self._lines():
            self.fields[f"subject-{line}"] = forms.CharField(
                label=f"第 {line} 项测评内容", max_length=60, required=False
            )
            for place, grade in enumerate(grades):
                self.fields[f"count-{line}-{place}"] = forms.IntegerField(
                    label=f"第 {line} 项“{grade}”票数", min_value=0, max_value=9999, required=False
                )

    def _lines(self):
        return range(1, MOST_SUBJECTS + 1) if self.grades else ()

    def _counts(self, line):
        return [f"count-{line}-{place}" for place in range(len(self.grades))]

    def rows(self):
        """[(bound field of the subject, the bound fields of its numbers)]."""
        return [
            (self[f"subject-{line}"], [self[name] for name in self._counts(line)])
            for line in self._lines()
        ]

    def clean(self):
        asked = super().clean()
        for line in self._lines():
            self._check(line, asked)
        return asked

    def _check(self, line, asked):
        numbers = [asked.get(name) for name in self._counts(line)]
        counted = [number for number in numbers if number is not None]
        subject = asked.get(f"subject-{line}")
        if counted and not subject:
            self.add_error(f"subject-{line}", "请写这一项测评的是什么。")
        if subject and not 0 < len(counted) == len(numbers):
            self.add_error(f"subject-{line}", "请把每一档的票数都写上，没有的写 0。")
        elif subject and sum(counted) < LEAST_BALLOTS:
            self.add_error(f"subject-{line}", FEW_BALLOTS.format(LEAST_BALLOTS))

    @property
    def tallies(self):
        asked = self.cleaned_data
        return [
            (
                asked[f"subject-{line}"],
                [(grade, asked[name]) for grade, name in zip(self.grades, names, strict=True)],
            )
            for line in self._lines()
            if (names := self._counts(line)) and asked[f"subject-{line}"]
        ]


class CallOffForm(forms.Form):
    use_required_attribute = False

    why = forms.CharField(
        label="取消的原因", max_length=200, error_messages={"required": "请写取消的原因。"}
    )


class ActivityFileForm(forms.Form):
    use_required_attribute = False

    file = forms.FileField(
        label="选择文件",
        help_text="PDF、DOCX、PNG、JPG，不超过 20 MB。",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg"}),
        error_messages={"required": "请先选择要上传的文件。", "empty": "文件是空的，请检查。"},
    )
    part = forms.ChoiceField(
        label="给谁看",
        choices=[
            (ActivityFile.Part.MATERIAL.value, "活动材料，参加的人都看得到"),
            (ActivityFile.Part.RECORD.value, "归档附件，只有主持人和负责的部门看得到"),
        ],
    )


class NoteForm(forms.Form):
    use_required_attribute = False

    text = forms.CharField(
        label="补充说明",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="原来的记录不变，补充的写在后面。",
        error_messages={"required": "请写要补充什么。"},
    )


class ActivityKindForm(OwnKindForm):
    examples = "例：家属助廉座谈、廉政党课"

    grades = forms.CharField(
        label="测评档次",
        max_length=80,
        required=False,
        help_text="要投票测评的才写，从好到差用顿号隔开，例：满意、基本满意、不满意。",
    )

    def clean_grades(self):
        grades = [each.strip() for each in self.cleaned_data["grades"].split("、")]
        grades = [each for each in grades if each]
        if len(grades) == 1 or len(set(grades)) < len(grades):
            raise forms.ValidationError("请写两档以上，每一档名称不同。")
        if any(len(each) > 20 for each in grades) or len(grades) > 6:
            raise forms.ValidationError("最多六档，每一档不超过 20 个字。")
        return "、".join(grades)

    @property
    def facts(self):
        return {"grades": self.cleaned_data["grades"]}
