"""As many rows as one likes of everything that has a list, in a few statements each.

The model is one form that went the way of a form; its copies stand on posts of their own. What
a list reads is what counts here: `tests.way` and the stories hold the rules.
"""

import datetime
from functools import partial
from io import BytesIO

from django.urls import reverse
from django.utils import timezone

from registry.files.models import StoredFile
from registry.files.storing import store
from registry.intake.models import OrganisationImport, TableImport
from registry.jobs.models import Job
from registry.notices.models import Notice
from registry.organisation.models import Account, Post, Programme
from registry.papers.models import Paper, Revision
from registry.trail.recording import record
from reviews import filing
from reviews.models import Publication, PublicationRow, Step
from risks.background import EXPORT
from risks.models import (
    Duty,
    DutyLine,
    DutyVersion,
    Measure,
    MeasureVersion,
    PointLine,
    PointVersion,
    RiskPoint,
    Suggestion,
)
from tests import way
from tests.architecture.many_held_up import HeldUpRows
from tests.architecture.many_in_office import copied
from tests.architecture.many_powers import PowerRows
from tests.architecture.many_published import PublishedRows
from tests.architecture.many_tasks import TaskRows
from tests.public import factory as public

TODAY = timezone.localdate
# Rows that are added to the thing of the line.
OF_ONE = (
    "points",
    "points_on_paper",
    "stale_points",
    "revisions",
    "published_rows",
    "changed_rows",
    "files",
)


def _handed_in(paper, person):
    if paper.state == "draft":
        return {"digest": None, "submitted_at": None, "submitted_by": None}
    return {"submitted_by": person}


