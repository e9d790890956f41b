"""The rules of the first check, each as a table: what it finds and what it leaves in peace."""

import pytest

from powers.content import whole
from powers.first_check.rules import ERROR, HINT, RULES, WARNING, Around, Ground, Near, check
from powers.first_check.rules.names import NATURES, nature_of
from powers.first_check.rules.repeats import MOST_NAMED, near_names

from .factory import power_content

EDUCATION = Ground(
    "《教育法》", "第十二条", law="教育法", level="law", level_name="法律", state="in_force"
)


def ground(**changes):
    return Ground(**{**vars(EDUCATION), **changes})


def found(content=None, **around):
    """Names of the rules that find something in a good row with these changes."""
    given = {"grounds": (EDUCATION,), **around}
    good = power_content(served="citizen")
    return {one.rule for one in check({**good, **(content or {})}, Around(**given))}


def test_a_good_row_is_left_in_peace():
    assert found() == set()


NAMES = [
    ("学生学籍变动审核", ""),
    ("校舍维修项目安排（五万元以下）", ""),
    ("学生休学、复学审核", ""),
    ("教师年度考核等次审核", ""),
    ("普通高等学校推荐", ""),
    ("学籍管理", "no_nature"),
    ("新生均衡编班", "no_nature"),
    ("审批制度建设和日常管理工作", "no_nature"),
    ("学籍、考籍等事项审核", "open_end"),
    ("其他重要事项审批", "open_end"),
    ("教材教辅资料及有关事项审定", "open_end"),
    ("因家庭经济困难需要减免学费住宿费教材费的在校学生申请资格审核", ""),
    ("因家庭经济困难、残疾、孤儿需要减免学费住宿费教材费的在校学生申请资格审核", "too_long"),
]


@pytest.mark.parametrize(("name", "rule"), NAMES)
def test_names(name, rule):
    assert found({"name": name}) == ({rule} if rule else set())


@pytest.mark.parametrize("nature", NATURES)
def test_every_nature_is_known_at_the_end_of_a_name(nature):
    assert nature_of(f"学生某项{nature}")


@pytest.mark.parametrize(
    ("content", "above", "rule"),
    [
        ({"name": "民办学校设立行政许可"}, ("区教体局",), "above_authority"),
        ({"kind": "coercion", "name": "违规办学强制"}, ("区教体局",), "above_authority"),
        ({"kind": "coercion", "name": "违规办学强制"}, (), ""),
        ({"name": "教师职称审定", "exercising_body": "区教体局"}, ("区教体局",), "decided_above"),
        ({"name": "教师职称初审", "exercising_body": "区教体局"}, ("区教体局",), ""),
        ({"name": "教师职称审定", "exercising_body": "一中"}, ("区教体局",), ""),
    ],
)
def test_the_layer_of_authority(content, above, rule):
    assert found(content, above=above) == ({rule} if rule else set())


@pytest.mark.parametrize("change", ["new", "adjusted", "unchanged"])
@pytest.mark.parametrize("takers", [(), ("希望小学",), ("希望小学", "育才中学")])
def test_what_another_unit_took_up(change, takers):
    around = Around(grounds=(EDUCATION,), change=change, taken_up_by=takers)
    hits = [one for one in check(power_content(), around) if one.rule == "taken_up_elsewhere"]
    assert len(hits) == bool(takers)
    assert all(name in one.text and name in one.strike for one in hits for name in takers)


BASES = [
    ({"law": ""}, {"unknown_basis"}),
    ({"state": "repealed"}, {"repealed_basis"}),
    ({"state": "not_yet"}, {"basis_not_yet"}),
    ({"state": "amended"}, set()),
    ({"gone": ("第十二条",)}, {"repealed_article"}),
    ({"gone": ("第十二条",), "state": "repealed"}, {"repealed_basis"}),
    ({"article": ""}, {"no_article"}),
    ({"article": "", "level": "document"}, set()),
]


@pytest.mark.parametrize(("changes", "rules"), BASES)
def test_bases(changes, rules):
    assert found(grounds=(ground(**changes),)) == rules


def test_without_a_register_no_basis_is_called_unknown():
    assert found(grounds=(ground(law=""),), has_register=False) == set()


CREATING = [
    ("permission", "law", True),
    ("permission", "administrative", True),
    ("permission", "local", True),
    ("permission", "ministry_rule", False),
    ("permission", "document", False),
    ("permission", "mandate", False),
    ("penalty", "law", True),
    ("penalty", "ministry_rule", True),
    ("penalty", "local_rule", True),
    ("penalty", "document", False),
    ("penalty", "own_rule", False),
    ("coercion", "local", True),
    ("coercion", "ministry_rule", False),
    ("confirmation", "document", True),
    ("other", "own_rule", True),
]


