"""待办: what waits for me, what is late, what I wait for, what is new; where one lands first."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import ANSWERING_SEATS, reach_of
from registry.notices.models import Notice
from registry.organisation.models import Seat
from registry.papers.models import Paper, PaperState
from registry.tables.text import chinese_date
from registry.tasks.models import Task
from reviews import due, filing, holdups, offices, possible, taking_over, underway, waiting
from reviews.mistakes import received as mistakes_received
from reviews.models import Announcement, Missive, Opinion, Step
from reviews.visibility import filled_in_by, inbox_of

from . import missives, mistakes

PAGE_SIZE = DUE_A_PAGE = 30
MOST_UNDERWAY = 10
MOST_OPINIONS = 20
MOST_NEWS = 5
# Leaders above: what they look at first is how far the units are, not what waits for themselves.
SUPERINTENDING = (Seat.UNIT_SUPERVISOR, Seat.HIGHER_LEADER)


def desk(request):
    """The first page after sign-in, by what the person is."""
    if request.person is None:
        return redirect("admin:index" if request.user.is_staff else "downloads")
    if request.reach.holds_any(*SUPERINTENDING):
        return redirect("progress")
    if request.reach.takes_part:
        return redirect("inbox")
    if request.person.admin_role == "audit":
        return redirect("trail-list")
    return redirect("admin:index")


def inbox(request):
    """Everything that waits for this person, then what they wait for themselves, then the news."""
    if request.person is None or not request.reach.takes_part:
        return redirect("desk")
    today = timezone.localdate()
    steps = inbox_of(request.person)
    page = Paginator(steps, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **_late(request, steps, today),
        **_underway(request.person),
        **_news(request, today),
        **_to_answer(request.person),
        "page_obj": page,
        "today": today,
        "cards": [_step_card(step, today) for step in page],
        "has_meetings": any(step.mode == step.Mode.MEETING for step in page),
        "drafts": [_draft_card(paper) for paper in _drafts(request.person)],
        "ready": waiting.papers_to_confirm(request.person, today).count(),
        "cleared": _cleared_papers(request.person).count(),
        "due_page": _due_page(request, today),
        "missives": [missives.card_of(each) for each in _missives(request.person)],
        "mistakes": [mistakes.card_of(each) for each in _mistakes(request.person)[:MOST_OPINIONS]],
        "to_record": _to_record(request.person, today),
        "left_behind": [_left_behind_card(paper) for paper in _left_behind(request.person)],
        "left_drafts": [_left_draft_card(paper) for paper in _left_drafts(request.person)],
    }
    return render(request, "reviews/inbox.html", context)


def _due_page(request, today):
    """A page of what is due; its number stands in the address beside that of what is to review."""
    cards = due.cards_for(request.person, today)
    return Paginator(cards, DUE_A_PAGE).get_page(request.GET.get("due"))


def _late(request, steps, today):
    """How many of one's own steps are past their day; where one answers for others, how many of
    theirs, and whether they are late with tasks.
    """
    found = {"late": steps.filter(due_on__lt=today).count()}
    if request.reach.holds_any(*ANSWERING_SEATS):
        others = Task.objects.visible_to(request.person).late(today)
        own = Task.objects.addressed_to(request.person, today).order_by().values("pk")
        found["late_tasks_around"] = others.exclude(pk__in=own).exists()
        due_around = holdups.due_steps(request.reach, today)
        found["late_around"] = due_around.filter(due_on__lt=today).count()
    return found


def _underway(person):
    """One's own papers in the hands of others, the latest of them."""
    papers = underway.papers_of(person)
    found = underway.standings(papers[: MOST_UNDERWAY + 1])
    return {
        "underway": [_underway_card(each) for each in found[:MOST_UNDERWAY]],
        "more_underway": len(found) > MOST_UNDERWAY,
    }


def _underway_card(standing):
    return {
        "title": standing.paper.title_inside,
        "url": filing.paper_url(standing.paper),
        "text": f"{standing.place}，从 {chinese_date(standing.since)} 起",
        "meta": [standing.paper.unit.name, standing.paper.number],
        "state": standing.paper.state,
        "due": standing.due,
        "overdue": standing.due is not None and standing.due < timezone.localdate(),
    }


def _news(request, today):
    """Messages not read yet, and the latest on the board of one's unit."""
    board = Announcement.objects.visible_to(request.reach, today)
    board = board.on_board(request.person.unit, today).select_related("unit")
    return {
        "unread": Notice.objects.of(request.person).unread()[:MOST_NEWS],
        "board": board.order_by("-starts_on", "-pk")[:MOST_NEWS],
    }


