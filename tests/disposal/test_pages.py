"""Stories through the client: from the issue to the end, wrong input, papers, the ladder."""

from datetime import timedelta
from io import BytesIO

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from registry.notices.models import Notice
from reviews.disposal import following_up, laddering, waiting
from reviews.disposal.models import Disposal, FollowUp, LadderStep, PostWarning
from reviews.refusals import Refused
from risks.models import Suggestion
from tests.architecture.page_forms import form_with
from tests.disposal import factory
from tests.disposal.factory import DEMAND, TEXTS, WHY, issued, warned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


def page_of(name, *args):
    return reverse(name, args=args)


def issue_page(cast):
    query = f"unit={cast.school_large.pk}&whom={cast.posts.staff.pk}"
    return f"{page_of('disposal-issue')}?{query}"


def typed(cast, client, **changes):
    """The form as it stands, filled in."""
    form = form_with("why", client.get(issue_page(cast)))
    given = {
        "person": cast.people.staff.pk,
        "colour": "orange",
        "why": WHY,
        "demand": DEMAND,
        "step": factory.step("约见谈话").pk,
        "leader_post": cast.posts.supervisor.pk,
        "act": "issue",
    }
    return {**form, **given, **changes}


def issued_by_hand(cast, client, **changes):
    client.force_login(cast.accounts.discipline)
    return client.post(issue_page(cast), typed(cast, client, **changes))


def test_from_the_warning_to_one_step_higher_and_the_end(cast, client):
    """Issue, read, sign, draft, reply, hand in, fail, raise, and all again until it passes."""
    answer = issued_by_hand(cast, client)
    act = Disposal.objects.get()
    assert answer.url == page_of("disposal", act.pk)
    assert (act.person, act.warning.colour_id, act.state) == (cast.people.staff, "orange", "issued")

    client.force_login(cast.accounts.staff)
    assert "请您做的" in client.get(page_of("disposal", act.pk)).text
    client.post(page_of("disposal-sign", act.pk))
    reply = page_of("disposal-reply", act.pk)
    form = form_with("analysis", client.get(reply))
    client.post(reply, {**form, "analysis": "还在想", "act": "keep"})
    form = form_with("analysis", client.get(reply))
    assert form["analysis"] == ["还在想"]
    assert client.post(reply, {**form, "act": "send"}).status_code == 422
    form = form_with("analysis", client.get(reply))
    client.post(reply, {**form, **TEXTS, "act": "send"})
    hand_in(client, act)

    client.force_login(cast.accounts.discipline)
    recheck = page_of("disposal-recheck", act.pk)
    form = form_with("said", client.get(recheck))
    said = {"outcome": "raised", "said": "没有补齐", "demand": "请来谈一次"}
    assert client.post(recheck, {**form, **said}).status_code == 422
    step = factory.step("诫勉谈话").pk
    client.post(recheck, {**form, **said, "step": step})
    higher = Disposal.objects.get(follows=act)
    assert (factory.fresh(act).state, higher.step_name) == ("raised", "诫勉谈话")

    client.force_login(cast.accounts.staff)
    assert higher.number in client.get(page_of("disposal", act.pk)).text
    factory.rectified(cast, higher)
    client.force_login(cast.accounts.discipline)
    form = form_with("said", client.get(page_of("disposal-recheck", higher.pk)))
    client.post(
        page_of("disposal-recheck", higher.pk), {**form, "outcome": "passed", "said": "齐了"}
    )
    assert factory.fresh(higher).state == "closed"
    assert "查阅记录" in client.get(page_of("disposal", higher.pk)).text


def hand_in(client, act):
    rectify = page_of("disposal-rectify", act.pk)
    assert client.post(rectify, {"said": "补齐了"}).status_code == 422
    bad = {"said": "补齐了", "uploads": [factory.evidence("记录.exe")]}
    assert "请上传" in client.post(rectify, bad).text
    good = {"said": "补齐了", "uploads": [factory.evidence(), factory.evidence("照片.pdf")]}
    assert client.post(rectify, good).status_code == 302
    assert factory.fresh(act).state == "rectified"


