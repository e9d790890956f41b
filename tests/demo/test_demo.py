"""The demo keeps what it promises; nothing in it was written around the rules."""

import time
from datetime import timedelta
from itertools import combinations

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F
from django.utils import timezone
from rapidfuzz import fuzz

from powers.content import sealed_content
from powers.models import Power, PowerVersion
from registry.access.demo_cast import ROLES
from registry.files.storing import open_verified
from registry.notices.models import Notice
from registry.organisation.models import Account, AdminRole, Person, Post, Programme
from registry.papers.digest import digest_of
from registry.papers.models import POST_FORMS, Attachment, Paper, PaperKind, PaperState
from registry.papers.register import Change, change_of
from registry.trail.models import TrailEntry
from reviews import actions, filing, seats, waiting
from reviews.models import Correction, Decision, Meeting, Opinion, Publication, PublicityPaper, Step
from reviews.publication import verify
from reviews.visibility import inbox_of
from risks import form
from risks.models import PointLine, PointVersion, RiskPoint, Suggestion
from risks.phrasing import Parts, check
from tests.demo.conftest import PASSWORD

pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.walk]  # one worker loads it

UNITS = ("DEMO", "DEMO-1", "DEMO-2", "DEMO-3")
ENDS = (PaperState.CONFIRMED, PaperState.CANCELLED)
TOO_ALIKE = 80


def person(username):
    return Account.objects.get(username=username).person


def in_force():
    points = RiskPoint.objects.in_force().select_related("unit", "in_force__level")
    return [point.in_force for point in points]


def papers(**conditions):
    return Paper.objects.filter(**conditions).select_related("unit", "post", "programme")


def form_of(post, year):
    return papers(kind__in=POST_FORMS, post__name=post, programme__year=year).get()


# --- what was ordered ---------------------------------------------------------------------------


def test_there_are_enough_powers_and_points(demo):
    assert Power.objects.in_force().count() >= 60
    assert len(in_force()) >= 120
    with_points = RiskPoint.objects.in_force().values_list("unit__code", flat=True)
    assert set(with_points) == set(UNITS)


def test_every_point_in_force_passes_the_phrasing_rules(demo):
    faults = {
        version.pk: [finding.message for finding in findings]
        for version in in_force()
        if (findings := check(parts_of(version)))
    }
    assert faults == {}


def parts_of(version):
    return Parts(version.source, version.risk, version.harm, version.wording, version.text)


def test_no_two_points_in_force_are_too_much_alike(demo):
    texts = [f"{version.source}{version.risk}{version.harm}" for version in in_force()]
    alike = [pair for pair in combinations(texts, 2) if fuzz.ratio(*pair) > TOO_ALIKE]
    assert alike == []


def test_every_point_in_force_has_a_level_and_a_measure(demo):
    bare = RiskPoint.objects.in_force().filter(in_force__measures__isnull=True)
    assert not bare.exists()
    assert all(version.level_id for version in in_force())


def test_every_state_is_there_last_year_is_closed_and_this_year_is_under_way(demo):
    this_year, last_year = demo.this_year, demo.last_year
    assert set(papers(programme__year=last_year).values_list("state", flat=True)) == {"confirmed"}
    states = papers(programme__year=this_year).values_list("state", flat=True)
    assert set(states) == set(PaperState.values)
    positions = papers(state=PaperState.REVIEW, kind=PaperKind.STAFF_FORM)
    assert set(positions.values_list("position", flat=True)) == {1, 2, 3, 4}


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_has_papers_in_every_state_of_the_way(demo, unit):
    states = set(papers(unit__code=unit).values_list("state", flat=True))
    assert states >= set(PaperState.values) - {PaperState.CANCELLED}


@pytest.mark.parametrize("unit", UNITS)
def test_the_catalogue_of_every_unit_is_published_in_both_editions(demo, unit):
    catalogues = Publication.objects.standing().filter(kind="catalogue", unit__code=unit)
    assert sorted(catalogues.values_list("edition", flat=True)) == ["inside", "public"]


