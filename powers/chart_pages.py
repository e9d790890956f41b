"""The page on which the chart of one catalogue row is drawn; `reviews` owns its address.

Without JavaScript every button sends the whole table and gets the page back with everything typed;
with it the picture is drawn again while one types.
"""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from registry.papers.drafts import NotDraft, lock_draft

from . import editing, flow
from .beside import IN_FORCE, marks_in_force
from .chart_files import figure_of
from .chart_forms import ChartEntry, blank_row, typed_rows
from .chart_samples import SAMPLES
from .charts.layout import TooMuchText
from .content import content_of
from .draft import standing_of
from .flow import gaps
from .forms import MOST_STEPS
from .lane_files import lanes_beside
from .particulars.pages import parts_of_row
from .row_list import place_of

REFUSED = 409
MOVES = ("up", "down", "remove", "add")


def draw_chart(request, paper, revision, line):
    """GET the table beside the picture; POST saves it, or `act` changes the table alone."""
    if line.version.struck:
        raise Http404
    line = revision.power_lines.of_register_rows().get(pk=line.pk)
    if request.method != "POST":
        return _page(request, paper, line, _entry(None, paper, line))
    if act := request.POST.get("act", ""):
        entry = _acted(_entry(request.POST, paper, line), act)
        if act == "redraw" and request.htmx:
            known = _pictures(request, paper, line, entry)
            return render(request, "powers/_chart_picture.html", known)
        return _page(request, paper, line, entry)
    return _save(request, paper, line)


def _entry(data, paper, line, rows=None):
    return ChartEntry(data, version=line.version, base=_base(paper, line), rows=rows)


def _base(paper, line):
    base = standing_of(line.version, paper)
    return None if base is None or base.struck else base


def _acted(entry, act):
    """The table with one row moved, added or removed, or with a sample; nothing is judged yet."""
    name, _, number = act.partition(":")
    rows, at = entry.typed(), int(number) if number.isdecimal() else -1
    if name == "sample" and (sample := SAMPLES.get(entry.form["sample"].value())):
        rows = typed_rows(sample.content)
    elif name in MOVES and at < len(rows) and (name != "add" or len(rows) < MOST_STEPS):
        rows = _moved(rows, name, at)
    shown = ChartEntry(version=entry.version, base=entry.base, rows=rows)
    for field in shown.form.fields:
        if field != "stamp":
            shown.form.initial[field] = entry.form[field].value()
    # What was opened stays the measure: a change elsewhere shows when it is saved.
    shown.form.initial["stamp"] = entry.form["stamp"].value()
    return shown


def _moved(rows, name, at):
    rows = list(rows)
    if name == "add":
        rows.insert(at + 1, blank_row(rows))
    elif name == "remove":
        del rows[at]
    else:
        to = at - 1 if name == "up" else at + 1
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
    return rows or [blank_row([])]


def _save(request, paper, line):
    """Read, compare with the stamp and write under one lock: no other save slips between."""
    entry = _entry(request.POST, paper, line)
    try:
        with transaction.atomic():
            lock_draft(paper.pk)
            line = editing.read_again(line)
            entry = _entry(request.POST, paper, line)
            if not entry.is_valid():
                status = REFUSED if entry.form.is_stale else 200
                return _page(request, paper, line, entry, status=status)
            content = entry.content
            editing.change_power(
                paper=paper, line_id=line.pk, content=content, why=entry.why, by=request.person
            )
    except NotDraft as refusal:
        entry.refuse(refusal.text)
        return _page(request, paper, line, entry, status=REFUSED)
    messages.success(request, f"已保存“{content['name']}”的流程图。")
    for _, text in gaps(content):
        messages.warning(request, f"提交前还要补上：{text}")
    return redirect(request.path)


def _page(request, paper, line, entry, status=200):
    paper_url = reverse("paper-edit", args=[paper.pk])
    context = {
        "paper": paper,
        "line": line,
        "entry": entry,
        "form": entry.form,
        **_pictures(request, paper, line, entry),
        "stale_rows": _stale_rows(entry),
        "row_url": place_of(line),
        "tabs": parts_of_row(paper, line, "paper-row-chart"),
        "crumbs": [
            {"label": paper.title, "url": paper_url},
            {"label": f"{line.version.name}流程图"},
        ],
    }
    return render(request, "powers/chart_form.html", context, status=status)


def _pictures(request, paper, line, entry):
    figure = _figure(request, paper, line, entry)
    return {"figure": figure, "lanes": figure and lanes_beside(figure)}


def _figure(request, paper, line, entry):
    """The picture of what is typed; None where nothing can be drawn of it yet."""
    drawn = flow.whole(entry.as_drawn())
    power = line.version.power
    marks = marks_in_force([power], request.reach).get(power.pk)
    figure = figure_of(
        drawn,
        serial=line.serial,
        name=line.version.name,
        note=f"{paper.unit.name}　草稿{IN_FORCE if marks else ''}",
        marks=marks,
        sections=_undertaking(line.version),
    )
    try:
        return figure if drawn["steps"] and figure.drawing else None
    except TooMuchText:
        return None


def _undertaking(version):
    return [one.section.name for one in version.undertakings.select_related("section")]


def _stale_rows(entry):
    """What was typed beside what is saved now."""
    if not entry.form.is_stale:
        return []
    saved = content_of(entry.version)
    yours, theirs = flow.in_words(flow.whole(entry.as_drawn())), flow.in_words(saved)
    return [{"label": "办理环节", "yours": yours, "theirs": theirs, "id": "steps"}]
