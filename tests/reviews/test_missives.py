"""来件 from the public: who receives one, what is made of it, what is kept and what is not."""

import datetime
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.access.reach import read_reach
from registry.notices.models import Notice
from registry.organisation.models import Person
from registry.trail.models import TrailEntry
from reviews import missives, offices, opinions, publicity, publicity_letters, sending_limit
from reviews.models import (
    Missive,
    MissiveReading,
    Opinion,
    Publication,
    SenderCount,
    SenderKey,
    Triage,
)
from reviews.refusals import NotReady, Refused
from reviews.views.inbox import waiting_count
from risks import editing
from tests import way
from tests.cast import make_programme
from tests.cast import seat as give_seat
from tests.reviews.test_opinions import rows_of_all_tables
from tests.reviews.test_review_publicity import over
from tests.stage import staged

TODAY = timezone.localdate
HOME = "203.0.113.7"


def make_public_publicity(cast):
    """A running publicity for society with one form in it."""
    settings = {"publicity_range": "public", "preset": "education"}
    programme = make_programme(cast.school_large, cast.year, **settings)
    here = SimpleNamespace(**{**vars(cast), "programme": programme})
    paper = way.begin_form(here)
    editing.save_duty(paper=paper, kind="duty", text="办理学籍登记", by=cast.people.staff)
    content = way.point(visibility="public")
    editing.save_point(paper=paper, content=content, by=cast.people.staff)
    paper = way.sign_on(way.submit(paper, cast.people.staff))
    return publicity.open_publicity(papers=[paper], by=cast.people.school_office)


staged_publicity = staged(make_public_publicity)


@pytest.fixture
def publication(staged_publicity, db):
    return Publication.objects.select_related("unit").get(pk=staged_publicity.pk)


def send(publication, text="公示里没有写多久查一次", address=HOME, **fields):
    receipt = fields.pop("receipt", None) or opinions.receipt_in(
        opinions.new_receipt(publication), publication
    )
    return missives.receive(
        publication=publication, text=text, receipt=receipt, address=address, **fields
    )


def people_reading(missive):
    return {person.name for person in missives.receivers(missive, TODAY())}


def test_it_goes_to_the_nearest_discipline_office(cast, publication):
    """The large school has none of its own: the bureau's receives it."""
    missive = send(publication)
    assert missive.office == cast.bureau
    assert people_reading(missive) == {cast.people.discipline.name}
    give_seat(cast.posts.keeper, "discipline_office", cast.school_large)
    own = send(missive.publication)
    assert own.office == cast.school_large
    assert people_reading(own) == {cast.people.keeper.name}
    assert people_reading(missive) == {cast.people.discipline.name}, "who received it, keeps it"


def test_about_a_paper_of_the_receiving_office_it_goes_on_to_the_superior(cast, publication):
    """The head of the school's office sits in its discipline office as well."""
    give_seat(cast.posts.staff, "discipline_office", cast.school_large)
    missive = send(publication, row=publication.rows.get(position=1))
    assert missive.office == cast.bureau
    assert send(publication).office == cast.bureau, "the whole publicity holds that paper"
    cast.posts.discipline.mandates.filter(seat="discipline_office").delete()
    assert send(publication).office == cast.school_large, "there is nobody else"
    with pytest.raises(NotReady) as refusal:
        send(publication, row=publication.rows.get(position=1))
    assert refusal.value.problems == [missives.NOBODY_FREE]


def test_whoever_filled_the_paper_in_does_not_read_what_is_said_about_it(cast, publication):
    """Typed rows as well: `seats.filers`. What nobody is left for goes up."""
    give_seat(cast.posts.keeper, "discipline_office", cast.school_large)
    missive = send(publication, row=publication.rows.get(position=1))
    paper = missive.shown.revision.paper
    paper.writers.create(person=cast.people.keeper)
    assert people_reading(missive) == {cast.people.discipline.name}


def test_the_condition_for_many_answers_as_the_rule_for_one(cast, publication):
    give_seat(cast.posts.keeper, "discipline_office", cast.school_large)
    give_seat(cast.posts.teacher, "discipline_office", cast.school_large, rank="deputy")
    on_row = send(publication, row=publication.rows.get(position=1))
    on_row.shown.revision.paper.writers.create(person=cast.people.keeper)
    on_row.shown.revision.paper.writers.create(person=cast.people.teacher)
    found = [send(publication), on_row]
    for person in Person.objects.filter(account__isnull=False):
        seen = set(Missive.objects.filter(offices.receiving(read_reach(person, TODAY()))))
        assert seen == {each for each in found if person in missives.receivers(each, TODAY())}
    colleagues = {cast.people.second_teacher.name, cast.people.third_teacher.name}
    assert people_reading(on_row) == colleagues
    assert len(people_reading(found[0])) == 4


