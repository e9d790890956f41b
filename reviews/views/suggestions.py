"""风险点建议: raising a point for another post, and answering what was raised for one's own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from powers.content import content_of
from powers.row_list import place_of
from powers.separation import conflicts
from registry.organisation.models import Post, Unit
from registry.papers.drafts import NotDraft
from registry.papers.models import PaperState
from registry.tables.text import number_in
from reviews import actions, filing, notices
from risks import suggesting
from risks.forms import DeclineForm, SuggestionForm
from risks.models import MeasureVersion, PointVersion, RiskPoint, Suggestion

from .fetch import fetch_draft, programme_or_refuse

PAGE_SIZE = 30
WAITS = "这条建议会一直留在这里，等能写进表里的时候再采纳。"


def unanswered_count(person):
    """The number beside the menu entry."""
    return Suggestion.objects.to_answer(person, timezone.localdate()).count()


def suggestion_list(request):
    """What waits for an answer on one's posts, then everything raised by or for one."""
    _require_part(request)
    today = timezone.localdate()
    mine = Suggestion.objects.seen_by(request.person, today).listed()
    context = {
        "waiting": Suggestion.objects.to_answer(request.person, today).listed(),
        "page_obj": Paginator(mine, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "reviews/suggestion_list.html", context)


def suggestion_add(request):
    _require_part(request)
    unit = _unit_asked(request)
    own = [post.pk for post in request.person.posts_on(timezone.localdate())]
    posts = Post.objects.filter(unit=unit, closed_on=None).exclude(pk__in=own)
    posts = posts.select_related("unit", "section").order_by("section__order", "pk")
    asked = {"post": number_in(request.GET.get("post", ""))}
    form = SuggestionForm(request.POST or None, initial=asked, posts=posts, reach=request.reach)
    if request.method == "POST" and form.is_valid():
        made = suggesting.suggest(by=request.person, **form.cleaned_data)
        notices.suggested(made)
        messages.success(request, "已提给这个岗位，谢谢。岗位上的人答复以后会告诉您。")
        return redirect("suggestion-list")
    context = {"form": form, "unit": unit, "units": _units_below(request)}
    status = 422 if form.errors else 200
    return render(request, "reviews/suggestion_add.html", context, status=status)


@require_POST
def separation_suggest(request, pk, line_pk):
    """What the first check found of one post on two sides, raised for that post in one click."""
    _, revision = fetch_draft(request, pk)
    lines = revision.power_lines.select_related("version__power", "revision")
    line = get_object_or_404(lines, pk=line_pk)
    content = content_of(line.version)
    asked = (one for one in conflicts(content) if one.about == request.POST.get("about"))
    found = next((one for one in asked if one.post_id), None)
    try:
        _raise_for(found, line.version.name, request)
    except suggesting.NotAnswered as refusal:
        messages.warning(request, str(refusal))
    return redirect(place_of(line))


def _raise_for(found, name, request):
    if found is None:
        raise suggesting.NotAnswered("这一行刚刚改过，请按现在的提示再看一遍。")
    post, point = Post.objects.select_related("unit").get(pk=found.post_id), found.as_point(name)
    if post.closed_on:
        raise suggesting.NotAnswered(f"岗位“{post.name}”已经撤销，请先在流程图里改选现在的岗位。")
    if Suggestion.objects.open().filter(post=post, source=point["source"]).exists():
        raise suggesting.NotAnswered(f"已经提给{post.name}了，正等岗位上的人答复。")
    made = suggesting.suggest(
        post=post,
        by=request.person,
        found_by=suggesting.ways_of(request.reach, post)[0],
        presence=PointVersion.Presence.LATENT,
        measure_kind=MeasureVersion.Kind.SEPARATION,
        **point,
    )
    notices.suggested(made)
    messages.success(request, f"已提给{post.name}，岗位上的人采纳以后，会写进本岗位的表。")


def suggestion_detail(request, pk):
    suggestion = _fetch(request, pk)
    return _render(request, suggestion, DeclineForm())


def _render(request, suggestion, form, status=200):
    context = {
        "suggestion": suggestion,
        "crumbs": [
            {"label": "风险点建议", "url": reverse("suggestion-list")},
            {"label": suggestion.post.name},
        ],
        "form": form,
        "row": _row_now(request, suggestion),
        "may_answer": suggestion.outcome == "" and _is_theirs(request, suggestion),
        "facts": [
            {
                "label": "对哪个岗位",
                "value": f"{suggestion.post.unit.name} · {suggestion.post.name}",
            },
            {"label": "风险源", "value": suggestion.source},
            {"label": "风险点", "value": suggestion.risk},
            {"label": "危害性", "value": suggestion.harm},
            {"label": "建议的措施", "value": suggestion.measure},
            {"label": "存在的还是潜在的", "value": suggestion.get_presence_display()},
            {"label": "怎么发现的", "value": suggestion.get_found_by_display()},
            {"label": "为什么提", "value": suggestion.reason},
        ],
    }
    return render(request, "reviews/suggestion_detail.html", context, status=status)


def _row_now(request, suggestion):
    """What became of the row it was taken up as; a draft is told of only to whoever fills it in."""
    if suggestion.point is None or suggestion.paper.state == PaperState.CANCELLED:
        return None
    point = suggestion.point.taken_as or suggestion.point
    if point.in_force is not None:
        seen = RiskPoint.objects.visible_to(request.reach).filter(pk=point.pk).exists()
        text = "后来已经销号。" if point.in_force.struck else "已经生效，在台账里。"
        url = reverse("point-detail", args=[point.pk]) if seen else ""
        return {"text": text, "url": url, "link": "看这个风险点"}
    return _row_of_running_paper(request, suggestion)


def _row_of_running_paper(request, suggestion):
    paper = suggestion.paper
    may_edit = actions.find(paper, request.person, timezone.localdate(), "edit") is not None
    if paper.state == PaperState.DRAFT and not may_edit:
        return {"text": "那张表还在填报。"}
    line = paper.current.point_lines.filter(version__point=suggestion.point).first()
    if line is None:
        return {"text": "这一行后来从表里删去了。"}
    if may_edit and not line.open:
        return {"text": "这一行这次不用改，随表一起再提交。"}
    if may_edit:
        url = reverse("paper-row", args=[paper.pk, line.pk])
        return {"text": "这一行还可以修改。", "url": url, "link": "打开这一行"}
    return {"text": "那张表正在办理，还没有生效。"}


@require_POST
def suggestion_take_up(request, pk):
    """Into the draft of one's post, begun where there is none; then on to the row itself."""
    suggestion = _fetch_to_answer(request, pk)
    programme = programme_or_refuse(suggestion.post.unit)
    try:
        paper, line = _into_form(suggestion, programme, request.person)
    except filing.NotYours as refusal:
        raise PermissionDenied(refusal.text) from refusal
    except suggesting.NotAnswered as refusal:
        messages.warning(request, str(refusal))
        return redirect("suggestion-detail", pk)
    except NotDraft as refusal:
        messages.warning(request, f"{refusal}{WAITS}")
        return redirect("suggestion-detail", pk)
    _tell(suggestion)
    messages.success(request, "已写进本岗位的表，请接着补充等级和措施。")
    return redirect("paper-row", paper.pk, line.pk)


@transaction.atomic
def _into_form(suggestion, programme, by):
    """(paper, new line): no form is begun for a suggestion that was answered meanwhile."""
    paper = filing.start_form(post=suggestion.post, programme=programme, by=by, holder=by)
    return paper, suggesting.take_up(suggestion=suggestion, paper=paper, by=by)


@require_POST
def suggestion_decline(request, pk):
    suggestion = _fetch_to_answer(request, pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _render(request, suggestion, form, status=422)
    try:
        suggesting.decline(suggestion=suggestion, why=form.cleaned_data["why"], by=request.person)
    except suggesting.NotAnswered as refusal:
        messages.warning(request, str(refusal))
        return redirect("suggestion-detail", pk)
    _tell(suggestion)
    messages.success(request, "已答复，谢谢。")
    return redirect("suggestion-list")


def _tell(suggestion):
    suggestion.refresh_from_db()
    notices.suggestion_answered(suggestion)


def _require_part(request):
    if request.person is None or not request.reach.takes_part:
        raise Http404


def _fetch(request, pk):
    _require_part(request)
    seen = Suggestion.objects.seen_by(request.person, timezone.localdate()).listed()
    seen = seen.select_related("point__in_force", "point__taken_as__in_force", "paper__programme")
    return get_object_or_404(seen, pk=pk)


def _fetch_to_answer(request, pk):
    suggestion = _fetch(request, pk)
    if not _is_theirs(request, suggestion):
        raise PermissionDenied("这条建议由岗位上的人答复。")
    return suggestion


def _is_theirs(request, suggestion):
    return suggestion.post in request.person.posts_on(timezone.localdate())


def _units_below(request):
    """Units whose posts a superior may raise a point for; none for everybody else."""
    if not request.reach.subtrees:
        return []
    return list(Unit.objects.filter(request.reach.units_q("")).order_by("path"))


def _unit_asked(request):
    """The own unit, or one below that was chosen."""
    asked = number_in(request.GET.get("unit", ""))
    below = Unit.objects.filter(request.reach.units_q(""), pk=asked)
    return below.first() or request.person.unit
