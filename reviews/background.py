"""What runs outside a request: long exports, large public files, closing publicity on its day."""

from contextlib import contextmanager
from datetime import time, timedelta
from io import BytesIO

from captcha.models import CaptchaStore
from django.utils import timezone

from powers.background import scope_of
from powers.offline import taking as offline
from powers.sheets import applying, queueing
from powers.sheets.reading import NoTable as NoCatalogue
from registry.access.reach import reach_of
from registry.files.models import StoredFile
from registry.intake.kept import sheets_of
from registry.intake.limited_reader import UnreadableFile
from registry.jobs import moment
from registry.jobs.kinds import Document, Effect, JobFailed, job_kind
from registry.jobs.schedule import duty
from registry.offline.reading import NotThisBook
from registry.offline.taking import NotAsSeen, NotLikeThat, TakenAlready, Wishes
from registry.organisation.models import Section, Unit
from registry.papers.drafts import NotDraft
from registry.papers.models import Paper
from registry.tables.formats import FORMATS
from registry.tables.xlsx import TableTooLarge
from risks.sheets.reading import NoTable

from . import (
    archive,
    binding,
    digest,
    exporting,
    filing,
    group_lines,
    importing,
    printing,
    progress_export,
    publicity,
    reminding,
    reorganising,
    sending_limit,
    volumes,
)
from .coverage import export as coverage_export
from .models import Publication
from .visibility import papers_visible_to, publications_visible_to, readable_revision


def units_to_export(person):
    """Units whose register this person reads as a whole, by code: groups, offices and leaders."""
    reach = reach_of(person)
    return (
        Unit.objects.open().filter(reach.units_q("")) if reach.takes_part else Unit.objects.none()
    )


def may_export(person, arguments):
    if person is None or arguments.get("format") not in FORMATS:
        return False
    if "publication" in arguments:
        return _publications(person).filter(number=arguments["publication"]).exists()
    return units_to_export(person).filter(code=arguments.get("unit")).exists()


def _publications(person):
    return publications_visible_to(person).filter(withdrawn_at__isnull=True)


@job_kind("directory.export", label="导出目录", allowed=may_export)
def export_directory(work):
    """A publication, or the register today; the worker asked `may_export` again before."""
    work.progress(10, "正在取数据")
    if "publication" in work.arguments:
        publications = _publications(work.owner).select_related("unit")
        return _file_of(publications.get(number=work.arguments["publication"]), work)
    return _register_file(work)


def _register_file(work):
    format_name = work.arguments["format"]
    unit = Unit.objects.get(code=work.arguments["unit"])
    table = exporting.register_directory(unit=unit, person=work.owner)
    work.progress(30, "正在排版")
    return _document(table, exporting.register_file_name(unit, format_name), format_name)


@job_kind("publication.file", label="准备公开文件")
def prepare_public_file(work):
    """A large file of a public edition, for whoever asks for it on the public site."""
    publications = Publication.objects.public().select_related("unit")
    publication = publications.filter(number=work.arguments["publication"]).first()
    if publication is None:
        raise JobFailed("这份公开内容已经撤回。")
    return _file_of(publication, work)


def _file_of(publication, work):
    format_name = work.arguments["format"]
    name = exporting.file_name(publication, format_name)
    return _document(exporting.table_of(publication), name, format_name)


def _document(table, name, format_name):
    try:
        content = exporting.written(table, format_name)
    except TableTooLarge as refusal:
        raise JobFailed(str(refusal)) from refusal
    return Document(name=name, content_type=FORMATS[format_name].content_type, content=content)


@job_kind(progress_export.JOB, label="导出进度表", allowed=progress_export.may_export)
def export_progress(work):
    """The table of progress of many units, as its owner reads them now."""
    work.progress(10, "正在统计")
    table = progress_export.table_for(work.owner, work.arguments["query"])
    return _document(table, FORMATS["xlsx"].file_name(table), "xlsx")


