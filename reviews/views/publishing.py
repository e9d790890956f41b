"""Publishing a confirmed paper, after seeing what readers will see; withdrawing a publication."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone

from registry.papers.models import PaperKind
from reviews import actions, correcting, directory, disclosure, exporting, publication
from reviews.disclosure_forms import PersonalDataForm
from reviews.models import Publication
from reviews.publication_forms import CorrectionForm, EditionsForm, WithdrawForm
from reviews.refusals import Refused

from .fetch import fetch_paper
from .publications import fetch_publication

ROWS_PREVIEWED = 3


def paper_publish(request, pk):
    """What readers of each edition will see, what is left out and why; then publish."""
    paper = fetch_paper(request, pk)
    if actions.find(paper, request.person, timezone.localdate(), "publish") is None:
        raise PermissionDenied("发布由防控办在办件生效之后进行。")
    newer = publication.newer_than(paper)
    previews = [_preview(paper, edition) for edition in Publication.Edition]
    offered = [each["edition"].value for each in previews if each["can_publish"] and not newer]
    form = EditionsForm(_posted(request), editions=offered, initial={"edition": offered})
    places = [place for each in previews if each["can_publish"] for place in each["places"]]
    found = PersonalDataForm(_posted(request), places=[] if newer else places)
    if request.method == "POST" and form.is_valid() and found.is_valid():
        chosen = form.cleaned_data["edition"]
        try:
            done = _publish(paper, chosen, by=request.person, answers=found.answers())
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
        else:
            messages.success(request, f"已发布：{'、'.join(each.number for each in done)}。")
            return redirect("publication-detail", done[0].number)
    context = {
        "paper": paper,
        "previews": previews,
        "form": form,
        "found": found,
        "can_publish": bool(offered),
        "newer": newer,
        "overtaken": _overtaken(paper),
    }
    status = 422 if form.errors or found.errors else 200
    return render(request, "reviews/paper_publish.html", context, status=status)


def _posted(request):
    """What was sent, also when nothing was chosen."""
    return request.POST if request.method == "POST" else None


@transaction.atomic
def _publish(paper, editions, *, by, answers):
    return [
        publication.publish(paper=paper, edition=edition, by=by, answers=answers)
        for edition in editions
    ]


def _preview(paper, edition):
    entries = publication.entries_of(paper, edition)
    published = publication.published(paper, edition)
    draft = publication.draft_of(paper, edition)
    draft.head = exporting.frozen_head(draft, [entry.content for entry in entries])
    contents = [entry.content for entry in entries[:ROWS_PREVIEWED]]
    return {
        "edition": edition,
        "count": len(entries),
        "places": [] if published else disclosure.places_in(entries),
        "left_out": publication.left_out_of(paper, edition),
        "internal": sum(entry.content.get("side") == "内部职权" for entry in entries),
        **exporting.on_screen(draft, contents),
        "published": published,
        "supersedes": None if published else draft.supersedes,
        "more": max(0, len(entries) - ROWS_PREVIEWED),
        "unnamed": sum(
            entry.content.get("power") == publication.UNNAMED_POWER for entry in entries
        ),
        "can_publish": bool(entries) and published is None,
    }


def _overtaken(paper):
    """Rows that the register has replaced since the directory was compiled."""
    if paper.kind != PaperKind.DIRECTORY:
        return 0
    return directory.overtaken_count(paper.current)


def publication_correct(request, number):
    """更正公告: said once and kept; the publication itself stays as it is."""
    found = fetch_publication(request, number)
    if not correcting.may_correct(found, request.person):
        raise PermissionDenied("更正公告由本单位防控办发布；公示件按意见修改，已撤回的不再更正。")
    asked = {"position": request.GET.get("row", "")}
    form = CorrectionForm(_posted(request), publication=found, initial=asked)
    if request.method == "POST" and form.is_valid():
        try:
            made = correcting.correct(publication=found, by=request.person, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
        else:
            messages.success(request, f"更正公告已发布，编号 {made.number}。")
            return redirect("publication-detail", number)
    return render(
        request,
        "reviews/publication_correct.html",
        {"publication": found, "form": form},
        status=422 if form.errors else 200,
    )


def publication_withdraw(request, number):
    found = fetch_publication(request, number)
    if not publication.may_withdraw(found, request.person):
        raise PermissionDenied(
            "这份内容现在不能由您撤回：撤回由本单位防控办办理，公示件和已撤回的不再办理。"
        )
    form = WithdrawForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            publication.withdraw(publication=found, by=request.person, why=form.cleaned_data["why"])
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
        else:
            messages.success(request, "已撤回。公开网站上只留编号、日期和理由。")
            return redirect("publication-detail", number)
    return render(
        request,
        "reviews/publication_withdraw.html",
        {"publication": found, "form": form},
        status=422 if form.errors else 200,
    )
