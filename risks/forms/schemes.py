"""The form of a draft scheme: its name, the lists its kind has, and from where each level begins.

Each list is a formset with a few empty rows behind those that are there; a row without a label is
left out. `SchemeEntry.rules` puts them together as `registry.organisation.scheme_rules` reads them.
"""

from django import forms

from registry.organisation.scheme_rules import FACTORS, PAIR, problems_of
from registry.papers.stamps import StampedForm

OFTEN = "“经常发生”是指选了它就说明这件事经常发生，建议岗位风险等级时会看。"
HINTS = {
    "likelihood_harm": "每一张单子从轻到重往下排：第一行 1 分，第二行 2 分……两项的分数相乘，到了"
    "上面的起点就定为那一级，都不到的定为最轻的一级。",
    "by_factors": "每个因素从轻到重往下排：第一行 1 分，第二行 2 分……各因素的分数乘以权重再相加，"
    "到了上面的起点就定为那一级，都不到的定为最轻的一级。不用的因素权重留空。",
    "by_matter": f"涉及几项时，按最重的一项定级。{OFTEN}",
    "criteria_count": "数一数符合几项，到了上面的起点就定为那一级，都不到的定为最轻的一级。"
    f"{OFTEN}",
}
SPARE = 3
MOST = 60
LONGEST = 120