@pytest.mark.parametrize(("kind", "level", "may"), CREATING)
def test_what_may_create_a_power(kind, level, may):
    name = {"permission": "设立许可", "penalty": "违规办学处罚", "coercion": "场所查封强制"}
    content = {"kind": kind, "name": name.get(kind, "学籍变动审核")}
    rules = found(content, grounds=(ground(level=level),))
    assert ("cannot_create" in rules) == (not may)


def test_one_sufficient_or_unknown_basis_is_enough():
    document, unknown = ground(level="document"), ground(law="")
    content = {"kind": "penalty", "name": "违规办学处罚"}
    assert "cannot_create" not in found(content, grounds=(document, EDUCATION))
    assert "cannot_create" not in found(content, grounds=(document, unknown))
    assert "cannot_create" in found(content, grounds=(document, document))


PUBLICITY = [
    ({"side": "internal", "visibility": "inside"}, set()),
    ({"side": "internal", "visibility": "public"}, {"internal_public"}),
    ({"side": "internal", "visibility": "withheld", "ground": "涉及国家秘密"}, set()),
    ({"side": "internal", "visibility": "withheld", "ground": "不方便"}, {"weak_ground"}),
    ({"visibility": "withheld", "ground": "商业秘密"}, {"external_withheld"}),
    ({"supervision_channel": ""}, {"no_channel"}),
    ({"served": ""}, {"nobody_served"}),
    ({"served": "both"}, set()),
    ({"served": "", "side": "internal", "visibility": "inside"}, set()),
    ({"side": "internal", "visibility": "inside", "supervision_channel": ""}, set()),
]


@pytest.mark.parametrize(("content", "rules"), PUBLICITY)
def test_publicity(content, rules):
    assert found(content) == rules


def test_what_was_passed_before_is_asked_again_only_of_what_may_have_changed_under_it():
    faulty = {"name": "学籍管理", "supervision_channel": ""}
    assert found(faulty, change="unchanged") == set()
    gone = (ground(state="repealed"), ground(gone=("第十二条",)))
    assert found(faulty, change="unchanged", grounds=gone) == {
        "repealed_basis",
        "repealed_article",
    }


NEAR = [
    ("学生学籍变动审核", "学生学籍异动审核", True),
    ("学生学籍变动审核", "学生学籍 变动审核", False),
    ("学生学籍变动审核", "新生入学资格审核", False),
    ("教师资格认定", "教师资格撤销决定", False),
    ("民办学校设立审批", "民办学校变更、终止审批", False),
]


@pytest.mark.parametrize(("one", "other", "near"), NEAR)
def test_names_that_are_nearly_the_same(one, other, near):
    assert near_names({1: one, 2: other}) == ({1: [2], 2: [1]} if near else {})


def test_of_many_near_names_the_nearest_are_named():
    names = {number: f"学校食堂第{number}批大宗食材采购审批" for number in range(1, 40)}
    found = near_names(names)
    assert {len(others) for others in found.values()} == {MOST_NAMED}
    assert all(key not in others for key, others in found.items())


def test_a_near_row_is_named_and_the_answer_stands_for_both():
    near = Near(7, 3, "学生学籍异动审核")
    (one,) = check(power_content(served="both"), Around(grounds=(EDUCATION,), near=(near,)))
    assert (one.rule, one.near) == ("nearly_same", near)
    assert "第 3 行“学生学籍异动审核”" in one.text
    other = Near(8, 4, "学生学籍变动审核")
    content = power_content(name="学生学籍异动审核", served="both")
    (mirror,) = check(content, Around(grounds=(EDUCATION,), near=(other,)))
    assert mirror.about == one.about


def test_every_rule_says_clause_part_and_something_better():
    for rule in RULES.values():
        assert rule.severity in (ERROR, WARNING, HINT)
        assert rule.clause
        assert rule.part in whole(power_content())
        if rule.name not in ("no_nature", "repealed_basis", "repealed_article"):
            assert rule.better or rule.name in ("basis_not_yet",), rule.name


def test_errors_come_first():
    content = {"name": "学籍管理", "supervision_channel": ""}
    findings = check(power_content(**content), Around(grounds=(ground(state="repealed"),)))
    order = [one.severity for one in findings]
    assert order == sorted(order, key=(ERROR, WARNING, HINT).index)
