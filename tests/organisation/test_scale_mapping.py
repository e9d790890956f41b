"""Scales of one's own under another: which level counts as which, and when a scale can be used."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from registry.organisation.defaults import shipped_scheme
from registry.organisation.models import (
    LevelMapping,
    Programme,
    Scale,
    ScaleLevel,
    Scheme,
    mapping_problems,
)

OWN = ((4, "重大", 3), (3, "较大", 3), (2, "一般", 2), (1, "轻微", 1))


@pytest.fixture
def own(cast):
    """Four levels, each said to be one of the shipped three."""
    upper = {level.rank: level for level in cast.scale.levels.all()}
    scale = Scale.objects.create(name="四级表", unit=cast.school_large)
    for rank, label, above in OWN:
        ScaleLevel.objects.create(scale=scale, rank=rank, label=label, maps_to=upper[above])
    return scale


def scheme_of(scale):
    given = {**vars(shipped_scheme()), "id": None, "code": f"own-{scale.pk}", "scale_id": scale.pk}
    given.pop("_state")
    return Scheme.objects.create(**given)


def programme(cast, scale, unit=None):
    return Programme(
        unit=unit or cast.school_large,
        year=cast.year,
        name="本校方案",
        scale=scale,
        scheme=scheme_of(scale),
    )


def test_each_level_counts_as_what_it_is_said_to_be(cast, own):
    mapping = LevelMapping(cast.scale)
    assert [(one.rank, mapping.of(one).rank) for one in own.levels.all()] == [
        (rank, above) for rank, _, above in OWN
    ]
    assert all(mapping.of(level) == level for level in cast.scale.levels.all())
    assert mapping.of(None) is None


def test_through_a_scale_between(cast, own):
    lowest = Scale.objects.create(name="高中低")
    high = ScaleLevel.objects.create(
        scale=lowest, rank=3, label="高", maps_to=own.levels.get(rank=2)
    )
    assert LevelMapping(cast.scale).of(high).rank == 2


def test_what_nobody_has_said_is_not_guessed(cast, own):
    own.levels.filter(rank=3).update(maps_to=None)
    assert LevelMapping(cast.scale).of(own.levels.get(rank=3)) is None
    assert [level.label for level in own.unmapped_onto(cast.scale)] == ["较大"]


def test_two_scales_that_point_at_each_other_end_nowhere(cast):
    one, other = (Scale.objects.create(name=name) for name in ("甲", "乙"))
    first = ScaleLevel.objects.create(scale=one, rank=1, label="甲一")
    second = ScaleLevel.objects.create(scale=other, rank=1, label="乙一", maps_to=first)
    ScaleLevel.objects.filter(pk=first.pk).update(maps_to=second)
    assert LevelMapping(cast.scale).of(ScaleLevel.objects.get(pk=first.pk)) is None


def test_the_database_refuses_a_level_that_is_itself(own):
    level = own.levels.get(rank=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScaleLevel.objects.filter(pk=level.pk).update(maps_to=level)


def level(rank, scale):
    return ScaleLevel(rank=rank, scale_id=scale)


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([], ""),
        ([(1, None), (2, None)], ""),
        ([(1, (1, 9)), (2, (1, 9)), (3, (3, 9))], ""),
        ([(1, (1, 9)), (2, None), (3, (3, 9))], ""),
        ([(1, (2, 9)), (2, (1, 9))], "轻重反了"),
        ([(1, (1, 9)), (2, (2, 8))], "同一张"),
        ([(1, (1, 5))], "另一张"),
    ],
)
def test_what_a_mapping_may_be(pairs, said):
    scale = Scale(pk=5)
    levels = [(level(rank, 5), above and level(*above)) for rank, above in pairs]
    assert said in "".join(mapping_problems(scale, levels))
    assert bool(said) == bool(mapping_problems(scale, levels))


# --- before it is used ---------------------------------------------------------------------------


@pytest.mark.parametrize("missing", [None, 1, 4])
def test_a_unit_below_uses_its_scale_only_once_it_is_mapped_whole(cast, own, missing):
    own.levels.filter(rank=missing).update(maps_to=None)
    if missing is None:
        programme(cast, own).full_clean()
        return
    with pytest.raises(ValidationError, match="还没有说明这些等级对应上级的哪一级"):
        programme(cast, own).full_clean()


def test_the_top_unit_needs_no_mapping(cast, own):
    own.levels.update(maps_to=None)
    Programme.objects.all().delete()
    programme(cast, own, unit=cast.bureau).full_clean()


def test_the_unit_above_cannot_leave_those_below_behind(cast, own):
    programme(cast, own).save()
    other = Scale.objects.create(name="新三级表")
    ScaleLevel.objects.create(scale=other, rank=1, label="低")
    upper = cast.programme
    upper.scale, upper.scheme = other, scheme_of(other)
    with pytest.raises(ValidationError, match="和平区第一中学的等级表“四级表”与上级"):
        upper.clean()


def test_a_scheme_of_another_scale_is_refused(cast, own):
    with pytest.raises(ValidationError, match="另一张等级表"):
        Programme(
            unit=cast.school_large, year=cast.year, name="甲", scale=own, scheme=shipped_scheme()
        ).clean()


def sent(scale, **changed):
    """The admin page of a scale as it stands, with some fields changed."""
    levels = list(scale.levels.order_by("-rank"))
    data = {
        "name": scale.name,
        "unit": scale.unit_id or "",
        "levels-TOTAL_FORMS": len(levels),
        "levels-INITIAL_FORMS": len(levels),
    }
    for number, one in enumerate(levels):
        given = {
            "id": one.pk,
            "scale": scale.pk,
            "rank": one.rank,
            "label": one.label,
            "word": one.word,
            "colour": one.colour,
            "maps_to": one.maps_to_id or "",
        }
        data |= {f"levels-{number}-{field}": value for field, value in given.items()}
    return data | changed


@pytest.mark.parametrize(("used", "status"), [(True, 200), (False, 302)])
def test_in_the_admin_a_mapping_in_use_stays_whole(client, cast, own, used, status):
    if used:
        programme(cast, own).save()
    client.force_login(cast.people.system_admin.account)
    url = reverse("admin:organisation_scale_change", args=[own.pk])
    answer = client.post(url, sent(own, **{"levels-0-maps_to": ""}))
    assert answer.status_code == status
    assert (own.levels.get(rank=4).maps_to is None) == (not used)
    if used:
        assert "每一级都要填" in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"levels-0-colour": "grey"}, 302),
        ({"levels-0-word": "红"}, 302),
        ({"levels-0-label": "红"}, 200),
        ({"levels-0-rank": "9"}, 200),
        ({"levels-0-DELETE": "on"}, 200),
    ],
)
def test_in_the_admin_a_scale_in_use_keeps_its_levels(client, cast, changed, status):
    client.force_login(cast.people.system_admin.account)
    url = reverse("admin:organisation_scale_change", args=[cast.scale.pk])
    answer = client.post(url, sent(cast.scale, **changed))
    assert answer.status_code == status
    assert ("已经在用" in answer.content.decode()) == (status == 200)
    named = list(cast.scale.levels.values_list("rank", "label"))
    assert named == [(3, "一级"), (2, "二级"), (1, "三级")]
