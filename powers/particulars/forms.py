"""Rows of particulars as they are typed: sub-items, duties, accountability, benchmark.

A page holds some of the lists; every button sends the whole page, so it works without JavaScript.
A row that is blank is none.
"""

import re
from decimal import Decimal

from django import forms

from powers.content import content_of, says_the_same, whole
from registry.papers.stamps import StampedForm

from . import content as particulars
from .models import Accountability, Benchmark, Responsibility, SubItem
from .ranges import Range, plain_number

MOST_ROWS = 60
KINDS = ("不予处罚", "警告", "通报批评", "责令改正", "罚款", "没收违法所得", "暂扣证件", "吊销证件")
UNITS = ("元", "万元", "倍", "%", "日", "工作日", "个月")
LONGEST_TEXT = 2000


def _line(model, name, *, placeholder="", choices=None, label=""):
    column = model._meta.get_field(name)
    attrs = {"placeholder": placeholder} if placeholder else {}
    if choices:
        attrs["list"] = choices
    widget = forms.TextInput(attrs=attrs)
    longest = column.max_length
    if longest is None:
        longest, widget = LONGEST_TEXT, forms.Textarea(attrs={"rows": 2, **attrs})
    return forms.CharField(
        label=label or str(column.verbose_name),
        required=False,
        max_length=longest,
        widget=widget,
        error_messages={"max_length": f"请控制在 {longest} 个字以内。"},
    )


class RowForm(forms.Form):
    """One row; `needed` are the fields a row cannot do without, each with what is said then."""

    needed: dict[str, str] = {}
    # Fields that take more than one column of the grid.
    WIDTHS: dict[str, str] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if chosen else "form-control"

    def said(self):
        """What is typed, judged or not."""
        return {name: (self[name].value() or "") for name in self.fields}

    @property
    def is_blank(self):
        chosen = [name for name, field in self.fields.items() if hasattr(field, "choices")]
        return not any(
            str(text).strip() for name, text in self.said().items() if name not in chosen
        )

    def clean(self):
        cleaned = super().clean()
        if not self.is_blank:
            for name, text in self.needed.items():
                if name in cleaned and not cleaned[name]:
                    self.add_error(name, text)
        return cleaned

    def plain(self):
        return dict(self.cleaned_data)

    @property
    def shown(self):
        """(field, how wide it stands)"""
        return [(field, self.WIDTHS.get(field.name, "")) for field in self]


class SubItemForm(RowForm):
    needed = {"name": "请写子项的名称；不要这一行就删去。"}
    WIDTHS = {"name": "wide"}
    code = _line(SubItem, "code")
    name = _line(SubItem, "name")


class ResponsibilityForm(RowForm):
    needed = {
        "stage": "请写是哪个环节的责任，如受理。",
        "text": "请写这一环节要做到什么；不要这一行就删去。",
    }
    WIDTHS = {"text": "all", "basis": "all"}
    stage = _line(Responsibility, "stage", choices="stages")
    text = _line(Responsibility, "text")
    basis = _line(Responsibility, "basis")


class AccountabilityForm(RowForm):
    needed = {"text": "请写什么情形要追究责任；不要这一行就删去。"}
    WIDTHS = {"text": "all", "basis": "all"}
    text = _line(Accountability, "text")
    basis = _line(Accountability, "basis")


def _end(label, *choices):
    """Whether a limit belongs to the range; the first choice is the usual one."""
    return forms.ChoiceField(label=label, required=False, choices=choices)


class BenchmarkForm(RowForm):
    needed = {
        "condition": "请写在什么情形下适用；不要这一行就删去。",
        "kind": "请写给予哪一种处理，如罚款。",
    }
    WIDTHS = {"condition": "all", "basis": "all"}
    condition = _line(Benchmark, "condition")
    kind = _line(Benchmark, "kind", choices="benchmark-kinds")
    lower = forms.CharField(label="下限", required=False, max_length=16)
    lower_end = _end("下限怎么算", ("closed", "以上（含）"), ("open", "超过（不含）"))
    upper = forms.CharField(label="上限", required=False, max_length=16)
    upper_end = _end("上限怎么算", ("open", "不满（不含）"), ("closed", "以下（含）"))
    unit = _line(Benchmark, "unit", choices="benchmark-units")
    basis = _line(Benchmark, "basis")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("lower", "upper"):
            self.fields[name].widget.attrs["inputmode"] = "decimal"

    def clean_lower(self):
        return _limit(self.cleaned_data["lower"])

    def clean_upper(self):
        return _limit(self.cleaned_data["upper"])

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        given = self._range(cleaned)
        if given.is_numbered and not given.unit:
            self.add_error("unit", "请写数字的单位，如元、倍、日。")
        if given.is_empty:
            self.add_error("upper", "上限要比下限大；就是一个数的，两头都选“含”。")
        return cleaned

    def _range(self, cleaned):
        return Range(
            1,
            cleaned["kind"],
            particulars.number(cleaned["lower"]),
            particulars.number(cleaned["upper"]),
            _is_closed(cleaned, "lower_end", True),
            _is_closed(cleaned, "upper_end", False),
            cleaned["unit"],
        )

    def plain(self):
        said = self.cleaned_data
        return {
            **{name: said[name] for name in ("condition", "kind", "lower")},
            "lower_closed": _is_closed(said, "lower_end", True),
            "upper": said["upper"],
            "upper_closed": _is_closed(said, "upper_end", False),
            "unit": said["unit"],
            "basis": said["basis"],
        }


