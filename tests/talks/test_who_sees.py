"""Who may see a talk: every role × planned, written down, settled, of a kind that is no secret and
of one that is (issue: "Shown by" 3). The two, the recorder while it is written, the discipline
office over the unit; everybody else 404, and at most a day in the ledger.
"""

import re
import zipfile
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import read_reach
from registry.notices.models import Notice
from registry.trail.models import TrailEntry
from reviews.talks import ledger
from reviews.talks.models import Talk
from tests.cast import seat
from tests.risks.test_responsibility import TODAY, point_at

from .hands import CONTENT, TOPIC, confirmed, held, planned, recorded

TOKEN = re.compile(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w+')
TWO = {"supervisor", "section_head"}
STATES = ["planned", "recorded", "settled"]
KINDS = ["例行谈话", "提醒谈话", "谈话提醒"]


def everybody(cast):
    return vars(cast.people)


def talk_in(cast, state, kind="例行谈话"):
    holder = {"例行谈话": "supervisor", "提醒谈话": "group", "谈话提醒": "discipline"}[kind]
    talk = planned(cast, holder=holder, kind=kind, recorder=cast.people.keeper)
    if state != "planned":
        talk = recorded(talk, by=cast.people.keeper)
    if state == "settled":
        talk = confirmed(talk)
    return holder, talk


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", STATES)
def test_a_talk_is_seen_by_these_and_nobody_else(cast, state, kind):
    holder, talk = talk_in(cast, state, kind)
    expected = {holder, "section_head", "discipline"} | (
        {"keeper"} if state != "settled" else set()
    )
    seen = {
        role
        for role, person in everybody(cast).items()
        if Talk.objects.visible_to(read_reach(person, TODAY())).filter(pk=talk.pk).exists()
    }
    assert seen == expected


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("address", ["talk", "talk-record", "talk-replan", "talk-drop"])
def test_its_pages_are_not_there_for_others(client, cast, state, address):
    _, talk = talk_in(cast, state)
    for role, account in vars(cast.accounts).items():
        client.force_login(account)
        status = client.get(reverse(address, args=[talk.pk])).status_code
        is_in = role in TWO | {"discipline"} | ({"keeper"} if state != "settled" else set())
        assert (status == 404) == (not is_in), role


def test_the_record_is_printed_for_those_alone(client, cast):
    _, talk = talk_in(cast, "settled")
    found = {}
    for role, account in vars(cast.accounts).items():
        client.force_login(account)
        found[role] = client.get(reverse("talk-print", args=[talk.pk, "docx"])).status_code
    assert {role for role, status in found.items() if status == 200} == TWO | {"discipline"}
    assert set(found.values()) == {200, 404}


def test_an_office_nearer_to_the_unit_keeps_it_from_the_one_above(cast):
    """The school gets a discipline office of its own: the bureau's reads it no longer."""
    _, talk = talk_in(cast, "settled")
    seat(cast.posts.keeper, "discipline_office", cast.school_large)
    seen = Talk.objects.visible_to(read_reach(cast.people.discipline, TODAY()))
    assert not seen.filter(pk=talk.pk).exists()
    seen = Talk.objects.visible_to(read_reach(cast.people.keeper, TODAY()))
    assert seen.filter(pk=talk.pk).exists()


@pytest.fixture
def one_moment():
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.mark.walk
@pytest.mark.usefixtures("one_moment")
@pytest.mark.parametrize("kind", ["提醒谈话", "谈话提醒"])
def test_two_worlds_with_and_without_a_confidential_talk(client, cast, kind):
    """Of such a talk no ledger, list or number of anybody outside tells."""
    point_at(cast, 1)
    held(cast)
    pages = ["talk-list", "talk-ledger", "talk-ledger-xlsx", "inbox", "notices"]
    before = pages_of(client, cast, pages)
    talk_in(cast, "settled", kind)
    after = pages_of(client, cast, pages)
    inside = {"group", "section_head", "discipline", "keeper"}
    assert {key for key in before if before[key] != after[key]} <= {
        (role, page) for role in inside for page in pages
    }


def test_a_talk_that_is_no_secret_would_show(client, cast):
    """The control."""
    point_at(cast, 1)
    before = pages_of(client, cast, ["talk-ledger"])
    held(cast)
    assert (
        before["principal", "talk-ledger"]
        != pages_of(client, cast, ["talk-ledger"])["principal", "talk-ledger"]
    )


def pages_of(client, cast, pages):
    """(role, page) → what they get, but for tokens; a workbook by what its cells say."""
    found = {}
    for role, account in vars(cast.accounts).items():
        client.force_login(account)
        for page in pages:
            content = client.get(reverse(page)).getvalue()
            if page.endswith("xlsx") and content.startswith(b"PK"):
                content = zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
            found[role, page] = TOKEN.sub(b"", content)
    return found


def test_the_ledger_says_a_day_and_no_content(client, cast):
    point_at(cast, 1)
    held(cast)
    for role in ("principal", "office", "school_office", "supervisor"):
        client.force_login(getattr(cast.accounts, role))
        page = client.get(reverse("talk-ledger"), {"unit": cast.school_large.pk}).content.decode()
        assert f"{TODAY().month}月{TODAY().day}日" in page, role
        assert CONTENT not in page
        assert TOPIC not in page


@pytest.mark.parametrize(
    ("role", "people"),
    [
        ("principal", {"顾言之"}),
        ("group", {"顾言之"}),
        ("office", {"顾言之"}),
        ("school_office", {"顾言之"}),
        ("discipline", {"顾言之"}),
        ("supervisor", {"顾言之"}),
        ("section_head", {"顾言之"}),
        ("other_supervisor", set()),
        ("staff", set()),
        ("keeper", set()),
        ("small_office", set()),
    ],
)
def test_the_ledger_is_read_by_offices_leaders_and_each_for_themselves(cast, role, people):
    point_at(cast, 1)
    lines = ledger.lines_of(cast.school_large, cast.year, TODAY())
    reach = read_reach(getattr(cast.people, role), TODAY())
    found = {line.person.name for line in ledger.readable(lines, cast.school_large, reach)}
    assert found == people


def test_notices_and_trail_say_nothing_of_what_it_is_about(
    cast, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        held(cast)
    assert Notice.objects.exists()
    for notice in Notice.objects.all():
        assert TOPIC not in notice.text
        assert CONTENT not in notice.text
    for entry in TrailEntry.objects.filter(action__startswith="talk."):
        assert TOPIC not in str(vars(entry))
        assert CONTENT not in str(vars(entry))


def test_who_opened_the_record_of_others_is_in_the_trail(client, cast):
    _, talk = talk_in(cast, "settled")
    client.force_login(cast.accounts.section_head)
    client.get(reverse("talk", args=[talk.pk]))
    assert not TrailEntry.objects.filter(action="talk.opened").exists()
    client.force_login(cast.accounts.discipline)
    client.get(reverse("talk", args=[talk.pk]))
    assert TrailEntry.objects.filter(action="talk.opened", actor_name="严立新").count() == 1
