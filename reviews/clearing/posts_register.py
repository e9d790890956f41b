"""《岗位职责权力登记簿》 of a round [1]: each post, section and the unit, its powers with scope and
responsibilities [4], and what shall become of them; what was handed in, inside only.
"""

from django.db.models import Prefetch

from registry.tables.description import Column, Source, Table
from risks.filters import UNIT_ITSELF

from .models import Declaration, DeclaredPower

TITLE = "岗位职责权力登记簿（清权）"
TOO_MANY = "这一轮申报的职权很多，请导出 XLSX。"
MOST_ROWS = {"xlsx": 20_000, "pdf": 600, "docx": 600}
NOTE = "只列已经申报的；没有列出职权的岗位，写的是本岗位的说明。"
RESPONSIBILITIES = {
    "political": "政治",
    "administrative": "行政",
    "disciplinary": "法纪",
    "moral": "道德",
}
COLUMNS = (
    Column("serial", "序号", 10, "center"),
    Column("section", "部门", 20, merge=True),
    Column("owner", "岗位", 22, merge=True),
    Column("name", "职权", 36),
    Column("kind", "类别", 18, "center"),
    Column("should_do", "应为", 34),
    Column("must_not", "不得为", 34),
    Column("how_far", "限度", 30),
    Column("responsibilities", "责任", 40),
    Column("disposition", "清理意见", 16, "center"),
    Column("reason", "理由和去向", 36),
)


def declarations_of(clearing, reach):
    """Those handed in that the person may read, with their rows, in the order of a directory."""
    readable = Declaration.objects.visible_to(reach).filter(
        round=clearing, handed_in_at__isnull=False
    )
    rows = Prefetch("rows", DeclaredPower.objects.listed())
    return sorted(readable.listed().prefetch_related(rows), key=_place)


def too_many(declarations, format_name):
    """Whether laying them out would keep the reader waiting."""
    number = sum(len(each.rows.all()) or 1 for each in declarations)
    return number > MOST_ROWS[format_name]


def table_of(clearing, declarations, day):
    """Each declaration's rows together; one that lists none says why."""
    rows = [row for each in declarations for row in _rows(each)]
    return Table(
        title=f"{clearing.programme.year} 年{TITLE}",
        source=Source.clearing(day),
        columns=COLUMNS,
        rows=[{"serial": serial, **row} for serial, row in enumerate(rows, start=1)],
        notes=(NOTE,),
        unit_name=clearing.unit.name,
        compiled_on=day,
    )


def section_of(declaration):
    return declaration.post.section if declaration.post_id else declaration.section


def _place(declaration):
    section = section_of(declaration)
    of_section = (section.order, section.pk) if section else (-1, 0)
    return (*of_section, declaration.post_id is not None, declaration.pk)


def _rows(declaration):
    section = section_of(declaration)
    place = {
        "section": section.name if section else UNIT_ITSELF.name,
        "owner": declaration.post.name if declaration.post_id else f"（{declaration.layer}）",
    }
    for row in declaration.rows.all():
        yield {**place, **_said(row)}
    if not declaration.rows.all():
        yield {**place, "name": "没有列出职权", "reason": declaration.none_because}


def _said(row):
    """A row in words; side and kind are those of the register, where it knows the power."""
    said = row.power.in_force if row.power_id else row
    return {
        "name": row.said_name,
        "kind": [said.get_side_display(), said.kind.name],
        "should_do": row.should_do,
        "must_not": row.must_not,
        "how_far": row.how_far,
        "responsibilities": [
            f"{label}：{text}"
            for name, label in RESPONSIBILITIES.items()
            if (text := getattr(row, name))
        ],
        "disposition": row.get_disposition_display(),
        "reason": [text for text in (row.reason, row.to_whom and f"交给{row.to_whom}") if text],
    }
