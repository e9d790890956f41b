"""Two of the office look again at the same moment, or one hands over meanwhile: one does."""

import pytest

from registry.organisation.models import Seat
from reviews.disposal.models import Disposal, Move
from tests.cast import seat
from tests.disposal import factory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
# What the second of the two does meanwhile, while the first says that all is well.
OTHERS = {
    "redone": {"said": "还差一周"},
    "hand_over": {"why": "需要了解"},
    "passed": {"said": "好"},
}
LED_TO = {"passed": "closed", "redone": "replied", "hand_over": "handed_over"}


@pytest.fixture
def act(cast, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    seat(cast.posts.bureau_staff, Seat.DISCIPLINE_OFFICE, cast.bureau)
    return factory.rectified(cast)


def tasks(cast, act, other):
    first = {"move": "passed", "said": {"said": "齐了"}, "person": cast.people.discipline.pk}
    second = {"move": other, "said": OTHERS[other], "person": cast.people.bureau_staff.pk}
    common = {"do": "proceed", "waits_after": "part", "act": act.pk}
    return [{**common, **task} for task in (first, second)]


@pytest.mark.parametrize("other", OTHERS)
def test_of_two_moves_at_once_one_counts(cast, act, race, other):
    given = tasks(cast, act, other)
    answers = race(*given)
    assert sorted(answer.get("refused", "done") for answer in answers) == ["Refused", "done"]
    counted = next(t for t, said in zip(given, answers, strict=True) if "done" in said)
    assert factory.fresh(act).state == LED_TO[counted["move"]]
    assert Move.objects.filter(disposal=act).count() == 4  # issued, replied, rectified, and it


def test_without_the_guards_both_would_count(cast, act, race):
    """The control: no transaction, no conditional update, no row that is there once a round."""
    answers = race(*tasks(cast, act, "redone"), guards=False)
    assert [answer.get("refused", "done") for answer in answers] == ["done", "done"]
    assert Disposal.objects.get(pk=act.pk).state in ("closed", "replied")
