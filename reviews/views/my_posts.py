"""我的岗位: the posts I hold with this year's form of each, and what my seats may begin."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from registry.access.reach import reach_of
from registry.organisation.models import Post, Programme, Seat
from registry.papers.models import POST_FORMS, Paper, PaperState
from reviews import offices, taking_over
from risks.arrival import unread_posts
from risks.models import Suggestion
from risks.workflow_charts import has_workflows

from .fetch import NO_PROGRAMME

UNIT_LABEL = "单位识别防控表"
SHARED_LABEL = "每人一张表，先列共同的风险点"


def my_posts(request):
    """The posts I hold, with this year's form of each and the years before."""
    if request.person is None:
        raise Http404
    year = timezone.localdate().year
    posts = _post_entries(request.person.posts_on(timezone.localdate()), request.person, year)
    unread = unread_posts(request.person, timezone.localdate())
    left = _left_on(posts, request.person, year)
    drawn = has_workflows([entry["post"] for entry in posts])
    for entry in posts:
        entry["unread"] = entry["post"].pk in unread
        entry["has_workflow"] = entry["post"].pk in drawn
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
    """Where everybody has a form, that of the post is the head's: told, never taken for mine."""
    running = [p for p in papers if p.programme.year == year and p.state != PaperState.CANCELLED]
    shared = [p for p in running if post.forms == Post.Forms.EACH_HOLDER and p.holder_id is None]
    mine = [paper for paper in running if paper not in shared]
    return {
        "post": post,
        "current": mine[0] if mine else None,
        "shared": shared[0] if shared else None,
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
