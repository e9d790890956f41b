"""Before anything is published: personal data hidden, answered for, or nothing is published."""

import re
from dataclasses import replace

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.urls import reverse

from registry.trail.models import TrailEntry
from reviews import disclosure, publicity
from reviews.disclosure import MASK, Answer, Unanswered, places_in
from reviews.models import PersonalDataAnswer, Publication
from reviews.publication import Entry, entries_of, publish, verify, withdraw
from reviews.refusals import NotReady
from risks import editing
from tests import way
from tests.reviews.publishing import INSIDE, PUBLIC, confirmed_catalogue

PHONE, WHY = "13812341234", "这是示例号码，没有人使用"
HIDDEN = "138****1234"


@pytest.fixture
def office(cast):
    return cast.people.school_office


@pytest.fixture
def paper(cast):
    """A catalogue with a phone in two texts of one public power, and a clean power."""
    return confirmed_catalogue(
        cast,
        {"name": "学籍变动审核", "conditions": f"联系张老师{PHONE}", "procedure": f"电话 {PHONE}"},
        {"name": "奖学金评定", "supervision_channel": "0371-66661234，jw@qq.com"},
    )


def answers(paper, edition, *given):
    """The findings of an edition answered in their order."""
    places = places_in(entries_of(paper, edition))
    return {place.key: answer for place, answer in zip(places, given, strict=True)}


def test_findings_name_row_field_and_kind(paper):
    found = places_in(entries_of(paper, PUBLIC))
    assert [(each.position, each.title, each.finding.kind.label) for each in found] == [
        (1, "办理条件", "手机号码"),
        (1, "办理程序", "手机号码"),
    ]
    assert PHONE not in "".join(each.words for each in found)


def test_an_office_may_be_reached_where_readers_look_for_it(cast):
    """Its phone in the channel of supervision is none of anybody; elsewhere it is asked about."""
    other = confirmed_catalogue(
        cast, {"name": "学籍变动审核", "conditions": "0371-66661234，jw@qq.com"}
    )
    assert len(places_in(entries_of(other, PUBLIC))) == 2


def test_a_persons_phone_is_asked_about_in_the_channel_too(cast):
    other = confirmed_catalogue(
        cast, {"name": "学籍变动审核", "supervision_channel": f"0371-66661234，{PHONE}"}
    )
    (place,) = places_in(entries_of(other, PUBLIC))
    assert (place.field, place.finding.kind.value) == ("supervision_channel", "mobile")


def test_equal_texts_of_one_list_need_an_answer_each(paper):
    entry = entries_of(paper, PUBLIC)[0]
    twice = [replace(entry, content={"measures": [f"打{PHONE}", "核对", f"打{PHONE}"]})]
    one, two = places_in(twice)
    assert (one.item, two.item) == (1, 3)
    assert one.key != two.key
    (shown,), answers = disclosure.disclosed(twice, INSIDE, {two.key: MASK})
    assert shown.content["measures"] == [f"打{PHONE}", "核对", f"打{HIDDEN}"]
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("field", "said", "kind"),
    [
        ("supervision_phone", "0371-66661234", ""),
        ("supervision_phone", PHONE, "mobile"),
        ("supervision_phone", "jw@qq.com", "email"),
        ("supervision_email", "jw@qq.com", ""),
        ("supervision_address", "行政楼203室", ""),
        ("supervision_address", "幸福小区3号楼2单元301室", "home_address"),
        ("responsibilities", ["一次告知", f"联系张老师{PHONE}"], "mobile"),
    ],
)
def test_ways_of_supervision_and_lists_are_read(field, said, kind):
    found = places_in([Entry(unit_id=1, content={field: said})])
    assert [(place.field, place.finding.kind.value) for place in found] == (
        [(field, kind)] if kind else []
    )


@pytest.mark.parametrize("field", sorted(disclosure.NOT_READ))
def test_what_is_for_machines_is_not_read(paper, field):
    entry = entries_of(paper, PUBLIC)[0]
    assert places_in([replace(entry, content={field: PHONE})]) == []
    assert len(places_in([replace(entry, content={"name": PHONE})])) == 1


