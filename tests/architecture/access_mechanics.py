"""What the world of the access table holds beside papers: laws, files, jobs, announcements."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from powers.background import scope_of
from powers.kinds import keeping as kinds
from registry.access.reach import reach_of
from registry.files.storing import store
from registry.intake.models import OrganisationImport, TableImport
from registry.intake.organisation.taking import CONTENT_TYPE
from registry.intake.organisation.template_book import make_template
from registry.jobs.models import Job
from registry.laws import keeping
from registry.notices.models import Notice, Webhook
from registry.organisation.models import Appointment, Person
from registry.paging.models import SavedView
from registry.papers.models import Attachment
from reviews import announcements
from risks import arrival, suggesting
from risks.background import EXPORT
from tests.hands_on_paper import sheet
from tests.laws.factory import make_law
from tests.rules.factory import make_rule
from tests.rules.factory import tell as tell_of_rule

PDF = b"%PDF-1.4\n%%EOF\n"


class Mechanics:
    """For a world with `people`, `posts` and `cast`."""

    def _make_laws(self):
        """A shipped law that has changed, with a power in force on it; laws of two units."""
        office = self.people.office
        self.law = make_law("中华人民共和国义务教育法")
        self.told = keeping.tell_change(
            law=self.law,
            kind="amended",
            on=timezone.localdate(),
            working_days=20,
            by=office,
        )
        self.own_kind = kinds.add_kind(
            unit=self.cast.bureau, name="评聘", applies="both", by=office
        )
        self.own_law = make_law("区属学校采购办法", unit=self.cast.bureau, level="document")
        self.own_change = keeping.tell_change(
            law=self.own_law, kind="amended", on=timezone.localdate(), by=office
        )
        self.article = keeping.save_article(
            law=self.own_law, number=3, text="采购分为两种", repealed_from=None, by=office
        )
        self.small_law = make_law("食材采购细则", unit=self.cast.school_small, level="own_rule")

    def _make_rules(self):
        """Rules of two units; one of them with its text, and taken for repealed by mistake."""
        self.own_rule = make_rule("会见登记制度", unit=self.cast.bureau)
        self.own_rule.file = self._stored("制度.pdf", PDF, "application/pdf", None)
        self.own_rule.save()
        self.rule_change = tell_of_rule(self.own_rule, "repealed", "2026-01-05", self.people.office)
        self.other_rule = make_rule("廉政谈话制度", unit=self.cast.bureau)
        self.small_rule = make_rule("食材验收制度", unit=self.cast.school_small)

    def _make_mechanics(self):
        staff, keeper = self.people.staff, self.people.keeper
        self.attachment = Attachment.objects.create(
            paper=self.confirmed,
            kind=Attachment.Kind.SEALED_COPY,
            file=self._stored("盖章件.pdf", PDF, "application/pdf", self.people.school_office),
            added_by=self.people.school_office,
        )
        book = BytesIO()
        make_template().save(book)
        self.sent = OrganisationImport.objects.create(
            file=self._stored("名单.xlsx", book.getvalue(), CONTENT_TYPE, keeper),
            unit=keeper.unit,
            by=keeper,
        )
        table = "岗位,风险点,风险等级\n学籍管理员,放宽条件,高\n".encode()
        self.table = TableImport.objects.create(
            file=self._stored("风险点.csv", table, "text/csv", keeper),
            unit=keeper.unit,
            programme=self.cast.programme,
            by=keeper,
        )
        result = self._stored("风险点台账.csv", b"", "text/csv", None)
        over = {"finished_at": timezone.now()}
        self.done = self._job("done", state="done", result=result, **over)
        self.failed = self._job("failed", state="failed", **over)
        self.waiting = self._job("waiting")
        arrival.acknowledge(
            appointment=staff.appointments.get(),
            digest=arrival.seal_of(arrival.shown_of(self.posts.staff)),
            by=staff,
        )
        self.webhook = Webhook.objects.create(
            unit=self.cast.bureau,
            kind=Webhook.Kind.WECOM,
            token="0123456789",
            changed_by=self.people.system_admin,
        )
        self.away, self.away_signed = self._newcomer("甲"), self._newcomer("乙")
        arrival.acknowledge_on_paper(
            appointment=self.away_signed,
            digest=arrival.seal_of(arrival.shown_of(self.posts.small_staff)),
            by=self.people.small_office,
            **sheet(),
        )
        self.suggestion = suggesting.suggest(
            post=self.posts.staff,
            by=self.people.supervisor,
            found_by="leader",
            presence="latent",
            risk="受理时不看原件",
            reason="看到复印件就登记了",
        )
        self.announced_draft, self.announced = self._announced(keeper), self._announced(keeper)
        self.enclosed = announcements.enclose(
            announcement=self.announced, upload=SimpleUploadedFile("结果.pdf", PDF), by=keeper
        )
        seen = announcements.stamp(self.announced)
        announcements.publish(announcement=self.announced, seen=seen, by=keeper)
        self.view = SavedView.objects.create(
            owner=staff, page="power-list", name="内部职权", query="side=internal"
        )
        self.notice = Notice.objects.create(person=staff, text="请修改", url=reverse("inbox"))

    def _announced(self, by):
        content = {"matter": "works", "title": "维修工期", "text": "三周完成"}
        content["starts_on"] = timezone.localdate()
        return announcements.draft(unit=by.unit, content=content, by=by)

    def _newcomer(self, name):
        """Somebody without an account, who covers for the registrar of the small school."""
        person = Person.objects.create(unit=self.cast.school_small, name=f"新来的{name}")
        return Appointment.objects.create(
            post=self.posts.small_staff, person=person, starts=timezone.localdate(), acting=True
        )

    def _stored(self, name, content, content_type, by):
        return store(stream=BytesIO(content), name=name, content_type=content_type, by=by)

    def _job(self, key, **changes):
        """An export that the role "staff" asked for."""
        arguments = {"format": "csv", "query": "", "scope": scope_of(reach_of(self.people.staff))}
        return Job.objects.create(
            kind=EXPORT,
            arguments=arguments,
            key=key,
            title="风险点台账",
            owner=self.people.staff,
            **changes,
        )
