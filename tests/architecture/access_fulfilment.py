"""What the world of the access table holds of measures carried out: one open, one handed in."""

from django.utils import timezone

from reviews.fulfilment import carrying, opening
from reviews.fulfilment.models import MeasureTurn
from risks.models import MeasureVersion


class Fulfilment:
    """For a world with `cast` and `people`, whose role "staff" has points in force."""

    def _make_fulfilment(self):
        self.measure_turn, self.measure_done = (self._turn(code) for code in ("open", "done"))
        carrying.carry_out(turn=self.measure_done, by=self.people.staff, note="逐份核对过。")

    def _turn(self, code):
        in_force = {"version__in_force_for__post": self.posts.staff}
        measure = MeasureVersion.objects.filter(**in_force).order_by("pk").first()
        today = timezone.localdate()
        facts = {"title": opening.AGAIN, "opens_on": today, "due_on": today, "key": code}
        due = opening.due_of(measure, self.posts.staff, **facts)
        opening._opened({code: (due, measure)}, by=None, day=today)
        return MeasureTurn.objects.get(task__key=code)

    def _fulfilment_keys(self):
        return {
            "measure_turn": {"pk": self.measure_turn.task_id},
            "measure_done": {"pk": self.measure_done.task_id},
        }
