"""催办: by the prevention office, once a day, kept and told."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from registry.notices.models import Notice
from registry.papers.models import Paper
from registry.trail.models import TrailEntry
from reviews import urging
from reviews.models import Step, Urging
from reviews.refusals import AlreadyUrged, NotAllowed
from tests import way
from tests.stage import staged

TODAY = timezone.localdate

staged_paper = staged(lambda cast: way.submitted_form(cast))


@pytest.fixture
def step(cast, staged_paper, db):
    """The first step, due today."""
    Step.objects.filter(paper=staged_paper).update(due_on=TODAY())
    return way.open_step(staged_paper)


def urge(client, role, cast, step):
    client.force_login(getattr(cast.accounts, role))
    return client.post(reverse("step-urge", args=[step.pk]))


@pytest.mark.parametrize("role", ["school_office", "office"])
def test_the_office_urges_and_it_is_kept(cast, step, role, django_capture_on_commit_callbacks):
    by = getattr(cast.people, role)
    with django_capture_on_commit_callbacks(execute=True):
        urging.urge(step=step, by=by)
    kept = Urging.objects.get()
    assert (kept.step, kept.by, kept.on) == (step, by, TODAY())
    notice = Notice.objects.latest("pk")
    assert notice.person == cast.people.section_head
    assert "提醒您抽空办理" in notice.text
    entry = TrailEntry.objects.latest("pk")
    assert (entry.action, entry.target_ref) == ("step.urged", step.paper.number)


@pytest.mark.parametrize(
    "role", ["staff", "section_head", "principal", "discipline", "small_office", "keeper"]
)
def test_nobody_else_urges(cast, step, role):
    with pytest.raises(NotAllowed):
        urging.urge(step=step, by=getattr(cast.people, role))
    assert not Urging.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("staff", 404), ("small_office", 404),
                                              ("principal", 403), ("discipline", 403)])  # fmt: skip
def test_the_page_refuses_as_the_house_does(client, cast, step, role, status):
    assert urge(client, role, cast, step).status_code == status
    assert not Urging.objects.exists()


def test_not_twice_a_day_whoever_asks(client, cast, step):
    urging.urge(step=step, by=cast.people.office)
    with pytest.raises(AlreadyUrged, match=cast.people.office.name):
        urging.urge(step=step, by=cast.people.school_office)
    page = client.get(reverse("due-list"))
    response = urge(client, "school_office", cast, step)
    assert response.status_code == 302
    page = client.get(response.url)
    assert "今天已催办" in page.content.decode()
    assert Urging.objects.count() == 1


@pytest.mark.parametrize("narrowed", ["", "?year=2026"])
def test_back_to_the_list_as_it_was_narrowed(client, cast, step, narrowed):
    client.force_login(cast.accounts.office)
    response = client.post(f"{reverse('step-urge', args=[step.pk])}{narrowed}")
    assert response.url == f"{reverse('due-list')}{narrowed}"


def test_again_on_another_day(cast, step):
    yesterday = TODAY() - datetime.timedelta(days=1)
    Urging.objects.create(step=step, by=cast.people.office, on=yesterday)
    urging.urge(step=step, by=cast.people.office)
    assert Urging.objects.count() == 2


def test_the_database_keeps_one_a_day_and_changes_none(cast, step):
    """The control of the guard: around the function, the constraint and the triggers hold."""
    row = {"step": step, "by": cast.people.office, "on": TODAY()}
    Urging.objects.create(**row)
    changes = (
        lambda: Urging.objects.create(**row),
        lambda: Urging.objects.update(by=cast.people.staff),
        lambda: Urging.objects.all()._raw_delete(connection.alias),
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def not_due(step):
    Step.objects.filter(pk=step.pk).update(due_on=TODAY() + datetime.timedelta(days=1))


def taken(step):
    way.sign_on(step.paper)


@pytest.mark.parametrize("change", [not_due, taken])
def test_only_what_is_due_and_open(cast, step, change):
    change(step)
    with pytest.raises(NotAllowed, match="不用催办"):
        urging.urge(step=step, by=cast.people.office)


def test_it_stands_at_the_paper_for_those_who_see_it(client, cast, step):
    urging.urge(step=step, by=cast.people.office)
    client.force_login(cast.accounts.section_head)
    page = client.get(reverse("paper-detail", args=[step.paper_id])).content.decode()
    assert "已催办 1 次" in page
    history = client.get(reverse("paper-history", args=[step.paper_id])).content.decode()
    assert "催办：科室（年级组）负责人" in history


@pytest.mark.parametrize(
    ("role", "number"), [("principal", 1), ("office", 1), ("small_principal", 0)]
)
def test_the_list_of_what_was_urged(client, cast, step, role, number):
    urging.urge(step=step, by=cast.people.school_office)
    client.force_login(getattr(cast.accounts, role))
    page = client.get(reverse("urging-list"))
    assert len(page.context["rows"]) == number


def later_on(client, cast):
    client.force_login(cast.accounts.school_office)
    text = client.get(reverse("urging-list")).content.decode()
    return [words for words in ("已办", "还没有办", "已退出这一轮") if f"{words}</td>" in text]


def test_what_became_of_it(client, cast, step):
    urging.urge(step=step, by=cast.people.school_office)
    assert later_on(client, cast) == ["还没有办"]
    way.sign_on(step.paper)
    assert later_on(client, cast) == ["已办"]


def test_a_step_nobody_can_take_any_more_says_so(client, cast, step):
    urging.urge(step=step, by=cast.people.school_office)
    Paper.objects.filter(pk=step.paper_id).update(lap=F("lap") + 1)
    assert later_on(client, cast) == ["已退出这一轮"]


def test_a_superior_reads_where_it_waits_and_not_whose_it_is(client, cast, step):
    client.force_login(cast.accounts.office)
    page = client.get(reverse("due-list")).content.decode()
    assert "科室（年级组）负责人（教务处）" in page
    assert cast.posts.staff.name not in page
    assert step.paper.number not in page
    assert reverse("paper-detail", args=[step.paper_id]) not in page
