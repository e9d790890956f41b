"""A process of its own that does one thing to a paper.

It says "ready", waits for a word, acts, and says what came of it. Between the check and the write
it waits a moment for the others, so that a missing guard shows every time and not once in a
thousand. With "guards": False it works as a naive program would.
"""

import threading
import time
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from registry.intake.models import TableImport
from registry.organisation.models import Appointment, Person, Post
from registry.papers.models import Paper
from registry.papers.register import Overtaken
from registry.rules import keeping as rules
from registry.rules.models import Rule
from registry.standing import keeping as standing
from reviews import (
    confirmation,
    filing,
    holdups,
    importing,
    missives,
    opinions,
    publicity,
    sending_limit,
    urging,
    workflow,
)
from reviews.clearing import gathering
from reviews.clearing.models import Declaration
from reviews.commitments import signing
from reviews.disposal import proceeding
from reviews.disposal.models import Disposal
from reviews.exercises import entering, receiving
from reviews.exercises.models import Exercise, ReceivedRecord, RecordToken
from reviews.models import Confirmation, Publication, SenderCount, Step
from reviews.models.urgings import UrgingQuerySet
from reviews.refusals import Refused
from reviews.talks import holding
from reviews.talks.models import Talk
from reviews.verdicts import Verdict
from risks import draft, form, resembling
from risks.sheets import adding

PATIENCE = 0.6
REFUSALS = (Refused, Overtaken, standing.Refused, importing.NotApplied, IntegrityError)


def meet_others(folder, name, expected):
    """Wait until all actors have come this far, but not longer than a moment."""
    (folder / f"checked-{name}").touch()
    deadline = time.monotonic() + PATIENCE
    while len(list(folder.glob("checked-*"))) < expected and time.monotonic() < deadline:
        threading.Event().wait(0.01)


def wait_after_check(task):
    """After the guard of the workflow, or after what else is looked at before something is written:
    what hangs on a struck duty, whether a publicity takes opinions, whether all are answered,
    whether its last day is over, whether it can be extended, whether a step is due, whether a
    declaration waits to be gathered, whether another rule has that name, whether the post has the
    same duty in force, what the form says already of an imported row, whether a talk is open, a
    commitment signed, whether a record has that number, which other uses of a power there are,
    whether an act is one's to move on; or after a filing was written and before it is asked whether
    it was the last.
    """
    module, name = {
        "guard": (workflow, "_require"),
        "count": (form, "refuse_if_held"),
        "takes": (opinions, "takes_opinions"),
        "answered": (opinions, "check_all_answered"),
        "over": (publicity, "check_over"),
        "extension": (publicity, "check_extension"),
        "due": (holdups, "due_steps"),
        "filed": (Verdict, "keep_beside"),
        "waiting": (gathering, "_require_waiting"),
        "alike": (standing, "refuse_second"),
        "same": (form, "take_existing"),
        "said": (adding, "sentence"),
        "open": (holding, "_require_open"),
        "unsigned": (signing, "signed_for"),
        "numbered": (receiving, "_under_number"),
        "beside": (entering, "_beside"),
        "part": (proceeding, "_require"),
    }[task.get("waits_after", "guard")]
    check = getattr(module, name)

    def slow_check(*args, **kwargs):
        action = check(*args, **kwargs)
        meet_others(Path(task["folder"]), task["name"], task["actors"])
        return action

    setattr(module, name, slow_check)


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


def look_then_write(task):
    """Instead of one insert under a constraint: is there one, a moment, then another."""

    def naive(rows, *, defaults, **wanted):
        found = rows.filter(**wanted).first()
        meet_others(Path(task["folder"]), f"{task['name']}-looked", task["actors"] * 2)
        return (found, False) if found else (rows.create(**wanted, **defaults), True)

    return naive


def count_naively(task):
    """Of the limit: read, compare, write what was read and one more."""

    def take(address, day):
        row = SenderCount.objects.get(key__day=day)
        if row.count >= sending_limit.MOST_A_DAY:
            raise sending_limit.TooMany
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


