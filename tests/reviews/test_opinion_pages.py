"""The pages of opinions: giving one, finding the answer, answering, what is printed at the end."""

import logging
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from reviews import opinions, reopening
from reviews.models import Opinion, Publication
from risks import editing
from tests import way
from tests.architecture.page_forms import form_with
from tests.reviews.test_opinions import answered, give, office_form, row_of, shown_form
from tests.reviews.test_review_publicity import over

TEXT = "措施里请写明由谁来查"


def page(name, *args):
    return reverse(name, args=args)


def typed(client, publication, **changes):
    """The form as the page carries it, filled in."""
    form = form_with("receipt", client.get(page("opinion-add", publication.pk)))
    return {**form, "text": TEXT, "naming": "unnamed", **changes}


@pytest.fixture
def shown(cast):
    return shown_form(cast)[1]


def test_without_a_name_no_message_no_session_no_log_line(cast, client, shown, caplog):
    client.force_login(cast.accounts.staff)
    data = typed(client, shown)
    before = [session.get_decoded() for session in Session.objects.all()]
    caplog.set_level(logging.DEBUG, logger="reviews")
    response = client.post(page("opinion-add", shown.pk), data)
    given = Opinion.objects.get()
    assert response.status_code == 200
    assert given.receipt in response.content.decode()
    assert given.given_by is None
    assert [session.get_decoded() for session in Session.objects.all()] == before
    assert "messages" not in response.cookies
    assert given.receipt not in str(response.headers)
    assert not [line for line in caplog.messages if TEXT in line or given.receipt in line]


@pytest.mark.parametrize("role", ["staff", "teacher", "principal", "group", "office"])
@pytest.mark.parametrize("is_answered", [True, False])
def test_what_others_wrote_is_read_by_the_office_alone(cast, client, shown, role, is_answered):
    """Not by the unit, its leaders or the office above; the office itself is the control."""
    given = give(shown, text=TEXT)
    if is_answered:
        answered(given, cast.people.school_office, "not_adopted", "谢谢")
    for who, reads in ((role, False), ("school_office", True)):
        client.force_login(getattr(cast.accounts, who))
        detail = client.get(page("publicity-detail", shown.pk))
        assert (TEXT in detail.content.decode()) == reads
        if not reads:
            assert client.get(page("opinion-answer", given.pk)).status_code == 404
            assert not detail.context["answered"]
            assert not detail.context["elsewhere"]


@pytest.mark.parametrize("name", ["opinion-add", "opinion-find"])
def test_what_is_typed_stays_out_of_reports_of_errors(cast, client, shown, name):
    client.force_login(cast.accounts.staff)
    address = page(name, shown.pk) if name == "opinion-add" else page(name)
    request = client.post(address, {"text": TEXT, "receipt": "ABC"}).wsgi_request
    assert request.sensitive_post_parameters == "__ALL__"


def stored_sessions():
    return sorted(Session.objects.values_list("session_key", "session_data", "expire_date"))


@pytest.mark.parametrize("name", ["opinion-add", "opinion-find", "publicity-detail"])
def test_an_old_session_is_not_renewed_by_the_page_or_the_post(cast, client, shown, name):
    """Its row would say when its person was on the page; the publicity itself is the control."""
    client.force_login(cast.accounts.staff)
    client.get(page("publicity-detail", shown.pk))
    before = stored_sessions()
    with time_machine.travel(timezone.now() + timedelta(seconds=700)):
        if name == "opinion-add":
            assert client.post(page(name, shown.pk), typed(client, shown)).status_code == 200
        elif name == "opinion-find":
            client.get(page(name))
            client.post(page(name), {"receipt": give(shown).receipt})
        else:
            client.get(page(name, shown.pk))
    assert (stored_sessions() == before) == (name != "publicity-detail")


def test_in_ones_name(cast, client, shown):
    client.force_login(cast.accounts.staff)
    client.post(page("opinion-add", shown.pk), typed(client, shown, naming="named", row="2"))
    given = Opinion.objects.get()
    assert (given.given_by, given.row.position) == (cast.people.staff, 2)
    assert TEXT in client.get(page("publicity-detail", shown.pk)).content.decode()
    client.force_login(cast.accounts.teacher)
    assert TEXT not in client.get(page("publicity-detail", shown.pk)).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": ""}, "请写一句您的意见"),
        ({"row": "99"}, "这次公示只有 2 条"),
        ({"row": "0"}, "序号从 1 开始"),
        ({"naming": ""}, "请选择署名，还是不署名"),
        ({"receipt": "ABCDEFGHJKMN"}, "请再按一次"),
        ({"receipt": ""}, "请再按一次"),
    ],
)
def test_what_is_missing_is_said_and_nothing_written(cast, client, shown, changes, said):
    client.force_login(cast.accounts.staff)
    response = client.post(page("opinion-add", shown.pk), typed(client, shown, **changes))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Opinion.objects.exists()


