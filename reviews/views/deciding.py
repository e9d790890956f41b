"""Signing a step on screen or from paper, passing several at once, giving a step to another."""

import re
from dataclasses import dataclass, field, replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry.files.storing import FileRefused, check_scan, store
from registry.organisation.models import Appointment, Person
from registry.papers.models import Attachment
from registry.papers.register import Change
from reviews import actions, meetings, seats, workflow
from reviews.decision_form import DecisionForm
from reviews.filing_forms import FilingForm
from reviews.forms import (
    AttendeeFormSet,
    MeetingForm,
    ReassignForm,
    SignatureForm,
)
from reviews.kinds import kind_of
from reviews.models import Decision, Step
from reviews.reading import identity_of
from reviews.refusals import AlreadyDecided, Moved, NotReady, Refused
from reviews.verdicts import PaperSignature

from .fetch import fetch_paper, fetch_revision, fetch_step

NOTE = re.compile(r"note_[0-9]{1,15}")


@dataclass
class Deciding:
    """The forms of one step on the page of its paper, unbound or with what was typed."""

    slug: str
    step: Step
    holder: object
    form: DecisionForm
    meeting: MeetingForm | None = None
    attendees: object = None
    filing: FilingForm | None = None
    signature: SignatureForm | None = None
    by_letter: bool = False
    problems: list = field(default_factory=list)

    def is_valid(self):
        checked = [form.is_valid() for form in self.all_forms]
        return all(checked)  # every form says what it misses, not only the first

    @property
    def all_forms(self):
        forms = (self.form, self.meeting, self.attendees, self.filing, self.signature)
        return [form for form in forms if form is not None]


def decision_forms(available, revision, rows, recorded=""):
    """Unbound forms for the step this person can decide or record; None when there is none.

    `recorded`: the step, by its key as an address says it, whose paper they have before them. What
    could also be answered on screen is recorded only when it is asked for.
    """
    signed = [a for a in available if a.slug in ("decide", "record")]
    asked = [a for a in signed if a.slug == "record" and str(a.step.pk) == recorded]
    action = next((a for a in [*asked, *signed] if a in asked or not a.by_letter), None)
    if action is None:
        return None
    return _forms(action, revision, rows, data=None, files=None)


def _forms(action, revision, rows, *, data, files):
    step = action.step
    in_meeting = step.mode == Step.Mode.MEETING
    offered = meetings.invited(step, timezone.localdate()) if in_meeting else []
    return Deciding(
        slug=action.slug,
        step=step,
        holder=action.holder,
        form=DecisionForm(data, step=step, revision=revision, rows=_rows_to_note(step, rows)),
        meeting=MeetingForm(data, prefix="meeting") if in_meeting else None,
        attendees=meeting_attendees(data, offered) if in_meeting else None,
        filing=FilingForm(data, prefix="filing") if step.mode == Step.Mode.FILING else None,
        signature=SignatureForm(data, files, prefix="sheet") if action.slug == "record" else None,
        by_letter=action.by_letter,
    )


def _as_typed(sent, revision, rows):
    """The same forms before they are finished: they begin with what was typed, and nothing is
    called missing yet. A chosen file no browser gives back."""
    step, attendees = sent.step, sent.attendees
    return replace(
        sent,
        form=DecisionForm(
            initial=_typed(sent.form), step=step, revision=revision, rows=_rows_to_note(step, rows)
        ),
        meeting=_begun(sent.meeting),
        attendees=attendees and _attendees_as_typed(attendees),
        filing=_begun(sent.filing),
        signature=_begun(sent.signature),
    )


def _begun(form):
    return form and type(form)(initial=_typed(form), prefix=form.prefix)


def _attendees_as_typed(sent):
    begun = AttendeeFormSet(prefix=sent.prefix, initial=[_typed(form) for form in sent.forms])
    for form, typed in zip(begun.forms, sent.forms, strict=True):
        form.invited = getattr(typed, "invited", None)  # more sent than were invited
    return begun


def _typed(form):
    return {name: form[name].value() for name in form.fields}


def _rows_to_note(step, rows):
    """Compiled rows have no notes: nobody types them, and there may be thousands. Of an amendment
    those that it changes are shown, and noted."""
    if not kind_of(step.paper).editable_rows:
        return ()
    if step.paper.whole:
        return rows
    return [row for row in rows if row.change != Change.UNCHANGED]


def meeting_attendees(data, offered, prefix="attendees"):
    initial = [
        {
            "person": invited.person,
            "presence": "avoided" if invited.must_avoid else "present",
            "vote": "" if invited.must_avoid else "for",
        }
        for invited in offered
    ]
    formset = AttendeeFormSet(data, prefix=prefix, initial=initial)
    for form, invited in zip(formset.forms, offered, strict=False):
        form.invited = invited
    return formset


@require_POST
def decide(request, pk, step_pk):
    return _decide(request, pk, step_pk, "decide")


@require_POST
def record(request, pk, step_pk):
    return _decide(request, pk, step_pk, "record")


