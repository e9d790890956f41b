"""Particulars of a power: written, copied, sealed, shown; their pages; the kinds as rows."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from powers import editing
from powers.content import content_of, differences, in_words, sealed_content
from powers.kinds import keeping
from powers.kinds.models import PowerKind
from powers.models import PowerVersion
from powers.particulars.content import LISTS, TITLES_OF_PUBLIC, rows_of_public
from powers.particulars.item_sheet import item_table
from powers.particulars.models import Benchmark
from powers.sheets.particulars import rows_of
from powers.tables import public_content
from registry.tables.description import Source
from tests.cast import make_programme

from .factory import add, confirm, make_catalogue
from .test_chart_pages import forms_on

FULL = {
    "code": "0105001000",
    "supervision_phone": "0600-8120012",
    "sub_items": rows_of("sub_items", "转入（01）\n转出"),
    "responsibilities": rows_of(
        "responsibilities", "受理：一次告知\n决定：按期办结（《学籍管理办法》第三章）"
    ),
    "accountabilities": rows_of("accountabilities", "不按登记先后接收"),
    "benchmarks": rows_of("benchmarks", "轻微：警告\n严重：罚款，1000元以上、不满3000元"),
}


def version_of(line):
    return PowerVersion.objects.with_content().get(lines=line)


def test_they_are_written_copied_on_write_and_seen_as_a_difference(cast, draft):
    paper, revision = draft
    line = add(cast, paper, **FULL)
    before = version_of(line)
    assert {name: content_of(before)[name] for name in FULL} == FULL
    confirm(cast, revision)
    programme = make_programme(cast.school_large, cast.year + 1)
    again, _ = make_catalogue(cast, programme=programme)
    line = again.current.power_lines.get()
    changed = {**content_of(before), "accountabilities": rows_of("accountabilities", "收费")}
    office = cast.people.school_office
    editing.change_power(paper=again, line_id=line.pk, content=changed, why="补上", by=office)
    after = version_of(line)
    assert after.pk != before.pk
    assert content_of(PowerVersion.objects.with_content().get(pk=before.pk)) == content_of(before)
    (difference,) = differences(in_words(before), in_words(after))
    assert (difference.label, difference.old, difference.new) == (
        "追责情形",
        "不按登记先后接收",
        "收费",
    )


def test_a_power_without_them_is_sealed_and_published_as_before(cast, draft):
    paper, _ = draft
    plain = version_of(add(cast, paper))
    new = {"code", "served", *(each.key for each in LISTS), *TITLES_OF_PUBLIC}
    assert not new & (sealed_content(plain).keys() | public_content(plain).keys())
    full = version_of(add(cast, paper, name="招生报名资格审核", served="both", **FULL))
    assert sealed_content(full)["served"] == "both"
    assert public_content(full)["served"] == "自然人、法人和其他组织"
    assert sealed_content(full)["benchmarks"] == FULL["benchmarks"]


def test_who_is_served_is_told_as_a_difference(cast, draft):
    paper, _ = draft
    plain = in_words(version_of(add(cast, paper)))
    said = in_words(version_of(add(cast, paper, name="另一项审核", served="organisation")))
    found = {each.label: (each.old, each.new) for each in differences(plain, said)}
    assert found["服务对象"] == ("", "法人和其他组织")


def test_an_internal_power_serves_nobody_outside(cast, draft):
    version = version_of(add(cast, draft[0], side="internal", visibility="inside"))
    with pytest.raises(IntegrityError), transaction.atomic():
        PowerVersion.objects.filter(pk=version.pk).update(served="citizen")


def test_what_is_published_is_texts_that_become_rows_again(cast, draft):
    said = public_content(version_of(add(cast, draft[0], **FULL)))
    assert all(
        isinstance(value, str) or all(isinstance(text, str) for text in value)
        for value in said.values()
    )
    rows = rows_of_public(said)
    assert rows["sub_items"] == FULL["sub_items"]
    assert (
        rows["benchmarks"][1] | {"range": "1000元以上、不满3000元", "ends": "[)"}
        == (rows["benchmarks"][1])
    )
    cells = [
        [cell.text for cell in line]
        for line in item_table(said, Source.register(date(2026, 5, 6))).lines()
    ]
    assert ["责任事项", "决定", "按期办结", "《学籍管理办法》第三章"] in cells
    assert ["裁量基准", "罚款，1000元以上、不满3000元", "严重", ""] in cells


@pytest.mark.every_case
@pytest.mark.parametrize(
    "limits",
    [
        {"lower": 5, "upper": 3, "unit": "元"},
        {"lower": 5, "upper": 5, "unit": "元"},
        {"lower": 5, "unit": ""},
        {"condition": ""},
    ],
)
def test_the_database_refuses_a_range_that_says_nothing(cast, draft, limits):
    version = version_of(add(cast, draft[0]))
    given = {"version": version, "condition": "轻微", "kind": "罚款", **limits}
    with pytest.raises(IntegrityError), transaction.atomic():
        Benchmark.objects.create(**given)


@pytest.mark.every_case
@pytest.mark.parametrize("key", ["sub_items", "responsibilities", "accountabilities", "benchmarks"])
def test_what_was_handed_in_says_the_same_in_particular(cast, draft, key):
    """Of a draft a row may be changed; of a frozen version none is changed, deleted or added."""
    paper, revision = draft
    version = version_of(add(cast, paper, **FULL))
    other = version_of(add(cast, paper, name="招生报名资格审核", **FULL))
    rows = getattr(version, key)
    rows.update(position=F("position") + 10)
    confirm(cast, revision)
    row = rows.first()
    row.pk, row.position, row._state.adding = None, 99, True
    acts = (
        lambda: rows.update(position=F("position") + 10),
        lambda: rows.all().delete(),
        lambda: getattr(other, key).update(version=version),
        row.save,
    )
    for act in acts:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            act()


def test_the_pages_add_move_remove_and_keep_rows(row_pages, filler, cast, draft):
    """One story without JavaScript: every button sends the page and nothing typed is lost."""
    paper, _ = draft
    line = add(cast, paper)
    address = f"/papers/{paper.pk}/rows/{line.pk}/duties/"

    def sent(response, **changes):
        form = next(form for form in forms_on(response) if "responsibilities-count" in form)
        typed = {**{name: values[-1] for name, values in form.items()}, **changes}
        return filler.post(address, typed)

    page = sent(
        filler.get(address),
        **{"responsibilities-0-stage": "受理", "responsibilities-0-text": "一次告知"},
        act="add:responsibilities",
    )
    page = sent(page, **{"responsibilities-1-stage": "决定"}, act="up:responsibilities:1")
    assert b'value="\xe5\x86\xb3\xe5\xae\x9a"' in page.content
    page = sent(page)
    assert "请写这一环节要做到什么" in page.text
    page = sent(page, act="remove:responsibilities:0")
    assert sent(page).status_code == 302
    assert version_of(line).responsibilities.get().text == "一次告知"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"lower": "一千"}, "请写数字"),
        ({"lower": "1,000", "unit": ""}, "请写数字的单位"),
        ({"lower": "3000", "upper": "1000"}, "上限要比下限大"),
        ({"lower": "0.00001"}, "小数请控制在四位以内"),
        ({"kind": ""}, "请写给予哪一种处理"),
        ({"lower": "1,000", "upper": "3000.50"}, ""),
    ],
)
def test_a_row_of_the_benchmark_is_judged_as_it_is_typed(
    row_pages, filler, cast, draft, typed, said
):
    paper, _ = draft
    line = add(cast, paper)
    address = f"/papers/{paper.pk}/rows/{line.pk}/benchmark/"
    form = next(form for form in forms_on(filler.get(address)) if "benchmarks-count" in form)
    row = {"condition": "轻微", "kind": "罚款", "unit": "元", **typed}
    data = {name: values[-1] for name, values in form.items()}
    response = filler.post(address, data | {f"benchmarks-0-{k}": v for k, v in row.items()})
    if said:
        assert said in response.text
    else:
        assert response.status_code == 302
        saved = content_of(version_of(line))["benchmarks"][0]
        assert (saved["lower"], saved["upper"], saved["upper_closed"]) == ("1000", "3000.5", False)


# --- the kinds -----------------------------------------------------------------------------


@pytest.fixture
def own(cast):
    return keeping.add_kind(
        unit=cast.school_large, name="招生入学", applies="external", by=cast.people.school_office
    )


def test_a_kind_in_use_stays_and_one_that_was_handed_in_keeps_its_name(cast, draft, own):
    paper, revision = draft
    office = cast.people.school_office
    add(cast, paper, kind=own.code)
    with pytest.raises(keeping.KindRefused, match="停用"):
        keeping.delete_kind(kind=own, by=office)
    keeping.save_kind(kind=own, name="招生", applies="both", by=office)
    confirm(cast, revision)
    with pytest.raises(keeping.KindRefused, match="名称不能再改"):
        keeping.save_kind(kind=own, name="入学", applies="both", by=office)
    keeping.offer_kind(kind=own, offered=False, by=office)
    assert public_content(PowerVersion.objects.with_content().get())["kind"] == "招生"


def test_names_are_kept_apart_and_official_kinds_stay(cast, own):
    office = cast.people.school_office
    with pytest.raises(keeping.KindRefused, match="已有这个名称"):
        keeping.add_kind(unit=cast.school_large, name="行政许可", applies="both", by=office)
    with pytest.raises(keeping.KindRefused, match="通用类型"):
        keeping.delete_kind(kind=PowerKind.objects.get(code="other"), by=office)
    of_small = set(PowerKind.objects.of_unit(cast.school_small).values_list("name", flat=True))
    assert "招生入学" not in of_small


def test_a_kind_is_chosen_where_it_fits(row_pages, filler, cast, draft, typed, own):
    paper, _ = draft
    address = reverse("paper-row-add", args=[paper.pk])
    assert "招生入学" in filler.get(address).text
    refused = filler.post(address, {**stamped(filler, address), **typed(
        kind=own.code, side="internal")})  # fmt: skip
    assert "只用于外部职权" in refused.text
    saved = filler.post(address, {**stamped(filler, address), **typed(kind=own.code)})
    assert saved.status_code == 302
    keeping.offer_kind(kind=own, offered=False, by=cast.people.school_office)
    assert "招生入学" not in filler.get(address).text
    line = paper.current.power_lines.get()
    assert "招生入学" in filler.get(reverse("paper-row", args=[paper.pk, line.pk])).text


def stamped(client, address):
    form = next(form for form in forms_on(client.get(address)) if "bases-TOTAL_FORMS" in form)
    return {"stamp": form["stamp"][-1]}
