"""What the world of the access table holds of the register of powers used."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from registry.access.reach import read_reach
from reviews.exercises import answering, entering, keeping, receiving, tokens

RULE = {
    "section": None,
    "power": None,
    "matter": "enrolment",
    "threshold": None,
    "collective": "always",
    "timing": "after",
    "days": 5,
    "window_days": 30,
}
USE = {
    "amount": Decimal(1200),
    "counterparty": "",
    "way": "collective",
    "attendees": ["顾言之", "沈若谷"],
    "views": "同意",
    "votes": "",
    "avoided": [],
    "why_corrected": "",
}


class Exercises:
    """For a world with `cast` and `people`; entered is what the role "staff" did."""

    def _make_exercises(self):
        cast, people = self.cast, self.people
        section, office = cast.sections.teaching, people.school_office
        self.registered = self._registered(cast.school_large, "转入学生接收", section, office)
        self.stopped = self._registered(cast.school_large, "教辅材料选用", section, office)
        self.small_registered = self._registered(
            cast.school_small, "特长生招收", None, people.small_office
        )
        self.used = self._entered(self.registered, people.staff)
        self.used_file = self.used.files.get()
        (self.noticed,) = self.used.findings.all()
        explained = self._entered(self.registered, people.staff)
        (self.answered,) = explained.findings.all()
        answering.answer(finding=self.answered, text="记录随后补上", by=people.staff)
        self.small_used = self._entered(self.small_registered, people.small_staff)
        self.used_draft = self._drafted(self.registered, people.staff)
        self.token, _ = tokens.make(
            registered=self.registered,
            system="oa",
            expires_on=timezone.localdate() + timedelta(days=30),
            by=office,
        )
        self._make_records()
        keeping.stop(registered=self.stopped, by=office)

    def _make_records(self):
        """Two that wait; one of them speaks of a use that came from the same system."""
        staff = self.people.staff
        first = self._arrived("OA-1")
        draft = receiving.begin(arrived=first, by=staff, reach=self._reach(staff))
        entering.enter(exercise=draft, by=staff)
        self.arrived = self._arrived("OA-2")
        told = {"sort": "warning", "note": "用时超过平均", "exercise_number": "OA-1"}
        self.warned = self._arrived("OA-3", **told)

    def _arrived(self, number, **told):
        content = {
            "number": number,
            "sort": "exercise",
            "subject": "接收转入学生",
            "happened_on": timezone.localdate().isoformat(),
            **told,
        }
        return receiving.take(token=self.token, content=content).record

    def _registered(self, unit, name, section, by):
        facts = {**RULE, "name": name, "section": section}
        return keeping.add(unit=unit, facts=facts, by=by)

    def _reach(self, person):
        return read_reach(person, timezone.localdate())

    def _drafted(self, registered, by):
        facts = {**USE, "subject": "接收转入学生", "decided_on": timezone.localdate()}
        return entering.draft(registered=registered, facts=facts, by=by, reach=self._reach(by))

    def _entered(self, registered, by):
        """Too late by some weeks, with its file."""
        draft = self._drafted(registered, by)
        long_ago = timezone.localdate() - timedelta(days=40)
        facts = {**USE, "subject": "接收转入学生", "decided_on": long_ago}
        entering.change(exercise=draft, facts=facts, by=by)
        upload = SimpleUploadedFile("会议记录.pdf", b"%PDF-1.4\n%%EOF\n")
        entering.enclose(exercise=draft, upload=upload, by=by)
        return entering.enter(exercise=draft, by=by)

    def _exercise_keys(self):
        return {
            "registered": {"pk": self.registered.pk},
            "small_registered": {"pk": self.small_registered.pk},
            "large.unit": {"unit_pk": self.cast.school_large.pk},
            "used": {"pk": self.used.pk},
            "used.file": {"pk": self.used.pk, "file_pk": self.used_file.pk},
            "small_used": {"pk": self.small_used.pk},
            "used_draft": {"pk": self.used_draft.pk},
            "noticed": {"pk": self.noticed.pk},
            "answered": {"pk": self.answered.pk},
            "token": {"pk": self.token.pk},
            "arrived": {"pk": self.arrived.pk},
            "warned": {"pk": self.warned.pk},
        }
