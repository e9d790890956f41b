"""What the register and the papers tell of posts: facts that their offices may see anyway.

Each function reads one kind for the posts of some units, in a fixed number of queries. A fact of a
day fades; what stands until somebody mends it does not (`on` is None). None is of a person: what
somebody let lie is told of the post that was to do it.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery

from registry.organisation.models import Mandate, Rank
from registry.tables.text import month_and_day
from registry.tasks import kinds
from registry.tasks.models import Task
from reviews import waiting
from reviews.fulfilment.kinds import CARRYING
from reviews.fulfilment.models import MeasureFinding, MeasureTurn
from reviews.models import Decision, PublicityPaper
from reviews.self_checks.models import SelfCheckAnswer, failed
from risks.models import MeasureVersion, RiskPoint
from risks.resting.grounds import Gap, measures_in_force, wanting

from .scoring import Line

RETURNED, LATE_STEP, REOPENED = "returned", "late_step", "reopened"
OVERDUE_MEASURE, LAPSED_RULE, LATE_TASK = "overdue_measure", "lapsed_rule", "late_task"
NOT_APPLIED = "not_applied"


@dataclass(frozen=True)
class Fact:
    """A line on a post; on a point of it, where it is about one."""

    post: int
    point: int | None
    line: Line


def facts_of(units, day):
    """All kinds."""
    return [
        *repeated_returns(units),
        *late_steps(units, day),
        *reopened(units),
        *overdue_measures(units, day),
        *not_applied(units),
        *failed_self_checks(units),
        *lapsed_rules(units, day),
        *late_tasks(units, day),
    ]


def repeated_returns(units):
    """一再退回: of the form of a post, from the second time on that one paper comes back."""
    back = (Decision.Action.RETURN, Decision.Action.RESEARCH)
    found = Decision.objects.filter(
        action__in=back, revision__paper__post__isnull=False, revision__paper__unit__in=units
    )
    times = defaultdict(int)
    rows = found.order_by("at", "pk").values_list(
        "pk", "at__date", "revision__paper", "revision__paper__post"
    )
    for pk, on, paper, post in rows:
        times[paper] += 1
        if times[paper] > 1:
            said = f"岗位的表第 {times[paper]} 次被退回"
            yield Fact(post, None, Line(RETURNED, f"returned:{pk}", said, on))


def late_steps(units, day):
    """审核超期: a step past its day, told of the posts that hold the seat it waits for."""
    steps = waiting.open_steps().filter(unit__in=units, due_on__lt=day)
    rows = list(steps.order_by("pk").values_list("pk", "seat", "unit", "section", "due_on"))
    posts = defaultdict(list)
    for seat, unit, section, post in (
        Mandate.objects.on(day)
        .filter(unit__in=units, rank=Rank.HEAD)
        .order_by("pk")
        .values_list("seat", "unit", "section", "post")
    ):
        posts[seat, unit, section].append(post)
    for pk, seat, unit, section, due_on in rows:
        for post in posts.get((seat, unit, section)) or posts.get((seat, unit, None), []):
            said = f"有一步审核应在{month_and_day(due_on)}前办结，还没有办"
            yield Fact(post, None, Line(LATE_STEP, f"late_step:{pk}", said))


def reopened(units):
    """公示后重开: rows of a post's form that an opinion sent back."""
    found = PublicityPaper.objects.filter(
        outcome=PublicityPaper.Outcome.REOPENED,
        revision__paper__post__isnull=False,
        revision__paper__unit__in=units,
    )
    rows = found.order_by("pk").values_list("pk", "publication__at__date", "revision__paper__post")
    for pk, on, post in rows:
        line = Line(REOPENED, f"reopened:{pk}", "公示期间采纳意见，重新修改过", on)
        yield Fact(post, None, line)


def overdue_measures(units, day):
    """措施过期: a measure in force that was to be done by a day which has passed, without word that
    it was, or a turn of one that is late.
    """
    points = RiskPoint.objects.in_force().filter(unit__in=units)
    done = MeasureTurn.objects.carried_out().filter(version__measure=OuterRef("measure"))
    late = measures_in_force(points).filter(rhythm=MeasureVersion.Rhythm.BY_DATE, due_on__lt=day)
    late = late.exclude(Exists(done.filter(version__due_on=OuterRef("due_on"))))
    yield from _of_measures(late, OVERDUE_MEASURE, "措施已过完成期限")
    tasks = Task.objects.late(day).filter(kind=CARRYING.name, post__unit__in=units)
    rows = tasks.order_by("pk").values_list(
        "post",
        *(f"measure_turn__version__{name}" for name in ("measure", "text", "version__point")),
    )
    for post, measure, text, point in rows:
        key, said = f"{OVERDUE_MEASURE}:{measure}", f"措施已过完成期限：{text[:40]}"
        yield Fact(post, point, Line(OVERDUE_MEASURE, key, said))


def not_applied(units):
    """没有真正落实: what was last found of a measure in force, until somebody finds it applied."""
    points = RiskPoint.objects.in_force().filter(unit__in=units)
    found = MeasureFinding.objects.filter(turn__version__measure=OuterRef("measure"))
    last = found.order_by("-checked_at", "-pk").values("applied")[:1]
    wanting = measures_in_force(points).annotate(last_found=Subquery(last))
    wanting = wanting.filter(last_found__in=["partly", "no"])
    yield from _of_measures(wanting, NOT_APPLIED, "措施没有真正落实")


def lapsed_rules(units, day):
    """制度失效: a measure in force rests on a rule that was superseded or repealed."""
    points = RiskPoint.objects.in_force().filter(unit__in=units)
    lapsed = wanting(Gap.LAPSED, points, None, day)
    yield from _of_measures(lapsed, LAPSED_RULE, "措施依据的制度已经失效")


def failed_self_checks(units):
    """自查不合格: said not to be done, or found not to be as it was said. What one person handed in
    for themselves is nobody's score.
    """
    found = failed(SelfCheckAnswer.objects.all()).distinct()
    found = found.filter(check_made__task__post__unit__in=units).order_by("pk")
    rows = found.values_list(
        "pk",
        "check_made__task__post",
        "check_made__task__done_at__date",
        "measure__version__point",
        "measure__text",
        "said",
    )
    for pk, post, on, point, text, said in rows:
        words = "自查没有做到" if said == SelfCheckAnswer.Said.NOT_DONE else "自查与抽查不符"
        yield Fact(post, point, Line(NOT_APPLIED, f"self_check:{pk}", f"{words}：{text[:40]}", on))


def _of_measures(measures, kind, words):
    owned = measures.filter(Q(post__isnull=False) | Q(version__point__post__isnull=False))
    rows = owned.order_by("pk").values_list(
        "measure", "text", "post", "version__point", "version__point__post"
    )
    for measure, text, post, point, owner in rows:
        line = Line(kind, f"{kind}:{measure}", f"{words}：{text[:40]}")
        yield Fact(owner or post, point, line)


def late_tasks(units, day):
    """工作逾期: what is due to a post and late. What is due to one person is nobody's score, and of
    a confidential kind nothing is told here (design §4).
    """
    open_kinds = [kind.name for kind in kinds.offered() if not kind.is_confidential]
    found = Task.objects.late(day).filter(post__unit__in=units, kind__in=open_kinds)
    found = found.exclude(kind=CARRYING.name)  # told of the point, as a measure
    for pk, post, title in found.order_by("pk").values_list("pk", "post", "title"):
        yield Fact(post, None, Line(LATE_TASK, f"late_task:{pk}", f"工作逾期：{title[:40]}"))
