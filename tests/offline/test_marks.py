"""What is sealed into a workbook, and who is asked for what: rules without a draft."""

from types import SimpleNamespace

import pytest
from django.core import signing

from registry.offline.comparing import ADDED, CHANGED, CONFLICT, KEPT, Missing, Planned, Sort
from registry.offline.marks import BadMark, Head, Mark, head_in, mark_in, sealed_head, sealed_mark
from registry.offline.showing import Words
from registry.offline.taking import ALL, NotLikeThat, Wishes


def test_head_and_mark_come_back_as_they_were_sealed():
    head = Head(1, 2, 3, "2026-05-06T08:00+08:00", {"powers": [5, 6]})
    mark = Mark(1, "职权目录", 5, {"name": "0123456789"})
    assert head_in(sealed_head(head)) == head
    assert mark_in(sealed_mark(mark)) == mark


def test_a_workbook_that_went_out_before_is_still_read():
    """As forms sealed it when they alone had one."""
    said = {"paper": 1, "revision": 1, "counter": 4, "at": "x", "duties": [7], "points": [8, 9]}
    text = signing.Signer(salt="risks.offline.head").sign_object(said, compress=True)
    assert head_in(text) == Head(1, 1, 4, "x", {"duties": [7], "points": [8, 9]})


@pytest.mark.parametrize("read", [head_in, mark_in])
@pytest.mark.parametrize("text", ["", "12", "not:ours"])
def test_what_is_not_ours_is_no_mark(read, text):
    with pytest.raises(BadMark):
        read(text)


POWERS = SimpleNamespace(key="power")


@pytest.mark.parametrize("base", [Sort, Words])
def test_a_kind_of_draft_that_leaves_a_question_open_is_not_made(base):
    def answer(self, *asked):
        return ""

    for left_open in base.__abstractmethods__:
        said = dict.fromkeys(base.__abstractmethods__ - {left_open}, answer)
        with pytest.raises(TypeError, match=left_open):
            type("Half", (base,), said)()
    assert type("Whole", (base,), dict.fromkeys(base.__abstractmethods__, answer))()


class Numbered:
    def __init__(self, number):
        self.row = self.pk = number


@pytest.mark.parametrize(
    ("action", "take", "fields"),
    [
        (ADDED, [], ["a"]),
        (CHANGED, [], ["a"]),
        (KEPT, ["power-4", ALL], []),
        (CONFLICT, [], ["a"]),
        (CONFLICT, ["power-5"], ["a"]),
        (CONFLICT, ["power-4"], ["a", "b"]),
        (CONFLICT, [ALL], ["a", "b"]),
    ],
)
def test_disputed_fields_are_written_where_it_was_wished(action, take, fields):
    planned = Planned(POWERS, Numbered(4), None, {}, {}, action, taken=["a"], disputed=["b"])
    wishes = Wishes.of(Wishes(take=frozenset(take)).plain)
    assert wishes.fields_of(planned) == fields


@pytest.mark.parametrize(
    ("why", "reason"),
    [
        ({"power-line-4": "已取消"}, "已取消"),
        ({"power-line-4": " ", ALL: "都已取消"}, "都已取消"),
        ({"power-line-5": "别的"}, None),
        ({}, None),
    ],
)
def test_a_row_in_force_goes_with_its_reason_or_the_common_one(why, reason):
    missing, wishes = Missing(POWERS, Numbered(4), "strike"), Wishes(why=why)
    if reason is None:
        with pytest.raises(NotLikeThat):
            wishes.reason_for(missing)
    else:
        assert wishes.reason_for(missing) == reason
    assert not wishes.lets_go(missing)
    assert Wishes(drop=frozenset([ALL])).lets_go(missing)