@pytest.mark.parametrize("receipt", ["ABCDEFGHJKMN", "", "another publicity"])
def test_pressed_again_it_is_taken(cast, client, shown, receipt):
    """The page drawn again carries a fresh receipt beside the words."""
    client.force_login(cast.accounts.staff)
    if receipt == "another publicity":
        receipt = opinions.new_receipt(Publication(pk=shown.pk + 1))
    address = page("opinion-add", shown.pk)
    refused = client.post(address, typed(client, shown, receipt=receipt, row="2"))
    assert refused.status_code == 422
    again = form_with("receipt", refused)
    assert again["text"] == [TEXT]
    assert client.post(address, again).status_code == 200
    assert Opinion.objects.get().row.position == 2


@pytest.mark.parametrize(
    "changes", [{}, {"text": "别的话"}, {"row": "2"}, {"naming": "named"}], ids=str
)
def test_a_page_sent_again_otherwise_says_that_the_first_counts(cast, client, shown, changes):
    client.force_login(cast.accounts.staff)
    data, address = typed(client, shown), page("opinion-add", shown.pk)
    assert "以第一次提交的为准" not in client.post(address, data).content.decode()
    text = client.post(address, {**data, **changes}).content.decode()
    assert ("以第一次提交的为准" in text) == bool(changes)
    given = Opinion.objects.get()
    assert (given.text, given.row, given.given_by) == (TEXT, None, None)
    assert given.receipt in text


def test_the_form_goes_to_an_address_without_the_row(cast, client, shown):
    """The log has the address of a POST, not that of the page it came from."""
    client.force_login(cast.accounts.staff)
    text = client.get(page("opinion-add", shown.pk), {"row": "2"}).content.decode()
    assert f'action="{page("opinion-add", shown.pk)}"' in text


def test_what_comes_too_late_keeps_its_words(cast, client, shown):
    client.force_login(cast.accounts.staff)
    data = typed(client, shown)
    over(shown)
    response = client.post(page("opinion-add", shown.pk), data)
    assert response.status_code == 422
    assert opinions.OVER in response.content.decode()
    assert TEXT in response.content.decode()
    assert "不再收意见" in client.get(page("opinion-add", shown.pk)).content.decode()


def test_the_row_comes_with_the_link(cast, client, shown):
    client.force_login(cast.accounts.staff)
    detail = client.get(page("publicity-detail", shown.pk)).content.decode()
    address = f"{page('opinion-add', shown.pk)}?row=2"
    assert address in detail
    assert form_with("receipt", client.get(address))["row"] == ["2"]
    over(shown)
    assert address not in client.get(page("publicity-detail", shown.pk)).content.decode()


@pytest.mark.parametrize("row", ["0", "99", "x", "-1", "٣", "9" * 30])
def test_a_row_that_is_not_there_is_left_out(cast, client, shown, row):
    client.force_login(cast.accounts.staff)
    response = client.get(page("opinion-add", shown.pk), {"row": row})
    assert form_with("receipt", response)["row"] == [""]


@pytest.mark.parametrize(("role", "status"), [("teacher", 200), ("small_staff", 422)])
def test_an_answer_is_found_by_its_receipt_in_the_unit(cast, client, shown, role, status):
    given = give(shown, text=TEXT)
    answered(given, cast.people.school_office, reply="谢谢，已写明由组长查")
    client.force_login(getattr(cast.accounts, role))
    spaced = f"{given.receipt[:4]}-{given.receipt[4:].lower()}"
    response = client.post(page("opinion-find"), {"receipt": spaced})
    assert response.status_code == status
    assert ("已写明由组长查" in response.content.decode()) == (status == 200)


def test_adopted_leads_to_the_row_ticked(cast, client, shown):
    given = give(shown, row=row_of(shown))
    client.force_login(cast.accounts.school_office)
    response = client.post(
        page("opinion-answer", given.pk), {"outcome": "partly", "reply": "谢谢"}, follow=True
    )
    line = given.shown.revision.point_lines.get(version=given.row.point_version)
    assert form_with("row", response)["row"] == [str(line.pk)]


@pytest.mark.parametrize(("outcome", "row"), [("not_adopted", True), ("adopted", False)])
def test_otherwise_back_to_the_publicity(cast, client, shown, outcome, row):
    given = give(shown, row=row_of(shown) if row else None)
    client.force_login(cast.accounts.school_office)
    data = {"outcome": outcome, "reply": "谢谢"}
    response = client.post(page("opinion-answer", given.pk), data)
    assert response.url == page("publicity-detail", shown.pk)


