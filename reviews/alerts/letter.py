"""风险提示 on paper, as the office hands it out."""

from django.utils import timezone

from registry.tables.description import INSIDE_MARK, Column
from registry.tables.text import chinese_date
from reviews.printed_document import Grid, Heading, Letter, Paragraph, Signatures
from risks.tables import numbered

from .proposing import chosen

_POINTS = (
    Column("serial", "序号", 12, "center"),
    Column("owner", "岗位", 28),
    Column("risk", "风险点", 56),
    Column("level", "等级", 14, "center"),
    Column("measures", "防控措施", 46),
)


def letter_of(alert, addressees):
    """Of an alert that was issued, to these of its addressees, about their points alone."""
    posts = [each.post for each in addressees]
    to_whom = "、".join(post.name for post in posts)
    parts = [
        Paragraph(f"{to_whom}："),
        Heading("一、本月重点工作"),
        Paragraph(alert.key_work),
        Heading("二、提示"),
        *(Paragraph(line) for line in alert.text.splitlines() if line.strip()),
        Heading("三、请对照这些风险点落实防控措施"),
        Grid(_POINTS, list(_rows(alert))),
        *_reply(alert),
        Signatures(
            ["签阅人", "签阅日期"],
            alert.unit.name,
            chinese_date(timezone.localdate(alert.issued_at)),
        ),
    ]
    return Letter("风险提示", parts, mark=INSIDE_MARK, number=alert.numbered)


def _rows(alert):
    for serial, version in enumerate(chosen(alert), start=1):
        point = version.point
        yield {
            "serial": serial,
            "owner": str(point.post or point.section or point.unit),
            "risk": version.sentence,
            "level": version.level.label,
            "measures": numbered([measure.told for measure in version.measures.all()]),
        }


def _reply(alert):
    if alert.reply_by:
        yield Paragraph(f"请于{chinese_date(alert.reply_by)}前把落实情况告诉防控办。")
