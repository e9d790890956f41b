"""What came of a questionnaire: numbers for each question, and what was written.

Shown once it is over, and only from `FEWEST` sheets on. While it runs, whoever looked twice would
read the one sheet in between off the difference; of fewer than five colleagues one guesses who
answered what. Texts stand in an order of their own, so that those of one sheet are not told.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from .models import Answer, Questionnaire, State

FEWEST = 5


@dataclass(frozen=True)
class Row:
    label: str
    number: int
    share: int  # of those who answered the question, in percent


@dataclass(frozen=True)
class Result:
    """Of one question: rows of what was ticked, or answers that were written."""

    question: object
    answered: int
    rows: list
    texts: list


def number_told(questionnaire):
    """How many sheets there are, in words: while it runs no number by which one could follow."""
    number = questionnaire.sheets.count()
    if questionnaire.state_on(timezone.localdate()) == State.CLOSED:
        return f"{number} 份"
    return f"已有 {FEWEST} 份以上" if number >= FEWEST else f"不到 {FEWEST} 份"


def are_shown(questionnaire):
    is_over = questionnaire.state_on(timezone.localdate()) == State.CLOSED
    return is_over and questionnaire.sheets.count() >= FEWEST


def results_of(questionnaire):
    """By question; nothing where they are not shown."""
    if not are_shown(questionnaire):
        return []
    given = Answer.objects.filter(sheet__questionnaire=questionnaire).order_by("pk")
    ticked, texts = Counter(), {}
    for answer in given:
        if answer.chosen is None:
            texts.setdefault(answer.question_id, []).append(answer)
        else:
            ticked[answer.question_id, answer.chosen] += 1
    questions = questionnaire.questions.order_by("position")
    return [_result(each, ticked, texts.get(each.pk, [])) for each in questions]


def texts_seen_by(reach):
    """What was written, as far as the results of the office show it."""
    seen = Questionnaire.objects.visible_to(reach).over_on(timezone.localdate())
    enough = seen.annotate(number=Count("sheets")).filter(number__gte=FEWEST).order_by()
    texts = Answer.objects.filter(sheet__questionnaire__in=enough.values("pk"))
    return texts.exclude(text="").select_related("question__questionnaire")


def _result(question, ticked, texts):
    numbers = [ticked[question.pk, place] for place in range(len(question.options))]
    answered = sum(numbers) or len(texts)
    rows = [
        Row(label, number, round(number * 100 / answered) if answered else 0)
        for label, number in zip(question.options, numbers, strict=True)
    ]
    return Result(question, answered, rows, texts)
