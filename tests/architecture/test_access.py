"""Every address × role × relation answers as `access_table` says, and strangers write nothing.

The world is made once for the module; each request is rolled back. On SQLite every role asks. On
PostgreSQL, where the guards are the same code and only SQL could differ, one asks of those in a
group who get the same answer.
"""

import os
from collections import Counter
from contextlib import contextmanager
from copy import deepcopy
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.urls import URLResolver, get_resolver, path, reverse

from registry.access.reach import read_reach
from registry.jobs.models import Job
from reviews.public_opinion_urls import PUBLIC_OPINION_URL_NAMES
from reviews.public_urls import PUBLIC_URL_NAMES
from reviews.visibility import visible_paper
from tests.architecture import access_admin
from tests.architecture.access_actions import ACTIONS
from tests.architecture.access_admin import ADMIN_PAGES, admin_lines
from tests.architecture.access_pages import PAGES
from tests.architecture.access_posts import data_for
from tests.architecture.access_table import GROUPS, ROLES, lines_of
from tests.architecture.access_world import World

# One worker makes the world, once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access")]

PAGE_LINES, ACTION_LINES, ADMIN_LINES = lines_of(PAGES), lines_of(ACTIONS), admin_lines()
POSTABLE = [line for line in PAGE_LINES if line.takes_post]
FOR_EVERYBODY = PUBLIC_URL_NAMES | PUBLIC_OPINION_URL_NAMES
# Besides the public site, without a sign-in; business systems bring a token to `records`, calendars
# one to their feed.
DOORS = {
    *("sign-in", "sign-out", "demo-sign-in", "health-live", "health-ready", "admin:login"),
    *("records", "record-schema", "task-feed-file"),
}
SIGN_IN = ("/sign-in/", "/admin/login/")  # the admin's own leads to ours
# Written by whoever looks: sessions and the trail (a refusal is in it too).
NOT_COUNTED = ("django_session", "trail_", "axes_")
LETTERS = {200: "o", 403: "x", 404: ".", 405: "-", 409: "?", 422: "?"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def remembered():
    """Whose paper it is and how far somebody reaches, asked once for all addresses of the table.

    Every request is undone, so that the answer stays.
    """
    papers, reaches = {}, {}

    def visible(person, pk):
        key = (person, pk)
        if key not in papers:
            papers[key] = visible_paper(person, pk)
        return deepcopy(papers[key])

    def reach(person, day):
        if person not in reaches:
            reaches[person] = read_reach(person, day)
        return reaches[person]

    return SimpleNamespace(visible=visible, reach=reach)


@pytest.fixture(autouse=True)
def nothing_but_the_answer(monkeypatch, remembered):
    """Who gets a page is asked here, not how it looks: no layout of PDF."""
    monkeypatch.setattr("reviews.printing.print_paper", lambda *args, **kwargs: None)
    monkeypatch.setattr("reviews.views.fetch.visible_paper", remembered.visible)
    monkeypatch.setattr("registry.access.middleware.read_reach", remembered.reach)


@pytest.mark.walk
def test_one_worker_makes_the_world(request):
    """pytest-xdist names the group in the id; a version of pytest made it forget, in silence."""
    assert "PYTEST_XDIST_WORKER" not in os.environ or request.node.nodeid.endswith("@access")


# --- asking ------------------------------------------------------------------------------------


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Writes:
    """The tables a request wrote to: what was changed, not what was tried."""

    def __init__(self):
        self.tables = Counter()

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        verb, _, rest = sql.lstrip().partition(" ")
        if verb == "INSERT" or (verb in ("UPDATE", "DELETE") and context["cursor"].rowcount):
            table = rest.removeprefix("INTO ").removeprefix("FROM ").split('"')[1]
            if not table.startswith(NOT_COUNTED):
                self.tables[table] += 1
        return result


def ask(world, role, line, method="get"):
    """(letter, tables written to) of one request, which leaves nothing behind."""
    address = world.address(line.address, line.thing)
    data = data_for(world, line) if method == "post" else {}
    writes = Writes()
    with undone(), connection.execute_wrapper(writes):
        response = getattr(world.client(role), method)(address, data)
        if response.streaming:
            list(response)  # a file read to its end is closed
    return letter_of(response, method, writes.tables), writes.tables


def letter_of(response, method, tables):
    if response.status_code == 302:
        if response.headers["Location"].startswith(SIGN_IN):
            return ">"
        return "W" if method == "post" and tables else "r"
    if response.status_code == 200 and method == "post" and tables:
        return "w"
    return LETTERS.get(response.status_code, str(response.status_code))


def answers(world, line, method):
    return {role: ask(world, role, line, method)[0] for role in asking(line)}


def asking(line):
    return ROLES if connection.vendor == "sqlite" else one_of_each(line)


def one_of_each(line):
    """In each group the first with each answer."""
    first = {}
    for group, roles in GROUPS.items():
        for role in roles:
            first.setdefault((group, line.expected[role]), role)
    return list(first.values())


def expected(line):
    return {role: line.expected[role] for role in asking(line)}


# --- the table is complete ---------------------------------------------------------------------


def names(patterns=None, namespace=""):
    """Every name of every address; the admin's with their namespace."""
    for entry in patterns or get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            inside = f"{entry.namespace}:" if entry.namespace else namespace
            yield from names(entry.url_patterns, inside)
        elif entry.name or not namespace:  # the admin's catch-all answers 404 and has no name
            yield f"{namespace}{entry.name}"


def names_in_table():
    of_models = {
        f"admin:{line.model.replace('.', '_')}_{page}"
        for line in ADMIN_LINES
        for page in ADMIN_PAGES
    }
    return {line.address for line in (*PAGE_LINES, *ACTION_LINES)} | of_models


def test_every_address_has_a_line():
    assert set(names()) - names_in_table() == set()


def test_no_line_is_left_of_an_address_that_has_gone():
    assert names_in_table() - set(names()) == set()


def test_an_address_without_a_line_would_be_found():
    """The control."""
    more = [*get_resolver().url_patterns, path("more/", lambda request: None, name="more")]
    assert set(names(more)) - names_in_table() == {"more"}


def test_every_model_of_the_admin_has_a_line():
    registered = {model._meta.label_lower for model in admin.site._registry}
    assert registered == {line.model for line in ADMIN_LINES}


@pytest.mark.parametrize("line", [*PAGE_LINES, *ACTION_LINES], ids=str)
def test_a_line_says_something_for_every_role(line):
    assert len(line.cells) == len(ROLES)


def test_only_the_public_site_is_open_to_everybody():
    """Whatever answers anonymous visitors with anything but the sign-in page is on the list."""
    lines = [line for line in (*PAGE_LINES, *ACTION_LINES) if line.expected["anonymous"] != ">"]
    assert {line.address for line in lines} <= FOR_EVERYBODY | DOORS


def views(patterns=None):
    for entry in patterns or get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry.url_patterns)
        else:
            yield entry.name, entry.callback


