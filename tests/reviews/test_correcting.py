"""更正公告: its own number, kept as said, shown wherever the corrected publication is read."""

import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from registry.trail.models import TrailEntry
from reviews import correcting, exporting, publication
from reviews.models import Correction
from reviews.refusals import NotAllowed, NotReady
from tests.cast import make_programme
from tests.public import factory
from tests.reviews.publishing import INSIDE, PUBLIC, confirmed_catalogue

TERM = {"position": 1, "field": "time_limit", "wrong": "五个工作日", "right": "七个工作日"}
SENTENCE = "第 1 条“办理期限”：“五个工作日”应为“七个工作日”"


@pytest.fixture
def office(cast):
    return cast.people.school_office


@pytest.fixture
def shown(cast, office):
    paper = confirmed_catalogue(cast)
    return publication.publish(paper=paper, edition=PUBLIC, by=office)


def correct(shown, by, **changes):
    return correcting.correct(publication=shown, by=by, **{**TERM, **changes})


def test_a_notice_has_its_own_number_digest_and_entry(shown, office):
    made = correct(shown, office)
    assert made.number == f"LARGE-{made.at.year}-PCOR-0001"
    assert made.sentence == SENTENCE
    assert correcting.verify(made)
    assert TrailEntry.objects.get(action="publication.corrected").target_ref == made.number


def test_asked_twice_it_is_published_once(shown, office):
    assert correct(shown, office) == correct(shown, office, wrong=" 五个工作日 ")
    assert Correction.objects.count() == 1


@pytest.mark.parametrize("role", ["staff", "principal", "keeper", "office", "small_office"])
def test_only_its_office_corrects(cast, shown, role):
    with pytest.raises(NotAllowed):
        correct(shown, getattr(cast.people, role))


def test_neither_what_is_withdrawn_nor_a_publicity_is_corrected(cast, shown, office):
    publication.withdraw(publication=shown, by=office, why="重新核对")
    for found in (shown, factory.publicity(cast)):
        with pytest.raises(NotAllowed):
            correct(found, office, field="", position=None)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"wrong": ""}, "请写明"),
        ({"right": "五个工作日"}, "一样"),
        ({"position": 2}, "第 1 条到第 1 条"),
        ({"field": "level"}, "没有这个栏目"),
        ({"position": None}, "请写明是第几条"),
        ({"right": "由王老师办理，电话 13812345678"}, "手机号码"),
        ({"wrong": "身份证 11010519491231002X"}, "身份证号"),
        ({"right": "拨打 010-66551234"}, "固定电话"),
    ],
)
def test_what_a_notice_cannot_say(shown, office, changes, said):
    with pytest.raises(NotReady) as refused:
        correct(shown, office, **changes)
    assert said in refused.value.in_one_line


def test_the_phone_of_the_office_may_be_corrected(shown, office):
    """The same text as above, where readers look for the office."""
    assert correct(shown, office, field="supervision_channel", right="拨打 010-66551234")


@pytest.mark.every_case
@pytest.mark.parametrize(
    "change",
    [
        lambda made: Correction.objects.filter(pk=made.pk).update(right="八个工作日"),
        lambda made: made.delete(),
        lambda made: Correction.objects.create(
            publication=made.publication, number="X", wrong="甲", right="甲", by=made.by
        ),
    ],
)
def test_the_database_keeps_it_as_said(shown, office, change):
    made = correct(shown, office)
    with pytest.raises(IntegrityError), transaction.atomic():
        change(made)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("public-catalogue", []),
        ("public-power", [1]),
        ("check", []),
        ("public-corrections", None),
        ("public-home", None),
    ],
)
def test_wherever_the_publication_is_read_the_notice_is(client, shown, office, name, args):
    address = reverse(name, args=None if args is None else [shown.number, *args])
    tag = client.get(address).headers["ETag"]
    made = correct(shown, office)
    response = client.get(address, headers={"If-None-Match": tag})
    assert response.status_code == 200, "no page from before the notice is taken for fresh"
    assert SENTENCE in response.text
    assert made.number in response.text