def _decide(request, pk, step_pk, slug):
    """Sign; on any refusal the page comes back with everything that was typed."""
    from .papers import render_paper  # the page of a paper shows these forms

    paper = fetch_paper(request, pk)
    step, action = fetch_step(request, paper, step_pk, slug)
    if action is None:
        return _too_late(request, paper, step, slug)
    revision = fetch_revision(request, paper)
    rows = kind_of(paper).content.rows(revision)
    forms = _forms(action, revision, rows, data=request.POST, files=request.FILES)
    if "more" in request.POST:  # fields for notes on further rows
        return render_paper(request, paper, bound=_as_typed(forms, revision, rows))
    if not forms.is_valid():
        return render_paper(request, paper, bound=forms, status=422)
    try:
        _carry_out(forms, by=request.person)
    except NotReady as refusal:
        forms.problems = refusal.problems
        return render_paper(request, paper, bound=forms, status=422)
    except Refused as refusal:
        forms.problems = [refusal.text]
        paper.refresh_from_db()
        return render_paper(request, paper, bound=forms, status=409)
    messages.success(request, f"已办理：{paper.title}。")
    return redirect("inbox")


def _too_late(request, paper, step, slug):
    """The step is decided, the paper has moved on, or the step never was this person's."""
    decision = getattr(step, "decision", None)
    if decision is None:
        return _crossed(request, paper, step, slug)
    if decision.person_id == request.person.pk:
        messages.info(request, "您已经办理过这一步，不需要再办。")
    else:
        messages.warning(request, AlreadyDecided(decision).text)
        _give_back(request)
    return redirect("paper-detail", paper.pk)


def _crossed(request, paper, step, slug):
    """Recalled, and perhaps handed in again, since the page was opened: nothing typed is lost.

    Where the paper waits for the same person again, the typed opinion stands in the new form.
    """
    from .papers import render_paper

    today = timezone.localdate()
    theirs = slug == "decide" and seats.resolve(step, today).holder(request.person)
    if not theirs or step in actions.open_steps_of(paper):
        raise PermissionDenied("这一步现在不由您办理。")
    again = actions.find(paper, request.person, today, slug)
    if again is None:
        messages.warning(request, Moved(paper).text)
        _give_back(request)
        return redirect("paper-detail", paper.pk)
    revision = fetch_revision(request, paper)
    rows = kind_of(paper).content.rows(revision)
    data = _on_new_rows(request.POST, paper, revision, rows)
    forms = _forms(again, revision, rows, data=data, files=request.FILES)
    forms.problems = [Moved(paper).text]
    return render_paper(request, paper, bound=forms, status=409)


def _give_back(request):
    """What was typed and has no form to stand in any more, for copying."""
    if typed := request.POST.get("opinion", "").strip():
        messages.info(request, f"您刚才写的意见是：{typed[:500]}")


def _on_new_rows(typed, paper, revision, rows):
    """The typed form for the revision of now: notes follow their matter to its new line."""
    data = typed.copy()
    data["digest"] = revision.digest
    notes = {int(name[5:]): data[name] for name in typed if NOTE.fullmatch(name)}
    lines = kind_of(paper).lines_of(revision).model.objects.select_related("version")
    now = {identity_of(row.version): row.line.pk for row in rows}
    for line in lines.filter(pk__in=notes, revision__paper=paper):
        if place := now.get(identity_of(line.version)):
            data[f"note_{place}"] = notes[line.pk]
    return data


@transaction.atomic
def _carry_out(forms, *, by):
    """The same request once more must not leave a second meeting or scan behind."""
    step, signer = forms.step, None
    workflow.lock(step.paper)
    is_open = not Decision.objects.filter(step=step).exists()
    meeting = _hold(forms, by) if is_open and forms.meeting else None
    filing = forms.filing.mark() if forms.filing else None
    verdict = forms.form.verdict(meeting, filing)
    if forms.signature is None:
        return workflow.decide(step=step, by=by, verdict=verdict)
    if is_open:
        signer = paper_signature(forms.signature.cleaned_data, step.paper, by)
    return workflow.record_from_paper(step=step, by=by, verdict=verdict, signer=signer)


def _hold(forms, by):
    attendees = [form.cleaned_data for form in forms.attendees]
    return meetings.record_meeting(
        step=forms.step, attendees=attendees, by=by, **forms.meeting.cleaned_data
    )


def paper_signature(data, paper, by):
    """Who signed the sheet, with its scan attached to the paper."""
    scan = attach_scan(data["scan"], paper, Attachment.Kind.DECISION_SCAN, by)
    return PaperSignature(
        name=data["name"], title=data["title"], signed_on=data["signed_on"], scan=scan
    )


def attach_scan(upload, paper, kind, by):
    """Store an uploaded scan and attach it to the paper."""
    try:
        content_type = check_scan(upload, upload.name)
        stored = store(stream=upload, name=upload.name, content_type=content_type, by=by)
    except FileRefused as refusal:
        raise NotReady(refusal.messages) from refusal
    return Attachment.objects.create(paper=paper, kind=kind, file=stored, added_by=by)


def reassign(request, pk, step_pk):
    """The prevention office gives an open step to somebody else of the same unit."""
    paper = fetch_paper(request, pk)
    step, action = fetch_step(request, paper, step_pk, "reassign")
    if action is None:
        raise PermissionDenied("改派由本单位防控办办理。")
    today = timezone.localdate()
    in_office = Appointment.objects.on(today).values("person")
    people = Person.objects.filter(unit=step.unit, account__is_active=True, pk__in=in_office)
    form = ReassignForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.reassign(step=step, by=request.person, to=form.cleaned_data["to"])
        except Refused as refusal:
            form.add_error("to", refusal.text)
        else:
            messages.success(request, f"这一步已改派给{form.cleaned_data['to'].name}。")
            return redirect("paper-detail", paper.pk)
    context = {"paper": paper, "step": step, "form": form}
    return render(request, "reviews/step_reassign.html", context)
