"""The first check in a draft, at submission and before the reviewer: findings, answers, merging."""

import time

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from powers import catalogue, editing
from powers.draft import RowRefused
from powers.first_check import findings, merging
from powers.first_check.models import CheckFinding
from powers.models import Power, PowerBasis, PowerLine, PowerSection, PowerVersion
from registry.laws import keeping
from reviews import filing
from tests import way
from tests.cast import make_programme
from tests.laws.factory import make_law, tell

from .factory import add as add_row
from .factory import confirm, make_catalogue, make_register, power_content, send_back, submit
from .hands import answer_findings

UNNAMED = {"name": "新生均衡编班"}


def add(cast, paper, **changes):
    """A row of which nothing but the changes may be found."""
    served = "" if changes.get("side") == "internal" else "citizen"
    return add_row(cast, paper, **{"served": served, **changes})


def of(revision, line):
    lines = list(revision.power_lines.of_register_rows())
    return findings.by_line(revision, lines)[line.pk]


def rules(revision, line):
    return [one.rule for one in of(revision, line)]


def change(cast, paper, line, **changes):
    content = power_content(sections=[cast.sections.teaching.pk], **changes)
    return editing.change_power(
        paper=paper, line_id=line.pk, content=content, by=cast.people.school_office
    )


# --- in a draft ----------------------------------------------------------------------------------


def test_a_finding_stands_until_the_row_is_mended(cast, draft):
    paper, revision = draft
    line = add(cast, paper, **UNNAMED)
    assert rules(revision, line) == ["no_nature"]
    assert len(catalogue.problems(revision)) == 1
    change(cast, paper, line, name="新生均衡编班审定", served="citizen")
    assert rules(revision, line) == []
    assert catalogue.problems(revision) == []


def test_an_answer_lets_it_stand_until_the_content_is_another(cast, draft):
    paper, revision = draft
    line = add(cast, paper, **UNNAMED)
    answer_findings(cast, paper, line)
    (one,) = of(revision, line)
    assert (one.answer, one.answered_by) == ("就该这样写", cast.people.school_office.name)
    assert catalogue.problems(revision) == []
    change(cast, paper, line, name="新生均衡编班", time_limit="三日")
    assert of(revision, line)[0].answer, "it was about the name"
    change(cast, paper, line, name="新生分班")
    assert of(revision, line)[0].wants_answer
    assert len(catalogue.problems(revision)) == 1


def test_an_empty_answer_takes_it_back(cast, draft):
    paper, revision = draft
    line = add(cast, paper, **UNNAMED)
    answer_findings(cast, paper, line)
    answer_findings(cast, paper, line, "")
    assert of(revision, line)[0].wants_answer
    assert not CheckFinding.objects.exists()


BASIS = {"bases": [{"law": "教育法", "article": "第十二条"}]}


def repealed(cast, law):
    tell(law, "repealed", "2020-01-01", cast.people.office)


def without_article(cast, law):
    keeping.save_article(
        law=law, number=12, text="", repealed_from=timezone.localdate(), by=cast.people.office
    )


@pytest.mark.parametrize(
    ("spoil", "rule"), [(repealed, "repealed_basis"), (without_article, "repealed_article")]
)
def test_a_basis_that_has_gone_stops_the_draft_also_on_an_untouched_row(cast, spoil, rule):
    make_register(cast, BASIS)
    law = make_law("中华人民共和国教育法")
    programme = make_programme(cast.school_large, cast.year + 1)
    _, revision = make_catalogue(cast, programme=programme)
    line = revision.power_lines.get()
    assert rules(revision, line) == []
    spoil(cast, law)
    assert rules(revision, line) == [rule]
    (problem,) = catalogue.problems(revision)
    assert problem.line_id == line.pk


def test_a_law_of_another_unit_is_no_basis_here(cast, draft):
    paper, revision = draft
    line = add(cast, paper, bases=[{"law": "采购细则", "article": "第二条"}])
    make_law("采购细则", unit=cast.school_small)
    assert rules(revision, line) == [], "this unit has no register yet"
    make_law("教育法")
    assert rules(revision, line) == ["unknown_basis"]
    make_law("采购细则", unit=cast.bureau)
    assert rules(revision, line) == []


# --- handed in, sent back ------------------------------------------------------------------------


