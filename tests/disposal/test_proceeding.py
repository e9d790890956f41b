"""How an act goes on: every move from every state, what it writes, who may make it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.notices.models import Notice
from registry.organisation.models import Seat
from registry.trail.models import SEALED_CHAIN, TrailEntry
from reviews.disposal import issuing, proceeding
from reviews.disposal.models import Disposal, Evidence, Move, PostWarning
from reviews.refusals import NotReady, Refused
from tests.cast import seat
from tests.disposal import factory
from tests.disposal.factory import TEXTS, colour, fresh, issued, step, warned

pytestmark = pytest.mark.django_db
State = Disposal.State


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


def in_state(cast, state):
    """An act of each state."""
    if state == State.RAISED:
        act = factory.rectified(cast)
        move(cast, act, "raise")
        return fresh(act)
    if state == State.WITHDRAWN:
        act = issued(cast)
        move(cast, act, "withdraw")
        return fresh(act)
    ways = {
        State.ISSUED: issued,
        State.REPLIED: factory.replied,
        State.RECTIFIED: factory.rectified,
        State.CLOSED: factory.closed,
        State.HANDED_OVER: factory.handed_over,
    }
    return fresh(ways[state](cast))


def move(cast, act, what):
    staff, office = cast.people.staff, cast.people.discipline
    uploads = [factory.evidence()]
    ways = {
        "reply": lambda: proceeding.reply(act=act, texts=TEXTS, by=staff),
        "rectify": lambda: proceeding.rectify(act=act, said="好了", uploads=uploads, by=staff),
        "pass": lambda: proceeding.passed(act=act, said="可以", by=office),
        "redo": lambda: proceeding.redone(act=act, said="还差一周", by=office),
        "raise": lambda: proceeding.raised(
            act=act, step=step("诫勉谈话"), said="没有补", demand="请来谈一次", by=office
        ),
        "withdraw": lambda: proceeding.withdraw(act=act, why="发错了", by=office),
        "hand_over": lambda: proceeding.hand_over(act=act, why="需要了解", by=office),
    }
    return ways[what]()


# from each state: what each move leads to; what is not said is refused
LEADS_TO = {
    State.ISSUED: {
        "reply": State.REPLIED,
        "withdraw": State.WITHDRAWN,
        "hand_over": State.HANDED_OVER,
    },
    State.REPLIED: {"rectify": State.RECTIFIED, "hand_over": State.HANDED_OVER},
    State.RECTIFIED: {
        "pass": State.CLOSED,
        "redo": State.REPLIED,
        "raise": State.RAISED,
        "hand_over": State.HANDED_OVER,
    },
    State.CLOSED: {},
    State.RAISED: {},
    State.WITHDRAWN: {},
    State.HANDED_OVER: {},
}
MOVES = ["reply", "rectify", "pass", "redo", "raise", "withdraw", "hand_over"]


@pytest.mark.parametrize("what", MOVES)
@pytest.mark.parametrize("state", LEADS_TO, ids=str)
def test_each_move_from_each_state(cast, state, what):
    act = in_state(cast, state)
    before = act.moves.count()
    wanted = LEADS_TO[state].get(what)
    if wanted is None:
        with pytest.raises(Refused):
            move(cast, act, what)
        assert (fresh(act).state, act.moves.count()) == (state, before)
    else:
        move(cast, act, what)
        assert (fresh(act).state, act.moves.count()) == (wanted, before + 1)
        assert (fresh(act).ended_at is None) == (wanted in Disposal.RUNNING)


def test_each_move_has_its_sealed_entry_and_none_the_auditor_reads(cast):
    act = factory.closed(cast)
    sealed = TrailEntry.objects.sealed_about(act).values_list("action", flat=True)
    assert list(sealed) == [
        "disposal.issued",
        "disposal.replied",
        "disposal.signed",
        "disposal.rectified",
        "disposal.passed",
    ]
    assert not TrailEntry.objects.matching().filter(action__startswith="disposal.").exists()
    entry = TrailEntry.objects.filter(chain=SEALED_CHAIN).first()
    assert (entry.unit_id, entry.unit_name) == (None, "")


def test_redone_is_another_round_with_a_new_day(cast):
    act = factory.rectified(cast)
    due = timezone.localdate() + timedelta(days=60)
    proceeding.redone(act=act, said="还差一周的记录", due=due, by=cast.people.discipline)
    assert (act.round, act.rectify_due, act.state) == (2, due, State.REPLIED)
    factory.hand_in(cast, act)
    proceeding.passed(act=act, said="齐了", by=cast.people.discipline)
    rounds = list(act.moves.values_list("kind", "round"))
    assert rounds == [
        ("issued", 1),
        ("replied", 1),
        ("rectified", 1),
        ("redone", 1),
        ("rectified", 2),
        ("passed", 2),
    ]


def test_one_step_higher_is_a_new_act_of_the_same_matter(cast):
    act = factory.rectified(cast, issued(cast, warning=warned(cast)))
    higher = move(cast, act, "raise")
    assert (higher.follows, higher.matter, higher.state) == (act, act.matter, State.ISSUED)
    assert (higher.person, higher.leader_post) == (cast.people.staff, cast.posts.supervisor)
    assert (higher.step_name, higher.warning) == ("诫勉谈话", act.warning)
    assert higher.number != act.number


def test_only_a_higher_step_of_a_seat_one_holds_is_offered(cast):
    act = factory.rectified(cast)
    names = [each.name for each in proceeding.higher_steps(act, cast.people.discipline)]
    assert "谈心疏导" not in names
    assert "批评教育" not in names, "that one is the Party organisation's"
    assert names[0] == "警示教育"
    with pytest.raises(Refused, match="更进一步"):
        proceeding.raised(
            act=act, step=step("谈心疏导"), said="没补", demand="再补", by=cast.people.discipline
        )


def test_rectification_without_a_file_is_not_taken(cast):
    act = factory.replied(cast)
    with pytest.raises(NotReady):
        proceeding.rectify(act=act, said="好了", uploads=[], by=cast.people.staff)
    assert (fresh(act).state, Evidence.objects.count()) == (State.REPLIED, 0)


def test_a_file_that_is_none_leaves_everything_as_it_was(cast):
    act = factory.replied(cast)
    bad = factory.evidence("程序.exe")
    with pytest.raises(Exception, match="请上传"):
        proceeding.rectify(act=act, said="好了", uploads=[factory.evidence(), bad], by=act.person)
    assert (fresh(act).state, Evidence.objects.count(), act.moves.count()) == (State.REPLIED, 0, 2)


@pytest.mark.parametrize("what", MOVES)
@pytest.mark.parametrize("role", ["supervisor", "school_office", "section_head", "other_staff"])
def test_nobody_else_moves_it(cast, role, what):
    state = next(state for state, moves in LEADS_TO.items() if what in moves)
    act = in_state(cast, state)
    other = getattr(cast.people, role)
    cast.people.staff = cast.people.discipline = other
    with pytest.raises(Refused):
        move(cast, act, what)
    assert fresh(act).state == state


def test_the_office_does_not_answer_and_the_addressee_does_not_judge(cast):
    act = issued(cast)
    with pytest.raises(Refused):
        proceeding.reply(act=act, texts=TEXTS, by=cast.people.discipline)
    factory.rectified(cast, act)
    with pytest.raises(Refused):
        proceeding.passed(act=act, said="可以", by=cast.people.staff)


def test_whoever_comes_into_the_office_later_does_not_judge_their_own(cast):
    act = factory.rectified(cast)
    seat(cast.posts.staff, Seat.DISCIPLINE_OFFICE, cast.bureau)
    with pytest.raises(Refused):
        proceeding.passed(act=act, said="可以", by=cast.people.staff)


def test_signed_for_once(cast):
    act = issued(cast)
    first = proceeding.sign(act=act, by=cast.people.staff)
    assert proceeding.sign(act=act, by=cast.people.staff) == first
    proceeding.sign(act=act, by=cast.people.supervisor)
    assert list(act.receipts.values_list("name", flat=True)) == ["林听雨", "沈若谷"]
    with pytest.raises(Refused):
        proceeding.sign(act=act, by=cast.people.discipline)


def test_a_draft_is_kept_and_goes_with_the_reply(cast):
    act = issued(cast)
    proceeding.keep_draft(act=act, texts={"analysis": "想"}, by=cast.people.staff)
    proceeding.keep_draft(act=act, texts={"analysis": "想好了"}, by=cast.people.staff)
    assert act.drafts.get().analysis == "想好了"
    factory.replied(cast, act)
    assert not act.drafts.exists()


# --- issuing -------------------------------------------------------------------------------------


def test_the_days_follow_from_the_step(cast):
    act = issued(cast, name="诫勉谈话")
    assert timezone.localdate() < act.reply_due <= act.rectify_due


# role, step, whether they may order it
ORDERED = [
    ("discipline", "谈话提醒", True),
    ("discipline", "提醒谈话", False),
    ("discipline", "谈心疏导", False),
    ("group", "提醒谈话", True),
    ("group", "谈话提醒", False),
    ("school_office", "谈心疏导", True),
    ("office", "谈心疏导", True),
    ("office", "谈话提醒", False),
    ("small_group", "提醒谈话", False),
    ("small_office", "谈心疏导", False),
    ("supervisor", "谈话提醒", False),
    ("principal", "提醒谈话", False),
    ("other_staff", "谈心疏导", False),
]


@pytest.mark.parametrize(("role", "name", "may"), ORDERED)
def test_who_may_order_a_step(cast, role, name, may):
    by = getattr(cast.people, role)
    if may:
        act = issued(cast, name=name, by=by)
        assert (act.issued_by, act.office) == (by, cast.bureau)
    else:
        with pytest.raises(Refused):
            issued(cast, name=name, by=by)


def refused(match, make):
    with pytest.raises(Refused, match=match):
        make()
    assert not Disposal.objects.exists()


def test_nobody_is_their_own_judge(cast):
    post, own = cast.posts.discipline, cast.people.discipline
    to = issuing.Addressee(cast.bureau, own, post)
    refused("自己的岗位", lambda: issued(cast, to=to))
    refused("上一级", lambda: issued(cast, name="谈心疏导", to=to, by=cast.people.office))


def test_a_colleague_of_the_office_is_judged_above(cast):
    seat(cast.posts.other_staff, Seat.DISCIPLINE_OFFICE, cast.school_large)
    to = issuing.Addressee(cast.school_large, cast.people.other_staff, cast.posts.other_staff)
    act = issued(cast, to=to)
    assert act.office == cast.bureau


def test_the_leader_is_somebody_else(cast):
    refused("上级领导", lambda: issued(cast, leader_post=cast.posts.staff))


def test_the_addressee_sits_there(cast):
    to = issuing.Addressee(cast.school_large, cast.people.teacher, cast.posts.staff)
    refused("不在这个岗位", lambda: issued(cast, to=to))


def test_days_that_have_passed_or_stand_the_wrong_way_round(cast):
    today = timezone.localdate()
    refused("今天以后", lambda: issued(cast, reply_due=date(2020, 1, 1)))
    refused(
        "早于",
        lambda: issued(
            cast, reply_due=today + timedelta(days=9), rectify_due=today + timedelta(days=3)
        ),
    )


def test_a_number_does_not_tell_how_many_there_are(cast):
    first, second = issued(cast).number, issued(cast).number
    assert first.rpartition("-")[0] == second.rpartition("-")[0]
    assert abs(int(first[-6:], 36) - int(second[-6:], 36)) > 1


# --- warnings --------------------------------------------------------------------------------


def test_red_needs_an_order(cast):
    with pytest.raises(Refused, match="决定机关"):
        warned(cast, "red")
    with pytest.raises(Refused, match="决定机关"):
        warned(cast, "red", ordered_by="区纪委监委", proposal="p1")
    assert warned(cast, "red", ordered_by="区纪委监委").ordered_by == "区纪委监委"


@pytest.mark.parametrize("given", [{}, {"ordered_by": "区纪委", "proposal": "p1"}])
def test_the_database_refuses_red_without_an_order_or_from_a_proposal(cast, given):
    row = PostWarning(
        unit=cast.school_large,
        post=cast.posts.staff,
        office=cast.bureau,
        colour=colour("red"),
        grounds="x",
        issued_as=Seat.DISCIPLINE_OFFICE,
        issued_by=cast.people.discipline,
        **given,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    row.colour, row.proposal = colour("orange"), None
    row.save()


def test_of_one_proposal_there_is_one_warning(cast):
    warned(cast, "orange", proposal="p1")
    with pytest.raises(IntegrityError), transaction.atomic():
        warned(cast, "orange", proposal="p1")


def test_a_warning_is_lifted_once_with_a_reason(cast):
    warning = warned(cast)
    issuing.lift(warning=warning, why="整改到位", by=cast.people.discipline)
    with pytest.raises(Refused, match="已经解除"):
        issuing.lift(warning=warning, why="再来", by=cast.people.discipline)
    with pytest.raises(Refused):
        issuing.lift(warning=warned(cast), why="x", by=cast.people.principal)


# --- what stays ------------------------------------------------------------------------------


def test_what_was_issued_and_done_does_not_change(cast):
    act = factory.rectified(cast, issued(cast, warning=warned(cast)))
    rows = [
        lambda: Disposal.objects.update(demand="别的"),
        lambda: Disposal.objects.update(person=cast.people.teacher.pk),
        lambda: PostWarning.objects.update(grounds="别的"),
        lambda: Move.objects.update(said="别的"),
        lambda: act.moves.get(kind="replied").reply.delete(),
        lambda: Evidence.objects.all().delete(),
        lambda: Move.objects.all().delete(),
    ]
    for change in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_without_the_triggers_it_would_change(cast, tampering):
    """The control."""
    factory.rectified(cast)
    with tampering():
        assert Disposal.objects.update(demand="别的") == 1
        assert Move.objects.update(said="别的") == 3


def test_notices_name_nobody_and_nothing(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        act = issued(cast)
    told = {notice.person_id: notice.text for notice in Notice.objects.filter(kind="disposal")}
    assert set(told) == {cast.people.staff.pk, cast.people.supervisor.pk}
    for text in told.values():
        assert not {act.addressee_name, act.step_name, act.why} & {text}
        assert act.addressee_name not in text
