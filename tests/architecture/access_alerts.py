"""What the world of the access table holds of risk alerts: a draft, one on screen, one by mouth."""

from django.utils import timezone

from reviews.alerts import from_paper, issuing
from risks.models import PointVersion
from tests.hands_on_paper import sheet

SAID = {"key_work": "转学办理", "words": "转学", "text": "材料原件请当面核对。"}


class Alerts:
    """For a world with `cast` and `people`, whose role "staff" has points in force."""

    def _make_alerts(self):
        self.alert_draft, self.alert, self.alert_spoken = (
            self._alert(manner) for manner in ("written", "written", "oral")
        )
        away = self.posts.other_section_head  # on which nobody can sign in
        for alert in (self.alert, self.alert_spoken):
            alert.addressees.create(post=away)
            seen = issuing.stamp(alert)
            issuing.issue(alert=alert, seen=seen, by=self.people.school_office)
            alert.refresh_from_db()
        signed = self.alert_spoken.addressees.get(post=away)
        enter = {"reply": "", "by": self.people.school_office, **sheet()}
        from_paper.record_paper(addressee=signed, person=self.people.other_section_head, **enter)
        self.alert_signed, self.alert_unsigned = signed, self.alert.addressees.get(post=away)
        staff = self.people.staff
        mine = self.alert.addressees.filter(post=self.posts.staff)
        mine.update(read_by=staff, read_at=timezone.now())

    def _alert(self, manner):
        office, today = self.people.school_office, timezone.localdate()
        content = {**SAID, "year": today.year, "month": today.month, "manner": manner}
        content["reply_by"] = today
        made = issuing.draft(unit=self.cast.school_large, content=content, by=office)
        points = PointVersion.objects.filter(in_force_for__post=self.posts.staff)
        issuing.choose_points(alert=made, versions=points, by=office)
        return made

    def _alert_keys(self):
        issued = {"pk": self.alert.pk}
        return {
            "alert_draft": {"pk": self.alert_draft.pk},
            "alert": issued,
            "alert.pdf": {**issued, "format_name": "pdf"},
            "alert_spoken": {"pk": self.alert_spoken.pk},
            "alert.away": {**issued, "addressee_pk": self.alert_unsigned.pk},
            "alert_spoken.scan": {
                "pk": self.alert_spoken.pk,
                "addressee_pk": self.alert_signed.pk,
                "what": "read",
            },
        }
