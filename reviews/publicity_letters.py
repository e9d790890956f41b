"""What a publicity puts on paper: the notice for the wall (公示) and the report at its end."""

from collections import Counter

from django.utils import timezone

from registry.organisation.models import Seat
from registry.organisation.working_days import working_days_between
from registry.tables.description import INSIDE_MARK, Column
from registry.tables.text import chinese_date
from risks.models import PointLine

from . import personal_data, seats
from .checking import check_address
from .models import OpinionAnswer, Publication, PublicityPaper, ReportChannel
from .printed_document import Annex, Grid, Heading, Letter, Paragraph, Signatures

Outcome = OpinionAnswer.Outcome
RANGES = {
    Publication.Edition.INSIDE: "在本单位内部",
    Publication.Edition.PUBLIC: "面向社会",
}
_SHOWN = (
    Column("serial", "序号", 14, "center"),
    Column("owner", "岗位", 84),
    Column("number", "办件编号", 58, "center"),
)
_OPINIONS = (
    Column("serial", "序号", 11, "center"),
    Column("about", "对哪一条", 34),
    Column("text", "意见", 43),
    Column("outcome", "结论", 16, "center"),
    Column("reply", "答复", 52),
)
_REOPENED = (
    Column("serial", "序号", 11, "center"),
    Column("owner", "岗位", 37),
    Column("risk", "重开的条目", 108),
)


def notice_of(publication):
    """What is shown, from when to when, and where opinions go."""
    papers = list(_papers(publication))
    begins, ends = timezone.localdate(publication.at), publication.ends_on
    days = working_days_between(begins, ends, publication.unit.path)
    parts = [
        Paragraph(
            f"{publication.unit.name}{publication.year}年度廉政风险点已经逐级审核。"
            "为听取意见、把风险找准、把措施定实，现予公示。"
        ),
        Heading("一、公示内容"),
        Paragraph(
            f"{len(papers)}份识别和防控表，共{publication.row_count}条风险点及其等级{_measures(publication)}"
            f"（公示编号{publication.number}）。涉及：{_owners(papers)}。"
        ),
        Heading("二、公示时间和范围"),
        Paragraph(
            f"{chinese_date(begins)}至{chinese_date(ends)}，共{days}个工作日，"
            f"{RANGES[publication.edition]}公示。"
        ),
        *_extended(publication),
        Heading("三、怎样提意见"),
        *_ways(publication),
        Signatures([], publication.unit.name, chinese_date(begins)),
    ]
    mark = INSIDE_MARK if publication.edition == Publication.Edition.INSIDE else ""
    return _letter(f"关于{publication.unit.name}廉政风险点的公示", parts, publication, mark)


def _extended(publication):
    """What was added to its days, each time with the reason."""
    for each in publication.extensions.all():
        yield Paragraph(
            f"公示原定{chinese_date(each.instead_of)}结束，延长{each.days}个工作日，"
            f"到{chinese_date(each.until)}止。理由：{each.why.rstrip('。')}。"
        )


def _measures(publication):
    """Whether measures are shown, or follow after publicity [2]."""
    rows = publication.rows.values_list("content", flat=True)
    shown = any(content.get("measures") for content in rows.iterator())
    return "、防控措施" if shown else "，防控措施在公示以后制定"


def _owners(papers):
    return "、".join(dict.fromkeys(shown.revision.paper.owner_name for shown in papers))


def _ways(publication):
    ways = [
        "本单位人员登录廉政风险防控系统，在“公示”里查看全部内容、提意见，可以署名，也可以不署名。",
        f"当面或者书面告诉防控办{_office(publication)}，电话：{'＿' * 8}。",
    ]
    if publication.edition == Publication.Edition.PUBLIC:
        ways.insert(1, _way_of_the_public(publication))
    for chinese, way in zip("一二三", ways, strict=False):
        yield Paragraph(f"（{chinese}）{way}")
    channels = "；".join(
        f"{label}，{text}" for label, text in ReportChannel.objects.shown_for(publication.unit)
    )
    yield Paragraph(
        "每一条意见都会得到答复。反映违纪违法问题的，不在公示意见里办理，"
        f"请直接向纪检监察机构提出：{channels}。"
    )


def _way_of_the_public(publication):
    scanned = "扫描下面的二维码，或者" if check_address(publication.number) else ""
    return (
        f"社会公众{scanned}打开廉政风险防控公开网站，按公示编号查看全部内容、提意见，"
        "不用登录；收到的意见由纪检监察机构分办。"
    )


def _office(publication):
    """The posts of the office that answers, by name: a post stays when people change."""
    day = timezone.localdate()
    found = seats.nearest_free(Seat.PREVENTION_OFFICE, unit=publication.unit, day=day)
    posts = dict.fromkeys(f"{holder.post.unit.name}{holder.post.name}" for holder in found)
    return f"（{'、'.join(posts)}）" if posts else ""


