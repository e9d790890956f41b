"""The pages: the post reports, somebody else looks, an office enters and switches."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from registry.tasks.models import Task
from reviews.fulfilment import switching
from reviews.fulfilment.models import MeasureTurn
from tests.architecture.page_forms import form_with
from tests.fulfilment.hands import carried_out, opened

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def as_(client, cast):
    def sign_in(role):
        client.force_login(getattr(cast.accounts, role))
        return client

    return sign_in


def page_of(turn):
    return reverse("measure-turn", args=[turn.task_id])


def test_from_the_inbox_to_the_finding(cast, as_):
    turn, client = opened(cast), as_("staff")
    assert page_of(turn) in client.get(reverse("inbox")).content.decode()
    page = client.get(page_of(turn))
    assert "换一把锁" in page.content.decode()
    file = SimpleUploadedFile("照片.pdf", PDF)
    answer = client.post(
        page_of(turn), {**form_with("stamp", page), "note": "换好了", "files": [file]}
    )
    assert answer.url == page_of(turn)
    turn = MeasureTurn.objects.get()
    client = as_("section_head")
    checking = reverse("measure-turn", args=[turn.checking_id])
    assert checking in client.get(reverse("inbox")).content.decode()
    page = client.get(checking).content.decode()
    assert "照片.pdf" in page
    said = {"applied": "partly", "why": "还差一间"}
    client.post(reverse("measure-check", args=[turn.task_id]), said)
    page = client.get(page_of(turn))
    assert "还差一间" in page.content.decode()
    shown = client.get(reverse("measure-turn-list"), {"state": "wanting"}).content.decode()
    assert "换一把锁" in shown


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "请选择是、部分或者否"),
        ({"applied": "no"}, "请写一句理由"),
        ({"applied": "yes", "again_by": "2999-01-01"}, "已经落实的不用补做"),
        ({"applied": "no", "why": "没换", "again_by": "2020-01-01"}, "补做的日子已经过了"),
    ],
)
def test_a_finding_that_says_too_little_keeps_what_was_typed(cast, as_, said, words):
    turn = carried_out(cast)
    answer = as_("section_head").post(reverse("measure-check", args=[turn.task_id]), said)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert said.get("why", "") in answer.content.decode()
    assert not hasattr(MeasureTurn.objects.get(), "finding")


def test_neither_words_nor_files_are_too_little(cast, as_):
    turn, client = opened(cast), as_("staff")
    page = client.get(page_of(turn))
    answer = client.post(page_of(turn), {**form_with("stamp", page), "note": " "})
    assert answer.status_code == 422
    assert not Task.objects.filter(done_at__isnull=False).exists()


def test_an_office_enters_what_came_on_paper_and_does_not_look_at_it_then(cast, as_):
    turn, client = opened(cast), as_("school_office")
    page = client.get(page_of(turn))
    assert "代为登记" in page.content.decode()
    client.post(page_of(turn), {**form_with("stamp", page), "note": "纸质材料已交"})
    assert MeasureTurn.objects.get().task.done_by == cast.people.school_office
    answer = client.post(reverse("measure-check", args=[turn.task_id]), {"applied": "yes"})
    assert answer.status_code == 403


def test_a_stale_tab_keeps_what_was_typed(cast, as_):
    turn, client = opened(cast), as_("staff")
    page = client.get(page_of(turn))
    Task.objects.filter(pk=turn.task_id).update(note="别处写的")
    answer = client.post(page_of(turn), {**form_with("stamp", page), "note": "我写的"})
    assert answer.status_code == 409
    assert "我写的" in answer.content.decode()


def test_an_office_switches_its_own_unit_only(cast, as_):
    client = as_("school_office")
    client.post(reverse("measure-switch", args=[cast.school_large.pk]), {"on": "1"})
    assert cast.school_large in switching.units_on()
    client.post(reverse("measure-switch", args=[cast.school_large.pk]), {"on": "0"})
    assert cast.school_large not in switching.units_on()
    other = client.post(reverse("measure-switch", args=[cast.school_small.pk]), {"on": "1"})
    assert other.status_code == 404


def test_another_unit_finds_nothing(cast, as_):
    turn, client = opened(cast), as_("small_office")
    assert client.get(page_of(turn)).status_code == 404
    assert "换一把锁" not in client.get(reverse("measure-turn-list")).content.decode()


@pytest.mark.parametrize("role", ["section_head", "supervisor", "principal", "school_office"])
def test_those_over_the_post_see_what_is_theirs(cast, as_, role):
    opened(cast)
    assert "换一把锁" in as_(role).get(reverse("measure-turn-list")).content.decode()
