"""The way of a talk, step by step: what is refused, what is kept, what stays."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from registry.access.reach import read_reach
from registry.notices.models import Notice
from registry.organisation.models import Appointment
from reviews import own_kinds
from reviews.refusals import Refused
from reviews.talks import background, holding, ledger, printed, reminding, waiting
from reviews.talks.kind_views import KINDS
from reviews.talks.models import Talk, TalkKind, TalkRecord
from reviews.talks.partners import kinds_for, partners_for
from tests.risks.test_responsibility import TODAY, point_at

from .hands import CONTENT, confirmed, held, planned, recorded


def kind_names(person):
    return {kind.name for kind in kinds_for(read_reach(person, TODAY()))}


@pytest.mark.parametrize(
    ("who", "holds", "not_"),
    [
        ("supervisor", "例行谈话", "提醒谈话"),
        ("group", "提醒谈话", "谈话提醒"),
        ("discipline", "谈话提醒", "提醒谈话"),
        ("staff", None, "例行谈话"),
        ("school_office", None, "提醒谈话"),
    ],
)
def test_each_seat_has_its_kinds(cast, who, holds, not_):
    """提醒谈话 (Party organisation) and 谈话提醒 (discipline office) are kept apart."""
    names = kind_names(getattr(cast.people, who))
    assert holds is None or holds in names
    assert not_ not in names


@pytest.mark.parametrize(
    ("who", "reached", "beyond"),
    [
        ("section_head", {"staff", "teacher"}, {"other_staff", "principal"}),
        ("supervisor", {"section_head", "staff"}, {"other_section_head", "small_staff"}),
        ("principal", {"supervisor", "other_staff"}, {"small_staff", "bureau_staff"}),
        ("group", {"principal", "staff"}, {"small_principal"}),
        ("bureau_deputy", {"principal", "small_staff"}, {"bureau_leader"}),
        ("discipline", {"bureau_leader", "principal", "village_staff"}, set()),
    ],
)
def test_one_talks_with_whom_ones_seats_reach(cast, who, reached, beyond):
    people = {each.person for each in partners_for(read_reach(getattr(cast.people, who), TODAY()))}
    assert {getattr(cast.people, role) for role in reached} <= people
    assert not {getattr(cast.people, role) for role in beyond} & people
    assert getattr(cast.people, who) not in people


def test_a_kind_of_another_seat_is_refused(cast):
    with pytest.raises(Refused):
        planned(cast, kind="谈话提醒")


def test_somebody_out_of_reach_is_refused(cast):
    with pytest.raises(Refused):
        planned(cast, partner="other_section_head")


def test_planned_written_down_confirmed_by_both_and_closed(cast):
    talk = recorded(planned(cast))
    assert waiting.to_confirm(cast.people.section_head).get() == talk
    talk = confirmed(talk, cast.people.section_head)
    assert talk.settled_at is None
    talk = confirmed(talk, cast.people.supervisor)
    assert talk.settled_at is not None
    assert not waiting.to_confirm(cast.people.section_head).exists()


def test_a_correction_is_read_again_by_both(cast):
    talk = confirmed(recorded(planned(cast)), cast.people.section_head)
    read = holding.latest(talk).digest
    talk = recorded(talk, content="下月起验收单随合同存档。")
    with pytest.raises(Refused):
        holding.confirm(talk=talk, by=cast.people.supervisor, digest=read)
    talk = confirmed(talk, cast.people.supervisor)
    assert talk.settled_at is None
    assert confirmed(talk, cast.people.section_head).settled_at is not None
    assert talk.records.count() == 2


def test_confirmed_twice_it_is_confirmed_once(cast):
    talk = recorded(planned(cast))
    confirmed(talk, cast.people.section_head, cast.people.section_head)
    assert holding.latest(talk).confirmations.count() == 1
    talk = confirmed(talk, cast.people.supervisor)
    assert confirmed(talk, cast.people.supervisor).settled_at == talk.settled_at


def test_closed_it_takes_nothing_any_more(cast):
    talk = held(cast)
    for act in (
        lambda: recorded(talk),
        lambda: holding.remark(talk=talk, by=talk.partner, text="改一处"),
        lambda: holding.drop(talk=talk, by=talk.holder, why="不谈了"),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize(
    "write",
    [
        lambda talk: Talk.objects.filter(pk=talk.pk).update(topic="另一个"),
        lambda talk: talk.records.update(content="另一段"),
        lambda talk: talk.records.get().confirmations.all().delete(),
        lambda talk: TalkRecord.objects.create(
            talk=talk,
            no=9,
            held_on=date(2026, 1, 1),
            place="别处",
            content="后来补的",
            written_by=talk.holder,
            digest="0" * 64,
        ),
    ],
)
def test_the_database_keeps_what_was_confirmed(cast, write):
    talk = held(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(talk)


def test_nobody_talks_with_themselves_or_writes_down_their_own(cast):
    talk = planned(cast)
    for wrong in ({"partner": talk.holder}, {"recorder": talk.partner}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Talk.objects.filter(pk=talk.pk).update(**wrong)


def test_the_ledger_counts_what_counts(cast):
    point_at(cast, 1)
    (line,) = ledger.lines_of(cast.school_large, cast.year, TODAY())
    assert (line.person.name, line.due, len(line.held), line.left) == ("顾言之", 2, 0, 2)
    assert line.leader.post == cast.posts.supervisor
    held(cast)
    recorded(planned(cast))  # not confirmed yet
    held(cast, holder="discipline", kind="谈话提醒")  # confidential
    (line,) = ledger.lines_of(cast.school_large, cast.year, TODAY())
    assert (len(line.held), line.left) == (1, 1)
    assert ledger.lines_of(cast.school_large, cast.year + 1, TODAY())[0].held == []


def test_without_a_number_there_is_no_ledger(cast):
    point_at(cast, 1)
    cast.programme.talks_a_year = 0
    cast.programme.save()
    assert ledger.lines_of(cast.school_large, cast.year, TODAY()) == []


def test_a_top_level_point_makes_the_principal_talk_with_the_supervising_leader(cast):
    point_at(cast, 3)
    (line,) = ledger.lines_of(cast.school_large, cast.year, TODAY())
    assert (line.post, line.leader.post) == (cast.posts.supervisor, cast.posts.principal)


@pytest.mark.parametrize(
    ("day", "left"), [(date(2026, 11, 23), 38), (date(2026, 12, 31), 0), (date(2027, 2, 1), 0)]
)
def test_days_left_to_the_end_of_the_year(day, left):
    assert ledger.days_left(2026, day) == left


def test_reminders_come_once(cast):
    tomorrow = planned(cast, planned_on=TODAY() + timedelta(days=1))
    late = planned(cast, planned_on=TODAY() - timedelta(days=5))
    waits = recorded(planned(cast), held_on=TODAY() - timedelta(days=4))
    Notice.objects.all().delete()
    for _ in range(2):
        reminding.remind(TODAY())
    by_talk = {
        talk.pk: set(
            Notice.objects.filter(url=f"/talks/{talk.pk}/").values_list("person", flat=True)
        )
        for talk in (tomorrow, late, waits)
    }
    both = {cast.people.supervisor.pk, cast.people.section_head.pk}
    assert by_talk == {tomorrow.pk: both, late.pk: {cast.people.supervisor.pk}, waits.pk: both}
    assert Notice.objects.count() == 5


def test_leaders_hear_of_the_year_thirty_days_before_its_end(cast):
    point_at(cast, 1)
    Notice.objects.all().delete()
    day = date(cast.year, 12, 1)
    for _ in range(2):
        reminding.remind(day)
    notice = Notice.objects.get(url="/talks/ledger/")
    assert notice.person == cast.people.supervisor
    assert "顾言之" not in notice.text
    assert "1 位责任人" in notice.text


def test_a_unit_adds_a_kind_of_its_own(cast):
    office = cast.people.school_office
    given = {"name": "节前谈话", "held_by": "leader", "counts": True, "is_confidential": False}
    kind = own_kinds.add(KINDS, unit=cast.school_large, by=office, **given)
    assert "节前谈话" in kind_names(cast.people.supervisor)
    assert "节前谈话" not in kind_names(cast.people.small_supervisor)
    with pytest.raises(Refused):
        own_kinds.add(KINDS, unit=cast.school_large, by=office, **{**given, "name": "例行谈话"})
    own_kinds.offer(KINDS, kind=kind, offered=False, by=office)
    assert "节前谈话" not in kind_names(cast.people.supervisor)
    assert TalkKind.objects.get(pk=kind.pk).offered is False


def test_the_volume_holds_what_both_confirmed(cast):
    held(cast)
    recorded(planned(cast))
    asked = {"unit": cast.school_large.pk, "year": cast.year}
    found = background.settled_of(cast.people.discipline, asked)
    document = printed.volume_of(found, words="试", told=lambda place: None)
    assert document.content.startswith(b"%PDF")
    assert found.count() == 1
    assert not background.settled_of(cast.people.principal, asked).exists()


# --- through the client ----------------------------------------------------------------------


def form_of(page):
    return {"stamp": page.context["form"]["stamp"].value()}


def test_a_leader_plans_writes_down_and_both_confirm(client, cast):
    client.force_login(cast.accounts.supervisor)
    page = client.get("/talks/plan/")
    partner = Appointment.objects.get(person=cast.people.section_head)
    typed = {
        **form_of(page),
        "kind": TalkKind.objects.get(name="例行谈话").pk,
        "partner": partner.pk,
        "planned_on": TODAY().isoformat(),
        "topic": "教务科的风险点",
    }
    wrong = client.post("/talks/plan/", {**typed, "topic": ""})
    assert wrong.status_code == 422
    assert "一句话就够" in wrong.content.decode()
    address = client.post("/talks/plan/", typed).headers["Location"]
    page = client.get(f"{address}record/")
    said = {**form_of(page), "held_on": TODAY().isoformat(), "place": "小会议室"}
    future = {"held_on": (TODAY() + timedelta(days=1)).isoformat(), "content": CONTENT}
    assert client.post(f"{address}record/", {**said, **future}).status_code == 422
    client.post(f"{address}record/", {**said, "content": CONTENT})
    stale = client.post(f"{address}record/", {**said, "content": "旧页面上改的"})
    assert stale.status_code == 409
    assert "旧页面上改的" in stale.content.decode()
    digest = TalkRecord.objects.get().digest
    client.post(f"{address}confirm/", {"digest": digest})
    client.force_login(cast.accounts.section_head)
    assert client.get(f"{address}record/").status_code == 403
    client.post(f"{address}remark/", {"text": "地点是二楼会议室"})
    client.post(f"{address}confirm/", {"digest": digest})
    assert Talk.objects.get().settled_at is not None
    assert "已办结" in client.get(address).content.decode()


def test_the_discipline_office_reads_and_does_not_confirm(client, cast):
    talk = recorded(planned(cast))
    client.force_login(cast.accounts.discipline)
    address = reverse("talk", args=[talk.pk])
    assert CONTENT in client.get(address).content.decode()
    assert client.post(f"{address}confirm/", {"digest": "x"}).status_code == 403


def test_the_ledger_leads_to_a_plan_with_the_person_chosen(client, cast):
    point_at(cast, 1)
    client.force_login(cast.accounts.supervisor)
    page = client.get("/talks/ledger/").content.decode()
    assert "应谈 2 次，已谈 0 次" in page
    chosen = client.get(f"/talks/plan/?person={cast.people.section_head.pk}")
    assert chosen.context["form"].initial["partner"].person == cast.people.section_head


def test_the_ledger_comes_as_a_workbook(client, cast):
    point_at(cast, 1)
    client.force_login(cast.accounts.school_office)
    response = client.get("/talks/ledger.xlsx")
    assert response.getvalue().startswith(b"PK")