def test_a_notice_about_another_row_is_not_on_the_page_of_this_one(client, cast, office):
    found = factory.catalogue(cast, "甲", "乙")
    correct(found, office, position=2)
    assert "更正公告" not in client.get(reverse("public-power", args=[found.number, 1])).text


def test_its_office_publishes_it_on_a_page(client, cast, shown):
    client.force_login(cast.accounts.school_office)
    detail = reverse("publication-detail", args=[shown.number])
    address = reverse("publication-correct", args=[shown.number])
    assert address in client.get(detail).text
    assert 'value="1"' in client.get(address, {"row": 1}).text
    refused = client.post(address, TERM | {"right": "电话 13812345678"})
    assert (refused.status_code, Correction.objects.count()) == (422, 0)
    assert SENTENCE in client.post(address, TERM, follow=True).text


def test_files_name_it_at_their_head(client, shown, office):
    address = reverse("public-download", args=[shown.number, "xlsx"])
    before = client.get(address)
    made = correct(shown, office)
    after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    head, notes = _head_and_notes(b"".join(after.streaming_content))
    assert f"更正公告：{made.number}" in head
    assert f"更正公告 {made.number}：{SENTENCE}。" in notes


def _head_and_notes(content):
    sheet = load_workbook(io.BytesIO(content)).active
    cells = [str(row[0] or "") for row in sheet.iter_rows(values_only=True)]
    return cells[2], cells


def test_a_large_file_is_written_anew(client, shown, office):
    before = exporting.queue_public_file(shown, "pdf")
    assert exporting.queue_public_file(shown, "pdf") == before
    correct(shown, office)
    assert exporting.queue_public_file(shown, "pdf") != before


def test_the_next_version_names_the_notices_of_the_one_before(cast, shown, office):
    made = correct(shown, office)
    programme = make_programme(cast.bureau, cast.year + 1)
    paper = confirmed_catalogue(cast, {"name": "奖学金评定"}, programme=programme)
    later = publication.publish(paper=paper, edition=PUBLIC, by=office)
    assert f"上一版 {shown.number} 的 {made.number}" in exporting.table_of(later).corrections
    assert publication.verify(later)


def test_the_check_page_knows_the_notice_by_its_number(client, shown, office):
    made = correct(shown, office)
    assert _checked(client, made.number)["outcome"] == "known"
    assert _checked(client, made.number, made.digest[:16])["outcome"] == "genuine"
    assert _checked(client, made.number, "0" * 64)["outcome"] == "different"


def test_a_notice_changed_behind_our_back_is_not_genuine(client, shown, office, tampering):
    made = correct(shown, office)
    with tampering():
        Correction.objects.filter(pk=made.pk).update(right="九个工作日")
    assert _checked(client, made.number, made.digest)["outcome"] == "different"


def test_a_notice_of_an_inside_edition_shows_nothing_outside(client, cast, office):
    inside = publication.publish(paper=confirmed_catalogue(cast), edition=INSIDE, by=office)
    made = correct(inside, office)
    assert "七个工作日" not in client.get(reverse("public-corrections")).text
    assert _checked(client, made.number) == {"outcome": "digest_needed"}
    assert _checked(client, made.number, "0" * 64) == {"outcome": "unknown"}
    assert _checked(client, made.number, made.digest) == {"outcome": "genuine", "state": "inside"}


def _checked(client, number, digest=""):
    response = client.get(reverse("check", args=[number]), {"digest": digest} if digest else {})
    answer = response.context["answer"]
    return {key: said for key, said in answer.items() if key in ("outcome", "state")}


def test_a_notice_of_what_is_withdrawn_repeats_nothing_of_it(client, shown, office):
    made = correct(shown, office)
    publication.withdraw(publication=shown, by=office, why="重新核对")
    for name, args in (
        ("public-home", []),
        ("public-corrections", []),
        ("public-withdrawn", []),
        ("check", [shown.number]),
        ("check", [made.number]),
    ):
        text = client.get(reverse(name, args=args)).text
        assert "五个工作日" not in text, name
        assert "七个工作日" not in text, name
