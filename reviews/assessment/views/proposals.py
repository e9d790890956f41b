"""评估: posts on which something counts, and one of them line by line; circle (b) alone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from registry.access.guards import seat_required
from registry.organisation.models import Post
from registry.trail.recording import record_sealed
from reviews.assessment import gathering, proposing, setting
from reviews.assessment.forms import CONFIRM, ProposalForm
from reviews.assessment.models import OFFICES, ProposalDecision
from reviews.disposal.models import WarningColour
from reviews.refusals import Refused
from reviews.sources.views.fetch import unlogged

PAGE = 30


@unlogged
@require_safe
@seat_required(*OFFICES)
def assessment(request):
    """Posts with a score, those with a proposal that waits first."""
    units = list(gathering.units_of(request.reach))
    scores = gathering.scores_of(request.reach, units)
    waiting = {each.post.pk for each in proposing.open_proposals(scores)}
    scores.sort(key=lambda each: each.post.pk not in waiting)
    page = Paginator(scores, PAGE).get_page(request.GET.get("page"))
    labels = dict(WarningColour.objects.values_list("pk", "label"))
    context = {
        "page_obj": page,
        "rows": [
            {
                "score": each,
                "colour": labels.get(each.found.colour, ""),
                "waits": each.post.pk in waiting,
            }
            for each in page
        ],
        "is_on": bool(gathering.rules_in_use(units)),
        "to_set": [unit for unit in units if setting.may_set(request.reach, unit)],
        "several": len(units) > 1,
    }
    return render(request, "assessment/assessment.html", context)


@unlogged
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@seat_required(*OFFICES)
def assessment_post(request, pk):
    """The lines of one post; the proposal is confirmed or dismissed here."""
    units = gathering.units_of(request.reach).order_by()
    posts = Post.objects.filter(unit__in=units).exclude(pk__in=request.reach.post_ids)
    post = get_object_or_404(posts.select_related("unit", "section"), pk=pk)
    score = proposing.proposal_for(request.person, post)
    form = ProposalForm(request.POST or None, initial={"key": score.key if score else ""})
    if request.method == "POST" and form.is_valid() and _decided(request, post, form):
        return redirect("assessment")
    with transaction.atomic():
        record_sealed(by=request.person, action="assessment.opened", target=post)
    return _post_page(request, post, score, form)


def _decided(request, post, form):
    said = form.cleaned_data
    given = {"post": post, "key": said["key"], "by": request.person}
    try:
        if said["outcome"] == CONFIRM:
            proposing.confirm(grounds=said["words"], **given)
            messages.success(request, "已发出预警。需要处置的，请在处置里接着办。")
        else:
            proposing.dismiss(why=said["words"], **given)
            messages.success(request, "已记下不采纳的理由；有新的情况会再提示。")
    except Refused as refusal:
        form.add_error(None, refusal.text)
        return False
    return True


def _post_page(request, post, score, form):
    waits = score is not None and bool(proposing.open_proposals([score]))
    if request.method == "POST" and not form.errors:
        raise Http404
    decided = ProposalDecision.objects.visible_to(request.reach).filter(post=post)
    colour = WarningColour.objects.filter(pk=score.found.colour).first() if score else None
    context = {
        "post": post,
        "score": score,
        "lines": [(each, _address(each.line)) for each in score.found.lines] if score else [],
        "colour": colour,
        "form": form if waits or form.is_bound else None,
        "decided": decided.select_related("colour", "by"),
        "today": timezone.localdate(),
        "crumbs": [{"label": "评估", "url": reverse("assessment")}, {"label": post.name}],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "assessment/assessment_post.html", context, status=status)


def _address(line):
    """Where the entry behind a hidden line is read; whoever sees the line may read it."""
    if not line.hidden:
        return ""
    return reverse("source-detail", args=[line.key.removeprefix("source:")])