def open_views(patterns=None):
    found = views(patterns)
    return {name for name, view in found if not getattr(view, "login_required", True)}


def test_no_view_lets_anonymous_visitors_in_but_those_on_the_list():
    assert open_views() == FOR_EVERYBODY | {name.removeprefix("admin:") for name in DOORS} | {
        "login"
    }


def test_a_view_opened_by_mistake_would_be_found():
    opened = login_not_required(lambda request: HttpResponse())
    more = [*get_resolver().url_patterns, path("more/", opened, name="more")]
    assert "more" in open_views(more)


# --- the answers -------------------------------------------------------------------------------


@pytest.mark.walk
@pytest.mark.every_case
@pytest.mark.parametrize("line", PAGE_LINES, ids=str)
def test_a_page_answers_each_role_as_the_table_says(world, line):
    assert answers(world, line, "get") == expected(line)


@pytest.mark.walk
@pytest.mark.every_case
@pytest.mark.parametrize("line", ACTION_LINES, ids=str)
def test_a_post_answers_each_role_as_the_table_says(world, line):
    """Where the table does not say W or w, nothing was written."""
    found = {role: ask(world, role, line, "post") for role in asking(line)}
    assert {role: letter for role, (letter, _) in found.items()} == expected(line)
    writers = {role for role, (_, tables) in found.items() if tables}
    assert writers == {role for role in found if line.expected[role] in "Ww"}


