"""The pages of the register, through the client: writing, filtering, exporting, keeping, tokens."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config import public_only
from config import settings as whole
from powers.models import FlowNode
from registry.files.storing import open_verified
from registry.jobs.models import Job
from registry.jobs.worker import Worker
from registry.papers.stamps import stamp_of
from reviews.exercises import answering, proposals, tokens
from reviews.exercises.models import Exercise, ReceivedRecord, RecordToken, RegisteredPower
from risks import editing
from tests import way
from tests.exercises.factory import make_draft, make_entered, make_registered, sent, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def registered(cast):
    return make_registered(cast)


@pytest.fixture
def buyer(cast):
    """Signed in as the buyer of the large school."""
    client = Client()
    client.force_login(cast.accounts.other_staff)
    return client


@pytest.fixture
def office(cast):
    client = Client()
    client.force_login(cast.accounts.school_office)
    return client


def typed(**changes):
    return {
        "stamp": stamp_of({}),
        "subject": "采购课桌椅",
        "decided_on": today().isoformat(),
        "amount": "30000",
        "way": "procedure",
        **changes,
    }


def write(client, registered, **changes):
    return client.post(reverse("exercise-add", args=[registered.pk]), typed(**changes))


# --- writing ------------------------------------------------------------------------------------


def test_a_draft_is_kept_and_entered_later(buyer, registered):
    response = write(buyer, registered, attendees="马达川、石小满", avoided="谭后勤：亲属")
    draft = Exercise.objects.get()
    assert response.headers["Location"] == reverse("exercise-edit", args=[draft.pk])
    assert draft.is_draft
    assert draft.attendees == ["马达川", "石小满"]
    assert draft.avoided == [["谭后勤", "亲属"]]
    page = buyer.get(reverse("exercise-list")).text
    assert "没写完的草稿" in page
    edit = reverse("exercise-edit", args=[draft.pk])
    stamp = re.search(r'name="stamp" value="(\w+)"', buyer.get(edit).text)[1]
    response = buyer.post(edit, typed(stamp=stamp, enter="1"))
    assert response.headers["Location"] == reverse("exercise", args=[draft.pk])
    assert not Exercise.objects.get().is_draft


def test_it_is_entered_at_once_with_its_file(buyer, registered):
    scan = SimpleUploadedFile("合同.pdf", b"%PDF-1.4\n%%EOF\n")
    response = write(buyer, registered, enter="1", file=scan)
    assert response.status_code == 302
    entered = Exercise.objects.get()
    (kept,) = entered.files.all()
    file = buyer.get(reverse("exercise-file", args=[entered.pk, kept.pk]))
    assert b"".join(file.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"decided_on": "昨天"}, "decided_on"),
        ({"decided_on": "2999-01-01"}, "decided_on"),
        ({"decided_on": "1999-01-01"}, "decided_on"),
        ({"amount": "三万"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "1.234"}, "amount"),
        ({"amount": ""}, "amount"),
        ({"way": ""}, "way"),
        ({"way": "collective"}, "attendees"),
        ({"way": "collective", "attendees": "马达川"}, "attendees"),
        ({"attendees": "名" * 41}, "attendees"),
        ({"avoided": "谭后勤"}, "avoided"),
        ({"avoided": "谭后勤："}, "avoided"),
        ({"file": SimpleUploadedFile("病毒.exe", b"MZ")}, "file"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(buyer, registered, changes, field):
    response = write(buyer, registered, views="各位同意", enter="1", **changes)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "各位同意" in response.text
    assert not Exercise.objects.exists()


def test_personal_data_is_asked_about_once(buyer, registered):
    told = {"views": "联系 13812341234", "enter": "1"}
    response = write(buyer, registered, **told)
    assert response.status_code == 422
    assert "研究意见里有手机号码（138****1234）" in response.text
    assert not Exercise.objects.exists()
    assert write(buyer, registered, personal_ok="on", **told).status_code == 302
    assert Exercise.objects.entered().count() == 1


def test_a_stale_draft_shows_both_texts(buyer, registered, cast):
    draft = make_draft(registered, cast.people.other_staff)
    edit = reverse("exercise-edit", args=[draft.pk])
    response = buyer.post(edit, typed(subject="另一个窗口写的", stamp="0" * 16))
    assert response.status_code == 409
    assert "另一个窗口写的" in response.text
    assert "采购二年级课桌椅" in response.text
    assert Exercise.objects.get().subject == "采购二年级课桌椅"


def test_a_file_is_taken_out_of_a_draft(buyer, registered):
    write(buyer, registered, file=SimpleUploadedFile("合同.pdf", b"%PDF-1.4\n%%EOF\n"))
    draft = Exercise.objects.get()
    edit = reverse("exercise-edit", args=[draft.pk])
    stamp = re.search(r'name="stamp" value="(\w+)"', buyer.get(edit).text)[1]
    buyer.post(edit, typed(stamp=stamp, drop=[draft.files.get().pk, "x"]))
    assert not draft.files.exists()


# --- the list -----------------------------------------------------------------------------------


@pytest.fixture
def three(cast, registered):
    """A small one, a large one of another day, a late one that was answered."""
    by = cast.people.other_staff
    small = make_entered(registered, by, subject="粉笔", amount=Decimal(200), counterparty="")
    large = make_entered(
        registered, by, subject="投影仪", amount=Decimal(49_000), counterparty="光学公司"
    )
    old = today() - timedelta(days=60)
    late = make_entered(registered, by, subject="窗帘", amount=Decimal(3000), decided_on=old)
    answering.answer(finding=late.findings.get(), text="出差", by=by)
    return {"small": small, "large": large, "late": late}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["large", "small", "late"]),
        ("words=光学", ["large"]),
        ("words=没有", []),
        ("least=1000&most=5000", ["late"]),
        ("most=200", ["small"]),
        ("finding=any", ["late"]),
        ("finding=late", ["late"]),
        ("finding=split", []),
        ("finding=unanswered", []),
        ("finding=unseen", ["late"]),
        ("matter=purchase", ["large", "small", "late"]),
        ("matter=permit", []),
        ("matter=nothing&least=abc", ["large", "small", "late"]),
    ],
)
def test_the_list_is_narrowed(office, three, query, expected):
    response = office.get(f"{reverse('exercise-list')}?{query}")
    assert [row.pk for row in response.context["page"]] == [three[name].pk for name in expected]


def test_the_list_is_narrowed_by_days_section_and_power(office, three, registered, cast):
    def found(query):
        page = office.get(f"{reverse('exercise-list')}?{query}").context["page"]
        return [row.subject for row in page]

    assert found(f"since={today()}") == ["投影仪", "粉笔"]
    assert found(f"until={today() - timedelta(days=1)}") == ["窗帘"]
    assert len(found(f"section={cast.sections.general_affairs.pk}")) == 3
    assert found(f"section={cast.sections.teaching.pk}") == []
    assert len(found(f"registered={registered.pk}")) == 3


@pytest.mark.parametrize("name", ["xlsx", "pdf", "docx"])
def test_the_list_goes_out_as_a_file(office, three, name, cast):
    address = f"{reverse('exercise-export')}?finding=any"
    assert office.post(address, {"format": name}).status_code == 302
    assert Worker().run_one()
    job = Job.objects.get()
    assert job.state == Job.State.DONE, job.error_text
    with open_verified(job.result) as stream:
        content = stream.read()
    if name == "xlsx":
        book = openpyxl.load_workbook(BytesIO(content))
        cells = [str(cell.value) for line in book.active.iter_rows() for cell in line]
        assert "窗帘" in cells
        assert "粉笔" not in cells
        assert any("登记晚了：出差" in cell for cell in cells)


def test_the_menu_entry_stands_where_it_applies(cast, buyer, office):
    def menu(client):
        return [item["label"] for item in client.get(reverse("inbox")).context["navigation"]]

    assert "运行登记" not in menu(buyer)
    assert "运行登记" in menu(office)
    make_registered(cast)
    assert "运行登记" in menu(buyer)


# --- which powers -------------------------------------------------------------------------------


def test_the_office_is_offered_internal_powers_and_adds_one(office, cast):
    way.confirmed_catalogue(cast, "物资采购决定", side="internal", visibility="inside")
    (offered,) = proposals.proposals(cast.school_large)
    assert (offered.matter, offered.why) == ("purchase", proposals.INTERNAL)
    page = office.get(reverse("registered-power-list")).text
    assert "物资采购决定" in page
    add = reverse("registered-power-add", args=[cast.school_large.pk])
    form = office.get(f"{add}?power={offered.power.pk}").context["form"]
    assert form["name"].value() == "物资采购决定"
    response = office.post(
        add,
        {
            "stamp": stamp_of({}),
            "name": "物资采购",
            "matter": "purchase",
            "power": offered.power.pk,
            "collective": "above",
            "threshold": "50000",
            "timing": "after",
            "days": "5",
        },
    )
    assert response.status_code == 302
    made = RegisteredPower.objects.get()
    assert (made.threshold, made.window_days) == (Decimal(50_000), 30)
    assert proposals.proposals(cast.school_large) == []


@pytest.mark.parametrize(("severity", "is_offered"), [(3, True), (2, False)])
def test_a_power_with_a_point_of_the_top_level_is_offered(cast, severity, is_offered):
    way.confirmed_catalogue(cast, "转入学生接收审核")
    form = way.begin_form(cast)
    editing.save_duty(paper=form, kind="duty", text="接收转入学生", by=cast.people.staff)
    step = FlowNode.objects.get(label="决定").step_id
    answers = {"likelihood": severity, "severity": severity}
    content = way.point(1, answers=answers, step=step)
    editing.save_point(paper=form, content=content, by=cast.people.staff)
    way.sign_on(way.submit(form, cast.people.staff))
    way.through_publicity(form, cast.people.school_office)
    way.confirm(form, cast.people.principal)
    found = [(each.why, each.matter) for each in proposals.proposals(cast.school_large)]
    assert found == ([(proposals.TOP_LEVEL, "enrolment")] if is_offered else [])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "零星采购支出"}, "name"),
        ({"matter": ""}, "matter"),
        ({"collective": "above"}, "threshold"),
        ({"threshold": "0"}, "threshold"),
        ({"timing": "after", "days": ""}, "days"),
        ({"days": "0"}, "days"),
        ({"window_days": "1000"}, "window_days"),
    ],
)
def test_what_is_wrong_with_a_registered_power(office, registered, cast, changes, field):
    given = {
        "stamp": stamp_of({}),
        "name": "公车使用",
        "matter": "other",
        "collective": "never",
        "timing": "after",
        "days": "5",
        **changes,
    }
    response = office.post(reverse("registered-power-add", args=[cast.school_large.pk]), given)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


# --- tokens and records -------------------------------------------------------------------------


def make(office, registered, **changes):
    given = {"registered": registered.pk, "system": "oa", "expires_on": today().isoformat()}
    return office.post(reverse("record-token-list"), {**given, **changes})


def test_a_token_is_shown_once_and_works_until_it_is_revoked(office, registered):
    page = make(office, registered)
    token = re.search(r"rec_[\w-]{40,}", page.text)[0]
    assert tokens.known(token) is not None
    again = office.get(reverse("record-token-list"))
    assert token not in again.text
    assert "no-store" in page.headers["Cache-Control"]

    def send():
        headers = {"Authorization": f"Bearer {token}"}
        body = json.dumps(sent())
        return Client().post("/records/", body, content_type="application/json", headers=headers)

    assert send().status_code == 201
    office.post(reverse("record-token-revoke", args=[RecordToken.objects.get().pk]))
    assert send().status_code == 401


@pytest.mark.parametrize("days", [-1, 400])
def test_a_token_is_good_for_a_year_at_most(office, registered, days):
    day = today() + timedelta(days=days)
    assert make(office, registered, expires_on=day.isoformat()).status_code == 422
    assert not RecordToken.objects.exists()


def test_a_record_is_looked_at_and_entered_from_its_page(office, buyer, registered):
    token = re.search(r"rec_[\w-]{40,}", make(office, registered).text)[0]
    headers = {"Authorization": f"Bearer {token}"}
    body = json.dumps(sent(happened_on=(today() - timedelta(days=30)).isoformat()))
    Client().post("/records/", body, content_type="application/json", headers=headers)
    arrived = ReceivedRecord.objects.get()
    assert "采购打印纸" in buyer.get(reverse("record-list")).text
    assert "过了登记期限" in buyer.get(reverse("record", args=[arrived.pk])).text
    edit = buyer.post(reverse("record-begin", args=[arrived.pk])).headers["Location"]
    page = buyer.get(edit)
    assert "采购打印纸" in page.text
    stamp = re.search(r'name="stamp" value="(\w+)"', page.text)[1]
    happened_on = arrived.happened_on.isoformat()
    buyer.post(edit, typed(stamp=stamp, decided_on=happened_on, enter="1"))
    assert [each.kind for each in Exercise.objects.get().findings.all()] == ["late"]
    page = buyer.get(reverse("record", args=[arrived.pk])).text
    assert "这条来件已经进了台账" in page


def test_nothing_of_it_is_there_for_the_public_alone(settings, db):
    for name, value in public_only.narrowed(vars(whole)).items():
        if name not in ("INSTALLED_APPS", "SILENCED_SYSTEM_CHECKS"):
            setattr(settings, name, value)
    client = Client()
    for address in ("/records/", "/records/schema.json", "/exercises/", "/exercises/tokens/"):
        assert client.get(address).status_code == 404
    sent_on = client.post("/records/", json.dumps(sent()), content_type="application/json")
    assert sent_on.status_code == 404


def test_the_days_shown_are_those_of_the_entry(buyer, registered, cast):
    entered = make_entered(registered, cast.people.other_staff)
    page = buyer.get(reverse("exercise", args=[entered.pk])).text
    day = timezone.localdate(entered.entered_at)
    assert f"{day.year}年{day.month}月{day.day}日" in page
