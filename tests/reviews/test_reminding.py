import datetime

import pytest

from registry.notices.models import Notice
from reviews.models import Step
from reviews.reminding import remind
from tests import way

DUE = datetime.date(2026, 3, 10)


@pytest.mark.parametrize(
    ("offset", "told"), [(-2, 0), (-1, 1), (0, 1), (1, 0), (7, 1), (8, 0), (14, 1)]
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


def test_nobody_is_told_twice_a_day(cast):
    way.submitted_form(cast)
    Step.objects.update(due_on=DUE)
    remind(DUE)
    remind(DUE)
    assert Notice.objects.filter(key__startswith="remind:").count() == 1