def test_nothing_goes_before_the_public_unanswered(paper, office):
    with pytest.raises(Unanswered) as refused:
        publish(paper=paper, edition=PUBLIC, by=office)
    assert len(refused.value.problems) == 2
    assert PHONE not in "".join(refused.value.problems)
    first = answers(paper, PUBLIC, MASK, MASK)
    first.popitem()
    with pytest.raises(Unanswered):
        publish(paper=paper, edition=PUBLIC, by=office, answers=first)
    assert not Publication.objects.exists()


def test_without_the_guard_it_would_go_out(paper, office, monkeypatch):
    """Negative control."""
    monkeypatch.setattr("reviews.publication.disclosed", lambda entries, *_: (entries, []))
    found = publish(paper=paper, edition=PUBLIC, by=office)
    assert PHONE in found.rows.first().content["conditions"]


def test_the_inside_edition_only_warns(paper, office):
    found = publish(paper=paper, edition=INSIDE, by=office)
    assert PHONE in found.rows.first().content["conditions"]
    assert not found.personal_data_answers.exists()


@pytest.mark.parametrize("edition", [PUBLIC, INSIDE])
def test_hidden_in_the_frozen_copy_and_nowhere_else(paper, office, edition):
    given = answers(paper, edition, MASK, MASK)
    found = publish(paper=paper, edition=edition, by=office, answers=given)
    row = found.rows.get(position=1)
    assert row.content["conditions"] == f"联系张老师{HIDDEN}"
    assert row.content["procedure"] == f"电话 {HIDDEN}"
    assert PHONE not in row.search
    assert verify(found)
    assert row.power_version.conditions.endswith(PHONE), "the register keeps what it says"
    assert {each.outcome for each in found.personal_data_answers.all()} == {"masked"}


def test_shown_with_a_reason_that_stays(paper, office):
    given = answers(paper, PUBLIC, Answer("shown", WHY), MASK)
    found = publish(paper=paper, edition=PUBLIC, by=office, answers=given)
    content = found.rows.get(position=1).content
    assert (PHONE in content["conditions"], PHONE in content["procedure"]) == (True, False)
    shown, masked = found.personal_data_answers.order_by("pk")
    assert (shown.position, shown.field, shown.kind, shown.why) == (1, "conditions", "mobile", WHY)
    assert (masked.field, masked.outcome, masked.why) == ("procedure", "masked", "")


def test_shown_without_a_reason_is_refused(paper, office):
    given = answers(paper, PUBLIC, Answer("shown"), MASK)
    with pytest.raises(NotReady, match="补充"):
        publish(paper=paper, edition=PUBLIC, by=office, answers=given)
    assert not Publication.objects.exists()


def test_the_trail_says_that_it_was_answered_and_not_what(paper, office):
    given = answers(paper, PUBLIC, Answer("shown", WHY), MASK)
    found = publish(paper=paper, edition=PUBLIC, by=office, answers=given)
    entry = TrailEntry.objects.get(action="publication.personal_data")
    assert (entry.target_ref, entry.actor_name) == (found.number, office.name)
    texts = "".join(str(value) for value in entry.__dict__.values())
    assert PHONE not in texts
    assert WHY not in texts


def test_an_answer_to_another_text_does_not_count(cast, paper, office):
    """A page read before the text changed: its answer is bound to what it showed."""
    given = answers(paper, PUBLIC, MASK, Answer("shown", WHY))
    version = paper.current.power_lines.order_by("serial").first().version
    assert entries_of(paper, PUBLIC)[0].power_version == version
    entries = entries_of(paper, PUBLIC)
    entries[0].content["procedure"] = f"请打 {PHONE}"
    with pytest.raises(Unanswered):
        disclosure.disclosed(entries, PUBLIC, given)


def test_one_answer_serves_both_editions(paper, office):
    given = answers(paper, PUBLIC, MASK, MASK)
    assert given == answers(paper, INSIDE, MASK, MASK)


@pytest.mark.every_case
@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": "masked", "why": WHY},
        {"outcome": "shown", "why": ""},
        {"start": 5, "end": 5},
        {"outcome": "else", "why": ""},
    ],
)
def test_the_database_holds_the_answers(paper, office, changes):
    given = answers(paper, PUBLIC, MASK, MASK)
    found = publish(paper=paper, edition=PUBLIC, by=office, answers=given)
    whole = {"position": 9, "field": "name", "start": 1, "end": 3, "kind": "email"}
    whole = {**whole, "outcome": "masked", **changes}
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonalDataAnswer.objects.create(publication=found, **whole)


