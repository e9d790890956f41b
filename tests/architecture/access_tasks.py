"""What the world of the access table holds of tasks: due to posts of two units, with evidence."""

from datetime import timedelta

from django.utils import timezone

from registry.tasks import feeding, settling
from registry.tasks.models import TaskFile
from registry.tasks.opening import Due, open_tasks


class Tasks:
    """For a world with `cast`, `people` and `posts`."""

    def _make_tasks(self):
        today = timezone.localdate()
        due = {"opens_on": today, "due_on": today + timedelta(days=9)}
        posts = {
            "task": self.posts.staff,
            "done_task": self.posts.staff,
            "filed_task": self.posts.staff,
            "small_task": self.posts.small_staff,
        }
        dues = [
            Due(unit=post.unit, title="廉政风险防控自查", key=key, post=post, **due)
            for key, post in posts.items()
        ]
        opened = open_tasks(kind="recurring", dues=dues, by=None)
        self.task, self.small_task = opened["task"], opened["small_task"]
        self.done_task = settling.complete(task=opened["done_task"], by=self.people.staff)
        self.filed_task = opened["filed_task"]
        self.task_file = TaskFile.objects.create(
            task=self.filed_task,
            file=self._stored("自查.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf", None),
        )
        self.feed = feeding.make_key(by=self.people.staff)

    def _task_keys(self):
        recurring = {"code": "monthly-report"}
        return {
            "task": {"pk": self.task.pk},
            "done_task": {"pk": self.done_task.pk},
            "filed_task": {"pk": self.filed_task.pk},
            "filed_task.file": {"pk": self.filed_task.pk, "file_pk": self.task_file.pk},
            "task.stray": {"pk": self.task.pk, "file_pk": self.task_file.pk},
            "small_task": {"pk": self.small_task.pk},
            "feed": {"secret": self.feed},
            "large.report": {"unit_pk": self.cast.school_large.pk, **recurring},
            "small.report": {"unit_pk": self.cast.school_small.pk, **recurring},
        }
