"""What an adopted opinion does to a paper: exactly the rows concerned come back to the filler.

The paper leaves its batch with the first of them; rows of opinions adopted later are opened beside
them while the paper is still a draft. What is adopted and not reopened stops the closing.
"""

from django.db import transaction

from registry.papers.models import PaperState
from registry.trail.recording import record

from . import actions, notices, seats, workflow
from .models import Opinion
from .refusals import Moved, NotAllowed, NotReady

NOT_REOPENED = (
    "有 {count} 条意见已经采纳，涉及的条目还没有重开，公示暂时不能结束。"
    "请先重开这些条目；其余的表不受影响，照常转确认。"
)
THEY_REOPEN = "由{office}重开，系统已经发了消息。重开以后，只有这一条回到填报人手里。"
HANDED_IN = "这张表已经重新提交。请告诉现在的审核人：把这一条写成逐行意见，退回填报人修改。"


def waiting_on(paper):
    """Adopted opinions on this paper whose rows have not come back to the filler."""
    return Opinion.objects.to_reopen().filter(shown__revision__paper=paper)


def rows_concerned(paper):
    """Ids of the lines of the latest revision that these opinions are about, in order."""
    points = waiting_on(paper).values("row__point_version__point")
    lines = paper.current.point_lines.filter(version__point__in=points)
    return list(lines.order_by("position").values_list("pk", flat=True))


def waits(opinion):
    """Whether this one is adopted and its row has not come back to the filler."""
    return Opinion.objects.to_reopen().filter(pk=opinion.pk).exists()


def who_reopens(opinion, day):
    """In words, for whoever cannot do it: who gives the row back to the filler."""
    paper = opinion.shown.revision.paper
    if paper.state not in (PaperState.PUBLICITY, PaperState.DRAFT):
        return HANDED_IN
    names = "、".join(person.name for person in seats.office_over(paper.unit, day))
    return THEY_REOPEN.format(office=f"防控办（{names}）" if names else "防控办")


def may_reopen(paper, person, day):
    """The office over the paper, in its publicity and afterwards while it is a draft."""
    if paper.state not in (PaperState.PUBLICITY, PaperState.DRAFT):
        return False
    return actions.office_of(paper, person, day)


@transaction.atomic
def reopen_concerned(*, paper, by, day):
    """All rows of this paper that adopted opinions wait for; the number of them.

    Pressed twice it does nothing the second time: nothing waits any more.
    """
    paper = workflow.lock(paper)
    found = rows_concerned(paper)
    if not found:
        return 0
    if paper.state == PaperState.PUBLICITY:
        workflow.reopen_rows(paper=paper, by=by, line_ids=found)
    else:
        _open_beside(paper, found, by, day)
    return len(found)


def _open_beside(paper, line_ids, by, day):
    """The paper has left its batch already and is a draft: these rows may be changed too."""
    if paper.state != PaperState.DRAFT:
        raise NotReady([HANDED_IN])
    if not may_reopen(paper, by, day):
        raise NotAllowed(paper)
    revision = paper.current
    opened = revision.point_lines.filter(pk__in=line_ids, open=False).update(open=True)
    if opened != len(line_ids):
        raise Moved(paper)
    record(by=by, action="row.reopened", unit=paper.unit, target=paper)
    notices.reopened(paper)


def check_all_reopened(publication):
    """Raise `NotReady` while an adopted opinion waits on a paper that is still in the batch."""
    waiting = Opinion.objects.to_reopen().filter(publication=publication, shown__outcome="")
    if count := waiting.count():
        text = NOT_REOPENED.format(count=count)
        raise NotReady([text])
