"""Filling a draft in: the overview, its rows, the check-your-answers page, handing it in.

The rows themselves are edited by the kind's own pages (`kind_of(paper).pages`).
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry.papers.drafts import NotDraft
from registry.papers.models import Attachment, PaperKind
from reviews import actions, directory, filing, progress, workflow
from reviews.forms import ReasonForm, SubmitForm
from reviews.kinds import kind_of, measures_later
from reviews.reading import notes_on, rows_to_read
from reviews.refusals import NotReady, Refused
from reviews.seats import Seating

from .deciding import attach_scan
from .fetch import fetch_draft, fetch_paper, tell_who_left


def paper_edit(request, pk):
    """The draft as a whole: head, rows with their buttons, what is still missing."""
    paper, revision = fetch_draft(request, pk)
    content = kind_of(paper).content
    today = timezone.localdate()
    rows = rows_to_read(paper, revision)
    context = {
        "paper": paper,
        "revision": revision,
        "rows": rows,
        "rows_template": kind_of(paper).rows_template,
        "editable": kind_of(paper).editable_rows,
        "measures_later": measures_later(paper),
        "problems": list(content.problems(revision, rows)),
        "chain": progress.chain_of(paper, Seating(today)),
        "returned": progress.last_return(progress.decisions_of(paper)),
        "entered_for": _entered_for(paper, request.person, today),
    }
    return render(request, "reviews/paper_edit.html", context)


def _entered_for(paper, person, day):
    if filing.fills_for_another(paper, person, day):
        return filing.form_owners(paper, day)
    return []


def paper_check(request, pk):
    """Check your answers, with an error summary that links to the rows; then hand in."""
    paper, revision = fetch_draft(request, pk)
    return _render_check(request, paper, revision)


def _render_check(request, paper, revision, *, form=None, problems=None, status=200):
    content = kind_of(paper).content
    today = timezone.localdate()
    rows = content.rows(revision)
    context = {
        "paper": paper,
        "revision": revision,
        "rows": rows,
        "rows_template": kind_of(paper).rows_template,
        "editable": False,
        "problems": problems or list(content.problems(revision, rows)),
        "form": form or SubmitForm(initial={"counter": revision.counter}),
        "entered_for": _entered_for(paper, request.person, today),
        "chain": progress.chain_of(paper, Seating(today)),
    }
    return render(request, "reviews/paper_check.html", context, status=status)


@require_POST
def paper_submit(request, pk):
    paper = fetch_paper(request, pk)
    if actions.find(paper, request.person, timezone.localdate(), "submit") is None:
        return _submitted_already(request, paper)
    revision = paper.current
    form = SubmitForm(request.POST, request.FILES)
    if not form.is_valid():
        return _render_check(request, paper, revision, form=form, status=422)
    try:
        paper = _hand_in(paper, form.cleaned_data, request.person)
    except NotReady as refusal:
        return _render_check(request, paper, revision, problems=refusal.found, status=422)
    except Refused as refusal:
        return _render_check(request, paper, revision, problems=[refusal], status=409)
    messages.success(
        request, f"已提交，编号 {paper.number}。接下来由审核人办理，您可以随时回来查看进度。"
    )
    return redirect("paper-detail", paper.pk)


def _submitted_already(request, paper):
    """A double click or a retry after a lost reply: say where the paper is."""
    if filing.may_fill(paper, request.person, timezone.localdate()) and paper.number:
        messages.info(request, f"这张表已经提交，编号 {paper.number}，不需要再提交。")
        return redirect("paper-detail", paper.pk)
    tell_who_left(request, paper)
    raise PermissionDenied("这张表现在不由您提交。")


@transaction.atomic
def _hand_in(paper, data, person):
    scan = None
    if data["scan"]:
        scan = attach_scan(data["scan"], paper, Attachment.Kind.SIGNED_SHEET, person)
    return workflow.submit(paper=paper, by=person, counter=data["counter"], scan=scan)


def paper_cancel(request, pk):
    return _with_reason(request, pk, "cancel", workflow.cancel, "reviews/paper_cancel.html")


def paper_recall(request, pk):
    """Ask, then take the paper back before the first decision."""
    paper = fetch_paper(request, pk)
    _require(paper, request.person, "recall")
    if request.method != "POST":
        return render(request, "reviews/paper_recall.html", {"paper": paper})
    try:
        workflow.recall(paper=paper, by=request.person)
    except Refused as refusal:
        messages.warning(request, refusal.text)
        return redirect("paper-detail", paper.pk)
    messages.success(request, "已撤回，可以继续修改。")
    return redirect("paper-edit", paper.pk)


def _with_reason(request, pk, slug, act, template):
    paper = fetch_paper(request, pk)
    tell_who_left(request, paper)
    _require(paper, request.person, slug)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(paper=paper, by=request.person, why=form.cleaned_data["why"])
        except Refused as refusal:
            form.add_error("why", refusal.text)
        else:
            messages.success(request, "已办理。")
            return redirect("paper-detail", paper.pk)
    return render(request, template, {"paper": paper, "form": form})


def _require(paper, person, slug):
    if actions.find(paper, person, timezone.localdate(), slug) is None:
        raise PermissionDenied("这一步现在不由您办理，可能这张表已经移到下一步。")


@require_POST
def directory_compile(request, pk):
    """Take the register as it stands now into a directory draft."""
    paper, _ = fetch_draft(request, pk)
    if paper.kind != PaperKind.DIRECTORY:
        raise Http404
    try:
        directory.compile_again(paper=paper, by=request.person)
    except NotDraft as refusal:
        messages.warning(request, refusal.text)
        return redirect("paper-detail", paper.pk)
    messages.success(request, "目录已按台账现行内容重新编制。")
    return redirect("paper-edit", paper.pk)


# --- rows: fetched here, edited by the kind's own pages ----------------------------------


def _page(request, pk, name):
    paper, revision = fetch_draft(request, pk)
    page = getattr(kind_of(paper).pages, name, None)
    if page is None:
        raise Http404
    return paper, revision, page


def _call(request, pk, name, *args, **kwargs):
    paper, revision, page = _page(request, pk, name)
    try:
        return page(request, paper, revision, *args, **kwargs)
    except NotDraft as refusal:
        messages.warning(request, refusal.text)
        return redirect("paper-detail", paper.pk)


def _line(request, pk, line_pk):
    paper, revision, _ = _page(request, pk, "edit_row")
    return get_object_or_404(kind_of(paper).lines_of(revision), pk=line_pk)


def _duty_line(request, pk, line_pk):
    _, revision, _ = _page(request, pk, "edit_duty")
    return get_object_or_404(revision.duty_lines, pk=line_pk)


def row_add(request, pk):
    return _call(request, pk, "edit_row", None)


def row_edit(request, pk, line_pk):
    """A row deleted in another tab is saved as a new one: what was typed stays on the screen."""
    paper, revision, _ = _page(request, pk, "edit_row")
    line = kind_of(paper).lines_of(revision).filter(pk=line_pk).first()
    if line is None and request.method == "POST":
        return _call(request, pk, "edit_row", None)
    if line is None:
        raise Http404
    return _call(request, pk, "edit_row", line, notes=notes_on(line))


def row_strike(request, pk, line_pk):
    return _call(request, pk, "strike_row", _line(request, pk, line_pk))


def row_chart(request, pk, line_pk):
    return _call(request, pk, "draw_chart", _line(request, pk, line_pk))


def row_duties(request, pk, line_pk):
    return _call(request, pk, "edit_duties", _line(request, pk, line_pk))


def row_benchmark(request, pk, line_pk):
    return _call(request, pk, "edit_benchmark", _line(request, pk, line_pk))


def row_answers(request, pk, line_pk):
    return _call(request, pk, "answer_row", _line(request, pk, line_pk))


def catalogue_answers(request, pk):
    return _call(request, pk, "answer_catalogue")


def paper_changes(request, pk):
    return _call(request, pk, "state_causes")


@require_POST
def row_merge(request, pk, line_pk):
    return _call(request, pk, "merge_row", _line(request, pk, line_pk))


def row_measures(request, pk, line_pk):
    return _call(request, pk, "library_row", _line(request, pk, line_pk))


def row_restore(request, pk, line_pk):
    return _call(request, pk, "restore_row", _line(request, pk, line_pk))


@require_POST
def row_move(request, pk, line_pk):
    return _call(request, pk, "move_row", _line(request, pk, line_pk))


@require_POST
def row_copy(request, pk, line_pk):
    return _call(request, pk, "copy_row", _line(request, pk, line_pk))


@require_POST
def row_preview(request, pk):
    return _call(request, pk, "preview_row")


def duty_add(request, pk):
    return _call(request, pk, "edit_duty", None)


def duty_edit(request, pk, line_pk):
    return _call(request, pk, "edit_duty", _duty_line(request, pk, line_pk))


def duty_strike(request, pk, line_pk):
    return _call(request, pk, "strike_duty", _duty_line(request, pk, line_pk))


def grade(request, pk):
    return _call(request, pk, "edit_grade")


@require_POST
def catch_up(request, pk):
    return _call(request, pk, "catch_up")


def row_examples(request, pk):
    return _call(request, pk, "example_rows")


def shared_rows(request, pk):
    return _call(request, pk, "tick_shared")


def rows_many(request, pk):
    return _call(request, pk, "change_many")


@require_POST
def rows_many_undo(request, pk):
    return _call(request, pk, "undo_many")


def rows_import(request, pk):
    return _call(request, pk, "import_page")


def rows_offline(request, pk):
    return _call(request, pk, "offline_page")


def rows_paste(request, pk):
    return _call(request, pk, "paste_rows")


def paper_files(request, pk):
    return _call(request, pk, "enclose_files")
