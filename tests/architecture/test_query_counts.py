"""Every page with rows asks the database as often for many rows as for few.

One line for each: the address and the object it is asked for, who reads it, which rows it shows
(a function of `many_rows.Rows`). An address without a line fails here, and so does a line whose
rows do not show.
"""

from typing import NamedTuple

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, path, reverse

from registry.organisation.models import Post
from reviews.views.public import browsing, units
from tests.architecture.many_rows import Rows
from tests.architecture.pages_of_one_thing import OF_ONE_THING
from tests.architecture.test_access import names

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted_menu")]

FEW, MANY = 5, 35  # a page holds 20 to 30 rows, where it does not hold all
GROWS = 20  # characters of HTML that a row has at least

PAGES = """
address                  object           reader         rows

inbox                    -                section_head   forms
inbox                    -                school_office  forms_on_paper
inbox                    -                staff          drafts
inbox                    -                staff          underway
inbox                    -                school_office  left_drafts
pass-together            -                section_head   forms
meet-together            -                group          meeting_forms
my-posts                 -                staff          posts_of_one
my-posts                 -                school_office  mandates
notices                  -                staff          notices
downloads                -                staff          jobs
trail-list               -                auditor        entries
organisation-import      -                keeper         imports
organisation-import      -                security_admin imports
power-list               -                principal      powers
clearing                 -                office         units
clearing                 -                staff          posts_of_one
clearing                 -                keeper         offered_powers
clearing                 -                section_head   declarations
clearing-round           clearing_pk      principal      staffed_posts
clearing-round           bureau_round_pk  office         offered_powers
clearing-round           clearing_pk      principal      disputed_powers
declaration              declared_pk      staff          declared_powers
declaration              declared_pk      staff          powers
declaration              section_pk       section_head   declarations
exercise-list            -                principal      exercises
exercise-list            -                office         exercises
exercise-list            -                staff          exercise_drafts
exercise-choose          -                staff          registered_powers
exercise                 exercise_pk      principal      told_findings
registered-power-list    -                school_office  registered_powers
record-token-list        -                school_office  record_tokens
record-list              -                staff          received_records
source-list              -                discipline     sources
source-detail            source_pk        discipline     source_links
questionnaire-list       -                discipline     questionnaires
questionnaire            asked_over_pk    discipline     written_answers
public-questionnaires    -                anonymous      questionnaires
inbox                    -                discipline     ended_questionnaires
assessment               -                discipline     late_posts
study-list               -                discipline     studies
study                    study_pk         discipline     study_items
disposal-list            -                discipline     acts
warning-list             -                discipline     warnings
cycle-points             -                principal      ready
inbox                    -                discipline     acts_rectified
inbox                    -                staff          acts
disposal                 act_pk           discipline     act_readings
view-list                -                staff          saved_views
power-list               -                staff          saved_views
commitment-list          -                principal      committed
commitment-list          -                staff          committed_places
commitment-texts         -                school_office  commitment_texts
commitment-publish       unit_large       school_office  committed
public-commitments       commitments      anonymous      committed_rows
activity-list            -                principal      activities
activity-list            -                staff          activities
activity                 activity_pk      principal      invited_people
activity-hold            activity_pk      principal      invited_people
activity-plan            unit_large       principal      staffed_posts
activity-kinds           -                staff          activity_kinds
talk-list                -                supervisor     talks
talk-ledger              -                principal      responsible_people
talk-kinds               -                staff          talk_kinds
law-list                 -                staff          laws
kind-list                -                office         kinds
law-detail               law_pk           principal      powers
law-detail               law_pk           office         articles
law-detail               law_pk           office         changes
law-due-list             -                office         powers
rule-list                -                staff          rules
rule-detail              rule_pk          principal      cited
rule-detail              rule_pk          office         rule_changes
rule-gaps                -                principal      unruled
inbox                    -                staff          tasks
task-list                -                staff          tasks
task-list                -                principal      tasks
task-calendar            -                staff          tasks
task-detail              task_pk          staff          task_files
recurring-list           -                office         recurring
point-list               -                principal      ready
paper-list               -                principal      ready
paper-list               -                office         forms_below
archive                  -                principal      confirmed_forms
change-rows              -                principal      confirmed_forms
confirm-list             -                principal      ready
inbox                    -                school_office  ready_on_paper
publicity-list           -                office         running_publicity
publicity-detail         publicity_pk     staff          rows_shown
publicity-detail         publicity_pk     staff          extensions
publicity-detail         publicity_pk     school_office  opinions
opinions-together        publicity_pk     school_office  opinions
publicity-detail         publicity_pk     school_office  opinions_answered
publicity-detail         publicity_pk     school_office  opinions_to_reopen
publicity-detail         publicity_pk     staff          opinions_of_staff
inbox                    -                school_office  opinions
inbox                    -                discipline     missives
inbox                    -                school_office  mistakes
mistake-list             -                school_office  mistakes
missive-list             -                discipline     missives
missive-list             -                discipline     missives_sorted
publicity-list           -                office         publicity_over
publicity-list           -                office         cleared
publication-list         -                staff          publications
alert-list               -                staff          alerts
alert-list               -                office         alerts
inbox                    -                staff          alerts
alert                    alert_pk         school_office  alerted_posts
alert                    alert_pk         school_office  alerted_points
measure-turn-list        -                principal      measure_turns
measure-turn-list        -                staff          measure_turns
measure-turn             measure_turn_pk  staff          measure_files
self-check-list          -                principal      self_checks
self-check-list          -                staff          self_checks
self-check               self_check_pk    section_head   self_check_answers
inspection-list          -                school_office  inspections
inspection-list          -                staff          bulletins
inspection               inspection_pk    school_office  inspected_points
inspection-found         inspection_pk    school_office  inspected_points
board                    -                staff          announcements
board                    -                staff          editions
board                    -                staff          rules
announcement-list        -                keeper         announcements
entered-for              -                keeper         posts_without_account
table-imports            -                keeper         tables
reorganisation           -                keeper         reorganisations
register-sheet           overview         principal      ready
my-responsibility        -                supervisor     ready
register-sheet           division         principal      ready
register-sheet           ledger           principal      ready
register-sheet           duties           principal      ready
register-sheet           summary          principal      ready
suggestion-list          -                staff          suggestions
coverage                 -                office         units
coverage                 -                office         forms_below
coverage-sheet           steps            principal      powers
coverage-sheet           board_points     principal      ready
coverage-sheet           measures         principal      ready
coverage-sheet           board_posts      principal      sections_with_posts
progress                 -                office         units
progress                 -                office         forms_below
progress                 -                principal      sections_with_posts
progress                 -                principal      late_forms
progress                 -                principal      sections_with_points
not-begun                -                principal      posts
not-begun                -                section_head   staffed_posts
due-list                 -                office         late_forms
due-list                 -                school_office  late_forms
urging-list              -                office         urgings
programme-list           -                office         years
scale-list               -                office         scales
scheme-trial             programme        office         schemes
arrival-list             -                principal      arrived
arrival-list             -                school_office  entered
webhook-list             -                system_admin   webhooks
arrival-notice           staff_post       staff          points_of_staff

paper-detail             model            section_head   points
paper-detail             powers_draft     keeper         powers
paper-detail             directory_draft  school_office  points
paper-history            model            section_head   revisions
revision-detail          model            section_head   points
paper-edit               draft            staff          points
paper-edit               draft            staff          files
paper-files              draft            staff          files
paper-edit               powers_draft     keeper         powers
paper-many               powers_draft     keeper         powers
paper-edit               directory_draft  school_office  points
paper-row-chart          chart_row        keeper         chart_steps
paper-row-chart          chart_row        school_office  chart_steps
paper-check              draft            staff          points
paper-check              powers_draft     keeper         powers
paper-check              directory_draft  school_office  stale_points
archive-detail           archived_form    section_head   points
paper-send-back          ready_form       principal      points
paper-confirmation-record ready_form      school_office  points_on_paper
rows-reopen              shown_form       school_office  points
publication-detail       directory        staff          published_rows
publication-detail       catalogue        staff          earlier_catalogues
publication-detail       catalogue        staff          corrections
publication-changes      renewed          staff          changed_rows

public-home              -                anonymous      published_units
public-unit              BUREAU           anonymous      published_units
public-unit              LARGE            anonymous      earlier_catalogues
public-powers            -                anonymous      published_units
public-directories       -                anonymous      published_units
public-directory         directory        anonymous      published_rows
public-catalogue         catalogue        anonymous      published_rows
public-catalogue         catalogue        anonymous      earlier_catalogues
public-catalogue         catalogue        anonymous      corrections
public-corrections       -                anonymous      corrections
public-withdrawn         -                anonymous      withdrawn_catalogues
public-changes           renewed          anonymous      changed_rows
public-map               -                anonymous      published_units
public-feed              -                anonymous      corrections
public-sitemap           -                anonymous      published_units
public-publicity         -                anonymous      running_publicity
public-publicity-detail  publicity        anonymous      published_rows
public-publicity-detail  publicity        anonymous      extensions

admin:organisation_unit_changelist        - system_admin units
admin:organisation_section_changelist     - system_admin sections
admin:organisation_post_changelist        - system_admin staffed_posts
admin:organisation_person_changelist      - system_admin staffed_posts
admin:organisation_appointment_changelist - system_admin staffed_posts
admin:organisation_mandate_changelist     - security_admin mandates
admin:organisation_programme_changelist   - system_admin programmes
admin:organisation_scale_changelist       - system_admin scales
admin:organisation_scheme_changelist      - system_admin schemes
admin:organisation_holiday_changelist     - system_admin holidays
admin:organisation_holiday_year   this_year system_admin school_holidays
admin:organisation_schoolholiday_changelist - system_admin school_holidays
admin:reviews_route_changelist            - system_admin routes
admin:reviews_reportchannel_changelist    - system_admin channels
admin:papers_paper_changelist             - principal    ready
admin:papers_paper_changelist             - office       forms_below
admin:papers_paper_changelist             - office       cleared
admin:reviews_step_changelist             - section_head forms
admin:reviews_publication_changelist      - office       publications
"""


