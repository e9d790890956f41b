"""What a page of a draft shows of its rows and what it says is missing are one piece of work."""

import pytest
from django.urls import reverse

from powers import editing as power_editing
from powers.first_check.inspecting import Inspection
from registry.papers.models import PaperState
from reviews import filing
from reviews.kinds import kind_of
from risks import editing, findings
from tests import way

PAGES = ("paper-edit", "paper-check")


@pytest.fixture
def catalogue(cast):
    keeper = cast.people.keeper
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=keeper)
    for name in ("学籍异动审核", "学籍异动审查"):
        content = way.power(name, cast.sections.teaching)
        power_editing.add_power(paper=paper, content=content, by=keeper)
    return paper


@pytest.fixture
def form(cast):
    paper = way.begin_form(cast)
    way.fill_form(paper, cast.people.staff)
    vague = way.point(3, risk="可能存在XX风险", measures=[])
    editing.save_point(paper=paper, content=vague, by=cast.people.staff)
    return paper


def counted(monkeypatch, owner, name):
    calls, real = [], getattr(owner, name)

    def counting(*args, **kwargs):
        calls.append(args)
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, counting)
    return calls


@pytest.mark.parametrize("page", PAGES)
def test_the_first_check_runs_once_for_a_page(client, cast, catalogue, monkeypatch, page):
    calls = counted(monkeypatch, Inspection, "_check")
    client.force_login(cast.accounts.keeper)
    response = client.get(reverse(page, args=[catalogue.pk]))
    assert response.status_code == 200
    assert len(calls) == catalogue.current.power_lines.count()


@pytest.mark.parametrize("page", PAGES)
def test_the_rules_of_wording_run_once_for_a_page(client, cast, form, monkeypatch, page):
    calls = counted(monkeypatch, findings, "attach")
    client.force_login(cast.accounts.staff)
    assert client.get(reverse(page, args=[form.pk])).status_code == 200
    assert len(calls) == 1


@pytest.mark.parametrize("which", ["catalogue", "form"])
def test_they_say_the_same_as_worked_out_by_themselves(request, which):
    paper = request.getfixturevalue(which)
    assert paper.state == PaperState.DRAFT
    content, revision = kind_of(paper).content, paper.current
    alone = list(content.problems(revision))
    assert alone
    assert list(content.problems(revision, content.rows(revision))) == alone
