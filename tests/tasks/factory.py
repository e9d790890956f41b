"""The shipped recurring duties, switched on, for tests that commit."""

from registry.tasks.models import TaskRule


def make_duty(code="monthly-report", **changes):
    """The monthly report of the offices, switched on everywhere."""
    facts = {
        "name": "廉政风险防控工作月报",
        "whom": "prevention_office",
        "every": "month",
        "day": 16,
        "due_day": 26,
        "remind_days": [7, 1],
        "escalates_after": 3,
        "is_on": True,
    }
    duty, _ = TaskRule.objects.update_or_create(unit=None, code=code, defaults={**facts, **changes})
    return duty


def make_commitment(month=3, day=1):
    """A yearly one of everybody."""
    return make_duty(
        code="commitment",
        name="廉政公开承诺",
        whom="everybody",
        every="year",
        month=month,
        day=day,
        due_day=None,
        working_days=15,
    )
