"""The flowchart of a power as plain content: details of its steps, the ways between them.

Content holds, beside `steps` [label] in order, `details` {label: {field: text}} (blank fields left
out) and `ways` [{"source", "target", "outcome"}] by labels. No ways: the steps follow each other in
a straight line, as in every catalogue before charts were drawn.
"""

from itertools import pairwise

from .charts.layout import TooMuchText, lay_out
from .charts.steps import MOST_WAYS, Chart, Edge, Step, straight
from .separation import part_named

KINDS = {"begin": "开始", "step": "办理", "decision": "判断", "end": "结束"}
# What a reader of the chart sees; the others are said inside only.
FIELDS = ("kind", "handler", "condition", "time_limit", "documents")
INSIDE = ("post_id", "part")


def whole(content):
    """The content with its chart in one form: nothing of steps that are gone, no plain line."""
    steps = content["steps"]
    given = content.get("details", {})
    details = {label: _filled(given[label]) for label in steps if _filled(given.get(label, {}))}
    ways = [
        {name: way[name] for name in ("source", "target", "outcome")}
        for way in content.get("ways", ())
        if way["source"] in steps and way["target"] in steps
    ]
    order = {label: place for place, label in enumerate(steps)}
    ways.sort(key=lambda way: (order[way["source"]], order[way["target"]]))
    return {**content, "details": details, "ways": [] if ways == plain_ways(steps) else ways}


def _filled(details):
    """Fields that say something; an ordinary step is the default kind."""
    kept = {field: details[field] for field in (*FIELDS, *INSIDE) if details.get(field)}
    if kept.get("kind") == "step":
        del kept["kind"]
    return kept


def plain_ways(steps):
    pairs = pairwise(steps)
    return [{"source": one, "target": other, "outcome": ""} for one, other in pairs]


def is_drawn(content):
    """Whether the chart says more than the order of the steps."""
    return bool(content.get("details") or content.get("ways"))


def edges_of(content):
    """The ways as the chart takes them, by places in the order."""
    ways = content.get("ways")
    if not ways:
        return straight(len(content["steps"]))
    order = {label: place for place, label in enumerate(content["steps"])}
    return tuple(Edge(order[w["source"]], order[w["target"]], w["outcome"]) for w in ways)


NOBODY = "未写办理岗位"  # the lane of steps that say no handler


def chart_of(content, *, title, note="", marks=None, proof=None):
    """`marks`: {label: (Mark, …)}, from whoever knows of risks; `proof`: of a publication."""
    marks, given = marks or {}, content.get("details", {})
    kinds = _kinds(content)
    steps = [
        Step(
            label=label,
            **{"kind": kind, **_drawn(given.get(label, {}))},
            marks=tuple(marks.get(label, ())),
        )
        for label, kind in zip(content["steps"], kinds, strict=True)
    ]
    return Chart(title, steps, edges_of(content), note, proof)


def _drawn(details):
    """The details that stand in the box of a step."""
    return {field: text for field, text in details.items() if field in FIELDS}


def _kinds(content):
    """The shape of each step that says no kind: a plain line begins and ends round."""
    count = len(content["steps"])
    if count < 2 or is_drawn(content):
        return ["step"] * count
    return ["begin", *["step"] * (count - 2), "end"]


def said(content):
    """The chart in words, a dict for each step: number, label, details as they stand in a box,
    ways on (number, label, outcome; `back` for a loop) and whether it is the plain next step.
    """
    onward = {}
    for edge in edges_of(content):
        onward.setdefault(edge.source, []).append(edge)
    found = []
    for place, label in enumerate(content["steps"]):
        details = content.get("details", {}).get(label, {})
        edges = onward.get(place, [])
        found.append(
            {
                "number": place + 1,
                "label": label,
                **{field: details.get(field, "") for field in (*FIELDS, *INSIDE)},
                "ways": [_way(content, edge) for edge in edges],
                "plain": [(e.target, e.outcome) for e in edges] in ([], [(place + 1, "")]),
            }
        )
    return found


def _way(content, edge):
    return {
        "number": edge.target + 1,
        "label": content["steps"][edge.target],
        "outcome": edge.outcome,
        "back": edge.target < edge.source,
    }


def lanes_of(content, sections=()):
    """Who handles each step: the undertaking section with which the handler's name begins, else
    the handler; where none is written the only section there is, or NOBODY."""
    alone = sections[0] if len(sections) == 1 else NOBODY
    lanes = []
    for label in content["steps"]:
        handler = content.get("details", {}).get(label, {}).get("handler", "")
        within = [name for name in sections if handler.startswith(name)]
        lanes.append(max(within, key=len, default=handler or alone))
    return lanes


def in_words(content):
    """The chart as text that is compared: 受理 → 审核, or a line for each step that says more."""
    if not is_drawn(content):
        return " → ".join(content["steps"])
    return "\n".join(map(sentence, said(content)))


def sentence(step):
    """One step: 2. 审核（教务处；时限：三日）：同意，到第 3 步；不同意，回到第 1 步。"""
    details = [
        KINDS[step["kind"]] if step["kind"] else "",
        step["handler"],
        step["condition"] and f"条件：{step['condition']}",
        step["time_limit"] and f"时限：{step['time_limit']}",
        step["documents"] and f"材料：{step['documents']}",
        step["post_id"] and "已对应本单位岗位",
        step["part"] and f"分权：{part_named(step['part'])}",
    ]
    inside = "；".join(filter(None, details))
    onward = "" if step["plain"] else "：" + "；".join(map(onward_words, step["ways"]))
    return f"{step['number']}. {step['label']}{f'（{inside}）' if inside else ''}{onward}"


def onward_words(way):
    turn = "回到" if way["back"] else "到"
    return (
        f"{way['outcome']}，{turn}第 {way['number']} 步"
        if way["outcome"]
        else (f"{turn}第 {way['number']} 步")
    )


def faults(content):
    """(step, sentence) of what no chart can be drawn from."""
    leaving = {}
    for way in content.get("ways", ()):
        if way["source"] == way["target"]:
            yield way["source"], f"环节“{way['source']}”不能走到它自己。"
        leaving.setdefault(way["source"], []).append(way["target"])
    for label, targets in leaving.items():
        if len(targets) > MOST_WAYS:
            yield label, f"环节“{label}”的去向请控制在 {MOST_WAYS} 个以内。"
        if len(set(targets)) < len(targets):
            yield label, f"环节“{label}”有两条线走到同一个环节，请合成一条。"
    if not is_drawn(content):
        return
    try:
        lay_out(chart_of(content, title="图"))
    except TooMuchText:
        yield "", "有一个环节写得太多，一页纸放不下，请写短一些。"


def gaps(content):
    """(step, sentence) of what may wait until the catalogue is handed in: every step is reached,
    every step that is no end leads on, and a decision has two outcomes with names."""
    ways = content.get("ways") or plain_ways(content["steps"])
    reached = {way["target"] for way in ways}
    for place, label in enumerate(content["steps"]):
        kind = content.get("details", {}).get(label, {}).get("kind", "step")
        leaving = [way for way in ways if way["source"] == label]
        last = place == len(content["steps"]) - 1
        if place and kind != "begin" and label not in reached:
            yield label, f"流程图里没有一条线走到环节“{label}”，请补上。"
        if not leaving and kind != "end" and not last:
            yield label, f"流程图里环节“{label}”之后没有去向，请补上，或者把它改成“结束”。"
        if kind == "decision" and (len(leaving) < 2 or not all(w["outcome"] for w in leaving)):
            yield label, f"“{label}”是判断，请写明至少两种结果，各走到哪一步。"
