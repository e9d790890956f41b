"""A volume of the archive (档案卷): cover, list of contents (卷内目录), and the papers as printed.

Each paper begins on a front side, as it would when printed alone. The list says on which page of
the file each begins; what was attached is counted, and stays with its paper.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django.template.loader import render_to_string
from django.utils import timezone

from registry.jobs.kinds import Document
from registry.papers.models import Attachment
from registry.tables.description import INSIDE_MARK
from registry.tables.formats import FORMATS
from registry.tables.text import chinese_date, clean

from . import archive, printing

MOST_PAPERS = 200


@dataclass(frozen=True)
class Entry:
    """A line of the list of contents."""

    serial: int
    number: str
    title: str
    filer: str
    confirmed_on: date
    digest: str
    attached: int
    page: int = 0


@dataclass(frozen=True)
class Cover:
    """What stands at the head of the volume, and over two columns of its list of contents."""

    title: str = "廉政风险防控档案"
    mark: str = INSIDE_MARK
    who: str = "填报人"
    when: str = "生效日期"


OF_PAPERS = Cover()


def bound(papers, *, words, told):
    """The volume as a `Document`; `words` say what it holds, `told(place)` hears how far it is."""
    papers = list(papers)
    attached = Counter(
        Attachment.objects.filter(paper__in=papers).order_by().values_list("paper", flat=True)
    )
    frozen, entries = [], []
    for place, paper in enumerate(papers):
        told(place)
        revision = archive.frozen_of(paper)
        frozen.append(_printed(paper, revision))
        entries.append(_entry(place + 1, paper, revision, attached[paper.pk]))
    return bound_of(entries, frozen, title=f"廉政风险防控档案（{words}）", words=words)


def bound_of(entries, frozen, *, title, words, cover=OF_PAPERS):
    """A volume of what is laid out already: one PDF for each entry, in order."""
    from registry.tables import printing as sheets  # imports the layout engine: half a second

    front = _front(sheets, words, entries, frozen, cover)
    with BytesIO() as stream:
        sheets.bind([front, *frozen], title, stream)
        return Document(f"{title}.pdf", FORMATS["pdf"].content_type, stream.getvalue())


def _printed(paper, revision):
    with BytesIO() as stream:
        printing.print_paper(paper, revision, stream)
        return stream.getvalue()


def _entry(serial, paper, revision, attached):
    return Entry(
        serial=serial,
        number=paper.number,
        title=clean(paper.title),
        filer=clean(revision.filer_name),
        confirmed_on=timezone.localdate(paper.confirmed_at),
        digest=revision.digest,
        attached=attached,
    )


def _front(sheets, words, entries, frozen, cover):
    """Cover and contents. How many pages they take does not depend on the numbers they say."""
    pages = sheets.pages_of(_laid_out(sheets, words, entries, [0] * len(entries), cover))
    starts, next_page = [], pages
    for content in frozen:
        next_page += next_page % 2
        starts.append(next_page + 1)
        next_page += sheets.pages_of(content)
    return _laid_out(sheets, words, entries, starts, cover)


def _laid_out(sheets, words, entries, starts, cover):
    days = [entry.confirmed_on for entry in entries]
    known = {
        "words": clean(words),
        "cover": cover,
        "entries": list(zip(entries, starts, strict=True)),
        "first": chinese_date(min(days)),
        "last": chinese_date(max(days)),
        "made_on": chinese_date(timezone.localdate()),
    }
    html = render_to_string("reviews/printed/volume.html", known)
    return sheets.lay_out(html, render_to_string("reviews/printed/volume.css")).pdf()
