"""Forms of the law register: narrowing it, the facts of a law, what became of it, articles."""

from django import forms
from django.utils import timezone

from registry.organisation.models import Unit
from registry.papers.stamps import StampedForm
from registry.standing.fields import TOO_EARLY, comes_too_early, day_field, line_field

from .citing import ArticleNumber, articles_in, number_in
from .models import Law, LawChange, LawLevel, LawState

DEFAULT_DAYS = 20
MOST_DAYS = 250
MOST_ARTICLE = 2000


class LawFilter(forms.Form):
    """What the list is narrowed by; a value that is not offered narrows nothing."""

    words = forms.CharField(label="关键词", required=False, max_length=100)
    level = forms.ChoiceField(
        label="层级", choices=[("", "全部"), *LawLevel.Kind.choices], required=False
    )
    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), *LawState.choices], required=False
    )
    day = day_field("截至哪一天")

    def narrowed(self, laws):
        self.is_valid()
        asked = self.cleaned_data
        laws = laws.mentioning(asked.get("words") or "")
        if asked.get("level"):
            laws = laws.filter(level__kind=asked["level"])
        return laws.in_state(asked["state"], self.on) if asked.get("state") else laws

    @property
    def on(self):
        """The day whose states are shown."""
        return self.cleaned_data.get("day") or timezone.localdate()


class LawForm(StampedForm):
    """The facts of a law; `units` to choose from when it is added by the office of several."""

    unit = forms.ModelChoiceField(
        label="单位", queryset=Unit.objects.none(), empty_label=None, help_text="所属单位也看得到。"
    )
    title = line_field(Law, "title", required=True, help_text="写全称，不用写书名号。")
    level = forms.ModelChoiceField(
        label="层级",
        queryset=LawLevel.objects.all(),
        empty_label="请选择",
        error_messages={"required": "请选择层级。"},
    )
    number = line_field(Law, "number", help_text="例：教育部令第49号；没有或拿不准就空着。")
    issuer = line_field(Law, "issuer")
    issued_on = day_field("公布日期", help_text="拿不准就空着。")
    in_force_from = day_field("施行日期", help_text="拿不准就空着。")

    def __init__(self, *args, units=None, **kwargs):
        super().__init__(*args, **kwargs)
        if units is None or len(units) < 2:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units

    def clean_title(self):
        return self.cleaned_data["title"].strip("《》 ")

    def clean(self):
        cleaned = super().clean()
        if comes_too_early(cleaned):
            self.add_error("in_force_from", TOO_EARLY)
        return cleaned


class LawChangeForm(forms.Form):
    """Amended or repealed from a day on, and how long the units have to look."""

    kind = forms.ChoiceField(
        label="变动",
        choices=[("amended", "修改"), ("repealed", "废止")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是修改还是废止。"},
    )
    on = day_field("生效日期", required=True)
    by_what = line_field(LawChange, "by_what", help_text="例：2026年第3号公告。可以不填。")
    replaced_by = forms.ModelChoiceField(
        label="由哪一部替代",
        queryset=Law.objects.none(),
        required=False,
        empty_label="没有或还没有入库",
        help_text="只在废止时填写。新的一部请先入库。",
    )
    working_days = forms.IntegerField(
        label="核对期限（工作日）",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        initial=DEFAULT_DAYS,
        help_text="以它为依据的职权要在这么多个工作日内核对；空着就只登记，不要求核对。",
        error_messages={"max_value": f"请控制在 {MOST_DAYS} 个工作日以内。"},
    )

    def __init__(self, *args, laws, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replaced_by"].queryset = laws

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") != LawChange.Kind.REPEALED and cleaned.get("replaced_by"):
            self.add_error("replaced_by", "只有废止时才写由哪一部替代。")
        return cleaned


class LawArticleForm(StampedForm):
    """One article; `number` as it is written, 第十二条 or 12."""

    number = forms.CharField(
        label="哪一条", max_length=20, error_messages={"required": "请写明是哪一条。"}
    )
    text = forms.CharField(
        label="条文",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="可以不填；只登记条数和失效日期也行。",
    )
    repealed_from = day_field("失效日期", help_text="这一条从哪天起不再有效；仍有效就空着。")

    def __init__(self, *args, article=None, **kwargs):
        super().__init__(*args, **kwargs)
        if article is not None:
            del self.fields["number"]

    def clean_number(self):
        text = self.cleaned_data["number"].strip()
        found = articles_in(text)
        number = found[0] if len(found) == 1 else ArticleNumber(number_in(text))
        if not 0 < number.number <= MOST_ARTICLE:
            raise forms.ValidationError("请写成“第十二条”或者“12”。")
        return number
