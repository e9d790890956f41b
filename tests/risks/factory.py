"""Form papers and points for tests, made the way people make them."""

from django.db import transaction
from django.utils import timezone

from registry.papers.digest import digest_of
from registry.papers.models import Paper, PaperKind, PaperState, Revision
from risks import editing, findings, form
from risks.content import point_content

SENTENCE = "因转学材料由一人收、一人审，导致放宽转学接收条件，造成其他学生失去公平机会。"


def sample_point(**changes):
    """Plain data of a point that keeps every rule."""
    given = {
        "source": "转学材料由一人收、一人审",
        "risk": "放宽转学接收条件",
        "harm": "其他学生失去公平机会",
        "answers": {"likelihood": 2, "severity": 2},
        "measures": [{"text": "收件和审核由两人分别办理"}],
    }
    return point_content(**{**given, **changes})


def make_form(cast, *, post=None, holder=None, whole=True, programme=None):
    """A draft form of the post, begun from what is in force."""
    post = post or cast.posts.staff
    paper = Paper.objects.create(
        unit=post.unit,
        section=post.section,
        post=post,
        holder=holder,
        kind=PaperKind.STAFF_FORM,
        programme=programme or cast.programme,
        whole=whole,
        created_by=holder or cast.people.staff,
    )
    revision = Revision.objects.create(paper=paper)
    form.begin(revision=revision)
    return paper, revision


def add_duty(cast, paper, text="受理转学申请，核对材料", kind="duty"):
    return editing.save_duty(paper=paper, kind=kind, text=text, by=cast.people.staff)


def add_point(cast, paper, **changes):
    return editing.save_point(paper=paper, content=sample_point(**changes), by=cast.people.staff)


def filled_form(cast, points=1, **kwargs):
    """A form with a duty and so many points under it, ready to be handed in."""
    paper, revision = make_form(cast, **kwargs)
    duty = add_duty(cast, paper)
    for number in range(points):
        add_point(cast, paper, duty=duty.version.duty_id, risk=f"放宽第 {number + 1} 类接收条件")
    return paper, revision


def submit(cast, revision):
    """What the workflow does at submission, as far as the content is concerned."""
    covered = form.freeze(revision)
    Revision.objects.filter(pk=revision.pk).update(
        digest=digest_of(covered), submitted_at=timezone.now(), submitted_by=cast.people.staff
    )
    Paper.objects.filter(pk=revision.paper_id).update(
        state=PaperState.REVIEW, position=1, number=f"{revision.paper.unit.code}-{revision.pk}"
    )
    _refresh(revision)
    findings.freeze(revision)


def send_back(revision, *, open_ids=None):
    """A new draft revision after a return."""
    Paper.objects.filter(pk=revision.paper_id).update(state=PaperState.DRAFT, position=None)
    _refresh(revision)
    new = Revision.objects.create(paper=revision.paper, no=revision.no + 1)
    form.carry(old=revision, new=new, open_ids=open_ids)
    return new


@transaction.atomic
def confirm(cast, revision):
    """Submit if need be, put in force, and mark the paper confirmed, all in one transaction."""
    if revision.submitted_at is None:
        submit(cast, revision)
    form.put_in_force(revision)
    Paper.objects.filter(pk=revision.paper_id).update(
        state=PaperState.CONFIRMED,
        position=None,
        confirmed_at=timezone.now(),
        confirmed_by=cast.people.principal,
    )
    _refresh(revision)


def _refresh(revision):
    revision.refresh_from_db()
    revision.paper.refresh_from_db()
