"""A power handed down to one unit below, to several of them, to all: each answers for itself."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from powers.models import Power
from registry.access.reach import read_reach
from registry.notices.models import Notice
from reviews.clearing import declaring, gathering, offers, rounds
from reviews.clearing.forms import RowForm
from reviews.clearing.models import Declaration
from reviews.refusals import Refused
from tests.architecture.access_clearing import FOUND

DOWN = {"disposition": "hand_down", "reason": "学校能承担"}


def begun(cast):
    """The declaration of the bureau's finance section."""
    day, office = timezone.localdate(), cast.people.office
    clearing = rounds.open_round(
        unit=cast.bureau, programme=cast.programme, due_on=day, word="", by=office
    )
    head, finance = cast.people.bureau_section_head, cast.sections.bureau_finance
    return declaring.begin(clearing=clearing, section=finance, by=head)


def declared(cast, **said):
    """A row that the section has listed, not handed in yet."""
    content = {**FOUND, "name": "场地开放方案审核", **DOWN, **said}
    head = cast.people.bureau_section_head
    return declaring.add_found(declaration=begun(cast), content=content, by=head)


def several(*units):
    return {"to_several": True, "to_units": [unit.pk for unit in units]}


def handed_down(cast, **said):
    """The row, gathered into the bureau's catalogue."""
    row, head = declared(cast, **said), cast.people.bureau_section_head
    declaring.hand_in(declaration=row.declaration, none_because="", by=head)
    gathering.into_catalogue(declaration=row.declaration, by=cast.people.office)
    return row


def waiting(person):
    return offers.waiting_for(read_reach(person, timezone.localdate()))


def test_of_all_each_unit_answers_for_itself(cast):
    row = handed_down(cast, to_all=True)
    for unit, person in ((cast.school_large, "keeper"), (cast.school_small, "small_office")):
        person = getattr(cast.people, person)
        assert waiting(person) == [(row, unit)]
        offers.take_up(row=row, unit=unit, by=person)
        assert waiting(person) == []
    with pytest.raises(Refused, match="接收的单位"):
        offers.take_up(row=row, unit=cast.school_small, by=cast.people.keeper)
    taken = Power.objects.filter(pk__in=row.answers.values("power"))
    assert sorted(taken.values_list("unit__code", flat=True)) == ["LARGE", "SMALL"]


def test_of_several_each_answers_for_itself(cast, client, django_capture_on_commit_callbacks):
    large, small, people = cast.school_large, cast.school_small, cast.people
    with django_capture_on_commit_callbacks(execute=True):
        row = handed_down(cast, **several(large, small))
    told = {notice.person_id for notice in Notice.objects.filter(text__contains="场地开放")}
    assert {people.keeper.pk, people.small_office.pk} <= told
    with pytest.raises(Refused, match="接收的单位"):
        offers.decline(row=row, unit=cast.school_village, reason="办不了", by=people.office)
    with pytest.raises(Refused, match="接收的单位"):
        offers.take_up(row=row, unit=small, by=people.keeper)
    offers.take_up(row=row, unit=large, by=people.keeper)
    with pytest.raises(Refused, match="不用再办"):
        offers.decline(row=row, unit=large, reason="办不了", by=people.keeper)
    assert waiting(people.small_office) == [(row, small)]
    offers.decline(row=row, unit=small, reason="没有看护", by=people.small_office)
    assert waiting(people.small_office) == []
    said = {answer.unit_id: answer.outcome for answer in row.answers.all()}
    assert said == {large.pk: "taken_up", small.pk: "declined"}
    client.force_login(cast.accounts.office)
    page = client.get(reverse("clearing-round", args=[row.declaration.round_id]))
    text = " ".join(page.content.decode().split())
    assert "不接收 1 个；接收 1 个" in text
    assert f"给{large.name}、{small.name}" in text


