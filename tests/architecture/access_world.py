"""One of everything, in every relation, made once for a whole module of tests.

    world.client("staff").get(world.address("paper-detail", "draft"))

In the middle stands the large school: the form of the role "staff" stands in six states, one in
each of six years. Beside it is the small school, above it the bureau. What a short word such as
"draft" stands for in an address is said by `World.keys`.
"""

from datetime import timedelta
from types import SimpleNamespace

from captcha.models import CaptchaStore
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from powers.models import FlowNode, Power
from registry.organisation.models import Account, SchoolHoliday, Unit
from registry.papers.models import Paper
from reviews import filing, opinions, publication, publicity
from reviews.models import ReportChannel
from risks import scale_drafts, scheme_drafts
from risks.models import RiskPoint
from tests import way
from tests.architecture.access_clearing import Clearing
from tests.architecture.access_cycle import Cycle
from tests.architecture.access_mechanics import Mechanics
from tests.architecture.access_said import Said
from tests.architecture.access_table import ROLES
from tests.cast import make_cast, make_programme, seat

PDF = b"%PDF-1.4\n%%EOF\n"
# What only the small school's people, its superior and nobody else may ever read.
CANARY = "金丝雀七二九"


class World(Mechanics, Clearing, Cycle, Said):
    """`cast` and, under the words of the access table, everything else."""

    def __init__(self):
        self.cast = make_cast()
        self.people, self.posts = self.cast.people, self.cast.posts
        self.superuser = Account.objects.create(
            username="superuser", is_superuser=True, is_staff=True
        )
        # Sits on a seat and may enter the admin; in no other test of the table.
        self.seated = self.cast.accounts.other_supervisor
        self.seated.is_staff = True
        self.seated.save()
        self._browser, self._sessions = Client(), {}
        self.forms = {}  # what stood on the pages before anybody posted; see access_posts
        self._make_forms()
        self._make_left()
        self._make_catalogues()
        self._make_directories()
        self._make_neighbours()
        self._make_mechanics()
        self.draft_scheme = scheme_drafts.copy_scheme(
            scheme=self.cast.programme.scheme, unit=self.cast.bureau, by=self.people.office
        )
        self.own_scale = scale_drafts.copy_scale(
            scale=self.cast.scale, unit=self.cast.bureau, by=self.people.office
        )
        self._make_laws()
        self._make_rules()
        self._make_clearing()
        self._make_cycle()
        self._make_workflow()
        self.keys = self._keys()
        for role in (*ROLES, "seated"):
            self._sign_in(role)

    # --- asking ----------------------------------------------------------------------------

    def client(self, role):
        """The one browser, in which this role has signed in now; nobody has as "anonymous".

        One, because each new one would look through all static files again.
        """
        self._browser.cookies.clear()
        if role in self._sessions:
            self._browser.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[role]
        return self._browser

    def _sign_in(self, role):
        if role == "anonymous":
            return
        client = self.client(role)
        client.force_login(getattr(self, role, None) or getattr(self.cast.accounts, role))
        client.get(reverse("password-change-done"))  # the session is renewed once
        self._sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def address(self, name, thing="-"):
        return reverse(name, kwargs=self.keys[thing])

    # --- papers ----------------------------------------------------------------------------

    def _make_school_holiday(self):
        """Far ahead, so that no day of this world falls into it."""
        first = timezone.localdate() + timedelta(days=900)
        last = first + timedelta(days=20)
        unit = self.cast.bureau
        SchoolHoliday.objects.create(unit=unit, name="寒假", first=first, last=last)

    def _year(self, back, unit=None, **changes):
        """The cast in a year further back, with a programme of its own."""
        programme = make_programme(unit or self.cast.bureau, self.cast.year - back, **changes)
        return SimpleNamespace(**{**vars(self.cast), "programme": programme})

    def _form(self, cast, post, *, by=None, **kwargs):
        by = by or post
        paper = way.begin_form(cast, post=getattr(self.posts, post), by=getattr(self.people, by))
        return way.fill_form(paper, getattr(self.people, by), **kwargs)

    def _make_forms(self):
        large, office = self.cast.school_large, self.people.school_office
        self._make_school_holiday()
        self.confirmed = way.confirmed_form(self._year(5, large, preset="education"))
        self.shown = self._cleared(self._year(4))
        self.publicity = publicity.open_publicity(papers=[self.shown], by=office)
        self.shown_to_all = self._cleared(self._year(6, large, publicity_range="public"))
        self.public_publicity = publicity.open_publicity(papers=[self.shown_to_all], by=office)
        self.missive = self._missive()
        self.challenge = CaptchaStore.generate_key()
        ReportChannel.objects.create(unit=large, label="举报电话", text="12388")
        self.cleared = self._cleared(self._year(3))
        self.ready = self._cleared(self._year(2))
        self.over = way.through_publicity(self.ready, office)
        self.opinion = self._opinion(None)
        self.opinion_of_office = self._opinion(office)
        self.opinion_adopted = self._opinion(None, self.publicity.rows.get(position=1))
        opinions.answer(opinion=self.opinion_adopted, outcome="adopted", reply="谢谢", by=office)
        self.review = self._submitted(self._year(1))
        self.review.steps.update(due_on=timezone.localdate())
        self.draft = way.begin_form(self.cast)
        self.on_paper = self._form(self.cast, "other_staff", points=1)
        way.submit(self.on_paper, self.people.other_staff)
        Account.objects.filter(username="other-section-head").update(is_active=False)

    def _make_left(self):
        """A draft of one of three teachers, who has left the post since."""
        teacher = self.people.second_teacher
        self.left = way.begin_form(self.cast, post=self.posts.teacher, by=teacher)
        teacher.appointments.update(ends=timezone.localdate() - timedelta(days=1))

    def _submitted(self, cast):
        """Another year's form of the same post: what is in force, and one point more."""
        paper = way.begin_form(cast)
        return way.submit(way.fill_form(paper, self.people.staff, points=1), self.people.staff)

    def _cleared(self, cast):
        return way.sign_on(self._submitted(cast))

    def _make_catalogues(self):
        office, keeper = self.people.school_office, self.people.keeper
        power = way.power("学籍异动审核", self.cast.sections.teaching, visibility="public")
        year = self._year(7, self.cast.school_large)
        self.catalogue = self._confirmed_catalogue(
            year.programme, power, keeper, self.people.principal
        )
        self.public_catalogue = publication.publish(
            paper=self.catalogue, edition="public", by=office
        )
        self.inside_catalogue = publication.publish(
            paper=self.catalogue, edition="inside", by=office
        )
        self.catalogue_draft = filing.start_catalogue(
            unit=self.cast.school_large, programme=self.cast.programme, by=keeper
        )

    def _make_directories(self):
        office = self.people.school_office
        self.directory = self._confirmed_directory(
            self.cast.school_large, self.confirmed.programme, office, self.people.principal
        )
        self.inside_directory = publication.publish(
            paper=self.directory, edition="inside", by=office
        )
        self.public_directory = publication.publish(
            paper=self.directory, edition="public", by=office
        )
        self.directory_draft = filing.start_directory(
            unit=self.cast.school_large, programme=self.cast.programme, covers="unit", by=office
        )

    def _confirmed_directory(self, unit, programme, office, principal, covers="unit"):
        paper = filing.start_directory(unit=unit, programme=programme, covers=covers, by=office)
        way.sign_on(way.submit(paper, office))
        way.confirm(paper, principal)
        return Paper.objects.get(pk=paper.pk)

    def _make_neighbours(self):
        """The small school beside, with words of its own; the bureau above."""
        self.small_form = self._form(self.cast, "small_staff", points=0)
        canary = {part: f"{CANARY}{part}的情形" for part in ("source", "risk", "harm")}
        content = way.point(1, **canary, measures=[{"text": f"{CANARY}由两人核对"}])
        way.editing.save_point(paper=self.small_form, content=content, by=self.people.small_staff)
        self._confirm(self.small_form, "small_staff", "small_office", "small_principal")
        names = {"name": f"{CANARY}的职权审核", "side": "internal", "visibility": "inside"}
        seat(self.posts.small_section_head, "information_keeper", self.cast.school_small)
        self.small_catalogue = self._confirmed_catalogue(
            make_programme(self.cast.school_small, self.cast.year),
            way.power(section=self.cast.sections.small_teaching, **names),
            self.people.small_section_head,
            self.people.small_principal,
        )
        self.small_publication = publication.publish(
            paper=self.small_catalogue, edition="inside", by=self.people.small_office
        )
        self.bureau_form = self._form(self.cast, "bureau_staff", points=1)
        self._confirm(self.bureau_form, "bureau_staff", "office", "bureau_leader")

    def _confirm(self, paper, filler, office, principal):
        way.submit(paper, getattr(self.people, filler))
        way.through_publicity(way.sign_on(paper), getattr(self.people, office))
        way.confirm(paper, getattr(self.people, principal))
        paper.refresh_from_db()

    def _confirmed_catalogue(self, programme, power, keeper, principal):
        paper = filing.start_catalogue(unit=keeper.unit, programme=programme, by=keeper)
        way.power_editing.add_power(paper=paper, content=power, by=keeper)
        way.sign_on(way.submit(paper, keeper))
        way.confirm(paper, principal)
        return Paper.objects.get(pk=paper.pk)

    # --- what a word of the table stands for in an address ---------------------------------

    def _keys(self):
        papers = (
            "draft left review cleared shown ready confirmed on_paper catalogue catalogue_draft"
            " directory directory_draft small_form small_catalogue bureau_form"
        )
        publications = (
            "publicity public_publicity public_catalogue inside_catalogue public_directory"
            " inside_directory small_publication"
        )
        return {
            "-": {},
            **{name: {"pk": getattr(self, name).pk} for name in papers.split()},
            **{name: {"number": getattr(self, name).number} for name in publications.split()},
            **self._rows(),
            **self._places(),
            **self._owned(),
        }

    def _rows(self):
        """Rows of papers, and the same row asked for under a paper that is not its own."""
        draft, catalogue = self.draft.pk, self.catalogue_draft.pk
        line = self.draft.current.point_lines.first().pk
        step, paper_step = way.open_step(self.review).pk, way.open_step(self.on_paper).pk
        return {
            "draft.row": {"pk": draft, "line_pk": line},
            "draft.duty": {"pk": draft, "line_pk": self.draft.current.duty_lines.first().pk},
            "draft.stray": {"pk": draft, "line_pk": self._line_of(self.small_form)},
            "catalogue_draft.row": {
                "pk": catalogue,
                "line_pk": self.catalogue_draft.current.power_lines.first().pk,
            },
            "catalogue_draft.stray": {"pk": catalogue, "line_pk": line},
            "review.1": {"pk": self.review.pk, "no": 1},
            "draft.1": {"pk": draft, "no": 1},
            "review.step": {"pk": self.review.pk, "step_pk": step},
            "review.stray": {"pk": self.review.pk, "step_pk": paper_step},
            "late_step": {"pk": step},
            "on_paper.step": {"pk": self.on_paper.pk, "step_pk": paper_step},
            "confirmed.file": {"pk": self.confirmed.pk, "attachment_pk": self.attachment.pk},
            "catalogue.docx": {"pk": self.catalogue.pk, "format_name": "docx"},
            "review.docx": {"pk": self.review.pk, "format_name": "docx"},
            "ready.stray": {"pk": self.ready.pk, "attachment_pk": self.attachment.pk},
        }

    def _line_of(self, paper):
        return paper.current.point_lines.first().pk

    def _places(self):
        return {
            "post": {"post_pk": self.posts.staff.pk},
            "post.svg": {"post_pk": self.posts.staff.pk, "format_name": "svg"},
            "teacher_post": {"post_pk": self.posts.teacher.pk},
            "small_post": {"post_pk": self.posts.small_staff.pk},
            "webhook": {"pk": self.webhook.pk},
            "away": {"pk": self.away.pk},
            "away_signed": {"pk": self.away_signed.pk},
            "large": {"unit_pk": self.cast.school_large.pk},
            "small": {"unit_pk": self.cast.school_small.pk},
            "village": {"unit_pk": self.cast.school_village.pk},
            "section": {"section_pk": self.cast.sections.teaching.pk},
            "programme": {"pk": self.cast.programme.pk},
            "scale": {"pk": self.cast.scale.pk},
            "own_scale": {"pk": self.own_scale.pk},
            "scheme": self._scheme(self.cast.programme.scheme),
            "draft_scheme": self._scheme(self.draft_scheme),
            "LARGE": {"code": self.cast.school_large.code},
            "point": {"pk": RiskPoint.objects.filter(post=self.posts.staff).first().pk},
            "small_point": {"pk": RiskPoint.objects.get(post=self.posts.small_staff).pk},
            "law": {"pk": self.law.pk},
            "law.due": {
                "change_pk": self.told.pk,
                "power_pk": Power.objects.filter(unit=self.cast.school_large).first().pk,
            },
            "own_law": {"pk": self.own_law.pk},
            "own_law.change": {"pk": self.own_law.pk, "change_pk": self.own_change.pk},
            "own_law.article": {"pk": self.own_law.pk, "article_pk": self.article.pk},
            "small_law": {"pk": self.small_law.pk},
            "own_rule": {"pk": self.own_rule.pk},
            "own_rule.change": {"pk": self.own_rule.pk, "change_pk": self.rule_change.pk},
            "other_rule": {"pk": self.other_rule.pk},
            "small_rule": {"pk": self.small_rule.pk},
            "own_kind": {"pk": self.own_kind.pk},
            "own_kind.act": {},
            **self._powers(),
        }

    def _powers(self):
        large = {"pk": Power.objects.filter(unit=self.cast.school_large).first().pk}
        small = {"pk": Power.objects.get(unit=self.cast.school_small).pk}
        svg, csv = {"format_name": "svg"}, {"format_name": "csv"}
        node = FlowNode.objects.filter(version__in_force_for=large["pk"]).first()
        return {
            "power.step": {"pk": node.pk},
            "power": large,
            "power.svg": large | svg,
            "power.csv": large | csv,
            "small_power": small,
            "small_power.svg": small | svg,
            "small_power.csv": small | csv,
        }

    def _scheme(self, scheme):
        return {"pk": self.cast.programme.pk, "scheme_pk": scheme.pk}

    def _owned(self):
        csv = {"format_name": "csv"}
        return {
            "done": {"pk": self.done.pk},
            "failed": {"pk": self.failed.pk},
            "waiting": {"pk": self.waiting.pk},
            "notice": {"pk": self.notice.pk},
            **self._clearing_keys(),
            **self._cycle_keys(),
            "view": {"pk": self.view.pk},
            "announced": {"pk": self.announced.pk},
            "announced.file": {"pk": self.announced.pk, "file_pk": self.enclosed.pk},
            "announced_draft": {"pk": self.announced_draft.pk},
            "suggestion": {"pk": self.suggestion.pk},
            "import": {"pk": self.sent.pk},
            "table": {"pk": self.table.pk},
            "publicity.pk": {"pk": self.publicity.pk},
            "publicity.pdf": {"pk": self.publicity.pk, "format_name": "pdf"},
            "publicity.docx": {"pk": self.publicity.pk, "format_name": "docx"},
            "over.docx": {"pk": self.over.pk, "format_name": "docx"},
            "opinion": {"pk": self.opinion.pk},
            "opinion_adopted": {"pk": self.opinion_adopted.pk},
            "missive": {"pk": self.missive.pk},
            "mistake": {"pk": self._mistake().pk},
            "challenge": {"key": self.challenge},
            "opinion_of_office": {"pk": self.opinion_of_office.pk},
            "public_publicity.pk": {"pk": self.public_publicity.pk},
            "public_catalogue.1": {"number": self.public_catalogue.number, "position": 1},
            "powers.csv": {"name": "powers", **csv},
            "public_catalogue.svg": {
                "number": self.public_catalogue.number,
                "position": 1,
                "format_name": "svg",
            },
            "public_catalogue.csv": {
                "number": self.public_catalogue.number,
                "position": 1,
                **csv,
            },
            "public_directory.csv": {"number": self.public_directory.number, **csv},
            "inside_directory.csv": {"number": self.inside_directory.number, **csv},
            "filling": {"name": "filling"},
            "overview": {"name": "overview"},
            "division": {"name": "division"},
            "steps": {"name": "steps"},
            "posts": {"name": "posts"},
            "summary": {"name": "summary"},
            "nothing": {"name": "nothing"},
            "organisation": {"app_label": "organisation"},
            "unit": {
                "content_type_id": ContentType.objects.get_for_model(Unit).pk,
                "object_id": self.cast.school_large.pk,
            },
            "this_year": {"year": timezone.localdate().year},
            "post.pk": {"pk": self.posts.staff.pk},
        }
