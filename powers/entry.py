"""One catalogue row as it is being filled in: the form and its bases, judged and shown together."""

from .checklist import default_visibility
from .content import LABELS, TEXTS, content_of, in_words, says_the_same, whole, words_of
from .forms import PowerForm, bases_formset
from .models import PowerVersion
from .particulars.content import BY_KEY

PREFIX = "bases"


def current_of(version):
    """What the stamp of a row covers: its content and what the register says now."""
    if version is None:
        return {}
    return {
        "content": content_of(version),
        "struck": version.struck,
        "why": version.why,
        "in_force": version.power.in_force_id,
    }


def _of_this_page(version):
    """What is changed on other pages of the row may be saved meanwhile."""
    current = current_of(version)
    if version is not None:
        said = current["content"].items()
        current["content"] = {name: text for name, text in said if name not in BY_KEY}
    return current


class PowerEntry:
    """`version` is what the row says now (None: a new row), `base` what it stands against."""

    def __init__(self, data=None, *, unit, version=None, base=None, initial=None, extra=1):
        self.unit, self.version, self.base = unit, version, base
        initial = initial or _initial(version, unit)
        self.form = PowerForm(
            data,
            unit=unit,
            base=base,
            kind=version.kind_id if version else "",
            current=_of_this_page(version),
            initial=initial,
        )
        # A posted basis equal to the initial one would count as a blank row: no initial then.
        shown = initial["bases"] if data is None else None
        self.bases = bases_formset(extra)(data, prefix=PREFIX, initial=shown)

    def is_valid(self):
        good = all([self.form.is_valid(), self.bases.is_valid()])
        if good and self._changes_base() and not self.why:
            self.form.add_error("why", "内容和现行的不一样，请写明为什么调整，审核人要看。")
        return good and self.form.is_valid()

    @property
    def content(self):
        cleaned = self.form.cleaned_data
        return {
            **self.kept,
            **{field: cleaned[field] for field in TEXTS},
            "bases": self.bases.content(),
            "sections": sorted(section.pk for section in cleaned["sections"]),
            "steps": cleaned["steps"],
        }

    @property
    def kept(self):
        """What the chart says besides, and the lists of particulars: changed on their own pages."""
        said = {} if self.version is None else content_of(self.version)
        return {name: said[name] for name in ("details", "ways", *BY_KEY) if name in said}

    @property
    def why(self):
        return self.form.cleaned_data.get("why", "")

    def refuse(self, text):
        """Say why nothing was saved; what was typed stays on the page."""
        self.form.is_valid()
        self.form.add_error(None, text)

    def with_one_more_basis(self):
        """The same page with one more blank basis; nothing is judged yet."""
        initial = {name: self.form[name].value() for name in self.form.fields}
        typed = [form for form in self.bases.forms if not form["DELETE"].value()]
        initial["bases"] = [_typed_basis(form) for form in typed]
        return PowerEntry(
            unit=self.unit, version=self.version, base=self.base, initial=initial, extra=1
        )

    def stale_rows(self):
        """What was typed beside what is saved now, where they differ; a new row has no other."""
        if not self.form.is_stale or self.version is None:
            return []
        yours, theirs = self._typed_words(), in_words(self.version)
        shown = [
            {"label": label, "yours": yours[field], "theirs": theirs[field], "id": field}
            for field, label in LABELS.items()
            if yours[field] != theirs[field]
        ]
        if self.version.struck:
            shown.insert(
                0, {"label": "这一行", "yours": "调整内容", "theirs": f"销号：{self.version.why}"}
            )
        return shown

    def _changes_base(self):
        return self.base is not None and not says_the_same(self.content, self.base)

    def _typed_words(self):
        typed = {name: self.form[name].value() or "" for name in self.form.fields}
        chosen = {str(pk) for pk in typed["sections"]}
        names = [
            section.name
            for section in self.form.fields["sections"].queryset
            if str(section.pk) in chosen
        ]
        typed["visibility"] = typed["visibility"] or default_visibility(typed["side"])
        typed["steps"] = [step.strip() for step in typed["steps"].splitlines() if step.strip()]
        typed["bases"] = [
            basis
            for form in self.bases.forms
            if not form["DELETE"].value() and (basis := _typed_basis(form))["law"]
        ]
        kind = self.form.kinds.get(typed["kind"])
        return words_of(whole(self.kept | typed), names, str(kind or ""))


def _initial(version, unit):
    if version is None:
        return {
            "exercising_body": unit.name,
            "disposition": PowerVersion.Disposition.KEEP,
            "bases": [],
        }
    content = content_of(version)
    if content["visibility"] == default_visibility(content["side"]):
        content["visibility"] = ""
    return {**content, "steps": "\n".join(content["steps"]), "why": version.why}


def _typed_basis(form):
    return {name: form[name].value() or "" for name in ("law", "article")}
