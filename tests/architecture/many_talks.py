"""So many talks and kinds of them as one likes; part of `many_rows.Rows`."""

from django.utils import timezone

from registry.files.models import SignedSheet, StoredFile
from registry.notices.models import Webhook
from registry.organisation.models import Appointment, Person, Post
from reviews.talks.models import Talk, TalkKind
from risks.models import Acknowledgement
from tests.cast import SINCE, seat


class TalkRows:
    """For rows with `cast`, `people` and `next`."""

    def talks(self, count):
        """Of the supervising leader with the head of teaching, all to be written down."""
        cast, people = self.cast, self.people
        return Talk.objects.bulk_create(
            Talk(
                unit=cast.school_large,
                kind=TalkKind.objects.get(name="例行谈话"),
                holder=people.supervisor,
                holder_post=cast.posts.supervisor,
                partner=people.section_head,
                partner_post=cast.posts.section_head,
                planned_on=timezone.localdate(),
                topic=f"第{number}项风险",
                planned_by=people.supervisor,
            )
            for number in self.next(count)
        )

    def responsible_people(self, count):
        """Each heads a section with a point in force."""
        papers, heads = self.ready(count), self.posts(count)
        self.people_on(heads)
        sections = self.sections(count)
        for paper, head, section in zip(papers, heads, sections, strict=True):
            seat(head, "section_head", section.unit, section=section)
            paper.post.section = section
        Post.objects.bulk_update([paper.post for paper in papers], ["section"])

    def arrived(self, count):
        """On posts with points in force, and none of them signed."""
        self.people_on([paper.post for paper in self.ready(count)])

    def entered(self, count):
        """On such posts, for whom the office has entered what they signed on paper; the list
        shows the last few.
        """
        by, people = (
            self.people.school_office,
            Person.objects.bulk_create(
                Person(unit=self.cast.school_large, name=f"补录{number}")
                for number in self.next(count)
            ),
        )
        for person, paper in zip(people, self.ready(count), strict=True):
            there = Appointment.objects.create(post=paper.post, person=person, starts=SINCE)
            named = {"stored_name": f"entered{there.pk}", "original_name": "签字页.pdf"}
            scan = StoredFile.objects.create(digest="0" * 64, size=1, **named)
            kept = SignedSheet.objects.create(signed_on=SINCE, scan=scan, recorded_by=by)
            Acknowledgement.objects.create(
                appointment=there, name=person.name, rows=[], digest="0" * 64, sheet=kept
            )

    def webhooks(self, count):
        Webhook.objects.bulk_create(
            Webhook(unit=unit, kind="wecom", token="0" * 20, changed_by=self.people.system_admin)
            for unit in self.units(count)
        )

    def talk_kinds(self, count):
        return TalkKind.objects.bulk_create(
            TalkKind(unit=self.cast.school_large, name=f"第{number}类谈话", held_by="leader")
            for number in self.next(count)
        )