class SchemeRowForm(forms.Form):
    """A row of a list: what can be chosen or ticked, with a word of help."""

    use_required_attribute = False

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    label = forms.CharField(label="文字", required=False, max_length=LONGEST)
    help = forms.CharField(label="说明（可以不填）", required=False, max_length=LONGEST)

    def __init__(self, *args, levels, **kwargs):
        super().__init__(*args, **kwargs)
        self.levels = levels

    def row(self):
        """As the rules keep it; None for a row without a label."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return given if given.get("label") else None


class TickedForm(SchemeRowForm):
    """What may be ticked, and whether ticking it says that it happens often [1]."""

    frequent = forms.BooleanField(label="经常发生", required=False)


class MatterForm(TickedForm):
    """A matter belongs to a level."""

    rank = forms.TypedChoiceField(label="等级", coerce=int, empty_value=None, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(level.rank, str(level)) for level in self.levels]
        self.fields["rank"].choices = [("", "请选择"), *choices]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("label") and cleaned.get("rank") is None and not self.has_error("rank"):
            self.add_error("rank", "请选择这个事项属于哪一级。")
        return cleaned


def _lists(form):
    return forms.formset_factory(form, extra=SPARE, max_num=MOST, absolute_max=MOST + SPARE)


class SchemeForm(StampedForm):
    """Name, question, weights and thresholds: whatever is not a list."""

    use_required_attribute = False

    name = forms.CharField(
        label="办法名称", max_length=60, error_messages={"required": "请写一个名称。"}
    )
    label = forms.CharField(label="表里怎么问", required=False, max_length=60)

    def __init__(self, *args, scheme, levels, **kwargs):
        super().__init__(*args, **kwargs)
        self.levels, self.weighted = levels, scheme.kind == "by_factors"
        if scheme.kind not in ("by_matter", "criteria_count"):
            del self.fields["label"]
        self.factors = _factor_labels(scheme.rules)
        if self.weighted:
            for code, label in self.factors.items():
                self.fields[f"weight_{code}"] = forms.IntegerField(
                    label=f"{label}的权重", required=False, min_value=0, max_value=9
                )
        if scheme.kind != "by_matter":
            for level in levels[:-1]:
                self.fields[f"from_{level.rank}"] = forms.IntegerField(
                    label=f"多少起定为{level}",
                    required=False,
                    min_value=1,
                    max_value=999,
                )

    def weights(self):
        """Code of a factor → its weight, of those that are used."""
        given = {code: self.cleaned_data.get(f"weight_{code}") for code in FACTORS}
        return {code: weight for code, weight in given.items() if weight}

    def thresholds(self, least):
        """Gravest first; whatever is below all of them has the mildest level."""
        chosen = [
            {"at_least": self.cleaned_data[f"from_{level.rank}"], "rank": level.rank}
            for level in self.levels[:-1]
            if self.cleaned_data.get(f"from_{level.rank}")
        ]
        return [*chosen, {"at_least": least, "rank": self.levels[-1].rank}]


class SchemeEntry:
    """A draft scheme as it stands in one browser tab; `data` None: to be shown."""

    def __init__(self, scheme, data=None):
        self.scheme = scheme
        self.levels = list(scheme.scale.levels.order_by("-rank"))
        rules = scheme.rules
        self.form = SchemeForm(
            data,
            initial=_initial(scheme, self.levels),
            current={"name": scheme.name, "rules": rules},
            scheme=scheme,
            levels=self.levels,
        )
        self.lists = [
            (title, self._list(prefix, row, rows, data))
            for prefix, title, row, rows in _LISTS[scheme.kind](rules)
        ]

    def is_valid(self):
        """The parts first, then what only the whole of them can say."""
        parts = [formset.is_valid() for _, formset in self.lists]
        if not self.form.is_valid() or not all(parts):
            return False
        ranks = {level.rank for level in self.levels}
        problems = problems_of(self.scheme.kind, self.rules(), ranks)
        for problem in self._thresholds_turned() or problems:
            self.form.add_error(None, problem)
        return self.form.is_valid() and not problems

    @property
    def hint(self):
        """How a level comes of what is written here."""
        return HINTS[self.scheme.kind]

    @property
    def saved_elsewhere(self):
        return (
            f"那一份叫“{self.scheme.name}”。您刚填的内容还在下面，没有丢失；请对照已保存的那一份"
            "核对，再保存，保存后以这里的为准。"
        )

    def rules(self):
        rows = {formset.prefix: _coded(formset) for _, formset in self.lists}
        return _RULES[self.scheme.kind](self.form, rows)

    def _thresholds_turned(self):
        chosen = [row["at_least"] for row in self.form.thresholds(0)]
        if self.scheme.kind != "by_matter" and chosen != sorted(set(chosen), reverse=True):
            return ["等级越重，起点要越高，而且各不相同。请核对“多少起定为”几格。"]
        return []

    def _list(self, prefix, row, rows, data):
        return _lists(row)(data, prefix=prefix, initial=rows, form_kwargs={"levels": self.levels})


def _initial(scheme, levels):
    rules = scheme.rules
    starts = {row["rank"]: row["at_least"] for row in rules.get("levels", [])}
    weights = {one["code"]: one.get("weight", 1) for one in rules.get("factors", [])}
    return {
        "name": scheme.name,
        "label": rules.get("label", ""),
        **{f"weight_{code}": weights.get(code, 0) for code in FACTORS},
        **{f"from_{level.rank}": starts.get(level.rank) for level in levels[:-1]},
    }


def _coded(formset):
    """Rows with a label; a new one gets a code that no other has."""
    rows = [row for form in formset if (row := form.row())]
    taken = {row.get("code") for row in rows}
    free = (code for number in range(1, 2 * MOST) if (code := f"new_{number}") not in taken)
    return [row if "code" in row else {**row, "code": next(free)} for row in rows]


def _options(rows):
    """Numbered from 1: the further down, the more of it."""
    named = [{key: row[key] for key in ("label", "help") if key in row} for row in rows]
    return [{"value": value, **row} for value, row in enumerate(named, start=1)]


def _pair_rules(form, rows):
    options = {code: _options(rows[code]) for code in PAIR}
    return {**options, "levels": form.thresholds(1)}


def _factor_rules(form, rows):
    weights = form.weights()
    factors = [
        {
            "code": code,
            "label": form.factors[code],
            "weight": weight,
            "options": _options(rows[code]),
        }
        for code, weight in weights.items()
    ]
    return {"factors": factors, "levels": form.thresholds(sum(weights.values()))}


def _matter_rules(form, rows):
    return {**_asked(form), "matters": rows["matters"]}


def _criteria_rules(form, rows):
    return {**_asked(form), "criteria": rows["criteria"], "levels": form.thresholds(0)}


def _asked(form):
    label = form.cleaned_data["label"]
    return {"label": label} if label else {}


def _lists_of_factors(rules):
    options = {one["code"]: one["options"] for one in rules["factors"]}
    labels = _factor_labels(rules).items()
    return [(code, label, SchemeRowForm, options.get(code, [])) for code, label in labels]


def _factor_labels(rules):
    """Code → what the scheme calls a factor, else what it is commonly called."""
    return FACTORS | {one["code"]: one["label"] for one in rules.get("factors", [])}


_LISTS = {
    "likelihood_harm": lambda rules: [
        (code, label, SchemeRowForm, rules[code]) for code, label in PAIR.items()
    ],
    "by_factors": _lists_of_factors,
    "by_matter": lambda rules: [("matters", "事项", MatterForm, rules["matters"])],
    "criteria_count": lambda rules: [("criteria", "情形", TickedForm, rules["criteria"])],
}
_RULES = {
    "likelihood_harm": _pair_rules,
    "by_factors": _factor_rules,
    "by_matter": _matter_rules,
    "criteria_count": _criteria_rules,
}
