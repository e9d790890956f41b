"""A draft filled in away from the system: take the workbook along, send it back, look, confirm.

One address, as for the import of a catalogue: a GET shows the upload, the comparison, how far the
job is that writes many rows, or (`?download=1`) hands out the workbook; the button pressed says
what a POST does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from registry.intake.at_once import are_few
from registry.intake.forms import SpreadsheetForm
from registry.intake.kept import is_taken, keep, sheets_of, waiting_for
from registry.intake.limited_reader import UnreadableFile
from registry.intake.waiting import Waiting
from registry.tables.text import clean
from registry.trail.recording import record_now

from .book import CONTENT_TYPE
from .columns import LONGEST
from .reading import NotThisBook
from .taking import NotAsSeen, NotLikeThat, TakenAlready, Wishes

TITLE = "离线填写"
NOTHING_WAITS = "没有等待确认的文件，可能已经写入过了。"
SHOWN = 200
FAULTY, STALE = 422, 409


def no_job(stored):
    """Of a kind of draft whose rows are never so many that a job writes them."""


@dataclass(frozen=True)
class OfflinePages:
    """The page of one kind of draft; what is its own is asked of these functions.

    `counted` is the word its rows are counted in, `back` the words of the way to the draft's page,
    `anchor` where they stand there;
    `words(plan, draft)` puts a comparison into words, `confirm(paper, stored, seen, wishes, by)`
    writes it. With a `queue`, which takes the same as `confirm`, many rows are written by a job.
    """

    counted: str
    back: str
    whose: Callable
    advice: str
    anchor: str
    file_name: Callable
    why_closed: Callable
    draft_of: Callable
    make_book: Callable
    plan_of: Callable
    words: Callable
    confirm: Callable
    queue: Callable | None = None
    job_of: Callable = no_job

    def answer(self, request, paper, revision):
        revision.paper = paper
        if text := self.why_closed(revision):
            return self._refused(request, paper, text)
        sent = Waiting(request, _name(paper)).stored
        job = self.job_of(sent)
        if request.method != "POST":
            if "download" in request.GET:
                return self._download(request, paper, revision)
            return self._look(request, paper, revision, sent, job)
        if job is not None and job.is_active:
            return redirect(request.path)
        if "seen" in request.POST:
            return self._confirm(request, paper, revision)
        if "discard" in request.POST:
            waiting_for(request, paper, _name(paper)).forget()
            return redirect(request.path)
        return self._take_in(request, paper, revision)

    def _download(self, request, paper, revision):
        stream = BytesIO()
        self.make_book(self.draft_of(revision)).save(stream)
        stream.seek(0)
        response = FileResponse(
            stream,
            as_attachment=True,
            filename=self.file_name(paper),
            content_type=CONTENT_TYPE,
        )
        response.headers["Cache-Control"] = "private, no-store"
        record_now(by=request.person, action="export.downloaded", unit=paper.unit, target=paper)
        return response

    def _look(self, request, paper, revision, sent, job):
        written = sent is not None and is_taken(paper, sent)
        context = self._context(request, paper, job=job, written=written, name=sent)
        if request.htmx and not request.htmx.boosted:
            return render(request, "offline/_writing.html", context)
        if job is not None and (job.is_active or written):
            return render(request, "offline/writing.html", context)
        waiting = waiting_for(request, paper, _name(paper))
        if not waiting:
            return self._ask(request, paper)
        if job is not None and job.error_text:
            wishes = Wishes.of(job.arguments["chosen"])
            return self._compare(request, paper, revision, waiting, wishes, job.error_text)
        return self._compare(request, paper, revision, waiting)

    def _ask(self, request, paper, form=None, status=200):
        context = self._context(request, paper, form=form or SpreadsheetForm())
        return render(request, "offline/upload.html", context, status=status)

    def _take_in(self, request, paper, revision):
        form = SpreadsheetForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                stored, plan = keep(
                    file=form.cleaned_data["file"],
                    content_type=CONTENT_TYPE,
                    read=lambda sheets: self.plan_of(self.draft_of(revision), sheets),
                    refused=[NotThisBook],
                    by=request.person,
                )
            except (NotThisBook, UnreadableFile) as refusal:
                form.add_error("file", str(refusal))
            except ValidationError as refusal:
                form.add_error("file", refusal.messages)
            else:
                rows = len(plan.rows) + len(plan.missing)
                waiting_for(request, paper, _name(paper)).keep(stored, {"rows": rows})
                return redirect(request.path)
        return self._ask(request, paper, form, status=FAULTY)

    def _confirm(self, request, paper, revision):
        waiting, seen = Waiting(request, _name(paper)), request.POST["seen"]
        if said := waiting.said_before(seen):
            return self._taken(request, paper, waiting, said)
        if not waiting:
            return self._refused(request, paper, NOTHING_WAITS)
        if is_taken(paper, waiting.stored):
            return self._taken(request, paper, waiting, str(TakenAlready()))
        wishes = wishes_in(request.POST)
        given = {
            "paper": paper,
            "stored": waiting.stored,
            "seen": seen,
            "wishes": wishes,
            "by": request.person,
        }
        if self.queue is not None and not are_few(waiting.chosen.get("rows")):
            self.queue(**given)
            return redirect(request.path)
        try:
            plan = self.confirm(**given)
        except (NotLikeThat, NotAsSeen) as refusal:
            status = STALE if isinstance(refusal, NotAsSeen) else FAULTY
            return self._compare(request, paper, revision, waiting, wishes, str(refusal), status)
        except TakenAlready as refusal:
            return self._taken(request, paper, waiting, str(refusal))
        except (NotThisBook, UnreadableFile):
            return self._compare(request, paper, revision, waiting, status=FAULTY)
        return self._taken(request, paper, waiting, self._written(plan.counts))

    def _taken(self, request, paper, waiting, said):
        waiting.taken(request.POST["seen"], said)
        messages.success(request, said)
        return redirect(f"{reverse('paper-edit', args=[paper.pk])}#{self.anchor}")

    def _written(self, counts):
        counted = self.counted
        return (
            f"已写入草稿：新增 {counts['added']} {counted}，改动 {counts['changed']} {counted}，"
            f"两边都改过的 {counts['conflict']} {counted}按您的选择处理，"
            f"不变 {counts['same']} {counted}。"
        )

    def _compare(self, request, paper, revision, waiting, wishes=None, notice="", status=200):
        """Three texts side by side; what was chosen already stays chosen."""
        draft, wishes = self.draft_of(revision), wishes or Wishes()
        try:
            plan = self.plan_of(draft, sheets_of(waiting.stored))
        except (NotThisBook, UnreadableFile) as refusal:
            waiting.forget()
            messages.error(request, str(refusal))
            return self._ask(request, paper, status=FAULTY)
        head, words = plan.head, self.words(plan, draft)
        to_tell = sum(len(plan.of(action)) for action in ("kept", "changed", "added"))
        told = words.told(plan, to_tell if "all" in request.GET else SHOWN)
        context = self._context(
            request,
            paper,
            name=waiting.stored.original_name,
            plan=plan,
            asked=words.asked(plan, wishes.why),
            told=told,
            more=to_tell - len(told),
            wishes=wishes,
            sent_at=parse_datetime(head.at),
            saves=revision.counter - head.counter if head.revision == revision.no else None,
            earlier=head.revision if head.revision != revision.no else None,
            anything=plan.missing or any(plan.of(a) for a in ("added", "changed", "conflict")),
            left_alone=len(plan.of("kept")),
            notice=notice,
        )
        return render(request, "offline/compare.html", context, status=status)

    def _context(self, request, paper, **given):
        return {
            "paper": paper,
            "pages": self,
            "whose": self.whose(paper),
            "page": request.path,
            "paper_url": reverse("paper-edit", args=[paper.pk]),
            "crumbs": [
                {"label": paper.title, "url": reverse("paper-edit", args=[paper.pk])},
                {"label": TITLE},
            ],
            **given,
        }

    def _refused(self, request, paper, text):
        """Nothing was typed that could be lost: say why and lead back."""
        messages.warning(request, text)
        return redirect("paper-edit", paper.pk)


def wishes_in(data):
    """Only what the person ticked or chose; the keys are those of the page."""
    why = {
        name.removeprefix("why-"): clean(data[name])[:LONGEST]
        for name in data
        if name.startswith("why-")
    }
    take = {n.removeprefix("take-") for n in data if n.startswith("take-") and data[n] == "file"}
    drop = {name.removeprefix("drop-") for name in data if name.startswith("drop-")}
    return Wishes(take=frozenset(take), drop=frozenset(drop), why=why)


def _name(paper):
    return f"offline-{paper.pk}"
