"""The first check on its pages: findings while one types, answers, one click that merges."""

import pytest
from django.urls import reverse

from powers.first_check.models import CheckFinding
from powers.models import PowerVersion
from reviews import filing
from tests import way

from .hands import answer_findings, stamp_in

UNNAMED = {"name": "新生均衡编班"}


# --- pages ---------------------------------------------------------------------------------------


@pytest.fixture
def keeper(client, cast):
    client.force_login(cast.accounts.keeper)
    return client


@pytest.fixture
def begun(cast):
    by = cast.people.keeper
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=by)
    content = way.power("新生均衡编班", cast.sections.teaching, served="citizen")
    line = way.power_editing.add_power(paper=paper, content=content, by=by)
    return paper, line


def test_the_pages_show_it_take_a_word_and_let_the_catalogue_go(keeper, begun):
    paper, line = begun
    said = "看不出是什么性质的权力"
    for name in ("paper-edit", "paper-check"):
        assert said in keeper.get(reverse(name, args=[paper.pk])).content.decode()
    assert said in keeper.get(reverse("paper-row", args=[paper.pk, line.pk])).content.decode()
    url = reverse("paper-row-answers", args=[paper.pk, line.pk])
    (key,) = [one.key for one in keeper.get(url).context["form"].findings]
    response = keeper.post(url, {"stamp": stamp_in(keeper.get(url)), key: "依据里就叫均衡编班"})
    assert response.url.endswith(f"#row-{line.pk}")
    page = keeper.get(reverse("paper-check", args=[paper.pk]))
    assert "依据里就叫均衡编班" in page.content.decode()
    assert page.context["problems"] == []


def test_a_stale_answer_is_not_written(cast, keeper, begun):
    paper, line = begun
    url = reverse("paper-row-answers", args=[paper.pk, line.pk])
    stamp = stamp_in(keeper.get(url))
    answer_findings(cast, paper, line, "另一处写的")
    (key,) = [one.key for one in keeper.get(url).context["form"].findings]
    response = keeper.post(url, {"stamp": stamp, key: "后写的"})
    assert response.status_code == 409
    assert "后写的" in response.content.decode()
    assert CheckFinding.objects.get().answer == "另一处写的"


def test_while_one_types_the_row_is_checked_as_it_stands(keeper, begun):
    paper, line = begun
    url = reverse("paper-row-preview", args=[paper.pk])
    typed = {
        "name": "学籍事务",
        "side": "external",
        "bases-TOTAL_FORMS": "0",
        "bases-INITIAL_FORMS": "0",
    }
    assert "看不出是什么性质" in keeper.post(url, typed).content.decode()
    typed["name"] = "新生均衡编班审定"
    assert "finding--warning" not in keeper.post(url, {**typed, "line": line.pk}).content.decode()
    assert (
        "finding--warning" in keeper.post(url, {**typed, "name": "新生均衡编班"}).content.decode()
    )
    assert PowerVersion.objects.count() == 1


def test_one_click_merges(cast, keeper, begun):
    paper, line = begun
    content = way.power("新生均衡分班", cast.sections.general_affairs)
    other = way.power_editing.add_power(paper=paper, content=content, by=cast.people.keeper)
    content = way.power("新生均衡编班安排", cast.sections.general_affairs)
    near = way.power_editing.add_power(paper=paper, content=content, by=cast.people.keeper)
    page = keeper.get(reverse("paper-edit", args=[paper.pk])).content.decode()
    assert f'name="other" value="{near.pk}"' in page
    keeper.post(reverse("paper-row-merge", args=[paper.pk, line.pk]), {"other": near.pk})
    left = {each.pk for each in paper.current.power_lines.all()}
    assert left == {line.pk, other.pk}
    refused = keeper.post(reverse("paper-row-merge", args=[paper.pk, line.pk]), {"other": "x"})
    assert refused.status_code == 302
    assert {each.pk for each in paper.current.power_lines.all()} == left