@job_kind(coverage_export.JOB, label="导出找全情况", allowed=coverage_export.may_export)
def export_coverage(work):
    """The board, or one sheet of it, as its owner reads it now."""
    work.progress(10, "正在对照")
    table = coverage_export.table_for(work.owner, work.arguments)
    return _document(table, FORMATS["xlsx"].file_name(table), "xlsx")


def may_print(person, arguments):
    return papers_visible_to(person).filter(pk=arguments["paper"]).exists()


@job_kind("paper.print", label="生成打印件", allowed=may_print)
def print_long_paper(work):
    """A paper as its owner may read it now; a draft only while the owner still fills it in."""
    papers = papers_visible_to(work.owner).select_related("unit", "post", "section", "programme")
    paper = papers.filter(pk=work.arguments["paper"]).first()
    revision = readable_revision(paper, work.owner) if paper else None
    if revision is None:
        raise JobFailed("您现在不能打印这份内容：它可能已经收回，或您的岗位已有变动。")
    revision.paper = paper
    work.progress(20, "正在排版")
    stream = BytesIO()
    wanted = printing.Wanted(**work.arguments.get("wanted", {}))
    printing.print_paper(paper, revision, stream, wanted=wanted)
    name = printing.print_name(paper, wanted)
    content_type = FORMATS[wanted.format].content_type
    return Document(name=name, content_type=content_type, content=stream.getvalue())


def may_print_section(person, arguments):
    """As long as the person reads just what it was made from: one form left is not all of them."""
    if person is None or scope_of(reach_of(person)) != arguments.get("scope"):
        return False
    return binding.sections_to_print(person).filter(pk=arguments.get("section")).exists()


