"""Stale tabs: every editing form carries a stamp of what it was opened on.

If somebody (or another tab) saved in between, nothing is overwritten: the form answers with
both texts and the typed one stays on the screen.
"""

from django import forms

from .digest import digest_of

STALE_MESSAGE = (
    "这一页打开之后，内容已在别处保存过。您刚填的文字还在下面，没有丢失；"
    "请对照右侧的新内容，改好后再保存。"
)

STALE, FAULTY = 409, 422


def stamp_of(content):
    """A short stamp of JSON-able content as it stands in the database."""
    return digest_of(content)[:16]


class StampedForm(forms.Form):
    """Mixin: pass `current=` (JSON-able content in the database now) on every use.

    A bound form is compared against it; on a difference `is_stale` is true, the form is
    invalid, and the page shows `current` beside the typed text. Saving again is then
    possible: the rendered stamp is renewed.
    """

    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, current, **kwargs):
        super().__init__(*args, **kwargs)
        self.current = current
        self.is_stale = False
        self.fields["stamp"].initial = stamp_of(current)

    def clean(self):
        cleaned = super().clean()
        if self.data.get(self.add_prefix("stamp"), "") != stamp_of(self.current):
            self.is_stale = True
            self.renew_stamp()
            self.add_error(None, STALE_MESSAGE)
        return cleaned

    def stale_rows(self, names):
        """What was typed beside what is saved now, of these fields, where they differ."""
        for name in names if self.is_stale else ():
            yours, theirs = self.data.get(self.add_prefix(name), ""), self.current[name]
            if yours != theirs:
                label = self.fields[name].label
                yield {"label": label, "yours": yours, "theirs": theirs, "id": name}

    def renew_stamp(self):
        self.data = self.data.copy()
        self.data[self.add_prefix("stamp")] = stamp_of(self.current)


def status_of(form):
    """What a page with a form answers: 409 for a stale tab, 422 for another fault, else 200."""
    if not form.is_bound or not form.errors:
        return 200
    return STALE if getattr(form, "is_stale", False) else FAULTY
