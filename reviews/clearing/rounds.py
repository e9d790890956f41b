"""Opening and closing a round of clearing, and asking those who have not declared yet."""

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.notices.notifying import notify
from registry.organisation.models import Unit
from registry.tables.text import month_and_day
from registry.trail.recording import record
from reviews.refusals import Refused

from . import owners
from .models import ClearingReminder, ClearingRound

NOT_YOURS = "清权由本单位防控办组织；没有防控办的，由上一级的防控办组织。"
RUNNING = "本单位的清权正在进行，结束以后才能再发起。"
OVER = "这一轮清权已经结束。"
NOT_GATHERED = "还有 {} 份申报没有汇总（{}）。请先汇总，或者请申报人取回，再结束。"
ALL_DONE = "各岗位、科室都已申报，不用催报。"
ASKED = "今天已由{}催报过，明天可以再催。"


@transaction.atomic
def open_round(*, unit, programme, due_on, word, by):
    """The unit begins; everybody who is to declare is told."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    day = timezone.localdate()
    clearing = ClearingRound(unit=unit, programme=programme, due_on=due_on, word=word, opened_by=by)
    if not owners.may_run(clearing, by, day):
        raise Refused(NOT_YOURS)
    clearing.opened_at = timezone.now()
    try:
        with transaction.atomic():
            clearing.save()
    except IntegrityError as refusal:
        raise Refused(RUNNING) from refusal
    record(by=by, action="clearing.opened", unit=unit, target=clearing)
    text = f"{clearing}开始了，请在 {month_and_day(due_on)} 前列出本岗位、本科室行使的职权。"
    tell(writers_of(owners.expected(clearing, day), day), text, clearing)
    return clearing


@transaction.atomic
def close_round(*, clearing, by):
    """No declaration may wait for being gathered; who has not declared may come next time."""
    clearing = lock(clearing, by)
    waiting = list(
        clearing.declarations.filter(handed_in_at__isnull=False, gathered_at__isnull=True).listed()
    )
    if waiting:
        names = "、".join(each.owner_name for each in waiting[:3])
        raise Refused(NOT_GATHERED.format(len(waiting), names))
    ClearingRound.objects.open().filter(pk=clearing.pk).update(
        closed_by=by, closed_at=timezone.now()
    )
    record(by=by, action="clearing.closed", unit=clearing.unit, target=clearing)


@transaction.atomic
def remind(*, clearing, by):
    """催报: once a day for a round, whoever asks. Answers with how many people were told."""
    clearing = lock(clearing, by)
    day = timezone.localdate()
    people = writers_of(not_handed_in(clearing, day), day)
    if not people:
        raise Refused(ALL_DONE)
    known = {"by": by, "at": timezone.now()}
    reminder, is_new = ClearingReminder.objects.get_or_create(
        round=clearing, on=day, defaults=known
    )
    if not is_new:
        raise Refused(ASKED.format(reminder.by.name))
    record(by=by, action="clearing.reminded", unit=clearing.unit, target=clearing)
    text = f"{clearing}请在 {month_and_day(clearing.due_on)} 前申报，防控办提醒您抽空填写。"
    tell(people, text, clearing)
    return len(people)


def not_handed_in(clearing, day):
    """Owners that have not declared, or begun and not handed in."""
    done = clearing.declarations.filter(handed_in_at__isnull=False)
    done = set(done.values_list("section", "post"))
    return [each for each in owners.expected(clearing, day) if owners.key_of(each) not in done]


def writers_of(declarations, day):
    """Everybody who writes any of these declarations of one round, once."""
    if not declarations:
        return []
    writers = owners.Writers(declarations[0].round.unit, day)
    return list(dict.fromkeys(person for each in declarations for person in writers.of(each)))


def tell(people, text, clearing):
    url = reverse("clearing-round", args=[clearing.pk])
    transaction.on_commit(lambda: notify(people=people, text=text, url=url))


def lock(clearing, by):
    """The open round, until the transaction ends, for whoever runs it."""
    clearing = lock_open(clearing.pk)
    if not owners.may_run(clearing, by, timezone.localdate()):
        raise Refused(NOT_YOURS)
    return clearing


def lock_open(pk):
    rows = ClearingRound.objects.select_for_update(of=("self",))
    clearing = rows.select_related("unit", "programme").get(pk=pk)
    if not clearing.is_open:
        raise Refused(OVER)
    return clearing
