"""The form of a scale of a unit's own: its name, and a row for each level with what it maps to."""

from django import forms

from registry.organisation.models import ScaleLevel
from registry.papers.stamps import StampedForm
from risks.scale_drafts import content_of, name_is_taken, problem_of

SPARE = 2
MOST = 12


class ScaleForm(StampedForm):
    use_required_attribute = False

    name = forms.CharField(
        label="等级表名称", max_length=60, error_messages={"required": "请写一个名称。"}
    )


class LevelForm(forms.Form):
    """One level; a row without a name is left out."""

    use_required_attribute = False

    rank = forms.IntegerField(
        label="严重程度序（1 最轻）", required=False, min_value=1, max_value=99
    )
    label = forms.CharField(label="等级", required=False, max_length=20)
    word = forms.CharField(label="又称（可以不填）", required=False, max_length=10)
    colour = forms.ChoiceField(
        label="颜色", required=False, choices=ScaleLevel.Colour.choices, initial="grey"
    )
    maps_to = forms.TypedChoiceField(label="对应上级等级", required=False, empty_value=None)

    def __init__(self, *args, above, **kwargs):
        super().__init__(*args, **kwargs)
        by_pk = {str(level.pk): level for level in above}
        several = len({level.scale_id for level in above}) > 1
        choices = [
            (pk, f"{level.scale}：{level}" if several else str(level))
            for pk, level in by_pk.items()
        ]
        self.fields["maps_to"].choices = [("", "还没有说明"), *choices]
        self.fields["maps_to"].coerce = by_pk.get

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("label") and cleaned.get("rank") is None and not self.has_error("rank"):
            self.add_error("rank", "请写一个数，1 最轻，数字越大越重。")
        return cleaned

    def level(self):
        """As it is written; None for a row without a name."""
        cleaned = self.cleaned_data
        return {**cleaned, "colour": cleaned["colour"] or "grey"} if cleaned.get("label") else None


class ScaleEntry:
    """A scale as it stands in one tab; `above` are the levels that its own may be."""

    def __init__(self, scale, above, data=None):
        self.scale = scale
        current = content_of(scale)
        self.form = ScaleForm(data, initial=current, current=current)
        formset = forms.formset_factory(
            LevelForm, extra=SPARE, max_num=MOST, absolute_max=MOST + SPARE
        )
        self.levels = formset(
            data, prefix="levels", initial=current["levels"], form_kwargs={"above": above}
        )

    def is_valid(self):
        if not all([self.levels.is_valid(), self.form.is_valid()]):
            return False
        if text := problem_of(self.scale, self.given()):
            self.form.add_error(None, text)
        if name_is_taken(self.scale, self.form.cleaned_data["name"]):
            self.form.add_error("name", "本单位已有同名的等级表，请换一个名称。")
        return self.form.is_valid()

    def given(self):
        return [level for form in self.levels if (level := form.level())]