def sampled_strangers(line):
    """Of each group one who gets 403 and one who gets 404: the guard is the one of the page."""
    return [role for role in one_of_each(line) if line.expected[role] in "x.>"]


@pytest.mark.walk
@pytest.mark.parametrize("line", POSTABLE, ids=str)
def test_whoever_may_not_read_a_page_posts_to_it_in_vain(world, line):
    strangers = sampled_strangers(line)
    found = {role: ask(world, role, line, "post") for role in strangers}
    letters = {role: letter for role, (letter, _) in found.items()}
    assert letters == {role: line.expected[role] for role in strangers}
    assert [role for role, (_, tables) in found.items() if tables] == []


def admin_address(world, line, page):
    name = f"admin:{line.model.replace('.', '_')}_{page}"
    if page in ("changelist", "add"):
        return reverse(name)
    return reverse(name, args=[_admin_object(world, line)])


def _admin_object(world, line):
    if line.thing == "-":
        return apps.get_model(line.model).objects.order_by("pk").first().pk
    thing = getattr(world, line.thing.partition(".")[0])
    return world.keys[line.thing]["step_pk"] if line.thing.endswith(".step") else thing.pk


@pytest.mark.walk
@pytest.mark.every_case
@pytest.mark.parametrize("line", ADMIN_LINES, ids=str)
def test_the_admin_answers_whoever_may_enter_it_as_the_table_says(world, line):
    found = {}
    for role in line.answers:
        with undone():
            client = world.client(role)
            pages = [client.get(admin_address(world, line, page)) for page in ADMIN_PAGES]
        found[role] = "".join(letter_of(page, "get", ()) for page in pages)
    assert found == line.answers


@pytest.mark.parametrize("line", ADMIN_LINES, ids=str)
def test_the_admin_is_shut_to_everybody_else(world, line):
    inside = set(access_admin.ADMIN_ROLES)
    addresses = [admin_address(world, line, page) for page in ADMIN_PAGES]
    found = {}
    for role, asked in _sampled(addresses, [role for role in ROLES if role not in inside]):
        with undone():
            found[role, asked] = letter_of(world.client(role).get(asked), "get", ())
    wrong = {key: letter for key, letter in found.items() if letter != _shut(key[0])}
    assert wrong == {}


def _shut(role):
    return ">" if role == "anonymous" else "x"


def _sampled(addresses, roles):
    """Each role at one page, each page by some role: the door is the same for all of them."""
    return [(role, addresses[at % len(addresses)]) for at, role in enumerate(roles)]


# --- the controls ------------------------------------------------------------------------------


def line_of(lines, address, thing):
    return next(line for line in lines if (line.address, line.thing) == (address, thing))


def test_a_paper_shown_to_everybody_would_be_found(world, monkeypatch):
    everything = Q(number__isnull=False)
    monkeypatch.setattr("reviews.views.fetch.visible_paper", visible_paper)
    monkeypatch.setattr("reviews.visibility._in_reach", lambda person: everything)
    line = line_of(PAGE_LINES, "paper-detail", "review")
    found = answers(world, line, "get")
    assert line.expected["small_staff"] == "."
    assert found["small_staff"] == "o"


def test_a_guard_left_off_would_be_found(world, monkeypatch):
    monkeypatch.setattr("reviews.views.editing._require", lambda *args: None)
    monkeypatch.setattr("reviews.workflow._require", lambda *args: None)
    line = line_of(ACTION_LINES, "paper-recall", "review")
    letter, tables = ask(world, "section_head", line, "post")
    assert letter == "W"
    assert "papers_paper" in tables


def test_what_is_written_is_noticed(world):
    writes = Writes()
    with undone(), connection.execute_wrapper(writes):
        Job.objects.filter(pk=world.waiting.pk).update(title="x")
        Job.objects.filter(pk=0).update(title="x")
        Job.objects.create(kind="x", key="x", title="x")
        Job.objects.filter(key="x").delete()
    assert writes.tables == {"jobs_job": 3}


def test_the_sign_in_page_is_where_it_was():
    assert (resolve_url("sign-in"), resolve_url("admin:login")) == SIGN_IN
