"""A measure for a row, taken from the library of good ones and then made one's own."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse

from registry.papers.drafts import NotDraft, lock_draft
from registry.papers.stamps import stamp_of
from registry.tables.text import number_in
from risks import editing
from risks.content import content_of
from risks.measure_library import LIBRARY, MATTERS, offered
from risks.models import MeasureVersion, PointLine, PointVersion

from .answers import refused, why_closed
from .standing import crumbs

TITLE = "从措施库里选"
CHANGED = "这一行刚刚有了变化，请看过再选。"


def library_row(request, paper, revision, line):
    """GET offers what answers to the row's kind of risk; POST `measure` adds one to the row."""
    revision.paper = paper
    if text := why_closed(revision, line):
        return refused(request, paper, text)
    number = number_in(request.POST.get("measure", ""))
    if request.method == "POST" and number is not None and number < len(LIBRARY):
        return _add(request, paper, line, LIBRARY[number])
    asked = _asked(request, line)
    context = {
        "paper": paper,
        "line": line,
        "offered": offered(**asked),
        "asked": asked,
        "matters": MATTERS,
        "kinds": MeasureVersion.Kind.choices,
        "risks": PointVersion.Kind.choices,
        "stamp": _stamp(line),
        "title": TITLE,
        "crumbs": crumbs(paper, TITLE),
    }
    return render(request, "risks/measure_library.html", context)


def _asked(request, line):
    """What the list is narrowed by; at first by the kind of risk of the row."""
    known = {
        "matter": MATTERS,
        "kind": MeasureVersion.Kind.values,
        "risk": PointVersion.Kind.values,
    }
    asked = {name: request.GET.get(name, "") for name in known}
    if "risk" not in request.GET:
        asked["risk"] = line.version.kind
    return {name: value if value in known[name] else "" for name, value in asked.items()}


def _stamp(line):
    return stamp_of(content_of(line.version))


def _add(request, paper, line, measure):
    """Once for the row as it was shown: a second click finds it changed."""
    back = redirect(f"{reverse('paper-row', args=[paper.pk, line.pk])}#measures")
    try:
        with transaction.atomic():
            lock_draft(paper.pk)
            fresh = PointLine.objects.filter(pk=line.pk).of_register_rows().first()
            if fresh is None or request.POST.get("stamp") != _stamp(fresh):
                messages.warning(request, CHANGED)
                return back
            _write(paper, fresh, measure, request.person)
    except NotDraft as refusal:
        return refused(request, paper, refusal.text)
    messages.success(request, "已加上这条措施。请改成这里实际的做法，写清谁来做。")
    return back


def _write(paper, line, measure, by):
    content = content_of(line.version)
    added = {**measure.content(), "post": paper.post_id}
    editing.save_point(
        paper=paper,
        content={**content, "measures": [*content["measures"], added]},
        by=by,
        line_id=line.pk,
        why=line.version.why,
    )
