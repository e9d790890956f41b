"""What the world of the access table holds of self-checks: one to answer, one handed in."""

from django.utils import timezone

from registry.tasks.opening import Due, open_tasks
from reviews.self_checks import answering, asking
from reviews.self_checks.answering import Answer


class SelfChecks:
    """For a world with `cast` and `people`, whose role "staff" has points in force."""

    def _make_self_checks(self):
        self.self_check, self.self_check_done = (
            self._self_check(key) for key in ("check", "check_done")
        )
        measures = asking.measures_of(self.self_check_done, timezone.localdate())
        self.self_check_given = answering.hand_in(
            task=self.self_check_done,
            answers=[Answer(each.pk, "done") for each in measures],
            note="都做到了。",
            seal=answering.seal_of(measures),
            by=self.people.staff,
        )

    def _self_check(self, key):
        today, post = timezone.localdate(), self.posts.staff
        facts = {"title": "廉政风险防控自查（2026年）", "opens_on": today, "due_on": today}
        due = Due(unit=post.unit, post=post, key=key, **facts)
        return open_tasks(kind="self-check", dues=[due], by=None)[key]

    def _self_check_keys(self):
        return {
            "self_check": {"pk": self.self_check.pk},
            "self_check_done": {"pk": self.self_check_done.pk},
            "self_checks.xlsx": {"format_name": "xlsx"},
        }
