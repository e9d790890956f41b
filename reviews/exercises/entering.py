"""Entering a use of a power: own drafts, entered once for all, corrected by a further row."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.files.storing import check_text, discard, store
from registry.organisation.working_days import add_working_days
from registry.standing.keeping import Refused, iso
from registry.trail.recording import record

from . import noticing, owners
from .models import Exercise, ExerciseFile, ExerciseFinding, ReceivedRecord, RegisteredPower

FACTS = (
    "subject",
    "amount",
    "counterparty",
    "decided_on",
    "way",
    "attendees",
    "views",
    "votes",
    "avoided",
    "why_corrected",
)
MOST_FILES = 10
# So far back it is looked who kept away from the same counterparty.
YEAR = timedelta(days=365)
NOT_DRAFT = "这条已经登记，不能再改。写错了的，请打开它，点“更正”。"
NOT_YOURS = "这一项由登记科室的人登记。请联系本单位防控办。"
CORRECTED = "这条登记已经更正过，请在更正后的那条上再更正。"
SETTLED = "这条系统来件已经有人核对过，不用再登记。这份草稿可以删去。"
STOPPED = "这一项已经停止登记。"
TOO_MANY = f"一条登记最多附 {MOST_FILES} 个文件。请把几页合成一个 PDF 再上传。"


def facts_of(exercise):
    """What a stamp covers, as plain data."""
    facts = {name: getattr(exercise, name) for name in FACTS}
    amount = None if facts["amount"] is None else f"{facts['amount']:.2f}"
    return {**facts, "decided_on": iso(facts["decided_on"]), "amount": amount}


def due_on(registered, decided_on):
    """The last day on which a use is entered in time."""
    if registered.timing == RegisteredPower.Timing.BEFORE:
        return decided_on
    return add_working_days(decided_on, registered.days, registered.unit.path)


@transaction.atomic
def draft(*, registered, facts, by, reach, arrived=None, corrects=None):
    """A new draft, seen by its writer alone; of a record that `arrived`, of a row it `corrects`."""
    post = owners.post_for(registered, reach)
    if post is None:
        raise Refused(NOT_YOURS)
    exercise = Exercise(
        registered=registered,
        unit=registered.unit,
        section=registered.section or post.section,
        post=post,
        record=arrived,
        corrects=corrects,
        first=corrects and (corrects.first or corrects),
        written_by=by,
        written_at=timezone.now(),
    )
    return _write(exercise, facts)


@transaction.atomic
def change(*, exercise, facts, by):
    return _write(lock_draft(exercise, by), facts)


@transaction.atomic
def throw_away(*, exercise, by):
    """A draft goes with its files; of one that was entered nothing goes."""
    exercise = lock_draft(exercise, by)
    files = [each.file for each in exercise.files.select_related("file")]
    exercise.delete()
    for file in files:
        _let_go(file)


@transaction.atomic
def enclose(*, exercise, upload, by):
    """A file into a draft; raises `registry.files.storing.FileRefused`."""
    exercise = lock_draft(exercise, by)
    if exercise.files.count() >= MOST_FILES:
        raise Refused(TOO_MANY, "file")
    content_type = check_text(upload, upload.name)
    stored = store(stream=upload, name=upload.name, content_type=content_type, by=by)
    return ExerciseFile.objects.create(exercise=exercise, file=stored)


@transaction.atomic
def take_out(*, exercise, file_id, by):
    exercise = lock_draft(exercise, by)
    found = exercise.files.select_related("file").filter(pk=file_id).first()
    if found is not None:
        found.delete()
        _let_go(found.file)


@transaction.atomic
def enter(*, exercise, by):
    """For good, with what is noticed about it. Two uses of one power are entered one after the
    other: else two parts of one sum would not see each other.
    """
    registered = _lock_power(exercise.registered_id)
    exercise = lock_draft(exercise, by)
    if exercise.corrects_id is None and registered.stopped_at is not None:
        raise Refused(STOPPED)
    now, former = timezone.now(), exercise.corrects
    exercise.entered_at = now
    exercise.first_entered_at = former.first_entered_at if former else now
    _refuse_second(exercise)
    if exercise.record_id and former is None:
        _settle(exercise.record, by)
    try:
        with transaction.atomic():
            exercise.save()
    except IntegrityError as twice:
        _refuse_second(exercise)
        raise Refused(SETTLED) from twice
    notice(exercise)
    if exercise.record_id and former is None:
        note_told(exercise, exercise.record)
    action = "exercise.corrected" if former else "exercise.entered"
    record(by=by, action=action, unit=exercise.unit, target=exercise)
    return exercise


@transaction.atomic
def correct(*, exercise, by, reach):
    """A draft that will take the place of a row: begun now, or before by the same person."""
    begun = Exercise.objects.drafts_of(by).filter(corrects=exercise).first()
    if begun is not None:
        return begun
    if not Exercise.objects.standing().filter(pk=exercise.pk).exists():
        raise Refused(CORRECTED)
    facts = {**{name: getattr(exercise, name) for name in FACTS}, "why_corrected": ""}
    corrected = draft(
        registered=exercise.registered, facts=facts, by=by, reach=reach, corrects=exercise
    )
    for each in exercise.files.all():
        ExerciseFile.objects.create(exercise=corrected, file=each.file)
    return corrected


def notice(exercise):
    """The findings of an entered row, each kept once. What was asked and answered about the row it
    corrects is not asked again in the same words.
    """
    answered = _answered_before(exercise)
    found = noticing.notice(exercise.used, exercise.registered.rule, _beside(exercise))
    for each in found:
        if each.sentence not in answered:
            _keep(exercise, each.kind.value, each.sentence).others.set(each.others)


def note_told(exercise, arrived):
    """What a system warns of about the use, to be answered like everything noticed."""
    if told := arrived.told:
        _keep(exercise, *told)


def _keep(exercise, kind, sentence):
    return ExerciseFinding.objects.create(
        exercise=exercise, kind=kind, sentence=sentence, noticed_at=timezone.now()
    )


def _beside(exercise):
    """Other uses of the same power about that time."""
    window = max(timedelta(days=exercise.registered.window_days), YEAR)
    span = (exercise.decided_on - window, exercise.decided_on + window)
    rows = Exercise.objects.standing().filter(
        registered=exercise.registered_id, decided_on__range=span
    )
    rows = rows.exclude(pk=exercise.pk).prefetch_related("files")
    return [row.used for row in rows]


def _answered_before(exercise):
    if exercise.corrects_id is None:
        return set()
    said = ExerciseFinding.objects.filter(exercise=exercise.corrects_id, answer__isnull=False)
    return set(said.values_list("sentence", flat=True))


def lock_draft(exercise, by):
    """The draft as it stands, of the person themselves, until the transaction ends."""
    rows = Exercise.objects.select_for_update(of=("self",)).select_related(
        "unit", "registered__unit", "corrects", "record"
    )
    found = rows.filter(pk=exercise.pk, written_by=by).first()
    if found is None or not found.is_draft:
        raise Refused(NOT_DRAFT)
    return found


def _write(exercise, facts):
    for name in FACTS:
        setattr(exercise, name, facts[name])
    exercise.due_on = due_on(exercise.registered, exercise.decided_on)
    exercise.save()
    return exercise


def _let_go(file):
    """A correction begins with the files of the row it corrects, which stay there."""
    if not ExerciseFile.objects.filter(file=file).exists():
        discard(file)


def _lock_power(pk):
    return RegisteredPower.objects.select_for_update().get(pk=pk)


def _refuse_second(exercise):
    if exercise.corrects_id is None:
        return
    others = Exercise.objects.entered().filter(corrects=exercise.corrects_id)
    if others.exclude(pk=exercise.pk).exists():
        raise Refused(CORRECTED)


def _settle(arrived, by):
    waiting = ReceivedRecord.objects.waiting().filter(pk=arrived.pk)
    if not waiting.update(
        outcome=ReceivedRecord.Outcome.ENTERED, settled_by=by, settled_at=timezone.now()
    ):
        raise Refused(SETTLED)
