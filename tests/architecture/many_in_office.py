"""So many units, sections, posts and people as one likes; `many_rows` builds upon it."""

import datetime
from copy import copy
from itertools import count as numbers

from django.utils import timezone

from registry.organisation.models import (
    Account,
    Appointment,
    Holiday,
    Mandate,
    Person,
    Post,
    Programme,
    Reorganisation,
    Scale,
    Scheme,
    SchoolHoliday,
    Section,
    Unit,
)
from registry.paging.models import SavedView
from registry.papers.models import Attachment, Paper
from reviews.models import (
    Missive,
    Mistake,
    Opinion,
    OpinionAnswer,
    PublicityExtension,
    PublicityPaper,
    ReportChannel,
    Route,
    Triage,
)
from risks.models import Enclosure
from tests.cast import SINCE, make_cast


def copied(each, **changes):
    found = copy(each)
    found._state = copy(each._state)
    found._state.fields_cache = {}
    found.pk = found.id = None
    for name, value in changes.items():
        setattr(found, name, value)
    return found


class OrganisationRows:
    """`cast`, and functions that add so many rows in a statement or two.

    `board_…`: sheets of the board that are called like functions here.
    """

    board_points, board_posts = "points", "posts"

    def __init__(self):
        self.cast = make_cast()
        self.people = self.cast.people
        self._numbers = numbers(1)

    def next(self, count):
        return [next(self._numbers) for _ in range(count)]

    def units(self, count, **changes):
        """Schools under the bureau, each with its own publications to follow."""
        units = []
        for number in self.next(count):
            code = f"MANY{number}"
            unit = Unit(code=code, name=f"第{number}小学", parent=self.cast.bureau, **changes)
            unit.path = f"{self.cast.bureau.path}{code}/"
            units.append(unit)
        return Unit.objects.bulk_create(units)

    def saved_views(self, count):
        return SavedView.objects.bulk_create(
            SavedView(
                owner=self.people.staff,
                page="power-list",
                name=f"第{number}个视图",
                query=f"words={number}",
            )
            for number in self.next(count)
        )

    def sections(self, count):
        section = self.cast.sections.teaching
        return Section.objects.bulk_create(
            copied(section, name=f"第{number}年级组", order=number) for number in self.next(count)
        )

    def sections_with_posts(self, count):
        return Post.objects.bulk_create(
            copied(self.cast.posts.staff, section=section) for section in self.sections(count)
        )

    def posts(self, count, **changes):
        return Post.objects.bulk_create(
            copied(self.cast.posts.staff, name=f"第{number}岗", **changes)
            for number in self.next(count)
        )

    def people_on(self, posts):
        """A person with an account on each post."""
        names = [f"many-{number}" for number in self.next(len(posts))]
        accounts = Account.objects.bulk_create(Account(username=name) for name in names)
        people = Person.objects.bulk_create(
            Person(unit_id=post.unit_id, name=account.username, account=account)
            for post, account in zip(posts, accounts, strict=True)
        )
        self.appointments(zip(posts, people, strict=True))
        return people

    def appointments(self, pairs):
        return Appointment.objects.bulk_create(
            Appointment(post=post, person=person, starts=SINCE) for post, person in pairs
        )

    def staffed_posts(self, count):
        return self.people_on(self.posts(count))

    def posts_without_account(self, count):
        posts = self.posts(count)
        people = Person.objects.bulk_create(
            Person(unit_id=post.unit_id, name=f"{post.name}的人") for post in posts
        )
        return self.appointments(zip(posts, people, strict=True))

    def posts_of_one(self, count):
        """All of them the posts of the role "staff"."""
        return self.appointments((post, self.people.staff) for post in self.posts(count))

    def mandates(self, count):
        """The large school's office keeps the units below too."""
        post = self.cast.posts.school_office
        return Mandate.objects.bulk_create(
            Mandate(post=post, seat="information_keeper", unit=unit, rank="head", starts=SINCE)
            for unit in self.units(count)
        )

    def programmes(self, count, **changes):
        model = Programme.objects.get(pk=self.cast.programme.pk)
        return Programme.objects.bulk_create(
            copied(model, unit=unit, **changes) for unit in self.units(count)
        )

    def years(self, count):
        """Programme years of the office's own unit."""
        model = Programme.objects.get(pk=self.cast.programme.pk)
        taken = set(Programme.objects.filter(unit=model.unit_id).values_list("year", flat=True))
        free = [year for year in range(2000, 2101) if year not in taken]
        return Programme.objects.bulk_create(
            copied(model, year=year, name=f"{year} 年度方案") for year in free[:count]
        )

    def scales(self, count):
        return Scale.objects.bulk_create(
            copied(self.cast.scale, code=f"many{number}", name=f"第{number}套等级")
            for number in self.next(count)
        )

    def schemes(self, count):
        return Scheme.objects.bulk_create(
            copied(self.cast.scheme, code=f"many{number}", name=f"第{number}套办法")
            for number in self.next(count)
        )

    def holidays(self, count):
        """Those shipped fill the first page already."""
        Holiday.objects.exclude(name="假日").delete()
        first = datetime.date(2090, 1, 1)
        return Holiday.objects.bulk_create(
            Holiday(day=first + datetime.timedelta(number), name="假日", is_working=False)
            for number in self.next(count)
        )

    def school_holidays(self, count):
        first = timezone.localdate().replace(month=7, day=1)
        return SchoolHoliday.objects.bulk_create(
            SchoolHoliday(unit=unit, name="暑假", first=first, last=first + datetime.timedelta(50))
            for unit in self.units(count)
        )

    def routes(self, count):
        return Route.objects.bulk_create(
            Route(unit=unit, kind="staff_form", name=f"{unit.name}的路径")
            for unit in self.units(count)
        )

    def files(self, paper, count):
        """Files that go with the draft."""
        attachments = Attachment.objects.bulk_create(
            Attachment(paper=paper, kind="support", file=file, added_by=self.people.staff)
            for file in self._files(count)
        )
        Enclosure.objects.bulk_create(
            Enclosure(revision=paper.current, attachment=each) for each in attachments
        )

    def left_drafts(self, count):
        """Drafts on posts where somebody else sits by now."""
        drafts = self.drafts(count)
        Paper.objects.filter(pk__in=[draft.pk for draft in drafts]).update(
            holder=self.people.keeper
        )

    def reorganisations(self, count):
        """Planned moves, each of a post of its own."""
        Reorganisation.objects.bulk_create(
            Reorganisation(
                unit=post.unit,
                kind="move_post",
                post=post,
                section=post.section,
                into_section=self.cast.sections.school_office,
                on=timezone.localdate(),
                by=self.people.keeper,
            )
            for post in self.posts(count)
        )

    # --- a publicity of the large school ---------------------------------------------------------

    def rows_shown(self, count):
        return self.published_rows(self.publicity, count)

    def extensions(self, count):
        """One after the other, a day each."""
        first = self.publicity.ends_on
        return PublicityExtension.objects.bulk_create(
            PublicityExtension(
                publication=self.publicity,
                days=1,
                why="让更多的人看到",
                instead_of=first + datetime.timedelta(number),
                until=first + datetime.timedelta(number + 1),
                by=self.people.school_office,
            )
            for number in self.next(count)
        )

    def opinions(self, count, **changes):
        return Opinion.objects.bulk_create(
            Opinion(
                publication=self.publicity,
                text=f"第{number}处请写清多久查一次",
                received_on=timezone.localdate(),
                receipt=f"MANY{number}",
                **changes,
            )
            for number in self.next(count)
        )

    def opinions_of_staff(self, count):
        return self.opinions(count, given_by=self.people.staff)

    def opinions_to_reopen(self, count):
        """Each on a row of its own paper, adopted."""
        rows = self.published_rows(self.publicity, count)
        forms = self.forms(count, state="publicity", position=None)
        shown = PublicityPaper.objects.bulk_create(
            PublicityPaper(publication=self.publicity, revision=paper.current) for paper in forms
        )
        return self._adopted(
            self.opinions(1, row=row, shown=each)[0] for row, each in zip(rows, shown, strict=True)
        )

    def opinions_answered(self, count):
        return self._adopted(self.opinions(count))

    def _adopted(self, opinions):
        return OpinionAnswer.objects.bulk_create(
            OpinionAnswer(
                opinion=opinion,
                outcome="adopted",
                reply="谢谢，已补上",
                answered_by=self.people.school_office,
            )
            for opinion in opinions
        )

    def missives(self, count):
        return Missive.objects.bulk_create(
            Missive(
                publication=self.publicity,
                office=self.cast.bureau,
                text=f"第{number}处请写清多久查一次",
                received_on=timezone.localdate(),
                receipt=f"MANY{number}",
            )
            for number in self.next(count)
        )

    def mistakes(self, count):
        return Mistake.objects.bulk_create(
            Mistake(
                publication=self.publicity,
                text=f"第{number}处写错了",
                received_on=timezone.localdate(),
                receipt=f"MISTAKE{number}",
            )
            for number in self.next(count)
        )

    def missives_sorted(self, count):
        """Each passed on, and its opinion answered."""
        answers = self.opinions_answered(count)
        return Triage.objects.bulk_create(
            Triage(
                missive=missive,
                opinion=answer.opinion,
                by=self.people.discipline,
                sorted_on=timezone.localdate(),
            )
            for missive, answer in zip(self.missives(count), answers, strict=True)
        )

    def channels(self, count):
        return ReportChannel.objects.bulk_create(
            ReportChannel(unit=unit, label="举报电话", text="12388") for unit in self.units(count)
        )
