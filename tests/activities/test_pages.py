"""The pages of an activity: from plan to record, a ballot, files, what is said where it is."""

import datetime
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from reviews.activities import proceeding
from reviews.activities.models import Activity, ActivityFile, ActivityKind, Tally
from tests.activities.hands import RESULT, again, held, planned, recorded, scan
from tests.architecture.page_forms import form_with

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)


# --- a ballot -------------------------------------------------------------------------------------


def typed(page, **fields):
    return {**form_with("result", page), **fields}


def test_few_ballots_are_not_counted(cast, browser):
    made = held(cast, kind="民主测评")
    address = reverse("activity-record", args=[made.pk])
    page = browser("group").get(address)
    counts = {"subject-1": "班子", "count-1-0": 4, "count-1-1": 0, "count-1-2": 0, "count-1-3": 0}
    answer = browser("group").post(address, typed(page, result=RESULT, **counts))
    assert answer.status_code == 422
    assert "不足 5 张" in answer.content.decode()
    assert RESULT in answer.content.decode()
    assert (
        browser("group")
        .post(address, typed(page, result=RESULT, **counts | {"count-1-1": 1}))
        .status_code
        == 302
    )
    assert [each.number for each in made.tallies.order_by("place")] == [4, 1, 0, 0]


def test_a_ballot_is_whole_or_not_there(cast, browser):
    made = held(cast, kind="民主测评")
    address = reverse("activity-record", args=[made.pk])
    page = browser("group").get(address)
    for fields in ({"subject-1": "班子", "count-1-0": 9}, {"count-1-0": 9}):
        assert (
            browser("group").post(address, typed(page, result=RESULT, **fields)).status_code == 422
        )
    assert not made.tallies.exists()


def test_a_kind_without_grades_has_no_ballot(cast, browser):
    made = held(cast)
    page = browser("group").get(reverse("activity-record", args=[made.pk])).content.decode()
    assert "票数" not in page


def test_no_table_holds_who_voted_how(cast):
    """There is no column that leads from a number to a person."""
    assert {field.name for field in Tally._meta.get_fields() if field.is_relation} == {"activity"}


# --- through the browser --------------------------------------------------------------------------


def test_from_plan_to_record(cast, browser):
    office = browser("school_office")
    address = reverse("activity-plan", args=[cast.school_large.pk])
    page = office.get(address)
    kind = ActivityKind.objects.get(name="廉政听证")
    plan = {
        **form_with("stamp", page),
        "kind": kind.pk,
        "about": "食堂招标",
        "planned_on": TODAY().isoformat(),
        "place": "会议室",
        "holder": cast.people.group.pk,
        "groups": ["middle"],
        "people": [cast.people.staff.pk],
    }
    assert office.post(address, plan).status_code == 302
    made = Activity.objects.get()
    assert made.invitations.filter(person=cast.people.staff).exists()
    first = made.invitations.first()
    address = reverse("activity-hold", args=[made.pk])
    group = browser("group")
    group.post(address, {**form_with("stamp", group.get(address)), f"came-{first.pk}": "excused"})
    first.refresh_from_db()
    assert first.came == "excused"
    address = reverse("activity-file-add", args=[made.pk])
    assert group.post(address, {"file": scan(), "part": "record"}).status_code == 302
    address = reverse("activity-record", args=[made.pk])
    assert group.post(address, {"result": RESULT}).status_code == 302
    assert again(made).recorded_by == cast.people.group
    for format_name in ("pdf", "docx"):
        file = group.get(reverse("activity-print", args=[made.pk, format_name]))
        assert file.status_code == 200
    with zipfile.ZipFile(BytesIO(b"".join(file.streaming_content))) as parts:
        words = parts.read("word/document.xml").decode()
    assert RESULT in words
    assert "签到表.pdf" in words


def test_nobody_invited_is_said_where_it_is_and_the_text_stays(cast, browser):
    office = browser("school_office")
    address = reverse("activity-plan", args=[cast.school_large.pk])
    answer = office.post(address, {**form_with("stamp", office.get(address)), "about": "谁都没请"})
    assert answer.status_code == 422
    assert "请选要请谁参加" in answer.content.decode()
    assert "谁都没请" in answer.content.decode()


def test_a_day_to_come_is_not_held(cast, browser):
    made = planned(cast)
    address = reverse("activity-hold", args=[made.pk])
    group = browser("group")
    form = {**form_with("stamp", group.get(address)), "held_on": (TODAY() + DAY).isoformat()}
    assert group.post(address, form).status_code == 422
    assert not again(made).is_held


def test_the_year_as_a_workbook(cast, browser):
    recorded(cast)
    file = browser("principal").get(reverse("activity-xlsx"))
    sheet = load_workbook(BytesIO(b"".join(file.streaming_content))).active
    words = [cell.value for row in sheet.iter_rows() for cell in row]
    assert {"节前警示教育", RESULT, "已记录"} <= set(words)


def test_a_file_is_taken_out_again_before_it_is_recorded(cast, browser):
    made = held(cast)
    kept = proceeding.add_file(
        activity=made, upload=scan(), part=ActivityFile.Part.MATERIAL, by=cast.people.group
    )
    address = reverse("activity-file-remove", args=[made.pk, kept.pk])
    assert browser("group").post(address).status_code == 302
    assert not made.files.exists()
