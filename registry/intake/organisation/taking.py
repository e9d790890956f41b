"""Taking a file in and looking at it: the original is kept, nothing is written yet."""

from django.db import transaction

from registry.access.reach import reach_of
from registry.files.storing import FileDamaged, discard, open_verified, path_of, store
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
    try:
        open_verified(imported.file).close()
    except FileDamaged as damage:
        raise UnreadableFile("保存的原文件已损坏，无法继续。请重新上传一次。") from damage
    sheets = read_sheets(path_of(imported.file.stored_name))
    return make_plan(sheets, Scope(reach_of(imported.by)))
