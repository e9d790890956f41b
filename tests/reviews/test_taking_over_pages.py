"""接办 on the pages: found, taken, told."""

import pytest
from django.urls import reverse

from reviews.models import TakeOver
from tests.reviews.test_taking_over import begin, left_draft, nobody_left


@pytest.fixture
def draft(cast):
    return left_draft(cast)


def address(paper):
    return reverse("paper-take-over", args=[paper.pk])


def test_the_new_holder_finds_and_takes_it(client, cast, draft):
    client.force_login(cast.accounts.teacher)
    assert address(draft) in client.get(reverse("inbox")).content.decode()
    assert address(draft) in client.get(reverse("my-posts")).content.decode()
    # Before it is taken nothing of what was written is shown.
    page = client.get(address(draft)).content.decode()
    assert "何望舒（已离开这个岗位）" in page
    assert "登记学籍变动" not in page
    assert client.get(reverse("paper-detail", args=[draft.pk])).status_code == 404
    answer = client.post(address(draft), {"to": cast.people.teacher.pk})
    assert (answer.status_code, answer.url) == (302, reverse("paper-edit", args=[draft.pk]))
    assert "登记学籍变动" in client.get(answer.url).content.decode()
    history = client.get(reverse("paper-history", args=[draft.pk])).content.decode()
    assert "何望舒离开岗位，草稿由苏晓棠接办" in history
    # The same once more, after a double click: it is a paper of their own by now.
    again = client.post(address(draft), {"to": cast.people.teacher.pk}, follow=True)
    assert "已经由您接办" in again.content.decode()
    assert TakeOver.objects.count() == 1


def test_the_new_holder_with_an_own_form_is_told_and_offered_nothing(client, cast, draft):
    begin(cast, cast.people.teacher)
    client.force_login(cast.accounts.teacher)
    mine = client.get(reverse("my-posts")).content.decode()
    assert "您已经有自己的表，不需要接办" in mine
    assert address(draft) not in mine
    page = client.get(address(draft)).content.decode()
    assert "一人只能有一张" in page
    assert "由我接办" not in page
    assert client.post(address(draft), {"to": cast.people.teacher.pk}).status_code == 403


def test_the_office_names_somebody_of_the_post(client, cast, draft):
    client.force_login(cast.accounts.school_office)
    assert address(draft) in client.get(reverse("inbox")).content.decode()
    page = client.get(address(draft)).content.decode()
    assert "罗一鸣" in page
    assert "登记学籍变动" not in page
    refused = client.post(address(draft), {"to": cast.people.staff.pk})
    assert refused.status_code == 422
    assert "请从列表里重新选择" in refused.content.decode()
    assert client.post(address(draft), {}).status_code == 422
    answer = client.post(address(draft), {"to": cast.people.third_teacher.pk})
    assert answer.url == reverse("inbox")
    draft.refresh_from_db()
    assert draft.holder == cast.people.third_teacher
    assert address(draft) not in client.get(reverse("inbox")).content.decode()


def test_nobody_who_could_is_said(client, cast, draft):
    nobody_left(cast, draft)
    client.force_login(cast.accounts.school_office)
    assert "还没有人到岗" in client.get(address(draft)).content.decode()
