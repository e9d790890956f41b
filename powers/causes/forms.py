"""The changed rows of a catalogue draft, each with its cause and a word about it."""

from django import forms

from registry.papers.stamps import StampedForm

from .models import ChangeCause

LONGEST = ChangeCause._meta.get_field("text").max_length


TICKED, UNSTATED = "ticked", "unstated"
NONE_LEFT = {
    TICKED: "还没有勾选。请勾选下面适用这个事由的几项。",
    UNSTATED: "都已经写了事由，没有要补的。改好的几项请点“保存”。",
}


class ChangeCausesForm(StampedForm):
    """`rows` are those of the page that may be changed now; `is_asked`: each of them needs a cause.

    One cause may be stated for many rows at once: those ticked, or all of the draft that state none
    yet (`unstated`, ids of lines), on whatever page they are.
    """

    use_required_attribute = False
    shared_kind = forms.ChoiceField(
        label="变动事由", choices=[("", "请选择"), *ChangeCause.Kind.choices], required=False
    )
    shared_text = forms.CharField(
        label="说明（会随目录公开）",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, rows, is_asked, unstated=(), **kwargs):
        super().__init__(*args, current=_current(rows), **kwargs)
        self.rows, self.is_asked, self.unstated = rows, is_asked, unstated
        for row in rows:
            cause = row.details["cause"]
            self.fields[f"tick_{row.line.pk}"] = forms.BooleanField(
                label="用上面的事由", required=False
            )
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
        """(row, its fields) in the order of the catalogue."""
        names = ("tick", "kind", "text")
        return [(row, *(self[f"{name}_{row.line.pk}"] for name in names)) for row in self.rows]

    def clean(self):
        typed = super().clean()
        for row in self.rows:
            kind, text = self._own(row, typed)
            if row.line.pk in self._shared_by(typed):
                continue
            if kind and not text.strip():
                self.add_error(f"text_{row.line.pk}", "请写一句说明，读者才看得明白。")
            elif text.strip() and not kind:
                self.add_error(f"kind_{row.line.pk}", "请选择变动事由。")
        if self.is_shared:
            self._check_shared(typed)
        return typed

    @property
    def is_shared(self):
        """Whether a button was pressed that states one cause for many rows."""
        return self.data.get("shared") in (TICKED, UNSTATED)

    def causes(self):
        """For `stating.state`."""
        said = self.cleaned_data
        own = {row.line.pk: self._own(row, said) for row in self.rows}
        shared = (said["shared_kind"], said["shared_text"])
        return own | dict.fromkeys(self._shared_by(said), shared)

    def _own(self, row, typed):
        return tuple(typed.get(f"{name}_{row.line.pk}", "") for name in ("kind", "text"))

    def _shared_by(self, typed):
        """Lines that take the shared cause; what is typed for one of them alone stays its own."""
        if self.data.get("shared") == TICKED:
            return [row.line.pk for row in self.rows if typed.get(f"tick_{row.line.pk}")]
        if self.data.get("shared") != UNSTATED:
            return []
        own = {row.line.pk for row in self.rows if any(self._own(row, typed))}
        return [line for line in self.unstated if line not in own]

    def _check_shared(self, typed):
        if not typed.get("shared_kind"):
            self.add_error("shared_kind", "请选择变动事由。")
        if not typed.get("shared_text", "").strip():
            self.add_error("shared_text", "请写一句说明，读者才看得明白。")
        if not self._shared_by(typed):
            self.add_error(None, NONE_LEFT[self.data["shared"]])


def _current(rows):
    """What is stated now; a row that was changed meanwhile is another one."""
    return [
        [row.line.pk, row.version.pk, str(row.details["cause"] or "")]
        for row in sorted(rows, key=lambda row: row.line.pk)
    ]