class Rows(HeldUpRows, PowerRows, PublishedRows, TaskRows):
    """`cast`, and functions that add so many rows."""

    def __init__(self):
        super().__init__()
        self.model = way.submitted_form(self.cast)
        self.catalogue = public.catalogue(self.cast, "学籍变动审核")
        self.directory = public.directory(self.cast, "放宽接收条件")
        self.publicity = public.publicity(self.cast, "放宽接收条件")
        self._make_papers()
        self._make_registers()
        self.programme = self.cast.programme.pk
        self.staff_post = self.cast.posts.staff.pk
        self.publicity_pk = self.publicity.pk
        self.this_year = TODAY().year

    def _make_papers(self):
        """One of each kind and state that has a page with its rows on it."""
        self.draft = self.drafts(1)[0]
        self.ready_form = self.ready(1)[0]
        (self.shown_form,) = self.forms(1, state="publicity", position=None)
        way.confirmed_catalogue(self.cast)
        self.powers_draft = filing.start_catalogue(
            unit=self.cast.school_large, programme=self.cast.programme, by=self.people.keeper
        )
        self._make_drawn_power()
        self.directory_draft = filing.start_directory(
            unit=self.cast.school_large,
            programme=self.cast.programme,
            covers="unit",
            by=self.people.school_office,
        )

    def address(self, name, thing):
        """The address of a page; `thing` is a name here, or the code of a unit."""
        if thing == "-":
            return reverse(name)
        found = getattr(self, thing, thing)
        if isinstance(found, tuple):
            return reverse(name, args=found)
        if isinstance(found, Paper):
            return reverse(name, args=[found.pk, *([1] if name == "revision-detail" else [])])
        return reverse(name, args=[getattr(found, "number", found)])

    def adding(self, rows, thing):
        """The function that adds so many rows, to this thing where the rows are of one."""
        add = getattr(self, rows)
        of_one = rows in OF_ONE
        return partial(add, getattr(self, thing)) if of_one else add

    # --- papers ------------------------------------------------------------------------------

    def forms(self, count, *, adjusted=False, programmes=None, **changes):
        """Copies of the model form; with `adjusted` each row stands in force in other words."""
        posts = self._posts_of_form(count, programmes)
        people = self.people_on(posts)
        model = self.model
        years = programmes or [self.cast.programme] * count
        papers = [
            copied(
                model,
                post=post,
                unit=post.unit,
                section=post.section,
                programme=year,
                created_by=person,
                number=f"{model.number}-{number}",
                **changes,
            )
            for post, year, person, number in zip(
                posts, years, people, self.next(count), strict=True
            )
        ]
        Paper.objects.bulk_create(papers)
        old = model.current
        revisions = Revision.objects.bulk_create(
            copied(old, paper=paper, **_handed_in(paper, person))
            for paper, person in zip(papers, people, strict=True)
        )
        self._steps(papers)
        for line in old.duty_lines.select_related("version"):
            self._duties(revisions, line, adjusted=adjusted)
        for line in old.point_lines.select_related("version"):
            self._points(revisions, line, [line.position] * count, adjusted=adjusted)
        return papers

    def points(self, paper, count, *, adjusted=True):
        """More points in this paper, each of them adjusted."""
        revision = paper.current
        revision.paper = paper
        line = self.model.current.point_lines.select_related("version").first()
        positions = [1000 + number for number in self.next(count)]
        self._points([revision] * count, line, positions, adjusted=adjusted)

    def stale_points(self, paper, count):
        """Of a directory: points that have moved on since it was compiled."""
        self.points(paper, count)

    def revisions(self, paper, count):
        """Earlier rounds of this paper."""
        old = paper.revisions.first()
        Revision.objects.bulk_create(copied(old, no=1000 + number) for number in self.next(count))

    def _posts_of_form(self, count, programmes):
        """Posts of the large school, or one in the unit of each programme."""
        if programmes is None:
            return self.posts(count)
        return Post.objects.bulk_create(
            copied(self.cast.posts.staff, unit=programme.unit, section=None, tier="leader")
            for programme in programmes
        )

    def _steps(self, papers):
        steps = list(self.model.steps.all())
        Step.objects.bulk_create(
            copied(step, paper=paper, unit=paper.unit if step.section_id else step.unit)
            for paper in papers
            for step in steps
        )

    def _duties(self, revisions, line, *, adjusted):
        duties = Duty.objects.bulk_create(
            Duty(unit=each.paper.unit, post=each.paper.post) for each in revisions
        )
        for duty in duties if adjusted else ():
            duty.in_force = copied(line.version, duty=duty, written_in=self.model)
            duty.in_force.save()
            duty.save()
        versions = DutyVersion.objects.bulk_create(
            copied(line.version, duty=duty, written_in=each.paper, base=duty.in_force)
            for duty, each in zip(duties, revisions, strict=True)
        )
        DutyLine.objects.bulk_create(
            copied(line, revision=each, version=version)
            for each, version in zip(revisions, versions, strict=True)
        )

    def _points(self, revisions, line, positions, *, adjusted):
        points = RiskPoint.objects.bulk_create(
            RiskPoint(unit=each.paper.unit, post=each.paper.post) for each in revisions
        )
        bases = [None] * len(points)
        if adjusted:
            bases = self._versions(line.version, points, [self.model] * len(points), bases)
            for point, base in zip(points, bases, strict=True):
                point.in_force = base
            RiskPoint.objects.bulk_update(points, ["in_force"])
        papers = [each.paper for each in revisions]
        versions = self._versions(line.version, points, papers, bases)
        PointLine.objects.bulk_create(
            copied(line, revision=each, version=version, position=position)
            for each, version, position in zip(revisions, versions, positions, strict=True)
        )

    def _versions(self, model, points, papers, bases):
        versions = PointVersion.objects.bulk_create(
            copied(model, point=point, written_in=paper, base=base)
            for point, paper, base in zip(points, papers, bases, strict=True)
        )
        measures = Measure.objects.bulk_create(Measure(point=point) for point in points)
        old = model.measures.first()
        MeasureVersion.objects.bulk_create(
            copied(old, measure=measure, version=version)
            for measure, version in zip(measures, versions, strict=True)
        )
        return versions

    def meeting_forms(self, count):
        step = self.model.steps.get(mode=Step.Mode.MEETING)
        return self.forms(count, position=step.position)

    def drafts(self, count):
        drafts = self.forms(count, state="draft", position=None, holder=self.people.staff)
        self.appointments((draft.post, self.people.staff) for draft in drafts)
        return drafts

    def cleared(self, count):
        """Each of its own unit and year: as many batches."""
        programmes = self.programmes(count)
        for number, programme in enumerate(programmes, start=5):
            programme.publicity_days = number
        Programme.objects.bulk_update(programmes, ["publicity_days"])
        return self.forms(count, programmes=programmes, state="cleared", position=None)

    def ready(self, count):
        return self.forms(count, adjusted=True, state="ready", position=None)

    def forms_on_paper(self, count):
        """Nobody with an account can take their step: heads, leaders and principal have none."""
        self.lock_out("section_head", "supervisor", "principal", "bureau_deputy")
        return self.forms(count)

    def ready_on_paper(self, count):
        self.lock_out("principal", "bureau_deputy")
        return self.ready(count)

    def points_on_paper(self, paper, count):
        self.lock_out("principal", "bureau_deputy")
        return self.points(paper, count)

    def points_of_staff(self, count):
        """In force for the post of the role "staff"."""
        posts = [paper.post_id for paper in self.ready(count)]
        RiskPoint.objects.filter(post__in=posts).update(post=self.cast.posts.staff)

    def lock_out(self, *roles):
        accounts = [getattr(self.people, role).account_id for role in roles]
        Account.objects.filter(pk__in=accounts).update(is_active=False)

    def forms_below(self, count):
        """Each of its own unit; the bureau's office looks after them."""
        return self.forms(count, programmes=self.programmes(count))

    # --- publications ------------------------------------------------------------------------

    def publications(self, count, model=None, *, units=None, **changes):
        """Copies of a publication, without rows: each of its own unit."""
        model = model or self.catalogue
        return Publication.objects.bulk_create(
            copied(model, unit=unit, number=f"{model.number}-{unit.code}", **changes)
            for unit in units or self.units(count)
        )

    def published_units(self, count):
        self.published_by(self.units(count))

    def published_by(self, units):
        """A catalogue and a directory of each unit, with a row each."""
        for model in (self.catalogue, self.directory):
            found = self.publications(len(units), model, units=units)
            row = model.rows.get()
            PublicationRow.objects.bulk_create(
                copied(row, publication=each, unit=each.unit) for each in found
            )

    def running_publicity(self, count):
        """Public ones whose last day has not come."""
        return self.publications(count, self.publicity)

    def publicity_over(self, count):
        yesterday = TODAY() - datetime.timedelta(days=1)
        return self.publications(count, self.publicity, ends_on=yesterday)

    def earlier_catalogues(self, count):
        """Earlier catalogues of the large school, each replaced by the next."""
        for _ in range(count):
            public.catalogue(self.cast, "学籍变动审核")

    def published_rows(self, publication, count):
        row = publication.rows.first()
        return PublicationRow.objects.bulk_create(
            copied(row, position=1000 + number) for number in self.next(count)
        )

    # --- everything else ---------------------------------------------------------------------

    def notices(self, count):
        return Notice.objects.bulk_create(
            Notice(person=self.people.staff, text="请修改", url="/inbox/") for _ in range(count)
        )

    def jobs(self, count):
        return Job.objects.bulk_create(
            Job(
                kind=EXPORT,
                key=f"many-{number}",
                title="风险点台账",
                owner=self.people.staff,
                state="done",
                result=file,
                finished_at=timezone.now(),
            )
            for number, file in zip(self.next(count), self._files(count), strict=True)
        )

    def _files(self, count):
        first = store(
            stream=BytesIO(b"1"), name="台账.csv", content_type="text/csv", by=self.people.keeper
        )
        return StoredFile.objects.bulk_create(
            copied(first, original_name=f"台账{number}.csv", stored_name=f"many-{number}")
            for number in self.next(count)
        )

    def imports(self, count):
        return OrganisationImport.objects.bulk_create(
            OrganisationImport(
                file=file,
                unit=self.cast.school_large,
                by=self.people.keeper,
                at=timezone.now(),
                confirmed_at=timezone.now(),
                confirmed_by=self.people.keeper,
            )
            for file in self._files(count)
        )

    def tables(self, count):
        return TableImport.objects.bulk_create(
            TableImport(
                file=file,
                unit=self.cast.school_large,
                programme=self.cast.programme,
                by=self.people.keeper,
                at=timezone.now(),
            )
            for file in self._files(count)
        )

    def suggestions(self, count):
        return Suggestion.objects.bulk_create(
            Suggestion(
                post=self.cast.posts.staff,
                risk=f"第{number}项材料没有核对",
                reason="同事办理时见过",
                made_by=self.people.teacher,
            )
            for number in self.next(count)
        )

    def entries(self, count):
        for _ in range(count):
            record(by=self.people.staff, action="paper.created", unit=self.cast.school_large)
