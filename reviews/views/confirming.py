"""The principal: papers waiting for confirmation, differences only, many at once; or back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone

from registry.papers.register import Overtaken
from reviews import actions, possible, sampling, workflow
from reviews.differences import differences_of
from reviews.forms import ConfirmationRecordForm, ReasonForm, SignatureForm
from reviews.kinds import kind_of
from reviews.refusals import NotReady, Refused
from reviews.side_by_side import put_beside

from .deciding import paper_signature
from .fetch import fetch_paper

UNSETTLED = (
    "有 {count} 条已被其他办件更新，还没有选以哪一份为准。请在这一页逐条选定，"
    "或者把这几条退回填报人核对。"
)


def confirm_list(request):
    """Everything ready for this person, each with the rows that change the register.

    A batch goes after its drawn sample has been opened; each paper then by itself.
    """
    entries = differences_of(_confirmable(request))
    today = timezone.localdate()
    sample = sampling.sample_of(entries, request.person, today, request.session)
    chosen, refused = set(request.POST.getlist("paper")), []
    if request.method == "POST":
        batch = [entry for entry in entries if str(entry.paper.pk) in chosen]
        refused = sample.unread(batch)
        if not refused:
            return _confirm_all(request, batch)
    put_beside([row for entry in entries for row in (*entry.duties, *entry.rows)])
    for row in (row for entry in entries for row in entry.overtaken):
        row.details["settled"] = _settled(request, row) is not None
    context = {
        "entries": [_shown(entry, sample, chosen) for entry in entries],
        "to_open": sample.unread(entries),
        "refused": refused,
    }
    return render(request, "reviews/confirm_list.html", context, status=422 if refused else 200)


def _confirmable(request):
    papers = possible.papers_for("confirm", request.person, timezone.localdate())
    return papers.select_related("unit", "post", "section", "programme", "holder").order_by("pk")


def _shown(entry, sample, chosen):
    """What the page tells of a paper; one that waits for a decision on a row is not ticked."""
    pk = str(entry.paper.pk)
    return {
        "differences": entry,
        "drawn": entry in sample.drawn,
        "opened": sample.has_opened(entry),
        "ticked": pk in chosen if chosen else not entry.overtaken,
    }


def _confirm_all(request, batch):
    """Each paper in a transaction of its own; what was refused is named with the reason."""
    done = 0
    for entry in batch:
        try:
            _confirm(request, entry)
            done += 1
        except (Refused, Overtaken) as refusal:
            messages.error(request, f"{entry.paper.title_inside}没有确认：{refusal.in_one_line}")
    if done:
        messages.success(request, f"已确认 {done} 份，内容已进入台账。")
    elif not batch and request.POST.getlist("paper"):
        messages.info(request, "所选的表已经确认过，或已转到别处，不需要再确认。")
    elif not batch:
        messages.warning(request, "还没有勾选要确认的表。")
    return redirect("confirm-list")


def _settled(request, row):
    """The version in force that was on the page when this row was settled; None: it was not, or
    the register has moved on since.
    """
    seen = row.details["overtaken"]
    return seen if request.POST.get(row.details["settle"]) == str(seen) else None


def _confirm(request, entry):
    """With what the principal decided of each overtaken row; all of them, or it is refused."""
    settled = {}
    for row in entry.overtaken if entry.can_be_settled else ():
        if (seen := _settled(request, row)) is not None:
            settled[row.line] = seen
    if entry.can_be_settled and (left := len(entry.overtaken) - len(settled)):
        raise NotReady([UNSETTLED.format(count=left)])
    digest = request.POST.get(f"digest-{entry.paper.pk}", "")
    workflow.confirm(paper=entry.paper, by=request.person, digest=digest, settled=settled)


def send_back(request, pk):
    """Not confirmed: back to the filler with a reason, all rows or the chosen ones."""
    paper = fetch_paper(request, pk)
    if actions.find(paper, request.person, timezone.localdate(), "send_back") is None:
        raise PermissionDenied("退回由单位主要负责人在确认环节办理。")
    revision = paper.current
    rows = kind_of(paper).content.rows(revision)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.send_back(
                paper=paper,
                by=request.person,
                digest=request.POST.get("digest", ""),
                why=form.cleaned_data["why"],
                line_ids=_chosen(request, rows),
            )
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, "已退回填报人，并告知理由。")
            return redirect("confirm-list")
    ticked = request.POST.getlist("row") or request.GET.getlist("row")
    context = {"paper": paper, "revision": revision, "rows": rows, "form": form, "ticked": ticked}
    return render(request, "reviews/paper_send_back.html", context)


def _chosen(request, rows):
    """Ids of the ticked lines; what is not of this paper does not count."""
    known = {str(row.line.pk): row.line.pk for row in rows}
    return [known[key] for key in request.POST.getlist("row") if key in known]


def record(request, pk):
    """补录确认: nobody can confirm on screen, so the office enters what was signed on paper."""
    paper = fetch_paper(request, pk)
    today = timezone.localdate()
    if actions.find(paper, request.person, today, "record_confirmation") is None:
        raise PermissionDenied("这张表现在不需要补录确认，或不由您补录。")
    revision = paper.current
    rows = kind_of(paper).content.rows(revision)
    form = ConfirmationRecordForm(request.POST or None, revision=revision)
    signature = SignatureForm(request.POST or None, request.FILES or None, prefix="sheet")
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() & signature.is_valid():
            try:
                _record(form.answer(_chosen(request, rows)), signature, paper, request.person)
            except NotReady as refusal:
                for problem in refusal.problems:
                    form.add_error(None, problem)
            except (Refused, Overtaken) as refusal:
                form.add_error(None, refusal.text)
                status = 409
            else:
                messages.success(request, f"已补录：{paper.title}。")
                return redirect("inbox")
    context = {
        "paper": paper,
        "rows": rows,
        "form": form,
        "signature": signature,
        "all_forms": [form, signature],
        "chosen": request.POST.getlist("row"),
        "overtaken": [row for row in rows if row.details.get("overtaken")],
    }
    return render(request, "reviews/confirmation_record.html", context, status=status)


@transaction.atomic
def _record(answer, signature, paper, by):
    """The scan stays only with the answer it belongs to."""
    signer = paper_signature(signature.cleaned_data, paper, by)
    return workflow.record_confirmation(paper=paper, by=by, answer=answer, signer=signer)
