"""备案表 [2]: which bodies a catalogue goes to and what each said of it, printed from the data."""

from powers.models import PowerVersion
from registry.tables.description import Column
from registry.tables.text import chinese_date

from .checking import check_address
from .models import Decision, Step
from .printed_document import Grid, Heading, Letter, Paragraph, Signatures

_BODIES = (
    Column("serial", "序号", 11, "center"),
    Column("body", "备案机关", 25),
    Column("outcome", "结论", 19, "center"),
    Column("number", "备案号", 32, "center"),
    Column("day", "日期", 31, "center"),
    Column("opinion", "意见或理由", 38),
)


def filings_of(paper):
    """The steps of this round at which bodies file the paper, with what was decided on each."""
    steps = paper.steps.filter(lap=paper.lap, mode=Step.Mode.FILING)
    return steps.select_related("unit", "decision__filed").order_by("position", "branch")


def has_filings(paper):
    return filings_of(paper).exists()


def sheet_of(paper, revision):
    """The letter for `printed_document`; `revision` is the one that runs its round."""
    steps = list(filings_of(paper))
    return Letter(
        f"{paper.unit.name}职权目录备案表",
        [
            Heading("一、报送备案的目录"),
            Paragraph(
                f"{paper.programme.year}年度职权目录{'' if paper.whole else '变更'}，"
                f"编号{paper.number}，第{revision.no}稿，"
                f"{chinese_date(revision.submitted_at)}提交。{_counted(revision)}"
            ),
            Heading("二、备案情况"),
            Grid(_BODIES, [_row(n, step) for n, step in enumerate(steps, start=1)]),
            Paragraph(_standing(steps)),
            Signatures(["经办人", "防控办负责人"], paper.unit.name, "年　　月　　日"),
        ],
        number=f"目录编号：{paper.number}",
        proof=("扫码核对编号、校验码", f"校验码：{revision.digest[:16]}"),
        check_url=check_address(paper.number),
    )


def _counted(revision):
    versions = PowerVersion.objects.filter(lines__revision=revision, struck=False)
    drawn = versions.filter(nodes__isnull=False).distinct().count()
    external = versions.filter(side=PowerVersion.Side.EXTERNAL).count()
    whole = versions.count()
    return (
        f"共{whole}项职权，其中外部职权{external}项、内部职权{whole - external}项；"
        f"附权力运行流程图{drawn}张。"
    )


def _row(serial, step):
    row = {"serial": serial, "body": step.seat_name, "outcome": "等待备案"}
    decision = getattr(step, "decision", None)
    if decision is None:
        return row
    filed = getattr(decision, "filed", None)
    return row | {
        "outcome": decision.conclusion,
        "number": filed.number if filed else "",
        "day": chinese_date(filed.filed_on if filed else decision.signed_on),
        "opinion": decision.opinion,
    }


def _standing(steps):
    open_ = [step.seat_name for step in steps if not hasattr(step, "decision")]
    if open_:
        return f"还等{'、'.join(open_)}备案；都办结以后，由单位主要负责人确认，再行公布。"
    returned = [s.seat_name for s in steps if s.decision.action not in Decision.LETTING_PASS]
    if returned:
        return f"{'、'.join(returned)}已退回修改，修改后重新报送。"
    return "各备案机关均已办结，可以由单位主要负责人确认，再行公布。"
