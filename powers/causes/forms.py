"""The changed rows of a catalogue draft, each with its cause and a word about it."""

from django import forms

from registry.papers.stamps import StampedForm

from .models import ChangeCause

LONGEST = ChangeCause._meta.get_field("text").max_length


class ChangeCausesForm(StampedForm):
    """`rows` are those that may be changed now; `is_asked`: each of them needs a cause."""

    use_required_attribute = False

    def __init__(self, *args, rows, is_asked, **kwargs):
        super().__init__(*args, current=_current(rows), **kwargs)
        self.rows, self.is_asked = rows, is_asked
        for row in rows:
            cause = row.details["cause"]
            self.fields[f"kind_{row.line.pk}"] = forms.ChoiceField(
                label="变动事由",
                choices=[("", "请选择"), *ChangeCause.Kind.choices],
                required=False,
                initial=cause.kind if cause else "",
            )
            self.fields[f"text_{row.line.pk}"] = forms.CharField(
                label="说明（会随目录公开）",
                required=False,
                max_length=LONGEST,
                initial=cause.text if cause else "",
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="如“《××条例》2026 年修订，第八条改为第十条”。不写人名、电话。",
            )

    @property
    def asked(self):
        """(row, its two fields) in the order of the catalogue."""
        return [
            (row, self[f"kind_{row.line.pk}"], self[f"text_{row.line.pk}"]) for row in self.rows
        ]

    def clean(self):
        typed = super().clean()
        for row in self.rows:
            kind, text = (typed.get(f"{name}_{row.line.pk}", "") for name in ("kind", "text"))
            if kind and not text.strip():
                self.add_error(f"text_{row.line.pk}", "请写一句说明，读者才看得明白。")
            elif text.strip() and not kind:
                self.add_error(f"kind_{row.line.pk}", "请选择变动事由。")
        return typed

    def causes(self):
        """For `stating.state`."""
        said = self.cleaned_data
        return {
            row.line.pk: (said[f"kind_{row.line.pk}"], said[f"text_{row.line.pk}"])
            for row in self.rows
        }


def _current(rows):
    """What is stated now; a row that was changed meanwhile is another one."""
    return [
        [row.line.pk, row.version.pk, str(row.details["cause"] or "")]
        for row in sorted(rows, key=lambda row: row.line.pk)
    ]
