"""What is noticed about one exercise of a power: pure rules, no database, tested as a table.

Nothing here accuses anybody: a finding is a question that has a good answer more often than not,
and its sentence says what to look at and what to do next.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from rapidfuzz.distance import Indel

from registry.tables.text import month_and_day

# Amounts from this part of the threshold on stand just under it.
NEAR = Decimal("0.5")
# From here on two matters read as the same one in other words.
ALIKE = 0.6
SHORTEST_NAME = 2


class Kind(StrEnum):
    LATE = "late"
    NOT_ENTERED = "not_entered"
    ONE_PERSON = "one_person"
    AVOIDANCE = "avoidance"
    SPLIT = "split"
    NO_MINUTES = "no_minutes"


class Way(StrEnum):
    """How it was decided."""

    COLLECTIVE = "collective"
    ONE = "one"
    PROCEDURE = "procedure"


class Collective(StrEnum):
    """When a power must be decided by several together."""

    ALWAYS = "always"
    ABOVE = "above"
    NEVER = "never"


@dataclass(frozen=True)
class Rule:
    """What is laid down for the power: `threshold` None where amounts do not matter."""

    collective: Collective
    threshold: Decimal | None = None
    window_days: int = 30


@dataclass(frozen=True)
class Used:
    """One exercise as the rules see it; `key` tells it from others.

    `entered_on` is the day it was first entered, `due_on` the last day on which that was in time.
    """

    key: int
    matter: str
    decided_on: date
    due_on: date
    entered_on: date
    way: Way
    amount: Decimal | None = None
    counterparty: str = ""
    attendees: tuple[str, ...] = ()
    avoided: tuple[str, ...] = ()
    has_files: bool = False


@dataclass(frozen=True)
class Noticed:
    """`others` are the keys of exercises that belong together with this one."""

    kind: Kind
    sentence: str
    others: tuple[int, ...] = field(default=())


def notice(used, rule, beside=()):
    """Everything noticed about `used`; `beside` are other exercises of the same power."""
    found = (
        late(used),
        one_person(used, rule),
        avoidance(used, beside),
        split(used, rule, beside),
        no_minutes(used, rule),
    )
    return [each for each in found if each is not None]


def needs_collective(rule, amount):
    """Whether it must be decided by several together."""
    if rule.collective is Collective.ABOVE:
        return rule.threshold is not None and amount is not None and amount >= rule.threshold
    return rule.collective is Collective.ALWAYS


def late(used):
    days = (used.entered_on - used.due_on).days
    if days <= 0:
        return None
    sentence = (
        f"这一项应在{month_and_day(used.due_on)}以前登记，实际登记是{month_and_day(used.entered_on)}。"
        "请补充说明原因，下次记得早一点登记。"
    )
    return Noticed(Kind.LATE, sentence)


def not_entered(matter, due_on, today):
    """A business system says that it happened, and nobody has entered it."""
    if today <= due_on:
        return None
    sentence = (
        f"业务系统里已有“{matter}”，到{month_and_day(due_on)}还没有登记。"
        "请核对：确有其事的请补登，不属于登记范围的请写明原因。"
    )
    return Noticed(Kind.NOT_ENTERED, sentence)


def one_person(used, rule):
    if used.way is not Way.ONE or not needs_collective(rule, used.amount):
        return None
    if rule.collective is Collective.ALWAYS:
        grounds = "这类事项规定要集体研究"
    else:
        grounds = f"金额达到{yuan(rule.threshold)}的规定要集体研究"
    sentence = f"{grounds}，登记的是一人决定。请核对决定方式；情况特殊的，请写明依据。"
    return Noticed(Kind.ONE_PERSON, sentence)


def avoidance(used, beside):
    """Somebody took part whose name stands in the matter, or who kept away from the same
    counterparty another time.
    """
    taking_part = [name for name in used.attendees if name not in used.avoided]
    concerned = [name for name in taking_part if _stands_in(name, used)]
    if concerned:
        sentence = (
            f"参加研究的{'、'.join(concerned)}，名字也出现在事项或者往来单位里。"
            "请核对是否应当回避；同名或者不涉及本人利益的，写一句说明即可。"
        )
        return Noticed(Kind.AVOIDANCE, sentence)
    earlier = {
        name for other in beside if _same_counterparty(used, other) for name in other.avoided
    }
    kept_away = [name for name in taking_part if name in earlier]
    if kept_away:
        sentence = (
            f"{'、'.join(kept_away)}在同一往来单位的另一次事项里回避过，这次参加了研究。"
            "请核对情况有没有变化。"
        )
        return Noticed(Kind.AVOIDANCE, sentence)
    return None


def split(used, rule, beside):
    """Several just under the threshold within the window that together reach it."""
    if not _just_under(used, rule):
        return None
    window = timedelta(days=rule.window_days)
    others = [
        other
        for other in beside
        if _just_under(other, rule)
        and abs(other.decided_on - used.decided_on) <= window
        and _belong_together(used, other)
    ]
    if used.amount + sum(other.amount for other in others) < rule.threshold or not others:
        return None
    # Without figures: whoever entered this one may not read the others.
    sentence = (
        f"{rule.window_days} 天里有几笔相近的事项，单笔都不到{yuan(rule.threshold)}，"
        "合起来达到了这个标准。请核对是不是同一件事；是的话，合并起来按规定集体研究。"
    )
    return Noticed(Kind.SPLIT, sentence, tuple(other.key for other in others))


def no_minutes(used, rule):
    is_collective = used.way is Way.COLLECTIVE
    if used.has_files or not (is_collective or needs_collective(rule, used.amount)):
        return None
    sentence = (
        "集体研究的事项还没有附会议记录。请补一份记录的扫描件；没有单独成文的，请说明记在哪里。"
    )
    return Noticed(Kind.NO_MINUTES, sentence)


def _just_under(used, rule):
    if rule.threshold is None or used.amount is None:
        return False
    return rule.threshold * NEAR <= used.amount < rule.threshold


def _belong_together(used, other):
    """The same counterparty; where one of them is not told, matters that are alike."""
    if used.counterparty and other.counterparty:
        return _same_counterparty(used, other)
    return Indel.normalized_similarity(_plain(used.matter), _plain(other.matter)) >= ALIKE


def _same_counterparty(used, other):
    return bool(used.counterparty) and _plain(used.counterparty) == _plain(other.counterparty)


def _stands_in(name, used):
    return len(name) >= SHORTEST_NAME and name in f"{used.matter}\n{used.counterparty}"


def _plain(text):
    """Letters and digits alone: brackets and blanks in the name of a firm are written any way."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def yuan(amount):
    """An amount in words: 5 万元, 3,200.50 元."""
    tens = amount / 10_000
    if amount and tens == tens.to_integral_value():
        return f" {tens.to_integral_value():,} 万元"
    whole = amount == amount.to_integral_value()
    return f" {amount:,.0f} 元" if whole else f" {amount:,.2f} 元"
