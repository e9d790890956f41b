"""Editing one risk point with its measures: page, autosave, preview."""

from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from registry.papers.drafts import NotDraft, lock_draft
from registry.papers.rows import row_of
from registry.papers.stamps import stamp_of
from registry.tables.text import number_in
from risks import editing, findings
from risks import form as form_content
from risks.form_kinds import form_kind_of
from risks.forms.entry import LENIENT, PointEntry, classes_for
from risks.models import PointLine
from risks.phrasing import compose

from .answers import FAULTY, STALE, back, done, refused, why_closed, why_none_added
from .standing import crumbs

# What the sentence is made of.
SAID = ("source", "risk", "harm", "text")
# Buttons that keep what there is, however unfinished.
UNFINISHED = ("autosave", "later", "add_measure", "library")


def edit_row(request, paper, revision, line=None, notes=()):
    """The form of a point; `line` None: a new one. `notes` of a reviewer stand above it."""
    revision.paper = paper
    if text := why_closed(revision, line):
        return refused(request, paper, text)
    if request.method == "POST" and "adopt" in request.POST:
        return _adopt(request, paper)
    if request.method != "POST":
        if line is None and (text := why_none_added(revision)):
            return refused(request, paper, text)
        asked = {name: request.GET.get(name, "") for name in ("duty", "matter")}
        asked |= {"blank": int("blank" in request.GET)}
        asked["classes"] = classes_for(revision, unfinished=False)
        return _page(request, PointEntry(revision, _fresh(revision, line), **asked), notes)
    entry, answer = _post(request, paper, revision, line)
    return answer or _page(request, entry, notes)


def preview_row(request, paper, revision):
    """The sentence and the proposed level as they stand while one types; nothing is saved."""
    revision.paper = paper
    line = _typed_line(revision, request.POST)
    entry = PointEntry(revision, line, data=request.POST, classes=LENIENT)
    entry.is_valid()
    return render(request, "risks/_point_preview.html", preview_of(entry))


def _typed_line(revision, data):
    """The row that is being typed, so that it is not compared with itself; a new one has none."""
    lines = PointLine.objects.filter(revision=revision, pk=number_in(data.get("line", "")))
    return lines.of_register_rows().first()


def preview_of(entry):
    """From the typed data where there is any, else from what is saved."""
    source = entry.form
    value = source.cleaned_data.get if hasattr(source, "cleaned_data") else source.initial.get
    parts = [value(part) or "" for part in ("source", "risk", "harm")]
    asked = [question.name for question in entry.terms.questions]
    answers = {name: value(name) for name in asked if value(name)}
    return {
        "faults": _unreadable(entry.form),
        "findings": _findings(entry),
        "sentence": compose(*parts, value("wording") or "cause_effect", value("text") or ""),
        "level_proposal": entry.terms.propose(answers),
        "proposed_level": entry.terms.proposed_level(answers),
    }


def _unreadable(form):
    """(label, what is wrong) of a text that cannot be read: the sentence has to do without it."""
    if not form.is_bound:
        return []
    return [(form[part].label, form.errors[part][0]) for part in SAID if part in form.errors]


def _findings(entry):
    """What the rules of wording say of what stands in the tab; nothing while it is unreadable."""
    if entry.form.is_bound and not hasattr(entry.form, "cleaned_data"):
        return []
    content = entry.content() if entry.form.is_bound else entry.saved
    if content is None:
        return []
    groups = form_content.plain_groups(entry.revision)
    return findings.while_typing(entry.revision, content, entry.line, groups, entry.terms)


def _post(request, paper, revision, line):
    """Look at the stamp and write under one lock: no other tab comes between."""
    unfinished = any(name in request.POST for name in UNFINISHED)
    classes = classes_for(revision, unfinished)
    try:
        with transaction.atomic():
            revision = lock_draft(paper.pk)
            entry = PointEntry(revision, _fresh(revision, line), data=request.POST, classes=classes)
            if not _may_save(entry):
                return entry, _not_saved(request, entry)
            saved = _save(request, entry)
    except NotDraft as refusal:
        entry = PointEntry(revision, _fresh(revision, line), data=request.POST, classes=classes)
        entry.is_valid()
        entry.form.add_error(None, refusal.text)
        return entry, _not_saved(request, entry)
    return entry, _saved(request, paper, revision, saved)


