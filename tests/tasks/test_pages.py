"""The pages of tasks through the client: what waits, handing in, undoing, waiving, the list."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from registry.tasks import settling
from registry.tasks.kinds import TaskKind
from registry.tasks.models import Task, TaskFile
from registry.trail.models import TrailEntry

TODAY = timezone.localdate()
PDF = b"%PDF-1.7\n%a page\n"


@pytest.fixture
def current(due_to):
    """`current(post="staff")`: a task that waits today, due in ten days."""

    def open_one(**given):
        days = {"opens_on": TODAY, "due_on": TODAY + timedelta(days=10), "day": TODAY}
        return due_to(**{**days, **given})

    return open_one


@pytest.fixture
def as_(client, cast):
    def sign_in(name):
        client.force_login(getattr(cast.accounts, name))
        return client

    return sign_in


def page_of(task, name="task-detail", *further):
    return reverse(name, args=[task.pk, *further])


def stamp_in(response):
    return response.context["form"]["stamp"].value()


def test_what_waits_stands_in_the_inbox_and_leads_to_its_page(as_, current):
    task = current(post="staff", material="本月情况")
    body = as_("staff").get(reverse("inbox")).content.decode()
    assert "等我办理" in body
    assert page_of(task) in body
    assert "本月情况" in body
    assert "等我办理" not in as_("teacher").get(reverse("inbox")).content.decode()


def test_it_is_handed_in_with_a_file_and_taken_back(as_, cast, current):
    task, client = current(post="staff", material="自查表"), as_("staff")
    page = client.get(page_of(task))
    given = {"stamp": stamp_in(page), "note": "逐条查过。"}
    file = SimpleUploadedFile("自查表.pdf", PDF)
    answer = client.post(page_of(task), {**given, "files": [file]}, follow=True)
    assert "已记为完成" in answer.content.decode()
    task.refresh_from_db()
    assert (task.done_by, task.note) == (cast.people.staff, "逐条查过。")

    kept = TaskFile.objects.get()
    assert b"".join(client.get(page_of(task, "task-file", kept.pk))) == PDF
    answer = client.post(page_of(task, "task-take-back"), follow=True)
    assert "写过的内容和材料都还在" in answer.content.decode()
    assert answer.context["form"]["note"].value() == "逐条查过。"
    client.post(page_of(task, "task-file-remove", kept.pk))
    assert not TaskFile.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"note": ""}, "请写明办理情况，或者上传材料"),
        ({"files": [SimpleUploadedFile("x.exe", b"MZ")]}, "请上传 PDF、DOCX、PNG 或 JPG"),
        ({"files": [SimpleUploadedFile("空.pdf", b"")]}, "文件是空的"),
        (
            {"note": "查过", "files": [SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(11)]},
            "一次最多交 10 个文件",
        ),
    ],
    ids=["nothing", "program", "empty", "many"],
)
def test_a_faulty_hand_in_keeps_what_was_typed(as_, current, given, said):
    task, client = current(post="staff", material="自查表"), as_("staff")
    page = client.get(page_of(task))
    answer = client.post(page_of(task), {"stamp": stamp_in(page), **given})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert answer.context["form"]["note"].value() == given.get("note")
    assert Task.objects.get().done_at is None


def test_a_stale_tab_shows_both_and_overwrites_nothing(as_, cast, current):
    task, client = current(post="staff"), as_("staff")
    stamp = stamp_in(client.get(page_of(task)))
    settling.complete(task=task, by=cast.people.staff, note="另一个窗口写的")
    settling.take_back(task=task, by=cast.people.staff)
    answer = client.post(page_of(task), {"stamp": stamp, "note": "这个窗口写的"})
    assert answer.status_code == 409
    assert "另一个窗口写的" in answer.content.decode()
    assert Task.objects.get().done_at is None


def test_the_office_records_what_came_on_paper_and_others_only_look(as_, cast, current):
    task = current(post="staff")
    for name in ("section_head", "principal", "bureau_leader"):
        client = as_(name)
        page = client.get(page_of(task))
        assert page.status_code == 200
        assert page.context["form"] is None
        assert client.post(page_of(task), {"note": "x"}).status_code == 403
        assert client.post(page_of(task, "task-take-back")).status_code == 403
    client = as_("school_office")
    page = client.get(page_of(task))
    assert "代为登记" in page.content.decode()
    client.post(page_of(task), {"stamp": stamp_in(page), "note": "交来纸质材料"})
    assert Task.objects.get().done_by == cast.people.school_office


def test_it_is_waived_with_a_reason(as_, cast, current):
    task = current(post="staff")
    assert as_("staff").get(page_of(task, "task-waive")).status_code == 403
    client = as_("school_office")
    assert client.post(page_of(task, "task-waive"), {"why": ""}).status_code == 422
    answer = client.post(page_of(task, "task-waive"), {"why": "岗位空缺"}, follow=True)
    assert "岗位空缺" in answer.content.decode()
    assert "岗位空缺" in as_("staff").get(page_of(task)).content.decode()


def test_what_another_unit_has_does_not_exist(as_, current):
    task = current(post="staff")
    client = as_("small_office")
    for name in ("task-detail", "task-waive"):
        assert client.get(page_of(task, name)).status_code == 404
    assert client.post(page_of(task, "task-take-back")).status_code == 404


def test_the_list_is_narrowed(as_, cast, current):
    mine = current(post="school_office", key="mine")
    late = current(post="staff", key="late", title="迟的", due_on=TODAY + timedelta(days=1))
    Task.objects.filter(pk=late.pk).update(
        opens_on=TODAY - timedelta(days=9), due_on=TODAY - timedelta(days=1)
    )
    current(post="small_staff", key="elsewhere")
    client = as_("school_office")

    def shown(**asked):
        page = client.get(reverse("task-list"), asked).context["page"]
        return [task.pk for task in page]

    assert shown() == [late.pk, mine.pk]
    assert shown(whose="mine") == [mine.pk]
    assert shown(state="late") == [late.pk]
    assert shown(words="迟") == [late.pk]
    assert shown(words="学籍") == [late.pk]
    assert shown(state="done") == []
    assert shown(month=f"{mine.due_on:%Y-%m}", whose="mine") == [mine.pk]
    assert shown(month="2026-99") == shown(state="无") == [late.pk, mine.pk]
    assert shown(whose="mine_done") == []
    settling.complete(task=mine, by=cast.people.school_office)
    assert shown(whose="mine_done") == [mine.pk]
    assert shown() == [late.pk]
    assert shown(state="all") == [late.pk, mine.pk]


def test_the_list_as_a_workbook(as_, current):
    current(post="staff", title="=1+1")
    client = as_("school_office")
    answer = client.get(reverse("task-export"))
    sheet = load_workbook(BytesIO(b"".join(answer))).active
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "学籍管理员" in cells
    assert cells["=1+1"] == "s"  # a text, no formula
    assert TrailEntry.objects.filter(action="export.downloaded").exists()
    assert as_("staff").get(reverse("task-export")).status_code == 404


def test_the_calendar_of_a_month(as_, current):
    due = TODAY.replace(day=28)
    task = current(post="staff", opens_on=due, due_on=due)
    client = as_("staff")
    page = client.get(reverse("task-calendar"), {"month": f"{due:%Y-%m}"})
    assert page_of(task) in page.content.decode()
    days = [day for week in page.context["weeks"] for day in week]
    assert len(days) % 7 == 0
    assert days[0].on.weekday() == 0
    assert [day.on for day in days if day.entries] == [due]
    assert (
        "没有到期的任务" in client.get(reverse("task-calendar") + "?month=2031-01").content.decode()
    )
    assert client.get(reverse("task-calendar") + "?month=昨天").context["first"] == TODAY.replace(
        day=1
    )


def test_who_answers_for_others_may_look_at_all_of_them_together(as_, current):
    due = TODAY.replace(day=28)
    for post in ("staff", "other_staff"):
        current(post=post, opens_on=due, due_on=due)
    asked = {"month": f"{due:%Y-%m}", "all": "1"}
    page = as_("school_office").get(reverse("task-calendar"), asked)
    (entry,) = [entry for day in page.context["days"] for entry in day.entries]
    assert (entry.number, entry.left) == (2, 2)
    found = as_("school_office").get(entry.url).context["page"]
    assert {task.due_on for task in found} == {due}
    assert found.count == 2
    assert "2 项" in page.content.decode()
    assert as_("staff").get(reverse("task-calendar"), asked).context["shows_all"] is False


def is_empty(answer):
    """A calendar without an entry: a program that fetches it drops what it had."""
    return answer.status_code == 200 and b"BEGIN:VEVENT" not in answer.content


def test_no_log_line_tells_the_address(as_, current, client, caplog):
    current(post="staff")
    address = as_("staff").post(reverse("task-feed"), {"act": "make"}).context["address"]
    secret = address.rpartition("/")[2].removesuffix(".ics")
    for asked in (address, address.replace(secret, secret[::-1])):
        client.get(asked)
    assert caplog.messages  # the page itself is told
    assert not any(secret in text or secret[::-1] in text for text in caplog.messages)


def test_a_calendar_program_fetches_titles_and_days_until_it_is_revoked(as_, cast, current, client):
    current(post="staff", title="自查，第一期；很长" + "的名称" * 20, material="不外传的要求")
    signed_in = as_("staff")
    page = signed_in.post(reverse("task-feed"), {"act": "make"})
    address = page.context["address"]
    assert address not in signed_in.get(reverse("task-feed")).content.decode()
    client.logout()
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    lines = answer.content.decode().split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert "不外传的要求" not in answer.content.decode()
    whole = answer.content.decode().replace("\r\n ", "")
    assert f"DTSTART;VALUE=DATE:{TODAY + timedelta(days=10):%Y%m%d}" in whole
    assert "SUMMARY:自查，第一期；很长的名称" in whole
    as_("staff").post(reverse("task-feed"), {"act": "make"})
    assert is_empty(client.get(address))


def test_what_is_confidential_stands_on_no_page_but_its_addressees(
    as_, cast, current, offered, client
):
    """No list, calendar, file or feed tells of it."""
    offered(TaskKind("secret", "约谈", "lock", is_confidential=True))
    task = current(post="staff", kind="secret", title="请到纪检组来一趟", due_on=TODAY)
    pages = [reverse(name) for name in ("inbox", "task-list", "task-calendar")]
    pages += [f"{reverse('task-list')}?state=all", f"{reverse('task-calendar')}?all=1"]
    for name in ("section_head", "principal", "school_office", "office", "discipline"):
        reader = as_(name)
        for page in pages:
            assert task.title not in reader.get(page).content.decode()
        assert reader.get(page_of(task)).status_code == 404
        sheet = load_workbook(BytesIO(b"".join(reader.get(reverse("task-export"))))).active
        assert task.title not in {cell.value for row in sheet.iter_rows() for cell in row}
    reader = as_("staff")
    assert all(task.title in reader.get(page).content.decode() for page in pages)
    address = reader.post(reverse("task-feed"), {"act": "make"}).context["address"]
    assert task.title not in client.get(address).content.decode()


def test_a_calendar_is_closed_with_the_account_and_by_hand(as_, cast, current, client):
    current(post="staff")
    address = as_("staff").post(reverse("task-feed"), {"act": "make"}).context["address"]
    assert not is_empty(client.get(address))
    account = cast.accounts.staff
    type(account).objects.filter(pk=account.pk).update(is_active=False)
    assert is_empty(client.get(address))
    type(account).objects.filter(pk=account.pk).update(is_active=True)
    as_("staff").post(reverse("task-feed"), {"act": "revoke"})
    assert is_empty(client.get(address))
    actions = TrailEntry.objects.filter(action__startswith="task.calendar")
    assert set(actions.values_list("action", flat=True)) == {
        *("task.calendar_opened", "task.calendar_closed")
    }