def act(task):
    by = Person.objects.get(pk=task["person"])
    paper = Paper.objects.filter(pk=task.get("paper")).first()
    match task["do"]:
        case "decide":
            verdict = Verdict(
                action=task["action"],
                digest=task["digest"],
                opinion="同意",
                filing=task.get("filing"),
            )
            workflow.decide(step=Step.objects.get(pk=task["step"]), by=by, verdict=verdict)
        case "recall":
            workflow.recall(paper=paper, by=by)
        case "confirm":
            workflow.confirm(paper=paper, by=by, digest=task["digest"])
        case "submit":
            workflow.submit(paper=paper, by=by, counter=task["counter"])
        case "give" | "close" | "extend":
            act_on_publicity(task, Publication.objects.get(pk=task["publication"]), by)
        case "urge":
            urging.urge(step=Step.objects.get(pk=task["step"]), by=by)
        case "start":
            post = Post.objects.get(pk=task["post"])
            programme = post.unit.parent.programmes.get()
            filing.start_form(post=post, programme=programme, by=by, holder=by)


def act_on_publicity(task, shown, by):
    match task["do"]:
        case "give":
            opinions.give(publication=shown, text="写清多久查一次", by=None, receipt="RACE")
        case "close":
            after = shown.ends_on + timedelta(days=1)
            publicity.close_publicity(publication=shown, by=None, day=after)
        case "extend":
            given = {"days": 3, "why": "让更多的人看到", "instead_of": shown.ends_on}
            publicity.extend_publicity(publication=shown, by=by, **given)


def receive(task):
    missives.receive(
        publication=Publication.objects.get(pk=task["publication"]),
        text="写清多久查一次",
        receipt=task["receipt"],
        address="203.0.113.7",
    )


def gather(task):
    declaration = Declaration.objects.get(pk=task["declaration"])
    by = Person.objects.get(pk=task["person"])
    gathering.into_catalogue(declaration=declaration, by=by)


def rename(task):
    rule = Rule.objects.get(pk=task["rule"])
    facts = {**rules.facts_of(rule), "title": task["title"], "posts": ()}
    by = Person.objects.get(pk=task["person"])
    rules.save_rule(rule=rule, facts=facts | {"issued_on": None, "in_force_from": None}, by=by)


def take_in_rows(task):
    imported = TableImport.objects.get(pk=task["import"])
    by = Person.objects.get(pk=task["person"])
    importing.confirm(imported=imported, seen=task["seen"], by=by)


def confirm_talk(task):
    by = Person.objects.get(pk=task["person"])
    talk = Talk.objects.get(pk=task["talk"])
    holding.confirm(talk=talk, by=by, digest=task["digest"])


def correct_talk(task):
    by = Person.objects.get(pk=task["person"])
    talk = Talk.objects.get(pk=task["talk"])
    said = {"held_on": talk.held_on, "place": "会议室", "present": "", "content": "更正后的内容"}
    holding.write_down(talk=talk, by=by, said=said)


def sign_commitment(task):
    by = Person.objects.get(pk=task["person"])
    appointment = Appointment.objects.get(pk=task["appointment"])
    signing.sign(appointment=appointment, digest=task["digest"], by=by)


def send(task):
    token = RecordToken.objects.select_related("registered__unit", "registered__section")
    receiving.take(token=token.get(pk=task["token"]), content=task["content"])


def enter(task):
    by = Person.objects.get(pk=task["person"])
    entering.enter(exercise=Exercise.objects.get(pk=task["exercise"]), by=by)


def proceed(task):
    """A move of an act, as it stood when everybody began."""
    disposal = Disposal.objects.select_related("unit", "office", "leader_post").get(pk=task["act"])
    by = Person.objects.get(pk=task["person"])
    getattr(proceeding, task["move"])(act=disposal, by=by, **task["said"])


DEEDS = {
    "receive": receive,
    "gather": gather,
    "rename": rename,
    "import": take_in_rows,
    "send": send,
    "enter": enter,
    "proceed": proceed,
    "confirm_talk": confirm_talk,
    "correct_talk": correct_talk,
    "sign_commitment": sign_commitment,
}


def play(line, task):
    """`line` is the end of a pipe. Nothing done here outlives the process."""
    wait_after_check(task)
    if not task["guards"]:
        take_guards_away(task)
        count_naively(task)
    line.send("ready")
    line.recv()
    try:
        DEEDS.get(task["do"], act)(task)
    except REFUSALS as refusal:
        line.send({"refused": type(refusal).__name__, "text": str(refusal)})
    else:
        line.send({"done": True})
