"""Taking a file in and looking at it: the original is kept, nothing is written yet."""

from django.db import transaction

from registry.access.reach import reach_of
from registry.files.storing import discard, path_of, store
from registry.intake.kept import sheets_of
from registry.intake.limited_reader import UnreadableFile, read_sheets
from registry.intake.models import OrganisationImport

from .planning import make_plan
from .scope import Scope

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def take_in(*, file, by):
    """Keep the file as it came, if it can be read at all; `UnreadableFile` or `FileRefused`."""
    stored = store(stream=file, name=file.name, content_type=CONTENT_TYPE, by=by)
    try:
        read_sheets(path_of(stored.stored_name))
    except UnreadableFile:
        with transaction.atomic():
            discard(stored)
        raise
    return OrganisationImport.objects.create(file=stored, unit=by.unit, by=by)


def plan_of(imported):
    """What the file would do now, within what its sender may do now."""
    return make_plan(sheets_of(imported.file), Scope(reach_of(imported.by)))