@job_kind("section.print", label="打印科室的表", allowed=may_print_section)
def print_section(work):
    """Every current form of a section that its owner may read now: one PDF, or a ZIP of Word."""
    section = Section.objects.select_related("unit").get(pk=work.arguments["section"])
    wanted = printing.Wanted(**work.arguments["wanted"])
    forms = binding.current_forms(section, work.owner)
    if not forms:
        raise JobFailed("这个科室现在没有您可以打印的表。")

    def told(place):
        work.progress(5 + 90 * place // len(forms), f"第 {place + 1} 张，共 {len(forms)} 张")

    bind = binding.BINDERS[wanted.format]
    return bind(section, forms, wanted, told=told)


def may_bind_volume(person, arguments):
    """As long as the person reads just what they read when they asked for it."""
    return person is not None and scope_of(reach_of(person)) == arguments.get("scope")


@job_kind("archive.volume", label="汇编档案", allowed=may_bind_volume)
def bind_volume(work):
    """A volume of what its owner may read now, by the filter of the page."""
    form, found = archive.found_in(work.owner, work.arguments["asked"])
    count = found.count()
    if not 0 < count <= volumes.MOST_PAPERS:
        raise JobFailed("符合条件的档案没有了，或者超过了一卷的件数，请换个条件再汇编。")

    def told(place):
        work.progress(5 + 90 * place // count, f"第 {place + 1} 件，共 {count} 件")

    return volumes.bound(found, words=archive.words_of(form), told=told)


def may_write_import(person, arguments):
    return (
        person is not None and importing.of_keeper(person).filter(pk=arguments["import"]).exists()
    )


@job_kind(
    importing.JOB, label="写入导入的风险点", allowed=may_write_import, requested="import.requested"
)
def write_import(work):
    """The rows that were seen into draft forms, all in the transaction that marks the job done."""
    imported = importing.of_keeper(work.owner).get(pk=work.arguments["import"])
    work.progress(10, "正在核对")
    with _told_to_its_owner():
        plan = importing.plan_as_seen(imported, work.arguments["seen"])
    work.progress(50, f"正在写入 {len(plan.taken)} 行")

    def write():
        with _told_to_its_owner():
            open_one = importing.lock_open(imported)
            importing.apply(imported=open_one, plan=plan, by=work.owner)

    return Effect(write)


def may_write_powers(person, arguments):
    """Whoever fills the catalogue in, with a file of one's own."""
    paper = papers_visible_to(person).filter(pk=arguments["paper"]).first()
    own = StoredFile.objects.filter(pk=arguments["file"], created_by=person)
    return (
        paper is not None and filing.may_fill(paper, person, timezone.localdate()) and own.exists()
    )


@job_kind(
    queueing.JOB, label="写入导入的职权", allowed=may_write_powers, requested="import.requested"
)
def write_powers(work):
    """The rows that were seen into the catalogue's draft, in the transaction that ends the job."""
    given = work.arguments
    paper = Paper.objects.select_related("unit", "programme").get(pk=given["paper"])
    stored = StoredFile.objects.get(pk=given["file"])
    work.progress(10, "正在核对")
    with _told_to_its_owner():
        sheets = sheets_of(stored)
    work.progress(50, "正在写入")

    def write():
        with _told_to_its_owner():
            applying.confirm(
                paper=paper,
                stored=stored,
                sheets=sheets,
                columns=applying.columns_of(given["chosen"]),
                default_side=given["chosen"]["side"],
                seen=given["seen"],
                by=work.owner,
            )

    return Effect(write)


@job_kind(
    queueing.OFFLINE,
    label="写入离线填写的职权",
    allowed=may_write_powers,
    requested="import.requested",
)
def write_offline_powers(work):
    """What a workbook brought back and its sender wished, in the transaction that ends the job."""
    given = work.arguments
    paper = Paper.objects.select_related("unit", "programme").get(pk=given["paper"])
    stored = StoredFile.objects.get(pk=given["file"])
    work.progress(20, "正在对比和写入")

    def write():
        with _told_to_its_owner():
            offline.confirm(
                paper=paper,
                stored=stored,
                seen=given["seen"],
                wishes=Wishes.of(given["chosen"]),
                by=work.owner,
            )

    return Effect(write)


# What cannot be written now will not be by trying again.
FINAL = (
    *(importing.NotApplied, NoTable, UnreadableFile),
    *(applying.NotAsSeen, NotDraft, NoCatalogue),
    *(NotAsSeen, NotLikeThat, NotThisBook, TakenAlready),
)


@contextmanager
def _told_to_its_owner():
    try:
        yield
    except FINAL as refusal:
        raise JobFailed(str(refusal)) from refusal


@duty("publicity.close", label="结束到期的公示", every=timedelta(minutes=5))
def close_publicity():
    return f"结束 {publicity.close_all_due(moment.today())} 个公示"


@duty("organisation.reorganise", label="执行到期的机构调整", daily_at=time(0, 10))
def reorganise():
    return f"执行 {reorganising.carry_out_due(moment.today())} 项机构调整"


@duty("steps.remind", label="提醒到期的审核", daily_at=time(8, 30))
def remind_of_steps():
    told = reminding.remind(moment.today())
    reminding.remind_of_laws(moment.today())
    reminding.remind_of_rules(moment.today())
    reminding.remind_of_opinions(moment.today())
    return f"审核到期 {told} 人次，法规、制度和意见的提醒也看过了"


@duty("missives.forget", label="清除过期的验证和计数", daily_at=time(0, 5))
def forget_senders():
    """Nobody can tell any more who sent how much on the days before (ADR 0028)."""
    sending_limit.forget(moment.today())
    CaptchaStore.remove_expired()


@duty("webhooks.send", label="发送群机器人消息", every=timedelta(minutes=5))
def send_group_lines():
    return f"发出 {group_lines.tick(timezone.now())} 条群消息"


@duty("mail.digest", label="发送邮件提醒", daily_at=time(7, 30))
def send_digests():
    return f"发出 {digest.send_due(moment.today())} 封邮件"
