"""Many rows of a catalogue are written by a job: which one that is of an upload, asked once."""

from registry.jobs.models import Job
from registry.jobs.queueing import enqueue

JOB, OFFLINE = "powers.import", "powers.offline"
TITLES = {JOB: "导入职权", OFFLINE: "写入离线填写的职权"}


def job_of(stored):
    """The latest job that was to write this file; None where there was none."""
    if stored is None:
        return None
    # Only its sender is led to it; among that person's jobs there is an index.
    return Job.objects.filter(
        owner=stored.created_by, kind__in=TITLES, arguments__file=stored.pk
    ).first()


def queue(*, paper, stored, chosen, seen, by, kind=JOB):
    """The job that writes the file: of two clicks the second finds that of the first.

    `chosen` is how the sender has it read (columns, side), or what they wished of a workbook that
    was filled in elsewhere. A job that ended in failure keeps its
    place; the next one has a key of its own.
    """
    before = job_of(stored)
    if before is not None and before.is_active:
        return before
    return enqueue(
        kind=kind,
        arguments={"paper": paper.pk, "file": stored.pk, "chosen": chosen, "seen": seen},
        title=f"{TITLES[kind]}（{paper.unit}）",
        by=by,
        key=f"{kind}:{stored.pk}:{before.pk if before else 0}",
    )
