"""What was published of one power, version by version (历次公布): when, what changed, why.

From the frozen rows of one row of versions. What was withdrawn is told by number and day alone and
compared with nothing, as a difference shows the text of both.
"""

from dataclasses import dataclass

from .models import PublicationRow
from .versions import Changed, can_be_compared, causes_in


@dataclass(frozen=True)
class Stage:
    """One version: its row of the power, None where it has none or was withdrawn; `changed` against
    the version before, None where nothing can be compared."""

    version: object
    row: object
    changed: Changed | None
    is_first: bool

    @property
    def is_same(self):
        return bool(self.changed) and self.changed.sort == "changed" and not self.changed.said


def history_of(row, versions):
    """The stages of the power of this row, the latest first; `versions` as `row_of_versions` gives
    them. Two queries however many there are; empty for a row that comes from no register.
    """
    if row.power_version_id is None:
        return []
    power = row.power_version.power_id
    found = PublicationRow.objects.filter(
        publication__in=[each.pk for each in versions if not each.withdrawn_at],
        power_version__power=power,
    )
    rows = {each.publication_id: each for each in found}
    stages = [_stage(each, versions, rows, power) for each in versions]
    return [each for each in stages if each.row or each.changed or each.version.withdrawn_at]


def _stage(version, versions, rows, power):
    before = next((each for each in versions if each.pk == version.supersedes_id), None)
    was, now = rows.get(version.supersedes_id), rows.get(version.pk)
    changed = None
    if can_be_compared(version, before) and (was or now):
        sort = "changed" if was and now else "added" if now else "removed"
        changed = Changed(sort, was, now, causes_in(version).get(("power", power), ""))
    return Stage(version, now, changed, is_first=before is None)
