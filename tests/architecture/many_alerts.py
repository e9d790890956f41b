"""So many risk alerts, posts and points of one; part of `many_rows.Rows`."""

from django.utils import timezone

from reviews.alerts import issuing
from reviews.alerts.models import Alert, AlertAddressee, AlertPoint
from risks.models import PointVersion
from tests.architecture.many_secret import SecretRows


class AlertRows(SecretRows):
    """Goes with the `posts`, `ready` and `next` of the class it is part of."""

    def _make_registers(self):
        super()._make_registers()
        today = timezone.localdate()
        said = {"key_work": "转学", "words": "转学", "manner": "written", "text": "请核对。"}
        made = issuing.draft(
            unit=self.cast.school_large,
            content={**said, "year": today.year, "month": today.month, "reply_by": None},
            by=self.people.school_office,
        )
        self.alert_pk = made.pk

    def alerts(self, count):
        """Issued ones that go to the post of the role "staff"."""
        office, today = self.people.school_office, timezone.localdate()
        made = Alert.objects.bulk_create(
            Alert(
                unit=self.cast.school_large,
                year=today.year,
                month=today.month,
                key_work=f"第{number}项重点工作",
                text="请当面核对。",
                created_by=office,
            )
            for number in self.next(count)
        )
        AlertAddressee.objects.bulk_create(
            AlertAddressee(alert=alert, post=self.cast.posts.staff) for alert in made
        )
        for alert in made:
            alert.issued_by, alert.issued_at, alert.number = office, timezone.now(), alert.pk
        Alert.objects.bulk_update(made, ["issued_by", "issued_at", "number"])

    def alerted_posts(self, count):
        AlertAddressee.objects.bulk_create(
            AlertAddressee(alert_id=self.alert_pk, post=post) for post in self.posts(count)
        )

    def alerted_points(self, count):
        posts = [paper.post_id for paper in self.ready(count)]
        versions = PointVersion.objects.filter(in_force_for__post__in=posts)
        AlertPoint.objects.bulk_create(
            AlertPoint(alert_id=self.alert_pk, version=version) for version in versions
        )
