"""The pages of the desk: narrowed, entered, shown, and closed to everybody else."""

import logging

import pytest
from django.urls import reverse

from registry.papers.stamps import stamp_of
from reviews import missives
from reviews.sources import entering
from reviews.sources.models import Source
from tests.cast import ADMINISTRATORS, PEOPLE, WITHOUT_ACCOUNT, seat
from tests.reviews.test_missives import make_public_publicity, send
from tests.sources.factory import TEXT, entered, posted

pytestmark = pytest.mark.django_db
# Everybody who can sign in but the office that received it (issue 6, "Shown by" 3).
OTHERS = sorted({*PEOPLE, *ADMINISTRATORS} - WITHOUT_ACCOUNT - {"discipline"})


@pytest.fixture
def office(client, cast):
    client.force_login(cast.accounts.discipline)
    return client


def address(source, name="source-detail"):
    return reverse(name, args=[source.pk])


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_finds_one(client, cast, role):
    source = entered(cast, post=cast.posts.staff)
    client.force_login(getattr(cast.accounts, role))
    for name in ("source-detail", "source-edit", "source-withdraw", "source-link", "source-order"):
        assert client.get(address(source, name)).status_code == 404
    assert client.get(reverse("source-list")).status_code == 403
    assert reverse("source-list") not in client.get(reverse("inbox"), follow=True).text


def test_another_discipline_office_finds_an_empty_desk(client, cast):
    entered(cast)
    seat(cast.posts.keeper, "discipline_office", cast.school_large)
    client.force_login(cast.accounts.keeper)
    assert "还没有风险信息" in client.get(reverse("source-list")).text


def test_who_opened_it_is_shown_to_the_office(office, cast):
    source = entered(cast)
    office.get(address(source))
    page = office.get(address(source)).text
    assert page.count("严立新 查阅风险信息") == 2
    assert TEXT in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", True),
        ("?channel=audit", True),
        ("?channel=media", False),
        ("?weight=high&covered=no", True),
        ("?covered=yes", False),
        ("?words=拆成几单", True),
        ("?words=校服", False),
        ("?state=withdrawn", False),
        ("?state=all", True),
        ("?channel=nonsense&after=~~", True),
    ],
)
def test_the_desk_is_narrowed(office, cast, asked, shown):
    source = entered(cast)
    page = office.get(f"{reverse('source-list')}{asked}").text
    assert (address(source) in page) == shown


def test_a_name_in_the_text_is_asked_about_once(office, cast):
    typed = posted(cast, text="石小满把采购拆成几单") | {"stamp": stamp_of({})}
    page = office.post(reverse("source-add"), typed)
    assert page.status_code == 422
    assert "文字里有石小满" in page.text
    assert "石小满把采购拆成几单" in page.text
    assert office.post(reverse("source-add"), typed | {"keep_names": "on"}).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("unit", "", "请选择涉及哪个单位"),
        ("channel", "", "请选择从哪里来的"),
        ("text", "", "请写一句反映的是什么情况"),
        ("came_on", "2999-01-01", "收到日期不能晚于今天"),
        ("came_on", "昨天", "请写成 2026-03-01 这样的日期"),
        ("weight", "", "请选择分量"),
    ],
)
def test_what_is_missing_is_said_at_the_field(office, cast, field, value, said):
    typed = posted(cast) | {"stamp": stamp_of({}), field: value}
    page = office.post(reverse("source-add"), typed)
    assert page.status_code == 422
    assert said in page.text
    assert not Source.objects.exists()


def test_a_missive_kept_as_a_report_is_taken_over_once(office, cast):
    missive = send(make_public_publicity(cast))
    take = reverse("source-take-over", args=[missive.pk])
    office.post(take)
    assert not Source.objects.exists()
    missives.sort(missive=missive, by=cast.people.discipline, kept="report", note="已登记")
    assert "转入风险信息" in office.get(reverse("missive-detail", args=[missive.pk])).text
    first, second = office.post(take), office.post(take)
    source = Source.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == address(source)
    assert (source.channel, source.missive, source.text) == ("public", missive, missive.text)


def test_a_missive_of_another_office_is_not_found(client, cast):
    missive = send(make_public_publicity(cast))
    client.force_login(cast.accounts.office)
    assert client.post(reverse("source-take-over", args=[missive.pk])).status_code == 404


def test_no_line_of_the_log_names_an_entry(office, cast, caplog):
    source = entered(cast)
    with caplog.at_level(logging.INFO):
        office.get(address(source))
        office.get(reverse("source-list"))
    assert not any(str(source.pk) in record.getMessage() for record in caplog.records)


def test_links_are_looked_for_and_made(office, cast):
    source = entered(cast)
    page = reverse("source-link", args=[source.pk])
    assert "采购员" in office.get(f"{page}?kind=post&words=采购").text
    assert "没有找到" in office.get(f"{page}?kind=point&words=没有这样的点").text
    sent = {"kind": "post", "words": "采购", "target": cast.posts.other_staff.pk}
    assert office.post(page, sent, follow=True).status_code == 200
    assert "采购员" in office.get(address(source)).text
    other = {"kind": "post", "target": cast.posts.small_staff.pk}
    assert office.post(page, other).status_code == 404
    (link,) = source.links.all()
    office.post(reverse("source-link-drop", args=[source.pk, link.pk]))
    assert not source.links.standing().exists()


def test_a_withdrawn_one_offers_nothing_more(office, cast):
    source = entered(cast)
    entering.withdraw(source=source, why="重复登记", by=cast.people.discipline)
    page = office.get(address(source)).text
    assert "重复登记" in page
    assert reverse("source-edit", args=[source.pk]) not in page
