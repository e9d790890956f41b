"""Writing what was seen in a comparison: what was wished, all of it or nothing."""

from dataclasses import dataclass, field

from django.db import transaction

from registry.files.storing import discard, path_of, store
from registry.intake.limited_reader import UnreadableFile, read_sheets
from registry.papers.models import Attachment
from registry.trail.recording import record

from .book import CONTENT_TYPE
from .comparing import ADDED, CHANGED, CONFLICT
from .reading import NotThisBook

NO_REASON = "要销号的条目在台账里已经生效，请在旁边写一句理由。"
# Instead of a key: all rows that are asked about.
ALL = "all"


class NotAsSeen(Exception):
    """The draft is no longer what the comparison showed; nothing was written."""

    def __init__(self):
        super().__init__("核对期间草稿有了变化，什么也没有写入。请把下面的对比再看一遍，然后确认。")


class TakenAlready(Exception):
    """The very same file was confirmed a moment before; nothing was written twice."""

    def __init__(self):
        super().__init__("这份表已经写入草稿，没有重复写入。")


class NotLikeThat(Exception):
    """What was wished cannot be written like that; nothing was, and the text says what to do."""


@dataclass(frozen=True)
class Wishes:
    """What the person decided: keys of disputed rows to take as the file says them, keys of
    missing rows to let go, and the reasons for those in force. `ALL` among them speaks for every
    row, and in the place of a reason that was left blank.
    """

    take: frozenset = frozenset()
    drop: frozenset = frozenset()
    why: dict = field(default_factory=dict)

    @classmethod
    def of(cls, plain):
        return cls(frozenset(plain["take"]), frozenset(plain["drop"]), plain["why"])

    @property
    def plain(self):
        """The same for a job to keep."""
        return {"take": sorted(self.take), "drop": sorted(self.drop), "why": self.why}

    def fields_of(self, planned):
        """The fields to write; none where nothing is to be written."""
        if planned.action in (ADDED, CHANGED):
            return planned.taken
        if planned.action != CONFLICT:
            return []
        wished = planned.key in self.take or ALL in self.take
        return [*planned.taken, *(planned.disputed if wished else [])]

    def lets_go(self, missing):
        return missing.key in self.drop or ALL in self.drop

    def reason_for(self, missing):
        why = self.why.get(missing.key, "").strip() or self.why.get(ALL, "").strip()
        if not why:
            raise NotLikeThat(NO_REASON)
        return why


def keep(*, file, plan_of, by):
    """Store the file as it came, if it is a workbook of this draft at all: (file, its plan).

    `plan_of` makes the plan of its sheets.
    """
    stored = store(stream=file, name=file.name, content_type=CONTENT_TYPE, by=by)
    try:
        plan = plan_of(read_sheets(path_of(stored.stored_name)))
    except (NotThisBook, UnreadableFile):
        with transaction.atomic():
            discard(stored)
        raise
    return stored, plan


def is_taken(paper, stored):
    """Whether the file has been written into the paper, and hangs on it."""
    return paper.attachments.filter(kind=Attachment.Kind.ORIGINAL, file=stored).exists()


def seen_plan(*, paper, stored, seen, make):
    """The plan that `make` makes under the lock, or a refusal where it is not what was seen: of two
    confirmations at once the second finds other rows than it saw.
    """
    if is_taken(paper, stored):
        raise TakenAlready
    plan = make()
    if plan.faults or plan.fingerprint != seen:
        raise NotAsSeen
    return plan


def attach(*, paper, stored, by):
    """The file hangs on the paper from now on, and the trail says so."""
    Attachment.objects.create(paper=paper, kind=Attachment.Kind.ORIGINAL, file=stored, added_by=by)
    record(by=by, action="import.confirmed", unit=paper.unit, target=paper)
