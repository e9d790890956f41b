"""Who fills in a paper, and starting one from what is in force."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from registry.organisation.models import Post, Seat, Unit
from registry.papers.models import (
    FORM_OF_TIER,
    POST_FORMS,
    Paper,
    PaperKind,
    PaperState,
    Revision,
)
from registry.trail.recording import record

from . import seats
from .kinds import kind_of

# Filled in by whose they are, a shared form by the head of the section; all others by an office.
OWN_FORMS = (*POST_FORMS, PaperKind.SECTION_SHEET)


@dataclass(frozen=True)
class NotYours(Exception):
    """The person has no seat that allows this; pages answer 403 with the text."""

    text: str

    def __str__(self):
        return self.text


def may_fill(paper, person, day):
    """Whether this person writes the draft: holder of the post, keeper for them, or office."""
    if paper.kind in OWN_FORMS:
        return _is_holder(paper, person, day) or _enters_for_owners(paper, person, day)
    return any(holder.person == person for holder in _office_holders(paper, day))


def fills_for_another(paper, person, day):
    """代填: the unit's information keeper, for a holder without an account."""
    if paper.kind not in OWN_FORMS or _is_holder(paper, person, day):
        return False
    return _enters_for_owners(paper, person, day)


def _enters_for_owners(paper, person, day):
    keepers = seats.holders(Seat.INFORMATION_KEEPER, unit=paper.unit, day=day)
    if all(keeper.person != person for keeper in keepers):
        return False
    owners = form_owners(paper, day)
    return bool(owners) and not any(owner.has_account for owner in owners)


def form_owners(paper, day):
    """Whose form it is: its holder, or everybody on the post where the post has one form.

    A holder who has left the post is none any more: the draft goes on with the post (接办).
    The sheet of a section, and what all holders of a post share, is that of whoever is in charge
    of the section.
    """
    if seats.kept_by_head(paper):
        heads = seats.holders(Seat.SECTION_HEAD, unit=paper.unit, section=paper.section, day=day)
        return [head.person for head in heads]
    on_post = paper.post.holders(day) if paper.post_id else []
    return [person for person in on_post if paper.holder_id in (None, person.pk)]


def fillers(paper, day):
    """People to tell when a draft waits for them; nobody where it is nobody's form any more."""
    if paper.kind in OWN_FORMS:
        owners = form_owners(paper, day)
        listed = [owner for owner in owners if owner.has_account]
        if listed or not owners:
            return listed
        return [h.person for h in seats.holders(Seat.INFORMATION_KEEPER, unit=paper.unit, day=day)]
    return [holder.person for holder in _office_holders(paper, day)]


def own_forms(*, person, post, programme):
    """The forms of one holder of a post in a year; all three may be outer references.

    Of a post and holder one form may be open, and one whole: whoever has any takes no other over.
    """
    forms = Paper.objects.filter(holder=person, kind__in=POST_FORMS, post=post, programme=programme)
    return forms.exclude(state=PaperState.CANCELLED)


def has_left(paper, day):
    """Whether the one holder of a draft no longer sits on its post."""
    return (
        paper.state == PaperState.DRAFT
        and paper.kind in POST_FORMS
        and paper.holder_id is not None
        and not paper.holder.appointments.on(day).filter(post=paper.post_id).exists()
    )


def successors(paper, day):
    """Who may take the draft over (接办): on the post today, without an own form of the year."""
    if not has_left(paper, day):
        return []
    same = {"post": paper.post_id, "programme": paper.programme_id}
    return [
        person
        for person in paper.post.holders(day)
        if not own_forms(person=person, **same).exists()
    ]


def is_left_behind(paper, day):
    """Whether a paper that was handed in and came back has nobody left who could go on with it.

    `offices.left_behind` asks the same of many papers. A draft that was never handed in stays
    with its post: nobody else has seen it, and nothing waits for it.
    """
    return (
        paper.state == PaperState.DRAFT
        and paper.number is not None
        and not successors(paper, day)
        and not any(
            person.has_account and may_fill(paper, person, day) for person in fillers(paper, day)
        )
    )


def _is_holder(paper, person, day):
    if seats.kept_by_head(paper):
        return person in form_owners(paper, day)
    return (
        paper.post_id is not None
        and paper.holder_id in (None, person.pk)
        and person.appointments.on(day).filter(post=paper.post_id).exists()
    )


def _office_holders(paper, day):
    """Who sits in an office that fills this paper in.

    The sheet of a unit without a prevention office falls to the nearest one above.
    """
    if paper.kind == PaperKind.UNIT_SHEET:
        return seats.nearest_free(Seat.PREVENTION_OFFICE, unit=paper.unit, day=day)
    return [
        holder
        for seat in _office_seats(paper)
        for holder in seats.holders(seat, unit=paper.unit, day=day)
    ]


