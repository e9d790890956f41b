"""From a paper to what is printed: a form with its boxes, or the table of the others."""

from dataclasses import dataclass, replace
from io import BytesIO
from operator import attrgetter

from django.utils import timezone

from powers.causes.tables import TITLE as AMENDMENT
from powers.causes.tables import changes_table
from powers.tables import catalogue_table, numbered, public_content
from registry.papers.models import PaperKind
from registry.papers.register import Change
from registry.tables.description import Source
from registry.tables.formats import FORMATS
from registry.tables.text import chinese_date
from registry.trail.checkpoints import latest_line
from risks import enclosing, form
from risks.form_kinds import FORM_KINDS, form_kind_of
from risks.owners import name_on_form
from risks.tables import directory_columns, directory_table

from . import printed_form, printed_word
from .checking import check_address
from .confirmation import PRINCIPAL_LABEL
from .form_layouts import layout_of
from .kinds import kind_of
from .models import Decision
from .printed_form import DutyGroup, FormSheet, OpinionBox, PointRow, RecordLine


@dataclass(frozen=True)
class Wanted:
    """How a paper is wanted: in which format, how many copies (each on a front side), and whether
    people's names are `printed` or left `blank`, to be signed by hand."""

    format: str = "pdf"
    copies: int = 1
    names: str = "printed"


MOST_COPIES = 9
# A page of a table takes a second or two to lay out: longer ones are made by a worker.
MOST_ROWS_AT_ONCE = 40


def is_long(paper, revision):
    """Whether printing takes more than a moment, so that a worker has to do it."""
    return kind_of(paper).lines_of(revision).count() > MOST_ROWS_AT_ONCE


def print_name(paper, wanted):
    return f"{paper.number or '草稿'}-{paper.owner_name}.{FORMATS[wanted.format].extension}"


def is_form(paper):
    """Whether the paper prints as a form with opinion boxes; all others print as a table."""
    return paper.kind in FORM_KINDS


def print_paper(paper, revision, stream, *, wanted=Wanted()):
    """Write a paper as this revision says it, with the decisions made on it, as it is wanted."""
    if not is_form(paper):
        table = paper_table(paper, revision)
        table = replace(table, rows=list(table.rows))
        _TABLE_WRITERS[wanted.format]([table] * wanted.copies, stream)
        return
    sheet = wanted_sheet(paper, revision, wanted=wanted)
    _FORM_WRITERS[wanted.format](sheet, stream, wanted.copies)


def wanted_sheet(paper, revision, *, wanted):
    """A form as data, with or without people's names."""
    sheet = form_sheet(paper, revision)
    return printed_form.for_signing_by_hand(sheet) if wanted.names == "blank" else sheet


def _write_form_pdf(sheet, stream, copies):
    with BytesIO() as one:
        printed_form.render_form_pdf(sheet, one)
        _write_bound([one.getvalue()] * copies, sheet.title, stream)


def _write_table_pdf(tables, stream):
    with BytesIO() as one:
        FORMATS["pdf"].write(tables[0], one)
        _write_bound([one.getvalue()] * len(tables), tables[0].title, stream)


def _write_bound(copies, title, stream):
    from registry.tables import printing  # the layout engine takes half a second to import

    printing.bind(copies, title, stream)


def _write_table_docx(tables, stream):
    from registry.tables import docx  # as above

    docx.write_copies(tables, stream)


_FORM_WRITERS = {"pdf": _write_form_pdf, "docx": printed_word.render_form_docx}
_TABLE_WRITERS = {"pdf": _write_table_pdf, "docx": _write_table_docx}
PAPER_FORMATS = tuple(_FORM_WRITERS)


def paper_table(paper, revision):
    """The table of a catalogue or directory paper, with the paper named as its source."""
    last = Decision.objects.filter(revision=revision).order_by("at").last()
    signed_on = last.signed_on if last and paper.state not in ("draft", "review") else None
    source = Source.paper(paper.number or "", signed_on)
    known = {
        "title": paper.title,
        "unit_name": paper.unit.name,
        "number": paper.number or "",
        "digest": revision.digest or "",
        "check_url": "" if revision.is_open else check_address(paper.number),
    }
    rows = kind_of(paper).content.rows(revision)
    if paper.kind == PaperKind.CATALOGUE and not paper.whole:
        known["title"] = f"{paper.owner_name} · {paper.programme.year} 年度{AMENDMENT}"
        return changes_table(rows, source, **known)
    if paper.kind == PaperKind.CATALOGUE:
        shown = [row.version for row in rows if row.change != Change.STRUCK]
        return catalogue_table(numbered(map(public_content, shown)), source, **known)
    contents = [row.details["content"] for row in rows]
    columns = directory_columns(paper.covers, contents)
    return directory_table(contents, source, columns=columns, **known)


