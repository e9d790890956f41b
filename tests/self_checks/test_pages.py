"""The pages of self-checks: answering, the draft, handing in, the sample, the list and files."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reviews.self_checks.models import SelfCheck, SelfCheckFinding
from tests.architecture.page_forms import form_with
from tests.self_checks.hands import handed_in, opened, reread

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client, cast):
    def sign_in(role):
        client.force_login(getattr(cast.accounts, role))
        return client

    return sign_in


def page_of(task):
    return reverse("self-check", args=[task.pk])


def filled(client, task, **changes):
    form = form_with("stamp", client.get(page_of(task)))
    said = {name.replace("why-", "said-"): "done" for name in form if name.startswith("why-")}
    return {**form, **said, **changes}


def test_from_the_inbox_through_a_draft_to_the_sample(cast, as_):
    task, client = opened(cast), as_("staff")
    assert page_of(task) in client.get(reverse("inbox")).content.decode()
    data = filled(client, task, note="写到一半")
    client.post(page_of(task), {**data, "keep": "1"})
    assert reread(task).done_at is None
    assert "写到一半" in client.get(page_of(task)).content.decode()
    client.post(page_of(task), {**filled(client, task), "hand_in": "1"})
    check = SelfCheck.objects.get()
    assert check.answers.count() == 2
    client = as_("section_head")
    confirming = reverse("self-check", args=[check.confirming_id])
    assert confirming in client.get(reverse("inbox")).content.decode()
    page = client.get(confirming).content.decode()
    found = {f"holds-{each.pk}": "yes" for each in check.answers.all()}
    assert all(name in page for name in found)
    client.post(reverse("self-check-confirm", args=[task.pk]), found)
    assert SelfCheckFinding.objects.filter(holds=True).count() == 2


def test_what_is_missing_is_said_where_it_is_and_the_rest_stays(cast, as_):
    task, client = opened(cast), as_("staff")
    data = filled(client, task, note="总的还好")
    last = [name for name in data if name.startswith("said-")][-1]
    answer = client.post(page_of(task), {**data, last: "not_done", "hand_in": "1"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请写一句为什么" in text
    assert "总的还好" in text
    del data[last]
    answer = client.post(page_of(task), {**data, "hand_in": "1"})
    assert "还没有选做到没有" in answer.content.decode()
    assert reread(task).done_at is None


def test_a_stale_tab_does_not_write_over_another(cast, as_):
    task, client = opened(cast), as_("staff")
    data = filled(client, task, note="甲")
    client.post(page_of(task), {**data, "keep": "1"})
    answer = client.post(page_of(task), {**data, "note": "乙", "keep": "1"})
    assert answer.status_code == 409
    assert "乙" in answer.content.decode()
    assert SelfCheck.objects.get().draft_note == "甲"


def test_what_does_not_hold_wants_a_reason(cast, as_):
    check, client = handed_in(cast), as_("section_head")
    found = {f"holds-{each.pk}": "no" for each in check.answers.all()}
    answer = client.post(reverse("self-check-confirm", args=[check.task_id]), found)
    assert answer.status_code == 422
    assert "请写清差在哪里" in answer.content.decode()
    assert not SelfCheckFinding.objects.exists()


def test_the_office_sees_who_has_not_handed_in(cast, as_):
    handed_in(cast)
    opened(cast, points=0, post="other_staff", key="other")
    client, address = as_("school_office"), reverse("self-check-list")
    waiting = client.get(address, {"state": "waiting"}).content.decode()
    assert "采购员" in waiting
    assert "学籍管理员" not in waiting
    assert "学籍管理员" in client.get(address, {"state": "unconfirmed"}).content.decode()


def test_the_list_as_files_for_those_who_answer(cast, as_):
    handed_in(cast)
    client = as_("school_office")
    answer = client.get(reverse("self-check-export", args=["xlsx"]))
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "学籍管理员" in "".join(str(cell) for cell in cells)
    pdf = client.get(reverse("self-check-export", args=["pdf"]))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert client.get(reverse("self-check-export", args=["csv"])).status_code == 404
    assert as_("staff").get(reverse("self-check-export", args=["xlsx"])).status_code == 404


def test_the_sheet_is_there_once_it_is_handed_in(cast, as_):
    task, client = opened(cast), as_("staff")
    address = reverse("self-check-sheet", args=[task.pk])
    assert client.get(address).status_code == 404
    handed_in(cast, task=task)
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")


def test_nothing_of_another_school(cast, as_):
    check = handed_in(cast)
    client = as_("small_office")
    assert client.get(page_of(check.task)).status_code == 404
    assert "学籍管理员" not in client.get(reverse("self-check-list")).content.decode()
