"""Forms of the board: what it is narrowed by, an announcement, a file for it, taking it down."""

from django import forms

from registry.files.storing import check_scan
from registry.organisation.models import Unit
from registry.organisation.unit_choice import UnitChoiceForm
from registry.papers.stamps import StampedForm
from registry.search.words import matching, mentioning

from .announcements import FIELDS, content_of
from .models import Announcement

CATALOGUES, PUBLICITIES, RULES = "catalogues", "publicities", "rules"
DAY = {"type": "date"}


class BoardFilter(UnitChoiceForm):
    """By words and matter, and of which unit: one's own, or one that is read as a whole."""

    words = forms.CharField(label="关键词", required=False, max_length=80)
    matter = forms.ChoiceField(
        label="事项",
        required=False,
        choices=[
            ("", "全部"),
            *Announcement.Matter.choices,
            (CATALOGUES, "职权目录、风险点目录"),
            (PUBLICITIES, "公示"),
            (RULES, "制度"),
        ],
    )
    field_order = ("words", "matter", "unit_named", "unit")

    def __init__(self, data, *, reach):
        super().__init__(data)
        own = reach.person.unit
        others = Unit.objects.open().filter(reach.units_q("")).exclude(pk=own.pk)
        self.offer_units(others, key="code", empty=own.name)
        self.is_valid()
        asked = self.cleaned_data
        self.unit = self.place.chosen or own
        self.words = asked.get("words") or ""
        self.matter = asked.get("matter") or ""

    @property
    def is_narrowed(self):
        return bool(self.words or self.matter)

    def announcements(self, found):
        if self.matter in (CATALOGUES, PUBLICITIES, RULES):
            return found.none()
        if self.matter:
            found = found.filter(matter=self.matter)
        return matching(found, "search", self.words)

    def rules(self, found):
        return found.mentioning(self.words) if self.matter in ("", RULES) else found.none()

    def publications(self, found, kind):
        """Those of a sort that were asked for; their titles are what words are looked for in."""
        if self.matter not in ("", kind):
            return found.none()
        return found.filter(mentioning(["title"], self.words))


class AnnouncementForm(StampedForm):
    use_required_attribute = False

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label=None)
    matter = forms.ChoiceField(
        label="事项",
        choices=[("", "请选择"), *Announcement.Matter.choices],
        error_messages={"required": "请选择是哪一类事项。"},
    )
    title = forms.CharField(
        label="标题",
        max_length=120,
        help_text="一句话说清是什么事，例如“教学楼外墙维修工程招标结果”。",
        error_messages={"required": "请写标题。"},
    )
    text = forms.CharField(
        label="内容",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="写清办理的依据、过程和结果，有疑问找谁。不写身份证号、手机号、银行卡号等个人信息。",
        error_messages={"required": "请写内容。"},
    )
    for_below = forms.BooleanField(label="所属单位的人也能看到", required=False)
    starts_on = forms.DateField(
        label="公开起始",
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        error_messages={"required": "请选从哪一天起公开。"},
    )
    ends_on = forms.DateField(
        label="公开截止",
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text="这一天结束以后不再显示；留空就一直公开，直到撤下。",
    )

    def __init__(self, *args, units, current=None, **kwargs):
        super().__init__(*args, current=content_of(current) if current else {}, **kwargs)
        if current or len(units) == 1:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = Unit.objects.filter(pk__in=[u.pk for u in units])

    def clean(self):
        asked = super().clean()
        first, last = asked.get("starts_on"), asked.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "公开截止不能早于公开起始。")
        return asked

    @property
    def content(self):
        return {field: self.cleaned_data[field] for field in FIELDS}


class EnclosedFileForm(forms.Form):
    use_required_attribute = False

    file = forms.FileField(
        label="选择文件",
        help_text="PDF、PNG、JPG，不超过 20 MB。文件里的个人信息系统看不出来，请自己核对。",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={"required": "请先选择要上传的文件。", "empty": "文件是空的，请检查。"},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        check_scan(file, file.name)
        return file


class TakeDownForm(forms.Form):
    use_required_attribute = False

    why = forms.CharField(
        label="撤下理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="看过的人会看到这句话，例如“金额有误，更正后重新发布”。",
        error_messages={"required": "请写明撤下理由。"},
    )
