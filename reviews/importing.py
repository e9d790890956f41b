"""Points from a table into the draft forms of a unit's posts: all of it or nothing.

Few rows are written while one waits, many by a job: those that were seen, in one transaction.

A file is kept as it came; it is read again on every look, so that what is shown is what would be
written now. Whose form it is hands it in: an import only writes drafts.
"""

from dataclasses import asdict
from secrets import token_hex

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from registry.access.reach import reach_of
from registry.intake import mappings
from registry.intake.at_once import are_few
from registry.intake.keeping import all_in_use
from registry.intake.kept import keep, sheets_of
from registry.intake.limited_reader import UnreadableFile
from registry.intake.models import Subject, TableImport
from registry.jobs.queueing import enqueue
from registry.organisation.models import Seat, Unit
from registry.papers.drafts import NotDraft
from registry.papers.models import Attachment
from registry.trail.recording import record
from risks.draft import open_draft
from risks.sheets.adding import add_rows
from risks.sheets.planning import Choices, make_plan
from risks.sheets.reading import NoTable, read

from . import filing, notices

CONTENT_TYPE = "application/octet-stream"
JOB = "points.import"


class NotApplied(Exception):
    """Nothing was written; the message says why, and what to do."""


class NotAsSeen(NotApplied):
    """The file or the drafts are no longer what the preview showed."""

    def __init__(self):
        super().__init__("核对期间内容有了变化，什么也没有写入，请再核对一遍。")


class AlreadyDone(NotApplied):
    """Confirmed or thrown away meanwhile, in another tab."""

    def __init__(self):
        super().__init__("这份文件已经导入过，或者已经放弃，没有再改动。")


def lock_open(imported):
    """The import's row, locked, while it waits to be confirmed; call inside a transaction."""
    waiting = TableImport.objects.select_for_update(of=("self",)).filter(confirmed_at=None)
    locked = waiting.select_related("file").filter(pk=imported.pk).first()
    if locked is None:
        raise AlreadyDone
    return locked


def take_in(*, file, unit, programme, by):
    """Keep the file as it came, if a table of points can be read from it at all."""
    remembered = mapping_of(unit)
    stored, reading = keep(
        file=file,
        content_type=CONTENT_TYPE,
        read=lambda sheets: read(sheets, names=remembered.columns),
        refused=[NoTable],
        by=by,
    )
    choices = Choices(columns=remembered.columns, posts=remembered.posts)
    return TableImport.objects.create(
        file=stored,
        unit=unit,
        programme=programme,
        by=by,
        choices=asdict(choices),
        rows=len(reading.rows),
    )


def reading_of(imported, choices):
    """What is read from the file by these columns."""
    return read(sheets_of(imported.file), names=choices.columns, split=choices.split)


def mapping_of(unit):
    """How the unit mapped its tables last time; a blank one where it never did."""
    return mappings.mapping_of(unit, Subject.POINTS)


def count_again(imported, had):
    """Keep how many rows the file has, where by other columns than it `had` it has other rows."""
    choices = Choices(**imported.choices)
    if (choices.columns, choices.split) == (had.columns, had.split):
        return
    try:
        rows = len(reading_of(imported, choices).rows)
    except (NoTable, UnreadableFile):
        rows = None  # the preview says why; of a file that cannot be read nothing is written
    TableImport.objects.filter(pk=imported.pk).update(rows=rows)


@all_in_use()
def plan_of(imported):
    """What the file would do now."""
    choices = Choices(**imported.choices)
    reading = reading_of(imported, choices)
    return make_plan(reading, unit=imported.unit, programme=imported.programme, choices=choices)


def confirm(*, imported, seen, by):
    """Write what was seen, or queue the job that will: the job, None once it is written.

    Of many rows, as counted when the file was read, none is read again while somebody waits.
    """
    if not are_few(imported.rows):
        return _queue(imported, seen, by)
    plan = plan_as_seen(imported, seen)
    with transaction.atomic():
        apply(imported=lock_open(imported), plan=plan, by=by)
    return None


