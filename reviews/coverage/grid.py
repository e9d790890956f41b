"""What stands in the cells of each sheet of the board: a fixed number of queries for a page."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.tables.text import chinese_date
from reviews import year_progress
from risks.coverage.no_risk import standing_at
from risks.coverage.sheets import of_versions
from risks.models import PointVersion

from .lines import Mark
from .mending import Mend, Mending, handlers_of


@dataclass(frozen=True)
class Reader:
    """Who reads the board, and on which day."""

    person: object
    reach: object
    day: object

    def mending(self, units, posts=()):
        return Mending(self.person, self.reach, self.day, units=units, posts=posts)


def lines_of(name, rows, reader):
    """[{column: text or Mark}] of these rows."""
    return list(_LINES[name](rows, reader))


def _steps(rows, reader):
    rows = rows.select_related("post", "version__power__unit")
    nodes = list(rows.prefetch_related("version__undertakings__section"))
    handlers = handlers_of(nodes)
    units = {node.version.power.unit_id for node in nodes}
    mending = reader.mending(units, [post for post in handlers.values() if post])
    notes, at = standing_at([node.pk for node in nodes]), _points_at(nodes, reader.day)
    for node in nodes:
        power, post, found = node.version.power, handlers[node.pk], at[node.step_id]
        power.in_force = node.version
        url = reverse("power-detail", args=[power.pk])
        if not found and (note := notes.get(node.pk)):
            risk = _noted(note, mending.note_on(node, power, "改说明"))
        else:
            risk = _risk(post, found, mending.of_step(node, power, post), url)
        yield {
            "unit": power.unit.name,
            "power": node.version.name,
            "step": f"{node.order}. {node.label}",
            "post": mending.named(post) if post else node.handler or "没有写明",
            "risk": risk,
            "measure": _of_points(found, "bare", "没有措施", url),
            "duty": _of_points(found, "loose", "措施没有责任人，或者期限已过", url),
        }


def _points_at(nodes, day):
    """Step id → the points in force there; one query."""
    steps = [node.step_id for node in nodes]
    versions = PointVersion.objects.filter(in_force_for__isnull=False, struck=False, step__in=steps)
    found = defaultdict(list)
    for version in of_versions(versions, day).select_related("point"):
        found[version.step_id].append(version)
    return found


def _risk(post, found, mend, url):
    if not found:
        return Mark("todo", "没有风险点，也没有说明", mend)
    if post and all(each.point.post_id != post.pk for each in found):
        return Mark("look", f"{len(found)} 个，都不在经办岗位", mend, url)
    return Mark("done", f"{len(found)} 个", url=url)


def _noted(note, mend):
    on = chinese_date(timezone.localdate(note.at))
    return Mark("noted", f"没有风险：{note.reason}（{note.by.name}，{on}）", mend)


def _of_points(found, gap, words, url):
    if not found:
        return Mark("void")
    number = sum(getattr(each, gap) for each in found)
    return Mark("todo", f"{number} 个风险点{words}", url=url) if number else Mark("done")


def _powers(rows, reader):
    powers = rows.select_related("unit", "in_force")
    powers = list(powers.prefetch_related("in_force__undertakings__section"))
    mending = reader.mending({power.unit_id for power in powers})
    for power in powers:
        mend, url = mending.of_power(power), reverse("power-detail", args=[power.pk])
        mark = Mark("todo", "没有画环节，也没有风险点", mend)
        if power.pointed:
            mark = Mark("look", "有风险点，还没有画环节", mend)
        yield {
            "unit": power.unit.name,
            "power": Mark("", power.in_force.name, url=url),
            "step": mark,
        }


def _points(rows, reader):
    points = list(rows.select_related("unit", "section", "post__section", "in_force"))
    mending = reader.mending({p.unit_id for p in points}, [p.post for p in points if p.post])
    for point in points:
        missing = Mark("todo", "没有措施", mending.of_point(point))
        yield {
            "unit": point.unit.name,
            "post": _owner(point),
            "risk": _sentence(point.in_force.sentence, point),
            "measure": Mark("done") if point.measured else missing,
        }


def _owner(point):
    return " · ".join(str(each) for each in (point.owner_section, point.post) if each) or "单位"


def _sentence(text, point):
    return Mark("", text, url=reverse("point-detail", args=[point.pk]))


def _measures(rows, reader):
    rows = rows.select_related("post", "version__point__unit", "version__point__section")
    measures = list(rows.select_related("version__point__post__section"))
    points = [each.version.point for each in measures]
    posts = [each.post for each in (*measures, *points) if each.post]
    mending = reader.mending({point.unit_id for point in points}, posts)
    for each, point in zip(measures, points, strict=True):
        yield {
            "unit": point.unit.name,
            "post": _owner(point),
            "risk": _sentence(each.version.sentence, point),
            "measure": each.text,
            "seat": _seat(each, point, mending),
            "due": _due(each, point, mending),
        }


def _seat(measure, point, mending):
    post = measure.post or point.post
    if post is None:
        return Mark("todo", "没有写责任岗位", mending.of_point(point))
    if not measure.seated:
        return Mark("todo", mending.named(post), Mend(who=f"请本单位安排人员到{post.name}。"))
    return Mark("done", mending.named(post))


def _due(measure, point, mending):
    if measure.due_on is None:
        return Mark("done", measure.get_rhythm_display())
    if measure.late:
        text = f"{chinese_date(measure.due_on)}的期限已过"
        return Mark("todo", text, mending.of_point(point))
    return Mark("done", f"{chinese_date(measure.due_on)}以前")


def _posts(rows, reader):
    posts = list(rows.select_related("unit", "section"))
    mending = reader.mending({post.unit_id for post in posts}, posts)
    missing = _without_form(posts, reader)
    for post in posts:
        mend, url = mending.in_form(post), f"{reverse('point-list')}?unit={post.unit_id}"
        url = f"{url}&post={post.pk}"
        begun = Mark("todo", "还没有开始填", mend) if post.pk in missing else Mark("done")
        yield {
            "unit": post.unit.name,
            "section": post.section.name if post.section else "单位（班子）",
            "post": mending.named(post),
            "form": begun,
            "risk": Mark("done", url=url) if post.pointed else Mark("todo", "没有风险点", mend),
            "rule": _rule(post, mend),
            "duty": _duty(post, mend),
        }


def _rule(post, mend):
    if not post.pointed:
        return Mark("void")
    if not post.ruled:
        return Mark("look", "没有制度措施", mend)
    words = "制度措施没有依据现行制度"
    return Mark("done") if post.cited else Mark("todo", words, mend)


def _duty(post, mend):
    if not post.measured:
        return Mark("void")
    words = "有措施没有责任人，或者期限已过"
    return Mark("todo", words, mend) if post.loose else Mark("done")


def _without_form(posts, reader):
    """Of these posts those that have, or whose holder has, no form of the year; one query."""
    ids = [post.pk for post in posts]
    found = year_progress.not_begun(
        reader.person,
        year=reader.day.year,
        day=reader.day,
        narrowed=lambda way: Q(**{f"{way}pk__in": ids}),
    )
    return {row["of_post"] for row in found}


_LINES = {
    "steps": _steps,
    "powers": _powers,
    "points": _points,
    "measures": _measures,
    "posts": _posts,
}
