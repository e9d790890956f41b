"""What waits for a person of every kind, in one order: by the day it is due, what has none last.

Each source says how many there are, for the menu, and shows them, for 待办; a test holds the two
together. Papers to review have a list of their own, as they are signed many at a time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from registry.access.reach import reach_of
from registry.tables.text import chinese_date
from registry.tasks.models import Task
from reviews.alerts.pages import waiting_for as alerts_for
from reviews.commitments import signing
from reviews.disposal import waiting as acts
from reviews.exercises import waiting as exercises
from reviews.inspections import waiting as inspections
from reviews.questionnaires import waiting as questionnaires
from reviews.talks import waiting as talks


@dataclass(frozen=True)
class Source:
    number: Callable  # of a person, on a day
    cards: Callable  # for components/card_list.html


def cards_for(person, day):
    """All of it; each card says what it is in the first part of `meta`."""
    found = [card for source in SOURCES for card in source.cards(person, day)]
    for card in found:
        card["overdue"] = card["due"] is not None and card["due"] < day
    return sorted(found, key=lambda card: (card["due"] or date.max, card["title"]))


def number_for(person, day):
    return sum(source.number(person, day) for source in SOURCES)


def _number_of_tasks(person, day):
    return Task.objects.waiting_for(person, day).count()


def _tasks(person, day):
    for task in Task.objects.waiting_for(person, day).listed():
        meta = [task.sort.label, task.unit.name, task.material]
        action = "去看看" if task.sort.is_on_its_day else "去办理"
        yield _card(task.title, task.sort.url(task), meta, task.due_on, action)


def _number_of_talks(person, day):
    return talks.waiting_count(person)


def _talks(person, day):
    for talk in talks.to_write(person, day).listed():
        url = reverse("talk-record", args=[talk.pk])
        yield _card(_title(talk), url, ["廉政谈话", "谈过以后请记录"], talk.planned_on, "去记录")
    for talk in talks.to_confirm(person).listed():
        url = reverse("talk", args=[talk.pk])
        yield _card(_title(talk), url, ["廉政谈话", "记录等您确认"], None, "去确认")
    for talk in talks.to_enter(person).listed():
        url = reverse("talk-sheet", args=[talk.pk])
        yield _card(_title(talk), url, ["廉政谈话", "请对方在纸上签字"], None, "去补录")


def _title(talk):
    return f"{talk.kind.name}：{talk.holder.name}与{talk.partner.name}"


def _number_of_commitments(person, day):
    return signing.waiting_count(person)


def _commitments(person, day):
    for place in signing.places_of(person, day):
        if place.signed is None:
            post, year = place.appointment.post, place.text.year
            url = reverse("commitment-sign", args=[place.appointment.pk])
            meta = ["廉政承诺", str(post)]
            yield _card(f"签署 {year} 年廉政承诺", url, meta, place.text.due_on, "去签署")


def _findings(person):
    reach = reach_of(person)
    return reach.once("findings to answer", lambda: exercises.answered_by(reach))


def _number_of_findings(person, day):
    return len(_findings(person))


def _findings_shown(person, day):
    for finding in _findings(person):
        url = reverse("finding-answer", args=[finding.pk])
        meta = ["运行登记", finding.get_kind_display()]
        yield _card(f"写一句说明：{finding.exercise.subject}", url, meta, None, "去说明")


def _number_of_alerts(person, day):
    return alerts_for(reach_of(person)).count()


def _alerts(person, day):
    for alert in alerts_for(reach_of(person)):
        sent = f"{chinese_date(timezone.localdate(alert.issued_at))}发来"
        url = reverse("alert", args=[alert.pk])
        yield _card(str(alert), url, ["风险提示", alert.unit.name, sent], alert.reply_by, "去看看")


def _number_of_mendings(person, day):
    return inspections.to_mend(reach_of(person)).count()


def _mendings(person, day):
    for point in inspections.to_mend(reach_of(person)):
        url = reverse("inspection", args=[point.inspection_id])
        meta = ["监督检查", point.inspection.unit.name, f"通报第 {point.position} 条"]
        yield _card(f"报告整改：{point.inspection.about}", url, meta, point.mend_by, "去报告")


def _number_of_acts(person, day):
    return acts.waiting_count(person)


def _acts(person, day):
    return acts.cards_for(person)


def _number_of_questionnaires(person, day):
    return questionnaires.ended_for(reach_of(person), day).count()


def _questionnaires(person, day):
    for ended in questionnaires.ended_for(reach_of(person), day):
        url = reverse("questionnaire", args=[ended.pk])
        meta = ["问卷调查", ended.unit.name, "已经结束"]
        yield _card(f"看问卷结果：{ended.title}", url, meta, None, "去看看")


def _card(title, url, meta, due, action):
    meta = [part for part in meta if part]
    return {"title": title, "url": url, "meta": meta, "due": due, "action": action}


SOURCES = (
    Source(_number_of_acts, _acts),
    Source(_number_of_tasks, _tasks),
    Source(_number_of_talks, _talks),
    Source(_number_of_commitments, _commitments),
    Source(_number_of_findings, _findings_shown),
    Source(_number_of_alerts, _alerts),
    Source(_number_of_mendings, _mendings),
    Source(_number_of_questionnaires, _questionnaires),
)
