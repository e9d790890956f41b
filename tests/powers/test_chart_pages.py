"""The page on which a chart is drawn: nothing typed is lost, with and without JavaScript."""

import pytest

from powers import flow
from powers.chart_samples import SAMPLES
from powers.charts.layout import lay_out
from powers.content import content_of
from powers.kinds.shipped import OFFICIAL
from powers.models import PowerVersion
from tests.architecture.page_forms import Forms

from .chart_rules import faults_of
from .factory import add, confirm
from .test_flow import CHART, DETAILS, STEPS, WAYS


def version_of(revision):
    return PowerVersion.objects.with_content().get(lines__revision=revision)


def chart_now(revision):
    content = content_of(version_of(revision))
    return {name: content[name] for name in CHART}


@pytest.fixture
def page(filler, cast, draft):
    """The page of a drawn chart: (address, revision, post(act, **changes))."""
    paper, revision = draft
    line = add(cast, paper, **CHART)
    address = f"/papers/{paper.pk}/rows/{line.pk}/chart/"

    def sent(response=None, **changes):
        """What the browser sends: the form as it stands, with changes."""
        fields = the_form(response or filler.get(address))
        return {**{name: values[-1] for name, values in fields.items()}, **changes}

    def post(response=None, **changes):
        return filler.post(address, sent(response, **changes))

    return address, revision, post


def forms_on(response):
    forms = Forms()
    forms.feed(response.content.decode())
    return forms.found


def the_form(response):
    return next(form for form in forms_on(response) if "steps-count" in form)


def test_saved_as_it_stands_nothing_changes(page):
    address, revision, post = page
    response = post()
    assert (response.status_code, response["Location"]) == (302, address)
    assert chart_now(revision) == CHART


def test_every_field_is_kept(page):
    _, revision, post = page
    post(
        **{
            "steps-2-handler": "分管副校长",
            "steps-2-condition": "初审通过",
            "steps-2-documents": "表",
        }
    )
    assert chart_now(revision)["details"]["决定"] == {
        "handler": "分管副校长",
        "condition": "初审通过",
        "documents": "表",
    }


def test_outcomes_and_loops_are_chosen_by_row(page):
    _, revision, post = page
    post(**{"steps-2-kind": "decision", "steps-2-outcome_1": "批准", "steps-2-to_2": "s1",
            "steps-2-outcome_2": "不批准"})  # fmt: skip
    ways = [way for way in chart_now(revision)["ways"] if way["source"] == "决定"]
    assert ways == [
        {"source": "决定", "target": "受理", "outcome": "不批准"},
        {"source": "决定", "target": "办结", "outcome": "批准"},
    ]


@pytest.mark.parametrize(
    ("act", "steps"),
    [
        ("up:1", ["审核", "受理", "决定", "办结"]),
        ("down:0", ["审核", "受理", "决定", "办结"]),
        ("up:0", STEPS),
        ("down:3", STEPS),
        ("remove:2", ["受理", "审核", "办结"]),
        ("add:0", ["受理", "", "审核", "决定", "办结"]),
        ("redraw", STEPS),
        ("remove:99", STEPS),
        ("nonsense:x", STEPS),
    ],
)
def test_a_button_changes_the_table_and_keeps_what_is_typed(page, act, steps):
    _, revision, post = page
    response = post(act=act, **{"steps-0-handler": "刚刚写下的"})
    fields = the_form(response)
    assert [fields[f"steps-{n}-label"][-1] for n in range(len(steps))] == steps
    assert "刚刚写下的" in response.content.decode()
    assert chart_now(revision) == CHART  # nothing is saved yet


def test_a_row_that_moved_keeps_the_ways_that_name_a_step(page):
    """What goes on to the next step goes on to whatever is next."""
    _, revision, post = page
    post(post(act="up:3"))
    ways = {(way["source"], way["target"]) for way in chart_now(revision)["ways"]}
    assert {("审核", "受理"), ("审核", "办结")} <= ways


def test_the_picture_is_drawn_of_what_is_typed(page):
    _, _, post = page
    response = post(act="redraw", **{"steps-0-label": "一个新的开头"})
    assert "1. 一个新的开头" in response.content.decode()
    assert "<svg xmlns" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"steps-1-label": ""}, "请写明这一步做什么"),
        ({"steps-1-label": "受理"}, "写了两次"),
        ({"steps-1-outcome_3": "搁置"}, "请选择这种结果走到哪一步"),
        ({"steps-1-to_3": "s3"}, "合成一条"),
        ({"steps-1-to_3": "s2"}, "不能走到它自己"),
        ({"steps-1-handler": "长" * 61}, "60 个字以内"),
        ({"steps-1-to_2": "s77"}, "选择"),
    ],
)
def test_what_cannot_be_saved_is_said_and_stays_on_the_page(page, typed, said):
    _, revision, post = page
    response = post(**typed, **{"steps-0-documents": "已经写好的材料"})
    assert response.status_code == 200
    assert said in response.content.decode()
    assert "已经写好的材料" in response.content.decode()
    assert chart_now(revision) == CHART


