"""Notices: to the people meant, once per key, leading nowhere else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.notices.context import unread_count, unread_notices
from registry.notices.models import Notice
from registry.notices.notifying import notify


@pytest.fixture
def staff(client, cast):
    client.force_login(cast.accounts.staff)
    return client


def tell(cast, *people, **more):
    what = {"text": "您的表退回了一行", "url": reverse("downloads"), **more}
    notify(people=people or [cast.people.staff], **what)


def page(client):
    return client.get(reverse("notices")).content.decode()


def test_everybody_meant_is_told_once(cast):
    tell(cast, cast.people.staff, cast.people.section_head, cast.people.staff)
    assert Notice.objects.count() == 2


def test_a_key_makes_it_once_per_person(cast):
    tell(cast, key="step:1")
    tell(cast, cast.people.staff, cast.people.section_head, key="step:1")
    assert Notice.objects.count() == 2
    tell(cast)
    tell(cast)
    assert Notice.objects.count() == 4


def test_many_are_told_in_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        tell(cast, *[cast.people.staff, cast.people.section_head, cast.people.principal], key="k")


@pytest.mark.parametrize(
    "url",
    ["https://example.org/", "//example.org/", "javascript:alert(1)", "downloads/", "", "/\\x"],
)
def test_a_notice_leads_nowhere_else(cast, url):
    with pytest.raises(ValueError, match="not a path"):
        tell(cast, url=url)


def test_the_page_shows_ones_own(staff, cast):
    assert "没有消息" in page(staff)
    tell(cast, text="给我的")
    tell(cast, cast.people.section_head, text="给别人的")
    assert "给我的" in page(staff)
    assert "给别人的" not in page(staff)


def test_opening_marks_it_read_and_leads_on(staff, cast):
    tell(cast)
    notice = Notice.objects.get()
    response = staff.get(reverse("notice-open", args=[notice.pk]))
    assert response.headers["Location"] == reverse("downloads")
    notice.refresh_from_db()
    first = notice.read_at
    staff.get(reverse("notice-open", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.read_at == first is not None


def test_a_row_written_past_us_leads_nowhere_else_either(staff, cast):
    notice = Notice.objects.create(person=cast.people.staff, text="x", url="//example.org")
    response = staff.get(reverse("notice-open", args=[notice.pk]))
    assert response.headers["Location"] == reverse("notices")


def test_somebody_elses_notice_does_not_exist(staff, cast):
    tell(cast, cast.people.section_head)
    notice = Notice.objects.get()
    assert staff.get(reverse("notice-open", args=[notice.pk])).status_code == 404
    staff.post(reverse("notices-read"))
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_are_marked_read(staff, cast):
    tell(cast)
    tell(cast)
    assert unread_count(cast.people.staff) == 2
    assert 'action="/notices/read"' in page(staff)
    staff.post(reverse("notices-read"))
    assert unread_count(cast.people.staff) == 0
    assert 'action="/notices/read"' not in page(staff)
    assert staff.get(reverse("notices-read")).status_code == 405


def test_text_is_inert(staff, cast):
    tell(cast, text="<script>alert(1)</script>")
    assert "<script>alert" not in page(staff)


def test_the_count_costs_one_query_and_only_where_it_is_shown(rf, cast, django_assert_num_queries):
    request = rf.get("/")
    request.person = cast.people.staff
    with django_assert_num_queries(0):
        context = unread_notices(request)
    with django_assert_num_queries(1):
        assert str(context["unread_notice_count"]) == "0"
        assert not context["unread_notice_count"]
    assert unread_notices(rf.get("/")) == {"unread_notice_count": 0}


def test_the_number_of_queries_does_not_grow(staff, cast):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            page(staff)
        return len(caught)

    tell(cast)
    page(staff)
    few = queries()
    for _ in range(60):
        tell(cast)
    assert queries() == few
