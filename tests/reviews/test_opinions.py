"""Opinions on a publicity: who gives and answers one, what is kept, what closing waits for."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.access.reach import read_reach
from registry.notices.models import Notice
from registry.organisation.models import Person
from registry.trail.models import TrailEntry
from reviews import offices, opinions, publicity, workflow
from reviews.models import Opinion, OpinionAnswer, Publication
from reviews.refusals import AlreadyAnswered, NotReady, Refused
from reviews.views.inbox import waiting_count
from tests import way
from tests.cast import seat as give_seat
from tests.reviews.test_review_publicity import over

TODAY = timezone.localdate


def shown_form(cast):
    paper = way.sign_on(way.submitted_form(cast))
    return paper, publicity.open_publicity(papers=[paper], by=cast.people.school_office)


def give(publication, by=None, row=None, text="措施里请写明多久查一次"):
    receipt = opinions.receipt_in(opinions.new_receipt(publication), publication)
    return opinions.give(publication=publication, text=text, by=by, receipt=receipt, row=row)


def answered(opinion, by, outcome="adopted", reply="谢谢，已经补上"):
    return opinions.answer(opinion=opinion, outcome=outcome, reply=reply, by=by)


# --- what is kept ----------------------------------------------------------------------------


def test_of_an_opinion_without_a_name_nothing_leads_to_a_person(cast):
    """Every row of every table is compared: only the opinion itself is new."""
    _, publication = shown_form(cast)
    before = rows_of_all_tables()
    given = give(publication)
    after = rows_of_all_tables()
    changed = {table for table, rows in after.items() if rows != before[table]}
    assert changed == {"reviews_opinion"}
    assert given.given_by is None
    assert isinstance(given.received_on, datetime.date)
    times = [field for field in Opinion._meta.fields if "Time" in type(field).__name__]
    assert times == []


def test_an_opinion_in_ones_name_is_in_the_trail(cast):
    """The control of the one above."""
    _, publication = shown_form(cast)
    before = rows_of_all_tables()
    give(publication, by=cast.people.staff)
    changed = {table for table, rows in rows_of_all_tables().items() if rows != before[table]}
    assert changed == {"reviews_opinion", "trail_trailentry", "trail_trailhead"}
    entry = TrailEntry.objects.get(action="opinion.received")
    assert entry.actor_name == cast.people.staff.name


def rows_of_all_tables():
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(map(repr, cursor.fetchall()))
        return found


def test_a_key_does_not_tell_which_came_first(cast):
    _, publication = shown_form(cast)
    given = [give(publication).pk for _ in range(12)]
    assert given != sorted(given)


def test_receipts_are_made_here_and_differ():
    shown, other = Publication(pk=1), Publication(pk=2)
    signed = [opinions.new_receipt(shown) for _ in range(200)]
    made = {opinions.receipt_in(each, shown) for each in signed}
    assert len(made) == 200
    assert {len(each) for each in made} == {12}
    assert {opinions.receipt_in(each, other) for each in signed} == {None}
    assert opinions.receipt_in("ABCDEFGHJKMN", shown) is None
    assert opinions.receipt_in("ABCDEFGHJKMN:nothing", shown) is None


@pytest.mark.parametrize("typed", ["ab cd-ef", "ABCDEF", " abCDef "])
def test_a_receipt_is_found_however_it_is_typed(typed):
    assert opinions.plain_receipt(typed) == "ABCDEF"


def test_the_same_page_sent_twice_gives_one_opinion(cast):
    _, publication = shown_form(cast)
    receipt = opinions.receipt_in(opinions.new_receipt(publication), publication)
    for text in ("写清多久查一次", "写清多久查一次，由谁来查"):
        opinions.give(publication=publication, text=text, by=None, receipt=receipt)
    assert Opinion.objects.get().text == "写清多久查一次"


@pytest.mark.every_case
@pytest.mark.parametrize("model", [Opinion, OpinionAnswer])
def test_what_was_said_and_answered_stays(cast, model):
    _, publication = shown_form(cast)
    answered(give(publication), cast.people.school_office)
    changed = {"text": "别的话"} if model is Opinion else {"reply": "别的话"}
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.update(**changed)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.all()._raw_delete(model.objects.db)


@pytest.mark.every_case
@pytest.mark.parametrize(
    "changes",
    [{"text": ""}, {"receipt": ""}, {"row": True}, {"shown": True}],
    ids=lambda changes: next(iter(changes)),
)
def test_what_must_not_be_of_an_opinion(cast, changes):
    _, publication = shown_form(cast)
    whole = {"text": "好", "receipt": "R", "received_on": TODAY(), "publication": publication}
    if "row" in changes:
        changes = {"row": publication.rows.get(position=1)}
    if "shown" in changes:
        changes = {"shown": publication.publicity_papers.get()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.create(**{**whole, **changes})
    Opinion.objects.create(**whole)


@pytest.mark.every_case
@pytest.mark.parametrize("changes", [{"reply": ""}, {"outcome": ""}, {"answered_by": None}])
def test_an_answer_has_a_conclusion_a_reply_and_somebody_who_answers(cast, changes):
    _, publication = shown_form(cast)
    whole = {"outcome": "partly", "reply": "好", "answered_by": cast.people.school_office}
    with pytest.raises(IntegrityError), transaction.atomic():
        OpinionAnswer.objects.create(opinion=give(publication), **{**whole, **changes})
    OpinionAnswer.objects.create(opinion=give(publication), **whole)


# --- when one is taken -----------------------------------------------------------------------


def test_on_the_last_day_still_on_the_next_no_longer(cast):
    _, publication = shown_form(cast)
    Publication.objects.filter(pk=publication.pk).update(ends_on=TODAY())
    assert give(publication)
    over(publication)
    with pytest.raises(NotReady):
        give(publication)
    assert Opinion.objects.count() == 1


def test_none_is_taken_once_it_is_closed(cast):
    """Whatever the last day says, and whatever the page knew when it was opened."""
    _, publication = shown_form(cast)
    Publication.objects.filter(pk=publication.pk).update(closed_at=timezone.now())
    with pytest.raises(NotReady) as refusal:
        give(publication)
    assert refusal.value.problems == [opinions.OVER]


def test_giving_and_closing_lock_the_same_row(cast):
    """PostgreSQL: `FOR UPDATE`; SQLite has one writer at a time."""
    _, publication = shown_form(cast)
    over(publication)
    asked = {
        "close": lambda: publicity.close_publicity(
            publication=publication, by=cast.people.school_office
        ),
        "give": lambda: give(publication),
    }
    for name, act in asked.items():
        with CaptureQueriesContext(connection) as queries:
            try:
                act()
            except NotReady:
                assert name == "give"
        first = next(q["sql"] for q in queries if 'FROM "reviews_publication"' in q["sql"])
        assert connection.vendor == "sqlite" or "FOR UPDATE" in first, name


def test_somebody_of_another_unit_gives_none_in_their_name(cast):
    _, publication = shown_form(cast)
    with pytest.raises(NotReady):
        give(publication, by=cast.people.small_staff)


def test_a_row_of_another_publicity_is_refused(cast):
    _, publication = shown_form(cast)
    by = cast.people.other_staff
    other = way.begin_form(cast, post=cast.posts.other_staff, by=by)
    way.sign_on(way.submit(way.fill_form(other, by), by))
    second = publicity.open_publicity(papers=[other], by=cast.people.school_office)
    with pytest.raises(NotReady):
        give(publication, row=second.rows.get(position=1))
    given = give(second, row=second.rows.get(position=1))
    assert given.shown.revision.paper == other


# --- who answers -----------------------------------------------------------------------------


def row_of(publication):
    return publication.rows.order_by("position").first()


def both(cast, opinion):
    """(by the rule for one, by the condition for many): ids of those who answer."""
    day = TODAY()
    everybody = Person.objects.filter(account__isnull=False).select_related("account")
    by_rule = {person.pk for person in opinions.answerers(opinion, day)}
    by_condition = {
        person.pk
        for person in everybody
        if Opinion.objects.filter(offices.answering(read_reach(person, day)), pk=opinion.pk)
    }
    return by_rule, by_condition


def office_form(cast):
    """The form of the office's own head, in publicity."""
    by = cast.people.school_office
    paper = way.begin_form(cast, post=cast.posts.school_office, by=by)
    paper = way.sign_on(way.submit(way.fill_form(paper, by), by))
    return publicity.open_publicity(papers=[paper], by=by)


