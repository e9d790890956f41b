"""Reminders: once a day, whoever can take a step that is due or overdue, whoever a publicity waits
for once its last day has come, the offices of units with powers whose law has changed, and whoever
fills in a draft that cites a rule which has lapsed.
"""

from datetime import timedelta
from itertools import groupby

from django.urls import reverse

from powers.models import Power
from powers.resting.due import due
from registry.notices.models import Notice
from registry.notices.notifying import notify
from registry.organisation.models import Seat
from registry.papers.models import Paper, PaperKind, PaperState
from registry.rules.models import RuleChange
from registry.tables.text import chinese_date
from risks.models import MeasureVersion

from . import filing, opinions, seats, waiting
from .models import Opinion

LOOK_AHEAD_DAYS = 1
WEEK = 7


def remind(day):
    """One notice per person and step: the day before it is due, and each week it is overdue.

    The key names the day of the turn: what nobody was told on it, as nothing ran, is told on the
    next one, and a second run tells nobody twice.
    """
    told, last = 0, day + timedelta(days=LOOK_AHEAD_DAYS)
    steps = waiting.open_steps().select_related(
        "paper__unit", "paper__post", "paper__section", "paper__programme", "unit", "section"
    )
    for step in steps.filter(due_on__lte=last).order_by("pk"):
        key = f"remind:{step.pk}:{_turn(step.due_on, day):%Y%m%d}"
        if Notice.objects.filter(key__startswith=f"{key}:").exists():
            continue
        people = [holder.person for holder in seats.resolve(step, day).holders]
        told += len(people)
        notify(
            people=people,
            text=f"{step.paper.title} {_when((step.due_on - day).days)}，请抽空办理。",
            url=filing.paper_url(step.paper),
            key=key,
        )
    return told


def _turn(due_on, day):
    """The day on which the turn began: the one before it is due, that day, then weekly."""
    if day < due_on:
        return due_on - timedelta(days=LOOK_AHEAD_DAYS)
    return day - timedelta(days=(day - due_on).days % WEEK)


def remind_of_laws(day):
    """The office nearest to a unit, once for each change of a law and once more when it is due."""
    seating = seats.Seating(day)
    found = sorted(due(Power.objects.in_force(), day), key=_unit_and_change)
    for (unit, change), ones in groupby(found, key=_unit_and_change):
        dues = list(ones)
        one = dues[0]
        office = seating.nearest_free(Seat.PREVENTION_OFFICE, unit=one.power.unit)
        is_due = (one.due_on - day).days <= LOOK_AHEAD_DAYS
        notify(
            people=[holder.person for holder in office],
            text=(
                f"{one.change.law}已{one.change.get_kind_display()}，{one.power.unit}有 "
                f"{len(dues)} 项职权以它为依据，请在 {chinese_date(one.due_on)} 前核对。"
            ),
            url=reverse("law-due-list"),
            key=f"law:{change}:{unit}:{'due' if is_due else 'begun'}",
        )


def remind_of_rules(day):
    """Whoever fills in a draft with a measure whose rule was superseded or repealed by the day:
    once for each draft and change, also where the draft was begun later or has changed hands.
    """
    lapsed = RuleChange.objects.standing().filter(on__lte=day).select_related("rule", "replaced_by")
    changes = {change.rule_id: change for change in lapsed}
    cited = MeasureVersion.objects.filter(
        rule__in=changes,
        version__struck=False,
        version__lines__revision__submitted_at=None,
        version__lines__revision__paper__state=PaperState.DRAFT,
    ).exclude(version__lines__revision__paper__kind=PaperKind.DIRECTORY)
    pairs = cited.order_by().values_list("version__lines__revision__paper", "rule").distinct()
    papers = Paper.objects.select_related("unit", "post", "section", "programme", "holder__account")
    papers = papers.in_bulk({paper for paper, _ in pairs})
    for paper_id, rule_id in sorted(pairs):
        paper, change = papers[paper_id], changes[rule_id]
        new = f"由{change.replaced_by}替代" if change.replaced_by_id else "废止"
        notify(
            people=filing.fillers(paper, day),
            text=f"{paper.title}引用的{change.rule}已{new}，请打开看看，换成现行的制度。",
            url=reverse("paper-edit", args=[paper.pk]),
            key=f"rule:{change.pk}:{paper.pk}",
        )


def _unit_and_change(one):
    return one.power.unit_id, one.change.pk


def remind_of_opinions(day):
    """One notice per person and publicity to those whose answer it waits for, from its last day on.

    At the hour of the daily reminder, so that it does not tell when an opinion came in (ADR 0027).
    """
    found = Opinion.objects.unanswered().listed().select_related("given_by__account")
    found = found.filter(publication__closed_at=None, publication__ends_on__lte=day)
    told = {}
    for opinion in found:
        of_publication = told.setdefault(opinion.publication, {})
        alike = (opinion.shown_id, opinion.given_by_id)
        if alike not in of_publication:
            of_publication[alike] = opinions.answerers(opinion, day)
    for publication, people in told.items():
        notify(
            people={person for answerers in people.values() for person in answerers},
            text=f"{publication.title} 还有意见等您答复；全部答复以后，公示才能结束。",
            url=reverse("publicity-detail", args=[publication.pk]),
            key=f"opinions:{publication.pk}:{day:%Y%m%d}",
        )


def _when(left):
    if left > 0:
        return "明天到期"
    return "今天到期" if left == 0 else f"已超期 {-left} 天"
