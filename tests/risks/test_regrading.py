"""What another scheme would change on the points in force, and that it changes nothing."""

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import read_reach
from registry.organisation.defaults import shipped_schemes
from registry.organisation.models import Programme, Scale, Scheme
from risks.grading import fits, questions
from risks.models import PointVersion
from risks.regrading import points_of, regrade

from .factory import add_point, confirm, make_form
from .pages import shown

RULES = {
    "likelihood": [{"value": n, "label": f"可能 {n}"} for n in (1, 2, 3)],
    "severity": [{"value": n, "label": f"危害 {n}"} for n in (1, 2, 3)],
    "levels": [{"at_least": 4, "rank": 3}, {"at_least": 2, "rank": 2}, {"at_least": 1, "rank": 1}],
}
ANSWERS = ((1, 1), (2, 1), (2, 2), (3, 3))  # 三级 三级 二级 一级 by the shipped rules


@pytest.fixture
def stricter(cast):
    """A second version: two points make 二级, four make 一级."""
    current = cast.programme.scheme
    return Scheme.objects.create(
        code=current.code,
        version=2,
        name=current.name,
        kind=current.kind,
        scale=cast.scale,
        rules=RULES,
        settled_at=timezone.now(),
    )


@pytest.fixture
def register(cast):
    paper, revision = make_form(cast)
    for number, (likelihood, severity) in enumerate(ANSWERS):
        add_point(
            cast,
            paper,
            risk=f"放宽第 {number} 类接收条件",
            answers={"likelihood": likelihood, "severity": severity},
        )
    confirm(cast, revision)


def regraded(cast, scheme, programme=None):
    programme = programme or cast.programme
    reach = read_reach(cast.people.office, timezone.localdate())
    return regrade(programme, scheme, points_of(programme, reach))


@pytest.mark.usefixtures("register")
def test_it_lists_what_would_be_proposed_otherwise_and_why(cast, stricter):
    found = regraded(cast, stricter)
    assert found.total == {"points": 4, "same": 2, "up": 2}
    assert [(str(c.before), str(c.after)) for c in found.changes] == [
        ("三级（低）", "二级（中）"),
        ("二级（中）", "一级（高）"),
    ]
    assert found.changes[1].why[-1] == "2 × 2 = 4，4 分及以上建议定为一级（高）。"
    assert dict(found.sections) == {("和平区第一中学", "教务处"): found.total}


@pytest.mark.usefixtures("register")
def test_a_milder_scheme_is_counted_the_other_way(cast, stricter):
    stricter.rules = {**RULES, "levels": [{"at_least": 9, "rank": 2}, {"at_least": 1, "rank": 1}]}
    assert regraded(cast, stricter).total == {"points": 4, "same": 2, "down": 2}


@pytest.mark.usefixtures("register")
def test_the_scheme_of_the_year_would_change_nothing(cast):
    assert regraded(cast, cast.programme.scheme).total == {"points": 4, "same": 4}


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("code", ["matters-education", "criteria-count", "six-factors"])
def test_what_was_never_asked_is_to_be_answered_anew(cast, code):
    shipped_schemes()
    found = regraded(cast, Scheme.objects.get(code=code))
    assert found.total == {"points": 4, "unanswered": 4}
    assert found.changes == []


@pytest.mark.usefixtures("register")
def test_units_with_a_programme_of_their_own_are_not_in_it(cast, stricter):
    own = Programme.objects.create(
        unit=cast.school_large,
        year=cast.year,
        name="本校方案",
        scale=cast.scale,
        scheme=cast.programme.scheme,
    )
    assert regraded(cast, stricter).total == {}
    assert regraded(cast, stricter, own).total["points"] == 4


@pytest.mark.usefixtures("register")
def test_as_many_queries_for_many_as_for_few(cast, stricter):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            regraded(cast, stricter)
        return len(captured)

    few = queries()
    paper, revision = make_form(cast, post=cast.posts.other_staff)
    for number in range(12):
        add_point(cast, paper, risk=f"询价走过场 {number}")
    confirm(cast, revision)
    assert queries() == few


def asked(rules, kind):
    return questions(kind, rules)


LIST = {
    "matters": [{"code": "a", "label": "甲", "rank": 1}, {"code": "b", "label": "乙", "rank": 2}]
}


@pytest.mark.parametrize(
    ("kind", "rules", "answers", "fit"),
    [
        ("likelihood_harm", RULES, {"likelihood": 1, "severity": 3}, True),
        ("likelihood_harm", RULES, {"likelihood": 1, "severity": 3, "concern": 2}, True),
        ("likelihood_harm", RULES, {"likelihood": 1}, False),
        ("likelihood_harm", RULES, {"likelihood": 1, "severity": 4}, False),
        ("likelihood_harm", RULES, {"likelihood": [1], "severity": 3}, False),
        ("likelihood_harm", RULES, {}, False),
        ("by_matter", LIST, {"matters": ["a"]}, True),
        ("by_matter", LIST, {"matters": ["a", "b"]}, True),
        ("by_matter", LIST, {"matters": ["a", "gone"]}, False),
        ("by_matter", LIST, {"matters": []}, False),
        ("by_matter", LIST, {"matters": "ab"}, False),
        ("by_matter", LIST, {}, False),
    ],
)
def test_answers_that_fit_are_whole_and_on_offer(kind, rules, answers, fit):
    assert fits(asked(rules, kind), answers) is fit


# --- the page ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("register")
def test_the_page_shows_it_and_changes_nothing(client, cast, stricter):
    before = [model_to_dict(version) for version in PointVersion.objects.all()]
    client.force_login(cast.accounts.office)
    page = client.get(reverse("scheme-trial", args=[cast.programme.pk]), {"scheme": stricter.pk})
    text = shown(page)
    assert "变重的 2 个" in text
    assert "放宽第 1 类接收条件" in text
    assert "放宽第 0 类接收条件" not in text
    assert "2 × 1 = 2" in text
    assert [model_to_dict(version) for version in PointVersion.objects.all()] == before
    assert Programme.objects.get(pk=cast.programme.pk).scheme_id == cast.programme.scheme_id


@pytest.mark.parametrize("scheme", ["", "999999", "none", "current"])
def test_a_scheme_that_is_not_on_offer_shows_the_choice_again(client, cast, scheme):
    scheme = cast.programme.scheme_id if scheme == "current" else scheme
    client.force_login(cast.accounts.office)
    page = client.get(reverse("scheme-trial", args=[cast.programme.pk]), {"scheme": scheme})
    assert page.status_code == 200
    assert "试算”" not in shown(page)


def test_schemes_of_another_scale_are_not_offered(client, cast, stricter):
    other = Scheme.objects.create(
        code="other",
        name="别的办法",
        kind=stricter.kind,
        scale=Scale.objects.create(name="别的表"),
        rules=RULES,
        settled_at=timezone.now(),
    )
    client.force_login(cast.accounts.office)
    page = client.get(reverse("scheme-trial", args=[cast.programme.pk]))
    assert f'value="{stricter.pk}"' in shown(page)
    assert f'value="{other.pk}"' not in shown(page)


def test_the_list_names_the_programmes_of_the_office(client, cast):
    client.force_login(cast.accounts.office)
    assert str(cast.programme.year) in shown(client.get(reverse("programme-list")))
    client.force_login(cast.accounts.school_office)
    assert "没有自己的年度方案" in shown(client.get(reverse("programme-list")))
