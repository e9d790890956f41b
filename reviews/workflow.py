"""The only writer of a paper's state (design §3).

Every function: lock the paper → is this legal for this person now (`actions.find`)? → state,
decision and trail in one transaction → notices after commit. What cannot be done raises one
of the exceptions of `reviews.refusals`, each with a plain Chinese text.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.papers.models import Paper, PaperState, Revision
from registry.papers.numbering import next_number
from registry.trail.recording import record
from risks import measures_round

from . import actions, confirmation, editions, freezing, notices, planning, seats
from .confirmation import Answer
from .kinds import kind_of
from .models import Confirmation, Decision, PublicityPaper, Step
from .refusals import AlreadyDecided, Moved, NotAllowed, NotReady


def lock(paper):
    """The paper's row, locked until the transaction ends."""
    locked = Paper.objects.select_for_update(of=("self",)).select_related(
        "unit", "section", "post", "programme"
    )
    return locked.get(pk=paper.pk)


def _require(paper, by, slug, step=None):
    action = actions.find(paper, by, timezone.localdate(), slug, step)
    if action is None:
        raise NotAllowed(paper)
    return action


def _move(paper, *, state, position=None, **fields):
    """Conditional update of state: false if somebody was quicker."""
    moved = Paper.objects.filter(
        pk=paper.pk, state=paper.state, position=paper.position, lap=paper.lap
    ).update(state=state, position=position, **fields)
    if not moved:
        raise Moved(paper)
    for field, value in {"state": state, "position": position, **fields}.items():
        setattr(paper, field, value)


# --- the filler's side -------------------------------------------------------------------


@transaction.atomic
def submit(*, paper, by, counter, scan=None):
    """Hand the draft in. `counter` is the draft version the filler looked at.

    Freezes the revision, gives the number at the first submission, copies the route. An
    unchanged resubmission makes no new revision: the old one runs again. `scan` is the
    attached signed sheet where a keeper fills in for somebody without an account (代填).
    """
    paper = lock(paper)
    _require(paper, by, "submit")
    revision = paper.current
    if revision.counter != counter:
        raise Moved(paper)
    filer = freezing.filer_of(paper, by)
    freezing.check(paper, revision, filer, scan)
    freezing.freeze(paper, revision, filer)
    seating = seats.Seating(timezone.localdate())
    steps = planning.plan_steps(paper=paper, lap=paper.lap + 1, seating=seating)
    if not steps:
        raise NotReady(["本单位的审核路径还没有设置步骤，请联系系统管理员设置以后再提交。"])
    Step.objects.bulk_create(steps)
    first = min(step.position for step in steps)
    number = paper.number or next_number(
        unit=paper.unit, year=paper.programme.year, kind=kind_of(paper).code
    )
    _move(paper, state=PaperState.REVIEW, position=first, lap=paper.lap + 1, number=number)
    record(by=by, action="paper.submitted", unit=paper.unit, target=paper)
    notices.step_opened(paper, seating)
    return paper


@transaction.atomic
def recall(*, paper, by):
    """Take the paper back before anybody has decided on it; closed rows stay closed."""
    paper = lock(paper)
    _require(paper, by, "recall")
    old = paper.current
    _back_to_draft(paper, open_ids=kind_of(paper).open_ids_of(old), adds_to=old.adds_to)
    record(by=by, action="paper.recalled", unit=paper.unit, target=paper)
    return paper


@transaction.atomic
def cancel(*, paper, by, why):
    """The filler takes the draft off the way; the office does where nobody can fill it in."""
    paper = lock(paper)
    _require(paper, by, "cancel")
    if not why.strip():
        raise NotReady(["请写一句撤销的理由。"])
    _move(
        paper,
        state=PaperState.CANCELLED,
        cancelled_by=by,
        cancelled_at=timezone.now(),
        cancelled_why=why.strip(),
    )
    record(by=by, action="paper.cancelled", unit=paper.unit, target=paper)
    return paper


def _back_to_draft(paper, *, open_ids, adds_to=None):
    """A new open revision with the rows of the last; `open_ids` None opens all of them.

    `adds_to`: the round to whose points it only adds measures (`risks.measures_round`).
    """
    old, now = paper.current, timezone.now()
    new = Revision.objects.create(paper=paper, no=old.no + 1, saved_at=now, adds_to=adds_to)
    kind_of(paper).content.carry(old=old, new=new, open_ids=open_ids)
    _move(paper, state=PaperState.DRAFT)
    return new


# --- the reviewers' side -----------------------------------------------------------------


