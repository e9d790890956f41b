"""What an act puts on paper: the notice (通知书) to be sealed, and the record for the volume.

Neither has a check page: the public page would say that there is an act.
"""

from django.utils import timezone

from registry.organisation.models import Seat
from registry.tables.description import INSIDE_MARK, Column
from registry.tables.text import chinese_date
from reviews.printed_document import Grid, Heading, Letter, Paragraph, Signatures

MARK = f"{INSIDE_MARK}　注意保密"
BODIES = {
    Seat.DISCIPLINE_OFFICE: "派驻纪检监察组",
    Seat.PREVENTION_OFFICE: "防控办",
    Seat.LEADING_GROUP: "党组织",
}
MOVES = (
    Column("at", "时间", 34, "center"),
    Column("who", "谁", 30),
    Column("what", "做了什么", 32),
    Column("said", "说明", 60),
)


def notice_of(act):
    """The notice as the addressee receives it."""
    day = chinese_date(timezone.localdate(act.issued_at))
    parts = [
        Paragraph(f"{_to(act)}："),
        Paragraph(f"因{_grounds(act)}，现以“{act.step_name}”方式告知，请认真对待。"),
        Heading("一、请您做的事"),
        Paragraph(act.demand),
        Heading("二、时间"),
        Paragraph(
            f"请在{chinese_date(act.reply_due)}以前回复，写明原因分析、承诺和整改计划；"
            f"在{chinese_date(act.rectify_due)}以前完成整改，报送能说明情况的材料。"
        ),
        Heading("三、怎样办"),
        Paragraph(
            "登录廉政风险防控系统，在“待办”里打开这份文书，照着页面写就可以，写到一半会替您存着。"
            f"有不明白的、有不同意见的，请直接找责任领导{act.leader_name}或者发出机构，都可以谈。"
        ),
        Paragraph("没有登录账号的，请写在纸上、签字，交给发出机构，由归口的纪检监察机构照样补录。"),
        Paragraph("提醒是为了早一点把事情做好。整改以后由发出机构复查，通过即办结。"),
        Signatures(["签收人", "签收日期"], issued_from(act), day),
    ]
    return Letter(f"{act.step_name}通知书", parts, MARK, f"编号：{act.number}")


def issued_from(act):
    """The body whose seal it bears."""
    if act.issued_as == Seat.DISCIPLINE_OFFICE:
        return office_of(act)
    return f"{act.issued_by.unit.name}{BODIES[act.issued_as]}"


def office_of(act):
    return f"{act.office.name}{BODIES[Seat.DISCIPLINE_OFFICE]}"


def _to(act):
    title = f"（{act.addressee_title}）" if act.addressee_title else ""
    return f"{act.addressee_name}{title}"


def _grounds(act):
    return act.why.rstrip("。 \n").replace("\n", "；")


def record_of(act, moves):
    """处置记录, printed for the volume of the discipline office."""
    parts = [
        Heading("一、基本情况"),
        Paragraph(f"对象：{_to(act)}，{act.unit.name}。责任领导：{act.leader_name}。"),
        Paragraph(f"事由：{_grounds(act)}。"),
        Paragraph(f"处置方式：{act.step_name}{_colour(act)}。要求：{act.demand}"),
        Paragraph(
            f"回复期限{chinese_date(act.reply_due)}，整改期限{chinese_date(act.rectify_due)}。"
            f"现在的进度：{act.get_state_display()}。"
        ),
        Heading("二、签收和回复"),
        *received(act, moves),
        Heading("三、经过"),
        Grid(MOVES, [row_of(move) for move in moves]),
        Signatures(["经办人", "复查人"], office_of(act), "年　　月　　日"),
    ]
    return Letter("廉政风险处置记录", parts, MARK, f"编号：{act.number}")


def received(act, moves):
    """Who signed for its arrival, and what was replied."""
    yield Paragraph(_receipts(act))
    yield from _reply(moves)


def _colour(act):
    return f"（{act.warning.colour}）" if act.warning_id else ""


def _receipts(act):
    found = act.receipts.select_related("sheet__recorded_by")
    signed = [f"{each.name}{signed_on(each)}签收{entered(each)}" for each in found]
    return f"{'；'.join(signed)}。" if signed else "还没有签收。"


def signed_on(row):
    """On which day somebody signed: on paper, or on screen."""
    return chinese_date(row.sheet.signed_on if row.sheet_id else timezone.localdate(row.at))


def entered(row):
    if not row.sheet_id:
        return ""
    at = chinese_date(timezone.localdate(row.sheet.recorded_at))
    return f"（纸质签字，{row.sheet.recorded_by.name}{at}补录）"


def _reply(moves):
    found = [move.reply for move in moves if move.kind == move.Kind.REPLIED]
    if not found:
        yield Paragraph("还没有回复。")
    for reply in found:
        yield Paragraph(f"原因分析：{reply.analysis}")
        yield Paragraph(f"承诺：{reply.commitment}")
        yield Paragraph(f"整改计划：{reply.plan}")


def whose(move, between="，"):
    return f"{move.name}{between}{move.title}" if move.title else move.name


def row_of(move):
    files = "、".join(each.file.original_name for each in move.evidence.all())
    parts = (move.said, f"材料：{files}" if files else "", entered(move))
    said = "\n".join(part for part in parts if part)
    return {
        "at": f"{timezone.localtime(move.at):%Y-%m-%d %H:%M}",
        "who": whose(move, "\n"),
        "what": move.get_kind_display(),
        "said": said,
    }
