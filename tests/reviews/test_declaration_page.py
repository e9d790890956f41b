"""The page of one declaration where it is long: a bureau has more than a thousand powers."""

import re

import pytest
from django.http import QueryDict
from django.urls import reverse

from powers.models import Power, PowerVersion
from registry.paging.keyset import PAGE
from reviews.clearing import declaring, row_list
from reviews.clearing.models import DeclaredPower
from tests.reviews.test_clearing import clearing, staged_round, teaching

__all__ = ["clearing", "staged_round", "teaching"]  # fixtures

MANY = PAGE + 15


@pytest.fixture
def long(teaching):
    """Two powers of the register, and many newly found of which nothing is said yet."""
    DeclaredPower.objects.bulk_create(
        DeclaredPower(declaration=teaching, name=f"第{number:03d}项审核") for number in range(MANY)
    )
    return teaching


@pytest.fixture
def head(client, cast):
    client.force_login(cast.accounts.section_head)
    return client


def page(head, declaration, **asked):
    return head.get(reverse("declaration", args=[declaration.pk]), asked).text


def names(html):
    return re.findall(r"第\d{3}项审核(?=<span class=\"form-text\">)", html)


def test_a_short_list_is_neither_narrowed_nor_cut(head, teaching):
    html = page(head, teaching)
    assert "学籍异动审核" in html
    assert 'aria-label="筛选"' not in html
    assert "分页" not in html


def test_a_long_list_comes_by_pages_and_all_of_it_is_reached(head, long):
    first = page(head, long)
    assert len(names(first)) == PAGE - 2
    place = re.search(r"after=(\d+)", first)[1]
    rest = page(head, long, after=place)
    assert len(names(rest)) == MANY - PAGE + 2
    assert len({*names(first), *names(rest)}) == MANY


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"words": "第01"}, 10),
        ({"words": "学籍"}, 1),
        ({"words": "没有这一项"}, 0),
        ({"said": "keep"}, 3),
        ({"said": "unsaid"}, MANY - 1),
        ({"found": "register"}, 2),
        ({"found": "new", "said": "keep"}, 1),
        ({"said": "made-up"}, MANY + 2),
    ],
)
def test_it_is_narrowed_by_name_by_what_is_said_and_by_where_it_comes_from(
    head, long, asked, count
):
    of_register = long.rows.filter(power__isnull=False).values("pk")
    kept = [*of_register, long.rows.filter(power__isnull=True).values("pk")[7]]
    long.rows.filter(pk__in=[row["pk"] for row in kept]).update(disposition="keep")
    typed = QueryDict(mutable=True)
    typed.update(asked)
    found = row_list.shown(long, typed).page
    assert found.count == count
    html = page(head, long, **asked)
    assert ("没有符合条件的职权" in html) is (count == 0)


def test_one_comes_back_to_where_one_was(head, long):
    """To the row, under what the list was narrowed by, even if it is on no page any more."""
    row = long.rows.filter(name="第060项审核").get()
    html = page(head, long, said="unsaid", words="第06")
    address = reverse("declaration-row", args=[long.pk, row.pk])
    link = re.search(rf'href="({address}[^"]*)"', html)[1].replace("&amp;", "&")
    assert "said=unsaid" in link
    form = head.get(link).text
    typed = {
        "name": row.name, "side": "internal", "kind": "other", "disposition": "keep",
        "stamp": re.search(r'name="stamp" value="([^"]*)"', form)[1],
    }  # fmt: skip
    saved = head.post(link, typed)
    assert saved.status_code == 302, saved.text
    assert "said=unsaid" in saved["Location"]
    assert saved["Location"].endswith(f"#row-{row.pk}")
    after = head.get(saved["Location"].partition("#")[0]).text
    assert row.name not in names(after)
    assert "第061项审核" in names(after)


def test_what_is_not_said_is_told_in_short(head, long):
    answer = head.post(reverse("declaration-hand-in", args=[long.pk]))
    assert answer.status_code == 422
    assert answer.text.count("还没有写清理意见") <= 2 * declaring.MOST_SAID
    assert f"还有 {MANY + 2 - declaring.MOST_SAID} 项没有写" in answer.text


def test_powers_to_add_are_found_by_a_part_of_their_name(head, teaching, cast):
    """As many as one ticks at once, the others by name; control: a name that is not there."""
    sample = PowerVersion.objects.filter(in_force_for__isnull=False).first()
    undertaking = sample.undertakings.get(section=cast.sections.teaching)
    for number in range(row_list.OFFERED + 8):
        power = Power.objects.create(unit=cast.school_large)
        version = PowerVersion.objects.create(
            power=power, name=f"可添加{number:03d}", kind=sample.kind, written_in=sample.written_in
        )
        version.undertakings.create(section=undertaking.section)
        Power.objects.filter(pk=power.pk).update(in_force=version)
    html = page(head, teaching)
    assert html.count('name="power"') == row_list.OFFERED
    assert f"没有列进来的在册职权 {row_list.OFFERED + 8} 项" in html
    found = page(head, teaching, pick="可添加037")
    assert found.count('name="power"') == 1
    none = page(head, teaching, pick="没有这一项")
    assert none.count('name="power"') == 0
    assert "换一个说法试试" in none