@transaction.atomic
def decide(*, step, by, verdict):
    """Sign a step on screen, or waive a filing. `verdict` is a `reviews.verdicts.Verdict`.

    A retry of the very same decision answers with the one already made; anything else on a
    decided step is refused with who signed and when.
    """
    paper = lock(step.paper)
    earlier = Decision.objects.filter(step=step).first()
    if earlier is not None:
        return verdict.again(earlier, by)
    revision = _revision_under_review(paper, step, verdict)
    action = _require(paper, by, verdict.slug, step)
    decision = _sign(step, revision, verdict, by=by, holder=action.holder)
    return _carry_out(paper, decision, verdict, by=by)


@transaction.atomic
def record_from_paper(*, step, by, verdict, signer):
    """线下签署: enter a decision signed on paper; `signer` is a `verdicts.PaperSignature`."""
    paper = lock(step.paper)
    earlier = Decision.objects.filter(step=step).first()
    if earlier is not None:
        return verdict.again(earlier, by)
    revision = _revision_under_review(paper, step, verdict)
    _require(paper, by, "record", step)
    seats.check_signer(paper, signer.name)
    decision = _write_decision(
        step=step,
        revision=revision,
        verdict=verdict,
        person=by,
        name=signer.name,
        title=signer.title,
        signed_on=signer.signed_on,
        scan=signer.scan,
    )
    record(by=by, action="step.recorded", unit=paper.unit, target=paper)
    _carry_out(paper, decision, verdict, by=by)
    notices.filing_recorded(step, decision)
    return decision


def _revision_under_review(paper, step, verdict):
    """The revision the step decides on, if it still is the one the reviewer read."""
    current = paper.current
    if (
        paper.state != PaperState.REVIEW
        or (step.lap, step.position) != (paper.lap, paper.position)
        or verdict.digest != current.digest
    ):
        raise Moved(paper)
    verdict.check(step, current, kind_of(paper))
    return current


def _sign(step, revision, verdict, *, by, holder, together_with=None):
    return _write_decision(
        step=step,
        revision=revision,
        verdict=verdict,
        person=by,
        name=by.name,
        title=str(holder.post or by.title),
        acting_for=holder.acting_for,
        signed_on=timezone.localdate(),
        together_with=together_with,
    )


def _write_decision(*, step, revision, verdict, **signature):
    try:
        with transaction.atomic():
            return Decision.objects.create(
                step=step,
                revision=revision,
                action=verdict.action,
                opinion=verdict.opinion,
                back_to=verdict.back_to,
                digest=revision.digest,
                meeting=verdict.meeting,
                at=timezone.now(),
                **signature,
            )
    except IntegrityError as error:
        raise AlreadyDecided(Decision.objects.get(step=step)) from error


def _carry_out(paper, decision, verdict, *, by):
    """What stands beside it, trail, and the move that follows from the decision."""
    verdict.keep_beside(decision, f"{kind_of(paper).note_field}_id")
    record(by=by, action=verdict.trail_action, unit=paper.unit, target=paper)
    if decision.lets_pass:
        _advance(paper, decision, verdict, by=by)
    elif decision.back_to:
        _back_to_step(paper, decision.back_to)
    else:
        adds_to = verdict.adds_to(decision.revision)
        _back_to_draft(paper, open_ids=verdict.rows_to_open(), adds_to=adds_to)
        notices.returned(paper, decision)
    return decision


def _advance(paper, decision, verdict, *, by):
    """To the next step, signing it along where it falls to the same person (一并审查)."""
    if actions.has_open_steps(paper):
        return
    later = paper.steps.filter(lap=paper.lap, position__gt=paper.position)
    following = later.order_by("position").values_list("position", flat=True).first()
    if following is None:
        _after_last_step(paper)
        return
    _move(paper, state=PaperState.REVIEW, position=following)
    seating = seats.Seating(timezone.localdate())
    for step in planning.start_days(actions.open_steps_of(paper), seating.day):
        holder = seating.resolve(step).holder(by)
        if _signs_along(step, decision, holder):
            _sign(step, decision.revision, verdict, by=by, holder=holder, together_with=decision)
            record(by=by, action="step.passed", unit=paper.unit, target=paper)
    if actions.has_open_steps(paper):
        notices.step_opened(paper, seating)
    else:
        _advance(paper, decision, verdict, by=by)


def _signs_along(step, decision, holder):
    """Only personal steps, signed on screen by the same person, are signed together."""
    return (
        holder is not None
        and step.mode == Step.Mode.PERSON
        and decision.action == Decision.Action.PASS
        and decision.meeting_id is None
        and decision.scan_id is None
    )


def _after_last_step(paper):
    """To publicity, but not a second time where only measures were added."""
    publicity = kind_of(paper).has_publicity and editions.can_be_publicised(paper)
    if not publicity or paper.current.adds_measures:
        return _to_confirmation(paper)
    _move(paper, state=PaperState.CLEARED)
    return notices.chain_finished(paper)


