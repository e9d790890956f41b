"""档案: what is confirmed is found again by whoever may read it, held against its digest, bound."""

import subprocess

import pytest
from django.urls import reverse

from registry.files.storing import open_verified
from registry.jobs.models import Job
from registry.jobs.worker import Worker
from registry.organisation.models import Appointment
from registry.papers.models import Paper, Revision
from reviews import archive, volumes
from reviews.background import may_bind_volume
from risks.models import MeasureVersion, PointVersion
from tests import way
from tests.stage import staged


def three_papers(cast):
    """A form in force, a catalogue in force, a form on its way."""
    form = way.confirmed_form(cast)
    catalogue = way.confirmed_catalogue(cast, "学籍异动审核")
    other = way.begin_form(cast, post=cast.posts.other_staff, by=cast.people.other_staff)
    running = way.submit(way.fill_form(other, cast.people.other_staff), cast.people.other_staff)
    return form, catalogue, running


staged_papers = staged(three_papers)


@pytest.fixture
def papers(staged_papers, db):
    return [Paper.objects.get(pk=each.pk) for each in staged_papers]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.accounts.school_office)
    return client


def listed(client, **asked):
    return [each.pk for each in client.get(reverse("archive"), asked).context["page_obj"]]


def test_only_what_is_confirmed_is_in_it(desk, papers):
    form, catalogue, running = papers
    assert sorted(listed(desk)) == sorted([form.pk, catalogue.pk])
    assert desk.get(reverse("archive-detail", args=[running.pk])).status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"unit": "LARGE"}, "both"),
        ({"unit": "SMALL"}, "both"),  # not offered: it narrows nothing
        ({"kind": "catalogue"}, "catalogue"),
        ({"kind": "staff_form"}, "form"),
        ({"text": "学籍管理员"}, "form"),
        ({"text": "CAT"}, "catalogue"),
        ({"text": "没有的"}, "none"),
    ],
)
def test_it_is_found_by(desk, papers, asked, found):
    form, catalogue, _ = papers
    wanted = {"both": {form.pk, catalogue.pk}, "form": {form.pk}, "catalogue": {catalogue.pk}}
    assert set(listed(desk, **asked)) == wanted.get(found, set())


def test_it_is_found_by_year_and_section(desk, cast, papers):
    form, _, _ = papers
    asked = {"unit": "LARGE", "year": cast.year, "section": cast.sections.teaching.pk}
    assert listed(desk, **asked) == [form.pk]
    assert listed(desk, year=cast.year - 1) != [form.pk], "a year that is not offered"


def test_a_chosen_unit_brings_its_sections_with_the_whole_page(client, cast, papers):
    """Rows alone would leave the menu of sections out for good."""
    Paper.objects.filter(pk=papers[1].pk).update(unit=cast.units.school_small)
    client.force_login(cast.accounts.office)
    asked = [client.get(reverse("archive"), {"unit": unit}) for unit in ("", "LARGE")]
    assert ["section" in page.context["form"].fields for page in asked] == [False, True]
    for page in asked:
        assert 'hx-target="#archive"' not in page.content.decode()
    # Whoever reads one unit has nothing to choose first: its sections are there, rows come alone.
    client.force_login(cast.accounts.staff)
    page = client.get(reverse("archive"))
    assert "section" in page.context["form"].fields
    assert 'hx-target="#archive"' in page.content.decode()


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("staff", True),
        ("section_head", True),
        ("bureau_leader", True),
        ("other_staff", False),
        ("small_office", False),
        ("system_admin", False),
    ],
)
def test_who_finds_the_form(client, cast, papers, role, sees):
    form = papers[0]
    client.force_login(getattr(cast.accounts, role))
    found = client.get(reverse("archive-detail", args=[form.pk])).status_code == 200
    assert found is sees
    response = client.get(reverse("archive"))
    shown = response.context["page_obj"] if response.status_code == 200 else []
    assert (form.pk in [each.pk for each in shown]) is sees


def test_one_shows_rows_decisions_and_digest(desk, papers):
    form = papers[0]
    response = desk.get(reverse("archive-detail", args=[form.pk]))
    for said in (form.number, archive.frozen_of(form).digest, "内容没有变动", "未核对证明材料"):
        assert said in response.text
    assert len(response.context["decisions"]) == form.steps.count() + 1, "and the confirmation"