def test_answers_never_change(paper, office):
    given = answers(paper, PUBLIC, MASK, MASK)
    found = publish(paper=paper, edition=PUBLIC, by=office, answers=given)
    for act in (lambda rows: rows.update(kind="email"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act(found.personal_data_answers.all())


def test_a_reason_of_withdrawal_holds_no_personal_data(paper, office):
    found = publish(paper=paper, edition=INSIDE, by=office)
    with pytest.raises(NotReady) as refused:
        withdraw(publication=found, by=office, why=f"写错了，联系{PHONE}")
    assert "手机号码" in refused.value.problems[0]
    withdraw(publication=found, by=office, why="写错了")


# --- pages -----------------------------------------------------------------------------------


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.accounts.school_office)
    return client


def fields(places, outcome="masked", why=""):
    return {
        f"{name}-{place.key}": said
        for place in places
        for name, said in (("outcome", outcome), ("why", why))
    }


def test_the_page_shows_findings_and_publishes_what_was_chosen(desk, paper):
    address = reverse("paper-publish", args=[paper.pk])
    page = desk.get(address)
    assert "读者将看到的个人信息" in page.text
    assert "第 1 条“办理条件”：手机号码" in page.text
    assert HIDDEN in page.text
    one, two = places_in(entries_of(paper, PUBLIC))
    refused = desk.post(address, {"edition": ["public"], **fields([one])})
    assert refused.status_code == 422
    assert "第 1 条“办理程序”里有手机号码" in refused.text
    unsaid = desk.post(address, {"edition": ["public"], **fields([one, two], "shown")})
    assert unsaid.status_code == 422
    assert "请写一句理由" in unsaid.text
    sent = {**fields([one]), **fields([two], "shown", WHY)}
    done = desk.post(address, {"edition": ["public", "inside"], **sent})
    assert done.status_code == 302
    for found in Publication.objects.all():
        assert sorted(found.personal_data_answers.values_list("outcome", flat=True)) == [
            "masked",
            "shown",
        ]
    assert WHY in desk.get(done.url).text


def test_a_finding_of_both_editions_is_asked_once_by_its_number_before_the_public(cast, desk):
    inside = {"name": "大额采购决定", "side": "internal", "visibility": "inside"}
    shown = {"name": "公务用车审批", "side": "internal", "conditions": PHONE}
    paper = confirmed_catalogue(cast, inside, shown)
    page = desk.get(reverse("paper-publish", args=[paper.pk]))
    assert [place.position for place in page.context["found"].places.values()] == [1]
    assert [place.position for place in places_in(entries_of(paper, INSIDE))] == [2]


def test_what_was_left_open_is_hidden_at_one_stroke(desk, paper):
    address = reverse("paper-publish", args=[paper.pk])
    desk.post(address, {"edition": ["public"], "mask_rest": "on"})
    assert PHONE not in str(Publication.objects.get().rows.values_list("content"))


def test_the_public_site_shows_what_was_frozen(desk, paper, client):
    address = reverse("paper-publish", args=[paper.pk])
    desk.post(address, {"edition": ["public"], "mask_rest": "on"})
    client.logout()
    number = Publication.objects.get().number
    page = client.get(reverse("public-power", args=[number, 1])).text
    assert HIDDEN in page
    assert PHONE not in page


def test_only_the_office_reads_the_reasons(client, cast, paper, office):
    given = answers(paper, INSIDE, Answer("shown", WHY), MASK)
    found = publish(paper=paper, edition=INSIDE, by=office, answers=given)
    for role, reads in [("school_office", True), ("staff", False)]:
        client.force_login(getattr(cast.accounts, role))
        page = client.get(reverse("publication-detail", args=[found.number]))
        assert page.status_code == 200
        assert (WHY in page.text) == reads, role


def test_many_findings_are_asked_in_part_and_hidden_together(cast, desk):
    phones = " ".join(f"张老师138{number:08}" for number in range(60))
    paper = confirmed_catalogue(cast, {"name": "学籍变动审核", "conditions": phones})
    address = reverse("paper-publish", args=[paper.pk])
    page = desk.get(address)
    assert "另外还有 10 处" in page.text
    assert len(re.findall(r'name="outcome-', page.text)) == 2 * 50
    assert desk.post(address, {"edition": ["public"], "mask_rest": "on"}).status_code == 302
    assert PersonalDataAnswer.objects.count() == 60


def test_after_the_first_are_answered_the_next_are_asked(cast, desk):
    phones = " ".join(f"张老师138{number:08}" for number in range(60))
    paper = confirmed_catalogue(cast, {"name": "学籍变动审核", "conditions": phones})
    address = reverse("paper-publish", args=[paper.pk])
    places = places_in(entries_of(paper, PUBLIC))
    first = {"edition": ["public"], **fields(places[:50], "shown", WHY)}
    again = desk.post(address, first)
    assert again.status_code == 422
    assert len(re.findall(r'name="outcome-', again.text)) == 2 * 60
    assert "另外还有" not in again.text
    done = desk.post(address, {**first, **fields(places[50:], "shown", WHY)})
    assert done.status_code == 302
    assert set(PersonalDataAnswer.objects.values_list("outcome", flat=True)) == {"shown"}
    assert PersonalDataAnswer.objects.count() == 60


def test_the_admin_cannot_go_around(desk, cast, paper):
    account = cast.accounts.school_office
    account.is_staff = account.is_superuser = True
    account.save()
    response = desk.post(
        reverse("admin:papers_paper_changelist"),
        {"action": "publish_public", "_selected_action": paper.pk, "index": 0},
    )
    said = "".join(str(each) for each in get_messages(response.wsgi_request))
    assert "手机号码" in said
    assert not Publication.objects.exists()


# --- publicity -------------------------------------------------------------------------------


@pytest.fixture
def cleared(cast):
    """A form that waits for its publicity, with a phone in a point and in a measure."""
    paper = way.begin_form(cast)
    by = cast.people.staff
    editing.save_duty(paper=paper, kind="duty", text="办理学生学籍登记和异动手续", by=by)
    measures = [{"text": "每次办理由两人核对"}, {"text": f"有问题打张老师{PHONE}核实清楚"}]
    risk = f"未核对{PHONE}来电人的身份就在系统中办理转学"
    content = way.point(risk=risk, measures=measures, visibility="public")
    editing.save_point(paper=paper, content=content, by=by)
    return way.sign_on(way.submit(paper, by))


@pytest.fixture
def to_all(cast):
    cast.programme.publicity_range = "public"
    cast.programme.save()


def test_a_publicity_for_all_stops(to_all, cleared, office):
    with pytest.raises(Unanswered):
        publicity.open_publicity(papers=[cleared], by=office)
    cleared.refresh_from_db()
    assert cleared.state == "cleared"
    places = places_in(publicity.entries_of([cleared]))
    given = {place.key: MASK for place in places}
    found = publicity.open_publicity(papers=[cleared], by=office, answers=given)
    content = found.rows.get().content
    assert HIDDEN in content["risk"]
    assert content["measures"][1] == f"2. 有问题打张老师{HIDDEN}核实清楚"
    assert sorted(found.personal_data_answers.values_list("field", "item")) == [
        ("measures", 2),
        ("risk", 0),
    ]


def test_the_page_asks_before_a_publicity_opens(to_all, desk, cleared):
    address = reverse("publicity-open", args=[cleared.unit_id])
    page = desk.post(address, {"paper": cleared.pk})
    assert page.status_code == 200
    assert "请核对个人信息" in page.text
    again = desk.post(address, {"paper": cleared.pk, "looked": "1"})
    assert again.status_code == 422
    assert not Publication.objects.exists()
    done = desk.post(address, {"paper": cleared.pk, "looked": "1", "mask_rest": "on"})
    assert done.status_code == 302
    assert PHONE not in str(Publication.objects.get().rows.values_list("content"))


def test_inside_the_page_warns_and_goes_on(desk, cleared):
    address = reverse("publicity-open", args=[cleared.unit_id])
    page = desk.post(address, {"paper": cleared.pk})
    assert "没有处理的照原样显示" in page.text
    assert not Publication.objects.exists()
    assert desk.post(address, {"paper": cleared.pk, "looked": "1"}).status_code == 302
    assert PHONE in str(Publication.objects.get().rows.values_list("content"))