def report_of(publication):
    """公示情况报告 of a publicity that is closed; inside whatever its range, as it tells what
    people wrote, and with personal data in their words hidden.
    """
    papers = list(_papers(publication))
    opinions = list(publication.opinions.listed())
    reopened = list(_reopened(publication, papers))
    parts = [
        Heading("一、基本情况"),
        *_course(publication, papers),
        Heading("二、意见的收集和答复"),
        *_heard(opinions),
        Heading("三、按意见重开的条目"),
        *_changed(reopened),
        Heading("四、公示结果"),
        Paragraph(_result(papers, opinions)),
        Signatures(["经办人", "防控办负责人"], publication.unit.name, "年　　月　　日"),
        Annex("附：公示的识别和防控表"),
        _shown(papers),
    ]
    title = f"{publication.unit.name}廉政风险点公示情况报告"
    return _letter(title, parts, publication, INSIDE_MARK)


def _letter(title, parts, publication, mark):
    return Letter(
        title,
        parts,
        mark,
        f"公示编号：{publication.number}",
        proof=("扫码核对编号、校验码", f"校验码：{publication.digest[:16]}"),
        check_url=check_address(publication.number),
    )


def _papers(publication):
    shown = publication.publicity_papers.select_related(
        "revision__paper__post__unit", "revision__paper__section", "revision__paper__unit"
    )
    return shown.select_related("revision__paper__holder").order_by("pk")


def _shown(papers):
    rows = [
        {
            "serial": serial,
            "owner": shown.revision.paper.owner_name,
            "number": shown.revision.paper.number,
        }
        for serial, shown in enumerate(papers, start=1)
    ]
    return Grid(_SHOWN, rows)


def _course(publication, papers):
    begins, ends = timezone.localdate(publication.at), publication.ends_on
    days = working_days_between(begins, ends, publication.unit.path)
    closed = chinese_date(timezone.localdate(publication.closed_at))
    yield Paragraph(
        f"{publication.year}年度廉政风险点于{chinese_date(begins)}至{chinese_date(ends)}"
        f"{RANGES[publication.edition]}公示，共{days}个工作日（公示编号{publication.number}），"
        f"期满后于{closed}办结。"
    )
    yield from _extended(publication)
    yield Paragraph(
        f"公示的有{len(papers)}份识别和防控表（名单附后），共{publication.row_count}条风险点。"
    )


def _heard(opinions):
    if not opinions:
        yield Paragraph("公示期间没有收到意见。")
        return
    late = [opinion for opinion in opinions if not hasattr(opinion, "answer")]
    opinions = [opinion for opinion in opinions if hasattr(opinion, "answer")]
    if opinions:
        counts = Counter(opinion.answer.outcome for opinion in opinions)
        said = "，".join(f"{each.label}{counts[each]}条" for each in Outcome if counts[each])
        yield Paragraph(f"公示期间收到意见{len(opinions)}条，已全部答复：{said}。")
    if late:
        yield Paragraph(f"另有{len(late)}条公众意见在公示结束以后转来，正在办理。")
    if not opinions:
        return
    rows = [
        {
            "serial": serial,
            "about": opinion.about,
            "text": _hidden(opinion.text),
            "outcome": opinion.answer.get_outcome_display(),
            "reply": _hidden(opinion.answer.reply),
        }
        for serial, opinion in enumerate(opinions, start=1)
    ]
    yield Grid(_OPINIONS, rows)
    yield Paragraph("本报告不列提意见人的姓名；意见和答复里的个人信息已经遮盖。")


def _hidden(text):
    return personal_data.masked(text, personal_data.found_in(text))


def _reopened(publication, papers):
    """(owner, text as published) of the rows that an adopted opinion opened again."""
    rows = publication.rows.select_related("point_version")
    texts = {row.point_version.point_id: row.content.get("risk", "") for row in rows}
    for shown in papers:
        if shown.outcome != PublicityPaper.Outcome.REOPENED:
            continue
        lines = PointLine.objects.filter(
            open=True,
            revision__paper=shown.revision.paper_id,
            revision__no=shown.revision.no + 1,
            version__point__in=list(texts),
        )
        for line in lines.select_related("version").order_by("position"):
            yield shown.revision.paper.owner_name, texts[line.version.point_id]


def _changed(reopened):
    if not reopened:
        yield Paragraph("没有条目需要重开。")
        return
    yield Paragraph("下列条目已退回填报人修改，改好后重新审核、公示：")
    rows = [
        {"serial": serial, "owner": owner, "risk": risk}
        for serial, (owner, risk) in enumerate(reopened, start=1)
    ]
    yield Grid(_REOPENED, rows)


def _result(papers, opinions):
    """无异议 of papers without any opinion, as `PublicityPaper.outcome_said`."""
    reopened = sum(shown.outcome == PublicityPaper.Outcome.REOPENED for shown in papers)
    spoken_of = {opinion.shown_id for opinion in opinions}
    stands = [shown for shown in papers if shown.outcome != PublicityPaper.Outcome.REOPENED]
    quiet = [shown for shown in stands if not spoken_of & {shown.pk, None}]
    answered = len(stands) - len(quiet)
    said = [f"{len(quiet)}份表公示无异议，转单位主要负责人确认"] if quiet else []
    said += [f"{answered}份表公示期满，意见逐条答复，转单位主要负责人确认"] if answered else []
    said += [f"{reopened}份表按意见修改，不在本次确认之列"] if reopened else []
    return f"{'；'.join(said)}。"