def test_sent_twice_it_is_issued_once(cast, client):
    client.force_login(cast.accounts.discipline)
    form = typed(cast, client)
    first, second = (client.post(issue_page(cast), form) for _ in range(2))
    assert first.url == second.url
    assert (Disposal.objects.count(), PostWarning.objects.count()) == (1, 1)


def test_the_preview_writes_nothing_and_reads_like_the_notice(cast, client):
    answer = issued_by_hand(cast, client, act="preview")
    assert answer.status_code == 200
    assert "约见谈话通知书" in answer.text
    assert DEMAND in answer.text
    assert not Disposal.objects.exists()


# what is typed wrongly → where it is told
WRONG = [
    ({"why": " "}, "why"),
    ({"demand": ""}, "demand"),
    ({"step": ""}, "step"),
    ({"leader_post": ""}, "leader_post"),
    ({"colour": "red"}, "ordered_by"),
    ({"reply_due": "昨天"}, "reply_due"),
    ({"reply_due": "2030-02-01", "rectify_due": "2030-01-01"}, "rectify_due"),
    ({"reply_due": "2020-02-01"}, "__all__"),
    ({"person": "0"}, "person"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG, ids=lambda given: str(given))
def test_what_is_typed_wrongly_is_told_at_its_field(cast, client, changes, field):
    answer = issued_by_hand(cast, client, **changes)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Disposal.objects.exists()
    assert not PostWarning.objects.exists(), "half of it would be worse than nothing"


def test_a_step_is_used_for_its_colours_only(cast, client):
    answer = issued_by_hand(cast, client, step=factory.step("诫勉谈话").pk, colour="yellow")
    assert "不用于黄色预警" in answer.text


def test_one_s_own_post_and_other_units_are_not_offered(cast, client):
    client.force_login(cast.accounts.school_office)
    page = client.get(page_of("disposal-issue"), {"unit": cast.school_small.pk})
    assert cast.posts.small_staff.name not in page.text
    page = client.get(issue_page(cast))
    offered = [value for value, _ in page.context["whom"].fields["whom"].choices]
    assert str(cast.posts.staff.pk) in offered
    assert str(cast.posts.school_office.pk) not in offered


def test_the_usual_leader_is_proposed(cast, client):
    client.force_login(cast.accounts.discipline)
    form = form_with("why", client.get(issue_page(cast)))
    assert form["leader_post"] == [str(cast.posts.supervisor.pk)]
    whole = {"unit": cast.school_large.pk, "whom": "unit"}
    form = form_with("why", client.get(page_of("disposal-issue"), whole))
    assert form["leader_post"] == [""]


def test_a_recheck_of_what_one_has_not_seen_is_refused(cast, client):
    """The page was opened in the first round; meanwhile it was redone and handed in again."""
    act = factory.rectified(cast)
    client.force_login(cast.accounts.discipline)
    page = page_of("disposal-recheck", act.pk)
    form = form_with("said", client.get(page))
    factory.proceeding.redone(act=act, said="还差一周", by=cast.people.discipline)
    factory.hand_in(cast, act)
    answer = client.post(page, {**form, "outcome": "passed", "said": "可以"})
    assert answer.status_code == 409
    assert factory.fresh(act).state == "rectified"


def test_after_handing_over_the_issuer_from_another_seat_is_led_away(cast, client):
    act = issued(cast, name="谈心疏导", by=cast.people.school_office)
    client.force_login(cast.accounts.discipline)
    answer = client.post(page_of("disposal-hand-over", act.pk), {"why": "需要了解"})
    assert answer.url == page_of("disposal", act.pk)
    client.force_login(cast.accounts.school_office)
    assert client.get(page_of("disposal", act.pk)).status_code == 404
    assert act.number not in client.get(page_of("disposal-list")).text


def test_the_list_is_narrowed_and_says_what_to_do_when_empty(cast, client):
    issued(cast, warning=warned(cast, "orange"))
    factory.closed(cast)
    client.force_login(cast.accounts.discipline)
    page = page_of("disposal-list")
    assert client.get(page).context["page"].count == 2
    assert client.get(page, {"state": "running"}).context["page"].count == 1
    assert client.get(page, {"colour": "orange"}).context["page"].count == 1
    assert "没有符合条件的" in client.get(page, {"state": "withdrawn"}).text
    for odd in ({"after": "x~y"}, {"after": "2026-01-01~x"}, {"state": "nothing", "unit": "x"}):
        assert client.get(page, odd).status_code == 200
    client.force_login(cast.accounts.teacher)
    assert "没有与您有关的文书" in client.get(page).text


# --- papers ------------------------------------------------------------------------------------


def words_of(answer):
    book = docx.Document(BytesIO(b"".join(answer)))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in book.paragraphs), *cells])


