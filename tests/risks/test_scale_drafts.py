"""Scales of a unit's own: copied, named, mapped; those in use keep their levels and order."""

import pytest
from django.urls import reverse

from registry.organisation.models import Programme, Scale, ScaleLevel
from registry.papers.stamps import stamp_of
from risks.scale_drafts import ScaleRefused, content_of, copy_scale, is_used, save_scale
from risks.scheme_drafts import SchemeRefused, copy_scheme, switch_on
from tests.architecture.page_forms import form_with

from .factory import confirm, filled_form
from .pages import shown


@pytest.fixture
def own(cast):
    return copy_scale(scale=cast.scale, unit=cast.school_large, by=cast.people.school_office)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.accounts.school_office)
    return client


def address(scale):
    return reverse("scale-edit", args=[scale.pk])


def opened(office, scale):
    return form_with("stamp", office.get(address(scale)))


def rows(scale):
    return [
        {
            "rank": level.rank,
            "label": level.label,
            "word": level.word,
            "colour": level.colour,
            "maps_to": level.maps_to,
        }
        for level in scale.levels.all()
    ]


def test_a_copy_of_the_scale_above_maps_onto_it(cast, own):
    assert own.unmapped_onto(cast.scale) == []
    assert [level.maps_to.rank for level in own.levels.all()] == [3, 2, 1]
    again = copy_scale(scale=own, unit=cast.school_large, by=cast.people.school_office)
    assert again.name != own.name
    assert [level.maps_to.rank for level in again.levels.all()] == [3, 2, 1]


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({}, 302),
        ({"levels-0-label": "红"}, 302),
        ({"levels-3-label": "轻微", "levels-3-rank": "4"}, 302),
        ({"levels-1-label": ""}, 302),
        ({"name": ""}, 422),
        ({"levels-1-label": "", "levels-2-label": ""}, 422),
        ({"levels-0-label": "二级"}, 422),
        ({"levels-0-rank": "2"}, 422),
        ({"levels-0-rank": "0"}, 422),
        ({"levels-3-label": "轻微"}, 422),
        ({"levels-0-maps_to": "top to mildest"}, 422),
        ({"levels-0-maps_to": ""}, 302),
    ],
)
def test_what_may_be_typed(office, cast, own, typed, status):
    before = content_of(own)
    if typed.get("levels-0-maps_to") == "top to mildest":
        typed = {"levels-0-maps_to": str(cast.scale.levels.get(rank=1).pk)}
    answer = office.post(address(own), opened(office, own) | typed)
    assert answer.status_code == status
    if status == 422:
        own.refresh_from_db()
        assert content_of(own) == before


def test_a_name_the_unit_has_already_is_told(office, cast, own):
    other = copy_scale(scale=own, unit=cast.school_large, by=cast.people.school_office)
    answer = office.post(address(other), opened(office, other) | {"name": own.name})
    assert answer.status_code == 422
    assert "本单位已有同名的等级表" in answer.content.decode()


def test_at_the_top_of_the_tree_it_maps_to_what_the_unit_goes_by(client, cast):
    own = copy_scale(scale=cast.scale, unit=cast.bureau, by=cast.people.office)
    client.force_login(cast.accounts.office)
    assert client.post(address(own), opened(client, own)).status_code == 302
    assert own.unmapped_onto(cast.scale) == []


def test_names_can_be_swapped(office, own):
    data = opened(office, own) | {"levels-0-label": "三级", "levels-2-label": "一级"}
    assert office.post(address(own), data).status_code == 302
    labels = [level.label for level in own.levels.order_by("-rank")]
    assert labels == ["三级", "二级", "一级"]


def test_a_scale_in_use_keeps_levels_and_order_but_not_its_mapping(cast, own):
    _, revision = filled_form(cast)
    version = revision.point_lines.get().version
    version.level, version.proposed = own.levels.get(rank=1), None
    version.save()
    assert is_used(own)
    levels = rows(own)
    levels[0] |= {"colour": "grey", "maps_to": None}
    save_scale(scale=own, name="改名", levels=levels, by=cast.people.school_office)
    assert own.levels.get(rank=3).maps_to is None
    for change in ({"label": "别的"}, {"rank": 9}):
        levels = rows(own)
        levels[0] |= change
        with pytest.raises(ScaleRefused, match="已经在用"):
            save_scale(scale=own, name="改名", levels=levels, by=cast.people.school_office)
    with pytest.raises(ScaleRefused, match="已经在用"):
        save_scale(scale=own, name="改名", levels=rows(own)[1:], by=cast.people.school_office)


def test_a_level_that_another_scale_relies_on_stays(cast, own):
    other = Scale.objects.create(name="年级组", unit=cast.school_large)
    ScaleLevel.objects.create(scale=other, rank=1, label="低", maps_to=own.levels.get(rank=1))
    with pytest.raises(ScaleRefused, match="对应着"):
        save_scale(scale=own, name="改名", levels=rows(own)[:2], by=cast.people.school_office)


