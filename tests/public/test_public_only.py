"""A site for the public alone: what it has, what its account in the database can reach.

On PostgreSQL every public address is served under the account that `grants` makes; the control
shows that the same account is refused where a page would read anything else.
"""

import os
import re
import subprocess
import sys

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from config import public_only
from config import settings as whole
from registry.jobs.management.commands import serve
from registry.organisation.models import Person
from registry.papers.models import Paper, Revision
from registry.tables.formats import FORMATS
from reviews import public_role
from reviews.models import Publication, PublicationRow
from tests.public import factory
from tests.public.walk import addresses, make_site, seen

pytestmark = pytest.mark.django_db
ROLE = "public_site_of_a_test"
on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="only PostgreSQL has accounts"
)


@pytest.fixture
def alone(settings):
    """The settings of PUBLIC_ONLY=1, but for the apps, which nobody may change while running."""
    changed = public_only.narrowed(vars(whole))
    del changed["INSTALLED_APPS"], changed["SILENCED_SYSTEM_CHECKS"]
    for name, value in changed.items():
        setattr(settings, name, value)
    return Client()


@pytest.fixture(scope="module")
def site(staged_cast):
    return make_site(staged_cast())


@pytest.fixture
def as_role(site):
    """Everything from here on is asked under the account; the role goes with the transaction."""
    make_role()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def make_role():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered before
        cursor.execute(f"CREATE ROLE {ROLE}")
        for statement in public_role.grants(ROLE):
            cursor.execute(statement)


def walked(site):
    return [each for found in addresses(site).values() for each in found]


def test_every_public_address_answers_alone(alone, site):
    statuses = {}
    for address in walked(site):
        response = alone.get(address)
        statuses.setdefault(response.status_code, []).append(address)
        assert not response.cookies, address
        assert response.status_code in (200, 404, 410), address
        seen(response)
    assert len(statuses[200]) > 20


@pytest.mark.parametrize(
    "address", ["/desk/", "/sign-in/", "/admin/", "/papers/1/", "/inbox/", "/help/", "/jobs/"]
)
def test_nothing_else_is_there(alone, address):
    assert alone.get(address).status_code == 404