def test_the_directory_of_the_bureau_covers_its_schools(demo):
    directories = Publication.objects.standing().filter(kind="directory", unit__code="DEMO")
    inside = directories.get(edition="inside")
    public = directories.get(edition="public")
    assert inside.row_count >= 100
    assert public.row_count >= 30
    assert set(inside.rows.values_list("unit__code", flat=True)) == set(UNITS)
    ranks = {row["level_rank"] for row in public.rows.values_list("content", flat=True)}
    assert ranks == {2, 3}


def test_a_school_has_a_directory_of_its_own(demo):
    assert Publication.objects.standing().filter(kind="directory", unit__code="DEMO-1").count() == 2


# --- the cast ----------------------------------------------------------------------------------


@pytest.mark.parametrize("username", [name for name, _, _ in ROLES])
def test_each_role_of_the_cast_signs_in_with_one_click(demo, client, settings, username):
    settings.DEMO = True
    assert client.post("/demo-sign-in/", {"username": username}).status_code == 302
    assert client.session["_auth_user_id"] == str(Account.objects.get(username=username).pk)
    assert client.get("/", follow=True).status_code == 200


def test_the_password_is_everybodys(demo):
    assert Account.objects.get(username="staff").check_password(PASSWORD)
    assert len(set(Account.objects.values_list("password", flat=True))) == 1


def test_the_administrators_are_three_people(demo):
    roles = Person.objects.exclude(admin_role=None).values_list("admin_role", flat=True)
    assert set(roles) == set(AdminRole.values)
    in_set_up = Account.objects.filter(is_staff=True).values_list("username", flat=True)
    assert set(in_set_up) == {"system-admin", "security-admin"}
    assert not Account.objects.filter(is_superuser=True).exists()


@pytest.mark.parametrize(
    "username", ["section-head", "supervisor", "group", "discipline", "principal", "office"]
)
def test_reviewers_have_something_waiting(demo, username):
    assert inbox_of(person(username)).count() >= 2


def test_the_principal_and_the_office_have_more_than_steps(demo):
    ready = papers(state=PaperState.READY, unit__code="DEMO-1")
    assert sum(bool(can(paper, "principal", "confirm")) for paper in ready) >= 2
    cleared = papers(state=PaperState.CLEARED, unit__code="DEMO")
    assert sum(bool(can(paper, "office", "open_publicity")) for paper in cleared) >= 2


def can(paper, username, slug):
    return actions.find(paper, person(username), timezone.localdate(), slug)


def test_the_form_of_staff_shows_each_sort_of_row_and_why_it_came_back(demo):
    paper = form_of("学籍管理员", demo.this_year)
    assert paper.state == PaperState.DRAFT
    lines = paper.current.point_lines.select_related("version")
    assert {change_of(line.version, paper) for line in lines} == {
        Change.UNCHANGED,
        Change.ADJUSTED,
        Change.NEW,
    }
    returned = Decision.objects.get(step__paper=paper, action=Decision.Action.RETURN)
    assert returned.name == person("section-head").name
    assert returned.notes.count() == 2
    assert sorted(line.open for line in lines) == [False, False, True, True]


# --- somebody can always go on -----------------------------------------------------------------


def test_from_every_state_but_the_ends_somebody_can_go_on(demo):
    today = timezone.localdate()
    stuck = [
        (paper.title, paper.state)
        for paper in papers().exclude(state__in=ENDS)
        if not any(actions.available(paper, one, today) for one in likely_first(paper))
    ]
    assert stuck == []


def likely_first(paper):
    """Everybody with an account: who fills it in and who has seats in the unit before others."""
    everybody = Person.objects.filter(account__isnull=False).select_related("account", "unit")
    fills = filing.fillers(paper, timezone.localdate())
    ranked = everybody.annotate(seats=Count("appointments__post__mandates")).order_by("-seats")
    return [*fills, *sorted(ranked, key=lambda one: one.unit_id != paper.unit_id)]


def test_an_open_step_has_a_signer_or_is_recorded_from_paper(demo):
    today = timezone.localdate()
    for step in waiting.open_steps().select_related("paper", "unit", "section"):
        resolution = seats.resolve(step, today)
        assert resolution.holders or seats.recorders(step.paper, today, seats.filers(step.paper))


# --- what makes it worth looking at -------------------------------------------------------------


