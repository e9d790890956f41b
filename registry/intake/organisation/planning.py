"""Compares the rows of a file with what is there: units, sections and posts (people: staffing)."""

from django.core.exceptions import ValidationError

from registry.organisation.models import Post, Section, Unit

from .known import Known
from .matching import compare, section_of, unit_of
from .plan import CHANGED, NEW, SAME, Item, Plan
from .reading import Problem, read_rows
from .staffing import plan_people


def make_plan(sheets, scope):
    """The plan of an import by somebody with this scope, problems included; writes nothing."""
    rows, problems = read_rows(sheets)
    plan = Plan(problems=problems)
    known = Known(rows)
    _plan_units(rows["units"], known, scope, plan)
    _plan_sections(rows["sections"], known, scope, plan)
    _plan_posts(rows["posts"], known, scope, plan)
    plan_people(rows["people"], known, scope, plan)
    if not plan.items and not plan.errors:
        text = "没有读到任何内容。请在模板里填写后再导入。"
        plan.problems.append(Problem("", None, "", text))
    return plan


def _plan_units(rows, known, scope, plan):
    seen = set()
    fresh = []
    for row in rows:
        code = row["code"]
        if not code or not row["name"]:
            continue
        if code.lower() in seen:
            plan.problems.append(row.problem("code", f"单位代码“{code}”在表里出现了两次。"))
            continue
        seen.add(code.lower())
        unit = known.unit(code)
        if unit is None:
            unit = Unit(code=code, name=row["name"])
            known.units[code.lower()] = unit
            fresh.append(unit)
        _check_code(row, unit, plan)
        plan.items.append(Item("units", "", row.sheet, row.number, row["name"], unit))
    for item, row in zip(plan.of("units"), _kept(rows, plan), strict=True):
        _place(item, row, known, scope, plan)


def _kept(rows, plan):
    numbers = {item.row for item in plan.of("units")}
    return [row for row in rows if row.number in numbers]


def _check_code(row, unit, plan):
    try:
        unit._meta.get_field("code").run_validators(unit.code)
    except ValidationError as refusal:
        plan.problems.append(row.problem("code", "".join(refusal.messages)))


def _place(item, row, known, scope, plan):
    """Its superior, once all units of the file are known, and what is different about it."""
    unit, is_new = item.obj, item.obj.pk is None
    parent = known.unit(row["parent_code"]) if row["parent_code"] else None
    if row["parent_code"] and parent is None:
        text = f"没有代码为“{row['parent_code']}”的上级单位。请先填写上级单位，或核对代码。"
        plan.problems.append(row.problem("parent_code", text))
        parent = unit.parent
    if is_new:
        unit.parent = parent
    if parent is not None and _is_above(unit, parent):
        plan.problems.append(row.problem("parent_code", "上级单位不能是本单位或本单位的下级。"))
        unit.parent = None
    item.changes = [] if is_new else compare(unit, {"name": row["name"]})
    if not is_new and parent is not None and parent != unit.parent:
        item.changes.append(("上级单位", str(unit.parent or "—"), str(parent)))
        unit.parent = parent
    item.status = NEW if is_new else CHANGED if item.changes else SAME
    if item.status != SAME and not scope.includes_below(unit):
        text = "单位由系统管理员（或上级防控办）设置，这一行您不能新增或修改。"
        plan.problems.append(row.problem("code", text))
    if _moves(item) and not scope.is_system:
        text = "调整上级单位由系统管理员办理。"
        plan.problems.append(row.problem("parent_code", text))


def _moves(item):
    return any(label == "上级单位" for label, _, _ in item.changes)


def _is_above(unit, parent):
    """Whether the unit stands over (or is) its would-be superior."""
    steps = 0
    while parent is not None and steps < 100:
        if parent is unit or (unit.pk is not None and parent.pk == unit.pk):
            return True
        parent, steps = parent.parent, steps + 1
    return steps == 100


def _plan_sections(rows, known, scope, plan):
    seen = set()
    for row in rows:
        unit = unit_of(row, known, scope, plan)
        if unit is None or not row["name"]:
            continue
        label = f"{unit} · {row['name']}"
        if (id(unit), row["name"]) in seen:
            plan.problems.append(row.problem("name", f"科室“{label}”在表里出现了两次。"))
            continue
        seen.add((id(unit), row["name"]))
        section = known.section(unit, row["name"])
        if section is None:
            section = Section(unit=unit, name=row["name"])
            known.add_section(section)
            compare(section, {"order": row["order"]})
            status, changes = NEW, []
        else:
            changes = compare(section, {"order": row["order"]})
            status = CHANGED if changes else SAME
        plan.items.append(Item("sections", status, row.sheet, row.number, label, section, changes))


def _plan_posts(rows, known, scope, plan):
    seen = set()
    for row in rows:
        unit = unit_of(row, known, scope, plan)
        if unit is None or not row["name"] or not row["tier"]:
            continue
        section = section_of(row, "section", unit, known, plan)
        if row["section"] and section is None:
            continue
        if section is None and row["tier"] != Post.Tier.LEADER:
            text = "中层岗位和一般岗位必须属于一个科室（年级组），请填写科室名称。"
            plan.problems.append(row.problem("section", text))
            continue
        label = " · ".join(str(part) for part in (unit, section, row["name"]) if part)
        if (id(unit), id(section), row["name"]) in seen:
            plan.problems.append(row.problem("name", f"岗位“{label}”在表里出现了两次。"))
            continue
        seen.add((id(unit), id(section), row["name"]))
        wanted = {"tier": row["tier"], "is_key": row["is_key"], "forms": row["forms"]}
        post = known.post_exactly(unit, section, row["name"])
        if post is None:
            post = Post(unit=unit, section=section, name=row["name"])
            known.add_post(post)
            compare(post, wanted)
            status, changes = NEW, []
        else:
            changes = compare(post, wanted)
            status = CHANGED if changes else SAME
        plan.items.append(Item("posts", status, row.sheet, row.number, label, post, changes))
