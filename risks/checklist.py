"""What must be mended before a form is handed in; each problem says where and what to do next."""

from django.urls import reverse

from registry.papers.register import Change
from registry.papers.rows import Problem

from . import measures_round
from .adjusting import missing_reason
from .form_kinds import form_kind_of
from .grading import problem_after
from .phrasing import ERROR, check_text

MEASURE_MISSING = "还没有写防控措施。每个风险点至少要有一条措施，写清谁来做、怎么做。"
HELD_ELSEWHERE = (
    "这条职责已取消，台账里还有 {count} 个不在本表里的风险点写在它下面。"
    "请保留这条职责，或者先请填写这些风险点的同志把它们改到别的职责下面。"
)
OVERTAKEN = "这一行的现行内容在您填写期间已由其他办件更新，请打开对照后再保存。"


def form_problems(*, revision, groups, terms, missing, hanging):
    """Problems of a form in the order of its page. `missing`: points in force without a row;
    `hanging`: id of a duty that is struck → how many points in force of other forms it holds.
    """
    paper = revision.paper
    measures_due = revision.adds_measures or not terms.measures_later
    found = [*measures_round.problems(revision), *_whole_form(paper, groups)]
    for group in groups:
        if group.duty is not None and group.duty.is_open:
            found += _duty(paper, group, hanging)
        for row in group.rows:
            if row.is_open:
                found += [_on_row(paper, row, text) for text in _point(row)]
                found += [_on_row(paper, row, text) for text in _measures(row, measures_due)]
                found += [
                    _to_answer(paper, row, one)
                    for one in row.details["findings"]
                    if one.wants_answer
                ]
    found += [_left_out(paper, point) for point in missing]
    return [*found, *_grade(revision, groups, terms)]


def _whole_form(paper, groups):
    points = [row for group in groups for row in group.rows]
    if not paper.whole:
        changed = [
            row
            for row in (*points, *(group.duty for group in groups if group.duty))
            if row.change != Change.UNCHANGED
        ]
        if not changed:
            yield Problem("这次还没有改动任何内容。改好需要调整的行以后再提交。", "#points")
        return
    if not any(group.duty and not group.duty.version.struck for group in groups):
        yield Problem(
            f"还没有写职责。请先写一两条{form_kind_of(paper).owner}的主要职责或者工作流程。",
            reverse("paper-duty-add", args=[paper.pk]),
        )
    if not any(not row.version.struck for row in points):
        yield Problem(
            "还没有风险点。可以从最常办的一件事想起，至少写一个。",
            reverse("paper-row-add", args=[paper.pk]),
        )


def _duty(paper, group, hanging):
    """A duty may be without points; but points must not hang on one that is being dropped."""
    row, url = group.duty, reverse("paper-duty", args=[paper.pk, group.duty.line.pk])
    if row.details["overtaken"]:
        yield Problem(OVERTAKEN, url)
    if row.version.struck:
        if any(not point.version.struck for point in group.rows):
            yield Problem("这条职责已取消，它下面还有风险点。请把风险点改到别的职责下面。", url)
        if count := hanging.get(row.version.duty_id):
            yield Problem(HELD_ELSEWHERE.format(count=count), url)
        return
    if not row.version.text.strip():
        yield Problem("这条职责还是空的，请补充内容，或者删去这一行。", url)
    for finding in check_text("duty", row.version.text):
        yield Problem(finding.message, url)


def _point(row):
    version = row.version
    if row.details["overtaken"]:
        yield OVERTAKEN
    if row.change == Change.STRUCK:
        return
    for finding in row.details["findings"]:
        if finding.severity == ERROR:
            yield finding.text
    yield from _level(version)
    yield from filter(None, [problem_after(version.level, version.level_after)])
    if row.change == Change.ADJUSTED:
        yield from filter(None, [missing_reason(row.base, version.level, version.why)])


def _level(version):
    if version.level_id is None:
        yield "还没有评定风险等级。请回答“有多要紧”里的几项，系统会给出建议等级。"
    elif version.proposed_id and version.level_id != version.proposed_id and not version.level_why:
        yield f"等级与系统建议的{version.proposed}不同，请写一句理由。"


def _measures(row, due):
    """Each point has its own [2]; before publicity none is due where they are written after it."""
    if row.change == Change.STRUCK:
        return
    written = [measure for measure in row.details["measures"] if measure.text.strip()]
    if due and not written:
        yield MEASURE_MISSING
    for measure in written:
        for finding in check_text("measure", measure.text):
            yield finding.message


def _grade(revision, groups, terms):
    """The proposal stands unless another grade was chosen, which needs a reason."""
    if not form_kind_of(revision.paper).graded:
        return
    versions = [row.version for group in groups for row in group.rows if not row.version.struck]
    proposed = terms.post_grade(versions).grade
    if revision.grade and revision.grade != proposed and not revision.grade_why.strip():
        yield Problem(
            f"岗位风险等级选了 {revision.grade} 级，与系统建议的 {proposed or '（暂无）'} 不同，"
            "请写一句理由，或者采用建议。",
            reverse("paper-grade", args=[revision.paper_id]),
        )


def _left_out(paper, point):
    return Problem(
        f"“{point.in_force.sentence}”在您填写期间已经生效，但还不在本表里，"
        "请在表的末尾把它加进来。",
        reverse("paper-edit", args=[paper.pk]),
    )


def _on_row(paper, row, text):
    return Problem(
        f"第 {row.details['serial']} 个风险点：{text}",
        reverse("paper-row", args=[paper.pk, row.line.pk]),
        row.line.pk,
    )


def _to_answer(paper, row, finding):
    """A warning is mended, or left with a word of reason."""
    return Problem(
        f"第 {row.details['serial']} 个风险点：{finding.text}如果就该这样写，请写一句说明。",
        reverse("paper-row-answers", args=[paper.pk, row.line.pk]),
        row.line.pk,
    )
