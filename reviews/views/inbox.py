"""待办 and 我的岗位: what waits for me, and the posts I fill in forms for."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry.access.reach import reach_of
from registry.organisation.models import Post, Programme, Seat, Section
from registry.papers.models import POST_FORMS, Paper, PaperState
from reviews import filing, offices, possible, taking_over, waiting
from reviews.visibility import filled_in_by, inbox_of
from risks.arrival import unread_posts
from risks.models import Suggestion

from .fetch import NO_PROGRAMME, programme_or_refuse, refuse_unit

PAGE_SIZE = 30
UNIT_LABEL = "单位识别防控表"
SHARED_LABEL = "每人一张表，先列共同的风险点"


def desk(request):
    """The first page after sign-in, by what the person is."""
    if request.person is None:
        return redirect("admin:index" if request.user.is_staff else "downloads")
    if request.reach.takes_part:
        return redirect("inbox")
    if request.person.admin_role == "audit":
        return redirect("trail-list")
    return redirect("admin:index")


def inbox(request):
    """Everything that waits for this person: steps, confirmations, drafts, publicity."""
    if request.person is None or not request.reach.takes_part:
        return redirect("desk")
    today = timezone.localdate()
    page = Paginator(inbox_of(request.person), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "today": today,
        "cards": [_step_card(step, today) for step in page],
        "has_meetings": any(step.mode == step.Mode.MEETING for step in page),
        "drafts": [_draft_card(paper) for paper in _drafts(request.person)],
        "ready": waiting.papers_to_confirm(request.person, today).count(),
        "cleared": _cleared_papers(request.person).count(),
        "to_record": _to_record(request.person, today),
        "left_behind": [_left_behind_card(paper) for paper in _left_behind(request.person)],
        "left_drafts": [_left_draft_card(paper) for paper in _left_drafts(request.person)],
    }
    return render(request, "reviews/inbox.html", context)


def waiting_count(person):
    """For the menu: open steps and papers to confirm."""
    ready = waiting.papers_to_confirm(person, timezone.localdate())
    return inbox_of(person).count() + ready.count()


def _step_card(step, today, action="去审核"):
    paper = step.paper
    return {
        "title": paper.title,
        "url": filing.paper_url(paper),
        "meta": [paper.unit.name, paper.number, f"第 {step.position} 步 {step.get_seat_display()}"],
        "due": step.due_on,
        "overdue": step.due_on < today,
        "action": action,
    }


def _draft_card(paper):
    returned = paper.number is not None
    return {
        "title": paper.title,
        "url": f"{filing.paper_url(paper)}edit/",
        "meta": [paper.unit.name, "已退回，等您修改" if returned else "还没有提交"],
        "state": paper.state,
        "action": "继续填写",
    }


def _drafts(person):
    drafts = Paper.objects.filter(filled_in_by(person), state=PaperState.DRAFT)
    return drafts.select_related("unit", "post", "section", "programme")


def _left_behind(person):
    """For the prevention office: returned papers that nobody can go on with."""
    found = Paper.objects.filter(offices.left_behind(reach_of(person))).order_by("pk")
    return found.select_related("unit", "post", "section", "programme")


def _left_behind_card(paper):
    return {
        "title": paper.title,
        "url": filing.paper_url(paper),
        "meta": [paper.unit.name, paper.number, "已退回，现在没有人能接着填"],
        "action": "去看看",
    }


def _left_drafts(person):
    """Drafts of people who left their post, which somebody there can go on with (接办)."""
    left = taking_over.left_drafts(reach_of(person))
    found = Paper.objects.filter(left, taking_over.with_successor()).order_by("pk")
    return found.select_related("unit", "post", "section", "programme", "holder")


def _left_draft_card(paper):
    return {
        "title": paper.title,
        "url": reverse("paper-take-over", args=[paper.pk]),
        "meta": [paper.unit.name, f"{paper.holder.name}已离开这个岗位，草稿还没有交"],
        "action": "接办",
    }


def _cleared_papers(person):
    """For the prevention office: cleared papers that wait for publicity."""
    return possible.papers_for("open_publicity", person, timezone.localdate())


def _to_record(person, day):
    """Steps and confirmations that were or will be signed on paper, for the office to enter."""
    steps = [_step_card(step, day, "去补录") for step in _steps_to_record(person, day)]
    return steps + [_record_card(paper) for paper in _confirmations_to_record(person, day)]


def _record_card(paper):
    return {
        "title": paper.title,
        "url": reverse("paper-confirmation-record", args=[paper.pk]),
        "meta": [paper.unit.name, paper.number, "主要负责人确认"],
        "action": "去补录",
    }


def _confirmations_to_record(person, day):
    """For the office: papers that nobody can confirm on screen."""
    reach = reach_of(person)
    if not reach.holds_any(Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE):
        return []
    papers = Paper.objects.filter(offices.recorded(reach))
    found = waiting.confirmations_on_paper(papers, day).order_by("pk").distinct()
    return found.select_related("unit", "post", "section", "programme")


def _steps_to_record(person, day):
    """For the office: open steps that nobody can sign on screen (线下签署)."""
    reach = reach_of(person)
    if not reach.holds_any(Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE):
        return []
    papers = Paper.objects.filter(offices.recorded(reach), state=PaperState.REVIEW)
    steps = waiting.steps_on_paper(papers, day).order_by("due_on", "pk")
    return steps.select_related("paper__unit", "paper__post", "paper__section", "paper__programme")


def my_posts(request):
    """The posts I hold, with this year's form of each and the years before."""
    if request.person is None:
        raise Http404
    year = timezone.localdate().year
    posts = _post_entries(_own_posts(request.person), request.person, year)
    unread = unread_posts(request.person, timezone.localdate())
    left = _left_on(posts, request.person, year)
    for entry in posts:
        entry["unread"] = entry["post"].pk in unread
        entry["left"] = [paper for paper in left if paper.post_id == entry["post"].pk]
    raised = Suggestion.objects.to_answer(request.person, timezone.localdate())
    context = {
        "posts": posts,
        "year": year,
        "offices": _office_papers(request.person, year),
        "without_office": _units_without_office(request.reach, year),
        "is_keeper": request.reach.holds_any(Seat.INFORMATION_KEEPER),
        "no_programme": NO_PROGRAMME,
        "raised": raised.count(),
    }
    return render(request, "reviews/my_posts.html", context)


