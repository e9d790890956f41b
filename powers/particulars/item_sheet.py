"""The sheet of one power (职权事项表): everything a list publishes of it, as a table of its own.

The catalogue keeps its ten columns, which a page can hold; what is long stands here.
"""

from registry.tables.description import Column, Table

from .content import TEXTS, rows_of_public

TITLE = "职权事项表"
COLUMNS = (
    Column("part", "项目", 24, "center", merge=True),
    Column("head", "名目", 28, "center"),
    Column("text", "内容", 96),
    Column("basis", "依据", 44),
)
BASICS = {
    "name": "职权名称",
    "code": TEXTS["code"],
    "side": "内外部",
    "kind": "职权类型",
    "served": "服务对象",
    "exercising_body": "行使主体",
    "sections": "承办科室",
    "handling_body": "办理主体",
    "content": "职权内容",
}
HANDLING = {
    "conditions": "办理条件",
    "procedure": "办理程序",
    "steps": "办理环节",
    "time_limit": "办理期限",
}
SUPERVISION = {
    "supervision_channel": "监督渠道",
    "supervision_phone": TEXTS["supervision_phone"],
    "supervision_address": TEXTS["supervision_address"],
    "supervision_email": TEXTS["supervision_email"],
}


def item_table(content, source, **facts):
    """`content` as `powers.tables.public_content` makes it, fresh or frozen; `facts` are the
    further fields of a Table (unit_name, number, digest)."""
    return Table(
        title=f"{content['name']}{TITLE}",
        source=source,
        columns=COLUMNS,
        rows=list(_rows(content)),
        orientation="portrait",
        **facts,
    )


def _rows(content):
    rows = rows_of_public(content)
    yield from _texts("基本情况", BASICS, content)
    for row in rows.get("sub_items", ()):
        yield _row("子项", row["code"], row["name"])
    for place, basis in enumerate(content.get("bases", ()), start=1):
        yield _row("法律依据", f"第 {place} 条", basis)
    yield from _texts("办理", HANDLING, content)
    for row in rows.get("responsibilities", ()):
        yield _row("责任事项", row["stage"], row["text"], row["basis"])
    for place, row in enumerate(rows.get("accountabilities", ()), start=1):
        yield _row("追责情形", f"情形 {place}", row["text"], row["basis"])
    for row in rows.get("benchmarks", ()):
        given = "，".join(filter(None, (row["kind"], row["range"])))
        yield _row("裁量基准", given, row["condition"], row["basis"])
    yield from _texts("监督方式", SUPERVISION, content)


def _texts(part, titles, content):
    for name, title in titles.items():
        if said := content.get(name):
            yield _row(part, title, "、".join(said) if isinstance(said, list) else said)


def _row(part, head, text, basis=""):
    return {"part": part, "head": head, "text": text, "basis": basis}
