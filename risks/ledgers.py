"""The register on a day, as the sheets that offices keep: 一览表 [2], 登记簿 [1], 台账 [3], 汇总表.

Each sheet is a table over what somebody may read, narrowed by place and of the day that is asked
for; inside material (内部资料).
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from registry.organisation.models import Programme, Section, Unit
from registry.papers.models import PaperState, Revision
from registry.tables.description import Column, Source, Table
from registry.tables.text import chinese_date

from . import past
from .compiled_levels import UNMAPPED, CompiledLevels, levels_met, levels_of, scale_of_line
from .filters import UNIT_ITSELF, DayFilter, DutyFilter
from .models import PointVersion, RiskPoint
from .responsibility import Responsibilities, told
from .tables import Matters, point_contents, with_after

SERIAL = Column("serial", "序号", 10, "center")
UNIT = Column("unit", "单位", 26, merge=True)
PLACE = (Column("section", "部门", 22, merge=True), Column("post", "岗位", 24, merge=True))
# 序号、部门、岗位、职权/环节、风险点、风险等级、防控措施、责任人、分管领导 [2]
OVERVIEW = (
    *PLACE,
    Column("matter", "职权/环节", 32, merge=True),
    Column("risk", "风险点", 60),
    Column("level", "风险等级", 24, "center"),
    Column("measures", "防控措施", 64),
    Column("responsible", "责任人", 18, "center"),
    Column("leader", "分管领导", 18, "center"),
)
# 责任分解表 [0] 二(三): by level who manages and who answers.
DIVISION = (
    *PLACE,
    Column("matter", "职权/环节", 32, merge=True),
    Column("risk", "风险点", 66),
    Column("level", "风险等级", 18, "center"),
    Column("manages", "管理责任人", 32, "center"),
    Column("answers", "领导责任人", 32, "center"),
)
DUTIES = (
    *PLACE,
    Column("kind", "类别", 18, "center", merge=True),
    Column("text", "岗位职责、工作流程", 70),
    Column("powers", "行使的职权", 44),
    Column("steps", "权力运行环节", 40),
    Column("points", "风险点（个）", 16, "center"),
)
LEDGER = (
    *PLACE,
    Column("matter", "职权或职责", 30, merge=True),
    Column("risk", "风险点", 54),
    Column("kind", "风险类型", 16, "center"),
    Column("found", "查找方式", 16, "center"),
    Column("level", "风险等级", 17, "center"),
    Column("measures", "防控措施（落实频次）", 60),
    Column("responsible", "责任人", 17, "center"),
    Column("answers", "领导责任", 17, "center"),
    Column("since", "生效日期", 20, "center"),
    Column("paper", "办件编号", 30),
)
NOBODYS = UNIT_ITSELF.name
GRADES = ("A", "B", "C")
NAMES = Programme.Names.FULL


@dataclass(frozen=True)
class Sheet:
    """`items(asked)` are the rows in order, `draw(asked, items, on, first)` the table of some of
    them, numbered from `first`; `asks` is the form it is narrowed by.
    """

    title: str
    items: Callable
    draw: Callable
    asks: type[DayFilter] = DayFilter

    def pages(self, asked, size):
        """The rows by pages; what is a version for each row is counted without reading any."""
        paginator = Paginator(self.items(asked), size)
        if self.items is _versions:
            paginator.count = asked.count()
        return paginator


def _versions(asked):
    return asked.versions()


def _overview(asked, versions, on, first=1):
    levels = levels_for(asked, on)
    contents = point_contents(versions, on, NAMES, levels.scale)
    rows = [_said(version, content) for version, content in zip(versions, contents, strict=True)]
    table = _table(OVERVIEW_TITLE, _with_after(asked, OVERVIEW), rows, asked, on, first)
    return replace(table, notes=_notes(asked, levels))


def _ledger(asked, versions, on, first=1):
    levels = levels_for(asked, on)
    contents = point_contents(versions, on, NAMES, levels.scale)
    responsibilities = Responsibilities(versions, on)
    papers = _papers_of(versions)
    rows = [
        {
            **_said(version, content),
            "kind": version.get_kind_display(),
            "found": version.get_found_by_display(),
            "measures": [
                f"{measure.told}（{measure.get_rhythm_display()}）"
                for measure in version.measures.all()
            ],
            "answers": _shown(responsibilities.of(version).answers),
            **papers[version.pk],
        }
        for version, content in zip(versions, contents, strict=True)
    ]
    table = _table(LEDGER_TITLE, _with_after(asked, LEDGER), rows, asked, on, first)
    return replace(table, notes=_notes(asked, levels))


def _division(asked, versions, on, first=1):
    """By level, who manages each point and who answers for it: post and name."""
    levels = levels_for(asked, on)
    contents = point_contents(versions, on, NAMES, levels.scale)
    responsibilities = Responsibilities(versions, on)
    people = [responsibilities.of(version) for version in versions]
    rows = [
        {**_said(version, content), "manages": told(of.manages), "answers": told(of.answers)}
        for version, content, of in zip(versions, contents, people, strict=True)
    ]
    table = _table(DIVISION_TITLE, DIVISION, rows, asked, on, first)
    return replace(table, notes=_notes(asked, levels))


def _duty_register(asked, duties, on, first=1):
    hanging = _hanging([version.duty_id for version in duties], asked)
    matters = Matters([version for versions in hanging.values() for version in versions])
    rows = [
        {
            "unit": post.unit.name,
            "section": post.section.name if post.section_id else NOBODYS,
            "post": post.name,
            "kind": version.get_kind_display(),
            "text": version.text,
            "powers": _once(map(matters.power, hanging[version.duty_id])),
            "steps": _once(map(matters.step, hanging[version.duty_id])),
            "points": len(hanging[version.duty_id]),
        }
        for version in duties
        for post in [version.duty.post]
    ]
    table = _table(DUTIES_TITLE, DUTIES, rows, asked, on, first)
    return replace(table, notes=(past.NOTE_OF_DUTIES,) if asked.is_past else ())


def _hanging(duties, asked):
    """Duty id → the points that hung on it on the day, in the versions of that day."""
    on_these = Q(duty__in=duties) | Q(duty__taken_as__in=duties)
    ever = PointVersion.objects.filter(on_these).values("point")
    versions = asked.standing(asked.known(RiskPoint).filter(pk__in=ever)).filter(on_these)
    found = defaultdict(list)
    for version in versions.prefetch_related(None).select_related("duty", "step"):
        found[version.duty_now].append(version)
    return found


def _table(title, columns, rows, asked, on, first):
    """Numbered, with the unit in front where more than one is shown."""
    several = asked.one_unit is None
    return Table(
        title=dated(title, asked),
        source=Source.register(on),
        columns=(SERIAL, *((UNIT,) if several else ()), *columns),
        rows=[{"serial": serial, **row} for serial, row in enumerate(rows, start=first)],
        unit_name="" if several else asked.one_unit.name,
        compiled_on=timezone.localdate(),
    )


def dated(title, asked):
    """The title of a sheet; of an earlier day it says so."""
    return f"{title}（{chinese_date(asked.day)}）" if asked.is_past else title


def _said(version, content):
    """The content with its place, and the matter as one cell: the power (or duty) and its step."""
    matter = " · ".join(filter(None, (content["power"], content["step"])))
    return {**content, **_place(version), "matter": matter}


def levels_for(asked, on):
    """Levels as the unit that compiles what is asked for counts them."""
    return CompiledLevels(scale_of_line(asked.compiling_line, on.year))


def _with_after(asked, columns):
    """With the level after the measures, where anything that was asked for says one."""
    if not asked.saying(level_after__isnull=False).exists():
        return columns
    return with_after(columns)


def _notes(asked, levels):
    """Of the levels met, and of an earlier day what is not of that day."""
    told = levels.notes(levels_met(asked.saying))
    return (*told, past.NOTE) if asked.is_past else told


def _place(version):
    point = version.point
    section = point.owner_section
    return {
        "section": section.name if section else NOBODYS,
        "post": point.post.name if point.post_id else "",
    }


def _shown(holder):
    return holder.shown(NAMES) if holder else ""


def _once(texts):
    return list(dict.fromkeys(filter(None, texts)))


def _papers_of(versions):
    """Version id → the day it came into force and the number of the paper that brought it."""
    known = PointVersion.objects.filter(pk__in=[version.pk for version in versions])
    told = known.values_list("pk", "written_in__confirmed_at", "written_in__number")
    return {
        pk: {"since": timezone.localdate(at) if at else "", "paper": number or ""}
        for pk, at, number in told
    }


# --- 汇总表: counted afresh, never typed ----------------------------------------------------------


def sections_of(asked):
    """(unit id, section id) of the sections that have points, in the order of a directory; the
    section is None for what belongs to the unit and its leaders."""
    rows, way = asked.counted()
    placed = rows.annotate(
        of_path=F(f"{way}unit__path"),
        of_order=Coalesce(f"{way}post__section__order", f"{way}section__order", -1),
        of_section=Coalesce(f"{way}post__section", f"{way}section"),
    )
    found = placed.values_list("of_path", "of_order", f"{way}unit", "of_section").distinct()
    return [(unit, section) for _, _, unit, section in sorted(found, key=_in_directory)]


def _in_directory(place):
    path, order, _, section = place
    return path, order, section or 0


def named(places):
    """(units, sections) by id, of these places."""
    units = Unit.objects.in_bulk({unit for unit, _ in places})
    return units, Section.objects.in_bulk({section for _, section in places} - {None})


def _summary(asked, places, on, first=1):
    """Points by level and kind, posts by grade, for each section and in all."""
    points = asked.versions().order_by()
    levels, met = levels_for(asked, on), levels_of(asked.saying)
    counted_as = {level.pk: levels.of(level) for level in met}
    units, sections = named(places)
    shown = points.filter(**{f"{asked.way}unit__in": list(units)})
    counts, of_post = counts_of(shown, counted_as, asked.way), grade_of_post(points, on)
    grades = _grades(shown, of_post, asked.way)
    columns = _summary_columns(counted_as.values())
    rows = []
    for key in places:
        counted = counts[key] + grades[key]
        section = sections.get(key[1])
        place = {"unit": units[key[0]].name, "section": section.name if section else NOBODYS}
        rows.append(place | {column.key: counted[column.key] for column in columns[1:]})
    table = _table(SUMMARY_TITLE, columns, rows, asked, on, first)
    # Of everything that was asked for, on whichever page it stands.
    whole = _whole(points, counted_as, of_post)
    rows, way = asked.counted()
    whole["posts"] = rows.aggregate(posts=Count(f"{way}post", distinct=True))["posts"]
    total = {column.key: whole[column.key] for column in columns[1:]}
    rows = [*table.rows, {"section": "合计", **total}]
    told = (past.NOTE_OF_COUNTS,) if asked.is_past else ()
    return replace(table, rows=rows, notes=(*levels.notes(met), *told))


def _summary_columns(levels):
    """A column for each level counted; None stands for those not mapped."""
    return (
        Column("section", "部门", 34),
        Column("posts", "有风险点的岗位", 20, "center"),
        Column("points", "风险点合计", 18, "center"),
        *(
            Column(level_key(level), str(level or f"{UNMAPPED}等级"), 18, "center")
            for level in in_order(levels)
        ),
        *(
            Column(f"kind-{value}", label, 18, "center")
            for value, label in PointVersion.Kind.choices
        ),
        *(Column(f"grade-{grade}", f"{grade} 级岗位", 16, "center") for grade in GRADES),
    )


def in_order(levels):
    """Levels counted, gravest first; None, for those not mapped, last."""
    known = set(levels)
    ordered = sorted(known - {None}, key=lambda level: (level.scale_id, -level.rank))
    return [*ordered, None] if None in known else ordered


def level_key(level):
    return f"level{level.pk}" if level else "level-unmapped"


def counts_of(points, counted_as, way):
    """(unit, section) → how many points, by level (level id → the one it counts as) and by kind;
    `way` leads from a version to its point.
    """
    found = defaultdict(Counter)
    where = (f"{way}{name}" for name in ("unit", "post", "post__section", "section"))
    grouped = points.values_list(*where, "level", "kind")
    for unit, post, of_post, own, level, kind, number in grouped.annotate(number=Count("pk")):
        _count(found[unit, of_post if post else own], counted_as, level, kind, number)
    return found


def _count(counted, counted_as, level, kind, number):
    counted.update({"points": number, f"kind-{kind}": number})
    counted[level_key(counted_as.get(level))] += number


def _whole(points, counted_as, of_post):
    """The sum of all places, counted without them."""
    whole = Counter(f"grade-{grade}" for grade in of_post.values())
    grouped = points.values_list("level", "kind")
    for level, kind, number in grouped.annotate(number=Count("pk")):
        _count(whole, counted_as, level, kind, number)
    return whole


def grade_of_post(points, on):
    """Post id → its grade: that of the form last confirmed by the end of the day, the gravest where
    every holder has one; of posts with points."""
    of_posts = points.filter(point__post__isnull=False)
    latest = Revision.objects.filter(
        paper__state=PaperState.CONFIRMED,
        paper__confirmed_at__lt=past.end_of(on),
        paper__post__in=of_posts.values("point__post"),
    ).exclude(grade="")
    of_form = {}
    told = latest.order_by("paper__confirmed_at", "no").values_list(
        "paper__post", "paper__holder", "grade"
    )
    for post, holder, grade in told:
        of_form[post, holder] = grade
    of_post = {}
    for (post, _), grade in of_form.items():
        of_post[post] = min(grade, of_post.get(post, grade))
    return of_post


def _grades(points, of_post, way):
    """(unit, section) → its posts with points, and how many of each grade."""
    where = points.filter(**{f"{way}post__isnull": False}).values_list(
        f"{way}post", f"{way}unit", f"{way}post__section"
    )
    places = {post: (unit, section) for post, unit, section in where.distinct()}
    found = defaultdict(Counter)
    for post in places:
        found[places[post]]["posts"] += 1
        if post in of_post:
            found[places[post]][f"grade-{of_post[post]}"] += 1
    return found


OVERVIEW_TITLE = "岗位权力行使风险防控一览表"
DIVISION_TITLE = "廉政风险责任分解表"
DUTIES_TITLE = "岗位职责权力登记簿"
LEDGER_TITLE = "廉政风险防控台账"
SUMMARY_TITLE = "廉政风险点汇总表"
SHEETS = {
    "overview": Sheet(OVERVIEW_TITLE, _versions, _overview),
    "division": Sheet(DIVISION_TITLE, _versions, _division),
    "duties": Sheet(DUTIES_TITLE, _versions, _duty_register, DutyFilter),
    "ledger": Sheet(LEDGER_TITLE, _versions, _ledger),
    "summary": Sheet(SUMMARY_TITLE, sections_of, _summary),
}
