"""The rules of the clearing: what a row does to the catalogue, who writes and gathers what, what
the database never takes, what is done once.
"""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from powers import catalogue
from powers.kinds import keeping as kinds
from powers.models import PowerLine
from registry.access.reach import read_reach
from registry.papers.models import Paper
from reviews.clearing import declaring, gathering, handed_over, offers, owners, rounds
from reviews.clearing.gathering import Effect, effect_of
from reviews.clearing.models import ClearingReminder, Declaration, DeclaredPower
from reviews.refusals import NotReady, Refused
from tests import way
from tests.architecture.access_clearing import FOUND
from tests.stage import staged


@pytest.mark.parametrize(
    ("known", "disposition", "effect"),
    [
        (True, "keep", Effect.NONE),
        (True, "hand_down", Effect.SAY),
        (True, "transfer", Effect.SAY),
        (True, "supervise_after", Effect.SAY),
        (True, "abolish", Effect.STRIKE),
        (False, "keep", Effect.ADD),
        (False, "supervise_after", Effect.ADD),
        (False, "hand_down", Effect.NONE),
        (False, "transfer", Effect.NONE),
        (False, "abolish", Effect.NONE),
    ],
)
def test_what_a_row_does_to_the_draft(known, disposition, effect):
    assert effect_of(known=known, disposition=disposition) == effect


# --- with a round of the large school, whose two powers the teaching section undertakes ----------


def open_round(cast, unit=None, by=None):
    return rounds.open_round(
        unit=unit or cast.school_large,
        programme=cast.programme,
        due_on=timezone.localdate(),
        word="",
        by=by or cast.people.school_office,
    )


def make(cast):
    way.confirmed_catalogue(cast, "学籍异动审核", "奖学金评定", sections=_both(cast))
    return open_round(cast)


def _both(cast):
    return sorted([cast.sections.teaching.pk, cast.sections.general_affairs.pk])


staged_round = staged(make)


@pytest.fixture
def clearing(staged_round, db):
    return type(staged_round).objects.get(pk=staged_round.pk)


@pytest.fixture
def teaching(clearing, cast):
    head = cast.people.section_head
    return declaring.begin(clearing=clearing, section=cast.sections.teaching, by=head)


def say(declaration, by, row, **said):
    content = declaring.content_of(row) | said
    return declaring.change(declaration=declaration, row_id=row.pk, content=content, by=by)


def hand_in(declaration, by):
    declaring.keep_the_rest(declaration=declaration, by=by)
    declaring.hand_in(declaration=declaration, none_because="", by=by)


POST, SECTION, UNIT = ("post", "staff"), ("section", "teaching"), ("unit", None)


@pytest.mark.parametrize(
    ("owner", "writes", "gathers"),
    [
        (POST, ["staff"], ["section_head"]),
        (("post", "teacher"), ["teacher", "second_teacher", "third_teacher"], ["section_head"]),
        (("post", "principal"), ["principal"], ["school_office"]),
        (SECTION, ["section_head"], ["keeper", "school_office"]),
        (UNIT, ["school_office"], ["keeper", "school_office"]),
    ],
)
def test_who_exercises_a_power_clears_it(clearing, cast, owner, writes, gathers):
    layer, name = owner
    of = {"post": cast.posts, "section": cast.sections}.get(layer)
    declaration = Declaration(round=clearing, **({layer: getattr(of, name)} if name else {}))
    day = timezone.localdate()
    people = vars(cast.people).items()
    assert sorted(k for k, p in people if owners.may_write(declaration, p, day)) == sorted(writes)
    assert sorted(k for k, p in people if owners.may_gather(declaration, p, day)) == gathers


def test_a_post_without_an_account_is_declared_by_whoever_stands_above(cast):
    clearing = open_round(cast, cast.school_village, cast.people.office)
    bursar = Declaration(round=clearing, post=cast.posts.village_bursar)
    day = timezone.localdate()
    assert owners.may_write(bursar, cast.people.village_section_head, day)
    with pytest.raises(Refused, match="谁行使谁清理"):
        declaring.begin(
            clearing=clearing, post=cast.posts.village_bursar, by=cast.people.village_staff
        )


BAD_ROWS = {
    "neither known nor named": {"name": ""},
    "no reason": {"disposition": "abolish"},
    "down to nobody": {"disposition": "hand_down", "reason": "能承担"},
    "down to one and to several": {
        "disposition": "hand_down",
        "reason": "能承担",
        "to_several": True,
        "to_unit": "school_small",
    },
    "down to several and to all": {
        "disposition": "hand_down",
        "reason": "能承担",
        "to_several": True,
        "to_all": True,
    },
    "transferred to several": {"disposition": "transfer", "reason": "能承担", "to_several": True},
    "transferred to nobody": {"disposition": "transfer", "reason": "能承担"},
    "down to one and to all": {
        "disposition": "hand_down",
        "reason": "能承担",
        "to_all": True,
        "to_unit": "school_small",
    },
    "transferred to two": {
        "disposition": "transfer",
        "reason": "能承担",
        "to_other": "公安局",
        "to_unit": "school_small",
    },
    "kept and given away": {"disposition": "keep", "to_other": "公安局"},
}