def _left_on(posts, person, year):
    """This year's drafts of people who left one of the posts: shown before an own one is begun."""
    left = Paper.objects.filter(taking_over.left_drafts(reach_of(person)), programme__year=year)
    on_mine = left.filter(post__in=[entry["post"].pk for entry in posts])
    return list(on_mine.select_related("holder").order_by("pk"))


def _own_posts(person):
    return person.posts_on(timezone.localdate())


def _post_entries(posts, person, year):
    """The posts with their forms: two queries, whatever the number of posts."""
    forms = Paper.objects.filter(kind__in=POST_FORMS, post__in=posts).filter(
        Q(holder__isnull=True) | Q(holder=person)
    )
    forms = forms.select_related("programme", "unit").order_by("-programme__year", "-pk")
    by_post = {post.pk: [] for post in posts}
    for paper in forms:
        by_post[paper.post_id].append(paper)
    programmes = Programme.objects.of_units([post.unit for post in posts], year)
    return [
        _post_entry(post, by_post[post.pk], programmes.get(post.unit_id), year) for post in posts
    ]


def _post_entry(post, papers, programme, year):
    running = [p for p in papers if p.programme.year == year and p.state != PaperState.CANCELLED]
    return {
        "post": post,
        "current": running[0] if running else None,
        "earlier": [paper for paper in papers if paper not in running],
        "programme": programme,
    }


def _office_papers(person, year):
    """What a seat may begin: the sheets of section and unit, the catalogue, and directories."""
    offered = []
    mandates = reach_of(person).mandates
    programmes = Programme.objects.of_units([mandate.unit for mandate in mandates], year)
    for mandate in mandates:
        programme = programmes.get(mandate.unit_id)
        if programme is None:
            continue
        if mandate.seat == Seat.SECTION_HEAD:
            offered.append({"unit": mandate.section, "kind": "section", "label": "科室识别防控表"})
            shared = mandate.section.posts.filter(forms=Post.Forms.EACH_HOLDER, closed_on=None)
            offered += [{"unit": post, "kind": "shared", "label": SHARED_LABEL} for post in shared]
        if mandate.seat == Seat.PREVENTION_OFFICE:
            offered.append({"unit": mandate.unit, "kind": "unit", "label": UNIT_LABEL})
        if mandate.seat in (Seat.INFORMATION_KEEPER, Seat.PREVENTION_OFFICE):
            offered.append({"unit": mandate.unit, "kind": "catalogue", "label": "职权目录"})
        if mandate.seat in (Seat.PREVENTION_OFFICE, programme.directory_compiler):
            offered.append(
                {"unit": mandate.unit, "kind": "directory", "label": "风险点和风险等级目录"}
            )
    return offered


