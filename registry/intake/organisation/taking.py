"""Taking a file in and looking at it: the original is kept, nothing is written yet."""

from registry.access.reach import reach_of
from registry.intake import kept
from registry.intake.models import OrganisationImport

from .planning import make_plan
from .scope import Scope

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def take_in(*, file, by):
    """Keep the file as it came, if it can be read at all; `UnreadableFile` or `FileRefused`."""
    stored, _ = kept.keep(file=file, content_type=CONTENT_TYPE, read=list, by=by)
    return OrganisationImport.objects.create(file=stored, unit=by.unit, by=by)


def plan_of(imported):
    """What the file would do now, within what its sender may do now."""
    return make_plan(kept.sheets_of(imported.file), Scope(reach_of(imported.by)))
