"""So many self-checks, answers of one; part of `many_rows.Rows`."""

from django.utils import timezone

from registry.tasks.models import Task
from reviews.self_checks.models import SelfCheck, SelfCheckAnswer
from risks.models import MeasureVersion
from tests.architecture.many_fulfilment import FulfilmentRows


class SelfCheckRows(FulfilmentRows):
    """Goes with the `ready` and `next` of the class it is part of."""

    def _make_registers(self):
        super()._make_registers()
        (task,) = self.self_checks(1)
        self.self_check_pk = task.pk

    def self_checks(self, count):
        """Handed in by the role "staff", on one turn."""
        today = timezone.localdate()
        tasks = Task.objects.bulk_create(
            Task(
                unit=self.cast.school_large,
                post=self.cast.posts.staff,
                kind="self-check",
                title="自查（2026年）",
                opens_on=today,
                due_on=today,
                done_at=timezone.now(),
                done_by=self.people.staff,
                key=f"many-check:{number}",
            )
            for number in self.next(count)
        )
        SelfCheck.objects.bulk_create(SelfCheck(task=task, seed=1) for task in tasks)
        return tasks

    def self_check_answers(self, count):
        """Half of them drawn."""
        check = SelfCheck.objects.get(task=self.self_check_pk)
        posts = [paper.post_id for paper in self.ready(count)]
        measures = MeasureVersion.objects.filter(version__in_force_for__post__in=posts)
        SelfCheckAnswer.objects.bulk_create(
            SelfCheckAnswer(
                check_made=check,
                position=place,
                measure=measure,
                said="done",
                is_drawn=place % 2 == 0,
            )
            for place, measure in zip(self.next(len(measures)), measures, strict=True)
        )
