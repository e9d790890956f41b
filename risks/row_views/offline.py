"""Filling a form in away from the system: take the workbook along, send it back, look, confirm.

One address, as for the import of a catalogue: a GET shows the upload, the comparison or
(`?download=1`) hands out the workbook; the button pressed says what a POST does.
"""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from registry.intake.forms import SpreadsheetForm
from registry.intake.limited_reader import UnreadableFile
from registry.intake.waiting import Waiting
from registry.tables.text import clean
from registry.trail.recording import record_now
from risks.draft import FormDraft
from risks.offline.book import CONTENT_TYPE, make_book
from risks.offline.columns import LONGEST
from risks.offline.reading import NotThisBook
from risks.offline.showing import shown_rows
from risks.offline.taking import (
    NoReason,
    NotAsSeen,
    TakenAlready,
    Wishes,
    confirm,
    keep,
    plan_of,
    sheets_of,
)

from .answers import done, refused, why_closed
from .standing import crumbs

TITLE = "离线填写"
NOT_AS_SEEN = "核对期间草稿有了变化，什么也没有写入。请把下面的对比再看一遍，然后确认。"
TAKEN_ALREADY = "这份表已经写入草稿，没有重复写入。"
NOTHING_WAITS = "没有等待确认的文件，可能已经写入过了。"


def offline_page(request, paper, revision):
    revision.paper = paper
    if text := why_closed(revision):
        return refused(request, paper, text)
    if request.method != "POST":
        return _look(request, paper, revision)
    if "seen" in request.POST:
        return _confirm(request, paper, revision)
    if "discard" in request.POST:
        _waiting(request, paper).forget()
        return redirect(request.path)
    return _take_in(request, paper, revision)


def _look(request, paper, revision):
    if "download" in request.GET:
        return _download(request, paper, revision)
    waiting = _waiting(request, paper)
    if not waiting:
        return _ask(request, paper)
    return _compare(request, paper, revision, waiting)


def _download(request, paper, revision):
    stream = BytesIO()
    make_book(FormDraft(revision)).save(stream)
    stream.seek(0)
    name = f"{paper.owner_name}（{paper.programme.year}年离线填写）.xlsx"
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "private, no-store"
    record_now(by=request.person, action="export.downloaded", unit=paper.unit, target=paper)
    return response


def _ask(request, paper, form=None, status=200):
    context = {
        "paper": paper,
        "form": form or SpreadsheetForm(),
        "crumbs": crumbs(paper, TITLE),
    }
    return render(request, "risks/offline_upload.html", context, status=status)


def _take_in(request, paper, revision):
    form = SpreadsheetForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            stored = keep(file=form.cleaned_data["file"], revision=revision, by=request.person)
        except (NotThisBook, UnreadableFile) as refusal:
            form.add_error("file", str(refusal))
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
        else:
            _waiting(request, paper).keep(stored, {})
            return redirect(request.path)
    return _ask(request, paper, form, status=422)


def _confirm(request, paper, revision):
    waiting, seen = _waiting(request, paper), request.POST["seen"]
    if said := waiting.said_before(seen):
        return done(request, paper, said, "points")
    if not waiting:
        return refused(request, paper, NOTHING_WAITS)
    wishes = _wishes(request.POST)
    try:
        plan = confirm(
            paper=paper,
            stored=waiting.stored,
            seen=seen,
            wishes=wishes,
            by=request.person,
        )
    except NoReason as refusal:
        return _compare(request, paper, revision, waiting, wishes, str(refusal), 422)
    except NotAsSeen:
        return _compare(request, paper, revision, waiting, wishes, NOT_AS_SEEN, 409)
    except TakenAlready:
        waiting.taken(seen, TAKEN_ALREADY)
        return done(request, paper, TAKEN_ALREADY, "points")
    except (NotThisBook, UnreadableFile):
        return _compare(request, paper, revision, waiting, status=422)
    waiting.taken(seen, _written(plan.counts))
    return done(request, paper, _written(plan.counts), "points")


def _written(counts):
    return (
        f"已写入草稿：新增 {counts['added']} 条，改动 {counts['changed']} 条，"
        f"两边都改过的 {counts['conflict']} 条按您的选择处理，不变 {counts['same']} 条。"
    )


def _compare(request, paper, revision, waiting, wishes=None, notice="", status=200):
    """Three texts side by side; what was chosen already stays chosen."""
    draft, wishes = FormDraft(revision), wishes or Wishes()
    try:
        plan = plan_of(draft, sheets_of(waiting.stored))
    except (NotThisBook, UnreadableFile) as refusal:
        waiting.forget()
        messages.error(request, str(refusal))
        return _ask(request, paper, status=422)
    head = plan.reading.head
    context = {
        "paper": paper,
        "name": waiting.stored.original_name,
        "plan": plan,
        "rows": shown_rows(plan, draft, wishes.why),
        "wishes": wishes,
        "sent_at": parse_datetime(head.at),
        "saves": revision.counter - head.counter if head.revision == revision.no else None,
        "earlier": head.revision if head.revision != revision.no else None,
        "anything": plan.missing or any(plan.of(a) for a in ("added", "changed", "conflict")),
        "notice": notice,
        "crumbs": [*crumbs(paper, TITLE)[:-1], {"label": TITLE, "url": request.path}],
        "paper_url": reverse("paper-edit", args=[paper.pk]),
    }
    return render(request, "risks/offline_compare.html", context, status=status)


def _wishes(data):
    """Only what the person ticked or chose; the keys are those of the page."""
    why = {
        name.removeprefix("why-"): clean(data[name])[:LONGEST]
        for name in data
        if name.startswith("why-")
    }
    take = {n.removeprefix("take-") for n in data if n.startswith("take-") and data[n] == "file"}
    drop = {name.removeprefix("drop-") for name in data if name.startswith("drop-")}
    return Wishes(take=frozenset(take), drop=frozenset(drop), why=why)


def _waiting(request, paper):
    return Waiting(request, f"offline-{paper.pk}")
