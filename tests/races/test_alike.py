"""Two rules of a unit get one name at the same moment: one does, the other is told why not."""

import pytest

from registry.rules.keeping import ALREADY
from registry.rules.models import Rule
from tests.rules.factory import make_rule

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tasks(cast):
    rules = [make_rule(title, unit=cast.school_large) for title in ("会审制度", "会审办法")]
    common = {"do": "rename", "waits_after": "alike", "title": "采购会审制度"}
    common["person"] = cast.people.school_office.pk
    return [{**common, "rule": rule.pk} for rule in rules]


def named():
    return Rule.objects.filter(title="采购会审制度").count()


def test_the_second_of_one_name_is_refused_in_words(tasks, race):
    answers = race(*tasks)
    assert sorted(answer.get("refused", "done") for answer in answers) == ["Refused", "done"]
    assert ALREADY in [answer.get("text") for answer in answers]
    assert named() == 1


def test_without_the_guard_the_database_alone_speaks(tasks, race):
    """The control: what a page would answer with an error of the server."""
    answers = race(*tasks, guards=False)
    assert sorted(answer.get("refused", "done") for answer in answers) == ["IntegrityError", "done"]
    assert named() == 1
