"""All papers of an act in one file; the volume of a year, and what is never in it."""

from io import BytesIO
from types import SimpleNamespace

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import read_reach
from registry.jobs.models import Job
from registry.trail.models import SEALED_CHAIN, TrailEntry
from reviews.disposal import background, filing, proceeding
from reviews.disposal.models import Disposal
from tests.disposal import factory
from tests.disposal.factory import DEMAND, TEXTS, fresh

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


def twice_rechecked(cast):
    """Failed once, then passed."""
    act = factory.rectified(cast)
    office = cast.people.discipline
    proceeding.redone(act=act, said="还差一周的记录", by=office)
    factory.hand_in(cast, act)
    proceeding.passed(act=fresh(act), said="齐了，办结", by=office)
    return fresh(act)


def told_in(letter):
    return "\n".join(
        str(getattr(part, "text", "")) or str(getattr(part, "rows", "")) for part in letter.parts
    )


def test_one_file_holds_notice_reply_rounds_rechecks_and_outcome(cast):
    act = twice_rechecked(cast)
    moves = filing.moves_of(act)
    told = told_in(filing.papers_of(act, moves))
    for said in (DEMAND, *TEXTS.values(), "还差一周的记录", "齐了，办结", "核对记录.pdf", "已办结"):
        assert said in told, said
    assert told.index("第 1 次") < told.index("还差一周的记录") < told.index("第 2 次")
    assert told.index("第 2 次") < told.index("齐了，办结") < told.index("附三")
    with pikepdf.open(BytesIO(filing.pdf_of(act, moves))) as pdf:
        assert len(pdf.pages) >= 4


def test_the_seal_covers_what_was_handed_in(cast):
    act = factory.closed(cast)
    before = filing.seal_of(act, filing.moves_of(act))
    moves = filing.moves_of(act)
    moves[-1].said = "别的结论"
    assert filing.seal_of(act, moves) != before


def held_by(person, office, year=None):
    reach = read_reach(person, TODAY())
    return set(filing.acts_of_year(reach, office, year or TODAY().year))


def test_a_year_of_the_office_without_what_runs_or_was_handed_over(cast):
    """With a control: each of the three is there before it is excluded."""
    closed, running = factory.closed(cast), factory.rectified(cast)
    office, person = cast.bureau, cast.people.discipline
    gone = factory.rectified(cast)
    proceeding.raised(
        act=gone, step=factory.step("诫勉谈话"), said="没有补", demand="请来谈一次", by=person
    )
    assert held_by(person, office) == {closed, fresh(gone)}
    follower = Disposal.objects.get(follows=gone)
    proceeding.hand_over(act=follower, why="需要了解", by=person)
    assert held_by(person, office) == {closed}
    assert held_by(person, office, TODAY().year - 1) == set()
    assert running not in held_by(person, office)


@pytest.mark.parametrize("who", ["supervisor", "staff", "office", "school_office", "principal"])
def test_nobody_else_holds_any(cast, who):
    factory.closed(cast)
    assert held_by(getattr(cast.people, who), cast.bureau) == set()


def bound(cast, year=None):
    steps = []
    arguments = {"office": cast.bureau.pk, "year": year or TODAY().year}
    work = SimpleNamespace(
        owner=cast.people.discipline,
        arguments=arguments,
        progress=lambda *said: steps.append(said),
    )
    return background.bind_acts(work), steps


def test_the_volume_binds_them_and_tells_the_sealed_trail_alone(cast):
    first, second = factory.closed(cast), twice_rechecked(cast)
    document, steps = bound(cast)
    with pikepdf.open(BytesIO(document.content)) as pdf:
        assert len(pdf.pages) > 8
    entries = TrailEntry.objects.filter(action="disposal.filed")
    assert {entry.target_ref for entry in entries} == {str(first.pk), str(second.pk)}
    assert {entry.chain for entry in entries} == {SEALED_CHAIN}
    assert all(len(step) == 1 for step in steps)  # a share, and no number of acts


def test_without_any_there_is_a_file_all_the_same(cast):
    """That a job failed would tell, to whoever sees jobs, that there was nothing, or something."""
    document, _ = bound(cast)
    with pikepdf.open(BytesIO(document.content)) as pdf:
        assert len(pdf.pages) == 1


def test_the_request_names_neither_unit_nor_number(cast, client):
    client.force_login(cast.accounts.discipline)
    assert "处置档案" in client.get(reverse("disposal-list")).content.decode()
    given = {"office": cast.bureau.pk, "year": TODAY().year}
    assert client.post(reverse("disposal-volume"), given).url == reverse("downloads")
    job = Job.objects.get(kind=background.VOLUME)
    assert job.title == f"处置档案：{TODAY().year} 年"
    given["office"] = cast.school_large.pk
    assert client.post(reverse("disposal-volume"), given).status_code == 404
    assert Job.objects.filter(kind=background.VOLUME).count() == 1


def test_who_left_the_office_fetches_no_volume(cast):
    arguments = {"office": cast.bureau.pk}
    assert background.may_bind(cast.people.discipline, arguments)
    assert not background.may_bind(cast.people.discipline, {"office": cast.school_large.pk})
    assert not background.may_bind(cast.people.office, arguments)


def test_the_file_of_one_act_is_the_offices_once_it_has_ended(cast, client):
    act, running = factory.closed(cast), factory.rectified(cast)
    client.force_login(cast.accounts.discipline)
    answer = client.get(reverse("disposal-papers", args=[act.pk]))
    assert answer.getvalue().startswith(b"%PDF")
    assert client.get(reverse("disposal-papers", args=[running.pk])).status_code == 404
    client.force_login(cast.accounts.staff)
    assert client.get(reverse("disposal-papers", args=[act.pk])).status_code == 403
