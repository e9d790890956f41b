"""谈话记录 as an office signs and files it, and the volume of a year for the discipline office."""

from io import BytesIO

from django.utils import timezone

from registry.tables.description import INSIDE_MARK, Column
from registry.tables.text import chinese_date, chinese_time, clean
from reviews import volumes
from reviews.printed_document import Grid, Heading, Letter, Paragraph, Signatures, write_pdf

from .holding import latest

TITLE = "廉政谈话记录"
_FACTS = (
    Column("label", "项目", 30, "center"),
    Column("value", "内容", 126),
)


def letter_of(talk):
    """The wording that stands, with who confirmed it; lines for what is signed by hand."""
    found = latest(talk)
    parts = [
        Grid(_FACTS, _facts(talk, found)),
        Heading("谈话内容"),
        *(Paragraph(text) for text in found.content.splitlines() if text.strip()),
        Heading("确认"),
        *_confirmed(talk, found),
        Signatures(["谈话人", "谈话对象", "记录人"], talk.unit.name, chinese_date(found.held_on)),
    ]
    return Letter(
        title=TITLE,
        parts=parts,
        mark=f"{INSIDE_MARK}　只由双方和纪检监察机构保存",
        number=f"{talk.number}　第 {found.no} 稿",
    )


def _facts(talk, found):
    said = [
        ("谈话类型", f"{talk.kind.name}（{talk.kind.get_held_by_display()}）"),
        ("谈话人", f"{talk.holder.name}（{talk.holder_post.name}）"),
        ("谈话对象", f"{talk.partner.name}（{talk.partner_post.name}）"),
        ("时间地点", f"{chinese_date(found.held_on)}，{found.place}"),
        ("在场人员", found.present or "无"),
        ("记录人", found.written_by.name),
    ]
    return [{"label": label, "value": value} for label, value in said]


def _confirmed(talk, found):
    for each in found.confirmations.select_related("sheet__recorded_by"):
        yield Paragraph(f"{each.get_side_display()}{each.name}{_how(each)}。")
    yield Paragraph(f"校验码：{found.digest[:16]}")
    if not talk.is_open:
        return
    yield Paragraph("双方还没有都确认，内容可能还会更正。")


def _how(confirmation):
    """On screen, or on paper and who entered it."""
    sheet = confirmation.sheet
    if sheet is None:
        return f"于{chinese_time(timezone.localtime(confirmation.at))}在系统里确认"
    entered = chinese_date(timezone.localdate(sheet.recorded_at))
    return f"于{chinese_date(sheet.signed_on)}在纸上签字，{sheet.recorded_by.name}{entered}补录"


def volume_of(talks, *, words, told):
    """Cover, list of contents, and each record beginning on a front side."""
    entries, printed = [], []
    for place, talk in enumerate(talks):
        told(place)
        found = latest(talk)
        with BytesIO() as stream:
            write_pdf(letter_of(talk), stream)
            printed.append(stream.getvalue())
        entries.append(
            volumes.Entry(
                serial=place + 1,
                number=talk.number,
                title=clean(f"{TITLE}：{talk.partner.name}"),
                filer=clean(talk.holder.name),
                confirmed_on=timezone.localdate(talk.settled_at),
                digest=found.digest,
                attached=0,
            )
        )
    return volumes.bound_of(
        entries,
        printed,
        title=f"廉政谈话档案（{words}）",
        words=words,
        cover=volumes.Cover(title="廉政谈话档案", who="谈话人", when="确认日期"),
    )
