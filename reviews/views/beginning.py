"""Beginning a paper: the running one of the year, or a new one from what is in force."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry.organisation.models import Post, Seat, Section
from registry.papers.models import Paper, PaperState
from reviews import filing, offices

from .fetch import programme_or_refuse, refuse_unit


@require_POST
def start_form(request, post_pk):
    """Open this year's form of my post: the running one, or a new one from what is in force."""
    post = get_object_or_404(Post.objects.select_related("unit", "section"), pk=post_pk)
    person = request.person
    if person is None or not (_sits_on(person, post) or _keeps(request, post)):
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


def _sits_on(person, post):
    return post in person.posts_on(timezone.localdate())


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
