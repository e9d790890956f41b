"""The current forms of a section bound as one: a PDF to print at one go, or a ZIP of Word files."""

from contextlib import closing
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import Q

from registry.jobs.kinds import Document
from registry.organisation.models import Section
from registry.papers.models import PaperState
from registry.tables import press
from registry.tables.formats import FORMATS
from risks.form_kinds import FORM_KINDS

from . import printing
from .printed_form import form_pdf
from .visibility import papers_visible_to

ZIP_TYPE = "application/zip"


def handed_in_forms(person):
    """Whole forms with a number that this person may read, those cancelled left out."""
    papers = papers_visible_to(person).filter(kind__in=FORM_KINDS, whole=True)
    return papers.filter(number__isnull=False).exclude(state=PaperState.CANCELLED)


def sections_to_print(person):
    """Sections of which the person may read at least one form that was handed in."""
    papers = handed_in_forms(person).order_by()
    of_post = Q(pk__in=papers.values("post__section"))
    own = Q(pk__in=papers.filter(post__isnull=True).values("section"))
    sections = Section.objects.filter(of_post | own)
    return sections.select_related("unit").order_by("unit__path", "order", "pk")


def current_forms(section, person):
    """(paper, revision last handed in), one for each post and holder: that of the latest year."""
    of_section = Q(post__section=section) | Q(post__isnull=True, section=section)
    papers = handed_in_forms(person).filter(of_section).order_by("programme__year", "pk")
    papers = papers.select_related("unit", "post", "section", "holder", "programme").distinct()
    latest = {(paper.kind, paper.post_id, paper.holder_id): paper for paper in papers}
    order = sorted(latest.values(), key=lambda paper: (paper.post_id or 0, paper.pk))
    return [(paper, _handed_in(paper)) for paper in order]


def _handed_in(paper):
    revision = paper.revisions.filter(submitted_at__isnull=False).order_by("-no").first()
    revision.paper = paper
    return revision


def bind_pdf(section, forms, wanted, *, told):
    """One PDF: every copy of every form begins on a front side; many forms are laid out on all
    cores.
    """
    from registry.tables import printing as sheets  # imports the layout engine: half a second

    title = f"{section.unit.name}{section.name}廉政风险识别和防控表"
    drawn = (printing.wanted_sheet(*form, wanted=wanted) for form in forms)
    with closing(_laid_out(drawn, len(forms))) as pdfs, BytesIO() as stream:
        sheets.bind(_copied(pdfs, wanted.copies, told), title, stream)
        return Document(f"{title}.pdf", FORMATS["pdf"].content_type, stream.getvalue())


def _laid_out(drawn, count):
    """The PDFs of the forms in order."""
    from registry.tables import printing as sheets  # as above

    if count <= press.FEW or press.cores() == 1:
        return (form_pdf(sheet, sheets.lay_out) for sheet in drawn)
    return press.printed(form_pdf, drawn, press.cores())


def _copied(pdfs, copies, told):
    told(0)
    for place, pdf in enumerate(pdfs):
        told(place)
        yield from [pdf] * copies


def bind_docx(section, forms, wanted, *, told):
    """A ZIP with a Word file for each form, each with so many copies in it."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for place, form in enumerate(forms):
            name = printing.print_name(form[0], wanted)
            archive.writestr(name, _printed(form, wanted, told, place))
    name = f"{section.unit.name}{section.name}廉政风险识别和防控表.zip"
    return Document(name, ZIP_TYPE, stream.getvalue())


def _printed(form, wanted, told, place):
    told(place)
    paper, revision = form
    with BytesIO() as stream:
        printing.print_paper(paper, revision, stream, wanted=wanted)
        return stream.getvalue()


BINDERS = {"pdf": bind_pdf, "docx": bind_docx}
