"""Walking a paper along its way in tests: fill in, hand in, sign, publicise, confirm.

Everything goes through the same functions as the pages; nothing is written around the rules.
"""

import datetime

from django.utils import timezone

from powers import editing as power_editing
from powers.causes import stating
from registry.papers.models import Paper
from reviews import actions, filing, meetings, publicity, seats, workflow
from reviews.models import Publication, Step
from reviews.verdicts import FilingMark, Verdict
from risks import editing
from risks.content import point_content

PART = {
    "source": "登记学籍变动时只凭口头说明",
    "risk": "未核对证明材料就在系统中办理转学",
    "harm": "学籍信息失真，影响学生升学",
}


def point(number=1, **changes):
    """Plain data of a good risk point; the number keeps texts apart."""
    parts = {key: f"{text}（情形{'甲乙丙丁戊己庚辛'[number - 1]}）" for key, text in PART.items()}
    measures = [{"text": f"每次办理由两人核对原件并签字（第{number}项）"}]
    answers = {"likelihood": 2, "severity": 2}
    return point_content(**{**parts, "answers": answers, "measures": measures, **changes})


def begin_form(cast, *, post=None, by=None):
    post = post or cast.posts.staff
    by = by or cast.people.staff
    return filing.start_form(post=post, programme=cast.programme, by=by, holder=by)


def fill_form(paper, by, *, points=2):
    editing.save_duty(paper=paper, kind="duty", text="办理学生学籍登记和异动手续", by=by)
    carried = paper.current.point_lines.count()
    for number in range(carried + 1, carried + points + 1):
        editing.save_point(paper=paper, content=point(number), by=by)
    return paper


def submit(paper, by, **kwargs):
    paper.refresh_from_db()
    if paper.kind == "catalogue" and not paper.whole:
        state_causes(paper, by)
    return workflow.submit(paper=paper, by=by, counter=paper.current.counter, **kwargs)


def state_causes(paper, by, kind="law", text="《学籍管理办法》今年修订"):
    """Of every row that an amendment changes and that does not say yet on what ground."""
    lines = paper.current.power_lines.filter(open=True, cause=None).select_related("version")
    changed = stating.changed_lines(lines, paper)
    stating.state(paper=paper, causes={each.pk: (kind, text) for each in changed}, by=by)


def submitted_form(cast, **kwargs):
    paper = fill_form(begin_form(cast), cast.people.staff, **kwargs)
    return submit(paper, cast.people.staff)


def open_step(paper):
    paper.refresh_from_db()
    return actions.open_steps_of(paper)[0]


def verdict_for(paper, action="pass", **kwargs):
    paper.refresh_from_db()
    return Verdict(action=action, digest=paper.current.digest, **kwargs)


def meet(step, by):
    """A meeting where everybody invited is present and agrees."""
    invited = meetings.invited(step, timezone.localdate())
    attendees = [
        {
            "person": entry.person,
            "presence": "avoided" if entry.must_avoid else "present",
            "vote": "" if entry.must_avoid else "for",
        }
        for entry in invited
    ]
    return meetings.record_meeting(
        step=step, held_on=timezone.localdate(), place="会议室", attendees=attendees, by=by
    )


def sign(paper, by, action="pass", **kwargs):
    """The open step of the paper, signed by this person; a meeting is held where it needs one."""
    from django.db import transaction

    step = open_step(paper)
    with transaction.atomic():
        meeting = meet(step, by) if step.mode == Step.Mode.MEETING else None
        if step.mode == Step.Mode.FILING and action == "pass":
            kwargs.setdefault("filing", FilingMark("备〔2026〕1 号", timezone.localdate()))
        verdict = verdict_for(paper, action, meeting=meeting, **kwargs)
        decision = workflow.decide(step=step, by=by, verdict=verdict)
    paper.refresh_from_db()
    return decision


def sign_on(paper):
    """Sign every open step with whoever can, until the chain is through."""
    paper.refresh_from_db()
    while paper.state == "review":
        step = open_step(paper)
        holder = seats.resolve(step, timezone.localdate()).holders[0]
        sign(paper, holder.person)
    return paper


def through_publicity(paper, by):
    publication = publicity.open_publicity(papers=[paper], by=by)
    Publication.objects.filter(pk=publication.pk).update(
        ends_on=timezone.localdate() - datetime.timedelta(days=1)
    )
    publication.refresh_from_db()
    publicity.close_publicity(publication=publication, by=by)
    paper.refresh_from_db()
    return publication


def confirm(paper, by):
    paper.refresh_from_db()
    return workflow.confirm(paper=paper, by=by, digest=paper.current.digest)


def send_back(paper, by, **kwargs):
    paper.refresh_from_db()
    return workflow.send_back(paper=paper, by=by, digest=paper.current.digest, **kwargs)


def confirmed_form(cast, **kwargs):
    """A staff form of the large school, all the way into the register."""
    paper = sign_on(submitted_form(cast, **kwargs))
    through_publicity(paper, cast.people.school_office)
    confirm(paper, cast.people.principal)
    return Paper.objects.get(pk=paper.pk)


def power(name, section, **changes):
    """Plain data of a good power, as `powers.content` describes it."""
    return {
        "name": name,
        "side": "external",
        "kind": "confirmation",
        "content": "对申请材料进行核对后作出决定",
        "exercising_body": "",
        "handling_body": "教务处",
        "conditions": "材料齐全",
        "procedure": "受理、核对、决定",
        "time_limit": "五个工作日",
        "supervision_channel": "校长信箱",
        "disposition": "keep",
        "visibility": "public",
        "ground": "",
        "bases": [{"law": "中华人民共和国义务教育法", "article": "第十二条"}],
        "sections": [section.pk],
        "steps": ["受理", "核对", "决定"],
        **changes,
    }


def confirmed_catalogue(cast, *names, **changes):
    """The large school's catalogue with these powers, in force."""
    keeper = cast.people.keeper
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=keeper)
    for name in names or ("学籍异动审核", "奖学金评定"):
        content = power(name, cast.sections.teaching, **changes)
        power_editing.add_power(paper=paper, content=content, by=keeper)
    submit(paper, keeper)
    sign_on(paper)
    confirm(paper, cast.people.principal)
    return Paper.objects.get(pk=paper.pk)
