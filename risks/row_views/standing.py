"""Whether a row stays: strike, delete, leave out, restore; and its place among the others.

Every act is asked for on a page of its own before it is done.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse

from registry.papers.drafts import NotDraft, lock_draft
from risks import editing
from risks.content import content_of
from risks.draft import GONE
from risks.forms import RestoreForm, StrikeForm
from risks.models import DutyLine, PointLine
from risks.sharing import shared_duties, shared_points

from .answers import FAULTY, STALE, back, done, place_in, refused, why_closed


@dataclass(frozen=True)
class Act:
    """What a page asks before it does it, and says afterwards; {noun} is the sort of row."""

    slug: str
    title: str
    lead: str
    button: str
    said: str

    @property
    def form_class(self):
        return StrikeForm if self.slug == "strike" else RestoreForm


STRIKE = Act(
    "strike",
    "销号这条{noun}",
    "销号是提议：审核确认以后才从台账移出，历年的内容仍可查到。",
    "提出销号",
    "已提出销号，确认生效以后才会移出台账。需要时可以恢复。",
)
REMOVE = Act(
    "remove",
    "删去这条{noun}",
    "它是本次新写的，还没有生效，删去后不再保留。",
    "删去",
    "已删去。",
)
LEAVE_OUT = Act(
    "leave_out",
    "这条共性{noun}不适用于我",
    "只是不列入您的这张表，岗位的台账不变。",
    "不适用于我",
    "已从本表移出。需要时可以在表的末尾再加回来。",
)
RESTORE = Act(
    "restore",
    "恢复为现行内容",
    "这一行将回到台账里现在生效的内容，本次所作的修改不再保留。",
    "恢复",
    "已恢复为现行内容。",
)


@dataclass(frozen=True)
class Subject:
    """Duties and points are asked about alike."""

    noun: str
    anchor: str
    line_model: type
    identity: str
    says: str
    shared: Callable
    current: Callable
    writers: dict

    def identity_of(self, line):
        return getattr(line.version, self.identity)

    def act_for(self, paper, line):
        """How this row goes: it is shared, it is in force, or it is new."""
        identity = self.identity_of(line)
        if identity.pk in self.shared(paper):
            return LEAVE_OUT
        return STRIKE if identity.in_force_id else REMOVE


POINTS = Subject(
    noun="风险点",
    anchor="row",
    line_model=PointLine,
    identity="point",
    says="sentence",
    shared=shared_points,
    current=lambda version: content_of(version),
    writers={
        "strike": editing.strike_point,
        "remove": editing.remove_point,
        "leave_out": editing.leave_out_point,
        "restore": editing.restore_point,
    },
)
DUTIES = Subject(
    noun="职责",
    anchor="duty",
    line_model=DutyLine,
    identity="duty",
    says="text",
    shared=shared_duties,
    current=lambda version: {"kind": version.kind, "text": version.text},
    writers={
        "strike": editing.strike_duty,
        "remove": editing.remove_duty,
        "leave_out": editing.leave_out_duty,
        "restore": editing.restore_duty,
    },
)


def strike_row(request, paper, revision, line):
    """In force: struck with a reason. New: deleted. Shared by all holders: left out."""
    return _ask(request, paper, revision, line, POINTS, POINTS.act_for(paper, line))


def restore_row(request, paper, revision, line):
    """Back to what is in force; what this draft had changed is shown before it goes."""
    return _ask(request, paper, revision, line, POINTS, RESTORE)


def strike_duty(request, paper, revision, line):
    return _ask(request, paper, revision, line, DUTIES, DUTIES.act_for(paper, line))


def restore_duty(request, paper, revision, line):
    return _ask(request, paper, revision, line, DUTIES, RESTORE)


def move_row(request, paper, revision, line):
    """POST `direction`: up or down, one place among the points of the same duty."""
    return _move(request, paper, line, editing.move_point, f"row-{line.pk}")


def copy_row(request, paper, revision, line):
    """POST: the same once more, opened for changing."""
    if text := why_closed(revision, line):
        return refused(request, paper, text)
    try:
        copy = editing.copy_point(
            paper=paper, line_id=line.pk, place=place_in(request.POST), by=request.person
        )
    except NotDraft as refusal:
        return refused(request, paper, refusal.text)
    messages.success(request, "已复制成新的一行，请改成这一行的内容。")
    return redirect("paper-row", paper.pk, copy.pk)


def move_duty(request, paper, revision, line):
    return _move(request, paper, line, editing.move_duty, f"duty-{line.pk}")


def _ask(request, paper, revision, line, subject, act):
    """The row must still be the one that was shown when the question was answered."""
    if text := why_closed(revision, line):
        return refused(request, paper, text)
    if "stamp" not in request.POST:
        form = act.form_class(current=_current(subject, line))
        return _page(request, paper, line, subject, act, form)
    form, refusal = _answer(request, paper, line, subject, act)
    if form is None:
        return refused(request, paper, refusal)
    if not form.is_valid() or refusal:
        status = STALE if refusal or form.is_stale else FAULTY
        return _page(request, paper, line, subject, act, form, status=status)
    gone = act in (REMOVE, LEAVE_OUT)
    return done(request, paper, act.said, "" if gone else f"{subject.anchor}-{line.pk}")


def _answer(request, paper, line, subject, act):
    """(form, refusal): read, compared and written under one lock; no form when the row is gone."""
    form = act.form_class(request.POST, current=_current(subject, line))
    try:
        with transaction.atomic():
            lock_draft(paper.pk)
            line = subject.line_model.objects.filter(pk=line.pk).of_register_rows().first()
            if line is None:
                return None, GONE
            form = act.form_class(request.POST, current=_current(subject, line))
            if form.is_valid():
                reason = {"why": form.cleaned_data["why"]} if act is STRIKE else {}
                subject.writers[act.slug](paper=paper, line_id=line.pk, by=request.person, **reason)
            return form, ""
    except NotDraft as refusal:
        form.is_valid()
        form.add_error(None, refusal.text)
        return form, refusal.text


def _current(subject, line):
    version = line.version
    return {
        "content": subject.current(version),
        "struck": version.struck,
        "in_force": subject.identity_of(line).in_force_id,
    }


def _page(request, paper, line, subject, act, form, status=200):
    standing = subject.identity_of(line).in_force
    title = act.title.format(noun=subject.noun)
    context = {
        "paper": paper,
        "line": line,
        "form": form,
        "act": act,
        "title": title,
        "now": getattr(line.version, subject.says),
        "standing": getattr(standing, subject.says) if standing and act is RESTORE else "",
        "crumbs": crumbs(paper, title),
    }
    return render(request, "risks/row_ask.html", context, status=status)


def crumbs(paper, here):
    return [
        {"label": paper.title, "url": reverse("paper-edit", args=[paper.pk])},
        {"label": here},
    ]


def _move(request, paper, line, write, anchor):
    direction = request.POST.get("direction", "")
    if request.method != "POST" or direction not in (editing.UP, editing.DOWN):
        return back(paper)
    try:
        write(paper=paper, line_id=line.pk, direction=direction, by=request.person)
    except NotDraft as refusal:
        return refused(request, paper, refusal.text)
    return back(paper, anchor)