class Line(NamedTuple):
    address: str
    thing: str
    reader: str
    rows: str

    def __str__(self):
        return f"{self.address} {self.reader} {self.rows}"


LINES = [Line(*line.split()) for line in PAGES.strip().splitlines()[1:] if line.strip()]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield Rows()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browser():
    """One, because each new one would look through all static files again."""
    return Client()


def signed_in(browser, world, reader):
    browser.logout()
    if reader != "anonymous":
        account = getattr(world.cast.accounts, reader)
        type(account).objects.filter(pk=account.pk).update(is_staff=True)
        browser.force_login(account)
    return browser


def asked(browser, address):
    """(number of queries, length of the page)."""
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(address)
    assert response.status_code == 200, address
    return len(queries), len(response.content)


def counted(browser, world, line):
    """What the page costs and holds with few rows and with many; leaves nothing behind."""
    address, add = world.address(line.address, line.thing), world.adding(line.rows, line.thing)
    with transaction.atomic():
        signed_in(browser, world, line.reader)
        add(FEW)
        browser.get(address)  # the session is renewed once
        few = asked(browser, address)
        add(MANY - FEW)
        many = asked(browser, address)
        transaction.set_rollback(True)
    return few, many


@pytest.mark.walk
@pytest.mark.parametrize("line", LINES, ids=str)
def test_as_many_queries_for_many_rows_as_for_few(world, browser, line, monkeypatch):
    for module in (browsing, units):  # all units are shown; of more a name is typed
        monkeypatch.setattr(module, "MOST", 2 * MANY)
    (few, short), (many, long) = counted(browser, world, line)
    assert long - short > 10 * GROWS, "the rows do not show"
    assert many == few