def test_what_is_kept_of_one(cast, publication):
    """Every row of every table is compared. No address, no time."""
    before = rows_of_all_tables()
    missive = send(publication, contact="请不要联系")
    after = rows_of_all_tables()
    changed = {table for table, rows in after.items() if rows != before[table]}
    changed -= {"sqlite_sequence"}
    assert changed == {"reviews_missive", "reviews_senderkey", "reviews_sendercount"}
    assert HOME not in str([after[table] for table in changed])
    assert isinstance(missive.received_on, datetime.date)
    for model in (Missive, Triage, MissiveReading, SenderKey, SenderCount):
        assert not [f for f in model._meta.fields if f.get_internal_type() == "DateTimeField"]


def test_a_key_does_not_tell_which_came_first(cast, publication):
    sent = [send(publication, address=f"198.51.100.{n}").pk for n in range(12)]
    assert sent != sorted(sent)


def test_the_same_page_sent_twice_gives_one_and_counts_once(cast, publication):
    first = send(publication, receipt="SAME")
    assert send(publication, "改了几个字", receipt="SAME") == first
    assert Missive.objects.get().text == "公示里没有写多久查一次"
    assert SenderCount.objects.get().count == 1


@pytest.mark.every_case
@pytest.mark.parametrize("model", [Missive, Triage, MissiveReading])
def test_what_came_and_what_was_made_of_it_stays(cast, model, publication):
    missive = send(publication)
    missives.note_reading(missive=missive, by=cast.people.discipline)
    missives.sort(missive=missive, by=cast.people.discipline, kept="report", note="已登记")
    column = {Missive: "text", Triage: "note", MissiveReading: "read_on"}[model]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.update(**{column: TODAY() if column == "read_on" else "别的话"})
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.all()._raw_delete(model.objects.db)


@pytest.mark.every_case
@pytest.mark.parametrize(
    "fields",
    [
        {"kept": "", "note": ""},
        {"kept": "report", "note": ""},
        {"kept": "neither", "note": "广告", "opinion": True},
    ],
    ids=str,
)
def test_what_must_not_be_of_a_triage(cast, fields, publication):
    missive = send(publication)
    if fields.get("opinion"):
        opinion = opinions.pass_on(
            publication=missive.publication, text="好", by=cast.people.discipline
        )
        fields = {**fields, "opinion": opinion}
    common = {"missive": missive, "by": cast.people.discipline, "sorted_on": TODAY()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Triage.objects.create(**common, **fields)
    Triage.objects.create(**{**common, **fields, "kept": "report", "note": "已登记"})


# --- when one is taken ----------------------------------------------------------------------------


def test_on_the_last_day_still_on_the_next_no_longer(cast, publication):
    Publication.objects.filter(pk=publication.pk).update(ends_on=TODAY())
    publication.refresh_from_db()
    assert send(publication)
    over(publication)
    publication.refresh_from_db()
    with pytest.raises(NotReady) as refusal:
        send(publication)
    assert refusal.value.problems == [missives.OVER]


# --- how many -------------------------------------------------------------------------------------


def test_so_many_from_one_address_on_a_day_and_no_more(cast, publication):
    for _ in range(sending_limit.MOST_A_DAY):
        send(publication)
    with pytest.raises(sending_limit.TooMany):
        send(publication)
    assert Missive.objects.count() == sending_limit.MOST_A_DAY
    assert send(publication, address="203.0.113.8")


def test_tomorrow_counts_anew_and_nothing_is_left_of_today(cast):
    sending_limit.take(HOME, TODAY())
    key, sender = SenderKey.objects.get().key, SenderCount.objects.get().sender
    sending_limit.take(HOME, TODAY() + datetime.timedelta(days=1))
    assert SenderKey.objects.get().key != key
    assert SenderCount.objects.get().sender != sender


def test_the_day_is_forgotten_though_nobody_comes(cast):
    sending_limit.take(HOME, TODAY())
    sending_limit.forget(TODAY() + datetime.timedelta(days=1))
    assert not SenderKey.objects.exists()
    assert not SenderCount.objects.exists()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("2001:db8:1:2:a::1", "2001:db8:1:2:b::2", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("", "nonsense", True),
    ],
)
def test_what_counts_as_one_address(cast, one, other, same):
    sending_limit.take(one, TODAY())
    sending_limit.take(other, TODAY())
    assert (SenderCount.objects.count() == 1) is same


# --- what becomes of it ---------------------------------------------------------------------------


def test_an_opinion_is_passed_on_without_whoever_sent_it(cast, publication):
    row = publication.rows.get(position=1)
    missive = send(publication, "我是家长，措施没写谁来查", contact="王女士", row=row)
    triage = missives.sort(missive=missive, by=cast.people.discipline, opinion="措施没写谁来查")
    opinion = triage.opinion
    assert (opinion.text, opinion.row, opinion.shown) == ("措施没写谁来查", row, missive.shown)
    assert (opinion.given_by, opinion.source) == (None, Opinion.Source.PUBLIC)
    assert opinion.receipt != missive.receipt
    assert opinion.giver == "由社会公众提出"
    assert cast.people.school_office in opinions.answerers(opinion, TODAY())
    entry = TrailEntry.objects.get(action="opinion.passed_on")
    assert entry.actor_name == cast.people.discipline.name
    opinions.answer(
        opinion=opinion, outcome="adopted", reply="谢谢，已写明", by=cast.people.school_office
    )
    assert missives.standing_of(missive.receipt).opinion.answer.reply == "谢谢，已写明"


