"""So many uses of powers, records, tokens, findings as one likes; part of `many_rows.Rows`."""

from django.utils import timezone

from reviews.exercises.models import (
    Exercise,
    ExerciseFinding,
    ReceivedRecord,
    RecordToken,
    RegisteredPower,
)


class ExerciseRows:
    """One registered power of the large school's teaching section, and one use of it."""

    def _make_exercises(self):
        cast, people = self.cast, self.people
        self._registered = RegisteredPower.objects.create(
            unit=cast.school_large,
            section=cast.sections.teaching,
            name="转入学生接收",
            matter="enrolment",
            days=5,
            added_by=people.school_office,
            added_at=timezone.now(),
        )
        self._token = self.record_tokens(1)[0]
        self._used = self._use(0)
        self._used.save()
        self.exercise_pk = self._used.pk

    def _use(self, number, **changes):
        now, today = timezone.now(), timezone.localdate()
        known = {"entered_at": now, "first_entered_at": now, **changes}
        return Exercise(
            registered=self._registered,
            unit=self.cast.school_large,
            section=self.cast.sections.teaching,
            post=self.cast.posts.staff,
            subject=f"接收第{number}名转入学生",
            decided_on=today,
            due_on=today,
            way="procedure",
            written_by=self.people.staff,
            written_at=now,
            **known,
        )

    def exercises(self, count):
        rows = Exercise.objects.bulk_create(self._use(number) for number in self.next(count))
        self._noticed(rows, "late")
        return rows

    def exercise_drafts(self, count):
        blank = {"entered_at": None, "first_entered_at": None}
        return Exercise.objects.bulk_create(
            self._use(number, **blank) for number in self.next(count)
        )

    def told_findings(self, count):
        return self._noticed([self._used] * count, "system_warning")

    def _noticed(self, rows, kind):
        now = timezone.now()
        return ExerciseFinding.objects.bulk_create(
            ExerciseFinding(exercise=row, kind=kind, sentence="用时超过平均", noticed_at=now)
            for row in rows
        )

    def registered_powers(self, count):
        return RegisteredPower.objects.bulk_create(
            RegisteredPower(
                unit=self.cast.school_large,
                name=f"第{number}项登记",
                matter="other",
                days=5,
                added_by=self.people.school_office,
                added_at=timezone.now(),
            )
            for number in self.next(count)
        )

    def record_tokens(self, count):
        return RecordToken.objects.bulk_create(
            RecordToken(
                registered=self._registered,
                system="oa",
                digest=f"{number:064}",
                beginning=f"rec_{number}",
                expires_on=timezone.localdate(),
                made_by=self.people.school_office,
                made_at=timezone.now(),
            )
            for number in self.next(count)
        )

    def received_records(self, count):
        today = timezone.localdate()
        return ReceivedRecord.objects.bulk_create(
            ReceivedRecord(
                token=self._token,
                registered=self._registered,
                system="oa",
                number=str(number),
                digest=f"{number:064}",
                sort="exercise",
                content={"subject": f"第{number}件来件"},
                happened_on=today,
                due_on=today,
                received_at=timezone.now(),
            )
            for number in self.next(count)
        )