def test_a_unit_that_is_not_named_knows_nothing_of_it(cast, client):
    row = handed_down(cast, **several(cast.school_large, cast.school_village))
    client.force_login(cast.accounts.small_office)
    assert client.get(reverse("clearing-offer", args=[row.pk])).status_code == 404
    assert waiting(cast.people.small_office) == []
    client.force_login(cast.accounts.keeper)
    assert client.get(reverse("clearing-offer", args=[row.pk])).status_code == 200


def test_who_is_asked_stays_once_it_was_handed_in(cast):
    row = handed_down(cast, **several(cast.school_large, cast.school_small))
    for touch in (
        lambda: row.receiving.filter(unit=cast.school_small).delete(),
        lambda: row.receiving.create(unit=cast.school_village),
        lambda: row.receiving.update(unit=cast.school_village),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            touch()
    assert row.receiving.count() == 2


def test_until_then_they_may_be_changed(cast):
    """The control of the one before."""
    row = declared(cast, **several(cast.school_large, cast.school_small))
    head = cast.people.bureau_section_head
    for units in ([cast.school_small, cast.school_village], []):
        said = several(*units) if units else {"to_several": False, "to_units": [], "to_all": True}
        content = declaring.content_of(row) | said
        row = declaring.change(declaration=row.declaration, row_id=row.pk, content=content, by=head)
        assert [each.unit for each in row.receiving.order_by("unit__code")] == units


@pytest.mark.parametrize("unit", ["bureau", None])
def test_several_are_all_below_or_nothing_is_saved(cast, unit):
    units = [cast.school_small, cast.bureau] if unit else []
    with pytest.raises(Refused, match="所属的单位"), transaction.atomic():
        declared(cast, **several(*units))
    assert not Declaration.objects.filter(rows__isnull=False).exists()


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        ({"to_units": ["school_small"]}, ("school_small", False, [])),
        ({"to_unit": "school_small"}, ("school_small", False, [])),
        (
            {"to_units": ["school_small"], "to_unit": "school_large"},
            (None, True, ["school_large", "school_small"]),
        ),
        (
            {"to_units": ["school_small", "school_large"]},
            (None, True, ["school_large", "school_small"]),
        ),
        ({"to_units": ["school_small"], "to_all": "on"}, "请只选一样"),
        ({}, "请选所属单位"),
    ],
)
def test_one_is_kept_as_one_and_several_as_several(cast, chosen, kept):
    pks = dict(chosen)
    if "to_unit" in chosen:
        pks["to_unit"] = getattr(cast, chosen["to_unit"]).pk
    if "to_units" in chosen:
        pks["to_units"] = [getattr(cast, each).pk for each in chosen["to_units"]]
    declaration = begun(cast)
    blank = RowForm(declaration=declaration, current={})
    data = {"name": "场地开放方案审核", "side": "internal", "kind": "other", **DOWN, **pks}
    data["stamp"] = blank.fields["stamp"].initial
    form = RowForm(data, declaration=declaration, current={})
    if isinstance(kept, str):
        assert kept in form.errors["to_units"][0]
        return
    assert form.is_valid(), form.errors
    one, many, units = kept
    typed = form.content_typed
    assert typed["to_unit_id"] == (one and getattr(cast, one).pk)
    assert typed["to_several"] is many
    assert typed["to_units"] == sorted(getattr(cast, each).pk for each in units)


def test_what_a_post_said_goes_up_with_all_it_names(cast):
    declaration = begun(cast)
    post, head = cast.posts.bureau_section_head, cast.people.bureau_section_head
    of_post = declaring.begin(clearing=declaration.round, post=post, by=head)
    units = [cast.school_large, cast.school_small]
    content = {**FOUND, "name": "场地开放方案审核", **DOWN, **several(*units)}
    declaring.add_found(declaration=of_post, content=content, by=head)
    declaring.hand_in(declaration=of_post, none_because="", by=head)
    upper = gathering.gather_up(declaration=of_post, by=head)
    (row,) = upper.rows.listed().filter(name="场地开放方案审核")
    assert row.named_units == units
