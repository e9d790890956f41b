"""The activities of a year as a table."""

from registry.tables.description import Column, Source, Table

COLUMNS = (
    Column("serial", "序号", 12, "center"),
    Column("unit", "单位", 36),
    Column("kind", "类型", 26),
    Column("about", "主题", 56),
    Column("planned", "计划日期", 24, "center"),
    Column("held", "举行日期", 24, "center"),
    Column("place", "地点", 30),
    Column("holder", "主持人", 20, "center"),
    Column("invited", "应到（人）", 18, "center"),
    Column("came", "实到（人）", 18, "center"),
    Column("state", "进展", 22, "center"),
    Column("result", "结果", 70),
)


def table_of(activities, year, today, unit_name):
    """`activities` with `invited` and `came`."""
    rows = [_row(serial, each, today) for serial, each in enumerate(activities, start=1)]
    return Table(
        title=f"廉政活动台账（{year}年）",
        source=Source.register(today),
        columns=COLUMNS,
        rows=rows,
        unit_name=unit_name,
        compiled_on=today,
    )


def _row(serial, activity, today):
    return {
        "serial": serial,
        "unit": activity.unit.name,
        "kind": activity.kind.name,
        "about": activity.about,
        "planned": f"{activity.planned_on:%Y-%m-%d}",
        "held": f"{activity.held_on:%Y-%m-%d}" if activity.held_on else "",
        "place": activity.place,
        "holder": activity.holder.name,
        "invited": activity.invited,
        "came": activity.came if activity.is_held else "",
        "state": activity.state_on(today).label,
        "result": activity.result or activity.called_off_why,
    }
