"""An alert read and answered on paper: who enters it for whom, and that it is told apart."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import read_reach
from registry.files.models import SignedSheet
from registry.trail.models import TrailEntry
from reviews.alerts import from_paper, pages
from reviews.refusals import Refused
from risks.models import PointVersion
from tests import way
from tests.alerts.hands import issued
from tests.hands_on_paper import scan, sheet, without_account

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def alert(cast):
    way.confirmed_form(cast)
    points = PointVersion.objects.filter(in_force_for__post=cast.posts.staff)
    return issued(cast, list(points), reply_by=TODAY())


@pytest.fixture
def addressee(cast, alert):
    return alert.addressees.get(post=cast.posts.staff)


def enter(addressee, person, by, **changes):
    given = {"reply": "", **sheet(), **changes}
    from_paper.record_paper(addressee=addressee, person=person, by=by, **given)
    addressee.refresh_from_db()


def test_read_and_answered_on_paper_counts_and_says_who_entered_it(cast, alert, addressee, client):
    staff = without_account(cast.people.staff)
    office = cast.people.school_office
    client.force_login(cast.accounts.school_office)
    page = reverse("alert", args=[alert.pk])
    form = reverse("alert-sheet", args=[alert.pk, addressee.pk])
    assert form in client.get(page).content.decode()
    asked = client.get(form).content.decode()
    assert staff.name in asked
    assert "回复原文" in asked
    given = {"person": staff.pk, "reply": "已逐份核对", **sheet()}
    assert client.post(form, given).status_code == 302
    addressee.refresh_from_db()
    assert (addressee.read_by, addressee.replied_by, addressee.reply) == (
        staff,
        staff,
        "已逐份核对",
    )
    kept = SignedSheet.objects.get()
    assert addressee.read_sheet == addressee.reply_sheet == kept
    assert (kept.recorded_by, kept.signed_on) == (office, TODAY())
    assert TrailEntry.objects.filter(action="alert.recorded", actor_id=office.pk).count() == 1
    shown = client.get(page).content.decode()
    assert f"纸质，{office.name}" in shown
    assert "在纸上签阅" in shown
    assert f"{staff.name} {TODAY().month}月{TODAY().day}日已阅" not in shown
    assert f'href="{form}"' not in shown
    fetched = client.get(reverse("alert-scan", args=[alert.pk, addressee.pk, "reply"]))
    assert b"".join(fetched.streaming_content).startswith(b"%PDF")


def test_it_counts_as_read_in_the_list_and_waits_for_nobody(cast, alert, addressee, client):
    staff = without_account(cast.people.staff)
    enter(addressee, staff, cast.people.school_office, reply="已核对")
    client.force_login(cast.accounts.school_office)
    (row,) = client.get(reverse("alert-list")).context["page_obj"].object_list
    assert (row.reached, row.replied) == (1, 1)
    assert not pages.waiting_for(read_reach(staff, TODAY())).exists()


def test_read_first_and_answered_on_another_sheet(cast, alert, addressee):
    staff, office = without_account(cast.people.staff), cast.people.school_office
    enter(addressee, staff, office)
    assert (addressee.read_by, addressee.replied_at) == (staff, None)
    enter(addressee, staff, office, reply="做好了")
    assert addressee.read_sheet != addressee.reply_sheet
    with pytest.raises(Refused):
        enter(addressee, staff, office, reply="又写一次")
    assert (addressee.reply, SignedSheet.objects.count()) == ("做好了", 2)


def test_nobody_clicks_for_whom_can_sign_in(cast, alert, addressee, client):
    with pytest.raises(Refused):
        enter(addressee, cast.people.staff, cast.people.school_office)
    assert not SignedSheet.objects.exists()
    client.force_login(cast.accounts.school_office)
    form = reverse("alert-sheet", args=[alert.pk, addressee.pk])
    assert form not in client.get(reverse("alert", args=[alert.pk])).content.decode()
    answer = client.post(form, {"person": cast.people.staff.pk, **sheet()}, follow=True)
    assert from_paper.ON_SCREEN in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"signed_on": TODAY() + datetime.timedelta(days=1)}, "不能晚于今天"),
        ({"signed_on": TODAY() - datetime.timedelta(days=400)}, "不能早于"),
        ({"signed_on": ""}, "请填写纸质表上的签署日期"),
        ({"scan": ""}, "请上传签字页的扫描件"),
        ({"scan": scan("签字页.pdf", b"MZ")}, "不是这几种"),
        ({"scan": scan("签字页.exe")}, "不是这几种"),
    ],
)
def test_what_is_typed_wrong_is_said_and_the_text_stays(
    cast, alert, addressee, client, changes, said
):
    staff = without_account(cast.people.staff)
    client.force_login(cast.accounts.school_office)
    given = {"person": staff.pk, "reply": "写了很久的一段话", **sheet(), **changes}
    answer = client.post(reverse("alert-sheet", args=[alert.pk, addressee.pk]), given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "写了很久的一段话" in answer.content.decode()
    assert not SignedSheet.objects.exists()


def test_somebody_else_is_no_signer(cast, alert, addressee):
    without_account(cast.people.staff)
    with pytest.raises(Refused):
        enter(addressee, cast.people.teacher, cast.people.school_office)


def test_the_database_keeps_sheet_and_click_apart(cast, alert, addressee):
    staff = without_account(cast.people.staff)
    enter(addressee, staff, cast.people.school_office)
    kept = SignedSheet.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(addressee).objects.filter(pk=addressee.pk).update(reply_sheet=kept)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignedSheet.objects.filter(pk=kept.pk).update(recorded_by=staff)