def _office_seats(paper):
    """Catalogues are entered by keeper or office; directories compiled as the programme says."""
    if paper.kind == PaperKind.CATALOGUE:
        return (Seat.INFORMATION_KEEPER, Seat.PREVENTION_OFFICE)
    return (Seat.PREVENTION_OFFICE, Seat(paper.programme.directory_compiler))


def start_form(*, post, programme, by, holder=None):
    """The form of a post for a programme year: the running one, or a new one of its tier's kind.

    A post that changed its tier in the year goes on with the form it has begun.
    """
    paper, owner = _blank_form(post, programme, by, holder)
    return _start(paper, by=by, owner=owner)


def prepare_form(*, post, programme, by, holder=None):
    """The form of a post, begun by keeper or office with an imported table; whose form it is
    looks it through and hands it in.
    """
    paper, owner = _blank_form(post, programme, by, holder)
    return _start(paper, by=by, owner=owner, may=may_prepare)


def may_prepare(paper, person, day):
    """Whether this person keeps the lists of the paper's unit."""
    return any(
        holder.person == person
        for seat in (Seat.INFORMATION_KEEPER, Seat.PREVENTION_OFFICE)
        for holder in seats.holders(seat, unit=paper.unit, day=day)
    )


def _blank_form(post, programme, by, holder):
    """(the form not yet saved, whose it is)."""
    owner = holder if post.forms == Post.Forms.EACH_HOLDER else None
    paper = Paper(
        unit=post.unit,
        section=post.section,
        post=post,
        holder=owner,
        kind=FORM_OF_TIER[post.tier],
        programme=programme,
        created_by=by,
    )
    return paper, {"kind__in": POST_FORMS, "post": post, "holder": owner}


def start_shared_form(*, post, programme, by):
    """What all holders of a post have in common, for a programme year: the running form or new."""
    return start_form(post=post, programme=programme, by=by, holder=None)


def start_section_sheet(*, section, programme, by):
    """The sheet of a section for a programme year: the running one, or a new one."""
    paper = Paper(
        unit=section.unit,
        section=section,
        kind=PaperKind.SECTION_SHEET,
        programme=programme,
        created_by=by,
    )
    return _start(paper, by=by, owner={"kind": paper.kind, "section": section})


def start_unit_sheet(*, unit, programme, by):
    """The sheet of a unit for a programme year: the running one, or a new one."""
    paper = Paper(unit=unit, kind=PaperKind.UNIT_SHEET, programme=programme, created_by=by)
    return _start(paper, by=by, owner={"kind": paper.kind, "unit": unit})


def start_catalogue(*, unit, programme, by):
    """The unit's power catalogue for a programme year: the running one, or a new one."""
    paper = Paper(unit=unit, kind=PaperKind.CATALOGUE, programme=programme, created_by=by)
    return _start(paper, by=by, owner={"kind": paper.kind, "unit": unit})


def start_directory(*, unit, programme, covers, by):
    """A directory of what is in force; one per unit and range is under way at a time."""
    paper = Paper(
        unit=unit, kind=PaperKind.DIRECTORY, programme=programme, covers=covers, created_by=by
    )
    return _start(paper, by=by, owner={"kind": paper.kind, "unit": unit, "covers": covers})


@transaction.atomic
def _start(paper, *, by, owner, may=may_fill):
    """Ten clicks at once make one paper: the unit's row is locked while looking.

    When the year's paper is in force already, the new one is an amendment (`whole` false).
    """
    Unit.objects.select_for_update().get(pk=paper.unit_id)
    same = Paper.objects.filter(programme=paper.programme, **owner)
    same = list(same.exclude(state=PaperState.CANCELLED).order_by("-id"))
    running = next((other for other in same if other.is_running), None)
    if running:
        _follow(running, paper.section)
    if not may(running or paper, by, timezone.localdate()):
        raise NotYours("这张表由本岗位人员、信息员或防控办填写。")
    if running:
        return running
    paper.created_at = timezone.now()
    paper.whole = not any(other.whole for other in same)
    paper.save()
    revision = Revision.objects.create(paper=paper, no=1, saved_at=timezone.now())
    kind_of(paper).content.begin(revision=revision)
    record(by=by, action="paper.created", unit=paper.unit, target=paper)
    return paper


def _follow(running, section):
    """A draft goes along with its post into another section: its head goes on with it."""
    if running.state == PaperState.DRAFT and running.section != section:
        running.section = section
        running.save(update_fields=["section"])


def paper_url(paper):
    return reverse("paper-detail", args=[paper.pk])
