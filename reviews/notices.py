"""Who is told what, after commit: where to go and what waits there, no content of a paper. What
the principal wrote on sending one back goes along, to those who fill it in and read it there.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from registry.notices.notifying import notify
from registry.organisation.models import Seat
from registry.tables.text import month_and_day

from . import actions, filing, seats
from .models import Step
from .verdicts import mark_of


def _after_commit(people, text, paper):
    _tell(people, text, filing.paper_url(paper))


def _tell(people, text, url):
    listed = [person for person in people if person.has_account]
    if listed:
        transaction.on_commit(lambda: notify(people=listed, text=text, url=url))


def step_opened(paper, seating):
    for step in actions.open_steps_of(paper):
        what = "备案" if step.mode == Step.Mode.FILING else "审核"
        text = f"{paper.title} 等您{what}，请于 {month_and_day(step.due_on)} 前办理。"
        _tell_takers(step, paper, seating, text)


def urged(step, paper, seating):
    """To those the step waits for, in the tone of a reminder."""
    when = f"应在 {month_and_day(step.due_on)} 前办理"
    _tell_takers(step, paper, seating, f"{paper.title} {when}，防控办提醒您抽空办理。")


def _tell_takers(step, paper, seating, text):
    """To those who can sign on screen, else to the office that enters what is signed on paper."""
    resolution = seating.resolve(step)
    holders = resolution.holders
    if resolution.on_paper:
        holders = seating.recorders(paper, seating.filers(paper))
        signed = "书面备案" if step.mode == Step.Mode.FILING else "线下签署"
        text = f"{paper.title}：请补录{step.seat_name}的{signed}。"
    _after_commit([holder.person for holder in holders], text, paper)


def filing_recorded(step, decision):
    """To a body that could file on screen: its letter was entered for it, nothing is left to do."""
    resolution = seats.Seating(timezone.localdate()).resolve(step)
    if step.mode != Step.Mode.FILING or resolution.on_paper:
        return
    paper, filed = step.paper, mark_of(decision)
    said = f"{decision.conclusion}，{filed.number}" if filed else decision.conclusion
    text = (
        f"{paper.title}：防控办已按来函补录{step.seat_name}的备案（{said}），您不用再办。"
        "和来函不一致的，请告诉防控办。"
    )
    _after_commit([holder.person for holder in resolution.holders], text, paper)


def returned(paper, decision):
    text = f"{paper.title} 已由{decision.title}退回，请按意见修改后再提交。"
    _back_in_draft(paper, text)


def sent_back(paper, why):
    text = f"{paper.title} 未予确认，已退回修改。理由：{why}"
    _back_in_draft(paper, text[:300])


def reopened(paper):
    text = f"{paper.title} 公示后有条目需要完善，请修改后再提交。"
    _back_in_draft(paper, text)


def measures_due(paper):
    _back_in_draft(paper, f"{paper.title} 公示已经结束，请补写防控措施后再提交。")


def _back_in_draft(paper, text):
    """To those who fill it in. Where nobody does any more, to those who could take it over (接办),
    then to the office over it; they are told that it is back, not what was written on it.
    """
    day = timezone.localdate()
    if people := filing.fillers(paper, day):
        return _after_commit(people, text, paper)
    heirs = [one for one in filing.successors(paper, day) if one.has_account]
    office = seats.nearest_free(Seat.PREVENTION_OFFICE, unit=paper.unit, day=day)
    left = filing.has_left(paper, day)
    url = reverse("paper-take-over", args=[paper.pk]) if left else filing.paper_url(paper)
    told = f"{paper.title} 退回修改，原填报人已不在这个岗位，请看看由谁接着填写。"
    return _tell(heirs or [holder.person for holder in office], told, url)


def chain_finished(paper):
    seating = seats.Seating(timezone.localdate())
    if paper.state == "ready":
        avoided = seating.filers(paper)
        resolution = seating.resolve_seat(Seat.PRINCIPAL, unit=paper.unit, avoided=avoided)
        holders = resolution.holders or seating.recorders(paper, avoided)
        text = f"{paper.title} 等您确认。" if resolution.holders else f"{paper.title} 请补录确认。"
    else:
        holders = seating.nearest_free(Seat.PREVENTION_OFFICE, unit=paper.unit)
        text = f"{paper.title} 已审核完毕，可以安排公示。"
    _after_commit([holder.person for holder in holders], text, paper)


def imported(paper, by):
    """To those whose form it is, unless they did it themselves."""
    people = [one for one in filing.fillers(paper, timezone.localdate()) if one != by]
    _after_commit(people, f"{paper.title} 的草稿里导入了原有的风险点，请核对后提交。", paper)


def confirmed(paper):
    """To whoever fills it in; a holder who left meanwhile still reads it."""
    people = filing.fillers(paper, timezone.localdate())
    if not people and paper.holder_id is not None:
        people = [paper.holder]
    _after_commit(people, f"{paper.title} 已确认生效。感谢您的认真填写。", paper)


def taken_over(taken):
    """To whoever goes on with the draft, where the office decided, and to whoever left it."""
    paper = taken.paper
    if taken.after != taken.by:
        _after_commit([taken.after], f"{paper.title} 的草稿由您接办，请接着填写。", paper)
    text = f"您留下的 {paper.title} 的草稿，已由{taken.after.name}接着填写。"
    _tell([taken.before], text, reverse("my-posts"))


def suggested(suggestion):
    """To those on the post: somebody raised a point for it."""
    people = suggestion.post.holders(timezone.localdate())
    text = f"有人给{suggestion.post.name}提了一条风险点建议，请看看是否采纳。"
    _tell_of_suggestion(people, text, suggestion)


def suggestion_answered(suggestion):
    text = f"您给{suggestion.post.name}提的风险点建议{suggestion.get_outcome_display()}。谢谢您。"
    _tell_of_suggestion([suggestion.made_by], text, suggestion)


def opinion_answered(answer):
    """To whoever gave it in their name; the others look it up by their receipt."""
    opinion = answer.opinion
    people = [opinion.given_by] if opinion.given_by_id else []
    text = (
        f"您对{opinion.publication.title}提的意见已有答复：{answer.get_outcome_display()}。谢谢您。"
    )
    _tell(people, text, reverse("publicity-detail", args=[opinion.publication_id]))


def opinion_adopted(answer):
    """To the office that reopens the row, where another answered: the publicity waits for it."""
    opinion = answer.opinion
    if not answer.changes_something or opinion.shown is None:
        return
    unit, day = opinion.publication.unit, timezone.localdate()
    people = seats.office_over(unit, day)
    if answer.answered_by not in people:
        text = f"{opinion.publication.title}有一条意见已采纳，请重开涉及的条目，公示才能结束。"
        _tell(people, text, reverse("publicity-detail", args=[opinion.publication_id]))


def _tell_of_suggestion(people, text, suggestion):
    _tell(people, text, reverse("suggestion-detail", args=[suggestion.pk]))
