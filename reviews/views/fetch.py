"""Fetching a paper or step and checking access is one call: 404 for what is not yours."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from registry.organisation.models import Programme
from reviews import actions, filing
from reviews.models import Step
from reviews.visibility import readable_revision, visible_paper

# Whoever may add one: `registry.access.admin.rights`.
NO_PROGRAMME = "本年度的工作方案还没有设立，请联系系统管理员在后台“年度工作方案”中添加。"
LEFT = (
    "您已经不在{post}这个岗位。这张表随岗位留下，由岗位上的人接着填写（接办）；您保存过的内容都在，"
    "不用另外交接。刚才还没有保存的文字，可以用浏览器的“后退”回到原来的页面，复制给接着填的人。"
)


def fetch_paper(request, pk):
    """A paper this person may see, or 404."""
    paper = visible_paper(request.person, pk)
    if paper is None:
        raise Http404
    return paper


def refuse_unit(request, unit_pk, text):
    """Whoever has no such office: 403 in the own unit, 404 for all others."""
    if request.person is not None and request.person.unit_id == unit_pk:
        raise PermissionDenied(text)
    raise Http404


def fetch_draft(request, pk):
    """(paper, open revision) of somebody who fills it in; 403 for other readers, 404 unseen."""
    paper = fetch_paper(request, pk)
    if actions.find(paper, request.person, timezone.localdate(), "edit") is None:
        tell_who_left(request, paper)
        raise PermissionDenied("这张表现在不由您填写。您可以回到“待办”，看看还有什么等您办理。")
    return paper, paper.current


def tell_who_left(request, paper):
    """403 with what became of the draft, for the holder who has left its post."""
    if paper.holder == request.person and filing.has_left(paper, timezone.localdate()):
        raise PermissionDenied(LEFT.format(post=paper.post.name))


def fetch_revision(request, paper):
    """The revision this person may read; 404 while a draft has never been handed in."""
    revision = readable_revision(paper, request.person)
    if revision is None:
        tell_who_left(request, paper)
        raise Http404
    revision.paper = paper
    return revision


def fetch_step(request, paper, step_pk, slug):
    """(step, action) where the person may do `slug` on it; 404 for steps of other papers."""
    step = get_object_or_404(
        Step.objects.select_related("unit", "section", "person__account"),
        pk=step_pk,
        paper=paper,
    )
    step.paper = paper
    return step, actions.find(paper, request.person, timezone.localdate(), slug, step)


def programme_or_refuse(unit):
    """The programme year that papers of this unit begin under now; 403 while there is none."""
    programme = Programme.objects.of_unit(unit, timezone.localdate().year)
    if programme is None:
        raise PermissionDenied(NO_PROGRAMME)
    return programme