def form_sheet(paper, revision):
    """A form as data for `printed_form`."""
    layout, kind, filer = (
        layout_of(paper),
        form_kind_of(paper),
        name_on_form(revision, _day(revision)),
    )
    decisions, earlier = _decisions(revision), _decisions(revision.adds_to)
    draft = revision.is_open
    return FormSheet(
        title=layout.title_for(paper.unit),
        unit=paper.unit.name,
        name=filer,
        post=paper.owner_name,
        number=paper.number or "",
        year=paper.programme.year,
        state_note=printed_form.DRAFT_MARK if draft else "",
        duties=_duties(paper, revision),
        grade=revision.grade,
        grade_why=revision.grade_why,
        opinions=_boxes(layout.front, decisions, earlier),
        back_opinions=_boxes(layout.back, decisions, earlier),
        record=_record(paper),
        digest=revision.digest or "",
        check_url="" if draft else check_address(paper.number),
        checkpoint=latest_line(),
        head=kind.head_of(paper, filer),
        left_title=kind.left_title,
        graded=kind.graded,
        asks_after=paper.programme.asks_level_after,
        enclosures=[each.name for each in enclosing.enclosures_of(revision)],
    )


def _duties(paper, revision):
    return [
        DutyGroup(
            text=group.duty.version.text if group.duty else "",
            rows=[_point_row(row) for row in group.rows],
        )
        for group in form.groups(revision)
    ]


def _point_row(row):
    change = "" if row.change in (Change.UNCHANGED, Change.NEW) else row.change.label
    return PointRow(
        risk=row.details["sentence"],
        kind=row.version.get_kind_display(),
        level=row.version.level.label if row.version.level else "",
        after=row.version.level_after.label if row.version.level_after else "",
        measures=[measure.told for measure in row.details["measures"]],
        change=change,
    )


def _day(revision):
    return timezone.localdate(revision.submitted_at or timezone.now())


def _decisions(revision):
    """The passing decision per seat on this revision; the latest counts. None: there are none."""
    if revision is None:
        return {}
    passed = revision.decisions.filter(action=Decision.Action.PASS).select_related("step")
    return {decision.step.seat: decision for decision in passed.order_by("at")}


def _boxes(seats, decisions, earlier):
    return [_box(label, decisions.get(seat), earlier.get(seat)) for seat, label in seats.items()]


def _box(label, decision, earlier):
    """`earlier`: what was said of the points, where this round only adds measures to them."""
    if decision is None:
        return OpinionBox(label=label, text=_of_points(earlier) if earlier else "")
    opinion = _opinion(decision)
    if earlier:
        opinion = f"{_of_points(earlier)}\n防控措施：{opinion}"
    return OpinionBox(
        label=label,
        text=opinion,
        signer=decision.name,
        title=decision.title,
        acting_for=decision.acting_for,
        signed_on=decision.signed_on,
    )


def _of_points(decision):
    return (
        f"风险点和等级：{_opinion(decision)}（{decision.name}，{chinese_date(decision.signed_on)}）"
    )


def _opinion(decision):
    opinion = decision.opinion
    if decision.together_with_id:
        opinion = f"{opinion}（一并审查）"
    if decision.step.unit_id != decision.step.paper.unit_id and decision.meeting_id:
        opinion = f"{opinion}（本单位未设领导小组，由{decision.step.unit.name}审查）"
    return opinion


def _record(paper):
    decisions = Decision.objects.filter(step__paper=paper).select_related("step", "revision")
    confirmations = paper.confirmations.select_related("revision")
    said = [(each, each.step.seat_name) for each in decisions]
    said += [(each, PRINCIPAL_LABEL) for each in confirmations]
    has_rounds = any(each.revision.adds_measures for each, _ in said)
    lines = [_record_line(each, _seat(each, seat, has_rounds)) for each, seat in said]
    return sorted(lines, key=attrgetter("at"))


def _seat(said, seat, has_rounds):
    """With the round it was said in, where measures came after publicity."""
    if not has_rounds:
        return seat
    return f"{seat}（{'第二轮' if said.revision.adds_measures else '第一轮'}）"


def _conclusion(said):
    return said.conclusion if isinstance(said, Decision) else said.get_action_display()


def _record_line(said, seat):
    return RecordLine(
        step=seat,
        who=said.name,
        title=said.title,
        action=_conclusion(said),
        opinion=said.opinion,
        at=said.at,
    )
