"""The guards of the races taken away, for their controls: without them the race must be lost."""

from contextlib import nullcontext
from pathlib import Path

from django.db.models import QuerySet
from django.utils import timezone

from registry.papers.models import Paper
from registry.rules import keeping as rules
from registry.standing import keeping as standing
from registry.tasks import opening, settling
from registry.tasks.models import Task
from reviews import (
    confirmation,
    importing,
    opinions,
    publicity,
    sending_limit,
    urging,
    workflow,
)
from reviews.activities import proceeding as activities
from reviews.activities.models import Activity
from reviews.alerts import issuing as alerts
from reviews.assessment import proposing
from reviews.assessment.models import ProposalDecision
from reviews.clearing import gathering
from reviews.clearing.models import Declaration
from reviews.commitments import signing
from reviews.disposal import proceeding
from reviews.disposal.models import Disposal
from reviews.exercises import entering, receiving
from reviews.exercises.models import ReceivedRecord
from reviews.fulfilment import carrying
from reviews.inspections import inspecting
from reviews.models import Confirmation, Publication, SenderCount
from reviews.models.urgings import UrgingQuerySet
from reviews.questionnaires import answering as questionnaires
from reviews.self_checks import answering
from reviews.sources import entering as sources
from reviews.sources.models import Source
from reviews.talks import holding
from reviews.talks.models import Talk
from risks import draft, form, resembling
from tests.races.meeting import meet_others


def unkept(paper, answer, *, by, signature):
    """A confirmation without the row that is there once a round."""
    return Confirmation(paper=paper, revision=paper.current, at=timezone.now())


def moved_whatever_stands(identities, versions, paper, settled=()):
    for identity_id, version in versions.items():
        if version.written_in_id == paper.pk:
            identities.filter(pk=identity_id).update(in_force_id=version.pk)


def gathered_whatever_stands(declaration, by):
    """And counts itself in the trail all the same."""
    known = {"gathered_by": by, "gathered_at": timezone.now()}
    Declaration.objects.filter(pk=declaration.pk).update(**known)


def settled_whatever_stands(talk, found, at):
    Talk.objects.filter(pk=talk.pk).update(settled_at=at)


def act_moved_whatever_stands(act, from_state, to_state, kind, by, said="", **changes):
    ended = None if to_state in Disposal.RUNNING else timezone.now()
    Disposal.objects.filter(pk=act.pk).update(state=to_state, ended_at=ended, **changes)


def saved_after_a_look(thing, already):
    """And what the constraint says of it is nobody's business."""
    standing.refuse_second(thing, already)
    thing.save()


def last_place_without_a_look(rows, version, position):
    """A row is put where nobody else's can be, so that no constraint stops it."""
    return rows.kind.line_model.objects.create(
        revision=rows.revision, version=version, position=version.pk + 1_000
    )


def entered_after_a_look(*, exercise, by):
    """Which others there are is read first, and what becomes of a record is nobody's business."""
    exercise.entered_at = exercise.first_entered_at = timezone.now()
    rows = entering._beside(exercise)
    ReceivedRecord.objects.filter(pk=exercise.record_id).update(
        outcome="entered", settled_by=by, settled_at=timezone.now()
    )
    exercise.save()
    found = entering.noticing.notice(exercise.used, exercise.registered.rule, rows)
    for each in found:
        entering._keep(exercise, each.kind, each.sentence)


def decided_whatever_stands(score, by, outcome, **more):
    """A decision whose key tells nothing."""
    given = {"unit": score.post.unit, "post": score.post, "office": score.office, "by": by}
    found = {"basis": score.basis, "colour_id": score.found.colour, "score": score.found.score}
    key = f"{score.key[:40]}{by.pk}"
    return ProposalDecision.objects.create(
        **given, **found, key=key, lines=[], outcome=outcome, **more
    )


def withdrawn_whatever_stands(*, source, why, by):
    sources._require(source, by)
    given = {"withdrawn_by": by, "withdrawn_at": timezone.now(), "withdrawn_why": why}
    Source.objects.filter(pk=source.pk).update(**given)


def sent_out_whatever_stands(thing, **issued):
    type(thing).objects.filter(pk=thing.pk).update(**issued)


def task_moved_whatever_stands(task, still, fields):
    Task.objects.filter(pk=task.pk).update(**{field: getattr(task, field) for field in fields})


def activity_moved_whatever_stands(task):
    """When all have looked."""

    def move(activity, empty, **values):
        meet_others(Path(task["folder"]), task["name"], task["actors"])
        Activity.objects.filter(pk=activity.pk).update(**values)

    return move


def look_then_write(task):
    """Instead of one insert under a constraint: is there one, a moment, then another."""

    def naive(rows, *, defaults, **wanted):
        found = rows.filter(**wanted).first()
        meet_others(Path(task["folder"]), f"{task['name']}-looked", task["actors"] * 2)
        return (found, False) if found else (rows.create(**wanted, **defaults), True)

    return naive