def plan_as_seen(imported, seen):
    """What the file would do now, if it is what somebody looked at and decided."""
    plan = plan_of(imported)
    if plan.errors or not plan.taken or plan.fingerprint != seen:
        raise NotAsSeen
    return plan


@transaction.atomic
def _queue(imported, seen, by):
    """The job that writes the import: of two clicks the second finds that of the first."""
    locked = lock_open(imported)
    if not locked.is_being_written:
        locked.job = enqueue(
            kind=JOB,
            arguments={"import": locked.pk, "seen": seen},
            title=f"导入风险点（{locked.unit}）",
            by=by,
            key=f"{JOB}:{locked.pk}:{token_hex(8)}",
        )
        locked.save(update_fields=["job"])
    return locked.job


def of_keeper(person):
    """Imports of this person's, for units whose lists they still keep."""
    kept = units_kept(reach_of(person))
    return TableImport.objects.filter(by=person, unit__in=kept)


def units_kept(reach):
    """The units whose lists somebody keeps."""
    held = reach.units_of(Seat.INFORMATION_KEEPER, Seat.PREVENTION_OFFICE)
    return Unit.objects.filter(pk__in=held, closed_on__isnull=True).order_by("path")


@transaction.atomic
def apply(*, imported, plan, by):
    """Write the rows of a plan, remember the mapping, and note both; the forms written."""
    papers = write(plan=plan, programme=imported.programme, stored=imported.file, by=by)
    remember(unit=imported.unit, choices=Choices(**imported.choices))
    imported.confirmed_at = timezone.now()
    imported.save(update_fields=["confirmed_at"])
    record(by=by, action="import.confirmed", unit=imported.unit, target=imported)
    return papers


@all_in_use()
@transaction.atomic
def write(*, plan, programme, stored, by):
    """Every row into the form of its post; the forms written."""
    papers = []
    for post, holder, rows in _by_form(plan):
        if post.pk is None:
            _create(post, by)
        try:
            paper = filing.prepare_form(post=post, programme=programme, by=by, holder=holder)
            with open_draft(paper=paper, by=by) as draft:
                check_as_seen(draft, plan, rows[0].place)
                add_rows(draft, rows)
        except NotDraft as refusal:
            raise NotApplied(f"“{post.name}”：{refusal}") from refusal
        except filing.NotYours as refusal:
            raise NotApplied("表格由本单位信息员或防控办导入。") from refusal
        notices.imported(paper, by)
        Attachment.objects.create(
            paper=paper, kind=Attachment.Kind.ORIGINAL, file=stored, added_by=by
        )
        papers.append(paper)
    return papers


def check_as_seen(draft, plan, place):
    """Raise `NotAsSeen` where the form, now locked, was saved since the plan looked at it."""
    if draft.revision.counter != plan.saves_of(place):
        raise NotAsSeen


def remember(*, unit, choices):
    """The unit's mapping for next time."""
    mappings.remember(
        unit=unit,
        subject=Subject.POINTS,
        columns=choices.columns,
        words=choices.levels,
        posts=choices.posts_to_remember,
    )


def _by_form(plan):
    """[(post, holder, its rows)], in the order of the file."""
    forms = {}
    for planned in plan.taken:
        place = planned.place
        key = id(place.post) if place.post.pk is None else place.post.pk
        holder = place.holder and place.holder.pk
        forms.setdefault((key, holder), (place.post, place.holder, []))[2].append(planned)
    return list(forms.values())


def _create(post, by):
    """A post, and its section, that the person asked for."""
    try:
        if post.section.pk is None:
            post.section.full_clean()
            post.section.save()
            record(by=by, action="organisation.changed", unit=post.unit, target=post.section)
        post.section = post.section
        post.full_clean()
    except ValidationError as refusal:
        raise NotApplied(f"不能新建“{post.name}”：{''.join(refusal.messages)}") from refusal
    post.save()
    record(by=by, action="organisation.changed", unit=post.unit, target=post)
