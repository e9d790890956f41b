"""So many talks and kinds of them as one likes; part of `many_rows.Rows`."""

from django.utils import timezone

from registry.organisation.models import Post
from reviews.talks.models import Talk, TalkKind
from tests.cast import seat


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

    def talk_kinds(self, count):
        return TalkKind.objects.bulk_create(
            TalkKind(unit=self.cast.school_large, name=f"第{number}类谈话", held_by="leader")
            for number in self.next(count)
        )
