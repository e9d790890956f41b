"""What the running forms of a unit say already, where a file would be written into them."""

from dataclasses import dataclass

from django.db.models import Q

from registry.papers.models import OVER, POST_FORMS, Paper, PaperState, Revision
from risks.content import content_of, text_of_told
from risks.models import DutyLine, PointLine
from risks.sharing import common_points

STRUCK = "表里已对这一条提出销号，这一行不写入。"
COMMON = "与本岗位共同的风险点相同，这一行不写入。"
CLOSED = "表里这一条审核人已经看过，这次不改，这一行不写入。"
IN_REVIEW = "“{}”的表已经提交，正在审核，现在不能写入。请选“不导入”，等退回以后再导。"
NO_NEW_ROWS = "“{}”的表这次只退回修改几行，不能增加。请选“不导入”。"
REPLACES = "表里已有这一条，确认后它的等级和措施改成这一行写的。"


@dataclass(frozen=True)
class Standing:
    """A running form. `said`: sentence → (content, why an import leaves it alone or "")."""

    counter: int
    is_draft: bool
    takes_new_rows: bool
    said: dict


def forms_of(posts, programme):
    """{(post id, holder id): Standing}, in five queries for any number of posts."""
    papers = Paper.objects.filter(programme=programme, kind__in=POST_FORMS, post__in=posts)
    running = ~Q(state__in=OVER)
    revisions = Revision.objects.filter(paper__in=papers.filter(running)).select_related("paper")
    current = {revision.paper_id: revision for revision in revisions.order_by("no")}
    ids = [revision.pk for revision in current.values()]
    lines = {}
    for line in PointLine.objects.filter(revision__in=ids).of_register_rows():
        lines.setdefault(line.revision_id, []).append(line)
    closed = set(
        DutyLine.objects.filter(revision__in=ids, open=False).values_list("revision", flat=True)
    )
    common = common_points(Q(post__in=posts))
    return {
        (revision.paper.post_id, revision.paper.holder_id): _standing(
            revision,
            lines.get(revision.pk, []),
            revision.pk in closed,
            common if revision.paper.holder_id else frozenset(),
        )
        for revision in current.values()
    }


def why_kept(line, shared):
    """Why an import leaves a row of a draft as it is; "" where it may change it."""
    if line.version.struck:
        return STRUCK
    if line.version.point_id in shared:
        return COMMON
    return "" if line.open else CLOSED


def onto(old, new):
    """What the form says already, with the levels and measures of the file where it has any.

    A measure that is there stays the same measure, with its stage, rhythm, post, due day and rule.
    """
    known = {measure["text"]: measure for measure in old["measures"]}
    measures = [
        known.pop(text_of_told(measure["text"]), None) or known.pop(measure["text"], measure)
        for measure in new["measures"]
    ]
    level = new["level"] or old["level"]
    return {
        **old,
        "level": level,
        "level_after": new["level_after"] or old["level_after"],
        "level_why": old["level_why"] if level == old["level"] else "",
        "measures": measures or old["measures"],
    }


def _standing(revision, lines, has_closed_duties, shared):
    return Standing(
        counter=revision.counter,
        is_draft=revision.paper.state == PaperState.DRAFT,
        takes_new_rows=not has_closed_duties and all(line.open for line in lines),
        said={
            line.version.sentence: (content_of(line.version), why_kept(line, shared))
            for line in lines
        },
    )
