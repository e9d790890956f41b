"""What each change of a draft row leaves behind."""

import pytest

from powers import catalogue, editing
from powers.models import FlowStep, Power, PowerLine, PowerVersion
from registry.papers.drafts import NotDraft
from registry.papers.models import Revision
from tests.cast import make_programme

from .factory import add, confirm, make_catalogue, make_register, power_content, send_back, submit


@pytest.fixture
def by(cast):
    return cast.people.school_office


@pytest.fixture
def content(cast):
    def make(**changes):
        return power_content(**{"sections": [cast.sections.teaching.pk], **changes})

    return make


@pytest.fixture
def second_year(cast):
    """(paper, revision, line) of next year's draft over one power in force."""
    make_register(cast, {})
    programme = make_programme(cast.school_large, cast.year + 1)
    paper, revision = make_catalogue(cast, programme=programme)
    return paper, revision, revision.power_lines.get()


def state_of_everything():
    return (
        list(PowerVersion.objects.order_by("pk").values()),
        list(PowerLine.objects.order_by("pk").values()),
        list(Power.objects.order_by("pk").values()),
        list(Revision.objects.order_by("pk").values()),
    )


def test_a_change_is_written_to_a_copy(second_year, content, by):
    paper, _, line = second_year
    base = line.version
    line = editing.change_power(
        paper=paper, line_id=line.pk, content=content(time_limit="三日"), why="压缩时限", by=by
    )
    assert line.version != base
    assert (line.version.base, line.version.power) == (base, base.power)
    assert (line.version.time_limit, line.version.why) == ("三日", "压缩时限")
    base.refresh_from_db()
    assert base.time_limit == "五个工作日"


def test_a_second_change_writes_over_the_copy(second_year, content, by):
    paper, _, line = second_year
    for limit in ("三日", "两日"):
        line = editing.change_power(
            paper=paper, line_id=line.pk, content=content(time_limit=limit), by=by
        )
    assert PowerVersion.objects.count() == 2
    assert line.version.time_limit == "两日"


def test_content_as_in_force_puts_the_line_back(second_year, content, by):
    paper, _, line = second_year
    base = line.version
    editing.change_power(paper=paper, line_id=line.pk, content=content(time_limit="三日"), by=by)
    line = editing.change_power(paper=paper, line_id=line.pk, content=content(), why="误", by=by)
    assert line.version == base
    assert PowerVersion.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"bases": [{"law": "中华人民共和国教育法", "article": ""}]},
        {"sections": []},
        {"steps": ["审核", "受理", "办结"]},
    ],
)
def test_lists_count_as_content(second_year, content, by, change):
    paper, _, line = second_year
    line = editing.change_power(paper=paper, line_id=line.pk, content=content(**change), by=by)
    assert line.version.base_id is not None


def test_a_frozen_draft_is_copied_from_the_same_base(cast, second_year, content, by):
    paper, revision, line = second_year
    base = line.version
    editing.change_power(paper=paper, line_id=line.pk, content=content(time_limit="三日"), by=by)
    submit(cast, revision)
    returned = send_back(revision)
    line = returned.power_lines.get()
    frozen = line.version
    line = editing.change_power(
        paper=paper, line_id=line.pk, content=content(time_limit="两日"), by=by
    )
    assert line.version not in (frozen, base)
    assert line.version.base == base
    frozen.refresh_from_db()
    assert frozen.time_limit == "三日"
    assert revision.power_lines.get().version == frozen


def test_steps_keep_their_identity_by_label(second_year, content, by):
    paper, _, line = second_year
    before = {node.label: node.step_id for node in line.version.nodes.all()}
    for steps in (["受理", "集体审议", "办结"], ["受理", "审核", "公示", "办结"]):
        line = editing.change_power(
            paper=paper, line_id=line.pk, content=content(steps=steps), by=by
        )
    after = {node.label: node.step_id for node in line.version.nodes.all()}
    assert list(after) == ["受理", "审核", "公示", "办结"]
    assert {label: after[label] for label in before} == before
    assert after["公示"] not in before.values()


def test_striking_proposes_and_restoring_takes_back(second_year, content, by):
    paper, revision, line = second_year
    base = line.version
    line = editing.strike_power(paper=paper, line_id=line.pk, why="权限上收", by=by)
    assert (line.version.struck, line.version.base) == (True, base)
    assert catalogue.problems(revision)[0].url == "#catalogue"
    line = editing.strike_power(paper=paper, line_id=line.pk, why="权限上收教体局", by=by)
    assert PowerVersion.objects.count() == 2
    line = editing.restore_power(paper=paper, line_id=line.pk, by=by)
    assert line.version == base
    assert PowerVersion.objects.count() == 1


def test_changing_a_struck_row_keeps_the_power(second_year, content, by):
    paper, _, line = second_year
    editing.strike_power(paper=paper, line_id=line.pk, why="权限上收", by=by)
    line = editing.change_power(
        paper=paper, line_id=line.pk, content=content(time_limit="三日"), why="改", by=by
    )
    assert not line.version.struck


def test_a_new_row_is_removed_with_its_power(cast, by):
    paper, revision = make_catalogue(cast)
    line = add(cast, paper)
    with pytest.raises(editing.RowRefused):
        editing.strike_power(paper=paper, line_id=line.pk, why="误", by=by)
    assert editing.restore_power(paper=paper, line_id=line.pk, by=by) is None
    assert not revision.power_lines.exists()
    assert not Power.objects.exists()
    assert not FlowStep.objects.exists()


