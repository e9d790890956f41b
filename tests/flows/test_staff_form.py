"""A staff form through the pages, from "my posts" to the register; both databases."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.notices.models import Notice
from registry.papers.models import Paper
from reviews.models import Publication
from risks.models import RiskPoint

ROW = {
    "source": "登记学籍变动时只凭口头说明",
    "risk": "未核对证明材料就在系统中办理转学",
    "harm": "学籍信息失真，影响学生升学",
    "kind": "process",
    "likelihood": "2",
    "severity": "3",
    "measures-0-text": "每次办理由两人核对原件并签字",
}


@pytest.fixture
def people(cast):
    """A client for everybody with an account, by role."""
    return Clients(cast.accounts)


class Clients(dict):
    """Who is asked for is signed in then."""

    def __init__(self, accounts):
        super().__init__()
        self.accounts = accounts

    def __missing__(self, role):
        self[role] = Client()
        self[role].force_login(getattr(self.accounts, role))
        return self[role]


def page_of(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, name
    return answer


def hidden(answer):
    found = re.findall(
        r'<input type="hidden" name="([\w-]+)"(?: value="([^"]*)")?', answer.content.decode()
    )
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def send(client, name, *args, **data):
    """Open the page, fill in, send; and follow to where it leads."""
    opened = client.get(reverse(name, args=args))
    known = hidden(opened) if opened.status_code == 200 else {}
    return client.post(reverse(name, args=args), {**known, **data}, follow=True)


def decide(client, paper, action, **data):
    page = page_of(client, "paper-detail", paper.pk)
    forms = page.context["deciding"]
    post = {"digest": page.context["revision"].digest, "action": action, **data}
    if forms.attendees is not None:
        post |= _meeting(forms)
    return client.post(reverse("step-decide", args=[paper.pk, forms.step.pk]), post, follow=True)


def _meeting(forms):
    count = len(forms.attendees.forms)
    post = {
        "meeting-held_on": timezone.localdate().isoformat(),
        "meeting-place": "三楼会议室",
        "attendees-TOTAL_FORMS": count,
        "attendees-INITIAL_FORMS": count,
    }
    for number, form in enumerate(forms.attendees.forms):
        post[f"attendees-{number}-person"] = form.invited.person.pk
        post[f"attendees-{number}-presence"] = "present"
        post[f"attendees-{number}-vote"] = "for"
    return post


def filled_in(cast, staff):
    staff.post(reverse("form-start", args=[cast.posts.staff.pk]))
    paper = Paper.objects.get()
    send(staff, "paper-duty-add", paper.pk, kind="duty", text="办理学生学籍登记和异动手续")
    send(staff, "paper-row-add", paper.pk, **ROW)
    return paper


def submit(staff, paper):
    return send(staff, "paper-check", paper.pk) and staff.post(
        reverse("paper-submit", args=[paper.pk]),
        hidden(page_of(staff, "paper-check", paper.pk)),
        follow=True,
    )


def test_from_my_posts_to_the_register(cast, people, django_capture_on_commit_callbacks):
    staff = people["staff"]
    assert "学籍管理员" in page_of(staff, "my-posts").content.decode()
    paper = filled_in(cast, staff)
    with django_capture_on_commit_callbacks(execute=True):
        answer = submit(staff, paper)
    assert f"编号 LARGE-{cast.year}-FORM-0001" in answer.content.decode()
    assert Notice.objects.filter(person=cast.people.section_head).count() == 1
    assert "学籍管理员" in page_of(people["section_head"], "inbox").content.decode()

    line = paper.current.point_lines.get()
    decide(
        people["section_head"],
        paper,
        "return",
        opinion="请写清是哪一步",
        **{f"note_{line.pk}": "写明是转入登记这一步"},
    )
    draft = page_of(staff, "paper-edit", paper.pk).content.decode()
    assert "写明是转入登记这一步" in draft
    line = paper.current.point_lines.get()
    send(staff, "paper-row", paper.pk, line.pk, **{**ROW, "risk": "转入登记时未核对证明材料就办理"})
    submit(staff, paper)
    for role in ("section_head", "supervisor", "group", "discipline"):
        answer = decide(people[role], paper, "pass")
        assert "已办理" in answer.content.decode(), role
    paper.refresh_from_db()
    assert paper.state == "cleared"

    office = people["school_office"]
    office.post(reverse("publicity-open", args=[cast.school_large.pk]), {"paper": paper.pk})
    publicity = Publication.objects.get(kind="publicity")
    office.post(reverse("publicity-close", args=[publicity.pk]))
    paper.refresh_from_db()
    assert paper.state == "publicity", "the days are not over yet"
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Publication.objects.filter(pk=publicity.pk).update(ends_on=yesterday)
    office.post(reverse("publicity-close", args=[publicity.pk]))

    principal = people["principal"]
    entry = page_of(principal, "confirm-list").context["entries"][0]["differences"]
    page_of(principal, "paper-detail", paper.pk)
    principal.post(
        reverse("confirm-list"),
        {"paper": paper.pk, f"digest-{paper.pk}": entry.revision.digest},
    )
    paper.refresh_from_db()
    assert paper.state == "confirmed"
    assert RiskPoint.objects.get().in_force.risk == "转入登记时未核对证明材料就办理"
    assert "转入登记时未核对" in page_of(people["section_head"], "point-list").content.decode()


def test_an_incomplete_form_says_what_is_missing(cast, people):
    staff = people["staff"]
    staff.post(reverse("form-start", args=[cast.posts.staff.pk]))
    paper = Paper.objects.get()
    page = page_of(staff, "paper-check", paper.pk)
    assert page.context["problems"]
    answer = staff.post(reverse("paper-submit", args=[paper.pk]), hidden(page))
    assert answer.status_code == 422
    assert Paper.objects.get().state == "draft"


def test_a_refused_decision_keeps_what_was_typed(cast, people):
    paper = filled_in(cast, people["staff"])
    submit(people["staff"], paper)
    answer = decide(people["section_head"], paper, "pass", opinion="我写的意见", digest="0" * 64)
    assert answer.status_code == 409
    assert "我写的意见" in answer.content.decode()


def test_signing_twice_is_told_kindly(cast, people):
    paper = filled_in(cast, people["staff"])
    submit(people["staff"], paper)
    step = paper.steps.get(position=1)
    decide(people["section_head"], paper, "pass")
    digest = paper.current.digest
    address = reverse("step-decide", args=[paper.pk, step.pk])
    answer = people["section_head"].post(address, {"digest": digest, "action": "pass"}, follow=True)
    assert "您已经办理过这一步" in answer.content.decode()


def test_an_earlier_revision_stays_readable(cast, people):
    paper = filled_in(cast, people["staff"])
    submit(people["staff"], paper)
    decide(people["section_head"], paper, "return", opinion="请补充")
    page = page_of(people["section_head"], "revision-detail", paper.pk, 1)
    assert ROW["risk"] in page.content.decode()
    assert "请补充" in page_of(people["section_head"], "paper-history", paper.pk).content.decode()
