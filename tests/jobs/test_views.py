"""My downloads: one's own and nobody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.files.storing import path_of
from registry.jobs.models import Job
from registry.jobs.worker import Worker
from registry.organisation.models import Account
from registry.trail.models import TrailEntry

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def staff(client, cast):
    client.force_login(cast.accounts.staff)
    return client


@pytest.fixture
def done(offer, queue, document):
    offer(lambda work: document)
    job = queue()
    Worker().run_one()
    job.refresh_from_db()
    return job


def page(client, **extra):
    response = client.get(reverse("downloads"), **extra)
    assert response.status_code == 200
    return response.content.decode()


def test_without_jobs_it_says_where_they_come_from(staff):
    assert "还没有下载" in page(staff)


def test_a_running_job_shows_its_progress_and_asks_again(staff, offer, queue):
    seen = []

    def handler(work):
        work.progress(40, "正在排版")
        seen.append((page(staff), page(staff, **HTMX)))

    offer(handler)
    queue()
    Worker().run_one()
    ((whole, fragment),) = seen
    for text in (whole, fragment):
        assert 'value="40"' in text
        assert "正在排版" in text
        assert 'hx-trigger="every 2s"' in text
    assert "刷新" in whole
    assert "<html" in whole
    assert "<html" not in fragment


def test_when_nothing_runs_it_stops_asking(staff, done):
    text = page(staff, **HTMX)
    assert "hx-trigger" not in text
    assert reverse("download-file", args=[done.pk]) in text


def test_the_file_is_fetched_as_an_attachment_and_that_is_in_the_trail(staff, done, document, cast):
    response = staff.get(reverse("download-file", args=[done.pk]))
    assert b"".join(response.streaming_content) == document.content
    assert response.headers["Content-Disposition"].startswith("attachment")
    entry = TrailEntry.objects.latest("id")
    assert (entry.action, entry.actor_id) == ("export.downloaded", cast.people.staff.pk)


@pytest.mark.parametrize("who", ["section_head", "principal", "system_admin", "auditor"])
def test_somebody_elses_job_does_not_exist(client, cast, done, who):
    client.force_login(getattr(cast.accounts, who))
    assert "风险点目录" not in page(client)
    assert client.get(reverse("download-file", args=[done.pk])).status_code == 404
    assert client.post(reverse("download-retry", args=[done.pk])).status_code == 404
    assert client.post(reverse("download-cancel", args=[done.pk])).status_code == 404
    assert not TrailEntry.objects.filter(action="export.downloaded").exists()


def test_an_account_without_a_person_sees_no_duties_of_the_system(client, offer, queue):
    offer(lambda work: None)
    queue(by=None)
    client.force_login(Account.objects.create(username="root", is_superuser=True))
    assert "风险点目录" not in page(client)


def test_a_right_revoked_since_closes_the_file(staff, offer, queue, document):
    rights = {"held": True}
    offer(lambda work: document, allowed=lambda owner, arguments: rights["held"])
    job = queue()
    Worker().run_one()
    rights["held"] = False
    assert staff.get(reverse("download-file", args=[job.pk])).status_code == 404


def test_a_job_without_a_file_has_none_to_fetch(staff, offer, queue):
    offer(lambda work: None)
    assert staff.get(reverse("download-file", args=[queue().pk])).status_code == 404


def test_a_damaged_file_is_not_given_out(staff, done):
    path_of(done.result.stored_name).unlink()
    response = staff.get(reverse("download-file", args=[done.pk]))
    assert response.status_code == 500
    assert "从备份中恢复" in response.content.decode()


def test_a_failed_job_says_why_and_is_tried_again(staff, offer, queue):
    offer(lambda work: None)
    job = queue()
    Job.objects.update(state="failed", finished_at=timezone.now(), error_text="处理时出了问题")
    assert "处理时出了问题" in page(staff)
    response = staff.post(reverse("download-retry", args=[job.pk]), follow=True)
    assert "已重新排队" in response.content.decode()
    job.refresh_from_db()
    assert job.state == "waiting"
    response = staff.post(reverse("download-retry", args=[job.pk]), follow=True)
    assert "不需要重试" in response.content.decode()


def test_a_waiting_job_is_cancelled(staff, offer, queue):
    offer(lambda work: None)
    job = queue()
    response = staff.post(reverse("download-cancel", args=[job.pk]), follow=True)
    assert "已取消，任务没有执行。" in response.content.decode(), "not every job makes a file"
    response = staff.post(reverse("download-cancel", args=[job.pk]), follow=True)
    assert "不能再取消" in response.content.decode()


@pytest.mark.parametrize("name", ["download-retry", "download-cancel"])
def test_looking_changes_nothing(staff, done, name):
    assert staff.get(reverse(name, args=[done.pk])).status_code == 405


def test_the_number_of_queries_does_not_grow(staff, offer, queue):
    offer(lambda work: None)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page(staff)
        return len(caught)

    queue(key="first")
    page(staff)
    few = queries()
    for number in range(60):
        queue(key=f"k{number}")
    assert queries() == few
