"""What every sheet asks: which unit and section a row means, and what differs from before."""

OUTSIDE = "不能导入这个单位：您只能导入本单位（防控办含下级单位）。请核对单位代码。"


def unit_of(row, known, scope, plan):
    """The unit a row belongs to, if it may be written to; otherwise the problem is noted."""
    if not row["unit_code"]:
        return None
    unit = known.unit(row["unit_code"])
    if unit is None:
        text = f"没有代码为“{row['unit_code']}”的单位。请先在“单位”表里填写，或核对代码。"
        plan.problems.append(row.problem("unit_code", text))
    elif not scope.includes(unit):
        plan.problems.append(row.problem("unit_code", OUTSIDE))
        unit = None
    return unit


def section_of(row, key, unit, known, plan):
    """The section a row names; None with a problem noted when there is none so called."""
    if not row[key]:
        return None
    section = known.section(unit, row[key])
    if section is None:
        text = f"“{unit}”没有“{row[key]}”这个科室。请先在“科室”表里填写，或核对名称。"
        plan.problems.append(row.problem(key, text))
    return section


def compare(obj, wanted):
    """Put what is wanted on the object; [(field name, before, after)] of what differs.

    An empty cell asks for no change.
    """
    changes = []
    for name, value in wanted.items():
        before = getattr(obj, name)
        if value is None or before == value:
            continue
        field = obj._meta.get_field(name)
        labels = dict(field.flatchoices) | {True: "是", False: "否"}
        said = [str(labels.get(one, one)) or "（空）" for one in (before, value)]
        setattr(obj, name, value)
        changes.append((str(field.verbose_name), *said))
    return changes
