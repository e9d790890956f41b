"""So many tasks, their files and recurring duties as one likes; part of `many_rows.Rows`."""

from django.utils import timezone

from registry.files.models import StoredFile
from registry.tasks.models import Task, TaskFile, TaskRule
from tests.architecture.many_rules import RuleRows


class TaskRows(RuleRows):
    """Tasks of the role "staff", due today, beside the rules."""

    def _make_registers(self):
        super()._make_registers()
        (task,) = self.tasks(1)
        self.task_pk = task.pk

    def tasks(self, count):
        today = timezone.localdate()
        return Task.objects.bulk_create(
            Task(
                unit=self.cast.school_large,
                post=self.cast.posts.staff,
                kind="recurring",
                title=f"第{number}项自查",
                opens_on=today,
                due_on=today,
                key=f"many:{number}",
            )
            for number in self.next(count)
        )

    def task_files(self, count):
        for number in self.next(count):
            stored = StoredFile.objects.create(
                digest="0" * 64,
                size=1,
                content_type="application/pdf",
                original_name=f"第{number}份自查材料.pdf",
                stored_name=f"many-{number}",
            )
            TaskFile.objects.create(task_id=self.task_pk, file=stored)

    def recurring(self, count):
        return TaskRule.objects.bulk_create(
            TaskRule(
                unit=self.cast.bureau,
                code=f"many-{number}",
                name=f"第{number}项月查",
                whom="everybody",
                every="month",
                day=1,
                due_day=5,
                is_on=True,
            )
            for number in self.next(count)
        )