def test_a_change_elsewhere_is_shown_beside_what_was_typed(page, filler):
    address, revision, post = page
    first = filler.get(address)
    post(**{"steps-0-handler": "另一处写的"})
    acted = post(first, act="add:3")
    response = post(acted, **{"steps-4-label": "这里写的"})
    assert response.status_code == 409
    assert "另一处写的" in response.content.decode()
    assert "这里写的" in response.content.decode()
    assert post(response).status_code == 302
    assert chart_now(revision)["steps"] == [*STEPS, "这里写的"]


def test_a_changed_chart_of_the_register_asks_why(filler, over_register):
    paper, line = over_register
    address = f"/papers/{paper.pk}/rows/{line.pk}/chart/"
    fields = {name: values[-1] for name, values in the_form(filler.get(address)).items()}
    fields["steps-0-handler"] = "教务处"
    assert "请写明为什么调整" in filler.post(address, fields).content.decode()
    assert filler.post(address, {**fields, "why": "按新办法分工"}).status_code == 302
    version = paper.current.power_lines.get().version
    assert (version.why, version.nodes.get(order=1).handler) == ("按新办法分工", "教务处")


def test_a_struck_row_has_no_chart_to_draw(filler, cast, over_register):
    from powers import editing

    paper, line = over_register
    line = editing.strike_power(
        paper=paper, line_id=line.pk, why="已上收", by=cast.people.school_office
    )
    assert filler.get(f"/papers/{paper.pk}/rows/{line.pk}/chart/").status_code == 404


def test_gaps_are_said_when_it_is_saved(page, filler):
    address, _, post = page
    post(**{"steps-1-to_2": "", "steps-1-outcome_2": ""})
    assert "至少两种结果" in filler.get(address).content.decode()


def test_the_form_of_the_row_keeps_the_chart(filler, cast, page):
    """Details and ways are not on that page, and stay."""
    address, revision, _ = page
    row = address.removesuffix("chart/")
    (fields,) = [form for form in forms_on(filler.get(row)) if "bases-TOTAL_FORMS" in form]
    response = filler.post(row, {**fields, "time_limit": ["七日"]})
    assert response.status_code == 302
    assert chart_now(revision) == CHART
    assert version_of(revision).time_limit == "七日"


@pytest.mark.parametrize("key", SAMPLES)
def test_samples_are_whole_and_can_be_drawn(key):
    content = SAMPLES[key].content
    assert list(flow.faults(content)) == []
    assert list(flow.gaps(content)) == []
    chart = flow.chart_of(content, title="样例")
    assert faults_of(lay_out(chart), chart) == []
    longest = {"handler": 60, "time_limit": 40, "documents": 100}
    for details in content["details"].values():
        assert all(len(details.get(name, "")) <= most for name, most in longest.items())
    assert all(len(way["outcome"]) <= 20 for way in content["ways"])


def test_a_sample_fills_the_table_and_is_saved_only_when_asked(page):
    _, revision, post = page
    response = post(act="sample", sample="purchase")
    assert "三家以上询价比选" in response.content.decode()
    assert chart_now(revision) == CHART
    post(response)
    sample = SAMPLES["purchase"].content
    assert chart_now(revision) == {name: sample[name] for name in CHART}


def test_there_is_a_sample_for_every_kind_of_power():
    administrative = {code for code, *_ in OFFICIAL[:10]}
    assert administrative <= SAMPLES.keys()


def test_a_draft_that_was_handed_in_takes_no_more(filler, cast, page):
    address, revision, _ = page
    sent = the_form(filler.get(address))
    confirm(cast, revision)
    response = filler.post(
        page[0], {**{n: v[-1] for n, v in sent.items()}, "steps-0-handler": "晚"}
    )
    assert response.status_code == 409
    assert "晚" in response.content.decode()
    assert chart_now(revision)["details"] == DETAILS
    assert chart_now(revision)["ways"] == WAYS


def test_lanes_are_drawn_of_what_is_typed_where_two_handle_it(page):
    _, _, post = page
    handlers = {"steps-0-handler": "窗口", "steps-1-handler": "校长"}
    shown = post(act="redraw", **handlers)
    assert 'id="lanes"' in shown.text
    alone = post(act="redraw", **{f"steps-{place}-handler": "窗口" for place in range(10)})
    assert 'id="lanes"' not in alone.text
