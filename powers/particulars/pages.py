"""The pages of a catalogue row's particulars; `reviews` owns their addresses.

edit_duties      sub-items, responsibilities, accountability
edit_benchmark   the discretion benchmark
Each saves by itself, under one lock with its stamp; every button works without JavaScript.
"""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from powers import editing
from powers.draft import standing_of
from powers.row_list import place_of
from registry.papers.drafts import NotDraft, lock_draft

from .content import STAGES, ranges_of
from .forms import KINDS, UNITS, PartEntry
from .ranges import flaws

REFUSED = 409
DUTIES = ("sub_items", "responsibilities", "accountabilities")
BENCHMARK = ("benchmarks",)
ACTS = {"add", "remove", "up", "down"}
TITLES = {DUTIES: "责任与追责", BENCHMARK: "裁量基准"}


def edit_duties(request, paper, revision, line):
    return _edit(request, paper, line, DUTIES)


def edit_benchmark(request, paper, revision, line):
    return _edit(request, paper, line, BENCHMARK)


def parts_of_row(paper, line, here):
    """The tabs of a row's pages: `here` is the name of the address one stands on."""
    if line is None:
        return []
    return [
        {
            "label": label,
            "url": reverse(name, args=[paper.pk, line.pk]),
            "active": name == here,
        }
        for name, label in (
            ("paper-row", "基本和依据"),
            ("paper-row-duties", "责任与追责"),
            ("paper-row-benchmark", "裁量基准"),
            ("paper-row-chart", "流程图"),
        )
    ]


def _edit(request, paper, line, keys):
    if line.version.struck:
        raise Http404
    if request.method != "POST":
        return _page(request, paper, line, _entry(None, paper, line, keys))
    act, _, place = request.POST.get("act", "").partition(":")
    if act in ACTS:
        key, _, at = place.partition(":")
        number = int(at) if at.isascii() and at.isdecimal() and len(at) < 4 else -1
        entry = _entry(request.POST, paper, line, keys).acted(act, key, number)
        return _page(request, paper, line, entry)
    return _save(request, paper, line, keys)


def _entry(data, paper, line, keys):
    base = standing_of(line.version, paper)
    base = None if base is None or base.struck else base
    return PartEntry(data, keys=keys, version=line.version, base=base)


def _save(request, paper, line, keys):
    """Read, compare with the stamp and write under one lock: no other save slips between."""
    entry = _entry(request.POST, paper, line, keys)
    try:
        with transaction.atomic():
            lock_draft(paper.pk)
            line = editing.read_again(line)
            entry = _entry(request.POST, paper, line, keys)
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
    messages.success(request, f"已保存“{content['name']}”的{TITLES[keys]}。")
    if keys == BENCHMARK:
        for flaw in flaws(ranges_of(content)):
            messages.warning(request, f"请看一看：{flaw.text}。")
    return redirect(request.path)


def _page(request, paper, line, entry, status=200):
    paper_url = reverse("paper-edit", args=[paper.pk])
    name = "paper-row-benchmark" if entry.keys == BENCHMARK else "paper-row-duties"
    context = {
        "paper": paper,
        "line": line,
        "entry": entry,
        "form": entry.form,
        "title": TITLES[entry.keys],
        "is_benchmark": entry.keys == BENCHMARK,
        "stale_rows": entry.stale_rows(),
        "offered": {"stages": STAGES, "benchmark-kinds": KINDS, "benchmark-units": UNITS},
        "tabs": parts_of_row(paper, line, name),
        "row_url": place_of(line),
        "crumbs": [
            {"label": paper.title, "url": paper_url},
            {"label": f"{line.version.name}：{TITLES[entry.keys]}"},
        ],
    }
    return render(request, "powers/particulars_form.html", context, status=status)
