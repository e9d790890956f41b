"""Office and keeper gather the same declaration at the same moment: one of them does."""

import pytest
from django.db import connection
from django.utils import timezone

from powers.models import PowerVersion
from registry.trail.append_only import forbid_changes
from reviews import filing
from reviews.clearing import declaring, rounds
from reviews.clearing.models import Declaration
from tests import way

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tasks(cast):
    """Of a section's declaration that says a power shall be supervised afterwards."""
    way.confirmed_catalogue(cast, "学籍异动审核")
    head, office = cast.people.section_head, cast.people.school_office
    clearing = rounds.open_round(
        unit=cast.school_large,
        programme=cast.programme,
        due_on=timezone.localdate(),
        word="",
        by=office,
    )
    declared = declaring.begin(clearing=clearing, section=cast.sections.teaching, by=head)
    row = declared.rows.get()
    said = {"disposition": "supervise_after", "reason": "改为事后抽查"}
    content = declaring.content_of(row) | said
    declaring.change(declaration=declared, row_id=row.pk, content=content, by=head)
    declaring.hand_in(declaration=declared, none_because="", by=head)
    # The draft is there: what is raced for is the declaration, not who begins a catalogue.
    filing.start_catalogue(unit=clearing.unit, programme=cast.programme, by=office)
    common = {"do": "gather", "waits_after": "waiting", "declaration": declared.pk}
    return [{**common, "person": person.pk} for person in (office, cast.people.keeper)]


def test_two_who_gather_at_once_gather_once(tasks, race):
    answers = race(*tasks)
    assert sorted(answer.get("refused", "done") for answer in answers) == ["Refused", "done"]
    assert Declaration.objects.get().gathered_at is not None
    assert PowerVersion.objects.filter(disposition="supervise_after").count() == 1


def test_without_the_guards_both_would_gather(tasks, race):
    """The control: no lock, no transaction, no conditional update, no trigger."""
    (operation,) = forbid_changes("clearing_declaration", when_sql="OLD.gathered_at IS NOT NULL")
    guarded(operation.database_backwards)
    try:
        answers = race(*tasks, guards=False)
    finally:
        guarded(operation.database_forwards)
    assert [answer.get("refused", "done") for answer in answers] == ["done", "done"]


def guarded(change):
    with connection.schema_editor() as editor:
        change("clearing", editor, None, None)
