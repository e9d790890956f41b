"""The rows of one open form draft in memory, and the few ways they may change.

`risks.editing`, the import and the demo open it, change rows, and close it: one lock and one count
of saves, however many rows were touched. Duties and points follow the same rule: copy on write,
and a row that says again what it said before goes back to that version.
"""

from contextlib import contextmanager

from django.db import transaction
from django.db.models import Max, ProtectedError

from registry.papers.drafts import NotDraft, lock_draft, mark_saved
from registry.papers.register import base_for_copy, is_editable, is_overtaken

from .content import content_of
from .measures_round import ONLY_MEASURES, frozen_part
from .models import (
    Duty,
    DutyLine,
    DutyVersion,
    Measure,
    PointLine,
    PointVersion,
)
from .owners import owner_of
from .sharing import shared_duties, shared_points
from .terms import Terms
from .writing import same_duty, same_point, write_duty, write_new_points, write_point

_ASIDE = 1_000_000

GONE = "这一行已经在别处删去了。如仍需要，可以重新添加一行。"
CLOSED = "这一行审核人已经看过，本次不用改。需要改动时请先与审核人联系。"
ONLY_NOTED_ROWS = "这次退回只需要修改标出的几行，不能另外增加。如需增加，请与审核人联系。"
NOT_STRUCK = "这一行是本次新增的，还没有生效，直接删除即可，不用办销号。"
IN_FORCE = "这一行已经在台账里生效，不能直接删除；不再适用时请办销号，并写一句理由。"
SHARED = (
    "这是本岗位共同的内容，由岗位统一维护，这里不能改动。"
    "如果不适用于您，可以选“不适用于我”；如果需要修改，请告诉科室负责人。"
)


class RowRefused(NotDraft):
    """The draft is open, but this row cannot be changed like that; the text says what to do."""


@contextmanager
def open_draft(*, paper, by):
    """Lock the paper, hand out its draft, and count the save."""
    if by is None:
        raise NotDraft("当前账号没有对应的人员，不能填报。请联系本单位信息员。")
    with transaction.atomic():
        draft = FormDraft(lock_draft(paper.pk))
        yield draft
        mark_saved(draft.revision, by)


class FormDraft:
    def __init__(self, revision):
        self.revision = revision
        self.paper = revision.paper
        self.duties = DraftRows(self, DutyKind())
        self.points = DraftRows(self, PointKind(Terms(self.paper.programme)))

    @property
    def takes_new_rows(self):
        """After a return of single rows nothing may be added."""
        return all(line.open for line in (*self.duties.lines, *self.points.lines))

    def check_not_only_measures(self):
        """Raise `RowRefused` in the round that adds measures only (`measures_round`)."""
        if self.revision.adds_measures:
            raise RowRefused(ONLY_MEASURES)

    def check_new_rows(self):
        """Raise `RowRefused` where nothing may be added."""
        self.check_not_only_measures()
        if not self.takes_new_rows:
            raise RowRefused(ONLY_NOTED_ROWS)


class DutyKind:
    """How duties are stored."""

    identity, line_model, version_model = "duty", DutyLine, DutyVersion
    write = staticmethod(write_duty)
    same = staticmethod(same_duty)
    shared = staticmethod(shared_duties)

    def lines(self, revision):
        return revision.duty_lines.register_rows()

    def write_new(self, paper, contents):
        """Draft versions of new duties with this content."""
        versions = []
        for content in contents:
            duty = Duty.objects.create(**owner_of(paper))
            versions.append(DutyVersion(duty=duty, written_in=paper))
            write_duty(versions[-1], content)
        return versions

    def settled(self, content):
        return content

    def with_measures(self, version, content):
        """In the round that adds measures no duty changes."""
        raise RowRefused(ONLY_MEASURES)

    def forget(self, identity):
        """A duty nothing is known of any more; points of this draft that hung on it stay."""
        PointVersion.objects.filter(duty=identity, digest__isnull=True).update(duty=None)
        identity.delete()


