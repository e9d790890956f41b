"""The list of what was registered, one row of it with what was noticed, its files."""

from secrets import token_hex

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from powers.background import scope_of
from registry.files.storing import attachment_response
from registry.jobs.queueing import enqueue
from registry.paging.keyset import query_page
from registry.tables.formats import FORMATS
from registry.tables.text import chinese_date
from registry.trail.recording import record_now
from reviews.exercises import owners, waiting
from reviews.exercises.background import EXPORT
from reviews.exercises.filters import ExerciseFilter
from reviews.exercises.models import Exercise, ExerciseFile
from reviews.exercises.orders import LATEST_FIRST
from reviews.exercises.sheets import TITLE

from .fetch import crumbs, fetch_entered, tabs

OFFERED = ("xlsx", "pdf", "docx")


@require_safe
@vary_on_headers("HX-Request")
def exercise_list(request):
    if not request.reach.takes_part:
        raise Http404
    form = ExerciseFilter(request.GET, reach=request.reach)
    page = query_page(form.narrowed().listed(), LATEST_FIRST, request.GET)
    context = {
        "form": form,
        "page": page,
        "several_units": form.several_units,
        "formats": {name: FORMATS[name] for name in OFFERED},
        "token": token_hex(8),
        "today": timezone.localdate(),
    }
    if request.htmx and not request.htmx.boosted:
        return render(request, "exercises/_exercise_rows.html", context)
    context |= {
        "tabs": tabs(request, "exercise-list"),
        "may_enter": owners.to_enter(request.reach).exists(),
        "drafts": Exercise.objects.drafts_of(request.person).listed().order_by("-pk"),
        "to_answer": waiting.to_answer(request.reach).count(),
        "to_look": waiting.to_look(request.reach).count(),
        "records": waiting.records(request.reach).count(),
    }
    return render(request, "exercises/exercise_list.html", context)


@require_POST
def exercise_export(request):
    """Queue the list as it is narrowed now; the file waits under "my downloads"."""
    chosen = request.POST.get("format")
    if chosen not in OFFERED or not request.reach.takes_part:
        raise Http404
    enqueue(
        kind=EXPORT,
        arguments={
            "format": chosen,
            "query": request.GET.urlencode(),
            "scope": scope_of(request.reach),
        },
        title=f"{TITLE}（{FORMATS[chosen].label}）",
        by=request.person,
        key=f"{EXPORT}:{request.person.pk}:{request.POST.get('token', '')[:32]}",
    )
    messages.success(request, "正在生成文件，完成后在这里下载。")
    return redirect("downloads")


@require_safe
def exercise(request, pk):
    found = fetch_entered(request, pk)
    line = _line_of(found)
    latest = line[-1]
    answers = owners.answers_for(found, request.reach)
    context = {
        "exercise": found,
        "facts": facts_of(found),
        "files": found.files.select_related("file"),
        "findings": [
            _shown(finding, request.reach, answers and found == latest)
            for finding in found.findings.listed().prefetch_related("others")
        ],
        "line": line,
        "is_latest": found == latest,
        "latest": latest,
        "may_correct": found == latest and answers and _has_post(found, request.reach),
        "crumbs": crumbs(found.subject),
    }
    return render(request, "exercises/exercise.html", context)


def _has_post(found, reach):
    return owners.post_for(found.registered, reach) is not None


def _line_of(found):
    """The rows of one use of a power, from the first told to the one that stands."""
    first = found.first_id or found.pk
    rows = Exercise.objects.entered().filter(Q(pk=first) | Q(first=first))
    return list(rows.select_related("written_by").order_by("entered_at", "pk"))


def _shown(finding, reach, answers):
    """A finding with the rows it speaks of, as far as they may be read, and what may be done."""
    others = [other.pk for other in finding.others.all()]
    readable = Exercise.objects.visible_to(reach).filter(pk__in=others) if others else []
    return {
        "finding": finding,
        "others": list(readable),
        "may_answer": answers and not hasattr(finding, "answer"),
        "may_look": not hasattr(getattr(finding, "answer", None), "look")
        and owners.may_look(finding, reach),
    }


def facts_of(found):
    """(label, value) of what a row says, blanks left out."""
    told = [
        ("登记事项", found.registered.name),
        ("单位、科室", f"{found.unit.name} {found.section.name if found.section_id else ''}"),
        ("金额", f"{found.amount_shown} 元" if found.amount_shown else ""),
        ("往来单位或对象", found.counterparty),
        ("决定日期", chinese_date(found.decided_on)),
        ("怎样决定", found.get_way_display()),
        ("参加人员", "、".join(found.attendees)),
        ("表决情况", found.votes),
        ("研究意见", found.views),
        ("回避情况", "；".join(f"{name}（{why}）" for name, why in found.avoided)),
        ("更正原因", found.why_corrected),
        ("来自系统", _origin(found.record)),
    ]
    return [(label, value) for label, value in told if value]


def _origin(record):
    return f"{record.get_system_display()}，编号 {record.number}" if record else ""


@require_safe
def exercise_file(request, pk, file_pk):
    """A file of a row that may be read, or of one's own draft."""
    rows = Exercise.objects.filter(pk=pk, written_by=request.person)
    if request.person is None or not rows.filter(entered_at__isnull=True).exists():
        fetch_entered(request, pk)
    files = ExerciseFile.objects.select_related("file", "exercise__unit")
    found = get_object_or_404(files, pk=file_pk, exercise=pk)
    record_now(
        by=request.person,
        action="exercise.file_downloaded",
        unit=found.exercise.unit,
        target=found.exercise,
    )
    return attachment_response(found.file)
