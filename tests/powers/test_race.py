"""Many saves at once: one row, and a plain word for everybody else."""

from contextlib import nullcontext
from threading import Barrier, Thread
from types import SimpleNamespace

import pytest
from django.db import connection

from powers import draft as drafts
from powers import editing
from powers.models import Power
from registry.papers.models import Paper
from tests.cast import make_cast

from .factory import make_catalogue, power_content

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
SAVERS = 6


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def at_once(act):
    """What each of several threads got from doing the same at the same moment."""
    start, answers = Barrier(SAVERS), []

    def save():
        start.wait()
        try:
            act()
            answers.append("done")
        except Exception as error:
            answers.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=save) for _ in range(SAVERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.fixture
def add_the_same(cast):
    paper, revision = make_catalogue(cast)
    content = power_content(sections=[cast.sections.teaching.pk])

    def act():
        editing.add_power(
            paper=Paper.objects.get(pk=paper.pk), content=content, by=cast.people.school_office
        )

    act.revision = revision
    return act


def test_equal_posts_at_once_make_one_row(add_the_same):
    assert at_once(add_the_same) == ["RowRefused"] * (SAVERS - 1) + ["done"]
    assert Power.objects.count() == 1
    assert add_the_same.revision.power_lines.count() == 1


def test_control_without_the_lock_they_run_into_each_other(add_the_same, monkeypatch):
    everybody_has_read = Barrier(SAVERS)

    class Unguarded(drafts.CatalogueDraft):
        def __init__(self, revision):
            super().__init__(revision)
            everybody_has_read.wait()

    def unlocked(paper_id):
        revision = add_the_same.revision
        return type(revision).objects.select_related("paper__unit").get(pk=revision.pk)

    monkeypatch.setattr(drafts, "CatalogueDraft", Unguarded)
    monkeypatch.setattr(drafts, "lock_draft", unlocked)
    monkeypatch.setattr(drafts, "transaction", SimpleNamespace(atomic=nullcontext))
    answers = at_once(add_the_same)
    assert set(answers) == {"IntegrityError", "done"}  # the serial number is unique besides
    assert Power.objects.count() > 1