def _units_without_office(reach, year):
    """Units below without a prevention office: their sheet falls to the person's."""
    own = reach.units_of(Seat.PREVENTION_OFFICE)
    if not own:
        return []
    units = list(offices.units_looked_after(reach).exclude(pk__in=own).order_by("path"))
    programmes = Programme.objects.of_units(units, year)
    return [
        {"unit": unit, "kind": "unit", "label": UNIT_LABEL}
        for unit in units
        if programmes.get(unit.pk)
    ]


@require_POST
def start_form(request, post_pk):
    """Open this year's form of my post: the running one, or a new one from what is in force."""
    post = get_object_or_404(Post.objects.select_related("unit", "section"), pk=post_pk)
    person = request.person
    if person is None or not (post in _own_posts(person) or _keeps(request, post)):
        raise Http404
    programme = programme_or_refuse(post.unit)
    holder = _holder_for(post, person, programme, request.POST.get("holder", ""))
    return _begin(filing.start_form, post=post, programme=programme, by=person, holder=holder)


def _begin(start, **what):
    """To the paper that `start` of `filing` begins or goes on with; 403 where it is another's."""
    try:
        paper = start(**what)
    except filing.NotYours as refusal:
        raise PermissionDenied(refusal.text) from refusal
    return redirect("paper-edit", paper.pk)


def _keeps(request, post):
    return request.reach.holds(Seat.INFORMATION_KEEPER, unit=post.unit)


def _holder_for(post, person, programme, wanted):
    """Whose form it is where every holder has one: the person's own.

    For a keeper, that of the holder without account who was asked for by `wanted`, their id;
    else of the first of those who have none yet.
    """
    holders = post.holders(timezone.localdate())
    if person in holders:
        return person
    others = [holder for holder in holders if not holder.has_account] or holders
    if asked := next((holder for holder in others if str(holder.pk) == wanted), None):
        return asked
    forms = Paper.objects.filter(post=post, programme=programme, holder__in=others)
    begun = set(forms.exclude(state=PaperState.CANCELLED).values_list("holder", flat=True))
    return min(others, key=lambda holder: holder.pk in begun, default=None)


@require_POST
def start_section_sheet(request, section_pk):
    """The sheet of a section that the person is in charge of."""
    section = get_object_or_404(Section.objects.select_related("unit"), pk=section_pk)
    if not request.reach.holds(Seat.SECTION_HEAD, unit=section.unit, section=section):
        return refuse_unit(request, section.unit_id, "科室的表由科室（年级组）负责人填写。")
    programme = programme_or_refuse(section.unit)
    return _begin(
        filing.start_section_sheet, section=section, programme=programme, by=request.person
    )


@require_POST
def start_shared_form(request, post_pk):
    """What all holders of a post share, by the head of its section."""
    posts = Post.objects.filter(forms=Post.Forms.EACH_HOLDER).select_related("unit", "section")
    post = get_object_or_404(posts, pk=post_pk)
    heads = post.section_id and request.reach.holds(
        Seat.SECTION_HEAD, unit=post.unit, section=post.section
    )
    if not heads:
        return refuse_unit(request, post.unit_id, "共同的风险点由科室（年级组）负责人填写。")
    programme = programme_or_refuse(post.unit)
    return _begin(filing.start_shared_form, post=post, programme=programme, by=request.person)


@require_POST
def start_unit_sheet(request, unit_pk):
    unit = offices.units_looked_after(request.reach).filter(pk=unit_pk).first()
    if unit is None:
        return refuse_unit(request, unit_pk, "单位的表由防控办填写，没有防控办的由上级防控办填写。")
    programme = programme_or_refuse(unit)
    return _begin(filing.start_unit_sheet, unit=unit, programme=programme, by=request.person)


@require_POST
def start_catalogue(request, unit_pk):
    unit = _unit_of_office(request, unit_pk, Seat.INFORMATION_KEEPER, Seat.PREVENTION_OFFICE)
    programme = programme_or_refuse(unit)
    return _begin(filing.start_catalogue, unit=unit, programme=programme, by=request.person)


@require_POST
def start_directory(request, unit_pk):
    unit = _unit_of_office(request, unit_pk, Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE)
    covers = request.POST.get("covers")
    if covers not in Paper.Covers.values:
        covers = Paper.Covers.UNIT
    programme = programme_or_refuse(unit)
    begun = _begin(
        filing.start_directory, unit=unit, programme=programme, covers=covers, by=request.person
    )
    messages.success(request, "目录已按台账现行内容编制，请核对后提交。")
    return begun


def _unit_of_office(request, unit_pk, *wanted):
    for mandate in request.reach.mandates:
        if mandate.unit_id == unit_pk and mandate.seat in wanted:
            return mandate.unit
    return refuse_unit(request, unit_pk, "这项工作由本单位信息员、防控办办理。")
