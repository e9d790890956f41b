"""The other kinds of scheme, as they are shipped: the lists of [0], the standards of [2]…"""

import pytest
from django.db import transaction

from registry.organisation.defaults import shipped_scale, shipped_schemes
from registry.organisation.models import Scheme
from registry.organisation.scheme_rules import problems_of
from risks import editing
from risks.grading import NONE, is_frequent, propose, questions

from .factory import add_point, confirm, make_form, sample_point
from .pages import address, nine_fields, only, post_new, shown, stamped

NAMES = {3: "一级（高）", 2: "二级（中）", 1: "三级（低）"}
MATTERS, STANDARDS = "matters-education", "standards-enforcement"
FACTORS, COUNT = "six-factors", "criteria-count"


@pytest.fixture(scope="module")
def schemes(django_db_setup, django_db_blocker):
    """Code → scheme, without keeping anything in the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = {scheme.code: scheme for scheme in shipped_schemes()}
        transaction.set_rollback(True)
    return found


def proposed(scheme, answers):
    return propose(scheme.kind, scheme.rules, answers, NAMES)


# --- by matter: the highest match wins, all are shown --------------------------------------------

LISTS = {
    3: "bidding purchasing funds personnel finance supplies permits admission titles honours"
    " bonus_points",
    2: "project_approval allocation research key_schools commendation",
    1: "penalty inspection routine",
}
EACH_MATTER = [([code], rank) for rank, codes in LISTS.items() for code in codes.split()]


@pytest.mark.parametrize(
    ("ticked", "rank"),
    [
        *EACH_MATTER,
        (["routine", "bidding"], 3),
        (["commendation", "inspection"], 2),
        (["penalty", "inspection", "routine"], 1),
        (["research", "admission", "routine"], 3),
        (["allocation", "research"], 2),
        (["admission", "no_such_matter"], 3),
    ],
)
def test_the_lists_of_0(schemes, ticked, rank):
    assert proposed(schemes[MATTERS], {"matters": ticked}).rank == rank


@pytest.mark.parametrize(
    ("ticked", "rank"),
    [
        (["power_high"], 3),
        (["likelihood_high"], 3),
        (["harm_high"], 3),
        (["power_middle"], 2),
        (["likelihood_middle"], 2),
        (["harm_middle"], 2),
        (["power_low"], 1),
        (["likelihood_low"], 1),
        (["harm_low"], 1),
        (["power_low", "likelihood_low", "harm_low"], 1),
        (["power_low", "likelihood_low", "harm_middle"], 2),
        (["power_middle", "likelihood_low", "harm_high"], 3),
    ],
)
def test_the_standards_of_2(schemes, ticked, rank):
    assert proposed(schemes[STANDARDS], {"matters": ticked}).rank == rank


def test_every_match_is_shown_the_gravest_first(schemes):
    why = proposed(schemes[MATTERS], {"matters": ["routine", "bidding", "research"]}).why
    assert why == (
        "工程招投标：一级（高）",
        "课题立项：二级（中）",
        "其他不直接涉及切身利益的常规管理：三级（低）",
        "涉及多项时按最高的一项，建议定为一级（高）。",
    )


@pytest.mark.parametrize("answers", [{}, {"matters": []}, {"matters": ["gone"]}])
def test_without_a_match_nothing_is_proposed(schemes, answers):
    assert proposed(schemes[MATTERS], answers) is None


# --- by factors ----------------------------------------------------------------------------------

SIX = ("importance", "frequency", "discretion", "likelihood", "severity", "concern")


@pytest.mark.parametrize(
    ("values", "rank"),
    [
        ((1, 1, 1, 1, 1, 1), 1),
        ((2, 1, 2, 1, 1, 2), 1),
        ((2, 2, 2, 1, 1, 2), 2),
        ((2, 2, 2, 2, 2, 2), 2),
        ((3, 2, 2, 2, 2, 2), 2),
        ((3, 3, 2, 2, 2, 2), 3),
        ((3, 3, 3, 3, 3, 3), 3),
        ((3, 1, 1, 1, 3, 1), 2),
        ((1, 3, 1, 3, 1, 3), 2),
    ],
)
def test_six_factors_are_summed(schemes, values, rank):
    answers = dict(zip(SIX, values, strict=True))
    assert proposed(schemes[FACTORS], answers).rank == rank


@pytest.mark.parametrize("missing", SIX)
def test_each_factor_is_needed(schemes, missing):
    answers = {factor: 2 for factor in SIX if factor != missing}
    assert proposed(schemes[FACTORS], answers) is None


def test_a_weight_counts_a_factor_more(schemes):
    rules = {**schemes[FACTORS].rules}
    rules["factors"] = [{**one, "weight": 2} for one in rules["factors"]]
    proposal = propose("by_factors", rules, dict.fromkeys(SIX, 1), NAMES)
    assert proposal.rank == 2
    assert proposal.why[-1] == "合计 12 分，10 至 13 分建议定为二级（中）。"
    assert "（1 分 × 2）" in proposal.why[0]


# --- count of criteria ---------------------------------------------------------------------------

EIGHT = ["resources", "discretion", "single", "contact", "amount", "concern", "closed", "happened"]


@pytest.mark.parametrize(
    ("ticked", "rank"),
    [
        ([NONE], 1),
        (EIGHT[:1], 1),
        (EIGHT[:2], 1),
        (EIGHT[:3], 2),
        (EIGHT[:4], 2),
        (EIGHT[:5], 3),
        (EIGHT, 3),
        ([*EIGHT[:3], NONE], 2),
    ],
)
def test_criteria_are_counted(schemes, ticked, rank):
    assert proposed(schemes[COUNT], {"criteria": ticked}).rank == rank


def test_none_of_them_has_to_be_said(schemes):
    assert proposed(schemes[COUNT], {"criteria": []}) is None
    assert proposed(schemes[COUNT], {"criteria": [NONE]}).why == (
        "8 项中符合 0 项，0 至 2 项建议定为三级（低）。",
    )


# --- what all share ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "answers", "frequent"),
    [
        (STANDARDS, {"matters": ["likelihood_high"]}, True),
        (STANDARDS, {"matters": ["power_high"]}, False),
        (MATTERS, {"matters": ["bidding"]}, False),
        (FACTORS, {"frequency": 3}, True),
        (FACTORS, {"likelihood": 3}, True),
        (FACTORS, {"importance": 3, "frequency": 2}, False),
        (COUNT, {"criteria": ["happened"]}, True),
        (COUNT, {"criteria": ["single"]}, False),
    ],
)
def test_high_frequency_counts_for_the_grade_of_the_post(schemes, code, answers, frequent):
    scheme = schemes[code]
    assert is_frequent(scheme.kind, scheme.rules, answers) is frequent


def test_what_is_shipped_can_be_read(schemes):
    for scheme in schemes.values():
        assert problems_of(scheme.kind, scheme.rules, {1, 2, 3}) == []
        assert all(question.options for question in questions(scheme.kind, scheme.rules))


OPTION = {"value": 1, "label": "一"}
LEVELS = [{"at_least": 1, "rank": 1}]
BAD = [
    ("likelihood_harm", []),
    ("likelihood_harm", {"likelihood": [OPTION], "levels": LEVELS}),
    ("likelihood_harm", {"likelihood": [OPTION], "severity": [OPTION], "levels": []}),
    ("by_matter", {"matters": []}),
    ("by_matter", {"matters": [{"code": "a", "label": "甲", "rank": 9}]}),
    ("by_matter", {"matters": [{"code": "a", "label": "甲", "rank": True}]}),
    ("by_matter", {"matters": [{"code": "a", "label": "甲", "rank": 1}] * 2}),
    ("by_factors", {"factors": [{"code": "kind", "label": "甲", "options": [OPTION]}]}),
    ("by_factors", {"factors": [{"code": "concern", "label": "甲", "options": []}]}),
    (
        "by_factors",
        {
            "factors": [{"code": "concern", "label": "甲", "options": [OPTION], "weight": 0}],
            "levels": LEVELS,
        },
    ),
    ("criteria_count", {"criteria": [{"code": "a", "label": ""}], "levels": LEVELS}),
    ("criteria_count", {"criteria": [{"code": "a", "label": "甲"}], "levels": LEVELS}),
    (
        "criteria_count",
        {"criteria": [{"code": "a", "label": "甲"}], "levels": [{"at_least": 0, "rank": 7}]},
    ),
]


@pytest.mark.parametrize(("kind", "rules"), BAD)
def test_rules_that_cannot_be_read_are_refused(kind, rules):
    assert problems_of(kind, rules, {1, 2, 3})


# --- in a form -----------------------------------------------------------------------------------


@pytest.fixture
def by_matter(cast):
    """The year of the cast proposes by matter."""
    found = {scheme.code: scheme for scheme in shipped_schemes()}
    cast.programme.scheme = found[MATTERS]
    cast.programme.save()
    return found[MATTERS]


def test_the_form_asks_what_the_scheme_of_the_year_asks(browser, draft, by_matter):
    page = shown(browser.get(address("paper-row-add", draft[0])))
    assert "涉及下面哪些事项" in page
    assert 'name="likelihood"' not in page


def test_a_point_is_saved_with_the_ticked_matters(browser, draft, by_matter):
    paper, revision = draft
    answer = post_new(browser, paper, matters=["admission", "routine"])
    assert answer.status_code == 302
    version = revision.point_lines.get().version
    assert version.answers == {"matters": ["admission", "routine"]}
    assert (str(version.proposed), version.scheme) == ("一级（高）", by_matter)
    page = shown(browser.get(address("paper-row", paper, revision.point_lines.get())))
    assert "涉及多项时按最高的一项" in page


def test_the_answer_is_needed(browser, draft, by_matter):
    answer = post_new(browser, draft[0])
    assert answer.status_code == 422
    assert "请选择涉及下面哪些事项" in shown(answer)


def test_an_earlier_result_stays_when_the_scheme_changes(cast, draft, by_matter):
    """What was graded by another scheme keeps level and reasons until somebody grades it anew."""
    paper, revision = draft
    cast.programme.scheme = Scheme.objects.get(code="likelihood-harm")
    cast.programme.save()
    paper.refresh_from_db()
    line = add_point(cast, paper)
    cast.programme.scheme = by_matter
    cast.programme.save()
    version = revision.point_lines.get().version
    assert str(version.level) == "二级（中）"
    assert version.scheme.code == "likelihood-harm"
    paper.programme.refresh_from_db()
    content = sample_point(answers={"matters": ["bidding"]})
    editing.save_point(paper=paper, content=content, by=cast.people.staff, line_id=line.pk)
    assert str(revision.point_lines.get().version.level) == "一级（高）"


@pytest.mark.django_db
def test_shipped_schemes_are_made_once():
    first = [scheme.pk for scheme in shipped_schemes()]
    assert [scheme.pk for scheme in shipped_schemes()] == first
    assert len(first) == 5
    assert {scheme.scale for scheme in shipped_schemes()} == {shipped_scale()}


@pytest.mark.parametrize(("why", "status"), [("", 422), ("新系统自动排重，只剩例行登记", 302)])
def test_a_lower_level_needs_a_reason_by_every_scheme(cast, browser, draft, by_matter, why, status):
    paper, revision = draft
    post_new(browser, paper, matters=["admission"])
    confirm(cast, revision)
    paper, revision = make_form(cast, whole=False)
    url = address("paper-row", paper, only(revision))
    data = {**stamped(browser, url), **nine_fields(matters=["routine"], why=why)}
    answer = browser.post(url, data)
    assert answer.status_code == status
    assert ("请写一句调整理由" in shown(answer)) == (status == 422)
