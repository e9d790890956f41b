"""What codes are called on a page, and how two texts or a form's errors are put before a reader."""

from difflib import SequenceMatcher
from itertools import chain

from django.utils.html import format_html, format_html_join

# code: (tone = CSS modifier, icon = shape, label)
# Colour and shape of a level follow the colour its scale gives it, never a digit or a letter.
LEVEL_SHAPES = {
    "red": ("high", "circle-fill"),
    "orange": ("middle", "triangle-fill"),
    "blue": ("low", "square-fill"),
    "grey": ("other", "diamond-fill"),
}
PAPER_STATES = {
    "draft": ("draft", "pencil", "填报中"),
    "review": ("review", "hourglass-split", "审核中"),
    "cleared": ("waiting", "inbox", "待公示"),
    "publicity": ("publicity", "megaphone", "公示中"),
    "ready": ("waiting", "pen", "待确认"),
    "confirmed": ("confirmed", "check-circle-fill", "已生效"),
    "cancelled": ("cancelled", "slash-circle", "已撤销"),
}
ROW_CHANGES = {
    "unchanged": ("unchanged", "dash-lg", "不变"),
    "adjusted": ("adjusted", "arrow-left-right", "调整"),
    "new": ("new", "plus-lg", "新增"),
    "struck": ("struck", "x-lg", "销号"),
}

# Character by character is quadratic; beyond this product a whole replacement reads better anyway.
DIFF_LIMIT = 4_000_000
# An unchanged stretch this short between two changes only makes the reading jumpy.
SHORT_GAP = 1


def difference(old, new):
    """Mark what went out and what came in, character by character."""
    return format_html_join("", "{}", ((_marked(*piece),) for piece in _pieces(old, new)))


def _marked(went, came):
    if went == came:
        return format_html("{}", came)
    if not came:
        return format_html("<del>{}</del>", went)
    if not went:
        return format_html("<ins>{}</ins>", came)
    return format_html("<del>{}</del><ins>{}</ins>", went, came)


def _pieces(old, new):
    """Pairs (went, came) in reading order; both the same where nothing changed."""
    if len(old) * len(new) > DIFF_LIMIT and old != new:
        return [(old, new)]
    pieces = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        went, came = old[i1:i2], new[j1:j2]
        if tag == "equal" and (i2 - i1 > SHORT_GAP or not pieces or i2 == len(old)):
            pieces.append((went, came))
        elif pieces and pieces[-1][0] != pieces[-1][1]:
            pieces[-1] = (pieces[-1][0] + went, pieces[-1][1] + came)
        else:
            pieces.append((went, came))
    return pieces


def error_links(sources, row=""):
    """Yield {target, label, text} for each error in forms, formsets and lists of them."""
    for source in sources:
        if not source:
            continue
        if hasattr(source, "management_form"):
            yield from _formset_errors(source)
        elif hasattr(source, "fields"):
            yield from _form_errors(source, row)
        else:
            yield from error_links(source, row)


def _formset_errors(formset):
    for text in formset.non_form_errors():
        yield {"target": "", "label": "", "text": text}
    for number, form in enumerate(formset.forms, start=1):
        name = getattr(form, "row_label", "") or f"第 {number} 行"
        yield from _form_errors(form, name)


def _form_errors(form, row):
    if not form.is_bound:
        return
    for text in form.non_field_errors():
        first = next(iter(form.visible_fields()), None)
        yield {"target": _target(first), "label": row, "text": text}
    for field in chain(form.visible_fields(), form.hidden_fields()):
        label = " · ".join(str(part) for part in (row, field.label) if part)
        for text in field.errors:
            yield {"target": _target(field), "label": label, "text": text}


def _target(field):
    """The id to link to; a group of radio buttons has none, its first button does."""
    if field is None or field.is_hidden:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"
