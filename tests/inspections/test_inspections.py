"""Inspections: unannounced, then told; what stays, who reads what, what is mended."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.notices.models import Notice
from reviews.inspections import bulletin, filters, inspecting
from reviews.inspections.models import InspectedPoint, Inspection
from reviews.refusals import NotReady, Refused
from tests import way
from tests.architecture.page_forms import form_with
from tests.inspections.hands import found, planned

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)


MISSING = {"found": "partly", "text": "两份没有留原件。", "mend_by": TODAY() + DAY * 10}


def told(cast, **changes):
    made = planned(cast)
    office = cast.people.school_office
    inspecting.write_down(inspection=made, found=found(made, **changes), by=office)
    inspecting.issue_bulletin(inspection=made, bulletin="总体认真。", by=office)
    made.refresh_from_db()
    return made


@pytest.fixture
def points(cast):
    """Two points in force of the post of the role "staff"."""
    return way.confirmed_form(cast)


@pytest.fixture
def browser(client, cast):
    def sign_in(role):
        client.force_login(getattr(cast.accounts, role))
        return client

    return sign_in


# --- drawing --------------------------------------------------------------------------------------


def test_points_in_force_of_the_unit_are_drawn_and_can_be_drawn_again(cast, points):
    made = planned(cast)
    in_force = set(made.unit.points.in_force().values_list("in_force", flat=True))
    assert set(made.points.values_list("version", flat=True)) == in_force
    candidates = inspecting._candidates(cast.school_large)
    again = inspecting.draw(candidates, made.size, made.seed)
    assert list(made.points.values_list("version", flat=True)) == again


def test_no_more_are_drawn_than_asked_for(cast, points):
    assert planned(cast, size=1).points.count() == 1


def test_a_unit_without_points_is_told_so(cast):
    with pytest.raises(NotReady) as refusal:
        planned(cast)
    assert "还没有风险点" in refusal.value.in_one_line
    assert not Inspection.objects.exists()


def test_what_was_seen_within_a_year_is_less_likely(cast, points):
    before = dict(inspecting._candidates(cast.school_large))
    told(cast)
    after = dict(inspecting._candidates(cast.school_large))
    assert {pk: weight // 2 for pk, weight in before.items()} == after


# --- what is found, the bulletin ------------------------------------------------------------------


def test_a_bulletin_waits_until_every_point_was_looked_at(cast, points):
    made = planned(cast)
    with pytest.raises(NotReady) as refusal:
        inspecting.issue_bulletin(inspection=made, bulletin="好", by=cast.people.school_office)
    assert refusal.value.problems == [inspecting.NOT_FOUND_YET.format(2)]


def test_those_on_the_posts_are_told_nothing_but_where_to_look(
    cast, points, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = told(cast, **MISSING)
    notices = Notice.objects.filter(url=reverse("inspection", args=[made.pk]))
    assert [each.person for each in notices] == [cast.people.staff]
    assert "原件" not in notices[0].text


@pytest.mark.every_case
@pytest.mark.parametrize(
    "change",
    [
        lambda made: Inspection.objects.filter(pk=made.pk).update(bulletin="改了"),
        lambda made: made.points.create(position=9, version=made.points.first().version),
    ],
    ids=["bulletin", "points"],
)
def test_the_database_keeps_what_was_told(cast, points, change):
    made = told(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        change(made)


def test_told_it_is_neither_written_down_nor_called_off_any_more(cast, points):
    made, office = told(cast), cast.people.school_office
    for act in (
        lambda: inspecting.write_down(inspection=made, found=found(made), by=office),
        lambda: inspecting.call_off(inspection=made, by=office),
        lambda: inspecting.issue_bulletin(inspection=made, bulletin="又", by=office),
    ):
        with pytest.raises(NotReady) as refusal:
            act()
        assert refusal.value.problems == [inspecting.TOLD]


def test_what_was_mended_is_told_once(cast, points):
    made = told(cast, **MISSING)
    point, staff = made.points.first(), cast.people.staff
    inspecting.report_mended(point=point, text="已补齐。", by=staff)
    with pytest.raises(Refused) as refusal:
        inspecting.report_mended(point=point, text="再报", by=staff)
    assert refusal.value.text == inspecting.NOTHING_TO_MEND
    assert InspectedPoint.objects.get(pk=point.pk).mended == "已补齐。"
    with pytest.raises(IntegrityError), transaction.atomic():
        InspectedPoint.objects.filter(pk=point.pk).update(mended="改口")


def test_the_bulletin_on_paper_says_what_was_found_and_how_it_was_drawn(cast, points):
    made = told(cast, **MISSING)
    letter = bulletin.letter_of(made, made.points.select_related("version__point__post"))
    assert str(made.seed) in letter.parts[1].text
    grid = next(part for part in letter.parts if part.kind == "grid")
    assert [row["found"] for row in grid.rows] == ["部分落实", "部分落实"]
    assert grid.rows[0]["text"][0] == "两份没有留原件。"


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "before", "after"),
    [
        ("school_office", 200, 200),
        ("staff", 404, 200),
        ("section_head", 404, 200),
        ("supervisor", 404, 200),
        ("principal", 404, 200),
        ("office", 404, 200),
        ("discipline", 404, 200),
        ("bureau_leader", 404, 200),
        ("teacher", 404, 404),
        ("other_section_head", 404, 404),
        ("small_office", 404, 404),
    ],
)
def test_who_knows_of_an_inspection_before_and_after_the_bulletin(
    browser, cast, points, role, before, after
):
    pages = [reverse("inspection", args=[each.pk]) for each in (planned(cast), told(cast))]
    reader = browser(role)
    assert [reader.get(page).status_code for page in pages] == [before, after]


def test_what_the_discipline_office_plans_its_own_prevention_office_does_not_see(
    browser, cast, points
):
    made = planned(
        cast,
        by=cast.people.discipline,
        office="discipline_office",
        office_unit=cast.bureau,
    )
    page = reverse("inspection", args=[made.pk])
    assert browser("discipline").get(page).status_code == 200
    assert browser("office").get(page).status_code == 404


def test_from_the_plan_to_what_was_mended(browser, cast, points):
    office = browser("school_office")
    page = office.get(reverse("inspection-add"))
    filled = form_with("about", page) | {
        "unit": cast.school_large.pk,
        "about": "学籍办理",
        "team": "",
        "size": 1,
    }
    answer = office.post(reverse("inspection-add"), filled)
    assert answer.status_code == 422
    assert answer.context["form"]["about"].value() == "学籍办理"
    sent = office.post(reverse("inspection-add"), filled | {"team": "温如玉、石小满"})
    made = Inspection.objects.get()
    assert sent.url == reverse("inspection", args=[made.pk])
    point = made.points.get()
    form = reverse("inspection-found", args=[made.pk])
    filled = form_with("stamp", office.get(form)) | {f"found-{point.pk}": "not_done"}
    answer = office.post(form, filled)
    assert answer.status_code == 422
    filled = form_with("stamp", answer) | {
        f"text-{point.pk}": "没有双人核对。",
        f"mend_by-{point.pk}": (TODAY() + DAY).isoformat(),
    }
    office.post(form, filled)
    office.post(reverse("inspection-bulletin", args=[made.pk]), {"bulletin": "一处要改。"})
    staff = browser("staff")
    mended = reverse("inspection-mended", args=[made.pk, point.pk])
    assert staff.post(mended, {"text": ""}).status_code == 422
    staff.post(mended, {"text": "从今天起两人核对。"})
    point.refresh_from_db()
    assert (point.mended, point.mended_by) == ("从今天起两人核对。", cast.people.staff)


def test_a_unit_outside_the_chosen_office_is_not_inspected(browser, cast, points):
    office = browser("school_office")
    filled = form_with("about", office.get(reverse("inspection-add")))
    answer = office.post(
        reverse("inspection-add"),
        filled | {"unit": cast.school_small.pk, "about": "学籍", "team": "温如玉", "size": 1},
    )
    assert answer.status_code == 422
    assert "unit" in answer.context["form"].errors


def test_a_stale_tab_overwrites_nothing(browser, cast, points):
    made = planned(cast, size=1)
    point = made.points.get()
    office, form = browser("school_office"), reverse("inspection-found", args=[made.pk])
    filled = form_with("stamp", office.get(form)) | {
        f"found-{point.pk}": "done",
        f"text-{point.pk}": "我写的。",
    }
    inspecting.write_down(
        inspection=made, found=found(made, text="同事写的。"), by=cast.people.school_office
    )
    answer = office.post(form, filled)
    point.refresh_from_db()
    assert answer.status_code == 409
    assert point.text == "同事写的。"
    assert "我写的。" in answer.content.decode()


# --- the list narrowed ----------------------------------------------------------------------------


def in_states(client, **asked):
    """The states under which the list has the one inspection."""
    pages = {
        state: client.get(reverse("inspection-list"), {"state": state, **asked})
        for state, _ in filters.InspectionFilter.STATES
    }
    return {state for state, page in pages.items() if page.context["page_obj"].paginator.count}


def test_the_list_is_narrowed_by_how_far_it_is(cast, points, browser):
    client = browser("school_office")
    made = planned(cast)
    assert in_states(client) == {"", "open"}
    office = cast.people.school_office
    inspecting.write_down(inspection=made, found=found(made, **MISSING), by=office)
    inspecting.issue_bulletin(inspection=made, bulletin="总体认真。", by=office)
    assert in_states(client) == {"", "told", "unmended"}
    for point in made.points.all():
        inspecting.report_mended(point=point, text="补齐了。", by=cast.people.staff)
    assert in_states(client) == {"", "told"}
    assert in_states(client, year=TODAY().year - 1) == set()
    assert (
        "没有符合条件的检查"
        in client.get(reverse("inspection-list"), {"state": "open"}).content.decode()
    )


def test_no_state_shows_what_is_unannounced(cast, points, browser):
    planned(cast)
    assert in_states(browser("staff")) == set()