def test_no_name_of_the_inside_is_known(alone):
    for name in ("desk", "sign-in", "admin:index", "publicity-list", "public-opinion-find"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert "sign-in" not in alone.get("/").text


def test_papers_and_inside_editions_are_not_checked_here(alone, cast, site):
    inside = next(each for each in site["hidden"] if each.edition == factory.Edition.INSIDE)
    for number, digest in (
        (inside.number, inside.digest),
        (site["paper"].number, site["paper"].current.digest),
    ):
        response = alone.get(reverse("check", args=[number]), {"digest": digest})
        assert response.context["answer"] == {"outcome": "unknown"}
        assert "请向出具单位核对" in response.text


def test_large_files_that_need_a_job_are_not_offered(alone, cast, monkeypatch):
    monkeypatch.setattr("reviews.exporting.ROWS_AT_ONCE", dict.fromkeys(FORMATS, 0))
    publication = factory.directory(cast)
    statuses = {
        name: alone.get(reverse("public-download", args=[publication.number, name])).status_code
        for name in ("xlsx", "csv", "json", "pdf", "docx")
    }
    assert statuses == {"xlsx": 200, "csv": 200, "json": 200, "pdf": 404, "docx": 404}
    page = alone.get(reverse("public-directory", args=[publication.number])).text
    assert ".xlsx" in page
    assert ".pdf" not in page


def test_a_publicity_says_where_else_to_give_an_opinion(alone, cast):
    address = reverse("public-publicity-detail", args=[factory.publicity(cast, "公开行").number])
    page = alone.get(address).text
    assert "请告诉公布单位" in page
    assert "提意见" not in page


def test_it_runs_without_worker_and_scheduler(settings):
    assert [child.name for child in serve._background()] == ["worker", "scheduler"]
    settings.PUBLIC_ONLY = True
    assert serve._background() == []


def test_it_starts_and_its_checks_know_what_is_wrong(tmp_path):
    """A process of its own: the apps are narrowed too, and SQLite is warned about."""
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {"PUBLIC_ONLY": "1", "DATA_DIR": str(tmp_path)}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    done = subprocess.run(
        [sys.executable, "-W", "error", "manage.py", "check", "--deploy"],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    found = set(re.findall(r"\((\w+\.[EW]\d+)\)", done.stderr))
    assert found == {"public_only.W001", "security.W004", "security.W008"}


def test_a_cookie_setting_middleware_is_an_error(settings):
    settings.PUBLIC_ONLY = True
    assert "public_only.E001" in {each.id for each in public_role.check_public_only()}
    settings.PUBLIC_ONLY = False
    assert public_role.check_public_only() == []


def test_the_statements_are_printed_and_a_strange_name_is_refused(capsys):
    call_command("grant_public_role", "public_site")
    printed = capsys.readouterr().out
    assert 'GRANT SELECT ON "reviews_publication" TO "public_site";' in printed
    granted = len(public_role.TABLES) + len(public_role.COLUMNS)
    assert printed.count("GRANT SELECT") == granted
    with pytest.raises(CommandError):
        call_command("grant_public_role", 'x"; DROP TABLE')


@on_postgresql
def test_every_page_is_served_under_the_account(as_role, alone, site):
    texts = []
    for address in walked(site):
        response = alone.get(address)
        assert response.status_code in (200, 404, 410), address
        texts.append(seen(response))
    assert sum("公开行" in text for text in texts) > 10
    genuine = site["shown"]["directory"]
    answer = alone.get(reverse("check", args=[genuine.number]), {"digest": genuine.digest})
    assert answer.context["answer"]["outcome"] == "genuine"
    withdrawn = next(each for each in site["hidden"] if each.withdrawn_at)
    answer = alone.get(reverse("check", args=[withdrawn.number]), {"digest": withdrawn.digest})
    assert answer.context["answer"]["outcome"] == "genuine"


@on_postgresql
def test_everything_else_is_refused_to_the_account(as_role):
    others = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table not in public_role.TABLES
    ]
    assert {Person, Paper, Revision} <= set(others)
    for model in others:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            list(model._base_manager.order_by()[:1])
    for model in public_role.MODELS:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            model._base_manager.update(id=1)
    assert public_role.too_much() == ([], [])
    assert public_role.too_little() == []


@on_postgresql
def test_an_account_that_was_not_granted_anew_after_an_upgrade_is_told(as_role, alone):
    assert not list(public_role.check_public_only())
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(f"REVOKE SELECT ON reviews_publicstate FROM {ROLE}")
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    (fault,) = public_role.check_public_only()
    assert (fault.id, "reviews_publicstate" in fault.msg) == ("public_only.E005", True)


@on_postgresql
def test_inside_editions_and_withdrawn_rows_do_not_exist_for_the_account(as_role, site):
    assert set(Publication.objects.values_list("edition", flat=True)) == {"public"}
    hidden = [each.pk for each in site["hidden"] if each.withdrawn_at]
    assert hidden
    assert not PublicationRow.objects.filter(publication__in=hidden).exists()
    assert PublicationRow.objects.filter(publication__edition="public").exists()


@on_postgresql
def test_control_the_owner_still_sees_and_is_told_that_it_is_too_much(site, settings):
    make_role()
    call_command("grant_public_role", ROLE, "--apply")  # may be run again
    assert Publication.objects.filter(edition="inside").exists()
    settings.PUBLIC_ONLY = True
    found = {each.id for each in public_role.check_public_only()}
    assert {"public_only.E003", "public_only.E004"} <= found


@on_postgresql
def test_another_account_that_had_the_tables_keeps_all_rows(site):
    """Control for the policy of everybody else: a backup must not lose rows without a word."""
    make_role()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE backup_of_a_test")
        cursor.execute("GRANT SELECT ON reviews_publication TO backup_of_a_test")
        before = Publication.objects.count()
        cursor.execute("SET LOCAL ROLE backup_of_a_test")
        after = Publication.objects.count()
        cursor.execute("RESET ROLE")
    assert before == after