def count_naively(task):
    """Of the limit: read, compare, write what was read and one more."""

    def take(address, day, limit=None):
        row = SenderCount.objects.get(key__day=day)
        if row.count >= sending_limit.MOST_A_DAY:
            raise sending_limit.TooMany(sending_limit.MOST_A_DAY)
        meet_others(Path(task["folder"]), f"read-{task['name']}", task["actors"] * 2)
        row.count += 1
        row.save()

    sending_limit.take = take


def take_guards_away(task):
    """No lock, no transaction, no conditional update: check, then save."""

    def unlocked(paper):
        return Paper.objects.select_related("unit", "programme").get(pk=paper.pk)

    def unconditional(paper, *, state, position=None, **fields):
        changes = {"state": state, "position": position, **fields}
        Paper.objects.filter(pk=paper.pk).update(**changes)
        for field, value in changes.items():  # and goes on from what it knows, not from the row
            setattr(paper, field, value)

    def unconditional_end(publication, instead_of, until):
        Publication.objects.filter(pk=publication.pk).update(ends_on=until)

    workflow.lock = unlocked
    QuerySet.select_for_update = lambda rows, **kwargs: rows
    workflow._move = unconditional
    workflow.transaction.atomic = lambda *args, **kwargs: nullcontext()
    workflow.record = lambda **kwargs: None
    for name in ("decide", "recall", "confirm", "submit"):
        setattr(workflow, name, getattr(workflow, name).__wrapped__)
    resembling.index = lambda points: None  # beside the question; two at once trip over its keys
    opinions.give = opinions.give.__wrapped__
    publicity.close_publicity = publicity.close_publicity.__wrapped__
    publicity.extend_publicity = publicity.extend_publicity.__wrapped__
    publicity._move_end = unconditional_end
    publicity.record = lambda **kwargs: None
    confirmation.write = unkept
    form.move_pointers = moved_whatever_stands
    urging.urge = urging.urge.__wrapped__
    urging.record = lambda **kwargs: None
    UrgingQuerySet.get_or_create = look_then_write(task)
    gathering.into_catalogue = gathering.into_catalogue.__wrapped__
    gathering._mark = gathered_whatever_stands
    for name in ("confirm", "write_down"):
        setattr(holding, name, getattr(holding, name).__wrapped__)
    signing.sign = signing.sign.__wrapped__
    signing.record = lambda **kwargs: None
    holding._settle = settled_whatever_stands
    holding.record = lambda **kwargs: None
    for name in ("passed", "redone", "hand_over"):
        setattr(proceeding, name, getattr(proceeding, name).__wrapped__)
    proceeding._move = act_moved_whatever_stands
    rules.save_rule = rules.save_rule.__wrapped__
    rules.save_once = saved_after_a_look
    rules.record = lambda **kwargs: None
    draft.DraftRows._append = last_place_without_a_look
    importing.apply = importing.apply.__wrapped__
    importing.write = importing.write.__wrapped__.__wrapped__
    importing.check_as_seen = lambda form, plan, place: None
    importing.record = lambda **kwargs: None
    entering.enter = entered_after_a_look
    receiving.record = lambda **kwargs: None
    proposing.dismiss = proposing.dismiss.__wrapped__
    proposing._decide = decided_whatever_stands
    proposing.record_sealed = lambda **kwargs: None
    sources.withdraw = withdrawn_whatever_stands
    questionnaires.keep = questionnaires.keep.__wrapped__
    take_guards_of_telling_away()
    take_guards_of_tasks_away()
    take_guards_of_activities_away(task)


def take_guards_of_telling_away():
    """Of alerts and bulletins."""
    for module, act in ((alerts, "issue"), (inspecting, "issue_bulletin")):
        setattr(module, act, getattr(module, act).__wrapped__)
        module._send_out = sent_out_whatever_stands
        module.record = lambda **kwargs: None
    alerts._lock_numbers = lambda alert: None
    alerts.lock_draft = lambda alert: alert
    inspecting._lock_untold = lambda inspection: inspection


def take_guards_of_tasks_away():
    """Of tasks, of measures carried out and self-checks."""
    for name in ("complete", "take_back"):
        setattr(settling, name, getattr(settling, name).__wrapped__)
    settling.waive = lambda **facts: None  # a constraint keeps it from what is done
    settling._move = task_moved_whatever_stands
    settling._refuse_settled = lambda task: None
    settling.record = lambda **kwargs: None
    opening.record = lambda **kwargs: None
    for name in ("carry_out", "take_back", "check"):
        setattr(carrying, name, getattr(carrying, name).__wrapped__)
    carrying.record = lambda **kwargs: None
    for name in ("hand_in", "confirm"):
        setattr(answering, name, getattr(answering, name).__wrapped__)
    answering.record = lambda **kwargs: None


def take_guards_of_activities_away(task):
    for name in ("hold", "call_off", "write_down"):
        setattr(activities, name, getattr(activities, name).__wrapped__)
    activities._lock = lambda activity: activity
    activities._move = activity_moved_whatever_stands(task)
    activities.record = lambda **kwargs: None
    for name in ("close_guests", "close_recording", "let_go"):  # beside the question
        setattr(activities.inviting, name, lambda *args: None)