def test_the_office_answers_both_ways_say_so(cast):
    _, publication = shown_form(cast)
    expected = {cast.people.school_office.pk}
    for given in (
        give(publication),
        give(publication, row=row_of(publication)),
        give(publication, by=cast.people.staff),
    ):
        assert both(cast, given) == (expected, expected)


def test_on_an_own_row_the_nearest_office_above_answers(cast):
    publication = office_form(cast)
    given = give(publication, row=row_of(publication))
    above = {cast.people.office.pk}
    assert both(cast, given) == (above, above)
    whole = give(publication)
    own = {cast.people.school_office.pk}
    assert both(cast, whole) == (own, own), "an opinion on the whole concerns nobody's rows alone"


def test_on_an_own_row_a_colleague_of_the_office_answers(cast):
    give_seat(cast.posts.keeper, "prevention_office", cast.school_large)
    publication = office_form(cast)
    colleague = {cast.people.keeper.pk}
    assert both(cast, give(publication, row=row_of(publication))) == (colleague, colleague)


def test_nobody_answers_an_own_opinion(cast):
    _, publication = shown_form(cast)
    above = {cast.people.office.pk}
    assert both(cast, give(publication, by=cast.people.school_office)) == (above, above)


def test_at_the_root_the_discipline_office_answers_what_concerns_the_office(cast):
    by = cast.people.office
    paper = way.begin_form(cast, post=cast.posts.office, by=by)
    paper = way.sign_on(way.submit(way.fill_form(paper, by), by))
    publication = publicity.open_publicity(papers=[paper], by=by)
    expected = {cast.people.discipline.pk}
    assert both(cast, give(publication, row=row_of(publication))) == (expected, expected)


