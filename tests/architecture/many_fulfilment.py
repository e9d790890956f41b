"""So many turns of measures, and files of one; part of `many_rows.Rows`."""

from django.utils import timezone

from registry.files.models import StoredFile
from registry.tasks.models import Task, TaskFile
from reviews.fulfilment.models import MeasureTurn
from risks.models import MeasureVersion
from tests.architecture.many_inspections import InspectionRows


class FulfilmentRows(InspectionRows):
    """Goes with the `ready` and `next` of the class it is part of."""

    def _make_registers(self):
        super()._make_registers()
        (turn,) = self.measure_turns(1)
        self.measure_turn_pk = turn.task_id

    def measure_turns(self, count):
        """Of one measure, due today to the post of the role "staff"."""
        (paper,) = self.ready(1)
        in_force = {"version__in_force_for__post": paper.post_id}
        measure, today = MeasureVersion.objects.filter(**in_force).first(), timezone.localdate()
        tasks = Task.objects.bulk_create(
            Task(
                unit=self.cast.school_large,
                post=self.cast.posts.staff,
                kind="measure",
                title=f"第{number}次落实",
                opens_on=today,
                due_on=today,
                key=f"many-measure:{number}",
            )
            for number in self.next(count)
        )
        return MeasureTurn.objects.bulk_create(
            MeasureTurn(task=task, version=measure) for task in tasks
        )

    def measure_files(self, count):
        for number in self.next(count):
            stored = StoredFile.objects.create(
                digest="0" * 64,
                size=1,
                content_type="application/pdf",
                original_name=f"第{number}份落实材料.pdf",
                stored_name=f"many-measure-{number}",
            )
            TaskFile.objects.create(task_id=self.measure_turn_pk, file=stored)
