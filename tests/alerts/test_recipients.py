"""告知名单 of an alert that is told by mouth or by message: people, and not a word of it."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from registry.trail.models import TrailEntry
from reviews.alerts import issuing
from risks.models import PointVersion
from tests import way
from tests.alerts.hands import issued

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def points(cast):
    way.confirmed_form(cast)
    return list(PointVersion.objects.filter(in_force_for__post=cast.posts.staff))


def cells(answer):
    book = openpyxl.load_workbook(BytesIO(answer.getvalue()))
    return [str(cell) for row in book.active.iter_rows(values_only=True) for cell in row if cell]


def test_who_is_to_be_told_and_who_has_been(cast, client, points):
    alert = issued(cast, points, manner="message")
    office = cast.people.school_office
    issuing.record_told(alert=alert, posts=[cast.posts.staff.pk], on=TODAY(), by=office)
    client.force_login(cast.accounts.school_office)
    address = reverse("alert-recipients", args=[alert.pk])
    page = client.get(reverse("alert", args=[alert.pk])).content.decode()
    assert address in page
    assert "系统不发短信" in page
    told = cells(client.get(address))
    assert {cast.people.staff.name, cast.posts.staff.name, "手机号"} <= set(told)
    assert any("短信提示告知名单" in cell for cell in told)
    whole = "".join(told)
    assert alert.text not in whole
    assert alert.key_work not in whole
    assert f"{TODAY().year}年" in whole
    assert TrailEntry.objects.filter(action="export.downloaded", actor_id=office.pk).exists()


def test_an_empty_post_stands_there_without_a_name(cast, client, points):
    alert = issued(cast, points, manner="oral")
    cast.people.staff.appointments.update(ends=TODAY() - timedelta(days=1))
    client.force_login(cast.accounts.school_office)
    assert "（现在没有人）" in cells(client.get(reverse("alert-recipients", args=[alert.pk])))


@pytest.mark.parametrize(
    ("manner", "who", "status"),
    [
        ("message", "school_office", 200),
        ("oral", "school_office", 200),
        ("written", "school_office", 404),
        ("special", "school_office", 404),
        ("message", "staff", 403),
        ("message", "small_office", 404),
    ],
)
def test_for_the_office_that_tells(cast, client, points, manner, who, status):
    alert = issued(cast, points, manner=manner)
    client.force_login(getattr(cast.accounts, who))
    assert client.get(reverse("alert-recipients", args=[alert.pk])).status_code == status