def _to_confirmation(paper):
    """Where measures are still to be written [2], first back to the filler for them alone."""
    if kind_of(paper).has_publicity and measures_round.is_due(paper.current):
        _back_to_draft(paper, open_ids=None, adds_to=paper.current)
        return notices.measures_due(paper)
    _move(paper, state=PaperState.READY)
    return notices.chain_finished(paper)


def _back_to_step(paper, position):
    seating = seats.Seating(timezone.localdate())
    steps = planning.repeat_steps(
        paper=paper, lap=paper.lap + 1, day=seating.day, from_position=position
    )
    Step.objects.bulk_create(steps)
    _move(paper, state=PaperState.REVIEW, position=position, lap=paper.lap + 1)
    notices.step_opened(paper, seating)


@transaction.atomic
def reassign(*, step, by, to):
    """The prevention office gives a step to somebody else by hand."""
    paper = lock(step.paper)
    _require(paper, by, "reassign", step)
    seating = seats.Seating(timezone.localdate())
    in_office = to.has_account and to.posts_on(seating.day)
    if to in seating.avoided_on(step) or not in_office:
        raise NotAllowed(
            paper, "此人是本表填报人或须回避，或不在岗、没有登录账号，不能承办这一步。"
        )
    Step.objects.filter(pk=step.pk, decision__isnull=True).update(person=to)
    record(by=by, action="step.reassigned", unit=paper.unit, target=paper)
    notices.step_opened(paper, seating)
    return paper


# --- publicity, confirmation -------------------------------------------------------------


@transaction.atomic
def enter_publicity(*, paper, by):
    """Called by `reviews.publicity` for each paper of a batch."""
    paper = lock(paper)
    _require(paper, by, "open_publicity")
    _move(paper, state=PaperState.PUBLICITY)
    return paper


@transaction.atomic
def leave_publicity(*, paper):
    """Called by `reviews.publicity` when the time is over: to confirmation, or for measures."""
    paper = lock(paper)
    if paper.state != PaperState.PUBLICITY:
        raise Moved(paper)
    _to_confirmation(paper)
    return paper


@transaction.atomic
def reopen_rows(*, paper, by, line_ids):
    """An opinion is adopted: exactly these rows go back to the filler; the batch goes on."""
    paper = lock(paper)
    _require(paper, by, "reopen_rows")
    if not line_ids:
        raise NotReady(["请选择要重开的条目。"])
    PublicityPaper.objects.filter(revision__paper=paper, outcome="").update(
        outcome=PublicityPaper.Outcome.REOPENED
    )
    _back_to_draft(paper, open_ids=set(line_ids))
    record(by=by, action="row.reopened", unit=paper.unit, target=paper)
    notices.reopened(paper)
    return paper


@transaction.atomic
def confirm(*, paper, by, digest, opinion="", settled=None):
    """The principal confirms: the register's pointers move, all rows or none.

    Raises `registry.papers.register.Overtaken` with the rows another paper has changed
    since and that are not `settled` (`confirmation.Answer`); nothing is written then.
    """
    paper = lock(paper)
    holder = _require(paper, by, "confirm").holder
    answer = Answer(Confirmation.Action.CONFIRM, digest, opinion, settled=settled or {})
    return _answer(paper, answer, by=by, signature=confirmation.on_screen(by, holder))


@transaction.atomic
def send_back(*, paper, by, digest, why, line_ids=()):
    """The principal does not confirm: back to the filler, all rows or the chosen ones."""
    paper = lock(paper)
    holder = _require(paper, by, "send_back").holder
    answer = Answer(Confirmation.Action.SEND_BACK, digest, why, tuple(line_ids))
    return _answer(paper, answer, by=by, signature=confirmation.on_screen(by, holder))


@transaction.atomic
def record_confirmation(*, paper, by, answer, signer):
    """线下签署: enter what the principal signed on paper; `signer` is a `PaperSignature`."""
    paper = lock(paper)
    _require(paper, by, "record_confirmation")
    _answer(paper, answer, by=by, signature=confirmation.from_paper(paper, signer))
    record(by=by, action="step.recorded", unit=paper.unit, target=paper)
    return paper


def _answer(paper, answer, *, by, signature):
    """Keep what the principal said of this round, do it; the trail is locked after the register."""
    revision = paper.current
    answer.check(revision)
    kept = confirmation.write(paper, answer, by=by, signature=signature)
    if answer.action == Confirmation.Action.CONFIRM:
        _move(paper, state=PaperState.CONFIRMED, confirmed_by=by, confirmed_at=kept.at)
        confirmation.put_in_force(kept, answer)
        record(by=by, action="paper.confirmed", unit=paper.unit, target=paper)
        notices.confirmed(paper)
    else:
        _back_to_draft(paper, open_ids=set(answer.line_ids) or None, adds_to=revision.adds_to)
        record(by=by, action="paper.returned", unit=paper.unit, target=paper)
        notices.sent_back(paper, kept.opinion)
    return paper
