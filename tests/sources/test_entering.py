"""Entries: entered, changed, linked, withdrawn; what was said before stays; all under seal."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from registry.access.reach import reach_of
from registry.files.models import StoredFile
from registry.files.storing import FileRefused
from registry.notices.models import Notice
from registry.trail.models import SEALED_CHAIN, TrailEntry
from reviews.refusals import Refused
from reviews.sources import entering
from reviews.sources.models import Source, SourceLink
from tests.cast import seat
from tests.sources.factory import TEXT, entered, facts

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"


def visible(person):
    return list(Source.objects.visible_to(reach_of(person)))


def test_it_is_numbered_within_the_office(cast):
    seat(cast.posts.keeper, "discipline_office", cast.school_large)
    first, second = entered(cast), entered(cast)
    theirs = entered(cast, by=cast.people.keeper)
    assert [first.number, second.number, theirs.number] == [1, 2, 1]
    assert (first.office, theirs.office) == (cast.bureau, cast.school_large)


@pytest.mark.parametrize("name", ["office", "principal", "school_office", "staff", "auditor"])
def test_nobody_else_enters_one(cast, name):
    with pytest.raises(Refused):
        entered(cast, by=getattr(cast.people, name))


def test_an_office_enters_nothing_about_a_unit_that_is_not_under_it(cast):
    seat(cast.posts.keeper, "discipline_office", cast.school_large)
    with pytest.raises(Refused):
        entered(cast, by=cast.people.keeper, unit=cast.school_small)


def test_a_superior_office_does_not_read_what_one_below_received(cast):
    seat(cast.posts.keeper, "discipline_office", cast.school_large)
    theirs = entered(cast, by=cast.people.keeper)
    assert visible(cast.people.discipline) == []
    assert visible(cast.people.keeper) == [theirs]


def test_an_office_below_does_not_read_what_was_received_above_about_its_unit(cast):
    seat(cast.posts.keeper, "discipline_office", cast.school_large)
    entered(cast)
    assert visible(cast.people.keeper) == []


def test_whoever_sits_on_a_linked_post_does_not_read_it(cast):
    seat(cast.posts.keeper, "discipline_office", cast.bureau)
    entered(cast, post=cast.posts.keeper)
    assert visible(cast.people.keeper) == []
    assert len(visible(cast.people.discipline)) == 1


def test_it_is_not_linked_to_ones_own_post(cast):
    source = entered(cast, unit=cast.bureau)
    with pytest.raises(Refused, match="您自己的岗位"):
        entering.link(
            source=source, kind="post", target=cast.posts.discipline, by=cast.people.discipline
        )


def test_what_it_said_before_stays(cast):
    source = entered(cast)
    changed = facts(cast, text="采购分单，没有询价", weight="middle")
    entering.change(source=source, facts=changed, by=cast.people.discipline)
    source.refresh_from_db()
    (earlier,) = source.earlier.all()
    assert (source.text, source.counter, earlier.text, earlier.no) == (
        "采购分单，没有询价",
        2,
        TEXT,
        1,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        source.earlier.update(text="改写")


def test_the_same_again_is_no_change(cast):
    source = entered(cast)
    entering.change(source=source, facts=facts(cast), by=cast.people.discipline)
    assert source.earlier.count() == 0


def test_withdrawn_once_with_a_reason_and_then_frozen(cast):
    source, by = entered(cast), cast.people.discipline
    with pytest.raises(Refused, match="理由"):
        entering.withdraw(source=source, why=" ", by=by)
    entering.withdraw(source=source, why="重复登记", by=by)
    with pytest.raises(Refused, match="已经撤回"):
        entering.withdraw(source=Source.objects.get(pk=source.pk), why="重复登记", by=by)
    with pytest.raises(Refused, match="已经撤回"):
        entering.change(source=source, facts=facts(cast, text="另写"), by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.filter(pk=source.pk).update(text="改写")


def test_linked_once_and_dropped_once(cast):
    source, by = entered(cast, post=cast.posts.other_staff), cast.people.discipline
    entering.link(source=source, kind="post", target=cast.posts.other_staff, by=by)
    (link,) = source.links.standing()
    entering.drop(found=link, by=by)
    entering.drop(found=link, by=by)
    assert not source.links.standing().exists()
    entering.link(source=source, kind="post", target=cast.posts.other_staff, by=by)
    assert SourceLink.objects.count() == 2


def test_a_file_keeps_its_name_in_the_circle_only(cast):
    source = entered(cast)
    upload = SimpleUploadedFile("关于总务处的反映.pdf", PDF)
    entering.attach(source=source, upload=upload, by=cast.people.discipline)
    stored = StoredFile.objects.latest("pk")
    assert (stored.original_name, stored.created_by) == ("附件", None)
    assert source.files.get().name == "关于总务处的反映.pdf"


def test_a_file_of_another_kind_is_refused(cast):
    upload = SimpleUploadedFile("反映.exe", b"MZ")
    with pytest.raises(FileRefused):
        entering.attach(source=entered(cast), upload=upload, by=cast.people.discipline)


def test_everything_is_told_under_seal_and_nowhere_else(cast):
    entries, notices = TrailEntry.objects.count(), Notice.objects.count()
    source, by = entered(cast, post=cast.posts.other_staff), cast.people.discipline
    entering.note("opened", source=source, by=by)
    entering.change(source=source, facts=facts(cast, text="改过"), by=by)
    entering.withdraw(source=source, why="重复", by=by)
    added = TrailEntry.objects.order_by("pk")[entries:]
    assert {each.chain for each in added} == {SEALED_CHAIN}
    assert [each.action for each in added] == [
        "source.entered",
        "source.linked",
        "source.opened",
        "source.changed",
        "source.withdrawn",
    ]
    assert not any(TEXT in str(vars(each)) for each in added)
    assert Notice.objects.count() == notices


@pytest.mark.parametrize(
    "changes",
    [
        {"text": ""},
        {"withdrawn_why": "没有人"},
        {"number": 1},
    ],
)
def test_what_the_database_refuses(cast, changes):
    entered(cast)
    row = Source(
        office=cast.bureau,
        number=2,
        entered_by=cast.people.discipline,
        **{**facts(cast), **{k: v for k, v in changes.items() if k != "number"}},
    )
    row.number = changes.get("number", 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
