"""A report from the public leaves no mark outside circle (a) (design §4, ADR 0028).

The same world with and without hidden reports: every page of the access table and of the admin is
the same to the byte for whoever does not sit in the receiving office, and no row of any table
changed but those that only that office reads. Nothing is normalised but tokens against forgery and
what a program that packs a file draws or reads from the machine's clock for it.
"""

import re
import zipfile
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

import pytest
import time_machine
from captcha.models import CaptchaStore
from django.conf import settings as django_settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from registry.notices.notifying import notify
from registry.trail.recording import record
from reviews import missives, opinions, reminding
from reviews.models import Missive, MissiveReading, SenderCount, SenderKey, Triage
from reviews.questionnaires import answering
from tests.architecture.access_actions import ACTIONS
from tests.architecture.access_admin import ADMIN_PAGES, admin_lines
from tests.architecture.access_pages import PAGES
from tests.architecture.access_posts import data_for
from tests.architecture.access_table import lines_of
from tests.architecture.access_world import World
from tests.architecture.duties_of_days import rows_after_days
from tests.architecture.test_access import admin_address, undone
from tests.reviews.test_opinions import rows_of_all_tables

# One worker makes the world, once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("circles")]

# Who has most to do with the publicity, the trail and the set-up; and nobody.
OUTSIDE = ["school_office", "principal", "office", "auditor", "superuser", "anonymous"]
CIRCLE = {each._meta.db_table for each in (Missive, Triage, MissiveReading, SenderCount)}
# What whoever sends and whoever sorts leaves behind without content, and the counters of SQLite.
BESIDE = {
    SenderKey._meta.db_table,
    "captcha_captchastore",
    "django_session",
    "sqlite_sequence",
}
TOKEN = re.compile(rb'(csrfmiddlewaretoken" value="|"X-CSRFToken": ")\w+')
FILE_ID = re.compile(rb"/ID \[<\w+><\w+>\]")  # of a PDF
HIDDEN = "金丝雀线索三一五"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def one_moment(monkeypatch, counted_menu):
    """Time stands still; what takes long to lay out, and reads one paper alone, is left out."""
    monkeypatch.setattr("reviews.printing.print_paper", lambda *args, **kwargs: None)
    with time_machine.travel(timezone.now(), tick=False):
        yield


@contextmanager
def nothing_random():
    """What is drawn anew for each page: keys of jobs, questions, sheets, the receipt in a form."""
    with (
        patch("secrets.token_bytes", bytes),  # token_hex asks it, by whichever name it is called
        patch.object(opinions, "new_receipt", lambda publication: "SAME"),
        patch.object(answering, "new_key", lambda questionnaire: "SAME"),
        patch.object(CaptchaStore, "generate_key", lambda generator: "SAME"),
    ):
        yield


def report(world):
    """Sent through the public form, kept by the office as a report; another nobody looked at."""
    (sending,) = [line for line in lines_of(ACTIONS) if line.address == "public-opinion-add"]
    address = world.address(sending.address, sending.thing)
    for row in ("1", ""):
        typed = {"text": f"{HIDDEN}：{row}", "row": row, "contact": "13812341234"}
        sent = world.client("anonymous").post(address, {**data_for(world, sending), **typed})
        assert sent.status_code == 200
    missive = Missive.objects.get(text=f"{HIDDEN}：1")
    page = reverse("missive-detail", args=[missive.pk])
    said = {"outcome": "report", "note": f"{HIDDEN}：已登记"}
    assert HIDDEN in world.client("discipline").get(page).text
    assert world.client("discipline").post(page, said).status_code == 302
    assert missives.standing_of(missive.receipt).opinion is None


def addresses(world, role):
    """Every page and file that the role gets; of the admin also what keeps a unit from going."""
    for line in lines_of(PAGES):
        if line.expected.get(role) == "o":
            yield world.address(line.address, line.thing)
    if role == "superuser":
        for line in admin_lines():
            for page in ADMIN_PAGES:
                yield admin_address(world, line, page)
        for unit in (world.cast.bureau, world.cast.school_large):
            yield reverse("admin:organisation_unit_delete", args=[unit.pk])


def pages_of(world, role, asked):
    found = {}
    for address in asked:
        with undone(), nothing_random():
            response = world.client(role).get(address)
            body = b"".join(response) if response.streaming else response.content
        found[address] = (response.status_code, unpacked(body))
    return found


