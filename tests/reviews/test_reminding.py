import datetime

import pytest

from registry.notices.models import Notice
from registry.rules import keeping
from reviews.models import Step
from reviews.reminding import remind, remind_of_opinions, remind_of_rules
from tests import way
from tests.reviews.test_opinions import answered, give, shown_form
from tests.rules.factory import make_rule, tell

DUE = datetime.date(2026, 3, 10)


@pytest.mark.parametrize(
    ("offset", "told"), [(-2, 0), (-1, 1), (0, 1), (1, 1), (7, 1), (8, 1), (14, 1)]
)
def test_when_somebody_is_reminded(cast, offset, told):
    paper = way.submitted_form(cast)
    Step.objects.update(due_on=DUE)
    assert remind(DUE + datetime.timedelta(days=offset)) == told
    notices = Notice.objects.filter(key__startswith="remind:")
    assert notices.count() == told
    if told:
        assert notices.get().person == cast.people.section_head
        assert str(paper.pk) in notices.get().url


def told_on(days):
    """Of the days that something runs on, as distances from the last one, those that told."""
    told = [(day, remind(DUE + datetime.timedelta(days=day))) for day in days]
    assert sum(number for _, number in told) == Notice.objects.filter(kind="").count()
    return [day for day, number in told if number]


@pytest.mark.parametrize(
    ("still", "told"),
    [
        ((), [-1, 0, 7, 14]),
        ((-1,), [0, 7, 14]),  # the nearest of what was missed
        ((0,), [-1, 1, 7, 14]),
        (range(-1, 9), [9, 14]),
        (range(5, 15), [-1, 0, 15]),
    ],
)
def test_what_was_missed_is_told_when_something_runs_again(cast, still, told):
    way.submitted_form(cast)
    Step.objects.update(due_on=DUE)
    Notice.objects.all().delete()
    assert told_on([day for day in range(-3, 17) if day not in still]) == told


def test_nobody_is_told_twice_a_day(cast):
    way.submitted_form(cast)
    Step.objects.update(due_on=DUE)
    remind(DUE)
    remind(DUE)
    assert Notice.objects.filter(key__startswith="remind:").count() == 1


@pytest.mark.parametrize(("offset", "told"), [(-1, 0), (0, 1), (1, 1), (30, 1)])
def test_whoever_answers_is_reminded_from_the_last_day_on(cast, offset, told):
    _, publication = shown_form(cast)
    opinions = [give(publication), give(publication)]
    Notice.objects.all().delete()
    day = publication.ends_on + datetime.timedelta(days=offset)
    for _ in range(2):
        remind_of_opinions(day)
    people = [notice.person for notice in Notice.objects.all()]
    assert people == [cast.people.school_office] * told
    for opinion in opinions:
        answered(opinion, cast.people.school_office, "not_adopted")
    remind_of_opinions(day + datetime.timedelta(days=1))
    assert Notice.objects.filter(key__startswith="opinions:").count() == told


def test_whoever_fills_in_a_draft_hears_that_its_rule_has_lapsed(cast):
    """Once for each change and draft; not before its day, not of what was taken back."""
    old = make_rule("转学会审制度", unit=cast.school_large)
    new = make_rule("转学会审办法", unit=cast.school_large)
    paper = way.begin_form(cast)
    measures = [{"text": "三人会审", "kind": "institution", "rule": old.pk}]
    way.editing.save_point(paper=paper, content=way.point(measures=measures), by=cast.people.staff)
    office = cast.people.school_office
    change = tell(old, "superseded", f"{DUE}", office, replaced_by=new)
    told = Notice.objects.filter(key__startswith="rule:")
    remind_of_rules(DUE - datetime.timedelta(days=1))
    assert not told.exists()
    for _ in range(2):
        remind_of_rules(DUE)
    assert told.get().person == cast.people.staff
    assert "由《转学会审办法》替代" in told.get().text
    told.delete()
    keeping.take_back(change=change, by=office)
    remind_of_rules(DUE)
    assert not told.exists()
