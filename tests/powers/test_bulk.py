"""Changing many rows at once: what would change, why a row cannot, and the way back."""

import pytest
from django.urls import reverse

from powers import catalogue, editing
from powers.bulk.changing import change_many, last_change, plan_of, undo
from powers.bulk.planning import CLOSED, STRUCK, Wish
from powers.content import content_of
from powers.draft import RowRefused
from powers.filters import PowerFilter
from powers.models import PowerVersion
from powers.row_list import RowFilter
from registry.access.reach import reach_of
from registry.paging.keyset import PAGE
from registry.trail.models import TrailEntry
from tests.architecture.page_forms import form_with
from tests.cast import make_programme

from .factory import add, confirm, make_catalogue, make_register, power_content


@pytest.fixture
def draft_of_three(cast):
    """Next year's draft: one power in force, one new, one of the inside."""
    make_register(
        cast, {}, {"name": "校园场地租借审批", "side": "internal", "visibility": "inside"}
    )
    programme = make_programme(cast.school_large, cast.year + 1)
    paper, _ = make_catalogue(cast, programme=programme)
    add(cast, paper, name="新生入学资格审核")
    return paper


def everything(lines):
    return {line.pk for line in lines}


def named(paper):
    lines = paper.current.power_lines.select_related("version")
    return {line.version.name: line for line in lines}


def said(paper):
    versions = PowerVersion.objects.filter(lines__revision=paper.current).with_content()
    return {version.pk: (content_of(version), version.why) for version in versions}


def plan(paper, **wish):
    return plan_of(paper.current, everything, Wish(**wish))


def taken(cast, paper, **wish):
    return change_many(
        paper=paper,
        choose=everything,
        wish=Wish(**wish),
        why="按机构调整",
        seen=plan(paper, **wish).fingerprint,
        by=cast.people.school_office,
    )


def test_a_wish_changes_what_it_names_and_nothing_else(cast, draft_of_three):
    other = cast.sections.general_affairs
    before = {name: content_of(line.version) for name, line in named(draft_of_three).items()}
    assert taken(cast, draft_of_three, kind="reward", sections=(other.pk,), beside=True) == 3
    for name, line in named(draft_of_three).items():
        was, now = before[name], content_of(line.version)
        changed = {field for field in was if was[field] != now[field]}
        assert changed == {"kind", "sections"}
        assert other.pk in now["sections"]
    lines = named(draft_of_three)
    assert lines["学生学籍变动审核"].version.why == "按机构调整"
    assert lines["新生入学资格审核"].version.why == "", "the register knows nothing of it yet"


def test_rows_that_cannot_say_why_and_are_left(cast, draft_of_three):
    lines, by = named(draft_of_three), cast.people.school_office
    editing.strike_power(
        paper=draft_of_three, line_id=lines["学生学籍变动审核"].pk, why="上收", by=by
    )
    closed = lines["新生入学资格审核"]
    type(closed).objects.filter(pk=closed.pk).update(open=False)
    found = plan(draft_of_three, visibility="inside", sections=(cast.sections.general_affairs.pk,))
    assert {row.line.version.name: row.refused for row in found.refused} == {
        "学生学籍变动审核": STRUCK,
        "新生入学资格审核": CLOSED,
    }
    assert [row.line.version.name for row in found.changed] == ["校园场地租借审批"]
    again = plan(draft_of_three, visibility="inside")
    assert (again.changed, again.same) == ([], 1)


def test_an_external_power_does_not_go_inside(draft_of_three):
    found = plan(draft_of_three, visibility="inside")
    assert all("外部职权要面向社会公开" in row.refused for row in found.refused)
    assert len(found.refused) == 2


def test_nothing_is_written_that_was_not_seen(cast, draft_of_three):
    seen = plan(draft_of_three, kind="reward").fingerprint
    content = power_content(name="新生入学资格审核", sections=[], time_limit="别处改过")
    line = named(draft_of_three)["新生入学资格审核"]
    by = cast.people.school_office
    editing.change_power(paper=draft_of_three, line_id=line.pk, content=content, by=by)
    before, wish = said(draft_of_three), Wish(kind="reward")
    with pytest.raises(RowRefused):
        change_many(paper=draft_of_three, choose=everything, wish=wish, why="改", seen=seen, by=by)
    assert said(draft_of_three) == before


def test_undone_together_until_something_else_is_saved(cast, draft_of_three):
    by = cast.people.school_office
    before = {name: content_of(line.version) for name, line in named(draft_of_three).items()}
    taken(cast, draft_of_three, kind="reward")
    assert undo(paper=draft_of_three, by=by) == 3
    after = named(draft_of_three)
    assert {name: content_of(line.version) for name, line in after.items()} == before
    assert after["学生学籍变动审核"].version.written_in_id != draft_of_three.pk
    assert last_change(draft_of_three.current) is None
    taken(cast, draft_of_three, kind="reward")
    add(cast, draft_of_three, name="别处添的一项职权")
    with pytest.raises(RowRefused):
        undo(paper=draft_of_three, by=by)
    notes = TrailEntry.objects.filter(action__startswith="rows.").order_by("pk")
    assert [(one.action, one.target_ref) for one in notes] == [
        ("rows.changed", f"{draft_of_three.pk}，3 行"),
        ("rows.changed_back", f"{draft_of_three.pk}，3 行"),
        ("rows.changed", f"{draft_of_three.pk}，3 行"),
    ]


