"""Charts of published catalogues: drawn from the frozen rows, so they never change.

Risky steps are marked only as far as the standing directory of the same edition shows the points
there [0][4]: what is withheld, or named without its power, marks nothing. The marks name that
directory, and go when it is withdrawn; a catalogue that was replaced has none.
"""

from collections import defaultdict
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from powers.beside import counted
from powers.chart_files import TITLE, Published, Volume, figure_of
from powers.tables import chart_of_public
from risks.chart_marks import shape_of

from .checking import check_address
from .exporting import NothingPublished, latest, source_of
from .models import Publication, PublicationRow


class PublishedMarks:
    """The marks of the charts of one catalogue; at most two queries."""

    def __init__(self, publication):
        self.publication = publication

    @cached_property
    def directory(self):
        """The directory they are taken from: the unit's own, else the nearest above that holds it;
        None where none stands, or the catalogue itself stands no more.
        """
        unit, shown = self.publication.unit, Publication.objects.standing()
        shown = shown.filter(edition=self.publication.edition)
        if not shown.filter(pk=self.publication.pk).exists():
            return None
        found = shown.filter(kind=Publication.Kind.DIRECTORY, unit__code__in=unit.line)
        holding = found.filter(rows__unit=unit).select_related("unit").distinct()
        return max(holding, key=lambda each: (len(each.unit.path), each.at), default=None)

    @cached_property
    def _levels(self):
        """{(power, step): [(shape, colour, level) of each point]} by their published names."""
        rows = PublicationRow.objects.filter(
            publication=self.directory, unit=self.publication.unit_id
        )
        found = defaultdict(list)
        for row in rows.order_by("position").values_list("content", flat=True):
            if row.get("step") and row.get("level"):
                colour = row.get("level_colour") or "grey"
                level = (shape_of(colour), colour, row["level"])
                found[row["power"], row["step"]].append(level)
        return found

    def of(self, row):
        """{label: (Mark, …)} of the steps of a published power."""
        if self.directory is None:
            return {}
        labels = row.content.get("steps", ())
        at = {label: self._levels.get((row.content["name"], label)) for label in labels}
        return {label: counted(levels) for label, levels in at.items() if levels}

    @property
    def source(self):
        """Which directory says so; blank where none does."""
        return f"；风险标记取自公开件 {self.directory.number}" if self.directory else ""


def figure_of_row(publication, row, marks, published=None):
    """The chart of one row; None where it was published without steps. A page says itself where it
    is checked: `published` is for files."""
    if not row.content.get("steps"):
        return None
    at = marks.of(row)
    return figure_of(
        chart_of_public(row.content),
        serial=row.content.get("serial", row.position),
        name=row.content["name"],
        note=f"{publication.unit.name}　{source_of(publication).head}{marks.source if at else ''}",
        marks=at,
        sections=row.content.get("sections") or (),
        published=published,
    )


def checked_at(publication):
    """What the check page wants to know, and where it is."""
    address = check_address(publication.number)
    return Published(publication.number, publication.digest, address)


def volume_of(publication, rows, marks):
    """The charts of these rows in their order, which is that of the catalogue [3]."""
    published = checked_at(publication)
    drawn = (figure_of_row(publication, row, marks, published) for row in rows)
    figures = [figure for figure in drawn if figure]
    title = figures[0].title if len(figures) == 1 else f"{publication.unit.name}{TITLE}"
    return Volume(title, source_of(publication), figures, publication.unit.name, published)


_DRAWN = Q(content__steps__0__isnull=False)


def drawn_rows(publication):
    """Its rows that have a chart, in catalogue order; none of what was withdrawn."""
    if publication.withdrawn_at or publication.kind != Publication.Kind.CATALOGUE:
        return publication.rows.none()
    return publication.rows.filter(_DRAWN).order_by("position")


def with_charts(publications):
    """The catalogues among them that have any."""
    drawn = PublicationRow.objects.filter(_DRAWN, publication=OuterRef("pk"))
    return publications.filter(Exists(drawn), kind=Publication.Kind.CATALOGUE)


def charts_of_unit(unit, edition):
    """The volume of the catalogue that stands published; raises NothingPublished."""
    publication = latest(unit, Publication.Kind.CATALOGUE, edition)
    rows = publication.rows.order_by("position")
    volume = volume_of(publication, rows, PublishedMarks(publication))
    if not volume.figures:
        raise NothingPublished(f"{unit.name}发布的职权目录里没有办理环节，画不成流程图。")
    return volume