# --- the digest -----------------------------------------------------------------------------


def test_frozen_papers_are_intact_also_when_the_post_has_another_name(papers):
    form, catalogue, _ = papers
    assert archive.is_intact(archive.frozen_of(form))
    assert archive.is_intact(archive.frozen_of(catalogue))
    form.post.name = "学籍与资助管理员"
    form.post.save()
    assert archive.is_intact(archive.frozen_of(Paper.objects.get(pk=form.pk)))


def test_looking_writes_nothing(papers):
    form = papers[0]
    before = list(Revision.objects.values()), list(form.current.point_lines.values())
    archive.is_intact(archive.frozen_of(form))
    assert (list(Revision.objects.values()), list(form.current.point_lines.values())) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda form: PointVersion.objects.filter(lines__revision=form.current).update(risk="改过"),
        lambda form: MeasureVersion.objects.filter(version__lines__revision=form.current).update(
            text="改过"
        ),
        lambda form: form.revisions.update(grade="C" if form.current.grade != "C" else "A"),
        lambda form: form.revisions.update(filer_name="别人"),
        lambda form: form.current.point_lines.last().delete(),
    ],
    ids=["row", "measure", "grade", "filer", "row-left-out"],
)
def test_what_was_changed_behind_our_back_is_noticed(desk, papers, tampering, change):
    form = papers[0]
    with tampering():
        change(form)
    assert "校验码对不上" in desk.get(reverse("archive-detail", args=[form.pk])).text


# --- a volume -------------------------------------------------------------------------------


def pages_of(content):
    command = ["pdftotext", "-layout", "-", "-"]
    done = subprocess.run(command, input=content, stdout=subprocess.PIPE, check=True)
    return ["".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def test_a_volume_has_a_cover_and_says_where_each_paper_begins(desk, cast, papers):
    form, catalogue, running = papers
    desk.post(reverse("archive-volume"), {"unit": "LARGE"})
    Worker().run_until_empty()
    job = Job.objects.get(kind="archive.volume")
    assert job.state == Job.State.DONE
    with open_verified(job.result) as stored:
        pages = pages_of(stored.read())
    assert "件数2件" in pages[0]
    assert "和平区第一中学" in pages[0]
    contents = pages[1]
    assert running.number not in "".join(pages)
    for paper in (form, catalogue):
        begins = next(n for n, page in enumerate(pages, 1) if n > 2 and paper.number in page)
        assert begins % 2 == 1, "on a front side"
        digest = archive.frozen_of(paper).digest[:16]
        assert f"{begins}" in contents
        assert digest[:8] in contents


@pytest.mark.parametrize(("most", "asked"), [(1, {}), (9, {"text": "没有的"})])
def test_a_volume_of_nothing_or_too_much_is_refused(desk, papers, monkeypatch, most, asked):
    monkeypatch.setattr("reviews.views.archive.MOST_PAPERS", most)
    response = desk.post(reverse("archive-volume"), asked, follow=True)
    assert not Job.objects.exists()
    assert "请" in str(next(iter(response.context["messages"])))


def test_a_volume_is_not_given_to_somebody_who_lost_the_office(desk, cast, papers):
    desk.post(reverse("archive-volume"), {"unit": "LARGE"})
    Appointment.objects.filter(person=cast.people.school_office).delete()
    assert Job.objects.get().kind == "archive.volume"
    arguments = Job.objects.get().arguments
    assert not may_bind_volume(cast.people.school_office, arguments)


def test_the_words_of_the_filter_stand_on_the_cover(cast, papers):
    asked = {"unit": "LARGE", "year": str(cast.year), "kind": "catalogue", "text": "CAT"}
    form, _ = archive.found_in(cast.people.school_office, asked)
    assert archive.words_of(form) == f"和平区第一中学，职权目录，{cast.year} 年，CAT"
    form, _ = archive.found_in(cast.people.school_office, {})
    assert archive.words_of(form) == "全部"
    assert volumes.MOST_PAPERS >= 100
