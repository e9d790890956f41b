"""Publishing at once: one publication for one paper, one row of successors for one unit."""

import threading

import pytest
from django.db import IntegrityError, connection, connections

from registry.papers.models import Paper
from reviews import publication, workflow
from reviews.models import Publication
from tests.cast import make_cast
from tests.reviews.publishing import INSIDE, confirmed_directory, points_in_force

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
DEADLINE = 40


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def publish_at_once(papers, by):
    """Errors of as many threads as papers, each publishing one of them."""
    errors = []

    def run(paper):
        try:
            publication.publish(paper=paper, edition=INSIDE, by=by)
        except IntegrityError as error:
            errors.append(error)
        finally:
            connections.close_all()

    running = [threading.Thread(target=run, args=(paper,)) for paper in papers]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(DEADLINE)
    assert not any(thread.is_alive() for thread in running)
    return errors


@pytest.fixture
def directories(cast):
    """Three directories of one unit, confirmed at the same moment, after one already published."""
    points_in_force(cast, INSIDE)
    first = confirmed_directory(cast, number="DIR-0")
    publication.publish(paper=first, edition=INSIDE, by=cast.people.school_office)
    papers = [confirmed_directory(cast, number=f"DIR-{number}") for number in (1, 2, 3)]
    Paper.objects.filter(kind="directory").update(confirmed_at=first.confirmed_at)
    return list(Paper.objects.filter(pk__in=[paper.pk for paper in papers]))


def test_one_paper_is_published_once(cast, directories):
    assert not publish_at_once([directories[0]] * 4, cast.people.school_office)
    assert Publication.objects.filter(paper=directories[0]).count() == 1


def test_papers_of_one_unit_replace_each_other_in_a_row(cast, directories):
    assert not publish_at_once(directories, cast.people.school_office)
    assert Publication.objects.count() == 4
    assert Publication.objects.standing().count() == 1


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="there every writing transaction is the lock"
)
def test_without_the_lock_two_would_replace_the_same(cast, directories, monkeypatch):
    """The negative control: all three find the same predecessor before any of them writes."""
    together = threading.Barrier(3)
    find = publication._to_supersede

    def found_by_all(paper, edition):
        found = find(paper, edition)
        together.wait(DEADLINE)
        return found

    monkeypatch.setattr(publication, "_one_at_a_time", lambda unit_id: None)
    monkeypatch.setattr(publication, "_to_supersede", found_by_all)
    assert publish_at_once(directories, cast.people.school_office)


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="there every writing transaction is the lock"
)
def test_without_any_lock_a_double_click_would_publish_twice(cast, directories, monkeypatch):
    """The negative control of the first test: both see that nothing is published yet."""
    together = threading.Barrier(2)
    find = publication.published

    def missed_by_both(paper, edition):
        found = find(paper, edition)
        together.wait(DEADLINE)
        return found

    monkeypatch.setattr(publication, "_one_at_a_time", lambda unit_id: None)
    monkeypatch.setattr(workflow, "lock", lambda paper: Paper.objects.get(pk=paper.pk))
    monkeypatch.setattr(publication, "published", missed_by_both)
    paper = directories[0]
    errors = publish_at_once([paper] * 2, cast.people.school_office)
    assert errors or Publication.objects.filter(paper=paper).count() == 2
