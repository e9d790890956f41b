"""The rows of published commitments (公开承诺): who commits to what, as a table."""

from registry.tables.description import Column, Table

COMMITMENT_COLUMNS = (
    Column("serial", "序号", 10, "center"),
    Column("section", "科室", 28, merge=True),
    Column("post", "岗位", 32),
    Column("name", "承诺人", 24, "center"),
    Column("text", "承诺内容", 110),
    Column("signed_on", "签署日期", 24, "center"),
)


def commitment_columns(contents):
    """Without the column of names where the programme shows the posts alone."""
    if any(content.get("name") for content in contents):
        return COMMITMENT_COLUMNS
    return tuple(column for column in COMMITMENT_COLUMNS if column.key != "name")


def commitments_table(rows, source, *, columns, title, **facts):
    """Rows as they were frozen; a name is as the programme shows it, or not there at all."""
    return Table(title=title, source=source, columns=columns, rows=rows, **facts)
