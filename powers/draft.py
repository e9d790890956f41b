"""The rows of one open catalogue draft in memory, and the few ways they may change.

`powers.editing` and the import open it, change rows, and close it: one lock, one count of saves and
one numbering, however many rows were touched.
"""

from contextlib import contextmanager

from django.db import transaction
from django.db.models import F, ProtectedError, prefetch_related_objects

from registry.papers.drafts import NotDraft, lock_draft, mark_saved
from registry.papers.register import base_for_copy, is_editable, is_overtaken

from .checklist import name_key
from .content import content_of, says_the_same, whole
from .models import Power, PowerLine, PowerVersion, content_lists
from .writing import write_version

_ASIDE = 1_000_000
_SIDES = list(PowerVersion.Side)


class RowRefused(NotDraft):
    """The draft is open, but this row cannot be changed like that; the text says what to do."""


def standing_of(version, paper):
    """The version in force that a row starts from; None for a power the register does not know.

    A row that the register has overtaken starts from what is in force now.
    """
    power = version.power
    if is_overtaken(version, paper, power.in_force_id):
        return power.in_force
    base_id = base_for_copy(version, paper)
    return version if base_id == version.pk else version.base


@contextmanager
def open_draft(*, paper, by):
    """Lock the paper, hand out its draft, number the rows and count the save."""
    if by is None:
        raise NotDraft("当前账号没有对应的人员，不能填报。请联系本单位信息员。")
    with transaction.atomic():
        draft = CatalogueDraft(lock_draft(paper.pk))
        yield draft
        draft.number_rows()
        mark_saved(draft.revision, by)


class CatalogueDraft:
    def __init__(self, revision):
        self.revision = revision
        self.paper = revision.paper
        self.lines = list(
            revision.power_lines.select_related("version__power", "version__base").order_by(
                "serial"
            )
        )
        self._serial = max((line.serial for line in self.lines), default=0)
        self._by_name, self._name_of = {}, {}
        for line in self.lines:
            self._note_name(line)

    def line(self, line_id):
        """An open line of this draft."""
        line = next((line for line in self.lines if line.pk == line_id), None)
        if line is None:
            raise RowRefused("这一行已经在别处删去了。如仍需要，可以作为新的一项填写。")
        if not line.open:
            raise RowRefused("这一行审核人已经看过，本次不用改。需要改动时请先与审核人联系。")
        return line

    def read_ahead(self, line_ids):
        """Read what stands under these rows at once, before many of them change."""
        wanted = set(line_ids)
        versions = [line.version for line in self.lines if line.pk in wanted]
        paths = [*content_lists(), *content_lists("base__")]
        prefetch_related_objects(versions, "power__in_force", *paths)

    def named(self, name):
        """The line of that name that is not being struck, or None."""
        return self._by_name.get(name_key(name))

    def add(self, content, why=""):
        """A power that the register does not know yet."""
        self._keep_names_apart(content["name"], None)
        version = PowerVersion(
            power=Power.objects.create(unit_id=self.paper.unit_id), written_in=self.paper, why=why
        )
        write_version(version, content)
        return self._append(version)

    def change(self, line, content, why=""):
        """Copy on write; a row that says again what is in force goes back to it."""
        self._keep_names_apart(content["name"], line)
        base, content = self.standing(line.version), whole(content)
        if base is not None and says_the_same(content, base):
            return self._point(line, base)
        return self._write(line, base, content, struck=False, why=why)

    def strike(self, line, why):
        """Propose that the power goes out of force, for a reason."""
        base = self.standing(line.version)
        if base is None or base.struck:
            raise RowRefused("这一项是本次新增的，还没有生效，直接删除即可，不用办销号。")
        return self._write(line, base, content_of(base), struck=True, why=why)

    def restore(self, line):
        """Undo: back to what is in force; a row of a new power disappears."""
        base = self.standing(line.version)
        if base is not None and not base.struck:
            self._keep_names_apart(base.name, line)
            return self._point(line, base)
        self.lines.remove(line)
        self._forget_name(line)
        PowerLine.objects.filter(pk=line.pk).delete()
        self._discard(line.version)
        return None

    def adopt(self, version):
        """Take in a power that came into force after this draft was begun."""
        return self._append(version)

    def move(self, line, serial):
        """Put a row at a place; the numbering keeps external rows before internal ones."""
        self.lines.remove(line)
        self.lines.insert(max(serial, 1) - 1, line)

    def standing(self, version):
        return standing_of(version, self.paper)

    def number_rows(self):
        """1, 2, 3 …, external before internal [3]."""
        self.lines.sort(key=lambda line: _SIDES.index(line.version.side))
        wanted = {line.pk: serial for serial, line in enumerate(self.lines, start=1)}
        if all(line.serial == wanted[line.pk] for line in self.lines):
            return
        # Two steps: no two rows may have one number at any moment.
        self.revision.power_lines.update(serial=F("serial") + _ASIDE)
        for line in self.lines:
            line.serial = wanted[line.pk]
        PowerLine.objects.bulk_update(self.lines, ["serial"], batch_size=200)

    def _write(self, line, base, content, *, struck, why):
        draft = line.version
        if not is_editable(draft, self.paper):
            draft = PowerVersion(power=draft.power, written_in=self.paper)
        draft.base, draft.struck, draft.why = base, struck, why
        write_version(draft, content)
        return self._point(line, draft)

    def _point(self, line, version):
        before, line.version = line.version, version
        self._note_name(line)
        if before.pk != version.pk:
            line.save(update_fields=["version"])
            self._discard(before)
        return line

    def _discard(self, version):
        """Drop a draft that no row carries any more, and a power of which nothing else is known."""
        if not is_editable(version, self.paper):
            return
        power = version.power
        version.delete()
        if power.in_force_id is None and not power.versions.exists():
            try:
                with transaction.atomic():
                    power.steps.all().delete()
                    power.delete()
            except ProtectedError:
                pass  # something else already refers to it: the bare identity does no harm

    def _keep_names_apart(self, name, line):
        other = self.named(name)
        if other is not None and other is not line:
            raise RowRefused(
                f"第 {other.serial} 行已经是“{other.version.name}”。同一职权只列一项，"
                "由几个科室共同承办的，请在那一行的承办科室里一起选上。"
            )

    def _append(self, version):
        self._serial += 1
        line = PowerLine.objects.create(
            revision=self.revision, version=version, serial=self._serial
        )
        self.lines.append(line)
        self._note_name(line)
        return line

    def _note_name(self, line):
        """Keep the index of names in step: a thousand imported rows each ask for theirs."""
        self._forget_name(line)
        if not line.version.struck:
            self._name_of[line] = name_key(line.version.name)
            self._by_name.setdefault(self._name_of[line], line)

    def _forget_name(self, line):
        name = self._name_of.pop(line, None)
        if self._by_name.get(name) is line:
            del self._by_name[name]
