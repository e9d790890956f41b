"""The measures of a point: as many small forms as there are measures, at least one."""

from django import forms

from registry.laws.citing import title_key
from risks.content import MEASURE_TEXTS
from risks.models import MeasureVersion
from risks.phrasing import check_text

from .options import UNNAMED
from .points import TOO_LONG

MOST = 30
NO_SUCH_RULE = "没有找到这一项，或者有几项同名。请从列表里选，或者先空着；新的制度请防控办入库。"
MISSING = "请至少写一条防控措施：谁来做、怎么做。"


class MeasureForm(forms.Form):
    use_required_attribute = False

    measure = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label="措施内容",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="谁来做、怎么做。如：收件与审核由两人分别办理。",
        error_messages={"max_length": TOO_LONG},
    )
    stage = forms.ChoiceField(label="阶段", choices=MeasureVersion.Stage.choices, required=False)
    kind = forms.ChoiceField(label="种类", choices=MeasureVersion.Kind.choices, required=False)
    post = forms.TypedChoiceField(label="责任岗位", coerce=int, empty_value=None, required=False)
    rule = forms.CharField(
        label="依据的制度",
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"list": "rules", "autocomplete": "off"}),
        help_text="写几个字，从列表里选；没有就空着。",
    )
    rhythm = forms.ChoiceField(
        label="落实频次", choices=MeasureVersion.Rhythm.choices, required=False
    )
    due_on = forms.DateField(
        label="完成期限",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请写成 2026-09-30 这样的日期。"},
    )

    def __init__(self, *args, posts, rules, **kwargs):
        """`posts` and `rules` are (id, name) of what can be chosen."""
        super().__init__(*args, **kwargs)
        self._rules = dict(rules)
        if self.initial.get("rule"):
            self.initial = {**self.initial, "rule": self._rules.get(self.initial["rule"], "")}
        self.fields["post"].choices = [*self._unnamed(posts), *posts]

    def _unnamed(self, posts):
        """A measure kept without a post stays so; a browser would choose the first for it."""
        is_kept = bool(self["measure"].value())
        asks = is_kept and not self["post"].value() and "" not in dict(posts)
        return [("", UNNAMED)] if asks else []

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        for finding in check_text("measure", text):
            self.add_error("text", f"{finding.message}例：{finding.example}。")
        return text

    def clean_rule(self):
        """The rule meant: as the list writes it, by its title, or by a part no other has."""
        text = self.cleaned_data["rule"].strip()
        if not text:
            return None
        for is_meant in (
            lambda name: name == text,
            lambda name: title_key(name) == title_key(text),
            lambda name: title_key(text) in title_key(name),
        ):
            found = [pk for pk, name in self._rules.items() if is_meant(name)]
            if len(found) == 1:
                return found[0]
        raise forms.ValidationError(NO_SUCH_RULE)

    @property
    def is_institution(self):
        """Whether the kind asks for a rule."""
        return self["kind"].value() == MeasureVersion.Kind.INSTITUTION

    def content(self):
        """Plain data; a date only with the rhythm that has one, and that only with a date."""
        cleaned = self.cleaned_data
        given = {field: cleaned[field] for field in MEASURE_TEXTS if cleaned.get(field)}
        due_on = cleaned.get("due_on") if cleaned.get("rhythm") == "by_date" else None
        if given.get("rhythm") == "by_date" and due_on is None:
            del given["rhythm"]
        return {
            **given,
            "measure": cleaned.get("measure"),
            "post": cleaned.get("post"),
            "rule": cleaned.get("rule"),
            "due_on": due_on.isoformat() if due_on else None,
        }


class MeasureDraftFormSet(forms.BaseFormSet):
    """Takes what there is; measures without a text are left out."""

    def contents(self):
        return [form.content() for form in self.forms if _says(form) and not _goes(form)]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = "删去这条措施"
        form.row_label = f"第 {index + 1} 条措施" if isinstance(index, int) else "措施"


class LaterMeasureFormSet(MeasureDraftFormSet):
    """Each measure complete; there may be none where they are written after publicity [2]."""

    def clean(self):
        super().clean()
        for form in self.staying():
            self._check(form)

    def staying(self):
        return [form for form in self.forms if not _goes(form)]

    def _check(self, form):
        cleaned = getattr(form, "cleaned_data", {})
        if cleaned.get("rhythm") == MeasureVersion.Rhythm.BY_DATE and not cleaned.get("due_on"):
            form.add_error("due_on", "限期完成的措施，请写上完成日期。")
        if form.has_changed() and not _says(form) and not form.has_error("text"):
            form.add_error("text", "这条措施还没有写内容，请补充，或者勾选删去。")


class MeasureFormSet(LaterMeasureFormSet):
    """At least one measure (一对一 [2]), each one complete."""

    def clean(self):
        staying = self.staying()
        written = [form for form in staying if _says(form) or form.has_error("text")]
        if not written and staying:
            staying[0].add_error("text", MISSING)
        super().clean()


def _goes(form):
    return getattr(form, "cleaned_data", {}).get("DELETE")


def _says(form):
    return bool(getattr(form, "cleaned_data", {}).get("text"))


def formset_class(base):
    return forms.formset_factory(
        MeasureForm, formset=base, extra=0, can_delete=True, max_num=MOST, absolute_max=MOST
    )
