"""What all holders of a post share: which of it applies to this holder (共性与个性) [1]."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import render

from registry.papers.drafts import NotDraft, lock_draft
from risks import editing
from risks.forms import TickForm
from risks.models import RiskPoint
from risks.sharing import shared_points

from .answers import FAULTY, STALE, done, refused, why_closed
from .standing import crumbs

TITLE = "本岗位共同的风险点"


def tick_shared(request, paper, revision):
    """A list with a tick at each; what is not ticked has no row in the form."""
    revision.paper = paper
    if not paper.holder_id:
        raise Http404
    if text := why_closed(revision):
        return refused(request, paper, text)
    if request.method != "POST":
        return _page(request, paper, _form(revision))
    form, saved = _save(request, paper, revision)
    if not saved:
        return _page(request, paper, form, status=STALE if form.is_stale else FAULTY)
    return done(request, paper, "已按您的勾选列入本表。", "points")


def _save(request, paper, revision):
    """(form, whether it is saved): read, compared and written under one lock."""
    form = _form(revision, request.POST)
    try:
        with transaction.atomic():
            form = _form(lock_draft(paper.pk), request.POST)
            if not form.is_valid():
                return form, False
            editing.tick_shared(paper=paper, point_ids=form.chosen, by=request.person)
            return form, True
    except NotDraft as refusal:
        form.is_valid()
        form.add_error(None, refusal.text)
        return form, False


def _form(revision, data=None):
    """Ticked is what has a row; points come in the order of the register."""
    ids = shared_points(revision.paper)
    points = RiskPoint.objects.in_force().filter(pk__in=ids).select_related("in_force__level")
    have = revision.point_lines.filter(version__point__in=ids)
    ticked = sorted(have.values_list("version__point", flat=True))
    return TickForm(data, points=list(points.order_by("pk")), ticked=ticked, current=ticked)


def _page(request, paper, form, status=200):
    context = {"paper": paper, "form": form, "title": TITLE, "crumbs": crumbs(paper, TITLE)}
    return render(request, "risks/tick_form.html", context, status=status)