class PointKind:
    """How points are stored, by the terms of the programme year."""

    identity, line_model, version_model = "point", PointLine, PointVersion
    same = staticmethod(same_point)
    shared = staticmethod(shared_points)

    def __init__(self, terms):
        self.terms = terms

    def lines(self, revision):
        return revision.point_lines.register_rows()

    def settled(self, content):
        return self.terms.settled(content)

    def with_measures(self, version, content):
        """What the version says, with these measures; refused where anything else differs."""
        kept = content_of(version)
        same = frozen_part(self.settled(kept)) == frozen_part(content)
        if version.struck or not same:
            raise RowRefused(ONLY_MEASURES)
        return {**content, **frozen_part(kept)}

    def write(self, version, content):
        write_point(version, content, self.terms)

    def write_new(self, paper, contents):
        return write_new_points(paper, contents, self.terms)

    def forget(self, identity):
        Measure.objects.filter(point=identity, versions__isnull=True).delete()
        identity.delete()


class DraftRows:
    """The duty rows or the point rows of a draft, in order."""

    def __init__(self, draft, kind):
        self.draft, self.kind = draft, kind
        self.paper, self.revision = draft.paper, draft.revision
        self.lines = kind.lines(draft.revision)
        self.shared = kind.shared(self.paper)

    def line(self, line_id):
        """An open line of this draft."""
        line = self._line(line_id)
        if not line.open:
            raise RowRefused(CLOSED)
        return line

    def at(self, place):
        return next((line for line in self.lines if line.position == place), None)

    def add(self, content, place=None):
        """A new row; where the same was just added at this place, that row (a double click)."""
        content = self.kind.settled(content)
        known = self.at(place) if place else None
        if known and self.kind.same(content, known.version):
            return known
        self.draft.check_new_rows()
        [version] = self.kind.write_new(self.paper, [content])
        position = place if place and known is None else self.next_place()
        return self._append(version, position)

    def add_many(self, contents):
        """New rows behind the others, written together; for tables that are taken in."""
        if not contents:
            return
        self.draft.check_new_rows()
        settled = [self.kind.settled(content) for content in contents]
        versions = self.kind.write_new(self.paper, settled)
        lines = [
            self.kind.line_model(revision=self.revision, version=version, position=position)
            for position, version in enumerate(versions, start=self.next_place())
        ]
        self.lines += self.kind.line_model.objects.bulk_create(lines)

    def change(self, line, content, why=""):
        """Say something else; `why` tells the reviewer what moved it, where something is in force.

        What says the same as the register needs no reason, and goes back to it.
        """
        self._own(line)
        standing = self.standing(line.version)
        content = self.kind.settled(content)
        if self.revision.adds_measures:
            content = self.kind.with_measures(line.version, content)
            own = line.version.written_in_id == self.paper.pk
            why = line.version.why if own else ""
        why = why if standing is not None else ""
        if standing is not None and self.kind.same(content, standing):
            return self._point_to(line, standing)
        earlier = self._handed_in(line.version, standing)
        if earlier is not None and earlier.why == why and self.kind.same(content, earlier):
            return self._point_to(line, earlier)
        return self._write(line, standing, content, why=why)

    def strike(self, line, why, content):
        """Propose that what is in force goes out of force, for a reason."""
        self.draft.check_not_only_measures()
        self._own(line)
        standing = self.standing(line.version)
        if standing is None or standing.struck:
            raise RowRefused(NOT_STRUCK)
        return self._write(line, standing, content, struck=True, why=why)

    def restore(self, line):
        """Undo: back to what is in force; gone, when the register has dropped it meanwhile."""
        self.draft.check_not_only_measures()
        return self._restore(line)

    def _restore(self, line):
        standing = self.standing(line.version)
        if standing is None:
            raise RowRefused("这一行是本次新增的，没有可以恢复的现行内容。")
        if standing.struck:
            return self._drop(line)
        return self._point_to(line, standing)

    def remove(self, line):
        """Take a new row out of the draft."""
        self.draft.check_not_only_measures()
        if self.standing(line.version) is not None:
            raise RowRefused(IN_FORCE)
        return self._drop(line)

    def adopt(self, identity_id):
        """Take in what is in force and has no row yet (shared by all holders, or come since)."""
        have = {getattr(line.version, f"{self.kind.identity}_id") for line in self.lines}
        version = self.kind.version_model.objects.filter(in_force_for=identity_id).first()
        if identity_id in have or version is None or version.struck:
            return None
        if not self.draft.takes_new_rows:
            raise RowRefused(ONLY_NOTED_ROWS)
        return self._append(version, self.next_place())

    def leave_out(self, line):
        """What all holders share does not apply to this one: no row, and nothing is struck."""
        self.draft.check_not_only_measures()
        if self._identity_id(line) not in self.shared:
            raise RowRefused(IN_FORCE)
        return self._drop(line)

    def catch_up(self):
        """Rows that this paper did not write take what is in force now; how many there were."""
        behind = [
            line
            for line in self.lines
            if line.version.written_in_id != self.paper.pk
            and is_overtaken(
                line.version, self.paper, getattr(line.version, self.kind.identity).in_force_id
            )
        ]
        for line in behind:
            self._restore(line)
        return len(behind)

    def swap(self, line, other):
        """Exchange two places; no two rows may have one at any moment."""
        self.draft.check_not_only_measures()
        line.position, other.position = other.position, line.position
        wanted = ((line, line.position), (other, other.position))
        self._save_position(line, other.position + _ASIDE)
        for row, position in reversed(wanted):
            self._save_position(row, position)

    def standing(self, version):
        """The version in force that this row starts from; None for a new row.

        A row that the register has overtaken starts from what is in force now.
        """
        identity = getattr(version, self.kind.identity)
        if is_overtaken(version, self.paper, identity.in_force_id):
            return identity.in_force
        base_id = base_for_copy(version, self.paper)
        return version if base_id == version.pk else version.base

    def next_place(self):
        """The place after the last row: where a new one will stand."""
        return max((line.position for line in self.lines), default=0) + 1

    def _line(self, line_id):
        line = next((line for line in self.lines if line.pk == line_id), None)
        if line is None:
            raise RowRefused(GONE)
        return line

    def _own(self, line):
        if self._identity_id(line) in self.shared:
            raise RowRefused(SHARED)

    def _identity_id(self, line):
        return getattr(line.version, f"{self.kind.identity}_id")

    def _handed_in(self, version, standing):
        """What this row said in an earlier revision of this paper, if that still starts here."""
        identity = getattr(version, self.kind.identity)
        return (
            self.kind.version_model.objects.filter(
                **{self.kind.identity: identity},
                written_in=self.paper,
                base=standing,
                digest__isnull=False,
            )
            .order_by("-pk")
            .first()
        )

    def _write(self, line, standing, content, *, why, struck=False):
        draft = line.version
        if not is_editable(draft, self.paper):
            identity = getattr(draft, self.kind.identity)
            draft = self.kind.version_model(**{self.kind.identity: identity}, written_in=self.paper)
        draft.base, draft.struck, draft.why = standing, struck, why
        self.kind.write(draft, content)
        return self._point_to(line, draft)

    def _append(self, version, position):
        line = self.kind.line_model.objects.create(
            revision=self.revision, version=version, position=position
        )
        self.lines.append(line)
        return line

    def _point_to(self, line, version):
        before, line.version = line.version, version
        if before.pk != version.pk:
            line.save(update_fields=["version"])
            self._discard(before)
        return line

    def _drop(self, line):
        self.lines.remove(line)
        line.delete()
        self._discard(line.version)

    def _discard(self, version):
        """Drop a draft that no row carries any more, and an identity nothing else is known of."""
        if not is_editable(version, self.paper):
            return
        identity = getattr(version, self.kind.identity)
        version.delete()
        if identity.in_force_id is None and not identity.versions.exists():
            try:
                with transaction.atomic():
                    self.kind.forget(identity)
            except ProtectedError:
                pass  # something else already refers to it: the bare identity does no harm

    def _save_position(self, line, position):
        self.kind.line_model.objects.filter(pk=line.pk).update(position=position)


def next_place(line_model, revision):
    """The place after the last row: where a new one will stand."""
    last = line_model.objects.filter(revision=revision).aggregate(Max("position"))
    return (last["position__max"] or 0) + 1
