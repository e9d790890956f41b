"""What becomes of a turn of a measure: carried out, taken back, looked at; each once, with its
trail. The task keeps who, when, words and files (`registry.tasks.settling`).
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from registry.tasks import settling
from registry.tasks.opening import Due, open_tasks
from registry.trail.recording import record
from reviews.refusals import Refused, settled

from . import checkers, opening
from .kinds import CHECKING
from .models import MeasureFinding, MeasureTurn

DAYS_TO_CHECK = timedelta(days=14)
REMIND_DAYS, ESCALATES_AFTER = (3,), 5
NOT_YET = "这项措施还没有报告落实情况，现在没有什么可核对的。"
ALREADY = "这一次已由{}核对过。"
SOMEBODY_ELSE = "核对要由另外的人来做：报告落实情况的人不能自己核对。"
CHECKED = "已经有人核对过，不能再撤回。"
TAKEN_BACK = "报告的人撤回了，改好会再交来"


@transaction.atomic
def carry_out(*, turn, by, note, files=()):
    """Handed in with words and evidence; somebody else is asked to look."""
    turn = _locked(turn)
    task = settled(settling.complete, task=turn.task, by=by, note=note, files=files)
    if turn.checking_id is None:
        turn.checking = _ask_somebody(turn, task, by)
        turn.save(update_fields=["checking"])
    return turn


@transaction.atomic
def take_back(*, turn, by):
    """Not handed in after all, as long as nobody has looked."""
    turn = _locked(turn)
    _require_unchecked(turn, CHECKED)
    settled(settling.take_back, task=turn.task, by=by)
    if turn.checking_id and not turn.checking.is_settled:
        settling.waive(task=turn.checking, why=TAKEN_BACK, by=by)
    turn.checking = None
    turn.save(update_fields=["checking"])
    return turn


@transaction.atomic
def check(*, turn, by, applied, why="", again_by=None):
    """真正落实了吗, said by somebody else; what is wanting may be asked for again by a day."""
    turn = _locked(turn)
    if turn.task.done_at is None:
        raise Refused(NOT_YET)
    _require_unchecked(turn, ALREADY)
    if turn.task.done_by_id == by.pk:
        raise Refused(SOMEBODY_ELSE)
    if turn.checking_id:
        settled(settling.complete, task=turn.checking, by=by)
    finding = MeasureFinding.objects.create(
        turn=turn,
        applied=applied,
        why=why,
        carried_by=turn.task.done_by,
        checked_by=by,
        checked_at=timezone.now(),
    )
    record(by=by, action="measure.checked", unit=turn.task.unit, target=finding)
    if again_by:
        opening.open_again(finding, due_on=again_by, by=by, day=timezone.localdate())
    return finding


def _ask_somebody(turn, task, by):
    """The task of whoever is to look; None where nobody else is there: the list shows it."""
    day = timezone.localdate()
    post = checkers.post_to_check(task, by=by, day=day)
    if post is None:
        return None
    due = Due(
        unit=task.unit,
        section=task.about_section,
        post=post,
        title=f"核对：{task.title}",
        opens_on=day,
        due_on=day + DAYS_TO_CHECK,
        key=f"measure-check:{turn.pk}:{task.done_at.isoformat()}",
        remind_days=REMIND_DAYS,
        escalates_after=ESCALATES_AFTER,
    )
    return open_tasks(kind=CHECKING.name, dues=[due], by=by)[due.key]


def _locked(turn):
    """Whoever hands in, takes back or looks at the same turn waits for the others. Its task is read
    afterwards: joined to what was waited for, PostgreSQL would tell of it as it was before.
    """
    MeasureTurn.objects.select_for_update().get(pk=turn.pk)
    return MeasureTurn.objects.listed().get(pk=turn.pk)


def _require_unchecked(turn, text):
    found = MeasureFinding.objects.filter(turn=turn).select_related("checked_by").first()
    if found is not None:
        raise Refused(text.format(found.checked_by.name))
