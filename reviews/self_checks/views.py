"""自查: one of them: answering, handing in, the sample, the sheet."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.files.storing import FileRefused
from registry.papers.stamps import status_of
from registry.tables.formats import FORMATS
from registry.tasks.models import Task
from registry.trail.recording import record_now
from reviews.fulfilment import checkers
from reviews.refusals import Refused

from . import answering, asking
from .forms import AnswersForm, SampleForm
from .kinds import ANSWERING
from .models import SelfCheck
from .sheets import sheet_of

FAULTY = 422
WHO_ANSWERS = "自查由岗位上的人来写；对方交来纸质材料的，防控办可以代为登记。"
WHO_CONFIRMS = "抽查由科室负责人、分管领导或防控办来做，自查的人不能抽查自己。"


@require_http_methods(["GET", "HEAD", "POST"])
def self_check(request, pk):
    """GET shows it; POST keeps the draft, or with `hand_in` hands it in."""
    task = _fetch(request, pk)
    may = _may(request, task)
    if request.method != "POST":
        return _page(request, task, may, form=_form(request, task) if may["answer_now"] else None)
    if not may["answer"]:
        raise PermissionDenied(WHO_ANSWERS)
    if not may["answer_now"]:
        messages.warning(request, answering.HANDED_IN)
        return redirect("self-check", task.pk)
    return _posted(request, task, may)


def _posted(request, task, may):
    with transaction.atomic():
        Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
        form = _form(request, task)
        if form.is_valid() and _written(request, task, form):
            return redirect("self-check", task.pk)
    return _page(request, task, may, form=form)


def _written(request, task, form):
    facts = {"note": form.cleaned_data["note"], "files": form.cleaned_data["files"]}
    try:
        with transaction.atomic():
            if "hand_in" in request.POST:
                seal = answering.seal_of(form.measures)
                answering.hand_in(
                    task=task, answers=form.answers, seal=seal, by=request.person, **facts
                )
                messages.success(request, "自查已提交，谢谢。抽到的几条会请另外的人看一看。")
            else:
                answering.save_draft(task=task, draft=form.draft, by=request.person, **facts)
                messages.success(request, "草稿已保存，可以随时回来接着写。")
    except FileRefused as refusal:
        form.add_error("files", refusal.messages)
    except Refused as refusal:
        form.add_error(None, refusal.in_one_line)
    else:
        return True
    return False


@require_POST
def self_check_confirm(request, pk):
    task = _fetch(request, pk)
    may = _may(request, task)
    if not may["confirm"]:
        raise PermissionDenied(WHO_CONFIRMS)
    check = get_object_or_404(SelfCheck, task=task)
    form = SampleForm(request.POST, answers=_drawn(check))
    if not form.is_valid():
        return _page(request, task, may, sample_form=form)
    try:
        answering.confirm(check=check, findings=form.findings, by=request.person)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    else:
        messages.success(request, "已记下抽查结果。谢谢您。")
    return redirect("self-check", task.pk)


@require_safe
def self_check_sheet(request, pk):
    """The self-check on paper, once it is handed in."""
    task = _fetch(request, pk)
    check = _check_of(task)
    if check is None or task.done_at is None:
        raise Http404
    stream, chosen = BytesIO(), FORMATS["pdf"]
    table = sheet_of(check, _answers(check))
    chosen.write(table, stream)
    stream.seek(0)
    record_now(by=request.person, action="export.downloaded", unit=task.unit, target=task)
    return FileResponse(stream, content_type=chosen.content_type, filename=chosen.file_name(table))


def _fetch(request, pk):
    """The task to answer; asked by its own number or by that of the task to confirm."""
    if request.person is None:
        raise Http404
    seen = Task.objects.visible_to(request.person).filter(pk=pk).order_by().values("pk")
    confirming = SelfCheck.objects.filter(confirming__in=seen).values("task")
    tasks = Task.objects.listed().filter(kind=ANSWERING.name)
    found = tasks.filter(pk__in=seen).first() or tasks.filter(pk__in=confirming).first()
    if found is None:
        raise Http404
    return found


def _check_of(task):
    return (
        SelfCheck.objects.select_related("task__done_by", "confirming__post")
        .filter(task=task)
        .first()
    )


def _answers(check):
    point = "measure__version__point"
    rows = check.answers.select_related(
        *("measure__version__level", "finding__found_by"),
        *(f"{point}__post", f"{point}__section", f"{point}__unit"),
    )
    return list(rows.order_by("position"))


def _drawn(check):
    return [answer for answer in _answers(check) if answer.is_drawn]


def _may(request, task):
    tasks, today = Task.objects.filter(pk=task.pk), timezone.localdate()
    own = tasks.addressed_to(request.person, today).exists()
    answers = own or tasks.run_by(request.reach).exists()
    check = _check_of(task)
    return {
        "own": own,
        "answer": answers,
        "answer_now": answers and not task.is_settled,
        "confirm": checkers.may_check(task, check and check.confirming, request.reach),
    }


def _form(request, task):
    """Bound where it is posted; the stamp holds the draft and what the register asks."""
    check, today = _check_of(task), timezone.localdate()
    measures = asking.measures_of(task, today)
    draft, note = (check.draft, check.draft_note) if check else ({}, task.note)
    current = {"draft": draft, "note": note, "measures": [each.pk for each in measures]}
    return AnswersForm(
        request.POST or None,
        request.FILES or None,
        measures=measures,
        draft=draft,
        asks_all="hand_in" in request.POST,
        current=current,
        initial={"note": note},
    )


def _page(request, task, may, *, form=None, sample_form=None):
    check, today = _check_of(task), timezone.localdate()
    answers = _answers(check) if check and task.done_at else []
    drawn = [answer for answer in answers if answer.is_drawn]
    unfound = [answer for answer in drawn if not hasattr(answer, "finding")]
    if sample_form is None and unfound and may["confirm"]:
        sample_form = SampleForm(answers=drawn)
    context = {
        "task": task,
        "check": check,
        "state": task.state_on(today),
        "people": task.people_on(today),
        "answers": answers,
        "drawn": drawn,
        "unfound": unfound,
        "files": task.files.select_related("file"),
        "may": may,
        "form": form,
        "rows": list(form.rows()) if form else [],
        "sample_form": sample_form if unfound else None,
        "sample_rows": list(sample_form.rows()) if sample_form and unfound else [],
        "crumbs": [{"label": "自查", "url": reverse("self-check-list")}, {"label": task.title}],
    }
    status = status_of(form) if form is not None else 200
    if sample_form is not None and sample_form.is_bound:
        status = FAULTY
    return render(request, "self_checks/self_check.html", context, status=status)