def test_a_second_answer_is_refused_and_shown(cast, client, shown):
    given = give(shown)
    answered(given, cast.people.school_office)
    client.force_login(cast.accounts.school_office)
    data = {"outcome": "not_adopted", "reply": "另一种说法"}
    response = client.post(page("opinion-answer", given.pk), data)
    assert response.status_code == 422
    text = response.content.decode()
    assert "不需要再办理" in text
    assert "另一种说法" in text
    assert "另一种说法" not in client.get(page("opinion-answer", given.pk)).content.decode()


def test_an_answer_without_a_reply_is_not_taken(cast, client, shown):
    given = give(shown)
    client.force_login(cast.accounts.school_office)
    response = client.post(page("opinion-answer", given.pk), {"outcome": "adopted", "reply": " "})
    assert response.status_code == 422
    assert "请写明答复" in response.content.decode()


def test_closing_on_the_page_says_what_is_missing(cast, client, shown):
    give(shown)
    over(shown)
    client.force_login(cast.accounts.school_office)
    response = client.post(page("publicity-close", shown.pk), follow=True)
    assert "还有 1 条意见没有答复" in response.content.decode()


def test_whoever_it_is_about_does_not_read_who_gave_it(cast, client):
    """The superior answers it; the office, whose form it is, reads the words alone."""
    publication = office_form(cast)
    given = give(publication, by=cast.people.staff, row=row_of(publication))
    answered(given, cast.people.office)
    for role, named in (("school_office", False), ("office", True)):
        client.force_login(getattr(cast.accounts, role))
        text = client.get(page("opinion-answer", given.pk)).content.decode()
        assert given.text in text
        assert (cast.people.staff.name in text) == named


TOGETHER = {"outcome": "partly", "reply": "谢谢，已写明多久查一次"}


def test_several_are_answered_at_once_each_with_its_own_answer(cast, client, shown):
    """A tab that one of them was answered behind is told, keeps its words, and writes none."""
    client.force_login(cast.accounts.school_office)
    given = [give(shown, row=row_of(shown)), give(shown), give(shown)]
    address = page("opinions-together", shown.pk)
    assert address in client.get(page("publicity-detail", shown.pk)).text
    ticked = {**TOGETHER, "opinion": [each.pk for each in given]}
    answered(given[2], cast.people.school_office, "not_adopted", "另有说明")
    stale = client.post(address, ticked)
    assert stale.status_code == 422
    assert all(text in stale.text for text in ("不需要再办理", "一条也没有写入", TOGETHER["reply"]))
    assert shown.opinions.unanswered().count() == 2
    response = client.post(address, {**ticked, "opinion": ticked["opinion"][:2]}, follow=True)
    assert "已用同样的话答复 2 条" in response.text
    assert "采纳，尚未重开" in response.text
    replies = shown.opinions.values_list("answer__reply", flat=True)
    assert sorted(replies) == sorted([TOGETHER["reply"]] * 2 + ["另有说明"])


@pytest.mark.parametrize(
    ("chosen", "said"),
    [([], "请勾选"), (["nothing"], "opinion-error"), ([str(uuid.uuid4())], "请重新")],
)
def test_what_is_no_choice_is_said(cast, client, shown, chosen, said):
    give(shown)
    client.force_login(cast.accounts.school_office)
    data = {**TOGETHER, "opinion": chosen}
    response = client.post(page("opinions-together", shown.pk), data)
    assert (response.status_code, said in response.text) == (422, True)
    assert shown.opinions.unanswered().exists()


def test_whoever_answers_for_an_office_sees_who_reopens(cast, client):
    """The superior answers on the form of the office's own head: the office gives the row back."""
    publication = office_form(cast)
    given = give(publication, row=row_of(publication))
    address = page("opinion-answer", given.pk)
    client.force_login(cast.accounts.office)
    response = client.post(address, TOGETHER, follow=True)
    assert f"由防控办（{cast.people.school_office.name}）重开" in response.text
    client.force_login(cast.accounts.school_office)
    assert "去重开条目" in client.get(address).text


def test_a_row_adopted_after_the_paper_left_is_reopened_from_its_page(cast, client, shown):
    """Until the paper is handed in again; from then on its page says who sends the row back."""
    office, (first, second) = cast.people.school_office, shown.rows.order_by("position")
    given = [give(shown, row=row) for row in (first, second)]
    answered(given[0], office)
    paper = given[0].shown.revision.paper
    reopening.reopen_concerned(paper=paper, by=office, day=timezone.localdate())
    answered(given[1], office)
    client.force_login(cast.accounts.school_office)
    address = page("opinion-answer", given[1].pk)
    assert "重开这一条" in client.get(address).text
    line = paper.current.point_lines.get(open=True)
    staff = cast.people.staff
    editing.save_point(paper=paper, content=way.point(5), by=staff, line_id=line.pk)
    way.submit(paper, staff)
    assert reopening.HANDED_IN in client.get(address).text
