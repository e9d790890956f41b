"""So many entries, proposals and studies as one likes; part of `many_rows.Rows`."""

from datetime import date, timedelta

from django.utils import timezone

from registry.organisation.models import Post
from reviews.assessment.models import Study, StudyItem
from reviews.sources.models import Source, SourceLink
from risks.models import PointVersion, RiskPoint
from tests.architecture.many_questionnaires import QuestionnaireRows
from tests.assessment import factory


class SecretRows(QuestionnaireRows):
    def _make_law(self):
        super()._make_law()
        factory.switched_on(self.cast)
        self._source = factory.signal(self.cast, weight="low")
        self.source_pk = self._source.pk
        self._study = self._studied(date(2025, 1, 1))
        self.study_pk = self._study.pk

    def sources(self, count):
        given = {
            "office": self.cast.bureau,
            "unit": self.cast.school_large,
            "channel": "audit",
            "weight": "low",
            "text": "一件事",
            "came_on": timezone.localdate(),
            "entered_by": self.people.discipline,
        }
        return Source.objects.bulk_create(
            Source(number=1000 + number, **given) for number in self.next(count)
        )

    def source_links(self, count):
        SourceLink.objects.bulk_create(
            SourceLink(source=self._source, post=post, added_by=self.people.discipline)
            for post in self._posts(count)
        )

    def late_posts(self, count):
        for post in self._posts(count):
            factory.late_task(self.cast, f"many:{post.pk}", post=post)

    def studies(self, count):
        for number in self.next(count):
            self._studied(date(2020, 1, 1) + timedelta(days=number))

    def study_items(self, count):
        points = [RiskPoint(unit=self.cast.school_large, post=post) for post in self._posts(count)]
        version = RiskPoint.objects.in_force().first().in_force
        for point in RiskPoint.objects.bulk_create(points):
            said = PointVersion.objects.create(
                **{
                    field.attname: getattr(version, field.attname)
                    for field in PointVersion._meta.concrete_fields
                    if not field.primary_key and field.name != "point"
                },
                point=point,
            )
            RiskPoint.objects.filter(pk=point.pk).update(in_force=said)
            StudyItem.objects.create(study=self._study, point=point, before=0, now=1, lines=[])

    def _posts(self, count):
        return Post.objects.bulk_create(
            Post(
                unit=self.cast.school_large,
                section=self.cast.sections.teaching,
                name=f"第{number}岗",
                tier="ordinary",
            )
            for number in self.next(count)
        )

    def _studied(self, day):
        return Study.objects.create(
            unit=self.cast.bureau,
            office=self.cast.bureau,
            basis="whole",
            starts=day,
            ends=day,
            opened_by=self.people.discipline,
        )
