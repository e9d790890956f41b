"""The kinds of tasks. Each app offers its own, in a module that its `AppConfig.ready` imports.

    offer(TaskKind("talk", "廉政谈话", "chat-square-text", where=lambda task: reverse("talk", …)))

`where` is the page on which such a task is done; a kind without one is done on the page of the
task itself, with a note and files. One that `is_confidential` is seen by its addressee and by whom
`seen_by(reach)` names, as a condition on tasks, and by nobody else, however high (design §4).
One that `is_on_its_day` is to be somewhere on that day: it is spoken of so, and the clock closes it
when the day is over.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse


def _nobody(reach):
    return Q(pk__in=[])


@dataclass(frozen=True)
class TaskKind:
    name: str
    label: str
    icon: str
    where: Callable | None = None
    is_confidential: bool = False
    seen_by: Callable = _nobody
    is_on_its_day: bool = False

    @property
    def is_handed_in(self):
        """Done on the page of the task, by a note and files."""
        return self.where is None

    def url(self, task):
        return self.where(task) if self.where else reverse("task-detail", args=[task.pk])


_kinds: dict[str, TaskKind] = {}
# What stands where an app is no longer there: its tasks are seen by their addressee alone.
GONE = TaskKind("", "其他", "check2-square", is_confidential=True)


def offer(kind: TaskKind) -> TaskKind:
    """Make a kind known; the same one again is no matter."""
    known = _kinds.setdefault(kind.name, kind)
    if known != kind:
        raise ValueError(f"task kind {kind.name} is offered twice")
    return kind


def kind_named(name) -> TaskKind:
    return _kinds.get(name, GONE)


def is_offered(name) -> bool:
    return name in _kinds


def offered() -> list[TaskKind]:
    return list(_kinds.values())


RECURRING = offer(TaskKind("recurring", "定期工作", "calendar-check"))