def test_without_an_office_the_superiors_answers(cast):
    by = cast.people.village_staff
    paper = way.begin_form(cast, post=cast.posts.village_staff, by=by)
    paper = way.sign_on(way.submit(way.fill_form(paper, by), by))
    publication = publicity.open_publicity(papers=[paper], by=cast.people.office)
    expected = {cast.people.office.pk}
    assert both(cast, give(publication)) == (expected, expected)


@pytest.mark.parametrize("role", ["staff", "principal", "office", "discipline", "small_office"])
def test_others_are_refused(cast, role):
    _, publication = shown_form(cast)
    with pytest.raises(Refused, match="不由您答复"):
        answered(give(publication), getattr(cast.people, role))


def test_it_is_answered_once(cast):
    _, publication = shown_form(cast)
    given, office = give(publication), cast.people.school_office
    first = answered(given, office)
    assert answered(given, office) == first
    with pytest.raises(AlreadyAnswered, match=r"温如玉.*采纳"):
        answered(given, office, outcome="not_adopted")
    assert OpinionAnswer.objects.count() == 1
    assert TrailEntry.objects.filter(action="opinion.answered").count() == 1


@pytest.mark.parametrize(("role", "told"), [("staff", 1), (None, 0)])
def test_who_gave_a_name_is_told(cast, role, told, django_capture_on_commit_callbacks):
    _, publication = shown_form(cast)
    given = give(publication, by=getattr(cast.people, role) if role else None)
    Notice.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        answered(given, cast.people.school_office)
    assert Notice.objects.filter(text__contains="已有答复").count() == told


def test_the_inbox_of_the_office_counts_what_waits(cast):
    _, publication = shown_form(cast)
    office = cast.people.school_office
    before = waiting_count(office)
    given = give(publication)
    assert waiting_count(office) == before + 1
    answered(given, office)
    assert waiting_count(office) == before


# --- closing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["school_office", None])
def test_it_is_not_closed_while_one_waits(cast, role):
    paper, publication = shown_form(cast)
    by = getattr(cast.people, role) if role else None
    given = give(publication)
    over(publication)
    with pytest.raises(NotReady) as refusal:
        publicity.close_publicity(publication=publication, by=by)
    assert "1 条意见没有答复" in refusal.value.problems[0]
    paper.refresh_from_db()
    assert paper.state == "publicity"
    answered(given, cast.people.school_office)
    publicity.close_publicity(publication=publication, by=by)
    paper.refresh_from_db()
    assert paper.state == "ready"


def test_the_scheduler_closes_the_others(cast):
    _, publication = shown_form(cast)
    give(publication)
    by = cast.people.other_staff
    other = way.begin_form(cast, post=cast.posts.other_staff, by=by)
    way.sign_on(way.submit(way.fill_form(other, by), by))
    second = publicity.open_publicity(papers=[other], by=cast.people.school_office)
    for each in (publication, second):
        over(each)
    publicity.close_all_due(TODAY())
    closed = Publication.objects.filter(closed_at__isnull=False)
    assert list(closed) == [second]


def test_an_adopted_opinion_reopens_its_row_and_the_publicity_closes(cast):
    paper, publication = shown_form(cast)
    given = give(publication, row=row_of(publication))
    answered(given, cast.people.school_office)
    line = given.shown.revision.point_lines.get(version=given.row.point_version)
    workflow.reopen_rows(paper=paper, by=cast.people.school_office, line_ids=[line.pk])
    publicity.close_publicity(publication=over(publication), by=None)
    paper.refresh_from_db()
    assert paper.state == "draft"
    opened = paper.current.point_lines.filter(open=True)
    assert [each.version.point_id for each in opened] == [given.row.point_version.point_id]
