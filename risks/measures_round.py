"""制定防控措施 after publicity [2]: a second round of the same paper that adds measures only.

The points of the round that was shown stay as they are: words, level, matter, visibility, order,
what is new and what is struck. `Revision.adds_to` names that round.
"""

from registry.papers.rows import Problem

from .content import content_of
from .models import PointVersion

ONLY_MEASURES = (
    "这一轮只补防控措施：风险点、等级和表述已经公示，不再改动。"
    "确实需要改的，请与审核人联系，由领导小组或者派驻纪检组责令重新查找。"
)
MOVED = "第 {serial} 个风险点：除防控措施以外，内容与公示的不一致。这一轮只补防控措施。"
GONE = "公示过的风险点“{risk}”不在这张表里了。这一轮只补防控措施，风险点不增不减。"
# What the round is about; which level remains hangs on the measures.
WRITTEN_NOW = ("measures", "level_after")


def is_due(revision):
    """Whether points of this round that stay have no measure yet, and nobody was asked for them."""
    if revision.adds_measures:
        return False
    versions = PointVersion.objects.filter(lines__revision=revision, struck=False)
    return versions.filter(measures__isnull=True).exists()


def frozen_part(content):
    return {key: said for key, said in content.items() if key not in WRITTEN_NOW}


def problems(revision):
    """What differs from the round that was shown, beside measures; rows others keep stay theirs."""
    if not revision.adds_measures:
        return
    shown, now = _points_of(revision.adds_to), _points_of(revision)
    for serial, (point, version) in enumerate(now.items(), start=1):
        if version.written_in_id != revision.paper_id:
            continue  # as the register says it
        if point not in shown or _kept(shown[point]) != _kept(version):
            yield Problem(MOVED.format(serial=serial))
    for point, version in shown.items():
        if version.written_in_id == revision.paper_id and point not in now:
            yield Problem(GONE.format(risk=version.risk))


def _kept(version):
    return version.struck, frozen_part(content_of(version))


def _points_of(revision):
    """Point id → version, in order."""
    lines = revision.point_lines.select_related("version__duty")
    lines = lines.prefetch_related("version__measures").order_by("position")
    return {line.version.point_id: line.version for line in lines}
