"""The chart of a power as content: details of steps, ways between them, frozen with it."""

import pytest
from django.db import IntegrityError, connection, transaction

from powers import catalogue, editing, flow
from powers.content import content_of, differences, in_words, sealed_content
from powers.models import FlowEdge, FlowNode, PowerVersion
from registry.papers.digest import digest_of

from .factory import add, confirm, make_catalogue, power_content

STEPS = ["受理", "审核", "决定", "办结"]
DETAILS = {
    "受理": {"kind": "begin", "handler": "教务处", "documents": "申请表"},
    "审核": {"kind": "decision", "time_limit": "三个工作日", "condition": "材料齐全"},
    "办结": {"kind": "end"},
}
WAYS = [
    {"source": "受理", "target": "审核", "outcome": ""},
    {"source": "审核", "target": "受理", "outcome": "退回补正"},
    {"source": "审核", "target": "决定", "outcome": "同意"},
    {"source": "决定", "target": "办结", "outcome": ""},
]
CHART = {"steps": STEPS, "details": DETAILS, "ways": WAYS}


def version_of(revision):
    return PowerVersion.objects.with_content().get(lines__revision=revision)


@pytest.fixture
def drawn(cast):
    paper, revision = make_catalogue(cast)
    add(cast, paper, **CHART)
    return revision


def test_what_is_written_is_read_again(drawn):
    content = content_of(version_of(drawn))
    assert {name: content[name] for name in CHART} == CHART


@pytest.mark.parametrize(
    ("given", "details", "ways"),
    [
        ({}, {}, []),
        ({"details": {"受理": {"kind": "step", "handler": ""}}}, {}, []),
        ({"details": {"没有": {"handler": "甲"}}}, {}, []),
        ({"ways": flow.plain_ways(STEPS)}, {}, []),
        ({"ways": [*WAYS[:1], {"source": "受理", "target": "没有", "outcome": ""}]}, {}, WAYS[:1]),
        ({"ways": WAYS[::-1]}, {}, WAYS),
    ],
)
def test_one_form_of_a_chart(given, details, ways):
    whole = flow.whole({"steps": STEPS, **given})
    assert (whole["details"], whole["ways"]) == (details, ways)


def test_without_ways_the_steps_follow_each_other(cast):
    paper, revision = make_catalogue(cast)
    add(cast, paper)
    version = version_of(revision)
    assert not FlowEdge.objects.exists()
    assert [(e.source, e.target) for e in flow.edges_of(content_of(version))] == [(0, 1), (1, 2)]
    assert in_words(version)["steps"] == "受理 → 审核 → 办结"


def test_a_digest_of_before_stays_as_it_was(cast):
    """What was frozen before charts were drawn says the same under the same digest."""
    paper, revision = make_catalogue(cast)
    add(cast, paper)
    sealed = sealed_content(version_of(revision))
    assert "ways" not in sealed
    assert "details" not in sealed


@pytest.mark.parametrize("change", ["handler", "outcome"])
def test_the_seal_covers_details_and_ways(drawn, change):
    before = digest_of(sealed_content(version_of(drawn)))
    if change == "handler":
        FlowNode.objects.filter(label="受理").update(handler="总务处")
    else:
        FlowEdge.objects.filter(outcome="同意").update(outcome="批准")
    assert digest_of(sealed_content(version_of(drawn))) != before


def test_a_changed_chart_is_a_difference_in_words(cast, drawn):
    confirm(cast, drawn)
    old = in_words(version_of(drawn))
    changed = flow.whole({**CHART, "ways": WAYS[:1] + WAYS[2:]})
    (difference,) = differences(old, {**old, "steps": flow.in_words(changed)})
    assert (
        "2. 审核（判断；条件：材料齐全；时限：三个工作日）：退回补正，回到第 1 步；同意，到第 3 步"
        in (difference.old)
    )
    assert "退回补正" not in difference.new


def test_a_chart_that_says_again_what_is_in_force_changes_nothing(cast, drawn):
    from tests.cast import make_programme

    confirm(cast, drawn)
    programme = make_programme(cast.school_large, cast.year + 1)
    paper, revision = make_catalogue(cast, programme=programme)
    line = revision.power_lines.get()
    content = content_of(line.version)
    by = cast.people.school_office
    other = {**content, "ways": WAYS[:1] + WAYS[2:]}
    editing.change_power(paper=paper, line_id=line.pk, content=other, by=by)
    assert version_of(revision).written_in_id == paper.pk
    editing.change_power(paper=paper, line_id=line.pk, content=content, by=by)
    assert version_of(revision).written_in_id != paper.pk