def test_the_notice_says_what_is_asked_and_by_when(cast, client):
    act = issued(cast)
    client.force_login(cast.accounts.staff)
    words = words_of(client.get(page_of("disposal-notice", act.pk, "docx")))
    for said in ("谈话提醒通知书", "林听雨（学籍管理员）", DEMAND, "派驻纪检监察组（盖章）"):
        assert said in words
    assert client.get(page_of("disposal-notice", act.pk, "xlsx")).status_code == 404


def test_the_record_tells_the_whole_course(cast, client):
    act = factory.closed(cast)
    client.force_login(cast.accounts.discipline)
    words = words_of(client.get(page_of("disposal-record", act.pk, "docx")))
    for said in (TEXTS["analysis"], "核对记录.pdf", "复查通过", "林听雨", "复查人"):
        assert said in words


# --- reminders -----------------------------------------------------------------------------------


def told(people):
    rows = Notice.objects.filter(person__in=[person.pk for person in people], kind="disposal")
    return list(rows.values_list("text", flat=True))


def test_each_turn_is_told_once_and_a_standstill_tells_the_nearest_only(cast):
    act = issued(cast)
    due, staff = act.reply_due, [cast.people.staff]
    Notice.objects.all().delete()
    for _ in range(2):
        waiting.remind(due - timedelta(days=3))
    assert len(told(staff)) == 1
    waiting.remind(due - timedelta(days=2))
    assert len(told(staff)) == 1, "the turn of three days was told"
    waiting.remind(due - timedelta(days=1))
    assert len(told(staff)) == 2
    assert told([cast.people.supervisor]) == []
    for days in (1, 2, 9):
        waiting.remind(due + timedelta(days=days))
    assert len(told(staff)) == 3
    assert len(told([cast.people.supervisor])) == 1, "once it is late the leader is told as well"


def test_nobody_is_reminded_of_what_is_over(cast):
    act = factory.closed(cast)
    Notice.objects.all().delete()
    waiting.remind(act.rectify_due + timedelta(days=30))
    assert not Notice.objects.exists()


# --- back into the register --------------------------------------------------------------------


def test_what_is_raised_for_the_post_leads_nowhere_back(cast, client):
    act = factory.closed(cast)
    client.force_login(cast.accounts.discipline)
    page = page_of("disposal-follow-up", act.pk)
    assert client.post(page, {"kind": "measure", "risk": "核对不及时"}).status_code == 422
    given = {"risk": "核对不及时", "measure": "每周两人核对", "reason": "月底异动集中"}
    assert client.post(page, {"kind": "measure", **given}).status_code == 302
    raised = Suggestion.objects.get()
    assert act.follow_up.suggestion == raised
    assert {field.name for field in Suggestion._meta.get_fields() if field.is_relation} == {
        *("post", "made_by", "paper", "point", "answered_by")
    }
    client.force_login(cast.accounts.staff)
    shown = client.get(page_of("suggestion-detail", raised.pk)).text
    assert "每周两人核对" in shown
    assert not {act.number, str(act.pk), "处置"} & set(shown.split())
    client.force_login(cast.accounts.discipline)
    with pytest.raises(Refused, match="已经写过"):
        following_up.follow_up(act=act, kind=FollowUp.Kind.NOTHING, by=cast.people.discipline)


