"""The kinds of tasks that measures make: to carry one out, to look whether that was done."""

from django.urls import reverse

from registry.tasks.kinds import TaskKind, offer


def _page(task):
    return reverse("measure-turn", args=[task.pk])


CARRYING = offer(TaskKind("measure", "落实措施", "shield-check", where=_page))
CHECKING = offer(TaskKind("measure-check", "核对措施", "search", where=_page))
