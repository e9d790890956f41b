"""The sheets of a section and of a unit, each through its own chain into register and directory."""

import re
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.papers.models import Paper, PaperKind
from reviews import filing, seats
from reviews.printing import form_sheet, print_paper
from reviews.visibility import filled_in_by
from risks.models import Duty, RiskPoint
from risks.responsibility import responsible_for
from tests import way

# kind, page that begins it, of what, by whom, who signs, the head of the printed sheet
SHEETS = {
    "section": (
        PaperKind.SECTION_SHEET,
        "section-sheet-start",
        "section_head",
        ["supervising_leader", "leading_group", "discipline_office"],
        [("科室", "教务处"), ("负责人", "顾言之")],
    ),
    "unit": (
        PaperKind.UNIT_SHEET,
        "unit-sheet-start",
        "school_office",
        ["leading_group", "discipline_office"],
        [("填报部门", "防控办"), ("主要负责人", "陆怀瑾")],
    ),
}


def client_of(cast, role):
    client = Client()
    client.force_login(getattr(cast.accounts, role))
    return client


def begun(cast, layer):
    kind, address, role, _, _ = SHEETS[layer]
    of = cast.sections.teaching if layer == "section" else cast.school_large
    answer = client_of(cast, role).post(reverse(address, args=[of.pk]))
    paper = Paper.objects.get(kind=kind)
    assert answer.url == reverse("paper-edit", args=[paper.pk])
    return paper, getattr(cast.people, role)


def confirmed(cast, layer):
    paper, by = begun(cast, layer)
    way.submit(way.fill_form(paper, by), by)
    way.sign_on(paper)
    way.through_publicity(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)
    return Paper.objects.get(pk=paper.pk)


@pytest.mark.parametrize(
    ("layer", "first"), [("section", "教务处 · 教务主任"), ("unit", "没有写明")]
)
def test_a_measure_of_a_sheet_is_not_put_upon_whoever_is_first(cast, layer, first):
    paper, _ = begun(cast, layer)
    page = client_of(cast, SHEETS[layer][2]).get(reverse("paper-row-add", args=[paper.pk]))
    select = page.content.decode().partition('name="measures-0-post"')[2]
    assert re.search(r"<option[^>]*>([^<]*)<", select)[1] == first


@pytest.mark.parametrize("layer", SHEETS)
def test_a_sheet_goes_its_own_way_into_the_register(cast, layer):
    _, _, _, chain, head = SHEETS[layer]
    paper = confirmed(cast, layer)
    assert [step.seat for step in paper.steps.order_by("position")] == chain
    section = cast.sections.teaching if layer == "section" else None
    points = RiskPoint.objects.in_force()
    assert points.filter(unit=cast.school_large, section=section, post=None).count() == 2
    assert Duty.objects.filter(section=section, post=None, in_force__isnull=False).count() == 1
    sheet = form_sheet(paper, paper.current)
    assert list(sheet.head) == head
    assert "岗位" not in sheet.left_title
    assert not sheet.graded
    assert paper.current.grade == ""
    stream = BytesIO()
    print_paper(paper, paper.current, stream)
    assert stream.getvalue().startswith(b"%PDF")


def test_its_points_stand_in_list_and_directory_with_who_answers(cast):
    confirmed(cast, "section")
    confirmed(cast, "unit")
    page = client_of(cast, "school_office").get(reverse("point-list")).content.decode()
    assert page.count("未核对证明材料就在系统中办理转学") == 4
    directory = filing.start_directory(
        unit=cast.school_large,
        programme=cast.programme,
        covers=Paper.Covers.UNIT,
        by=cast.people.school_office,
    )
    assert directory.current.point_lines.count() == 4
    today = timezone.localdate()
    of_section = RiskPoint.objects.filter(section=cast.sections.teaching).first()
    of_unit = RiskPoint.objects.filter(section=None).first()
    assert responsible_for(of_section, today).answers.post == cast.posts.supervisor
    assert responsible_for(of_unit, today).answers.post == cast.posts.principal


def test_next_year_begins_with_what_is_in_force_of_the_same_owner_only(cast):
    confirmed(cast, "section")
    confirmed(cast, "unit")
    paper, _ = begun_again(cast, "section")
    assert not paper.whole, "the year's sheet is in force: this one changes single rows"
    owners = {line.version.point.section for line in paper.current.point_lines.all()}
    assert owners == {cast.sections.teaching}


def begun_again(cast, layer):
    _, address, role, _, _ = SHEETS[layer]
    client_of(cast, role).post(reverse(address, args=[cast.sections.teaching.pk]))
    return Paper.objects.get(kind=SHEETS[layer][0], state="draft"), getattr(cast.people, role)


