"""What came of it: for the office alone, once it is over, from five sheets on."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from registry.papers.stamps import stamp_of
from registry.trail.models import SEALED_CHAIN, TrailEntry
from reviews import due
from reviews.questionnaires import asking, printed, results
from reviews.questionnaires.models import Answer, Questionnaire
from reviews.refusals import Refused
from reviews.sources.models import Source
from tests.cast import seat
from tests.questionnaires.hands import TEXT, address, answer, closed, drafted, switched_on
from tests.sources.test_pages import OTHERS

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
PAGES = {
    "questionnaire": {},
    "questionnaire-close": {},
    "questionnaire-notice": {},
    "questionnaire-results": {"format_name": "xlsx"},
}


@pytest.fixture
def office(client, cast):
    client.force_login(cast.accounts.discipline)
    return client


@pytest.mark.parametrize(
    ("sheets", "is_over", "shown"), [(4, True, 0), (5, True, 5), (5, False, 0), (4, False, 0)]
)
def test_from_five_on_and_only_when_it_is_over(office, cast, sheets, is_over, shown):
    if is_over:
        made = closed(cast, sheets=sheets)
    else:
        made = switched_on(cast)
        answer(made, sheets)
    assert len(results.results_of(made)) == shown
    page = office.get(address(made)).text
    assert (TEXT in page) == bool(shown)
    files = office.get(address(made, "questionnaire-results", format_name="xlsx"))
    assert files.status_code == (200 if shown else 404)
    assert results.texts_seen_by(office.get(address(made)).wsgi_request.reach).exists() == bool(
        shown
    )


def test_while_it_runs_no_number_tells_of_one_more(office, cast):
    made = switched_on(cast)
    pages = []
    for _ in range(4):
        answer(made)
        pages.append(office.get(address(made)).text)
    assert len(set(map(without_token, pages))) == 1
    answer(made)
    assert without_token(office.get(address(made)).text) != without_token(pages[0]), "control"
    assert results.number_told(made) == "已有 5 份以上"


def without_token(text):
    return "\n".join(line for line in text.splitlines() if "csrf" not in line.lower())


def test_numbers_and_shares(cast):
    made = switched_on(cast)
    answer(made, 3, option=0, text="")
    answer(made, 1, option=2, text="")
    answer(made, 1, option=1)
    asking.close(questionnaire=made, by=cast.people.discipline)
    made.refresh_from_db()
    first, *_, last = results.results_of(made)
    assert [(row.number, row.share) for row in first.rows][:4] == [
        (3, 60),
        (1, 20),
        (1, 20),
        (0, 0),
    ]
    assert first.answered == 5
    assert [each.text for each in last.texts] == [TEXT]
    rows = list(printed.table_of(made).rows)
    assert {"place": 5, "answer": TEXT, "number": ""}.items() <= rows[-1].items()


@pytest.mark.parametrize("format_name", ["xlsx", "pdf"])
def test_files_of_the_results(office, cast, format_name):
    made = closed(cast, sheets=5, audience="inside")
    response = office.get(address(made, "questionnaire-results", format_name=format_name))
    content = b"".join(response.streaming_content)
    assert content.startswith({"xlsx": b"PK", "pdf": b"%PDF"}[format_name])
    entry = TrailEntry.objects.sealed_about(made).last()
    assert (entry.action, entry.chain) == ("questionnaire.exported", SEALED_CHAIN)


def test_what_looks_like_a_formula_is_text_in_the_file(office, cast):
    made = switched_on(cast)
    answer(made, 5, text="=1+1")
    asking.close(questionnaire=made, by=cast.people.discipline)
    response = office.get(address(made, "questionnaire-results", format_name="xlsx"))
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    cells = [cell for row in book.active.iter_rows() for cell in row if "=1+1" in str(cell.value)]
    assert len(cells) == 5
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_notice_leads_to_the_page(office, cast):
    made = switched_on(cast)
    response = office.get(address(made, "questionnaire-notice"))
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    letter = printed.notice_of(made, "https://example.test/q/")
    assert letter.check_url == "https://example.test/q/"
    assert office.get(address(drafted(cast), "questionnaire-notice")).status_code == 404


@pytest.mark.parametrize(
    ("audience", "begins"), [("public", "https://site.test/"), ("inside", "http://testserver/")]
)
def test_society_comes_in_by_the_site_and_colleagues_from_inside(
    office, cast, settings, audience, begins
):
    settings.PUBLIC_SITE = {**settings.PUBLIC_SITE, "url": "https://site.test"}
    made = switched_on(cast, audience=audience)
    assert office.get(address(made)).context["address"].startswith(begins)


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_finds_anything(client, cast, role):
    made = closed(cast, sheets=5)
    text = Answer.objects.exclude(text="").first()
    client.force_login(getattr(cast.accounts, role))
    for name, more in PAGES.items():
        assert client.get(address(made, name, **more)).status_code == 404
    assert client.get(reverse("source-from-answer", args=[text.pk])).status_code == 403
    assert client.get(reverse("questionnaire-list")).status_code == 403
    desk = client.get(reverse("inbox"), follow=True).text
    assert reverse("questionnaire-list") not in desk
    assert made.title not in desk


def test_another_discipline_office_finds_none(client, cast):
    made = closed(cast, sheets=5)
    text = Answer.objects.exclude(text="").first()
    seat(cast.posts.keeper, "discipline_office", cast.school_large)
    client.force_login(cast.accounts.keeper)
    assert "还没有问卷" in client.get(reverse("questionnaire-list")).text
    assert client.get(address(made)).status_code == 404
    assert client.get(reverse("source-from-answer", args=[text.pk])).status_code == 404
    assert due.number_for(cast.people.keeper, TODAY()) == 0


def test_an_ended_one_waits_for_the_office_until_somebody_looks(office, cast):
    made = switched_on(cast)
    person = cast.people.discipline

    def waiting():
        titles = [card["title"] for card in due.cards_for(person, TODAY())]
        return [title for title in titles if made.title in title]

    assert waiting() == []
    with time_machine.travel(timezone.now() + timedelta(days=11), tick=False):
        assert waiting() == [f"看问卷结果：{made.title}"]
        office.force_login(cast.accounts.discipline)
        office.get(address(made))
        assert waiting() == []
    assert Questionnaire.objects.get().results_read_by == person
    assert TrailEntry.objects.sealed_about(made).last().action == "questionnaire.opened"


def test_it_is_ended_once(cast):
    made = closed(cast, sheets=5)
    with pytest.raises(Refused, match="已经结束"):
        asking.close(questionnaire=made, by=cast.people.discipline)


def test_words_become_a_source_that_leads_back_to_nothing(office, cast):
    """转为风险信息: begun with the words, changed by the office, entered as its own."""
    closed(cast, sheets=5)
    text = Answer.objects.exclude(text="").first()
    page = office.get(reverse("source-from-answer", args=[text.pk]))
    form = page.context["form"]
    assert (form["text"].value(), form["channel"].value()) == (TEXT, "questionnaire")
    sent = {
        "unit": cast.school_large.pk,
        "channel": "questionnaire",
        "came_on": TODAY().isoformat(),
        "weight": "low",
        "text": "午餐费没有定期公布",
        "stamp": stamp_of({}),
    }
    response = office.post(reverse("source-from-answer", args=[text.pk]), sent)
    source = Source.objects.get()
    assert response.headers["Location"] == reverse("source-detail", args=[source.pk])
    columns = {field.related_model for field in Source._meta.concrete_fields}
    assert not {Answer, Questionnaire} & columns
    assert str(text.pk) not in str(list(Source.objects.values()))


def test_a_tick_is_no_source(office, cast):
    closed(cast, sheets=5)
    ticked = Answer.objects.filter(text="").first()
    assert office.get(reverse("source-from-answer", args=[ticked.pk])).status_code == 404
