"""办件 on paper: the printed form at once, or as it is wanted; a long one is made by a worker."""

from dataclasses import asdict
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from powers.background import scope_of
from registry.jobs.queueing import enqueue
from registry.tables.formats import FORMATS
from registry.trail.recording import record_now
from reviews import binding, printing
from reviews.forms import PrintForm, SectionPrintForm
from reviews.printing import Wanted

from .fetch import fetch_paper, fetch_revision


def paper_pdf(request, pk):
    """GET prints a short paper at once; POST has a worker print a long one, for 我的下载."""
    return _print(request, *_read(request, pk), Wanted())


def paper_print(request, pk):
    """Asks how the paper is wanted (format, copies, names), then the same as `paper_pdf`."""
    paper, revision = _read(request, pk)
    asked = request.POST if request.method == "POST" else request.GET
    form = PrintForm(asked or None, has_boxes=printing.is_form(paper))
    if form.is_valid():
        return _print(request, paper, revision, form.wanted())
    context = {"paper": paper, "form": form, "is_long": printing.is_long(paper, revision)}
    return render(request, "reviews/paper_print.html", context, status=422 if form.errors else 200)


def section_print(request):
    """All current forms of a section, made by a worker, for 我的下载."""
    sections = binding.sections_to_print(request.person)
    form = SectionPrintForm(request.POST or None, sections=sections)
    if form.is_valid():
        _queue_section(form.cleaned_data["section"], request, form.wanted())
        messages.success(request, "正在生成这个科室的打印件，完成后在这里下载。")
        return redirect("downloads")
    context = {"form": form, "has_sections": sections.exists()}
    return render(
        request, "reviews/section_print.html", context, status=422 if form.errors else 200
    )


def _queue_section(section, request, wanted):
    """Once a minute for ten equal clicks: what was signed since makes a new one."""
    asked = asdict(wanted)
    minute = f"{timezone.now():%Y%m%d%H%M}"
    key = ("section-print", request.person.pk, section.pk, *asked.values(), minute)
    enqueue(
        kind="section.print",
        arguments={
            "section": section.pk,
            "wanted": asked,
            "scope": scope_of(request.reach),
        },
        title=f"打印件 {section.unit.name}{section.name}",
        by=request.person,
        key=":".join(map(str, key)),
    )


def _read(request, pk):
    paper = fetch_paper(request, pk)
    return paper, fetch_revision(request, paper)


def _print(request, paper, revision, wanted):
    if request.method == "POST":
        _queue_print(paper, revision, request.person, wanted)
        messages.success(request, "正在生成打印件，完成后在这里下载。")
        return redirect("downloads")
    if printing.is_long(paper, revision):
        messages.info(request, "这份内容较长，请点“生成打印件”，完成后到“我的下载”领取。")
        return redirect("paper-detail", paper.pk)
    stream = BytesIO()
    printing.print_paper(paper, revision, stream, wanted=wanted)
    stream.seek(0)
    record_now(by=request.person, action="export.downloaded", unit=paper.unit, target=paper)
    name = printing.print_name(paper, wanted)
    content_type = FORMATS[wanted.format].content_type
    return FileResponse(stream, content_type=content_type, filename=name)


def _queue_print(paper, revision, person, wanted):
    """Once a day, stage and wish: a signature since the last print makes a new one."""
    stage, today = (paper.state, paper.lap, paper.position), timezone.localdate()
    asked = asdict(wanted)
    key = ("print", person.pk, revision.pk, revision.counter, *stage, today, *asked.values())
    enqueue(
        kind="paper.print",
        arguments={"paper": paper.pk, "revision": revision.pk, "wanted": asked},
        title=f"打印件 {paper.number or '草稿'}",
        by=person,
        key=":".join(map(str, key)),
    )