def test_this_year_changed_the_register_in_every_way(demo):
    lines = PointLine.objects.filter(
        revision__paper__state=PaperState.CONFIRMED,
        revision__paper__programme__year=demo.this_year,
        revision__paper__kind=PaperKind.STAFF_FORM,
    ).select_related("version", "revision__paper")
    changes = {change_of(line.version, line.revision.paper) for line in lines}
    assert changes == set(Change)


def test_there_is_one_of_every_detour(demo):
    assert Decision.objects.exclude(acting_for="").exists()
    assert Decision.objects.filter(together_with__isnull=False).exists()
    assert Decision.objects.filter(scan__isnull=False).exists()
    assert set(Decision.objects.values_list("action", flat=True)) == set(Decision.Action.values)
    assert PublicityPaper.objects.filter(outcome=PublicityPaper.Outcome.REOPENED).exists()
    assert Step.objects.filter(person__isnull=False).exists()
    assert papers(whole=False).exists()
    assert Publication.objects.filter(withdrawn_at__isnull=False).exists()
    assert Correction.objects.get().publication.unit.code == "DEMO-1"
    assert papers(state=PaperState.REVIEW, lap=2).exists()
    assert papers(kind=PaperKind.DIRECTORY, state=PaperState.DRAFT).exists()
    assert papers(kind=PaperKind.CATALOGUE, state=PaperState.REVIEW, unit__code="DEMO-1").exists()


def test_every_kind_of_form_is_there(demo):
    kinds = set(papers(programme__year=demo.this_year).values_list("kind", flat=True))
    assert kinds == set(PaperKind.values)
    of_layers = RiskPoint.objects.in_force().filter(post=None)
    assert of_layers.exists()
    assert set(Suggestion.objects.values_list("outcome", flat=True)) == {"", "declined"}


def test_one_post_has_a_form_for_each_holder(demo):
    """What they share is in force; of two holders one is under review, one still writes."""
    post = Post.objects.get(forms=Post.Forms.EACH_HOLDER)
    forms = papers(post=post, programme__year=demo.this_year)
    assert forms.get(holder=None).state == PaperState.CONFIRMED
    own = forms.exclude(holder=None)
    assert sorted(own.values_list("state", flat=True)) == [PaperState.DRAFT, PaperState.REVIEW]
    for paper in own:
        shared = sorted(row.details["shared"] for row in form.rows(paper.current))
        assert shared == [False, True, True]


def test_levels_after_the_measures_are_there_and_never_above(demo):
    graded = PointVersion.objects.filter(level_after__isnull=False)
    assert not graded.filter(level_after__rank__gt=F("level__rank")).exists()
    in_force = graded.filter(in_force_for__isnull=False)
    assert set(in_force.values_list("point__unit__code", flat=True)) == {*UNITS} - {"DEMO-2"}
    assert in_force.filter(level_after__rank=F("level__rank")).exists()
    titles = {
        one.edition: [title for _, title in one.head["columns"]]
        for one in Publication.objects.standing().filter(kind="directory", unit__code="DEMO")
    }
    assert {edition: "措施后等级" in each for edition, each in titles.items()} == {
        "inside": True,
        "public": False,
    }


def test_publicity_runs_inside_and_before_the_public(demo):
    running = Publication.objects.filter(
        kind="publicity", closed_at__isnull=True, ends_on__gte=timezone.localdate()
    )
    shown = set(running.values_list("unit__code", "edition"))
    assert shown >= {("DEMO-1", "inside"), ("DEMO-2", "public")}


def test_opinions_of_last_year_are_answered_and_one_of_this_year_waits(demo):
    inside = Opinion.objects.filter(source=Opinion.Source.INSIDE)
    said = inside.values_list("publication__year", "answer__outcome")
    last = [(demo.last_year, "adopted"), (demo.last_year, "not_adopted")]
    assert sorted(said, key=str) == [*last, (demo.this_year, None)]


def test_a_school_has_a_programme_of_its_own(demo):
    own = Programme.objects.get(unit__code="DEMO-2", year=demo.this_year)
    assert own.publicity_days == 7
    assert papers(state="draft", revisions__adds_to__isnull=False, unit__code="DEMO-3").exists()


