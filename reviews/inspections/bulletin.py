"""通报 on paper, with what was found at each point."""

from django.utils import timezone

from registry.tables.description import INSIDE_MARK, Column
from registry.tables.text import chinese_date
from reviews.printed_document import Grid, Heading, Letter, Paragraph, Signatures

_POINTS = (
    Column("serial", "序号", 12, "center"),
    Column("owner", "岗位", 28),
    Column("risk", "风险点", 52),
    Column("found", "检查情况", 20, "center"),
    Column("text", "说明和整改期限", 44),
)


def letter_of(inspection, points):
    """Of an inspection whose bulletin is out, on these of its points."""
    day = timezone.localdate(inspection.issued_at)
    parts = [
        Paragraph(f"{inspection.unit.name}："),
        Paragraph(
            f"{chinese_date(inspection.on)}，{inspection.office_unit.name}"
            f"{inspection.get_office_display()}对{inspection.about}作了检查，"
            f"从台账里按风险等级随机抽取 {inspection.points.count()} 条风险点"
            f"（抽取种子 {inspection.seed}，可以复核）。"
        ),
        Heading("一、总体情况"),
        *(Paragraph(line) for line in inspection.bulletin.splitlines() if line.strip()),
        Heading("二、逐条情况"),
        Grid(_POINTS, [_row(point) for point in points]),
        Signatures([], inspection.office_unit.name, chinese_date(day)),
    ]
    return Letter("监督检查通报", parts, mark=INSIDE_MARK)


def _row(point):
    due = f"请在{chinese_date(point.mend_by)}前整改。" if point.mend_by else ""
    owner = point.version.point
    return {
        "serial": point.position,
        "owner": str(owner.post or owner.section or owner.unit),
        "risk": point.version.sentence,
        "found": point.get_found_display(),
        "text": [line for line in (point.text, due) if line],
    }