def waiting_count(person):
    """For the menu: open steps, papers to confirm, what is due, what the public sent."""
    today = timezone.localdate()
    ready = waiting.papers_to_confirm(person, today)
    told = (inbox_of(person), ready, _opinions(person), _missives(person), _mistakes(person))
    return sum(each.count() for each in told) + due.number_for(person, today)


def _missives(person):
    """For the discipline office: what the public sent and nobody has sorted (来件)."""
    if not reach_of(person).holds(Seat.DISCIPLINE_OFFICE):
        return Missive.objects.none()
    return missives.received(person).unsorted()


def _mistakes(person):
    """For the prevention office: what the public says is wrong in its lists (纠错)."""
    return mistakes_received(person).unanswered()


def _opinions(person):
    """For the office: opinions on a publicity that wait for its answer."""
    reach = reach_of(person)
    if not reach.holds_any(Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE):
        return Opinion.objects.none()
    return Opinion.objects.unanswered().filter(offices.answering(reach)).listed()


def _to_answer(person):
    """The first of them; the pages of the publicities list all."""
    found = list(_opinions(person)[: MOST_OPINIONS + 1])
    return {
        "opinions": [_opinion_card(opinion) for opinion in found[:MOST_OPINIONS]],
        "more_opinions": len(found) > MOST_OPINIONS,
    }


def _opinion_card(opinion):
    return {
        "title": f"{opinion.publication.title}：{opinion.about}",
        "url": reverse("opinion-answer", args=[opinion.pk]),
        "meta": [opinion.publication.unit.name, f"{chinese_date(opinion.received_on)}收到"],
        "due": opinion.publication.ends_on,
        "overdue": opinion.publication.ends_on < timezone.localdate(),
        "action": "去答复",
    }


def _step_card(step, today, action=""):
    paper = step.paper
    usual = "去备案" if step.mode == step.Mode.FILING else "去审核"
    return {
        "title": paper.title_inside,
        "url": filing.paper_url(paper),
        "meta": [paper.unit.name, paper.number, f"第 {step.position} 步 {step.seat_name}"],
        "due": step.due_on,
        "overdue": step.due_on < today,
        "action": action or usual,
    }


def _draft_card(paper):
    returned = paper.number is not None
    return {
        "title": paper.title_inside,
        "url": f"{filing.paper_url(paper)}edit/",
        "meta": [paper.unit.name, "已退回，等您修改" if returned else "还没有提交"],
        "state": paper.state,
        "action": "继续填写",
    }


def _drafts(person):
    drafts = Paper.objects.filter(filled_in_by(person), state=PaperState.DRAFT)
    return drafts.select_related("unit", "post", "section", "programme", "holder")


def _left_behind(person):
    """For the prevention office: returned papers that nobody can go on with."""
    found = Paper.objects.filter(offices.left_behind(reach_of(person))).order_by("pk")
    return found.select_related("unit", "post", "section", "programme", "holder")


def _left_behind_card(paper):
    return {
        "title": paper.title_inside,
        "url": filing.paper_url(paper),
        "meta": [paper.unit.name, paper.number, "已退回，现在没有人能接着填"],
        "action": "去看看",
    }


def _left_drafts(person):
    """Drafts of people who left their post, which somebody there can go on with (接办)."""
    left = taking_over.left_drafts(reach_of(person))
    found = Paper.objects.filter(left, offices.with_successor()).order_by("pk")
    return found.select_related("unit", "post", "section", "programme", "holder")


def _left_draft_card(paper):
    return {
        "title": paper.title_inside,
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
        "title": paper.title_inside,
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
    return found.select_related("unit", "post", "section", "programme", "holder")


def _steps_to_record(person, day):
    """For the office: open steps that nobody can sign on screen (线下签署)."""
    reach = reach_of(person)
    if not reach.holds_any(Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE):
        return []
    papers = Paper.objects.filter(offices.recorded(reach), state=PaperState.REVIEW)
    found = waiting.steps_on_paper(papers, day).order_by().values_list("pk", flat=True)
    steps = Step.objects.filter(pk__in=list(found)).order_by("due_on", "pk")
    told = ("unit", "post", "section", "programme", "holder")
    return steps.select_related(*(f"paper__{each}" for each in told))
