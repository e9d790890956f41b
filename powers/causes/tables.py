"""变更表: an amendment on paper is small, the rows that change with what changes and why."""

from registry.papers.register import Change
from registry.tables.description import Column, Table

TITLE = "职权目录变更表"
COLUMNS = (
    Column("change", "变动", 16, "center", merge=True),
    Column("serial", "序号", 12, "center"),
    Column("name", "职权名称", 44),
    Column("kind", "职权类型", 20, "center"),
    Column("before", "原来的内容", 66),
    Column("now", "变动以后", 66),
    Column("cause", "变动事由和说明", 44),
)


def changes_table(rows, source, **facts):
    """`rows` as `catalogue.rows` reads them; those unchanged are left out."""
    changed = [row for row in rows if row.change != Change.UNCHANGED]
    order = list(Change)
    changed.sort(key=lambda row: (order.index(row.change), row.line.serial))
    listed = [_row(row) for row in changed]
    return Table(source=source, columns=COLUMNS, rows=listed, **facts)


def _row(row):
    cause = row.details["cause"]
    before, now = _texts(row)
    return {
        "change": row.change.label,
        "serial": row.line.serial,
        "name": row.version.name,
        "kind": row.version.kind.name,
        "before": before,
        "now": now,
        "cause": str(cause) if cause else row.version.why,
    }


def _texts(row):
    """Of an adjusted row what differs; of a new one what it is, of a struck one that it goes."""
    if row.change == Change.ADJUSTED:
        found = row.details["differences"]
        return tuple(
            [f"{d.label}：{getattr(d, side) or '（空）'}" for d in found] for side in ("old", "new")
        )
    if row.change == Change.STRUCK:
        return [row.details["words"]["content"]], ["取消"]
    return [], [row.details["words"]["content"]]