def unpacked(body):
    if not zipfile.is_zipfile(BytesIO(body)):
        return FILE_ID.sub(b"", TOKEN.sub(rb"\1", body))
    with zipfile.ZipFile(BytesIO(body)) as book:
        return [(name, book.read(name)) for name in book.namelist()]


def differing(world, role, asked):
    """Which of these addresses tell this role of the reports."""
    before = pages_of(world, role, asked)
    with undone():
        report(world)
        after = pages_of(world, role, asked)
    assert all(status < 500 for status, _ in before.values())
    return [address for address, page in after.items() if page != before[address]]


@pytest.mark.walk
@pytest.mark.parametrize("role", OUTSIDE)
def test_every_page_is_the_same_with_and_without_a_report(world, role):
    asked = list(addresses(world, role))
    assert len(asked) > 15
    assert differing(world, role, asked) == []


def test_a_page_that_told_would_be_found(world, settings):
    """The control: one number of the menu counts what waits in circle (a)."""
    settings.NAVIGATION_COUNTS = {"publicity-list": f"{__name__}.leak"}
    asked = [world.address("inbox"), world.address("check")]
    assert differing(world, "school_office", asked) == asked[:1]


def leak(person):
    return Missive.objects.count()


def changed_by_a_report(world):
    with undone():
        before = rows_of_all_tables()
        report(world)
        after = rows_of_all_tables()
    return {table for table, rows in after.items() if rows != before[table]}


def test_no_row_of_any_other_table_tells_of_it(world):
    """Trail, notices, jobs, whatever an export reads."""
    changed = changed_by_a_report(world)
    assert changed >= CIRCLE
    assert changed <= CIRCLE | BESIDE


def test_a_row_that_told_would_be_found(world, monkeypatch):
    """The control: sorting writes its entry into the trail, as everything else does."""
    sort = missives.sort

    def told(*, missive, by, **said):
        record(by=by, action="opinion.received", unit=missive.publication.unit)
        return sort(missive=missive, by=by, **said)

    monkeypatch.setattr(missives, "sort", told)
    assert "trail_trailentry" in changed_by_a_report(world)


def told_by_the_clock(world):
    """The tables that differ when the duties of some days were done with and without reports."""
    with undone(), nothing_random():
        before = rows_after_days()
    with undone():
        report(world)
        with nothing_random():
            after = rows_after_days()
    return {table for table, rows in after.items() if rows != before[table]}


@pytest.mark.walk
def test_no_duty_of_the_days_after_tells_of_it(world):
    """Reminders, tasks, digests, whatever comes round."""
    assert told_by_the_clock(world) <= CIRCLE | BESIDE


@pytest.mark.walk
def test_a_duty_that_told_would_be_found(world, monkeypatch):
    """The control: the reminders of steps speak of what waits in circle (a) as well."""

    def told(day):
        for missive in Missive.objects.filter(text__startswith=HIDDEN):
            people = [world.people.school_office]
            notify(people=people, text="有来件", url="/inbox/", key=f"missive:{missive.pk}")

    monkeypatch.setattr(reminding, "remind_of_opinions", told)
    assert "notices_notice" in told_by_the_clock(world)


# Who may know of missives at all: everything else can only tell what it reads elsewhere.
KNOW = {
    "reviews/missives.py",
    "reviews/missive_file.py",
    "reviews/missive_forms.py",
    "reviews/models/__init__.py",
    "reviews/models/missives.py",
    "reviews/views/inbox.py",
    "reviews/views/missives.py",
    "reviews/views/public/opinions.py",
    "reviews/management/commands/import_opinions.py",
    "reviews/sources/entering.py",
    "reviews/sources/models.py",
    "reviews/demo/missives.py",
}
WORDS = re.compile(r"\b(Missive\w*|Triage|triage|readings)\b")


def test_no_other_module_reads_them():
    root = Path(django_settings.BASE_DIR)
    found = {
        str(path.relative_to(root))
        for package in ("config", "registry", "powers", "risks", "reviews")
        for path in (root / package).rglob("*.py")
        if "migrations" not in path.parts and WORDS.search(code_of(path))
    }
    assert found <= KNOW
    assert "reviews/views/inbox.py" in found


def code_of(path):
    """Without docstrings, which may speak of what the code must not read."""
    return re.sub(r'""".*?"""', "", path.read_text(), flags=re.DOTALL)