def test_a_new_row_that_was_signed_once_leaves_its_trace(cast, by):
    paper, revision = make_catalogue(cast)
    add(cast, paper)
    submit(cast, revision)
    returned = send_back(revision)
    editing.restore_power(paper=paper, line_id=returned.power_lines.get().pk, by=by)
    assert not returned.power_lines.exists()
    assert revision.power_lines.get().version.power == Power.objects.get()


def test_one_power_is_listed_once(cast, by, content):
    paper, _ = make_catalogue(cast)
    first = add(cast, paper)
    second = add(cast, paper, name="新生入学资格审核")
    with pytest.raises(editing.RowRefused, match="第 1 行"):
        add(cast, paper, name="学生学籍 变动审核")
    with pytest.raises(editing.RowRefused):
        editing.change_power(paper=paper, line_id=second.pk, content=content(), by=by)
    editing.change_power(paper=paper, line_id=first.pk, content=content(time_limit="当日"), by=by)
    assert Power.objects.count() == 2


def test_rows_stay_numbered_without_gaps(cast, by):
    paper, revision = make_catalogue(cast)
    names = ["甲项审核", "乙项审核一", "丙项审核一", "丁项审核一"]
    lines = [add(cast, paper, name=name) for name in ["甲项审核一", *names[1:]]]
    editing.move_power(paper=paper, line_id=lines[3].pk, serial=1, by=by)
    editing.move_power(paper=paper, line_id=lines[0].pk, serial=99, by=by)
    editing.restore_power(paper=paper, line_id=lines[1].pk, by=by)
    left = revision.power_lines.order_by("serial")
    assert [(line.serial, line.version.name[0]) for line in left] == [
        (1, "丁"),
        (2, "丙"),
        (3, "甲"),
    ]


def test_each_save_is_counted(cast, by):
    paper, revision = make_catalogue(cast)
    line = add(cast, paper)
    editing.move_power(paper=paper, line_id=line.pk, serial=1, by=by)
    saved = revision.saved_at
    revision.refresh_from_db()
    assert revision.counter == 2
    assert revision.saved_at > saved


def attempts(paper, line, content, by):
    given = {"paper": paper, "by": by}
    return [
        lambda: editing.add_power(content=content(name="新生入学资格审核"), **given),
        lambda: editing.change_power(line_id=line.pk, content=content(time_limit="当日"), **given),
        lambda: editing.strike_power(line_id=line.pk, why="误", **given),
        lambda: editing.restore_power(line_id=line.pk, **given),
        lambda: editing.move_power(line_id=line.pk, serial=1, **given),
        lambda: editing.catch_up(**given),
    ]


@pytest.mark.parametrize("which", range(6))
def test_nothing_is_written_once_the_paper_is_handed_in(cast, second_year, content, by, which):
    paper, revision, line = second_year
    attempts(paper, line, content, by)[which]()
    if which == 3:
        editing.add_power(paper=paper, content=content(name="新生入学资格审核"), by=by)
    submit(cast, revision)
    before = state_of_everything()
    with pytest.raises(NotDraft):
        attempts(paper, line, content, by)[which]()
    assert state_of_everything() == before


@pytest.mark.parametrize("which", range(6))
def test_an_account_without_a_person_writes_nothing(second_year, content, which):
    paper, _, line = second_year
    before = state_of_everything()
    with pytest.raises(NotDraft):
        attempts(paper, line, content, None)[which]()
    assert state_of_everything() == before


@pytest.mark.parametrize("which", [1, 2, 3])
def test_a_closed_row_is_refused(second_year, content, by, which):
    paper, _, line = second_year
    PowerLine.objects.update(open=False)
    before = state_of_everything()
    with pytest.raises(editing.RowRefused):
        attempts(paper, line, content, by)[which]()
    assert state_of_everything() == before


@pytest.mark.parametrize("which", [1, 2, 3, 4])
def test_a_row_of_another_paper_is_refused(cast, second_year, content, by, which):
    _, _, line = second_year
    other, _ = make_catalogue(cast, unit=cast.school_small)
    before = state_of_everything()
    with pytest.raises(editing.RowRefused):
        attempts(other, line, content, by)[which]()
    assert state_of_everything() == before


def test_changing_an_overtaken_row_starts_from_what_is_in_force_now(cast, second_year, content, by):
    slow, slow_revision, slow_line = second_year
    editing.change_power(
        paper=slow, line_id=slow_line.pk, content=content(time_limit="三日"), by=by
    )
    fast, fast_revision = make_catalogue(cast, programme=make_programme(cast.school_large, 2031))
    editing.change_power(
        paper=fast,
        line_id=fast_revision.power_lines.get().pk,
        content=content(time_limit="两日"),
        by=by,
    )
    confirm(cast, fast_revision)
    now = Power.objects.get().in_force
    line = editing.change_power(
        paper=slow, line_id=slow_line.pk, content=content(time_limit="一日"), by=by
    )
    assert line.version.base == now
    confirm(cast, slow_revision)
    assert Power.objects.get().in_force.time_limit == "一日"
