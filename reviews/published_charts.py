"""Charts of published catalogues: drawn from the frozen rows, so they never change.

No marks of risks before the public: a catalogue shows powers; which points are shown is said by the
directory alone [0][4].
"""

from powers.chart_files import TITLE, Volume, figure_of
from powers.tables import chart_of_public

from .exporting import NothingPublished, latest, source_of
from .models import Publication


def figure_of_row(publication, row):
    """The chart of one row; None where it was published without steps."""
    if not row.content.get("steps"):
        return None
    return figure_of(
        chart_of_public(row.content),
        serial=row.content.get("serial", row.position),
        name=row.content["name"],
        note=f"{publication.unit.name}　{source_of(publication).head}",
    )


def volume_of(publication, rows):
    """The charts of these rows in their order, which is that of the catalogue [3]."""
    figures = [figure for row in rows if (figure := figure_of_row(publication, row))]
    title = figures[0].title if len(figures) == 1 else f"{publication.unit.name}{TITLE}"
    return Volume(title, source_of(publication), figures, publication.unit.name, publication.number)


def charts_of_unit(unit, edition):
    """The volume of the catalogue that stands published; raises NothingPublished."""
    publication = latest(unit, Publication.Kind.CATALOGUE, edition)
    volume = volume_of(publication, publication.rows.order_by("position"))
    if not volume.figures:
        raise NothingPublished(f"{unit.name}发布的职权目录里没有办理环节，画不成流程图。")
    return volume