def test_a_level_is_asked_for_in_words_of_work(cast, client, django_capture_on_commit_callbacks):
    act = factory.closed(cast)
    client.force_login(cast.accounts.discipline)
    page = page_of("disposal-follow-up", act.pk)
    assert client.post(page, {"kind": "level"}).status_code == 422
    assert client.post(page, {"kind": "level", "reason": "长" * 201}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {"kind": "level", "reason": "月底异动集中，可以提高一级"})
    notice = Notice.objects.get(url=page_of("my-posts"))
    assert (notice.person, notice.kind) == (cast.people.staff, "")
    assert "月底异动集中" in notice.text
    assert not Suggestion.objects.exists()


def test_only_what_is_closed_is_followed_up(cast):
    with pytest.raises(Refused):
        following_up.follow_up(
            act=factory.rectified(cast), kind=FollowUp.Kind.NOTHING, by=cast.people.discipline
        )


# how many orange warnings, how long ago → whether a higher level is proposed
ORANGE = [
    ((10, 20), "orange", True),
    ((10,), "orange", False),
    ((10, 400), "orange", False),
    ((10, 364), "orange", True),
    ((10, 365), "orange", False),
    ((10, 20), "yellow", False),
]


@pytest.mark.parametrize(("ago", "code", "expected"), ORANGE)
def test_two_orange_warnings_in_a_year_propose_a_higher_level(cast, tampering, ago, code, expected):
    for days in ago:
        warning = warned(cast, code)
        with tampering():
            at = timezone.now() - timedelta(days=days)
            PostWarning.objects.filter(pk=warning.pk).update(issued_at=at)
    day = timezone.localdate()
    assert following_up.proposes_higher_level(cast.posts.staff, day) == expected
    assert not following_up.proposes_higher_level(cast.posts.teacher, day)


# --- the ladder --------------------------------------------------------------------------------


def test_a_ladder_of_one_s_own_counts_for_the_units_below(cast, client):
    client.force_login(cast.accounts.discipline)
    client.post(page_of("ladder"))
    own = LadderStep.objects.of_unit(cast.school_large)
    assert {step.unit for step in own} == {cast.bureau}
    assert own.count() == LadderStep.objects.filter(unit=None).count()
    step = own.get(name="谈话提醒")
    page = page_of("ladder-step", step.pk)
    form = form_with("stamp", client.get(page))
    client.post(page, {**form, "reply_days": "7"})
    assert LadderStep.objects.get(pk=step.pk).reply_days == 7
    assert client.post(page, {**form, "reply_days": "9"}).status_code == 409, "a stale tab"
    other = own.get(name="约见谈话")
    form = form_with("stamp", client.get(page_of("ladder-step", other.pk)))
    twice = client.post(page_of("ladder-step", other.pk), {**form, "name": "谈话提醒"})
    assert "已有这个名称" in twice.text


def test_a_step_that_is_no_longer_offered_is_not_taken(cast):
    laddering.make_own(unit=cast.bureau, by=cast.people.discipline)
    step = LadderStep.objects.of_unit(cast.school_large).get(name="谈话提醒")
    LadderStep.objects.filter(pk=step.pk).update(offered=False)
    with pytest.raises(Refused, match="不在这个单位"):
        issued(cast, step=step)


def test_nobody_else_keeps_the_ladder(cast):
    with pytest.raises(Refused):
        laddering.make_own(unit=cast.bureau, by=cast.people.office)


def test_in_the_inbox_of_its_addressee_it_stands_once(client, cast):
    act = issued(cast)
    client.force_login(cast.accounts.staff)
    page = client.get(page_of("inbox")).content.decode()
    assert page.count(f'href="{page_of("disposal", act.pk)}"') == 1
