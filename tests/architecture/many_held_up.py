"""So many due steps and urgings, each in a section of its own; part of `many_rows.Rows`."""

import datetime

from django.utils import timezone

from registry.organisation.models import Post
from registry.papers.models import Paper
from reviews.models import Announcement, Publication, Step, Urging
from tests.architecture.many_in_office import copied


class HeldUpRows:
    """Goes with the `forms`, `ready` and `sections` of the class it is part of."""

    def late_forms(self, count):
        """Their steps were due yesterday, each at a seat of its own section."""
        forms = self.forms(count)
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        sections = self.sections(count)
        steps = Step.objects.filter(paper__in=forms, position=self.model.position)
        for step, section in zip(steps, sections, strict=True):
            step.due_on, step.section = yesterday, section
        Step.objects.bulk_update(steps, ["due_on", "section"])
        for paper, section in zip(forms, sections, strict=True):
            paper.section = section
        Paper.objects.bulk_update(forms, ["section"])
        return forms

    def sections_with_points(self, count):
        """Each section has a post with points in force."""
        posts = [paper.post for paper in self.ready(count)]
        for post, section in zip(posts, self.sections(count), strict=True):
            post.section = section
        Post.objects.bulk_update(posts, ["section"])

    def underway(self, count):
        """Forms of the role "staff" that others have in hand."""
        return self.forms(count, holder=self.people.staff)

    def announcements(self, count):
        """On the board of the large school."""
        keeper = self.people.keeper
        Announcement.objects.bulk_create(
            Announcement(
                unit=self.cast.school_large,
                matter="works",
                title=f"第{number}处维修的工期",
                text="三周完成",
                starts_on=timezone.localdate(),
                state="published",
                created_by=keeper,
                published_by=keeper,
                published_at=timezone.now(),
            )
            for number in self.next(count)
        )

    def editions(self, count):
        """Directories inside, of the large school itself; one does not replace the other here."""
        model, unit = self.directory, self.cast.school_large
        Publication.objects.bulk_create(
            copied(model, unit=unit, number=f"{model.number}-{number}", edition="inside")
            for number in self.next(count)
        )

    def urgings(self, count):
        steps = Step.objects.filter(paper__in=self.forms(count), position=self.model.position)
        Urging.objects.bulk_create(
            Urging(step=step, by=self.people.office, on=timezone.localdate()) for step in steps
        )
