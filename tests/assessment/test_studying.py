"""研判: points whose score moved, decided one by one, each once."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.assessment import studying
from reviews.assessment.models import Study
from reviews.refusals import Refused
from risks.models import RiskPoint, Suggestion
from tests import way
from tests.assessment.factory import signal, switched_on
from tests.sources.factory import TEXT
from tests.stage import staged

pytestmark = pytest.mark.django_db
staged_form = staged(way.confirmed_form)


@pytest.mark.parametrize(
    ("day", "month", "quarter"),
    [
        (date(2026, 11, 27), (11, 1, 11, 30), (10, 1, 12, 31)),
        (date(2026, 12, 31), (12, 1, 12, 31), (10, 1, 12, 31)),
        (date(2026, 2, 1), (2, 1, 2, 28), (1, 1, 3, 31)),
        (date(2028, 2, 29), (2, 1, 2, 29), (1, 1, 3, 31)),
    ],
)
def test_periods(day, month, quarter):
    def said(pair):
        first, last = pair
        return (first.month, first.day, last.month, last.day)

    assert said(studying.month_of(day)) == month
    assert said(studying.quarter_of(day)) == quarter


@pytest.fixture
def moved(cast, staged_form):
    """A high signal of today on a point of the large school's registrar."""
    switched_on(cast)
    point = RiskPoint.objects.in_force().filter(post=cast.posts.staff).first()
    signal(cast, point=point, came_on=timezone.localdate())
    return cast


def study_of(cast, by):
    first, last = studying.month_of(timezone.localdate())
    return studying.open_study(starts=first, ends=last, by=by)


def item(cast):
    return study_of(cast, cast.people.discipline).items.get()


def test_a_point_whose_score_moved_is_listed_for_the_office_that_may_see_why(moved):
    found = item(moved)
    assert (str(found.before), str(found.now)) in (("0.0", "8.0"), ("8.0", "8.0"))
    assert study_of(moved, moved.people.office).items.count() == 0


def test_one_study_of_a_period(moved):
    study_of(moved, moved.people.office)
    with pytest.raises(Refused, match="已经发起"):
        study_of(moved, moved.people.office)


def test_without_the_assessment_there_is_none(cast):
    with pytest.raises(Refused, match="没有启用"):
        study_of(cast, cast.people.office)


@pytest.mark.parametrize(
    ("outcome", "measure", "suggests"),
    [
        ("keep", "", False),
        ("raise", "", True),
        ("lower", "", True),
        ("measure", "每周由两人核对一次", True),
    ],
)
def test_each_is_decided_once(moved, outcome, measure, suggests):
    found, by = item(moved), moved.people.discipline
    given = {"item": found, "outcome": outcome, "why": "看过近期情况", "measure": measure}
    studying.decide(**given, by=by)
    assert Suggestion.objects.exists() == suggests
    found.refresh_from_db()
    assert (found.outcome, found.suggestion is not None) == (outcome, suggests)
    with pytest.raises(Refused, match="已经有决定"):
        studying.decide(**given, by=by)
    assert Suggestion.objects.count() == int(suggests)


def test_what_goes_to_the_post_does_not_repeat_the_entry(moved):
    with pytest.raises(Refused, match="照抄"):
        studying.decide(
            item=item(moved), outcome="raise", why=f"据反映{TEXT}", by=moved.people.discipline
        )
    assert not Suggestion.objects.exists()


def test_another_office_finds_no_study(client, moved):
    made = study_of(moved, moved.people.discipline)
    client.force_login(moved.accounts.office)
    assert client.get(reverse("study", args=[made.pk])).status_code == 404
    assert reverse("study", args=[made.pk]) not in client.get(reverse("study-list")).text
    client.force_login(moved.accounts.discipline)
    assert client.get(reverse("study", args=[made.pk])).status_code == 200


def test_on_the_page(client, moved):
    client.force_login(moved.accounts.discipline)
    opened = client.post(reverse("study-open"), {"period": "month"})
    assert opened.status_code == 302
    study = Study.objects.get()
    found = study.items.get()
    address = reverse("study-item", args=[study.pk, found.pk])
    assert client.post(address, {"outcome": "measure", "why": "近期有情况"}).status_code == 422
    sent = {"outcome": "keep", "why": "措施够用"}
    assert client.post(address, sent).status_code == 302
    assert "措施够用" in client.get(address).text
