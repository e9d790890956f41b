"""Like points find each other, unlike ones do not, and one identity never meets itself."""

from html import unescape
from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.papers.models import Paper
from risks import editing, form
from risks.content import content_of
from risks.likeness import ALIKE, bigrams, keys_of, likeness, text_of
from risks.models import LikenessKey
from risks.resembling import _where
from tests.cast import make_programme
from tests.fixtures.demo_files import DEMO

from .factory import add_duty, add_point, confirm, filled_form, make_form
from .pages import address, nine_fields, only, shown

KEYS = [7625325777269433469, 498903189621030355]
TEXT = "转学材料由一人收一人审放宽转学接收条件其他学生失去公平机会"


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (TEXT, True),
        (TEXT.replace("转学", "借读"), True),
        (TEXT.replace("一人审", "同一人审核"), True),
        ("放宽转学接收条件其他学生失去公平机会转学材料由一人收一人审", True),
        (f"在窗口受理时{TEXT}", True),
        ("采购询价与验收由同一人办理验收走过场学校多付费用物品不合用", False),
        ("学籍变动材料不留底稿事后补办手续其他学生失去公平机会", False),
        ("", False),
        ("转", False),
    ],
)
def test_alike_or_not(other, alike):
    assert bool(likeness(bigrams(TEXT), bigrams(other))) is alike
    assert bool(set(keys_of(TEXT)) & set(keys_of(other))) >= alike


def test_keys_stay_the_same_from_run_to_run():
    assert keys_of("放宽接收条件")[:2] == KEYS
    assert all(0 <= key < 1 << 63 for key in keys_of(TEXT))


def test_no_two_points_of_the_demo_read_alike():
    """The rule does not cry wolf: 189 points written one by one."""
    texts = [
        bigrams(text_of(p["source"], p["risk"], p["harm"], p["wording"], ""))
        for p in DEMO["points"]
    ]
    assert max(likeness(one, other) for one, other in combinations(texts, 2)) < ALIKE


def hints(revision, place=0):
    found = form.rows(revision)[place].details["findings"]
    return {finding.rule: finding.text for finding in found}


@pytest.fixture
def in_force(cast):
    """A point of the class teacher's section in force."""
    _, revision = filled_form(cast)
    confirm(cast, revision)
    return only(revision).version


def written_again(cast, post, version, **changes):
    paper, revision = make_form(cast, post=post)
    duty = add_duty(cast, paper)
    kept = ("source", "risk", "harm", "answers")
    content = {name: value for name, value in content_of(version).items() if name in kept}
    add_point(cast, paper, **{**content, "duty": duty.version.duty_id, **changes})
    return revision


def test_another_post_of_the_section(cast, in_force):
    revision = written_again(cast, cast.posts.other_staff, in_force)
    near = "本科室其他岗位" if revision.paper.section == in_force.point.owner_section else "本单位"
    assert f"与{near}" in hints(revision)["reads_alike"]
    assert "100%" in hints(revision)["reads_alike"]


@pytest.mark.parametrize("visibility", ["public", "inside", "withheld"])
def test_another_unit_is_told_of_public_points_only_and_without_the_text(cast, visibility):
    paper, revision = filled_form(cast, points=0)
    ground = {"ground": "涉及个人隐私"} if visibility == "withheld" else {}
    add_point(cast, paper, visibility=visibility, **ground)
    confirm(cast, revision)
    version = only(revision).version
    make_programme(cast.school_small, cast.year)
    found = hints(written_again(cast, cast.posts.small_staff, version))
    assert ("reads_alike" in found) == (visibility == "public")
    text = found.get("reads_alike", "其他单位现行的一条很相近")
    assert "其他单位现行的一条很相近" in text
    assert version.risk not in text
    assert version.point.unit.name not in text


def test_the_same_risk_under_two_levels(cast, in_force):
    answers = {"likelihood": 1, "severity": 1}
    revision = written_again(cast, cast.posts.other_staff, in_force, answers=answers)
    assert "等级却不同" in hints(revision)["two_levels"]


def test_what_was_struck_last_year(cast, in_force):
    paper, revision = make_form(cast, whole=False)
    line, by = only(revision), cast.people.staff
    editing.strike_point(paper=paper, line_id=line.pk, why="不再办理", by=by)
    confirm(cast, revision)
    following = written_again(cast, cast.posts.other_staff, in_force)
    assert "已销号的一条" in hints(following)["reads_alike"]


def test_one_identity_is_never_compared_with_itself(cast, in_force):
    paper, revision = make_form(cast, whole=False)
    line = only(revision)
    content = {**content_of(line.version), "kind": "process"}
    editing.save_point(paper=paper, content=content, by=cast.people.staff, line_id=line.pk)
    assert "reads_alike" not in hints(revision)


def test_a_row_of_last_year_is_not_compared_with_itself_while_one_types(cast, client, in_force):
    client.force_login(cast.accounts.staff)
    paper, revision = make_form(cast, whole=False)
    line = only(revision)
    row, preview = address("paper-row", paper, line), address("paper-row-preview", paper)
    assert f'"line": "{line.pk}"' in unescape(shown(client.get(row)))
    said = {part: getattr(line.version, part) for part in ("source", "risk", "harm")}
    typed = shown(client.post(preview, nine_fields(**said, line=line.pk)))
    assert "现行的一条" not in typed
    assert "写得一样" not in typed
    as_new = shown(client.post(preview, nine_fields(**said)))  # the control
    assert "现行的一条" in as_new
    assert "写得一样" in as_new


def test_without_the_index_nothing_is_found(cast, in_force):
    """The control."""
    revision = written_again(cast, cast.posts.other_staff, in_force)
    LikenessKey.objects.all().delete()
    assert "reads_alike" not in hints(revision)


def test_the_index_follows_the_register(cast, in_force):
    keys = set(LikenessKey.objects.values_list("value", flat=True))
    paper, revision = make_form(cast, whole=False)
    content = {**content_of(only(revision).version), "risk": "登记入册时漏记退回的原始材料"}
    line_id = only(revision).pk
    editing.save_point(paper=paper, content=content, by=cast.people.staff, line_id=line_id)
    assert set(LikenessKey.objects.values_list("value", flat=True)) == keys
    confirm(cast, revision)
    assert set(LikenessKey.objects.values_list("value", flat=True)) != keys


def test_a_form_asks_the_index_once(cast, in_force):
    paper, revision = make_form(cast, post=cast.posts.other_staff)
    counts = []
    for number in range(1, 4):
        add_point(cast, paper, risk=f"放宽第 {number} 类接收条件")
        with CaptureQueriesContext(connection) as queries:
            form.rows(revision)
        counts.append(sum("likenesskey" in query["sql"] for query in queries))
    assert counts == [1, 1, 1]


SHEETS = [("section_sheet", "本科室"), ("unit_sheet", "本单位")]


@pytest.mark.parametrize(("kind", "near"), SHEETS)
def test_a_sheet_has_no_other_posts(cast, kind, near):
    """What the same sheet said last year is called its own, what a post says another's."""
    section = cast.sections.teaching if kind == "section_sheet" else None
    sheet = Paper(unit=cast.school_large, section=section, kind=kind)
    of_sheet = {"post": None, "unit": sheet.unit_id, "own_section": sheet.section_id}
    row = {**of_sheet, "post_section": None, "struck": False}
    assert _where(row, sheet) == f"{near}现行的一条"
    other = {**row, "own_section": None, "post": 1, "post_section": sheet.section_id}
    assert _where(other, sheet) == f"{near}其他岗位现行的一条"