@pytest.mark.parametrize("kept", ["report", "neither"])
def test_what_is_not_passed_on_stands_like_what_nobody_has_looked_at(cast, kept, publication):
    missive = send(publication)
    before = missives.standing_of(missive.receipt)
    missives.sort(missive=missive, by=cast.people.discipline, kept=kept, note="已登记")
    assert missives.standing_of(missive.receipt) == before
    assert before.opinion is None
    assert missives.standing_of("NOBODY") is None


def test_both_at_once(cast, publication):
    missive = send(publication)
    triage = missives.sort(
        missive=missive, by=cast.people.discipline, opinion="写明多久查", kept="report", note="登记"
    )
    assert (triage.opinion.text, triage.kept) == ("写明多久查", "report")
    assert "登记" not in str(Opinion.objects.values_list())


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({}, "怎样分办"),
        ({"kept": "report"}, "记载"),
        ({"kept": "neither", "note": " "}, "记载"),
        ({"opinion": "好", "kept": "neither", "note": "广告"}, "不能同时"),
        ({"opinion": "请回电13812341234"}, "手机号码"),
        ({"opinion": "家长王女士说要写明"}, "联系方式"),
    ],
    ids=str,
)
def test_what_a_triage_asks_for(cast, said, problem, publication):
    missive = send(publication, contact="家长王女士")
    with pytest.raises(NotReady) as refusal:
        missives.sort(missive=missive, by=cast.people.discipline, **said)
    assert problem in refusal.value.in_one_line
    assert not Triage.objects.exists()
    assert not Opinion.objects.exists()


@pytest.mark.parametrize("who", ["school_office", "principal", "office", "bureau_leader", "staff"])
def test_nobody_else_sorts(cast, who, publication):
    missive = send(publication)
    with pytest.raises(Refused, match="不由您办理"):
        missives.sort(missive=missive, by=getattr(cast.people, who), opinion="好")


def test_it_is_sorted_once(cast, publication):
    give_seat(cast.posts.openness, "discipline_office", cast.bureau, rank="member")
    missive = send(publication)
    said = {"kept": "report", "note": "已登记"}
    first = missives.sort(missive=missive, by=cast.people.discipline, **said)
    assert missives.sort(missive=missive, by=cast.people.discipline, **said) == first
    with pytest.raises(missives.AlreadySorted, match=cast.people.discipline.name):
        missives.sort(missive=missive, by=cast.people.openness, opinion="好")
    assert not Opinion.objects.exists()


# --- closing --------------------------------------------------------------------------------------


def test_closing_does_not_wait_for_what_nobody_has_sorted(cast, publication):
    """Else a publicity that cannot end would tell of a report."""
    missive = send(publication)
    over(publication)
    publicity.close_publicity(publication=publication, by=cast.people.school_office)
    publication.refresh_from_db()
    assert publication.closed_at
    triage = missives.sort(missive=missive, by=cast.people.discipline, opinion="写明多久查一次")
    assert waiting_count(cast.people.school_office) == 1
    said = str(publicity_letters.report_of(publication))
    assert "另有1条公众意见在公示结束以后转来，正在办理。" in said
    opinions.answer(
        opinion=triage.opinion, outcome="adopted", reply="下一稿写明", by=cast.people.school_office
    )
    assert "收到意见1条，已全部答复" in str(publicity_letters.report_of(publication))


def test_closing_waits_for_what_was_passed_on(cast, publication):
    missives.sort(missive=send(publication), by=cast.people.discipline, opinion="写明多久查一次")
    over(publication)
    with pytest.raises(NotReady, match="还有"):
        publicity.close_publicity(publication=publication, by=cast.people.school_office)


def test_nobody_is_told_but_the_office_sees_it_waits(
    cast, publication, django_capture_on_commit_callbacks
):
    told, waits = Notice.objects.count(), waiting_count(cast.people.discipline)
    with django_capture_on_commit_callbacks(execute=True):
        missive = send(publication)
    assert Notice.objects.count() == told
    assert waiting_count(cast.people.discipline) == waits + 1
    assert waiting_count(cast.people.school_office) == 0
    missives.sort(missive=missive, by=cast.people.discipline, kept="report", note="已登记")
    assert waiting_count(cast.people.discipline) == waits


def test_whoever_opens_one_is_written_down_once_a_day(cast, publication):
    missive = send(publication)
    for _ in range(3):
        missives.note_reading(missive=missive, by=cast.people.discipline)
    assert missive.readings.get().person == cast.people.discipline
