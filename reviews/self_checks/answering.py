"""What becomes of a self-check: kept as a draft, handed in, its sample confirmed; each once, with
its trail. The task keeps who and when.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from registry.files.storing import check_text, store
from registry.papers.digest import digest_of
from registry.tasks import settling
from registry.tasks.models import Task, TaskFile
from registry.tasks.opening import Due, open_tasks
from registry.trail.recording import record
from reviews.fulfilment import checkers
from reviews.inspections.drawing import draw, weight
from reviews.refusals import Refused, settled

from . import asking
from .kinds import CONFIRMING
from .models import SelfCheck, SelfCheckAnswer, SelfCheckFinding

LEAST_DRAWN, ONE_IN = 2, 4
DAYS_TO_CONFIRM = timedelta(days=21)
REMIND_DAYS, ESCALATES_AFTER = (7, 1), 5
HANDED_IN = "这份自查已经提交，不能再改。"
NOT_YET = "这份自查还没有提交，现在没有什么可抽查的。"
CONFIRMED = "抽查结果已由{}写下，不能再改。"
SOMEBODY_ELSE = "抽查要由另外的人来做：自查的人不能抽查自己。"
CHANGED = "台账里的措施刚刚有了变化，请看过再提交。您写的都还在。"


@dataclass(frozen=True)
class Answer:
    measure: int
    said: str
    why: str = ""
    evidence: str = ""


def seal_of(measures):
    """Tells whether the register still asks what was on the page."""
    return digest_of([measure.pk for measure in measures])[:16]


@transaction.atomic
def save_draft(*, task, draft, note, by, files=()):
    """Kept as far as it is; whoever sits on the post goes on with it."""
    check = _locked(task)
    _require_open(check)
    check.draft, check.draft_note = draft, note
    check.save(update_fields=["draft", "draft_note"])
    _keep(check.task, files, by)
    return check


@transaction.atomic
def hand_in(*, task, answers, note, seal, by, files=()):
    """For good; a sample is drawn at once, with a seed that is kept, and a second person asked."""
    check, day = _locked(task), timezone.localdate()
    _require_open(check)
    measures = asking.measures_of(check.task, day)
    if seal != seal_of(measures):
        raise Refused(CHANGED)
    done = settled(settling.complete, task=check.task, by=by, note=note, files=files)
    check.seed, check.draft, check.draft_note = secrets.randbelow(2**31), {}, ""
    drawn = set(sample_of(measures, check.seed))
    SelfCheckAnswer.objects.bulk_create(
        SelfCheckAnswer(
            check_made=check,
            position=place,
            measure_id=answer.measure,
            said=answer.said,
            why=answer.why,
            evidence=answer.evidence,
            is_drawn=answer.measure in drawn,
        )
        for place, answer in enumerate(answers, start=1)
    )
    check.confirming = _ask_somebody(check, done, by, day) if drawn else None
    check.save(update_fields=["seed", "draft", "draft_note", "confirming"])
    return check


def sample_of(measures, seed):
    """Ids of the measures that are drawn; the same measures with the same seed give the same."""
    steps = asking.weights_of(measures)
    candidates = [(each.pk, weight(steps[each.pk], seen_lately=True)) for each in measures]
    return draw(candidates, max(LEAST_DRAWN, -(-len(measures) // ONE_IN)), seed)


@transaction.atomic
def confirm(*, check, findings, by):
    """Of each answer drawn whether it holds: {id of the answer: (holds, why)}, all at once."""
    check, now = _locked(check.task), timezone.now()
    if check.task.done_at is None:
        raise Refused(NOT_YET)
    _require_unconfirmed(check)
    if check.task.done_by_id == by.pk:
        raise Refused(SOMEBODY_ELSE)
    if check.confirming_id:
        settled(settling.complete, task=check.confirming, by=by)
    SelfCheckFinding.objects.bulk_create(
        SelfCheckFinding(
            answer=answer,
            holds=findings[answer.pk][0],
            why=findings[answer.pk][1],
            answered_by=check.task.done_by,
            found_by=by,
            found_at=now,
        )
        for answer in check.answers.filter(is_drawn=True)
    )
    record(by=by, action="self_check.confirmed", unit=check.task.unit, target=check)
    return check


def _ask_somebody(check, task, by, day):
    post = checkers.post_to_check(task, by=by, day=day)
    if post is None:
        return None
    due = Due(
        unit=task.unit,
        section=task.about_section,
        post=post,
        title=f"抽查：{task.title}"[:120],
        opens_on=day,
        due_on=day + DAYS_TO_CONFIRM,
        key=f"self-check-confirm:{check.pk}",
        remind_days=REMIND_DAYS,
        escalates_after=ESCALATES_AFTER,
    )
    return open_tasks(kind=CONFIRMING.name, dues=[due], by=by)[due.key]


def _keep(task, files, by):
    for upload in files:
        content_type = check_text(upload, upload.name)
        kept = store(stream=upload, name=upload.name, content_type=content_type, by=by)
        TaskFile.objects.create(task=task, file=kept)


def _locked(task):
    """The self-check of the task, made where there is none: all of them wait for the task's row."""
    Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    check, _ = SelfCheck.objects.get_or_create(task=task)
    rows = SelfCheck.objects.select_related(
        "task__unit", "task__done_by", "task__post__section", "task__section", "confirming"
    )
    return rows.get(pk=check.pk)


def _require_open(check):
    if check.task.is_settled:
        raise Refused(HANDED_IN)


def _require_unconfirmed(check):
    found = SelfCheckFinding.objects.filter(answer__check_made=check).select_related("found_by")
    if first := found.first():
        raise Refused(CONFIRMED.format(first.found_by.name))
