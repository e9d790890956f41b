"""Many rows are written by a job: those that were seen, all of them or none, once."""

import pytest
from django.urls import reverse

from registry.intake.models import TableImport
from registry.jobs.models import Job
from registry.jobs.worker import NOT_ALLOWED, Worker
from registry.organisation.models import Mandate
from registry.papers.models import Paper
from registry.trail.models import TrailEntry
from reviews import notices
from reviews.importing import plan_of
from risks import editing
from risks.models import PointVersion
from tests import way
from tests.reviews.test_import_pages import GOOD, mapped, page, press, sent

TWO_FORMS = (["教务处", "学籍管理员", "放宽条件，造成不公", "高", "两人复核"], GOOD)


@pytest.fixture
def keeper(client, cast, monkeypatch):
    """Of whom every import has many rows."""
    monkeypatch.setattr("registry.intake.at_once.ROWS_AT_ONCE", 1)
    client.force_login(cast.accounts.keeper)
    return client


@pytest.fixture
def queued(cast, keeper):
    """Confirmed as it was seen, and waiting for a worker."""
    imported = mapped(keeper, sent(keeper, *TWO_FORMS))
    confirm(keeper, imported)
    return TableImport.objects.get()


def confirm(client, imported):
    return press(client, imported, seen=seen_of(imported))


def seen_of(imported):
    return plan_of(imported).fingerprint


def run(state):
    Worker().run_one()
    assert Job.objects.get().state == state
    return Job.objects.get()


def written():
    return Paper.objects.count(), PointVersion.objects.count()


def fragment(client, imported):
    address = reverse("table-import", args=[imported.pk])
    return client.get(address, headers={"HX-Request": "true"}).content.decode()


def test_few_rows_are_written_while_one_waits(keeper):
    """The control of the number: one row is not more than one."""
    imported = mapped(keeper, sent(keeper, GOOD))
    confirm(keeper, imported)
    assert (written(), Job.objects.count()) == ((1, 1), 0)


@pytest.mark.parametrize("claimed", [{}, {"rows": "1"}, {"rows": ""}])
def test_how_many_there_are_is_not_what_the_page_says(keeper, claimed):
    imported = mapped(keeper, sent(keeper, *TWO_FORMS))
    press(keeper, imported, seen=seen_of(imported), **claimed)
    assert (written(), Job.objects.count()) == ((0, 0), 1)


def test_rows_are_counted_anew_by_other_columns(keeper):
    """One row of two risks, read whole, is one row."""
    two = ["总务处", "采购员", "1.虚报数量，造成损失；2.收受供应商礼品", "高", "双人验收"]
    imported = mapped(keeper, sent(keeper, two))
    assert imported.rows == len(plan_of(imported).rows) == 2
    imported = mapped(keeper, imported, whole="1")
    assert imported.rows == len(plan_of(imported).rows) == 1
    confirm(keeper, imported)
    assert (written(), Job.objects.count()) == ((1, 1), 0)


def test_what_nobody_counted_is_left_to_a_job(keeper):
    """A file that waited while the version with the number was installed."""
    imported = mapped(keeper, sent(keeper, GOOD))
    TableImport.objects.update(rows=None)
    confirm(keeper, imported)
    assert (written(), Job.objects.count()) == ((0, 0), 1)


def test_many_wait_for_a_worker_and_are_written_once(keeper, queued):
    assert written() == (0, 0)
    assert "由后台写入" in page(keeper, queued)
    assert "正在写入" in keeper.get(reverse("table-imports")).content.decode()
    assert "正在排队" in fragment(keeper, queued)
    run("done")
    assert written() == (2, 2)
    assert "已写入草稿" in fragment(keeper, queued)
    assert "写入下面 2 张表的草稿" in page(keeper, queued)
    assert not Worker().run_one()
    actions = TrailEntry.objects.filter(action__startswith="import.").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "import.requested",
        "import.confirmed",
    ]


@pytest.mark.parametrize("button", ["seen", "discard", "skip"])
def test_until_then_no_button_does_anything(keeper, queued, button):
    """A double click finds the job of the first; another tab cannot throw the file away."""
    key = plan_of(queued).rows[0].row.key
    value = {"seen": seen_of(queued), "discard": "1", "skip": key}[button]
    assert press(keeper, queued, **{button: value}).status_code == 302
    mapping = reverse("table-import-mapping", args=[queued.pk])
    assert keeper.post(mapping, {"whole": "1"}).status_code == 302
    assert TableImport.objects.get().choices == queued.choices
    run("done")
    assert written() == (2, 2)


def test_what_is_no_longer_as_it_was_seen_is_not_written(cast, keeper, queued):
    paper = way.begin_form(cast)
    editing.save_point(paper=paper, content=way.point(), by=cast.people.staff)
    assert "什么也没有写入" in run("failed").error_text
    assert written() == (1, 1)
    assert "回去核对" in fragment(keeper, queued)
    for _ in range(2):  # a browser that fetches ahead uses nothing up
        again = page(keeper, queued)
        assert "核对期间内容有了变化" in again
        assert "请再点“确认写入草稿”" in again
    press(keeper, queued, skip="no such row")
    assert "核对期间内容有了变化" not in page(keeper, queued), "somebody has looked at it"
    assert "回去核对" in fragment(keeper, queued), "a tab that still waits finds its way back"
    confirm(keeper, queued)
    Worker().run_one()
    assert written() == (2, 3)


def test_whoever_keeps_no_lists_any_more_writes_nothing(queued):
    Mandate.objects.filter(seat="information_keeper").delete()
    assert run("failed").error_text == NOT_ALLOWED
    assert written() == (0, 0)


def test_broken_off_in_the_middle_nothing_stays_and_the_next_try_writes_all(
    queued, monkeypatch, settings
):
    settings.JOB_BACKOFF_SECONDS = 0
    told = []

    def break_off(paper, by):
        told.append(paper)
        if len(told) == 2:
            raise RuntimeError("the machine was switched off")

    monkeypatch.setattr(notices, "imported", break_off)
    run("waiting")
    assert (written(), len(told)) == ((0, 0), 2)
    run("done")
    assert written() == (2, 2)
