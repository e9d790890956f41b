"""What a table of rules holds; how it is read and written is in `registry.standing.sheets`."""

from registry.standing.sheets import Codes, Column, Register
from registry.tables import description
from registry.tables.description import Source, Table

from .models import Rule

TITLE = "制度台账"
COLUMNS = (
    Column("title", "名称", ("制度名称", "标题", "文件名称"), "必填，写全称，不用写书名号。", 44),
    Column("kind", "种类", ("制度种类", "类别", "制度类别"), "必填，如会审制度、谈话制度。", 18),
    Column("number", "文号", ("发文字号", "编号"), "没有就空着。", 22),
    Column("issued_on", "印发日期", ("发布日期", "制定日期"), "如 2021-03-01。", 14),
    Column("in_force_from", "施行日期", ("生效日期", "实施日期"), "如 2021-03-01。", 14),
    Column("why", "因何制定", ("制定原因", "针对的风险"), "因哪类风险制定或修订，一句话。", 40),
)
# Shorter ways that offices write a kind.
_SHORT = {
    "三重一大": Rule.Kind.MAJOR_MATTERS,
    "三重一大细则": Rule.Kind.MAJOR_MATTERS,
    "会审": Rule.Kind.JOINT_REVIEW,
    "谈话": Rule.Kind.TALKS,
    "准则": Rule.Kind.CONDUCT,
    "裁量权基准": Rule.Kind.DISCRETION,
    "公开": Rule.Kind.OPENNESS,
    "财务制度": Rule.Kind.MONEY,
    "采购制度": Rule.Kind.MONEY,
    "资产制度": Rule.Kind.MONEY,
    "人事": Rule.Kind.STAFF,
    "监督检查": Rule.Kind.SUPERVISION,
    "其他": Rule.Kind.OTHER,
}


def _kinds():
    return {label: kind for kind, label in Rule.Kind.choices} | _SHORT


RULES = Register(
    model=Rule,
    columns=COLUMNS,
    codes=Codes("kind", _kinds, tuple(Rule.Kind.labels)),
    noun="制度",
    counted="项",
)
_EXPORTED = (
    description.Column("serial", "序号", 10, "center"),
    description.Column("unit", "单位", 30, merge=True),
    *(description.Column(each.field, each.header, max(each.width, 16)) for each in COLUMNS),
    description.Column("state", "状态", 18, "center"),
    description.Column("successor", "由哪一项替代", 40),
    description.Column("posts", "适用岗位", 40),
    description.Column("file", "正文", 30),
)


def table_of(rules, day, unit_name):
    """The register on a day as a table; it can be sent back as an import."""
    rows = []
    for serial, rule in enumerate(rules, start=1):
        successor = rule.successor_on(day)
        rows.append(
            {
                "serial": serial,
                "unit": rule.unit.name,
                "kind": rule.get_kind_display(),
                **{name: getattr(rule, name) for name in ("title", "number", "why")},
                **{name: _day(getattr(rule, name)) for name in ("issued_on", "in_force_from")},
                "state": rule.state_on(day).label,
                "successor": successor.citation if successor else "",
                "posts": [post.name for post in rule.posts.all()],
                "file": rule.file.original_name if rule.file_id else "",
            }
        )
    return Table(
        title=TITLE,
        source=Source.register(day),
        columns=_EXPORTED,
        rows=rows,
        unit_name=unit_name,
        compiled_on=day,
    )


def _day(day):
    return day.isoformat() if day else ""