@pytest.mark.parametrize(
    ("layer", "role"),
    [("section", "other_section_head"), ("section", "staff"), ("unit", "section_head")],
)
def test_only_whose_it_is_fills_it_in(cast, layer, role):
    paper, by = begun(cast, layer)
    other, today = getattr(cast.people, role), timezone.localdate()
    assert filing.may_fill(paper, by, today)
    assert Paper.objects.filter(filled_in_by(by), pk=paper.pk).exists()
    assert not filing.may_fill(paper, other, today)
    assert not Paper.objects.filter(filled_in_by(other), pk=paper.pk).exists()
    assert client_of(cast, role).get(reverse("paper-edit", args=[paper.pk])).status_code == 404


def test_whoever_is_in_charge_of_the_section_signs_nothing_on_its_sheet(cast):
    paper, by = begun(cast, "section")
    assert by in seats.filers(paper)


def test_the_keeper_enters_it_for_a_head_without_account(cast):
    head = cast.people.section_head
    head.account = None
    head.save()
    paper = filing.start_section_sheet(
        section=cast.sections.teaching, programme=cast.programme, by=cast.people.keeper
    )
    keeper, today = cast.people.keeper, timezone.localdate()
    assert filing.fills_for_another(paper, keeper, today)
    assert Paper.objects.filter(filled_in_by(keeper), pk=paper.pk).exists()


def test_a_sheet_has_no_grade_of_a_post(cast):
    paper, _ = begun(cast, "section")
    client = client_of(cast, "section_head")
    assert client.get(reverse("paper-grade", args=[paper.pk])).status_code == 404
    assert "岗位风险等级" not in client.get(reverse("paper-edit", args=[paper.pk])).content.decode()


@pytest.mark.every_case
@pytest.mark.parametrize("model", [Duty, RiskPoint])
def test_nothing_belongs_to_a_post_and_a_section(cast, model):
    owner = {"unit": cast.school_large, "section": cast.sections.teaching}
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(post=cast.posts.staff, **owner)
    assert model.objects.create(**owner).pk


def test_a_sheet_of_a_section_is_found_by_its_section(cast):
    paper, _ = begun(cast, "section")
    client = client_of(cast, "section_head")
    address = reverse("paper-list")
    assert list(client.get(address, {"text": "教务"}).context["page_obj"]) == [paper]
    assert list(client.get(address, {"text": "总务"}).context["page_obj"]) == []


# --- a unit without a prevention office --------------------------------------------------------


def everybody(cast):
    return [
        account.person for account in vars(cast.accounts).values() if hasattr(account, "person")
    ]


def no_account(cast, role):
    account = getattr(cast.accounts, role)
    account.is_active = False
    account.save()


@pytest.mark.parametrize(
    ("unit", "change", "role"),
    [
        ("school_village", lambda cast: None, "office"),
        ("school_large", lambda cast: None, "school_office"),
        ("school_large", lambda cast: no_account(cast, "school_office"), "office"),
    ],
    ids=["none of its own", "one of its own", "one that cannot sign in"],
)
def test_the_sheet_of_a_unit_is_that_of_the_nearest_office(cast, unit, change, role):
    change(cast)
    unit, by = getattr(cast, unit), getattr(cast.people, role)
    page = client_of(cast, role).get(reverse("my-posts")).content.decode()
    assert reverse("unit-sheet-start", args=[unit.pk]) in page
    answer = client_of(cast, role).post(reverse("unit-sheet-start", args=[unit.pk]))
    paper = Paper.objects.get(kind=PaperKind.UNIT_SHEET)
    assert (answer.url, paper.unit) == (reverse("paper-edit", args=[paper.pk]), unit)
    today = timezone.localdate()
    fill = {person for person in everybody(cast) if filing.may_fill(paper, person, today)}
    assert fill == set(filing.fillers(paper, today)) == {by}
    assert fill == {
        person
        for person in everybody(cast)
        if Paper.objects.filter(filled_in_by(person), pk=paper.pk).exists()
    }
    assert not filing.is_left_behind(paper, today)


def test_the_office_above_leaves_the_sheet_of_a_unit_with_its_own_office(cast):
    page = client_of(cast, "office").get(reverse("my-posts")).content.decode()
    assert "没有防控办的所属单位（1）" in page
    assert reverse("unit-sheet-start", args=[cast.school_small.pk]) not in page
    answer = client_of(cast, "office").post(
        reverse("unit-sheet-start", args=[cast.school_small.pk])
    )
    assert answer.status_code == 404


def test_a_sheet_filled_in_by_the_office_above_goes_its_way(cast):
    by = cast.people.office
    paper = filing.start_unit_sheet(unit=cast.school_village, programme=cast.programme, by=by)
    way.submit(way.fill_form(paper, by), by)
    way.sign_on(paper)
    paper.refresh_from_db()
    assert paper.state == "cleared"
    assert by in seats.filers(paper)