def test_a_mapping_that_a_year_relies_on_stays_whole(cast, own):
    Programme.objects.create(
        unit=cast.school_large,
        year=cast.year,
        name="本校方案",
        scale=own,
        scheme=cast.programme.scheme,
    )
    levels = rows(own)
    levels[1]["maps_to"] = None
    with pytest.raises(ScaleRefused, match="每一级都要填"):
        save_scale(scale=own, name="改名", levels=levels, by=cast.people.school_office)


def test_copying_by_hand_and_the_list(office, cast, own):
    page = shown(office.get(reverse("scale-list")))
    assert own.name in page
    assert "对应上级的一级（高）" in page
    given = {"unit": cast.school_large.pk}
    answer = office.post(reverse("scale-copy", args=[cast.scale.pk]), given, follow=True)
    assert "修改等级表" in shown(answer)
    given = {"unit": cast.school_small.pk}
    assert office.post(reverse("scale-copy", args=[cast.scale.pk]), given).status_code == 404


def test_a_draft_scheme_is_not_switched_on_for_a_scale_that_lost_its_level(cast):
    own = copy_scale(scale=cast.scale, unit=cast.bureau, by=cast.people.office)
    draft = copy_scheme(scheme=cast.programme.scheme, unit=cast.bureau, by=cast.people.office)
    type(draft).objects.filter(pk=draft.pk).update(scale=own)
    Programme.objects.filter(pk=cast.programme.pk).update(scale=own)
    own.levels.filter(rank=2).delete()
    given = {"scheme": draft, "tried": stamp_of(draft.rules), "by": cast.people.office}
    with pytest.raises(SchemeRefused, match="等级"):
        switch_on(programme=cast.programme, **given)


# --- a scheme for a scale of one's own ------------------------------------------------------------


@pytest.fixture
def school_year(cast):
    """The large school has a year of its own, with the scale and scheme of the bureau."""
    return Programme.objects.create(
        unit=cast.school_large,
        year=cast.year,
        name="本校方案",
        scale=cast.scale,
        scheme=cast.programme.scheme,
    )


def drafted(cast, own):
    return copy_scheme(
        scheme=cast.programme.scheme,
        unit=cast.school_large,
        by=cast.people.school_office,
        scale=own,
    )


@pytest.mark.parametrize("whole", [True, False])
def test_a_year_comes_to_its_own_scale_once_that_is_mapped_whole(cast, own, school_year, whole):
    if not whole:
        own.levels.filter(rank=2).update(maps_to=None)
    draft = drafted(cast, own)
    given = {"tried": stamp_of(draft.rules), "by": cast.people.school_office}
    if whole:
        switch_on(programme=school_year, scheme=draft, **given)
    else:
        with pytest.raises(SchemeRefused, match="还没有说明这些等级对应上级的哪一级"):
            switch_on(programme=school_year, scheme=draft, **given)
    school_year.refresh_from_db()
    draft.refresh_from_db()
    assert (school_year.scale == own, school_year.scheme == draft) == (whole, whole)
    assert draft.is_draft != whole


def test_it_is_tried_by_the_mapping_and_not_before_it_is_whole(office, cast, own, school_year):
    _, revision = filled_form(cast)
    confirm(cast, revision)
    draft = drafted(cast, own)
    url = reverse("scheme-trial", args=[school_year.pk])
    page = shown(office.get(url, {"scheme": draft.pk}))
    assert "建议等级不变的 1 个" in page  # 二级 of the school is 二级 of the bureau
    own.levels.filter(rank=2).update(maps_to=cast.scale.levels.get(rank=3))
    page = shown(office.get(url, {"scheme": draft.pk}))
    assert "变重的 1 个" in page
    own.levels.filter(rank=3).update(maps_to=None)
    assert "还没有对应全" in shown(office.get(url, {"scheme": draft.pk}))


def test_a_draft_with_levels_still_to_be_chosen_is_not_tried(office, cast, own, school_year):
    own.levels.filter(rank=2).delete()
    given = {"scale": own.pk}
    scheme = cast.programme.scheme_id
    copy = reverse("scheme-copy", args=[school_year.pk, scheme])
    assert "修改试用稿" in shown(office.post(copy, given, follow=True))
    page = shown(office.get(reverse("scheme-trial", args=[school_year.pk])))
    assert "还没有填完" in page
    draft = type(cast.programme.scheme).objects.get(scale=own)
    data = form_with("stamp", office.get(reverse("scheme-edit", args=[school_year.pk, draft.pk])))
    saved = office.post(reverse("scheme-edit", args=[school_year.pk, draft.pk]), data, follow=True)
    assert "用“可能性与危害程度评定办法（第 1 版）”试算" in shown(saved)