def test_somebody_is_late_and_somebody_is_not(demo):
    today = timezone.localdate()
    due = list(waiting.open_steps().values_list("due_on", flat=True))
    assert any(day < today for day in due)
    assert any(day >= today for day in due)


def test_entered_for_somebody_without_an_account_comes_with_the_signed_sheet(demo):
    entered = Paper.objects.filter(revisions__entered_by__isnull=False).distinct()
    assert entered.count() >= 5
    for paper in entered:
        scans = paper.attachments.filter(kind=Attachment.Kind.SIGNED_SHEET)
        assert scans.exists()
        with open_verified(scans[0].file) as stream:
            assert stream.read(8) == b"\x89PNG\r\n\x1a\n"


# --- nothing was written around the rules --------------------------------------------------------


def test_the_trail_is_whole_and_in_order(demo, capsys):
    call_command("verify_trail")
    written = TrailEntry.objects.order_by("pk").values_list("at", flat=True)
    assert list(written) == sorted(written)
    assert TrailEntry.objects.filter(action="demo.loaded").count() == 1


def test_publications_are_what_their_digest_says(demo):
    assert [str(one) for one in Publication.objects.all() if not verify(one)] == []


def test_every_decision_is_bound_to_the_revision_it_was_made_on(demo):
    assert not Decision.objects.exclude(digest=F("revision__digest")).exists()


def test_nobody_signed_a_paper_of_their_own(demo):
    own = Decision.objects.filter(person=F("step__paper__revisions__submitted_by"))
    assert not own.filter(scan__isnull=True).exists()
    for meeting in Meeting.objects.prefetch_related("attendees", "decisions__step__paper"):
        voting = {each.person_id for each in meeting.attendees.all() if each.vote}
        for decision in meeting.decisions.all():
            assert not voting & {one.pk for one in seats.filers(decision.step.paper)}


def test_a_sealed_power_still_says_what_was_sealed(demo):
    for version in PowerVersion.objects.filter(digest__isnull=False).with_content():
        assert version.digest == digest_of(sealed_content(version))


def test_everything_happened_in_order_and_before_now(demo):
    now = timezone.now()
    for paper in Paper.objects.prefetch_related("revisions"):
        times = [paper.created_at]
        times += [each.submitted_at for each in paper.revisions.all() if each.submitted_at]
        times += [at for at in (paper.confirmed_at, paper.cancelled_at) if at]
        assert times == sorted(times)
        assert times[-1] < now
    last_year = Paper.objects.filter(programme__year=demo.last_year)
    assert {paper.created_at.year for paper in last_year} == {demo.last_year}


def test_signatures_fall_in_office_hours(demo):
    for decision in Decision.objects.all():
        at = timezone.localtime(decision.at)
        assert demo.days.is_working(at.date())
        assert 8 <= at.hour < 18


def test_old_notices_are_read_and_the_newest_are_not(demo):
    week = timezone.now() - timedelta(days=14)
    assert not Notice.objects.filter(created_at__lt=week, read_at__isnull=True).exists()
    assert Notice.objects.filter(person=person("discipline"), read_at__isnull=True).exists()


def test_numbers_follow_the_order_of_handing_in(demo):
    forms = Paper.objects.filter(
        kind=PaperKind.STAFF_FORM, unit__code="DEMO-1", programme__year=demo.last_year
    ).order_by("number")
    times = [paper.revisions.get(no=1).submitted_at for paper in forms]
    assert times == sorted(times)


# --- the command ---------------------------------------------------------------------------------


def test_it_refuses_a_database_that_has_units(demo):
    with pytest.raises(CommandError, match="已经有单位"):
        call_command("load_demo")


def test_it_is_content_with_units_when_asked_to_be(demo, capsys):
    before = Paper.objects.count()
    call_command("load_demo", if_empty=True)
    assert Paper.objects.count() == before
    assert capsys.readouterr().out == ""


def test_it_tells_how_far_it_is(demo, said):
    assert said[0].startswith("建立单位")
    assert any(str(demo.last_year) in line for line in said)


def test_it_is_told_by_the_real_clock_afterwards(demo):
    assert abs(timezone.now().timestamp() - time.time()) < 60