def test_steps_keep_their_identity_when_the_chart_is_redrawn(cast, drawn):
    line = drawn.power_lines.get()
    before = dict(FlowNode.objects.values_list("label", "step"))
    content = {**content_of(line.version), "steps": STEPS[:3], "details": {}, "ways": []}
    editing.change_power(
        paper=drawn.paper, line_id=line.pk, content=content, by=cast.people.school_office
    )
    after = dict(FlowNode.objects.values_list("label", "step"))
    assert after == {label: before[label] for label in STEPS[:3]}


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ([{"source": "受理", "target": "受理", "outcome": ""}], "不能走到它自己"),
        ([WAYS[0], WAYS[0]], "合成一条"),
        ([{"source": "受理", "target": t, "outcome": ""} for t in "一二三四五六七"], "控制在 6 个"),
    ],
)
def test_what_no_chart_is_drawn_from(ways, said):
    steps = [*STEPS, *"一二三四五六七"]
    faults = [text for _, text in flow.faults({"steps": steps, "details": {}, "ways": ways})]
    assert any(said in text for text in faults)


def test_too_much_text_for_a_page_is_a_fault():
    details = {"受理": {"documents": "很长" * 3000}}
    (fault,) = flow.faults({"steps": ["受理"], "details": details, "ways": []})
    assert "写短一些" in fault[1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ways": WAYS}, None),
        ({"ways": [], "details": {}}, None),
        ({"ways": []}, "至少两种结果"),
        ({"ways": WAYS[:2] + WAYS[3:]}, "没有一条线走到环节“决定”"),
        ({"ways": WAYS[:3]}, "环节“决定”之后没有去向"),
        ({"ways": WAYS[:1] + WAYS[2:]}, "至少两种结果"),
        ({"ways": [WAYS[0], {**WAYS[1], "outcome": ""}, *WAYS[2:]]}, "至少两种结果"),
    ],
)
def test_what_is_missing_before_the_catalogue_is_handed_in(change, said):
    gaps = [text for _, text in flow.gaps(flow.whole({**CHART, **change}))]
    assert any(said in text for text in gaps) if said else gaps == []


def test_a_gap_stands_among_the_problems_of_the_paper(cast):
    paper, revision = make_catalogue(cast)
    add(cast, paper, **{**CHART, "ways": WAYS[:3]})
    assert any("没有去向" in problem.text for problem in catalogue.problems(revision))


# What the database holds


def nodes_of_two_versions(cast):
    paper, _ = make_catalogue(cast)
    one = add(cast, paper, **CHART).version
    other = add(cast, paper, name="另一项职权的审核", steps=["受理", "办结"]).version
    return one.nodes.get(label="受理"), other.nodes.get(label="办结")


def refused(source, target):
    with pytest.raises(IntegrityError), transaction.atomic():
        FlowEdge.objects.create(source=source, target=target)


def test_a_way_stays_in_one_version(cast):
    here, elsewhere = nodes_of_two_versions(cast)
    refused(here, elsewhere)
    edge = FlowEdge.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        FlowEdge.objects.filter(pk=edge.pk).update(target=elsewhere)


def test_control_without_the_trigger_it_would_leave_it(cast):
    here, elsewhere = nodes_of_two_versions(cast)
    with connection.cursor() as cursor:
        where = " ON powers_flowedge" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER append_only_powers_flowedge_insert{where}")
    assert FlowEdge.objects.create(source=here, target=elsewhere).pk


def test_no_way_twice_and_none_to_itself(drawn):
    edge = FlowEdge.objects.first()
    refused(edge.source, edge.target)
    refused(edge.source, edge.source)


def test_nothing_is_added_to_a_frozen_chart(drawn):
    nodes = {node.label: node for node in version_of(drawn).nodes.all()}
    catalogue.freeze(drawn)
    refused(nodes["受理"], nodes["办结"])


def test_plain_content_of_the_factory_is_whole():
    assert flow.whole(power_content())["ways"] == []
