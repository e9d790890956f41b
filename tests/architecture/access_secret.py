"""What the world of the access table holds of circles (a) and (b): an entry, a proposal, a study.

The entry is the bureau's discipline office's; facts lie on a post of the large school that is none
of the roles of the table, the signal on a point of the role "staff".
"""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reviews.assessment import studying
from reviews.sources import entering
from risks.models import RiskPoint
from tests.assessment import factory
from tests.sources.factory import posted

PDF = b"%PDF-1.4\n%%EOF\n"


class Secret:
    """For a world with `cast` and `people`, and a confirmed form of the role "staff"."""

    def _make_secret(self):
        cast, by = self.cast, self.people.discipline
        factory.switched_on(cast)
        for key in ("one", "two"):
            factory.late_task(cast, key, post=cast.posts.other_section_head)
        point = RiskPoint.objects.in_force().filter(post=cast.posts.staff).first()
        self.source = factory.signal(cast, point=point, came_on=timezone.localdate())
        upload = SimpleUploadedFile("材料.pdf", PDF)
        entering.attach(source=self.source, upload=upload, by=by)
        first, last = studying.month_of(timezone.localdate())
        self.study = studying.open_study(starts=first, ends=last, by=by)
        if not self.study.items.exists():  # on the first day of a month nothing has moved yet
            self.study.items.create(point=point, before=0, now=8, lines=[])

    def _secret_keys(self):
        source, study = {"pk": self.source.pk}, {"pk": self.study.pk}
        return {
            "source": source,
            "source.link": {**source, "link_pk": self.source.links.get().pk},
            "source.file": {**source, "file_pk": self.source.files.get().pk},
            "other_post": {"pk": self.posts.other_section_head.pk},
            "bureau": {"unit_pk": self.cast.bureau.pk},
            "study": study,
            "study.item": {**study, "item_pk": self.study.items.get().pk},
        }


def entry_of(world):
    """What the form of a new entry sends."""
    return posted(world.cast, text="另一件事")


WORDS = {
    "found_by": "masses",
    "presence": "latent",
    "source": "零星采购由一人经办",
    "risk": "化整为零，绕开比价",
    "harm": "多花钱",
    "measure": "",
    "reason": "换届以后还没有查过这一步",
}


def order_of(world):
    return {**WORDS, "post": world.posts.other_staff.pk}