@pytest.mark.every_case
@pytest.mark.parametrize("bad", BAD_ROWS.values(), ids=BAD_ROWS)
def test_what_the_database_never_takes(teaching, cast, bad):
    row = {"name": "教辅材料选用审核", **bad}
    if "to_unit" in row:
        row["to_unit"] = getattr(cast, row["to_unit"])
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclaredPower.objects.create(declaration=teaching, **row)


def test_the_database_takes_no_second_round_owner_or_late_row(teaching, clearing, cast):
    with pytest.raises(Refused, match="正在进行"):
        open_round(cast)
    same = {"round": clearing, "section": teaching.section, "begun_by": cast.people.staff}
    with pytest.raises(IntegrityError), transaction.atomic():
        Declaration.objects.create(**same)
    hand_in(teaching, cast.people.section_head)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclaredPower.objects.create(declaration=teaching, name="后来添的一项审核")


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"disposition": "hand_down", "to_unit_id": "school_small"}, "所属的单位"),
        ({"disposition": "transfer", "to_unit_id": "school_large"}, "交给别的"),
        ({"disposition": "transfer", "to_section_id": "teaching"}, "交给别的"),
        ({"disposition": "transfer", "to_section_id": "small_office"}, "交给别的"),
    ],
)
def test_down_is_below_and_a_transfer_leads_elsewhere(teaching, cast, said, text):
    things = {**vars(cast), **vars(cast.sections)}
    said = {key: things[name].pk if key.endswith("_id") else name for key, name in said.items()}
    with pytest.raises(Refused, match=text):
        say(teaching, cast.people.section_head, teaching.rows.first(), reason="能承担", **said)


def test_nothing_listed_needs_a_word_and_nothing_said_is_not_handed_in(clearing, cast):
    by = cast.people.staff
    own = declaring.begin(clearing=clearing, post=cast.posts.staff, by=by)
    with pytest.raises(NotReady):
        declaring.hand_in(declaration=own, none_because=" ", by=by)
    row = declaring.add_found(
        declaration=own, content={**FOUND, "name": "档案查阅审核", "disposition": ""}, by=by
    )
    with pytest.raises(NotReady) as refusal:
        declaring.hand_in(declaration=own, none_because="没有", by=by)
    assert row.name in refusal.value.in_one_line
    with pytest.raises(Refused, match="已经有"):
        declaring.add_found(declaration=own, content={**FOUND, "name": "档案查阅 审核"}, by=by)


def test_taken_back_until_gathered_and_gathered_once(teaching, clearing, cast):
    head, office = cast.people.section_head, cast.people.school_office
    hand_in(teaching, head)
    with pytest.raises(Refused, match="没有汇总"):
        rounds.close_round(clearing=clearing, by=office)
    declaring.take_back(declaration=teaching, by=head)
    with pytest.raises(Refused, match="还没有申报"):
        gathering.into_catalogue(declaration=teaching, by=office)
    hand_in(teaching, head)
    gathering.into_catalogue(declaration=teaching, by=office)
    with pytest.raises(Refused, match="不用再办"):
        gathering.into_catalogue(declaration=teaching, by=cast.people.keeper)
    with pytest.raises(Refused, match="不能再取回"):
        declaring.take_back(declaration=teaching, by=head)
    rounds.close_round(clearing=clearing, by=office)
    with pytest.raises(Refused, match="已经结束"):
        rounds.remind(clearing=clearing, by=office)


def test_what_two_sections_do_not_agree_on_stays_as_it_is(teaching, clearing, cast):
    """The first keeps one and abolishes one; the second keeps both."""
    head, office = cast.people.section_head, cast.people.school_office
    first, second = teaching.rows.order_by("pk")
    say(teaching, head, first, disposition="abolish", reason="没有依据了")
    other_head = cast.people.other_section_head
    other = declaring.begin(clearing=clearing, section=cast.sections.general_affairs, by=other_head)
    hand_in(other, other_head)
    hand_in(teaching, head)
    gathered = gathering.into_catalogue(declaration=teaching, by=office)
    assert (gathered.left, gathered.kept) == ([first.said_name], [second.said_name])
    assert list(gathering.disagreements(clearing)) == [first.power_id]
    draft = Paper.objects.get(kind="catalogue", state="draft")
    lines = PowerLine.objects.filter(revision=draft.current, version__struck=True)
    assert not lines.exists()