def test_a_reviewer_reads_what_the_filler_read_and_it_cannot_change(cast):
    keeper = cast.people.keeper
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=keeper)
    content = way.power("新生均衡编班", cast.sections.teaching, supervision_channel="")
    line = way.power_editing.add_power(paper=paper, content=content, by=keeper)
    assert "no_nature" in [one.rule for one in of(paper.current, line)]
    answer_findings(cast, paper, line)
    way.submit(paper, keeper)
    make_law("另一部")  # the register moves on; what was read does not
    (row,) = catalogue.rows(paper.current)
    told = {one.rule: one.answer for one in row.details["findings"]}
    assert told["no_nature"] == "就该这样写"
    assert "no_channel" in told
    assert "unknown_basis" not in told
    kept = CheckFinding.objects.filter(line=line)
    for spoil in (lambda: kept.update(answer="改写"), kept.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()


def test_answers_are_part_of_what_is_sealed(cast):
    paper, revision = make_catalogue(cast)
    add(cast, paper, **UNNAMED)
    plain = catalogue.freeze(revision)
    paper, revision = make_catalogue(cast, programme=make_programme(cast.school_large, 2031))
    answer_findings(cast, paper, add(cast, paper, **UNNAMED))
    answered = catalogue.freeze(revision)
    assert [len(plain), len(answered)] == [1, 2]
    assert answered[1]["answers"][0][3] == "就该这样写"


@pytest.mark.parametrize("only", [None, ()], ids=["all rows open", "all rows closed"])
def test_answers_go_on_with_the_rows_into_the_next_revision(cast, draft, only):
    paper, revision = draft
    line = add(cast, paper, **UNNAMED)
    answer_findings(cast, paper, line)
    submit(cast, revision)
    new = send_back(revision, open_ids=None if only is None else set())
    (row,) = catalogue.rows(new)
    assert [one.answer for one in row.details["findings"]] == ["就该这样写"]
    assert not new.check_findings.filter(frozen_at__isnull=False).exists()


# --- the whole catalogue -------------------------------------------------------------------------


def whole(revision):
    return [(one.rule, one.about) for one in findings.of_whole(revision)]


DECIDES = "审定学生学籍异动名单"
DUTIES = [
    ("duty", DECIDES),
    ("duty", "登记来访人员"),
    ("workflow", "受理、审批、办结"),
    ("duty", "审批教师外出培训"),
]


@pytest.fixture
def duties_in_force(cast):
    """Some duties of the staff post; under the last of them a point that names a power."""
    make_register(cast, {"name": "校务决定"})
    power, staff = Power.objects.get(), cast.people.staff
    paper = way.fill_form(way.begin_form(cast), staff, points=1)
    for kind, text in DUTIES:
        line = way.editing.save_duty(paper=paper, kind=kind, text=text, by=staff)
    content = way.point(2, duty=line.version.duty_id, power=power.pk)
    way.editing.save_point(paper=paper, content=content, by=staff)
    way.through_publicity(way.sign_on(way.submit(paper, staff)), cast.people.school_office)
    way.confirm(paper, cast.people.principal)


@pytest.mark.usefixtures("duties_in_force")
def test_a_duty_that_decides_and_has_no_power_is_asked_about(cast):
    paper, revision = make_catalogue(cast, programme=make_programme(cast.school_large, 2032))
    assert whole(revision) == [("duty_without_power", DECIDES)]
    answer_findings(cast, paper, None, "由区里统一办理")
    assert [one.answer for one in findings.of_whole(revision)] == ["由区里统一办理"]
    add(cast, paper, name="学籍异动审批")
    assert whole(revision) == []


def test_a_law_that_units_beside_cite_in_public_is_asked_about(cast):
    for unit, section in (
        ("school_small", "small_teaching"),
        ("school_village", "village_teaching"),
    ):
        make_beside(cast, getattr(cast, unit), getattr(cast.sections, section))
    paper, revision = make_catalogue(cast)
    assert whole(revision) == [("law_cited_elsewhere", "教师法")]
    add(cast, paper, bases=[{"law": "《中华人民共和国教师法》", "article": "第七条"}])
    assert whole(revision) == []


def make_beside(cast, unit, section):
    """A unit beside with a public power on one law and an inner one on another."""
    laws = (("教师法", "external", "public"), ("会计法", "internal", "inside"))
    programme = make_programme(unit, cast.year)
    paper, revision = make_catalogue(cast, unit=unit, programme=programme)
    for law, side, visibility in laws:
        add(
            cast,
            paper,
            name=f"依{law}审核",
            side=side,
            visibility=visibility,
            sections=[section.pk],
            bases=[{"law": law, "article": "第一条"}],
        )
    confirm(cast, revision)


# --- merging -------------------------------------------------------------------------------------


def test_two_rows_become_one_with_the_sections_and_bases_of_both(cast, draft):
    paper, revision = draft
    line = add(cast, paper, name="学生学籍变动审核")
    other = add(
        cast,
        paper,
        name="学生学籍异动审核",
        sections=[cast.sections.general_affairs.pk],
        bases=[{"law": "义务教育法", "article": "第十二条"}],
        sub_items=[{"name": "转学", "code": ""}],
    )
    assert rules(revision, line) == rules(revision, other) == ["nearly_same"]
    merging.merge(paper=paper, line_id=line.pk, other_id=other.pk, by=cast.people.school_office)
    (kept,) = catalogue.rows(revision)
    assert kept.details["words"]["sections"] == "教务处、总务处"
    assert "义务教育法" in kept.details["words"]["bases"]
    assert kept.version.sub_items.get().name == "转学", "it had none of its own"
    assert kept.details["findings"] == []
    assert Power.objects.count() == 1


def test_of_a_new_row_and_one_in_force_the_latter_stays(cast, over_register):
    paper, line = over_register
    bases = [{"law": "义务教育法", "article": "第十二条"}]
    new = add(cast, paper, name="学生学籍异动审核", bases=bases)
    merging.merge(paper=paper, line_id=new.pk, other_id=line.pk, by=cast.people.school_office)
    (kept,) = catalogue.rows(paper.current)
    assert (kept.line.pk, kept.change) == (line.pk, "adjusted")
    assert "义务教育法" in kept.details["words"]["bases"]
    assert "“学生学籍异动审核”并入本项" in kept.version.why


def test_of_two_rows_in_force_the_other_is_struck_with_the_reason(cast):
    make_register(cast, {"name": "学生学籍变动审核"}, {"name": "学生学籍异动审核"})
    programme = make_programme(cast.school_large, cast.year + 1)
    paper, revision = make_catalogue(cast, programme=programme)
    line, other = revision.power_lines.order_by("serial")
    merging.merge(paper=paper, line_id=line.pk, other_id=other.pk, by=cast.people.school_office)
    struck = PowerLine.objects.get(pk=other.pk).version
    assert struck.struck
    assert "学生学籍变动审核" in struck.why


def test_a_row_is_not_merged_with_itself_or_with_one_elsewhere(cast, draft):
    paper, _ = draft
    line = add(cast, paper)
    for other in (line.pk, line.pk + 999):
        with pytest.raises(RowRefused):
            merging.merge(
                paper=paper, line_id=line.pk, other_id=other, by=cast.people.school_office
            )


# --- many ----------------------------------------------------------------------------------------


def many_rows(cast, revision, count):
    powers = Power.objects.bulk_create(Power(unit=cast.school_large) for _ in range(count))
    words = ("学籍", "教师", "采购", "经费", "校舍", "食堂", "补助", "招生", "考核", "场馆", "安全")
    natures = ("审核", "审批", "认定", "决定", "检查", "核发", "备案")
    versions = PowerVersion.objects.bulk_create(
        PowerVersion(
            power=power,
            written_in=revision.paper,
            name=f"{words[n % 11]}{words[n // 11 % 11]}{words[n // 121 % 11]}{natures[n % 7]}",
            exercising_body="本校",
        )
        for n, power in enumerate(powers)
    )
    PowerBasis.objects.bulk_create(
        PowerBasis(version=version, law=f"第{n % 90}号办法", article="第三条")
        for n, version in enumerate(versions)
    )
    PowerSection.objects.bulk_create(
        PowerSection(version=version, section=cast.sections.teaching) for version in versions
    )
    start = revision.power_lines.count()
    PowerLine.objects.bulk_create(
        PowerLine(revision=revision, version=version, serial=serial)
        for serial, version in enumerate(versions, start=start + 1)
    )


def checked(revision):
    lines = list(revision.power_lines.of_register_rows())
    with CaptureQueriesContext(connection) as queries:
        began = time.process_time()
        findings.by_line(revision, lines)
        findings.of_whole(revision, lines)
        took = time.process_time() - began
    return len(queries), took


def test_a_catalogue_of_1200_rows_costs_as_many_queries_as_a_small_one(cast, draft):
    _, revision = draft
    for number in range(90):
        make_law(f"第{number}号办法")
    many_rows(cast, revision, 3)
    few, _ = checked(revision)
    many_rows(cast, revision, 1197)
    many, took = checked(revision)
    assert many == few
    assert took < 2, "seconds of one processor; half a second where it was measured"