def test_a_long_catalogue_is_narrowed_paged_and_changed_in_one_go(cast, client, monkeypatch):
    monkeypatch.setattr("registry.access.context.navigation_for", lambda request, counts: [])
    client.force_login(cast.accounts.keeper)
    paper, _ = make_catalogue(cast)
    with editing.open_draft(paper=paper, by=cast.people.keeper) as draft:
        for number in range(PAGE + 10):
            kind = "reward" if number % 2 else "other"
            section = [cast.sections.teaching.pk]
            draft.add(power_content(name=f"事项审核第{number}项", kind=kind, sections=section))
    edit, many = (reverse(name, args=[paper.pk]) for name in ("paper-edit", "paper-many"))
    page = client.get(edit).content.decode()
    assert f"第 1–{PAGE} 项，共 {PAGE + 10} 项" in page
    last = paper.current.power_lines.get(serial=PAGE + 5)
    assert f'id="row-{last.pk}"' not in page
    assert f'id="row-{last.pk}"' in client.get(f"{edit}?from={last.serial}").content.decode()
    for name in ("paper-row-chart", "paper-row-duties", "paper-row-benchmark"):
        part = client.get(reverse(name, args=[paper.pk, last.pk])).content.decode()
        assert f"{edit}?from={last.serial}#row-{last.pk}" in part, "else the page has no such row"
    assert "共 30 项" in client.get(f"{edit}?kind=reward").content.decode()

    sections = [cast.sections.general_affairs.pk]
    wish = {"scope": "found", "sections": sections, "why": "按机构调整"}
    assert client.post(many, {**wish, "why": ""}).status_code == 422
    seen = client.post(f"{many}?kind=reward", wish)
    assert "会改 30 项" in seen.content.decode()
    fields = form_with("scope", seen)
    code = seen.context["plan"].fingerprint
    assert client.post(f"{many}?kind=reward", {**fields, "seen": "0" * 24}).status_code == 409
    assert client.post(f"{many}?kind=reward", {**fields, "seen": code}).url == edit
    moved = PowerVersion.objects.filter(written_in=paper, undertakings__section__in=sections)
    assert {version.kind_id for version in moved} == {"reward"}
    assert moved.count() == 30
    assert "撤销成批修改" in client.get(edit).content.decode()
    client.post(reverse("paper-many-undo", args=[paper.pk]))
    assert not moved.all().exists()

    ticked = [last.pk, paper.current.power_lines.get(serial=1).pk]
    only = client.post(many, {**wish, "scope": "ticked", "line": ticked})
    assert "会改 2 项" in only.content.decode()


def test_whom_powers_serve_is_said_of_many_at_once(cast, draft_of_three):
    """Of internal rows it is refused, each with its reason."""
    planned = plan(draft_of_three, served="both")
    assert [row.line.version.side for row in planned.refused] == ["internal"]
    assert "没有服务对象" in planned.refused[0].refused
    assert taken(cast, draft_of_three, served="both") == 2
    served = {name: line.version.served for name, line in named(draft_of_three).items()}
    assert sorted(served.values()) == ["", "both", "both"]
    undo(paper=draft_of_three, by=cast.people.school_office)
    assert {line.version.served for line in named(draft_of_three).values()} == {""}


SERVED_FOUND = [
    ("citizen", {"甲项审核", "丙项审核"}),
    ("organisation", {"乙项审核", "丙项审核"}),
    ("none", {"丁项审核"}),
    ("sideways", {"甲项审核", "乙项审核", "丙项审核", "丁项审核", "戊项审核"}),
]


@pytest.mark.parametrize(("asked", "names"), SERVED_FOUND)
def test_rows_are_narrowed_by_whom_they_serve(cast, asked, names):
    paper, revision = make_catalogue(cast)
    for name, served in zip("甲乙丙丁", ("citizen", "organisation", "both", ""), strict=True):
        add(cast, paper, name=f"{name}项审核", served=served)
    add(cast, paper, name="戊项审核", side="internal", visibility="inside")
    rows = catalogue.bare_rows(revision, list(revision.power_lines.of_register_rows()))
    found = RowFilter({"served": asked}, rows=rows).narrowed()
    assert {row.version.name for row in found} == names
    confirm(cast, revision)
    reach = reach_of(cast.people.school_office)
    found = PowerFilter({"served": asked}, reach=reach).narrowed()
    assert set(found.values_list("in_force__name", flat=True)) == names