def test_an_offer_is_answered_once_and_by_its_receiver(teaching, cast):
    head, office = cast.people.section_head, cast.people.school_office
    row = teaching.rows.first()
    to = {"to_unit_id": cast.school_small.pk}
    row = say(teaching, head, row, disposition="transfer", reason="改由小学办", **to)
    hand_in(teaching, head)
    assert not DeclaredPower.objects.offered().exists(), "not before it is gathered"
    gathering.into_catalogue(declaration=teaching, by=office)
    with pytest.raises(Refused, match="接收的单位"):
        offers.decline(row=row, reason="办不了", by=office)
    receiver = cast.people.small_office
    reach = read_reach(receiver, timezone.localdate())
    assert offers.waiting_for(reach) == [(row, cast.school_small)]
    with pytest.raises(NotReady):
        offers.decline(row=row, reason=" ", by=receiver)
    answer = offers.take_up(row=row, by=receiver)
    assert answer.power.unit == cast.school_small
    with pytest.raises(Refused, match="不用再办"):
        offers.decline(row=row, reason="办不了", by=receiver)
    assert offers.waiting_for(reach) == []


def test_what_another_took_up_does_not_stay_in_both_catalogues_unnoticed(teaching, cast, client):
    head, office = cast.people.section_head, cast.people.school_office
    first, second = teaching.rows.order_by("pk")
    given = {"disposition": "transfer", "reason": "改由小学办", "to_unit_id": cast.school_small.pk}
    for row in (first, second):
        say(teaching, head, row, **given)
    hand_in(teaching, head)
    gathering.into_catalogue(declaration=teaching, by=office)
    offers.decline(row=second, reason="办不了", by=cast.people.small_office)
    draft = Paper.objects.get(unit=cast.school_large, state="draft").current
    assert not [one for one in catalogue.problems(draft) if "已经接收" in one.text]
    taken = offers.take_up(row=first, by=cast.people.small_office).power
    (problem,) = [one for one in catalogue.problems(draft) if "已经接收" in one.text]
    line = draft.power_lines.get(version__power=first.power)
    assert problem.line_id == line.pk

    taken.in_force = taken.versions.get()  # as its confirmed catalogue does
    taken.save()
    assert handed_over.in_both(teaching.round) == {first.pk}
    client.force_login(cast.accounts.school_office)
    page = client.get(reverse("paper-edit", args=[draft.paper_id])).content.decode()
    assert "在本目录提出销号" in page
    strike = reverse("paper-row-strike", args=[draft.paper_id, line.pk])
    client.post(strike, {"about": "什么也不是"})
    assert not PowerLine.objects.get(pk=line.pk).version.struck
    client.post(strike, {"about": cast.school_small.name})
    version = PowerLine.objects.get(pk=line.pk).version
    assert version.struck
    assert cast.school_small.name in version.why
    assert not [one for one in catalogue.problems(draft) if "已经接收" in one.text]


def test_a_power_is_taken_up_without_what_belongs_to_the_other_unit(cast):
    own = kinds.add_kind(
        unit=cast.school_large, name="招生", applies="both", by=cast.people.school_office
    )
    details = {"受理": {"handler": "教务员", "post_id": cast.posts.staff.pk}}
    content = {
        "name": "学籍变动审核",
        "kind": own.code,
        "details": details,
        "code": "LARGE-01",
        "supervision_phone": "010-62345678",
        "sub_items": [{"name": "转学", "code": "LARGE-01-1"}],
    }
    elsewhere = offers.of_another_unit(content, cast.school_small)
    assert elsewhere["details"] == {"受理": {"handler": "教务员"}}
    assert elsewhere["kind"] == "other"
    assert elsewhere["code"] == elsewhere["supervision_phone"] == ""
    assert elsewhere["sub_items"] == [{"name": "转学", "code": ""}]
    assert offers.of_another_unit(content, cast.school_large)["kind"] == own.code


def test_a_kind_that_was_declared_keeps_its_name(teaching, cast):
    head, office = cast.people.section_head, cast.people.school_office
    own = kinds.add_kind(unit=cast.school_large, name="招生", applies="both", by=office)
    content = {**FOUND, "name": "招生名额分配", "kind": own.code, "disposition": "keep"}
    row = declaring.add_found(declaration=teaching, content=content, by=head)
    own = kinds.save_kind(kind=own, name="招生入学", applies="both", by=office)
    hand_in(teaching, head)
    assert kinds.is_settled(own)
    with pytest.raises(kinds.KindRefused, match="清权申报"):
        kinds.save_kind(kind=own, name="入学", applies="both", by=office)
    assert kinds.save_kind(kind=own, name="招生入学", applies="external", by=office)
    declaring.take_back(declaration=teaching, by=head)
    assert kinds.save_kind(kind=own, name="入学", applies="both", by=office).name == "入学"
    assert row.kind_id == own.code


def test_reminded_once_a_day(clearing, cast):
    office = cast.people.school_office
    assert rounds.remind(clearing=clearing, by=office) > 10
    with pytest.raises(Refused, match="明天可以再催"):
        rounds.remind(clearing=clearing, by=office)
    assert ClearingReminder.objects.count() == 1
