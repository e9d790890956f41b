"""The trail is read by the audit administrator and nobody else."""

from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from registry.files.storing import open_verified
from registry.jobs.models import Job
from registry.jobs.worker import Worker
from registry.trail import recording
from registry.trail.models import TrailEntry
from registry.trail.recording import record_now

URL = "trail-list"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def auditor(client, cast):
    client.force_login(cast.accounts.auditor)
    return client


def shown(client, **asked):
    response = client.get(reverse(URL), asked)
    assert response.status_code == 200
    return [entry.target_ref for entry in response.context["page_obj"]]


def test_nobody_else_reads_it(client, cast):
    for name, account in vars(cast.accounts).items():
        client.force_login(account)
        expected = 200 if name == "auditor" else 403
        assert client.get(reverse(URL)).status_code == expected, name


@pytest.mark.parametrize("who", ["system_admin", "security_admin", "bureau_leader", "discipline"])
def test_nobody_else_exports_it(client, cast, who):
    client.force_login(getattr(cast.accounts, who))
    assert client.post(reverse("trail-export")).status_code == 403
    assert not Job.objects.exists()


def test_visitors_are_sent_to_sign_in(client, db):
    assert client.get(reverse(URL)).status_code == 302


@pytest.fixture
def entries(cast, auditor, monkeypatch):
    """A: late on the 22nd of March in Shanghai, B and C: on the 23rd."""
    people, here = cast.people, ZoneInfo("Asia/Shanghai")
    rows = [
        ("A", people.staff, "paper.submitted", cast.school_large, "done", (22, 23, 59)),
        ("B", people.section_head, "step.passed", cast.school_large, "refused", (23, 0, 1)),
        ("C", people.small_staff, "paper.submitted", cast.school_small, "done", (23, 12, 0)),
    ]
    for ref, by, action, unit, outcome, (day, hour, minute) in rows:
        at = datetime(2026, 3, day, hour, minute, tzinfo=here)
        monkeypatch.setattr(recording.timezone, "now", lambda at=at: at)
        record_now(by=by, action=action, unit=unit, target=ref, target_kind="test", outcome=outcome)
    monkeypatch.undo()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"actor": "林听雨"}, "A"),
        ({"actor": "section-h"}, "B"),
        ({"action": "paper.submitted", "until": "2026-03-23"}, "CA"),
        ({"outcome": "refused"}, "B"),
        ({"since": "2026-03-23", "until": "2026-03-23"}, "CB"),
        ({"until": "2026-03-22"}, "A"),
        ({"actor": "林听雨", "action": "step.passed"}, ""),
    ],
)
def test_filters(entries, auditor, asked, found):
    assert shown(auditor, **asked) == list(found)


def test_filter_by_unit(entries, auditor, cast):
    assert shown(auditor, unit=cast.school_small.pk) == ["C"]


def test_of_many_units_one_is_found_by_its_name(entries, auditor, cast, monkeypatch):
    monkeypatch.setattr("registry.organisation.unit_choice.MOST", 1)
    page = auditor.get(reverse(URL)).content.decode()
    assert cast.school_small.name not in page.split('id="entries"')[0]
    assert shown(auditor, unit_named=cast.school_small.name) == ["C"]
    assert shown(auditor, unit_named="学") == ["C", "B", "A"]
    assert shown(auditor, unit_named="没有这个") == []
    assert shown(auditor, unit="x") == shown(auditor), "what is not offered narrows nothing"


def test_nothing_found_says_what_to_do(entries, auditor):
    response = auditor.get(reverse(URL), {"actor": "无此人"})
    assert "没有符合条件的记录" in response.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "昨天"},
        {"since": "2026-12-02", "until": "2026-12-01"},
        {"action": "x"},
    ],
)
def test_what_cannot_be_asked_is_explained(entries, auditor, asked):
    response = auditor.get(reverse(URL), asked)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not response.context["page_obj"].object_list


def test_htmx_gets_the_rows_alone(entries, auditor):
    text = auditor.get(reverse(URL), **HTMX).content.decode()
    assert "<html" not in text
    assert "提交办件" in text


def test_what_is_in_an_entry_is_inert(auditor, cast):
    record_now(by=None, action="import.confirmed", target="<script>alert(1)</script>")
    assert "<script>alert" not in auditor.get(reverse(URL)).content.decode()


def test_the_number_of_queries_does_not_grow(auditor, cast):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert auditor.get(reverse(URL)).status_code == 200
        return len(caught)

    record_now(by=None, action="signin.done")
    queries()
    few = queries()
    for _ in range(200):
        record_now(by=None, action="signin.done", unit=cast.bureau)
    assert queries() == few


def test_the_export_holds_what_was_filtered(entries, auditor, cast):
    asked = {"action": "paper.submitted", "until": "2026-03-23", "token": "t1"}
    for _ in range(3):
        response = auditor.post(reverse("trail-export"), asked)
        assert response.headers["Location"] == reverse("downloads")
    Worker().run_until_empty()
    job = Job.objects.get()
    assert job.state == "done"
    with open_verified(job.result) as stream:
        sheet = load_workbook(BytesIO(stream.read())).worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {"A", "C"} <= set(cells)
    assert "B" not in cells
    assert "林听雨" in cells
    assert TrailEntry.objects.filter(action="export.requested").count() == 1


def test_an_auditor_no_longer_one_gets_nothing(entries, auditor, cast):
    auditor.post(reverse("trail-export"))
    cast.people.auditor.admin_role = None
    cast.people.auditor.save()
    Worker().run_until_empty()
    assert Job.objects.get().state == "failed"
