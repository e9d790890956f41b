"""Opinions that come back as a file: all or none, once however often it is sent."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from reviews import missive_file
from reviews.models import Missive, Publication, SenderCount
from tests.reviews.test_missives import make_public_publicity
from tests.stage import staged

pytestmark = pytest.mark.django_db
staged_publicity = staged(make_public_publicity)


@pytest.fixture
def publication(cast, staged_publicity):
    return Publication.objects.get(pk=staged_publicity.pk)


def item(publication, /, **changes):
    found = {
        "receipt": "23456789ABCD",
        "publication": publication.number,
        "received_on": timezone.localdate().isoformat(),
        "text": "措施里没有写多久查一次",
        **changes,
    }
    return {name: value for name, value in found.items() if value is not ...}


@pytest.fixture
def bring(tmp_path, capsys):
    """bring(line, …): what the command says; a line is an object, or bytes as they are."""

    def run(*lines):
        file = tmp_path / "opinions.jsonl"
        as_bytes = [
            each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines
        ]
        file.write_bytes(b"\n".join(as_bytes))
        call_command("import_opinions", str(file))
        return capsys.readouterr().out

    return run


def test_they_go_where_those_of_the_form_go(bring, cast, publication):
    other = item(publication, receipt="ABCDEFGHJKMN", row=1, contact="可以联系")
    assert "新收入 2 条" in bring(item(publication), b"", other)
    missive = Missive.objects.get(receipt="ABCDEFGHJKMN")
    assert (missive.office, missive.contact) == (cast.bureau, "可以联系")
    assert missive.row.position == 1
    assert not SenderCount.objects.exists(), "a file has no address"


def test_sent_twice_it_has_the_effect_of_once(bring, publication):
    bring(item(publication))
    assert "新收入 1 条" in bring(item(publication), item(publication, receipt="ABCDEFGHJKMN"))
    assert "新收入 0 条" in bring(item(publication))
    assert Missive.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"receipt": "SHORT"}, "receipt"),
        ({"receipt": "23456789ABC0"}, "receipt"),
        ({"publication": "NONE"}, "publication"),
        ({"publication": 3}, "publication"),
        ({"received_on": "2020-01-01"}, "不在公示期内"),
        ({"received_on": "gestern"}, "received_on"),
        ({"received_on": ...}, "received_on"),
        ({"text": " "}, "text"),
        ({"text": "好" * 2001}, "text"),
        ({"text": "\x00"}, "text"),
        ({"text": "\ud800"}, "text"),
        ({"contact": "好" * 201}, "contact"),
        ({"row": 999}, "第 999 条"),
        ({"row": "1"}, "row"),
        ({"row": True}, "row"),
        ({"color": "red"}, "不认识"),
    ],
    ids=str,
)
def test_one_bad_line_and_none_is_taken_in(bring, publication, changes, said):
    good = item(publication, receipt="ABCDEFGHJKMN")
    with pytest.raises(CommandError) as refusal:
        bring(good, item(publication, **changes))
    assert "第 2 行" in str(refusal.value)
    assert said in str(refusal.value)
    assert "多久查一次" not in str(refusal.value)
    assert not Missive.objects.exists()


@pytest.mark.parametrize("line", [b"{", b"[]", b"1", b"[" * 100_000, b"\xff\xfe"], ids=str)
def test_what_is_no_object_is_refused(bring, publication, line):
    with pytest.raises(CommandError, match="没有收入任何一行"):
        bring(item(publication), line)
    assert not Missive.objects.exists()


def test_a_receipt_twice_in_a_file_or_with_other_words_is_refused(bring, publication):
    with pytest.raises(CommandError, match="不止一次"):
        bring(item(publication), item(publication))
    bring(item(publication))
    with pytest.raises(CommandError, match="内容不一样"):
        bring(item(publication, text="别的话"))
    assert Missive.objects.get().text == "措施里没有写多久查一次"


def test_it_has_limits(bring, publication, monkeypatch):
    monkeypatch.setattr(missive_file, "MOST_LINES", 1)
    with pytest.raises(CommandError, match="行"):
        bring(item(publication), item(publication, receipt="ABCDEFGHJKMN"))
    monkeypatch.setattr(missive_file, "MOST_BYTES", 10)
    with pytest.raises(CommandError, match="MB"):
        bring(item(publication))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="打不开"):
        call_command("import_opinions", str(tmp_path / "none"))
