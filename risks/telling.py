"""What a row of a form tells its reader, beside its own text: differences, and since when."""

from registry.papers.register import is_overtaken
from registry.papers.rows import row_of

from .content import content_of, same_content
from .models import PointVersion
from .sharing import shared_points
from .wording import WHY, Difference, Names, differences

UNCHANGED_SINCE, CHANGED_SINCE, NEW_SINCE = "unchanged", "changed", "new"


class Telling:
    """The rows of one revision; all names are looked up once, whatever the number of rows."""

    def __init__(self, paper, lines, previous=None):
        self.paper = paper
        self.shared = shared_points(paper)
        self._earlier = _versions_of(previous) if previous else None
        versions = [version for line in lines for version in _versions_beside(line)]
        self._names = Names.of_versions([*versions, *(self._earlier or {}).values()])

    def row(self, line):
        row = row_of(line, self.paper)
        version, base = row.version, row.base
        content = content_of(version)
        row.details = {
            "sentence": version.sentence,
            "matter": self._names.steps.get(version.step_id)
            or self._names.powers.get(version.power_id, ""),
            "measures": list(version.measures.all()),
            "differences": self._differences(base, content) if base not in (None, version) else [],
            "overtaken": self._overtaken(version),
            "shared": version.point_id in self.shared,
            "notes": [],
        }
        if self._earlier is not None:
            row.details |= self._since(version, content)
        return row

    def _since(self, version, content):
        """What became of the row since an earlier revision of the same paper."""
        before = self._earlier.get(version.point_id)
        if before is None:
            return {"since": NEW_SINCE}
        stands = (before.struck, before.why) == (version.struck, version.why)
        same = stands and same_content(content_of(before), content)
        if before.pk == version.pk or same:
            return {"since": UNCHANGED_SINCE}
        found = self._differences(before, content)
        if before.why != version.why:
            found = [*found, Difference(WHY, before.why, version.why)]
        return {"since": CHANGED_SINCE, "since_differences": found}

    def _differences(self, before, content):
        return differences(content_of(before), content, self._names)

    def _overtaken(self, version):
        point = version.point
        return point.in_force if is_overtaken(version, self.paper, point.in_force_id) else None


def _versions_beside(line):
    found = (line.version, line.version.base, line.version.point.in_force)
    return [version for version in found if version is not None]


def _versions_of(revision):
    """Point id → version in an earlier revision."""
    versions = PointVersion.objects.filter(lines__revision=revision)
    versions = versions.select_related("level", "level_after", "step", "duty").prefetch_related(
        "measures__post"
    )
    return {version.point_id: version for version in versions}
