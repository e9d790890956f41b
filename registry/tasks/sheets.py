"""The list of tasks as a table."""

from registry.tables.description import Column, Source, Table

COLUMNS = (
    Column("serial", "序号", width=12, align="center"),
    Column("unit", "单位", width=40),
    Column("section", "科室（年级组）", width=26),
    Column("addressee", "谁来办", width=28),
    Column("kind", "种类", width=22),
    Column("title", "任务", width=60),
    Column("material", "要交的材料", width=40),
    Column("opens_on", "开始", width=22),
    Column("due_on", "期限", width=22),
    Column("state", "状态", width=18),
    Column("done_on", "完成日期", width=22),
    Column("done_by", "完成人", width=20),
    Column("note", "办理情况、免办理由", width=60),
)


def table_of(tasks, day, unit_name=""):
    """The tasks as they stand on a day."""
    return Table(
        title="任务清单",
        source=Source.tasks(day),
        columns=COLUMNS,
        rows=[_row(serial, task, day) for serial, task in enumerate(tasks, start=1)],
        unit_name=unit_name,
        compiled_on=day,
    )


def _row(serial, task, day):
    section = task.about_section
    return {
        "serial": serial,
        "unit": task.unit.name,
        "section": section.name if section else "",
        "addressee": task.addressee,
        "kind": task.sort.label,
        "title": task.title,
        "material": task.material,
        "opens_on": task.opens_on,
        "due_on": task.due_on,
        "state": task.state_on(day).label,
        "done_on": task.done_on,
        "done_by": task.done_by.name if task.done_by_id else "",
        "note": task.note or task.waived_why,
    }
