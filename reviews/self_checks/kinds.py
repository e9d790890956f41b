"""The kinds of tasks of self-checks: to answer, and to confirm a sample of the answers."""

from django.urls import reverse

from registry.tasks.kinds import TaskKind, offer


def _page(task):
    return reverse("self-check", args=[task.pk])


ANSWERING = offer(TaskKind("self-check", "自查", "clipboard-check", where=_page))
CONFIRMING = offer(TaskKind("self-check-confirm", "自查抽查", "search", where=_page))