def test_a_query_for_each_row_would_be_found(world, browser, monkeypatch):
    """The control: a list that fetches the post of each paper when its turn comes."""
    monkeypatch.setattr("registry.papers.models.Paper.owner_name", property(_asks_again))
    line = next(each for each in LINES if each.address == "paper-list")
    (few, _), (many, _) = counted(browser, world, line)
    assert many > few


def _asks_again(paper):
    return str(Post.objects.get(pk=paper.post_id)) if paper.post_id else "…"


# --- the table is complete ---------------------------------------------------------------------


def without_a_line(found):
    """Addresses on neither list; of the admin only the lists themselves are asked for."""
    listed = {line.address for line in LINES} | set(OF_ONE_THING.split())
    of_one = tuple(f"_{page}" for page in ("add", "change", "delete", "history"))
    return {
        name
        for name in set(found) - listed
        if not (name.startswith("admin:") and name.endswith(of_one))
    }


def test_every_address_has_a_line():
    assert without_a_line(names()) == set()


def test_no_line_is_left_of_an_address_that_has_gone():
    listed = {line.address for line in LINES} | set(OF_ONE_THING.split())
    assert listed - set(names()) == set()


def test_an_address_without_a_line_would_be_found():
    """The control."""
    more = [*get_resolver().url_patterns, path("more/", lambda request: None, name="more-list")]
    assert without_a_line(names(more)) == {"more-list"}


def test_every_list_of_the_admin_has_a_line():
    lists = {
        f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        for model in admin.site._registry
    }
    assert lists - {line.address for line in LINES} == set()
    assert all(reverse(name) for name in lists)
