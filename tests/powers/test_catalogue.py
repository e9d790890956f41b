"""Stories of a catalogue from one year to the next, told through the content protocol."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from powers import catalogue, editing
from powers.content import sealed_content
from powers.models import Power, PowerVersion
from registry.papers.digest import digest_of
from registry.papers.register import Change, Overtaken
from tests.cast import make_programme

from .factory import add, confirm, make_catalogue, make_register, power_content, send_back, submit

ENROLMENT = {"name": "新生入学资格审核"}
AWARDS = {"name": "校级评优推荐审定", "kind": "reward", "side": "internal", "visibility": "inside"}
PURCHASE = {"name": "大额采购项目审批", "side": "internal", "visibility": "inside"}


@pytest.fixture
def next_year(cast):
    return make_programme(cast.school_large, cast.year + 1)


def names(revision):
    return [row.version.name for row in catalogue.rows(revision)]


def changes(revision):
    return [row.change for row in catalogue.rows(revision)]


def row_named(revision, name):
    return next(row for row in catalogue.rows(revision) if row.version.name == name)


def test_the_first_catalogue_begins_empty_and_says_so(cast):
    _, revision = make_catalogue(cast)
    assert catalogue.rows(revision) == []
    assert [problem.line_id for problem in catalogue.problems(revision)] == [None]


def test_confirming_puts_every_row_in_force(cast):
    paper = make_register(cast, ENROLMENT, AWARDS)
    powers = Power.objects.in_force().filter(unit=cast.school_large)
    assert {power.in_force.name for power in powers} == {ENROLMENT["name"], AWARDS["name"]}
    assert all(power.in_force.written_in == paper for power in powers)
    assert all(power.in_force.digest for power in powers)


def test_external_rows_stand_before_internal_ones(cast):
    paper, revision = make_catalogue(cast)
    for row in (AWARDS, ENROLMENT, PURCHASE):
        add(cast, paper, **row)
    assert names(revision) == [ENROLMENT["name"], AWARDS["name"], PURCHASE["name"]]
    assert [row.line.serial for row in catalogue.rows(revision)] == [1, 2, 3]


def test_next_year_starts_from_what_is_in_force_in_the_same_order(cast, next_year):
    paper, revision = make_catalogue(cast)
    for row in (ENROLMENT, {}, AWARDS, PURCHASE):
        add(cast, paper, **row)
    last = row_named(revision, PURCHASE["name"]).line
    editing.move_power(paper=paper, line_id=last.pk, serial=3, by=cast.people.school_office)
    confirm(cast, revision)
    order = names(revision)
    assert order == [ENROLMENT["name"], "学生学籍变动审核", PURCHASE["name"], AWARDS["name"]]
    _, second = make_catalogue(cast, programme=next_year)
    assert names(second) == order
    assert set(changes(second)) == {Change.UNCHANGED}
    assert catalogue.problems(second) == []


def test_second_year_with_unchanged_adjusted_new_and_struck_rows(cast, next_year):
    make_register(cast, ENROLMENT, {}, AWARDS)
    paper, revision = make_catalogue(cast, programme=next_year)
    by = cast.people.school_office
    changed = row_named(revision, "学生学籍变动审核")
    content = power_content(sections=[cast.sections.teaching.pk], time_limit="三个工作日")
    editing.change_power(
        paper=paper, line_id=changed.line.pk, content=content, why="压缩时限", by=by
    )
    struck = row_named(revision, AWARDS["name"])
    editing.strike_power(paper=paper, line_id=struck.line.pk, why="评优权上收教体局", by=by)
    add(cast, paper, **PURCHASE)

    assert changes(revision) == [Change.UNCHANGED, Change.ADJUSTED, Change.STRUCK, Change.NEW]
    adjusted = row_named(revision, "学生学籍变动审核")
    assert [(d.label, d.old, d.new) for d in adjusted.details["differences"]] == [
        ("办理期限", "五个工作日", "三个工作日")
    ]
    confirm(cast, revision)
    in_force = Power.objects.in_force().filter(unit=cast.school_large)
    assert {power.in_force.name for power in in_force} == {
        ENROLMENT["name"],
        "学生学籍变动审核",
        PURCHASE["name"],
    }
    out_of_force = Power.objects.get(in_force__struck=True)
    assert out_of_force.in_force.why == "评优权上收教体局"


def test_one_row_returned_makes_no_new_versions_of_the_others(cast):
    paper, revision = make_catalogue(cast)
    add(cast, paper, **ENROLMENT)
    add(cast, paper, **AWARDS)
    submit(cast, revision)
    returned = row_named(revision, AWARDS["name"]).line
    second = send_back(revision, open_ids={returned.pk})

    first_row, second_row = catalogue.rows(second)
    assert (first_row.is_open, second_row.is_open) == (False, True)
    assert changes(second) == [Change.NEW, Change.NEW]
    by = cast.people.school_office
    with pytest.raises(editing.RowRefused):
        editing.strike_power(paper=paper, line_id=first_row.line.pk, why="误", by=by)
    content = power_content(**AWARDS, sections=[cast.sections.school_office.pk])
    editing.change_power(paper=paper, line_id=second_row.line.pk, content=content, by=by)
    submit(cast, second)
    assert PowerVersion.objects.count() == 3
    assert PowerVersion.objects.filter(digest__isnull=True).count() == 0
    # What was signed in the first round stands as it was.
    assert names(revision) == [ENROLMENT["name"], AWARDS["name"]]
    old = row_named(revision, AWARDS["name"]).version
    assert [u.section for u in old.undertakings.all()] == [cast.sections.teaching]


def test_a_reviewer_sees_what_changed_since_the_last_revision(cast):
    paper, revision = make_catalogue(cast)
    for row in (ENROLMENT, {}, AWARDS):
        add(cast, paper, **row)
    submit(cast, revision)
    second = send_back(revision)
    by = cast.people.school_office
    line = row_named(second, ENROLMENT["name"]).line
    content = power_content(**ENROLMENT, sections=[cast.sections.teaching.pk], time_limit="当日")
    editing.change_power(paper=paper, line_id=line.pk, content=content, by=by)
    add(cast, paper, **PURCHASE)
    found = catalogue.rows(second, revision)
    assert [row.details["since"] for row in found] == ["changed", "unchanged", "unchanged", "new"]
    assert [d.new for d in found[0].details["since_differences"]] == ["当日"]
    assert "since" not in catalogue.rows(second)[0].details


def test_an_overtaken_row_is_refused_and_nothing_moves(cast, next_year):
    make_register(cast, ENROLMENT, {})
    slow, slow_revision = make_catalogue(cast, programme=next_year)
    line = row_named(slow_revision, ENROLMENT["name"]).line
    content = power_content(**ENROLMENT, sections=[cast.sections.teaching.pk], time_limit="当日")
    by = cast.people.school_office
    editing.change_power(paper=slow, line_id=line.pk, content=content, by=by)

    fast, fast_revision = make_catalogue(cast, programme=make_programme(cast.school_large, 2031))
    overtaking = row_named(fast_revision, ENROLMENT["name"]).line
    editing.strike_power(paper=fast, line_id=overtaking.pk, why="上收", by=by)
    confirm(cast, fast_revision)

    assert catalogue.rows(slow_revision)[0].details["overtaken"].struck
    assert "已由其他办件更新" in catalogue.problems(slow_revision)[0].text
    submit(cast, slow_revision)
    before = dict(Power.objects.values_list("pk", "in_force"))
    with pytest.raises(Overtaken) as caught:
        catalogue.put_in_force(slow_revision)
    assert [version.name for version in caught.value.versions] == [ENROLMENT["name"]]
    assert dict(Power.objects.values_list("pk", "in_force")) == before


def test_a_power_that_came_meanwhile_must_be_taken_in(cast, next_year):
    make_register(cast, ENROLMENT)
    slow, slow_revision = make_catalogue(cast, programme=next_year)
    fast, fast_revision = make_catalogue(cast, programme=make_programme(cast.school_large, 2031))
    add(cast, fast, **AWARDS)
    changed = catalogue.rows(fast_revision)[0].line
    content = power_content(**ENROLMENT, sections=[cast.sections.teaching.pk], time_limit="当日")
    by = cast.people.school_office
    editing.change_power(paper=fast, line_id=changed.pk, content=content, by=by)
    confirm(cast, fast_revision)

    texts = [problem.text for problem in catalogue.problems(slow_revision)]
    assert len(texts) == 2
    assert AWARDS["name"] in texts[1]
    with pytest.raises(Overtaken):
        catalogue.put_in_force(slow_revision)

    assert editing.catch_up(paper=slow, by=by) == 2
    assert catalogue.problems(slow_revision) == []
    assert names(slow_revision) == [ENROLMENT["name"], AWARDS["name"]]
    assert set(changes(slow_revision)) == {Change.UNCHANGED}
    confirm(cast, slow_revision)


def test_freezing_seals_once_what_is_open(cast):
    paper, revision = make_catalogue(cast)
    add(cast, paper, **ENROLMENT)
    covered = catalogue.freeze(revision)
    sealed = PowerVersion.objects.get().digest
    assert covered == [{"serial": 1, "power": Power.objects.get().pk, "digest": sealed}]
    assert catalogue.freeze(revision) == covered


@pytest.mark.parametrize("lists", ["bases", "undertakings", "nodes"])
def test_the_seal_covers_the_lists(cast, lists):
    _, revision = make_catalogue(cast)
    add(cast, revision.paper, **ENROLMENT)
    version = PowerVersion.objects.with_content().get()
    whole = digest_of(sealed_content(version))
    getattr(version, lists).all().delete()
    assert digest_of(sealed_content(PowerVersion.objects.get())) != whole


def test_a_sealed_version_cannot_be_written_over(cast):
    _, revision = make_catalogue(cast)
    add(cast, revision.paper, **ENROLMENT)
    catalogue.freeze(revision)
    with pytest.raises(IntegrityError), transaction.atomic():
        PowerVersion.objects.update(name="事后改名")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"name": "招生"}, "名称太短"),
        ({"bases": []}, "法律依据"),
        ({"sections": []}, "承办科室"),
        ({"visibility": "inside"}, "面向社会公开"),
        ({"time_limit": "XX个工作日"}, "模板文字"),
    ],
)
def test_problems_name_the_row(cast, broken, said):
    paper, revision = make_catalogue(cast)
    line = add(cast, paper, **broken)
    problems = catalogue.problems(revision)
    assert [problem.line_id for problem in problems] == [line.pk]
    assert said in problems[0].text
    assert problems[0].text.startswith("第 1 行")
    assert problems[0].url.endswith(f"/papers/{line.revision.paper_id}/edit/#row-{line.pk}")


def test_a_closed_section_is_a_problem_of_open_rows_only(cast):
    paper, revision = make_catalogue(cast)
    line = add(cast, paper)
    section = cast.sections.teaching
    section.closed_on = timezone.localdate()
    section.save()
    assert "已经撤销" in catalogue.problems(revision)[0].text
    line.open = False
    line.save()
    assert catalogue.problems(revision) == []


def test_a_step_of_an_abolished_post_is_a_problem_of_open_rows_only(cast):
    paper, revision = make_catalogue(cast)
    line = add(
        cast, paper, details={"审核": {"handler": "学籍管理员", "post_id": cast.posts.staff.pk}}
    )
    assert catalogue.problems(revision) == []
    cast.posts.staff.closed_on = timezone.localdate()
    cast.posts.staff.save()
    (problem,) = catalogue.problems(revision)
    assert "“审核”一步的岗位“学籍管理员”已经撤销" in problem.text
    line.open = False
    line.save()
    assert catalogue.problems(revision) == []


def test_two_rows_with_one_name_are_a_problem_until_one_is_struck(cast, next_year):
    make_register(cast, ENROLMENT, {})
    paper, revision = make_catalogue(cast, programme=next_year)
    repeated = catalogue.rows(revision)[1].line
    content = power_content(sections=[cast.sections.teaching.pk], time_limit="当日")
    by = cast.people.school_office
    editing.change_power(paper=paper, line_id=repeated.pk, content=content, by=by)
    PowerVersion.objects.filter(digest=None).update(name="新生入学 资格审核")
    assert [problem.line_id for problem in catalogue.problems(revision)] == [repeated.pk]
    editing.strike_power(paper=paper, line_id=repeated.pk, why="重复", by=by)
    assert catalogue.problems(revision) == []


def test_struck_rows_owe_a_reason_only(cast, next_year):
    make_register(cast, ENROLMENT, {})
    paper, revision = make_catalogue(cast, programme=next_year)
    line = catalogue.rows(revision)[0].line
    editing.strike_power(paper=paper, line_id=line.pk, why="上收", by=cast.people.school_office)
    line.refresh_from_db()
    line.version.bases.all().delete()
    assert catalogue.problems(revision) == []


def test_other_units_stay_out(cast):
    make_register(cast, ENROLMENT)
    _, revision = make_catalogue(cast, unit=cast.school_small)
    assert catalogue.rows(revision) == []


def against_itself(revision):
    return catalogue.rows(revision, revision)


@pytest.mark.parametrize("reader", [catalogue.rows, catalogue.problems, against_itself])
def test_as_many_queries_for_five_rows_as_for_fifty(cast, reader, django_assert_max_num_queries):
    paper, revision = make_catalogue(cast)
    for number in range(5):
        add(cast, paper, name=f"第{number}号事项审核")
    with django_assert_max_num_queries(28):
        reader(revision)
    for number in range(5, 50):
        add(cast, paper, name=f"第{number}号事项审核")
    with django_assert_max_num_queries(28):
        reader(revision)
