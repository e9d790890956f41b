"""What is asked of a reorganisation: which, of what, into what, from which day."""

from datetime import date

from django import forms
from django.utils import timezone

from registry.organisation.models import Post, Reorganisation, Section

Kind = Reorganisation.Kind
NEEDED = {
    Kind.MOVE_POST: {"post": "请选择要调的岗位。", "into_section": "请选择调到哪个科室。"},
    Kind.MERGE_SECTIONS: {
        "section": "请选择要并掉的科室。",
        "into_section": "请选择并入哪个科室。",
    },
    Kind.ABOLISH_POST: {"post": "请选择要撤销的岗位。"},
}


def _one_of(label, **kwargs):
    return forms.ModelChoiceField(
        queryset=None, label=label, required=False, empty_label="不涉及", **kwargs
    )


class ReorganisationForm(forms.Form):
    """`digest` is what the preview showed: only that is carried out. `change` once it is valid."""

    use_required_attribute = False

    kind = forms.ChoiceField(label="怎么调整", choices=Kind.choices, widget=forms.RadioSelect)
    post = _one_of("岗位", help_text="调到另一个科室的，或者要撤销的。")
    section = _one_of("被并入的科室", help_text="它的岗位都到新科室，它自己从生效日起撤销。")
    into_section = _one_of("新科室")
    into_post = _one_of("接管的岗位", help_text="撤销岗位时，由谁接管它的职责和风险点。")
    on = forms.DateField(
        label="从哪天起",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="今天或以前的，确认后马上执行；以后的，到那天自动执行。",
        error_messages={"invalid": "请写成 2026-09-01 这样的日期。"},
    )
    digest = forms.CharField(widget=forms.HiddenInput, required=False)
    change = None

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.unit = unit
        posts = Post.objects.filter(unit=unit, closed_on__isnull=True).select_related("section")
        sections = Section.objects.filter(unit=unit, closed_on__isnull=True)
        for name in ("post", "into_post"):
            self.fields[name].queryset = posts
            self.fields[name].label_from_instance = _post_label
        for name in ("section", "into_section"):
            self.fields[name].queryset = sections
            self.fields[name].label_from_instance = lambda section: section.name

    def clean_on(self):
        on, today = self.cleaned_data["on"], timezone.localdate()
        first, last = date(today.year, 1, 1), date(today.year + 1, 12, 31)
        if not first <= on <= last:
            raise forms.ValidationError(f"请选 {first} 到 {last} 之间的日期。")
        return on

    def clean(self):
        data = super().clean()
        kind = data.get("kind")
        for name, text in NEEDED.get(kind, {}).items():
            if not data.get(name) and not self.has_error(name):
                self.add_error(name, text)
        if kind == Kind.MOVE_POST and data.get("post") and not data["post"].section_id:
            self.add_error("post", "领导岗位不属于科室，不用调科室。")
        if not self.errors:
            self.change = self._change(data)
            self._check_others()
        return data

    def _change(self, data):
        names = {*NEEDED[data["kind"]]}
        if data["kind"] == Kind.ABOLISH_POST:
            names.add("into_post")
        given = {name: data[name] for name in names}
        if data["kind"] == Kind.MOVE_POST:
            given["section"] = data["post"].section
        return Reorganisation(unit=self.unit, kind=data["kind"], on=data["on"], **given)

    def _check_others(self):
        if self.change.into_section_id and self.change.into_section_id == self.change.section_id:
            self.add_error("into_section", "这就是现在的科室，请选另一个。")
        if self.change.into_post_id and self.change.into_post_id == self.change.post_id:
            self.add_error("into_post", "撤销的岗位不能接管自己，请选另一个。")


def _post_label(post):
    return f"{post.section.name} · {post.name}" if post.section_id else post.name