def _may_save(entry):
    return entry.is_valid() or entry.is_repeat


def _save(request, entry):
    """The line as written; the one that was there when the same came twice; None when blank."""
    if entry.is_repeat:
        return entry.line
    if entry.line is None and "autosave" in request.POST and entry.is_blank:
        return None
    return editing.save_point(
        paper=entry.revision.paper,
        content=entry.content(),
        by=request.person,
        line_id=entry.line.pk if entry.line else None,
        place=entry.form.cleaned_data.get("place"),
        why=entry.reason,
    )


def _saved(request, paper, revision, line):
    if "autosave" in request.POST:
        return _autosaved(request, paper, line)
    address = reverse("paper-row", args=[paper.pk, line.pk])
    if "add_measure" in request.POST:
        return redirect(f"{address}?blank=1#measures")
    if "library" in request.POST:
        return redirect("paper-row-measures", paper.pk, line.pk)
    if "another" in request.POST:
        duty = line.version.duty_now or ""
        add = reverse("paper-row-add", args=[paper.pk])
        done(request, paper, "已保存。请接着写下一个风险点。")
        return redirect(f"{add}?duty={duty}")
    text = "已先存下，可以随时回来接着写。" if "later" in request.POST else "这个风险点已保存。"
    return done(request, paper, text, f"row-{line.pk}")


def _autosaved(request, paper, line):
    """A fragment: when it was saved, and the stamp of what is there now."""
    if line is None:
        return render(request, "risks/_autosaved.html")
    entry = PointEntry(line.revision, _fresh(line.revision, line))
    answer = render(
        request,
        "risks/_autosaved.html",
        {"at": timezone.now(), "stamp": stamp_of(entry.current), "place": line.position},
    )
    answer["HX-Replace-Url"] = reverse("paper-row", args=[paper.pk, line.pk])
    return answer


def _not_saved(request, entry):
    """For an autosave: the page stays as it is typed, with both texts or the faults above it."""
    if "autosave" not in request.POST:
        return None
    context = {"failed": True, "entry": entry, "form": entry.form, "measures": entry.measures}
    return render(request, "risks/_autosaved.html", context, status=_status(entry))


def _status(entry):
    if not entry.form.is_bound or entry.is_clean:
        return 200
    return STALE if entry.form.is_stale else FAULTY


def _page(request, entry, notes):
    paper, line = entry.revision.paper, entry.line
    context = {
        "paper": paper,
        "entry": entry,
        "form": entry.form,
        "measures": entry.measures,
        "line": line,
        "row": _row(line, paper),
        "notes": notes,
        "crumbs": crumbs(paper, _title(entry)),
        "prompts": form_kind_of(paper).prompts,
        "at": entry.revision.saved_at if line else None,
    }
    if entry.revision.adds_measures:
        template = "risks/measures_form.html"
    else:
        template, context = "risks/point_form.html", {**context, **preview_of(entry)}
    return render(request, template, context, status=_status(entry))


def _title(entry):
    if entry.revision.adds_measures:
        return "写防控措施"
    return "修改风险点" if entry.line else "添加风险点"


def _row(line, paper):
    if line is None:
        return None
    row = row_of(line, paper)
    standing = line.version.point.in_force
    overtaken = standing is not None and standing not in (row.base, row.version)
    row.details = {"overtaken": standing if overtaken else None}
    return row


def _adopt(request, paper):
    """Take in a point that is in force and has no row yet."""
    point_id = request.POST["adopt"]
    try:
        line = point_id.isdecimal() and editing.adopt_point(
            paper=paper, point_id=int(point_id), by=request.person
        )
    except NotDraft as refusal:
        return refused(request, paper, refusal.text)
    if not line:
        return back(paper)
    return done(request, paper, "已加入本表。", f"row-{line.pk}")


def _fresh(revision, line):
    """The line with all the page shows; None when it is new, or has been deleted elsewhere."""
    if line is None:
        return None
    lines = PointLine.objects.filter(pk=line.pk, revision=revision)
    return lines.of_register_rows().first()
