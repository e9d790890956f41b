"""Closing a questionnaire against an answer, and a page sent twice: real processes."""

import uuid
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.db import connection

from reviews.models import SenderCount
from reviews.questionnaires.models import Questionnaire, Sheet
from tests.questionnaires.hands import switched_on

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def common(cast):
    made = switched_on(cast)
    return {
        "questionnaire": str(made.pk),
        "person": cast.people.discipline.pk,
        "waits_after": "asked",
        "key": str(uuid.uuid4()),
    }


def test_no_sheet_comes_in_after_closing(common, race, tmp_path):
    """Whichever comes first: the sheet is kept and then it is closed, or it is refused."""
    deeds = ("answer_questionnaire", "close_questionnaire")
    answer, close = race(*({**common, "do": deed} for deed in deeds))
    assert "done" in close
    assert Questionnaire.objects.get().closed_at is not None
    assert Sheet.objects.count() == sheets_when_closed(tmp_path) == ("done" in answer)
    assert answer.get("refused", "NotReady") == "NotReady"


def test_control_a_sheet_comes_in_after_closing(common, race, tmp_path):
    """Without lock and trigger an answer that looked before is kept after the end."""
    deeds = ("answer_questionnaire", "close_in_between")
    both = [{**common, "do": deed, "patience": 30} for deed in deeds]
    with without_trigger():
        answer, close = race(*both, guards=False)
        assert ("done" in answer, "done" in close) == (True, True)
        assert (sheets_when_closed(tmp_path), Sheet.objects.count()) == (0, 1)


def sheets_when_closed(tmp_path):
    return int((tmp_path / "race-0" / "sheets").read_text())


def test_a_page_sent_twice_at_once_is_one_sheet_and_counts_once(common, race):
    task = {**common, "do": "send_sheet"}
    assert all("done" in answer for answer in race(task, task))
    assert Sheet.objects.count() == 1
    assert SenderCount.objects.get().count == 1


@contextmanager
def without_trigger():
    module = "reviews.questionnaires.migrations.0002_what_was_asked_and_answered_stays"
    operations = import_module(module).Migration.operations
    adding = next(each for each in operations if type(each).__name__ == "ForbidAdding")
    _with_editor(adding.database_backwards)
    try:
        yield
    finally:
        _with_editor(adding.database_forwards)


def _with_editor(move):
    with connection.schema_editor() as editor:
        move("questionnaires", editor, None, None)
