"""《廉政风险点和风险等级目录》 [0] as a paper: it compiles what is in force and changes nothing.

Content module of the kind `directory` (protocol in `registry.papers.rows`).
"""

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from registry.organisation.models import LevelMapping
from registry.papers.drafts import lock_draft, mark_saved
from registry.papers.models import Paper
from registry.papers.register import Change, Overtaken
from registry.papers.rows import Problem, Row, carry_lines
from risks.compiled_levels import levels_met
from risks.models import PointLine, PointVersion, RiskPoint
from risks.tables import point_contents


def points_covered(paper):
    """Points in force of the unit, or of the unit and everything under it, in print order."""
    points = RiskPoint.objects.filter(in_force__isnull=False, in_force__struck=False)
    if paper.covers == Paper.Covers.SUBTREE:
        points = points.filter(unit__path__startswith=paper.unit.path)
    else:
        points = points.filter(unit=paper.unit)
    # Leaders first, then section by section; Coalesce because databases sort NULL differently.
    section_order = Coalesce("section__order", "post__section__order", Value(0))
    return points.order_by("unit__path", section_order, "post__section", "post", "pk")


def begin(*, revision):
    versions = points_covered(revision.paper).values_list("in_force", flat=True)
    PointLine.objects.bulk_create(
        (
            PointLine(revision=revision, version_id=version, position=position, open=False)
            for position, version in enumerate(versions, start=1)
        ),
        batch_size=2000,
    )


@transaction.atomic
def compile_again(*, paper, by):
    """Take what is in force now; `NotDraft` once it has been handed in."""
    revision = lock_draft(paper.pk)
    revision.point_lines.all().delete()
    begin(revision=revision)
    mark_saved(revision, by)


def carry(*, old, new, open_ids):
    """A returned directory is compiled anew, so `open_ids` says nothing here."""
    carry_lines(old_lines=old.point_lines.all(), new=new, order_field="position", open_ids=set())


def rows(revision, previous=None):
    """Rows in order; `details` has the seven columns as `content`, and `overtaken`."""
    paper = revision.paper
    lines = list(
        revision.point_lines.select_related(
            "version__point__unit",
            "version__point__section",
            "version__point__post__section",
            "version__level",
            "version__duty",
        ).order_by("position")
    )
    day = timezone.localdate(revision.submitted_at or timezone.now())
    terms = paper.programme.names, paper.programme.scale
    contents = point_contents([line.version for line in lines], day, *terms)
    return [_row(line, content, paper) for line, content in zip(lines, contents, strict=True)]


def _row(line, content, paper):
    moved_on = line.version.point.in_force_id != line.version_id
    return Row(
        line=line,
        version=line.version,
        base=line.version,
        change=Change.UNCHANGED,
        details={"content": content, "overtaken": paper.is_running and moved_on},
    )


def overtaken_lines(revision):
    """Rows whose point has moved on in the register since the directory was compiled."""
    return revision.point_lines.filter(~Q(version__point__in_force=F("version")))


def overtaken_count(revision):
    return overtaken_lines(revision).count()


def missing_count(revision):
    """Points that came into force since the directory was compiled."""
    compiled = revision.point_lines.values("version__point")
    return points_covered(revision.paper).exclude(pk__in=compiled).count()


def problems(revision, rows=None):
    if not revision.point_lines.exists():
        yield Problem("台账里还没有已生效的风险点，目录是空的。请等识别防控表确认生效后再编制。")
    if overtaken := overtaken_count(revision):
        yield Problem(f"有 {overtaken} 行在编制之后已有更新，请点“重新编制”取最新内容。")
    if missing := missing_count(revision):
        yield Problem(f"有 {missing} 个风险点在编制之后才生效，请点“重新编制”把它们编进来。")
    if unmapped := unmapped_levels(revision):
        names = "、".join(f"{level.scale}的“{level.label}”" for level in unmapped)
        yield Problem(
            f"这些等级还没有说明对应本单位“{revision.paper.programme.scale}”的哪一级：{names}。"
            "请用到它们的单位在等级表里补上“对应上级等级”。"
        )


def unmapped_levels(revision):
    """Levels in the directory that are of another scale and not said to be one of this unit's."""
    mapping = LevelMapping(revision.paper.programme.scale)
    met = levels_met(PointVersion.objects.filter(lines__revision=revision).filter)
    return [level for level in met if mapping.of(level) is None]


def freeze(revision):
    lines = revision.point_lines.order_by("position")
    return list(lines.values_list("version__digest", flat=True))


def put_in_force(revision, settled=()):
    """A directory moves nothing in the register; but it must still say what that says.

    Nothing of it can be settled: it is compiled anew.
    """
    overtaken = overtaken_lines(revision).select_related("version")
    if overtaken:
        raise Overtaken([line.version for line in overtaken])
