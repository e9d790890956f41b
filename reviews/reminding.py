"""Reminders: once a day, whoever can take a step that is due or overdue."""

from registry.notices.notifying import notify

from . import filing, seats, waiting

LOOK_AHEAD_DAYS = 1


def remind(day):
    """One notice per person and step: the day before it is due, and each week it is overdue.

    The key keeps a second run of the same day from telling anybody twice.
    """
    told = 0
    steps = waiting.open_steps().select_related(
        "paper__unit", "paper__post", "paper__section", "paper__programme", "unit", "section"
    )
    for step in steps.order_by("pk"):
        left = (step.due_on - day).days
        if left not in (LOOK_AHEAD_DAYS, 0) and (left > 0 or left % 7):
            continue
        people = [holder.person for holder in seats.resolve(step, day).holders]
        told += len(people)
        notify(
            people=people,
            text=f"{step.paper.title} {_when(left)}，请抽空办理。",
            url=filing.paper_url(step.paper),
            key=f"remind:{step.pk}:{day:%Y%m%d}",
        )
    return told


def _when(left):
    if left > 0:
        return "明天到期"
    return "今天到期" if left == 0 else f"已超期 {-left} 天"