def _is_closed(said, name, usual):
    return said[name] == "closed" if said.get(name) else usual


def _limit(text):
    """1,000 and 1000 as "1000"; blank stays blank."""
    text = text.replace(",", "").replace("，", "").strip()
    if not text:
        return ""
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]+)?", text):
        raise forms.ValidationError("请写数字，如 1000 或 0.5；没有限制就空着。")
    number = Decimal(text)
    if number != round(number, 4):
        raise forms.ValidationError("小数请控制在四位以内。")
    return plain_number(number)


FORMS = {
    "sub_items": SubItemForm,
    "responsibilities": ResponsibilityForm,
    "accountabilities": AccountabilityForm,
    "benchmarks": BenchmarkForm,
}


def typed_row(key, row):
    """A plain row as its form shows it."""
    if key != "benchmarks":
        return dict(row)
    ends = {
        f"{name}_end": "closed" if row[f"{name}_closed"] else "open" for name in ("lower", "upper")
    }
    return {**row, **ends}


class PartForm(StampedForm):
    """What goes with the lists of a page: the stamp, and the reason of a change."""

    why = forms.CharField(
        label="调整理由",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="和现行内容不一样时写明为什么改，审核人会看到。",
    )

    def __init__(self, *args, base=None, **kwargs):
        super().__init__(*args, **kwargs)
        if base is None:
            del self.fields["why"]


class PartEntry:
    """Some lists of one row of a catalogue draft; `base` is what the row stands against.

    The stamp covers these lists alone: other parts of the row may be saved meanwhile.
    """

    def __init__(self, data=None, *, keys, version, base=None, rows=None):
        self.keys, self.version, self.base = keys, version, base
        saved = content_of(version)
        current = {key: saved[key] for key in keys} | {"struck": version.struck}
        self.form = PartForm(data, base=base, current=current, initial={"why": version.why})
        self.lists = [
            RowList(key, data, (rows or {}).get(key, None) or _typed(saved, key)) for key in keys
        ]

    def is_valid(self):
        good = all([self.form.is_valid(), *(each.is_valid() for each in self.lists)])
        if good and self._changes_base() and not self.form.cleaned_data["why"]:
            self.form.add_error("why", "内容和现行的不一样，请写明为什么调整，审核人要看。")
        return good and self.form.is_valid()

    @property
    def content(self):
        """The content of the row with these lists as typed."""
        return whole(content_of(self.version) | {each.key: each.plain() for each in self.lists})

    @property
    def why(self):
        return self.form.cleaned_data.get("why", "") or self.version.why

    def refuse(self, text):
        self.form.is_valid()
        self.form.add_error(None, text)

    def acted(self, act, key, at):
        """The same page with a row added, removed or moved; nothing is judged yet."""
        rows = {each.key: each.typed() for each in self.lists}
        if key in rows:
            rows[key] = _moved(rows[key], act, at) or [{}]
        shown = PartEntry(keys=self.keys, version=self.version, base=self.base, rows=rows)
        for field in shown.form.fields:
            # What was opened stays the measure: a change elsewhere shows when it is saved.
            shown.form.initial[field] = self.form[field].value()
        return shown

    def stale_rows(self):
        """What was typed beside what is saved now."""
        if not self.form.is_stale:
            return []
        saved = particulars.words_of(content_of(self.version))
        return [
            {
                "label": each.title,
                "yours": each.in_words,
                "theirs": saved[each.key],
                "id": each.key,
            }
            for each in self.lists
        ]

    def _changes_base(self):
        return self.base is not None and not says_the_same(self.content, self.base)


class RowList:
    """The forms of one list, bound to what was sent or showing `typed` rows."""

    def __init__(self, key, data, typed):
        self.key, self.title = key, particulars.BY_KEY[key].title
        count = len(typed) if data is None else _count(data.get(f"{key}-count"))
        self.rows = [
            FORMS[key](data, prefix=f"{key}-{at}", initial=typed[at] if data is None else None)
            for at in range(count)
        ]

    def is_valid(self):
        # Every row is asked, so that every row says what is missing.
        judged = [row.is_valid() for row in self.rows]
        return all(judged)

    def plain(self):
        return [row.plain() for row in self.rows if not row.is_blank]

    def typed(self):
        return [row.said() for row in self.rows]

    @property
    def in_words(self):
        """What stands on the page, field by field; numbers may not be numbers yet."""
        rows = [row for row in self.rows if not row.is_blank]
        return "\n".join("，".join(filter(None, map(str, _texts(row)))) for row in rows)


def _texts(row):
    return [text for name, text in row.said().items() if not name.endswith("_end")]


def _typed(content, key):
    return [typed_row(key, row) for row in content[key]] or [{}]


def _count(text):
    known = (text or "").isascii() and (text or "").isdecimal()
    return min(int(text), MOST_ROWS) if known and len(text) < 4 else 0


def _moved(rows, act, at):
    rows = list(rows)
    if act == "add" and len(rows) < MOST_ROWS:
        rows.append({})
    elif 0 <= at < len(rows):
        row = rows.pop(at)
        if act != "remove":
            rows.insert(max(at + (1 if act == "down" else -1), 0), row)
    return rows
